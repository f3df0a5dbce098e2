#include "indexer/update_internal.h"

/* As long as the list of refusals may be. */
#define SOURCES_BYTES 65536

void sn_update_list(sn_updating *u, const char *outcome, const sn_tally *before, const char *error)
{
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(SOURCES_BYTES);
    sn_tally *t = &u->feeding.tally;
    const struct {
        const char *key;
        uint64_t n;
    } counts[] = {{"read", t->read - before->read},
                  {"created", t->created - before->created},
                  {"updated", t->updated - before->updated},
                  {"unchanged", t->unchanged - before->unchanged},
                  {"passed_over", t->passed_over - before->passed_over},
                  {"refused", t->refused - before->refused}};
    sn_json j = SN_JSON(&one);
    sn_json_object(&j);
    sn_json_key(&j, "source");
    sn_json_text(&j, u->feeding.file);
    sn_json_key(&j, "outcome");
    sn_json_text(&j, outcome);
    sn_json_key(&j, "format");
    sn_json_text(&j, u->source.format);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        sn_json_key(&j, counts[i].key);
        sn_json_int(&j, (int64_t)counts[i].n);
    }
    sn_json_key(&j, "error");
    sn_json_text(&j, error);
    sn_json_end(&j);
    t->sources.max = SOURCES_BYTES;
    if (sn_json_finish(&j) != SN_OK || t->sources.len + one.len + 1 > SOURCES_BYTES)
        return;
    if (t->sources.len > 0)
        sn_buf_add_byte(&t->sources, ',');
    sn_buf_add_str(&t->sources, sn_buf_str(&one));
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
