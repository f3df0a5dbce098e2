/* why: where an article is, and so why it is shown or not. */
#include "archive/json_time.h"
#include "archive/shown.h"
#include "indexer/apply/why.h"
#include "indexer/command.h"
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_why_json(const char *id, const sn_why *why)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "id", id);
    sn_report_text(&j, "state", why->known ? sn_article_state_name(why->state) : NULL);
    sn_report_int(&j, "document", why->docid);
    sn_report_int(&j, "change", why->change);
    sn_json_time(&j, "due_at", why->due_sec != SN_NEVER_SEC ? why->due_sec : 0);
    sn_report_int(&j, "applied", why->applied);
    sn_report_int(&j, "generation", why->generation);
    sn_json_key(&j, "in_index");
    sn_json_bool(&j, why->in_index);
    sn_json_key(&j, "hidden");
    sn_json_bool(&j, why->hidden);
    sn_json_key(&j, "copies");
    sn_json_array(&j);
    for (size_t i = 0; i < why->n_copies; i++)
        sn_json_text(&j, why->copies[i]);
    sn_json_end(&j);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        puts(sn_buf_text(&out));
}

/* What of its own keeps it from being shown, and until when. */
static void print_moment(const sn_why *why)
{
    char date[SN_RFC3339_SIZE];
    sn_date_write_rfc3339(why->due_sec, date);
    if (why->state == SN_ARTICLE_WITHHELD)
        puts("its pubstatus does not let it be shown");
    if (why->state == SN_ARTICLE_EXPIRED)
        puts("its expires_at is over");
    if (why->due_sec != SN_NEVER_SEC)
        printf("%s at %s\n",
               why->state == SN_ARTICLE_EMBARGOED ? "shown from its publish_at on," : "expires",
               date);
}

static void print_why(const char *id, const sn_why *why)
{
    if (!why->known) {
        printf("%s: the archive has never seen this id\n", id);
        return;
    }
    printf("%s: %s, change %" PRIu64 ", document %u\n", id, sn_article_state_name(why->state),
           why->change, why->docid);
    print_moment(why);
    printf("generation %u (change %" PRIu64 "): %s%s\n", why->generation, why->applied,
           why->in_index ? "holds it" : "does not hold it",
           why->change > why->applied ? ", and has this change still before it" : "");
    if (why->hidden)
        puts("hidden: no answer shows it");
    for (size_t i = 0; why->n_copies > 1 && i < why->n_copies; i++)
        if (strcmp(why->copies[i], id) != 0)
            printf("same text as %s: with collapse=duplicates the better-ranked one is shown\n",
                   why->copies[i]);
}

int sn_command_why(const sn_command *c)
{
    if (c->n_args != 1) {
        fputs("sarnakh-index: why wants one id\n", stderr);
        return SN_EXIT_USAGE;
    }
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_why *why = malloc(sizeof *why);
    if (why == NULL)
        return sn_command_failed(c, "why", SN_ENOMEM, NULL);
    sn_error err = {0};
    bool known = false;
    sn_status s = sn_writer_why(w, sn_str_of(c->args[0]), why, &err);
    if (s == SN_OK) {
        known = why->known;
        if (c->json)
            write_why_json(c->args[0], why);
        else
            print_why(c->args[0], why);
    }
    free(why);
    if (s != SN_OK)
        return sn_command_failed(c, "why", s, &err);
    return known ? SN_EXIT_OK : SN_EXIT_FAILED;
}
