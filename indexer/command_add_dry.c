#include "indexer/command_add.h"

#include "base/clock.h"
#include "base/limits.h"

#include <inttypes.h>
#include <stdio.h>

/* As long as the list of refusals may be. */
#define INPUTS_BYTES 65536

sn_status sn_dry_run_article(const sn_command *c, sn_dry_run *d, const sn_article *article)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    d->taken++;
    if (!c->print)
        return SN_OK;
    sn_status s = sn_article_write(article, &json);
    if (s == SN_OK)
        puts(sn_buf_text(&json));
    return s;
}

static void key_int(sn_json *j, const char *key, uint64_t value)
{
    sn_json_key(j, key);
    sn_json_int(j, (int64_t)value);
}

static void list_input(sn_dry_run *d, const char *file, const char *format, uint64_t taken,
                       uint64_t refused)
{
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(INPUTS_BYTES);
    sn_json j = SN_JSON(&one);
    sn_json_object(&j);
    sn_json_key(&j, "file");
    sn_json_text(&j, file);
    sn_json_key(&j, "format");
    sn_json_text(&j, format[0] != '\0' ? format : NULL);
    key_int(&j, "taken", taken);
    key_int(&j, "refused", refused);
    sn_json_end(&j);
    d->inputs.max = INPUTS_BYTES;
    if (sn_json_finish(&j) != SN_OK || d->inputs.len + one.len + 1 > INPUTS_BYTES)
        return;
    if (d->inputs.len > 0)
        sn_buf_add_byte(&d->inputs, ',');
    sn_buf_add_str(&d->inputs, sn_buf_str(&one));
}

void sn_dry_run_file(const sn_command *c, sn_dry_run *d, const char *file, const char *format,
                     uint64_t taken, uint64_t refused)
{
    d->files++;
    list_input(d, file, format, taken, refused);
    if (!c->quiet && !c->json)
        fprintf(stderr, "%s: %s, %" PRIu64 " would be taken, %" PRIu64 " refused\n", file,
                format[0] != '\0' ? format : "empty", taken, refused);
}

static void write_report(const sn_command *c, const sn_dry_run *d, const sn_tally *t,
                         int64_t started_us)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(2 * (INPUTS_BYTES + t->refusals.len + 1024));
    SN_CLEANUP(sn_buf) sn_buf refusals = SN_BUF(t->refusals.len + 3);
    SN_CLEANUP(sn_buf) sn_buf inputs = SN_BUF(d->inputs.len + 3);
    sn_buf_add_format(&refusals, "[%s]", sn_buf_text(&t->refusals));
    sn_buf_add_format(&inputs, "[%s]", sn_buf_text(&d->inputs));
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_json_key(&j, "command");
    sn_json_text(&j, "add");
    sn_json_key(&j, "dry_run");
    sn_json_bool(&j, true);
    key_int(&j, "files", d->files);
    key_int(&j, "read", t->read);
    key_int(&j, "taken", d->taken);
    key_int(&j, "refused", t->refused);
    key_int(&j, "took_ms", (uint64_t)(sn_clock_monotonic_us() - started_us) / 1000);
    sn_json_key(&j, "inputs");
    sn_json_raw(&j, sn_buf_str(&inputs));
    sn_json_key(&j, "refusals");
    sn_json_raw(&j, sn_buf_str(&refusals));
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        sn_command_report(c, sn_buf_str(&out));
}

int sn_dry_run_finish(const sn_command *c, sn_dry_run *d, sn_tally *t, int64_t started_us)
{
    int status = t->refused > 0 ? SN_EXIT_REFUSED : SN_EXIT_OK;
    if (sn_command_reports(c))
        write_report(c, d, t, started_us);
    if (!c->json && (!c->quiet || status != SN_EXIT_OK))
        fprintf(stderr,
                "add: %" PRIu64 " read, %" PRIu64 " would be taken, %" PRIu64
                " refused; nothing was stored\n",
                t->read, d->taken, t->refused);
    sn_buf_done(&t->refusals);
    sn_buf_done(&d->inputs);
    return status;
}
