/* takedowns: the ledger, for whoever has to give account of it. */
#include "indexer/command.h"

#include "calendar/calendar.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct listing {
    bool json;
    uint64_t all, in_force, articles;
} listing;

static void write_date(sn_json *j, const char *key, int64_t sec)
{
    char date[SN_RFC3339_SIZE];
    sn_json_key(j, key);
    sn_date_write_rfc3339(sec, date);
    sn_json_text(j, sec > 0 ? date : NULL);
}

static void write_entry(sn_json *j, const sn_takedown *t)
{
    sn_json_object(j);
    sn_json_key(j, "id");
    sn_json_text(j, t->id);
    write_date(j, "at", t->at_sec);
    sn_json_key(j, "who");
    sn_json_text(j, t->who);
    sn_json_key(j, "why");
    sn_json_text(j, t->why);
    sn_json_key(j, "count");
    if (t->articles < 0)
        sn_json_null(j);
    else
        sn_json_int(j, t->articles);
    sn_json_key(j, "in_force");
    sn_json_bool(j, t->lifted_at_sec == 0);
    write_date(j, "lifted_at", t->lifted_at_sec);
    sn_json_key(j, "lifted_by");
    sn_json_text(j, t->lifted_by);
    sn_json_end(j);
}

/* Names and reasons came from outside: a terminal must not obey them. */
static void add_safe(sn_buf *out, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        bool is_c1 = at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0;
        sn_buf_add_byte(out, *at < 0x20 || *at == 0x7F || is_c1 ? '?' : *at);
        at += is_c1 ? 1 : 0;
    }
}

/* What has a width of its own stands first, so that lines are aligned in any script. */
static void describe_entry(sn_buf *out, const sn_takedown *t)
{
    char date[SN_RFC3339_SIZE];
    sn_date_write_rfc3339(t->at_sec, date);
    sn_buf_add_format(out, "%s  %-8s  %-9s  ", date, t->lifted_at_sec == 0 ? "in force" : "lifted",
                      t->articles > 0    ? "1 article"
                      : t->articles == 0 ? "not held"
                                         : "not known");
    add_safe(out, t->id);
    sn_buf_add_format(out, "  %s", t->who != NULL ? "by " : "by ?");
    add_safe(out, t->who != NULL ? t->who : "");
    sn_buf_add_format(out, "%s", t->why != NULL ? ": " : "");
    add_safe(out, t->why != NULL ? t->why : "");
    if (t->lifted_at_sec == 0)
        return;
    if (t->lifted_at_sec > 0)
        sn_date_write_rfc3339(t->lifted_at_sec, date);
    sn_buf_add_format(out, "\n%s  %s", date, t->lifted_at_sec > 0 ? "lifted by " : "");
    add_safe(out, t->lifted_by != NULL ? t->lifted_by : "?");
}

static sn_status print_takedown(void *ctx, const sn_takedown *t)
{
    listing *list = ctx;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_status s = SN_OK;
    list->all++;
    list->in_force += t->lifted_at_sec == 0;
    list->articles += t->articles > 0 ? (uint64_t)t->articles : 0;
    if (list->json) {
        sn_json j = SN_JSON(&out);
        write_entry(&j, t);
        s = sn_json_finish(&j);
    } else {
        describe_entry(&out, t);
        s = sn_buf_status(&out);
    }
    if (s == SN_OK)
        puts(sn_buf_text(&out));
    return s;
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
