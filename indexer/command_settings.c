/* settings: pins, sets of synonyms and judgements put, shown, removed and written out. */
#include "indexer/command_settings.h"

#include "archive/settings_json.h"
#include "base/clock.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>

#define LINE_BYTES ((size_t)8 * SN_LIMIT_SYNONYM_SET_BYTES)

static const char usage_text[] =
    "usage: sarnakh-index --index DIR settings VERB KIND ...\n"
    "  put pins FILE|-              JSON lines: {\"query\": …, \"pinned\": [ids], \"hidden\": "
    "[ids],\n"
    "                               \"match\": \"exact\" or \"contains\"}\n"
    "  put synonyms NAME FILE|-     a set of rules, one a line\n"
    "  put judgements FILE|-        JSON lines: {\"query\": …, \"id\": …, \"grade\": 0 to 4}\n"
    "  get KIND KEY                 what is held for a query, or under a name, as JSON lines\n"
    "  list KIND                    all of a kind, likewise\n"
    "  delete KIND KEY...           remove it; of judgements, all of the query\n"
    "  export pins|judgements       what put reads again\n"
    "  export synonyms NAME         the rules of a set\n"
    "  export qrels, export topics  judgements as TREC has them; a query's number is its topic\n";

static int usage(void)
{
    fputs(usage_text, stderr);
    return SN_EXIT_USAGE;
}

/* ---- writing ---------------------------------------------------------------------------------- */

static sn_status delete_keys(sn_settings_command *c)
{
    sn_status s = c->n_args > 0 ? SN_OK : SN_EINVAL;
    for (int i = 0; i < c->n_args && s == SN_OK; i++) {
        uint64_t change = 0;
        c->tally.read++;
        s = sn_settings_remove(sn_writer_archive(c->writer), c->kind, sn_str_of(c->args[i]),
                               c->command->who, &change, &c->err);
        if (s == SN_ENOTFOUND) {
            sn_tally_refuse(&c->tally, "argument", (uint64_t)i + 1, NULL, s, &c->err);
            s = SN_OK;
        } else if (s == SN_OK) {
            c->tally.removed++;
            c->tally.change = change;
        }
    }
    return s;
}

typedef sn_status verb_fn(sn_settings_command *c);

static int run_write(sn_settings_command *c, verb_fn *verb)
{
    int64_t started_us = sn_clock_monotonic_us();
    sn_status s = verb(c);
    if (s == SN_OK)
        return sn_command_finish(c->command, c->writer, "settings", &c->tally, started_us);
    sn_buf_done(&c->tally.refusals);
    return s == SN_EINVAL && c->err.msg[0] == '\0'
               ? usage()
               : sn_command_failed(c->command, "settings", s, &c->err);
}

/* ---- showing ---------------------------------------------------------------------------------- */

typedef struct output {
    size_t n;
    size_t topic; /* the number of the query */
    sn_buf query; /* of the row before */
} output;

static sn_status print_row(void *ctx, const sn_setting_row *row)
{
    output *o = ctx;
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(LINE_BYTES);
    sn_json j = SN_JSON(&line);
    o->n++;
    sn_json_object(&j);
    sn_status s = sn_setting_write_members(row, &j);
    sn_json_end(&j);
    sn_status written = sn_json_finish(&j);
    if (s == SN_OK && written == SN_OK)
        puts(sn_buf_text(&line));
    return s == SN_OK ? written : s;
}

/* What put reads: a pin or the rules as they are stored, a judgement as a line. */
static sn_status export_row(void *ctx, const sn_setting_row *row)
{
    output *o = ctx;
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(LINE_BYTES);
    sn_json j = SN_JSON(&line);
    o->n++;
    if (row->kind != SN_SETTING_JUDGEMENT) {
        bool needs_end = row->value.len == 0 || row->value.at[row->value.len - 1] != '\n';
        fwrite(row->value.at, 1, row->value.len, stdout);
        fputs(needs_end ? "\n" : "", stdout);
        return SN_OK;
    }
    sn_json_object(&j);
    sn_json_key(&j, "query");
    sn_json_str(&j, row->key);
    sn_json_key(&j, "id");
    sn_json_str(&j, row->item);
    sn_json_key(&j, "grade");
    sn_json_int(&j, sn_setting_grade(row));
    sn_json_end(&j);
    sn_status s = sn_json_finish(&j);
    if (s == SN_OK)
        puts(sn_buf_text(&line));
    return s;
}

/* Rows come by query: another one begins the next topic. */
static bool begins_topic(output *o, const sn_setting_row *row)
{
    if (o->n++ > 0 && sn_str_equal(sn_buf_str(&o->query), row->key))
        return false;
    o->topic++;
    sn_buf_clear(&o->query);
    sn_buf_add_str(&o->query, row->key);
    return true;
}

static sn_status export_topic(void *ctx, const sn_setting_row *row)
{
    output *o = ctx;
    if (begins_topic(o, row))
        printf("%zu\t%.*s\n", o->topic, (int)row->key.len, row->key.at);
    return sn_buf_status(&o->query);
}

static sn_status export_qrel(void *ctx, const sn_setting_row *row)
{
    output *o = ctx;
    (void)begins_topic(o, row);
    printf("%zu 0 %.*s %d\n", o->topic, (int)row->item.len, row->item.at, sn_setting_grade(row));
    return sn_buf_status(&o->query);
}

static int print_settings(sn_settings_command *c, const char *key, sn_setting_fn *fn)
{
    output o = {.query = SN_BUF(SN_LIMIT_SETTING_KEY_BYTES)};
    sn_status s =
        sn_settings_each(sn_writer_archive(c->writer), c->kind, sn_str_of(key), fn, &o, &c->err);
    sn_buf_done(&o.query);
    if (s == SN_OK && key != NULL && o.n == 0)
        s = sn_fail(&c->err, SN_ENOTFOUND, "no %s are held for \"%s\"",
                    sn_setting_kind_name(c->kind), key);
    return s == SN_OK ? SN_EXIT_OK : sn_command_failed(c->command, "settings", s, &c->err);
}

/* ---- the command ------------------------------------------------------------------------------ */

static int run_export(sn_settings_command *c, const char *what)
{
    bool is_set = c->kind == SN_SETTING_SYNONYMS;
    if (c->n_args != (is_set ? 1 : 0))
        return usage();
    if (strcmp(what, "topics") == 0)
        return print_settings(c, NULL, export_topic);
    if (strcmp(what, "qrels") == 0)
        return print_settings(c, NULL, export_qrel);
    return print_settings(c, is_set ? c->args[0] : NULL, export_row);
}

static int run_verb(sn_settings_command *c, const char *verb, const char *what)
{
    if (strcmp(verb, "put") == 0)
        return run_write(c, sn_settings_put);
    if (strcmp(verb, "delete") == 0)
        return run_write(c, delete_keys);
    if (strcmp(verb, "get") == 0 && c->n_args == 1)
        return print_settings(c, c->args[0], print_row);
    if (strcmp(verb, "list") == 0 && c->n_args == 0)
        return print_settings(c, NULL, print_row);
    return strcmp(verb, "export") == 0 ? run_export(c, what) : usage();
}

/* For export, judgements have two more names. */
static bool find_kind(const char *verb, const char *what, sn_setting_kind *out)
{
    if (strcmp(verb, "export") == 0 && (strcmp(what, "qrels") == 0 || strcmp(what, "topics") == 0))
        what = "judgements";
    return sn_setting_kind_of(what, out);
}

int sn_command_settings(const sn_command *c)
{
    sn_settings_command s = {.command = c};
    if (c->n_args < 2 || !find_kind(c->args[0], c->args[1], &s.kind))
        return usage();
    s.args = c->args + 2;
    s.n_args = c->n_args - 2;
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    s.writer = w;
    return run_verb(&s, c->args[0], c->args[1]);
}
