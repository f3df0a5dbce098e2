/* takedowns: the ledger, for whoever has to give account of it. */
#include "archive/json_time.h"
#include "calendar/calendar.h"
#include "indexer/command.h"
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct listing {
    bool json;
    uint64_t all, in_force, articles;
} listing;

static void write_entry(sn_json *j, const sn_takedown *t)
{
    sn_json_object(j);
    sn_report_text(j, "id", t->id);
    sn_json_time(j, "at", t->at_sec > 0 ? t->at_sec : 0);
    sn_report_text(j, "who", t->who);
    sn_report_text(j, "why", t->why);
    sn_json_key(j, "count");
    if (t->articles < 0)
        sn_json_null(j);
    else
        sn_json_int(j, t->articles);
    sn_json_key(j, "in_force");
    sn_json_bool(j, t->lifted_at_sec == 0);
    sn_json_time(j, "lifted_at", t->lifted_at_sec > 0 ? t->lifted_at_sec : 0);
    sn_report_text(j, "lifted_by", t->lifted_by);
    sn_json_end(j);
}

/* What has a width of its own stands first, so that lines are aligned in any script. Names and reasons came from
 * outside. */
static void print_entry(const sn_takedown *t)
{
    char date[SN_RFC3339_SIZE];
    sn_date_write_rfc3339(t->at_sec, date);
    printf("%s  %-8s  %-9s  ", date, t->lifted_at_sec == 0 ? "in force" : "lifted",
           t->articles > 0    ? "1 article"
           : t->articles == 0 ? "not held"
                              : "not known");
    sn_command_print(stdout, t->id);
    fputs(t->who != NULL ? "  by " : "  by ?", stdout);
    sn_command_print(stdout, t->who != NULL ? t->who : "");
    fputs(t->why != NULL ? ": " : "", stdout);
    sn_command_print(stdout, t->why != NULL ? t->why : "");
    putchar('\n');
    if (t->lifted_at_sec == 0)
        return;
    if (t->lifted_at_sec > 0)
        sn_date_write_rfc3339(t->lifted_at_sec, date);
    printf("%s  %s", date, t->lifted_at_sec > 0 ? "lifted by " : "");
    sn_command_print(stdout, t->lifted_by != NULL ? t->lifted_by : "?");
    putchar('\n');
}

static sn_status print_json(const sn_takedown *t)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_json j = SN_JSON(&out);
    write_entry(&j, t);
    sn_status s = sn_json_finish(&j);
    if (s == SN_OK)
        puts(sn_buf_text(&out));
    return s;
}

static sn_status print_takedown(void *ctx, const sn_takedown *t)
{
    listing *list = ctx;
    list->all++;
    list->in_force += t->lifted_at_sec == 0;
    list->articles += t->articles > 0 ? (uint64_t)t->articles : 0;
    if (list->json)
        return print_json(t);
    print_entry(t);
    return SN_OK;
}

static void print_summary(const listing *list)
{
    uint64_t lifted = list->all - list->in_force;
    if (list->json)
        printf("{\"command\":\"takedowns\",\"takedowns\":%" PRIu64 ",\"in_force\":%" PRIu64
               ",\"lifted\":%" PRIu64 ",\"count\":%" PRIu64 "}\n",
               list->all, list->in_force, lifted, list->articles);
    else
        printf("%" PRIu64 " takedowns: %" PRIu64 " in force, %" PRIu64 " lifted; %" PRIu64
               " articles taken out\n",
               list->all, list->in_force, lifted, list->articles);
}

int sn_command_takedowns(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_error err = {0};
    listing list = {.json = c->json};
    sn_status s = sn_archive_each_takedown(sn_writer_archive(w), print_takedown, &list, &err);
    if (s != SN_OK)
        return sn_command_failed(c, "takedowns", s, &err);
    print_summary(&list);
    return SN_EXIT_OK;
}
