#include "indexer/report.h"
#include "indexer/update_internal.h"

void sn_update_list(sn_updating *u, const char *outcome, const sn_tally *before, const char *error)
{
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(SN_REPORT_LIST_BYTES);
    sn_tally *t = &u->feeding.tally;
    sn_json j = SN_JSON(&one);
    sn_json_object(&j);
    sn_report_text(&j, "source", u->feeding.file);
    sn_report_text(&j, "outcome", outcome);
    sn_report_text(&j, "format", u->source.format);
    sn_report_int(&j, "read", t->read - before->read);
    sn_report_int(&j, "created", t->created - before->created);
    sn_report_int(&j, "updated", t->updated - before->updated);
    sn_report_int(&j, "unchanged", t->unchanged - before->unchanged);
    sn_report_int(&j, "passed_over", t->passed_over - before->passed_over);
    sn_report_int(&j, "refused", t->refused - before->refused);
    sn_report_text(&j, "error", error);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        sn_report_append(&t->sources, &one);
}

sn_status sn_update_fail(sn_updating *u, sn_status why, bool known, const sn_tally *before)
{
    sn_feeding *f = &u->feeding;
    sn_error inner = {0};
    const char *reason = f->err.msg[0] != '\0' ? f->err.msg : sn_status_name(why);
    sn_command_failed(f->command, f->file, why, &f->err);
    if (!known)
        fprintf(stderr, "sarnakh-index: %s was never read: it is not remembered\n", f->file);
    sn_update_list(u, "failed", before, reason);
    f->tally.failed++;
    u->n_failed++;
    if (!known)
        return SN_OK;
    u->source.tried_sec = u->now_sec;
    sn_status s = sn_update_set_text(&u->source.error, reason);
    if (s == SN_OK)
        s = sn_source_put(sn_writer_archive(f->writer), &u->source, &inner);
    if (s != SN_OK)
        f->err = inner;
    return s;
}

sn_status sn_update_unchanged(sn_updating *u, const sn_tally *before)
{
    u->n_unchanged++;
    if (u->source.within != NULL)
        return SN_OK; /* its directory says when it was looked at */
    sn_update_list(u, "unchanged", before, NULL);
    u->source.tried_sec = u->source.good_sec = u->now_sec;
    u->source.retry_sec = 0;
    sn_status s = sn_update_set_text(&u->source.error, NULL);
    return s == SN_OK
               ? sn_source_put(sn_writer_archive(u->feeding.writer), &u->source, &u->feeding.err)
               : s;
}
