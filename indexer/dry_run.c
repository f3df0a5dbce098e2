#include "indexer/dry_run.h"

#include "base/clock.h"
#include "base/limits.h"
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>

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

static void list_input(sn_dry_run *d, const char *file, const char *format, uint64_t taken,
                       uint64_t refused)
{
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(SN_REPORT_LIST_BYTES);
    sn_json j = SN_JSON(&one);
    sn_json_object(&j);
    sn_report_text(&j, "file", file);
    sn_report_text(&j, "format", format[0] != '\0' ? format : NULL);
    sn_report_int(&j, "taken", taken);
    sn_report_int(&j, "refused", refused);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        sn_report_append(&d->inputs, &one);
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
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(3 * SN_REPORT_LIST_BYTES);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "command", "add");
    sn_json_key(&j, "dry_run");
    sn_json_bool(&j, true);
    sn_report_int(&j, "files", d->files);
    sn_report_int(&j, "read", t->read);
    sn_report_int(&j, "taken", d->taken);
    sn_report_int(&j, "refused", t->refused);
    sn_report_int(&j, "took_ms", (uint64_t)(sn_clock_monotonic_us() - started_us) / 1000);
    sn_report_list(&j, "inputs", &d->inputs);
    sn_report_list(&j, "refusals", &t->refusals);
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
