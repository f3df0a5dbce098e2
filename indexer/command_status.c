/* status: what archive and index hold, how old that is, and whether it is too old. */
#include "archive/json_time.h"
#include "archive/shown.h"
#include "base/clock.h"
#include "calendar/calendar.h"
#include "indexer/ages.h"
#include "indexer/report.h"
#include "indexer/run.h"

#include <inttypes.h>
#include <stdio.h>

static void print_since(int64_t sec, int64_t now_sec)
{
    char when[SN_RFC3339_SIZE], age[SN_AGE_SIZE];
    sn_date_write_rfc3339(sec, when);
    sn_age_write(now_sec > sec ? now_sec - sec : 0, age);
    printf("%s, %s ago", when, age);
}

static void print_arrivals(const sn_arrivals *last)
{
    int64_t now_sec = sn_clock_now_sec();
    if (last->newest_sec != 0) {
        fputs("newest      ", stdout);
        print_since(last->newest_sec, now_sec);
        puts("");
    }
    for (size_t i = 0; i < last->n_runs; i++) {
        const sn_batch *run = &last->runs[i];
        printf("%-11s ", run->kind);
        print_since(run->ended_sec, now_sec);
        printf(" (%s)", sn_exit_name(run->exit_status));
        if (run->exit_status != SN_EXIT_OK && run->good_sec != 0) {
            fputs("; last good one ", stdout);
            print_since(run->good_sec, now_sec);
        }
        puts("");
    }
}

static void write_status_json(const sn_command *c, const sn_index_status *st,
                              const sn_arrivals *last)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_int(&j, "articles", st->articles);
    sn_report_int(&j, "documents", st->documents);
    sn_report_int(&j, "change", st->change);
    sn_report_int(&j, "applied", st->applied);
    sn_report_int(&j, "generation", st->generation);
    sn_report_int(&j, "withdrawn", st->withdrawn);
    sn_report_int(&j, "taken_down", st->taken_down);
    sn_report_int(&j, "embargoed", st->embargoed);
    sn_report_int(&j, "expired", st->expired);
    sn_report_int(&j, "withheld", st->withheld);
    sn_report_int(&j, "hidden", st->hidden);
    sn_report_int(&j, "analysis", (uint64_t)st->analysis);
    sn_report_int(&j, "shards", st->shards);
    sn_json_key(&j, "analysis_matches");
    sn_json_bool(&j, st->analysis_matches);
    sn_json_key(&j, "dictionary_matches");
    sn_json_bool(&j, st->dictionary_matches);
    sn_json_key(&j, "groups_match");
    sn_json_bool(&j, st->groups_match);
    sn_json_time(&j, "next_due_at", st->next_due_sec != SN_NEVER_SEC ? st->next_due_sec : 0);
    sn_report_text(&j, "built_at", st->built_at[0] != '\0' ? st->built_at : NULL);
    sn_report_text(&j, "writer", st->holder[0] != '\0' ? st->holder : NULL);
    sn_arrivals_json(&j, last);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        sn_command_report(c, sn_buf_str(&out));
}

/* Those that wait, or whose time is over. */
static void print_due(const sn_index_status *st)
{
    char date[SN_RFC3339_SIZE];
    if (st->embargoed + st->expired + st->withheld > 0)
        printf("not shown   %" PRIu64 " under embargo, %" PRIu64 " expired, %" PRIu64
               " with a pubstatus that withholds them\n",
               st->embargoed, st->expired, st->withheld);
    sn_date_write_rfc3339(st->next_due_sec, date);
    if (st->next_due_sec != SN_NEVER_SEC)
        printf("next due    %s: an embargo ends, or an article expires\n", date);
}

static void print_status(const sn_index_status *st, const sn_arrivals *last)
{
    printf("articles    %" PRIu64 " (%" PRIu64 " withdrawn, %" PRIu64 " taken down)\n",
           st->articles, st->withdrawn, st->taken_down);
    print_due(st);
    printf("change      %" PRIu64 " accepted, %" PRIu64 " in the index\n", st->change, st->applied);
    if (st->generation == 0)
        puts("generation  none yet");
    else
        printf("generation  %u, %u documents, built %s, analysis %d\n", st->generation,
               st->documents, st->built_at, st->analysis);
    if (st->shards > 1)
        printf("shards      %u\n", st->shards);
    if (st->hidden > 0)
        printf("hidden      %zu takedowns the index has not forgotten yet\n", st->hidden);
    if (st->holder[0] != '\0')
        printf("writer      %s\n", st->holder);
    print_arrivals(last);
    if (st->generation != 0 && !st->analysis_matches)
        puts("The index was built by another analysis: run sarnakh-index rebuild.");
    if (st->generation != 0 && !st->dictionary_matches)
        puts("The newsroom's own words changed since the index was built: run sarnakh-index "
             "rebuild.");
    if (st->generation != 0 && !st->groups_match)
        puts("Groups of copies and stories were made by other rules: with the next change, or by "
             "sarnakh-index rebuild, they are made again.");
}

typedef struct aged {
    sn_run *run;
    size_t n;
} aged;

static void count_aged(void *ctx, const char *sentence)
{
    aged *found = ctx;
    found->n++;
    sn_run_warn(found->run, sentence);
}

/* --check: the exit status is for a monitor. */
static int check_ages(const sn_command *c, sn_writer *w)
{
    sn_age_limits limits = {0};
    aged found = {c->run, 0};
    sn_error err = {0};
    sn_status s = sn_ages_parse(c->article_age, c->run_age, &limits, &err);
    if (s == SN_OK)
        s = sn_ages_check(sn_writer_archive(w), &limits, sn_clock_now_sec(), count_aged, &found,
                          &err);
    if (s != SN_OK)
        return sn_command_failed(c, "status", s, &err);
    return found.n > 0 ? SN_EXIT_AGED : SN_EXIT_OK;
}

static sn_status read_all(sn_writer *w, sn_index_status *st, sn_arrivals *last, sn_error *err)
{
    sn_status s = sn_writer_status(w, st, err);
    return s == SN_OK ? sn_arrivals_read(sn_writer_archive(w), last, err) : s;
}

int sn_command_status(const sn_command *c)
{
    if (c->check && c->article_age == NULL && c->run_age == NULL) {
        fputs("sarnakh-index: status --check wants --newest-article-max-age or "
              "--last-good-run-max-age\n",
              stderr);
        return SN_EXIT_USAGE;
    }
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_index_status st;
    sn_arrivals last;
    sn_error err = {0};
    sn_status s = read_all(w, &st, &last, &err);
    if (s != SN_OK)
        return sn_command_failed(c, "status", s, &err);
    if (sn_command_reports(c))
        write_status_json(c, &st, &last);
    if (!c->json && !c->quiet)
        print_status(&st, &last);
    return c->check ? check_ages(c, w) : SN_EXIT_OK;
}
