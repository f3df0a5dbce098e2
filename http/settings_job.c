#include "http/settings_job.h"

#include "base/grow.h"

#include <stdlib.h>

void sn_settings_job_done(sn_settings_job *j)
{
    sn_pin_done(&j->pin);
    for (size_t i = 0; i < j->n_judgements; i++)
        sn_judgement_line_done(&j->judgements[i]);
    free(j->judgements);
    *j = (sn_settings_job){0};
}

sn_judgement_line *sn_settings_job_add(sn_settings_job *j)
{
    sn_judgement_line *at = sn_grow(j->judgements, j->n_judgements, &j->cap_judgements, sizeof *at);
    if (at == NULL)
        return NULL;
    j->judgements = at;
    at += j->n_judgements++;
    *at = (sn_judgement_line){0};
    return at;
}

static sn_status put_judgements(sn_settings_job *j, sn_archive *archive, const char *who,
                                sn_error *err)
{
    sn_put_result result;
    sn_status s = SN_OK;
    j->outcome = j->removes ? SN_PUT_UPDATED : SN_PUT_UNCHANGED;
    for (size_t i = 0; i < j->n_judgements && s == SN_OK; i++) {
        const sn_judgement_line *line = &j->judgements[i];
        s = sn_settings_put_judgement(archive, sn_str_of(line->query), sn_str_of(line->id),
                                      line->grade, who, &result, err);
        if (s == SN_OK && result.outcome != SN_PUT_UNCHANGED && j->outcome == SN_PUT_UNCHANGED)
            j->outcome = result.outcome;
    }
    return s;
}

static sn_status put(sn_settings_job *j, sn_archive *archive, const char *who, sn_error *err)
{
    sn_put_result result = {0};
    sn_status s;
    if (j->kind == SN_SETTING_JUDGEMENT)
        return put_judgements(j, archive, who, err);
    if (j->kind == SN_SETTING_PIN)
        s = sn_settings_put_pin(archive, &j->pin, who, &result, err);
    else
        s = sn_settings_put_synonyms(archive, j->key, j->rules, who, &result, err);
    j->outcome = result.outcome;
    return s;
}

static sn_status store(sn_settings_job *j, sn_archive *archive, const char *who, uint64_t *change,
                       sn_error *err)
{
    uint64_t removed;
    sn_status s = SN_OK;
    if (j->removes)
        s = sn_settings_remove(archive, j->kind, j->key, who, &removed, err);
    if (s == SN_ENOTFOUND && j->puts) {
        j->removes = false;
        s = SN_OK;
    }
    if (s == SN_OK && j->puts)
        s = put(j, archive, who, err);
    /* What is there unchanged may be what another request still waits for. */
    return s == SN_OK ? sn_archive_last_change(archive, change, err) : s;
}

sn_status sn_settings_job_store(sn_settings_job *j, sn_archive *archive, const char *who,
                                uint64_t *change, sn_error *err)
{
    sn_status s = sn_archive_begin(archive, err);
    if (s != SN_OK)
        return s;
    s = store(j, archive, who, change, err);
    if (s == SN_OK)
        return sn_archive_commit(archive, err);
    sn_archive_rollback(archive);
    return s;
}
