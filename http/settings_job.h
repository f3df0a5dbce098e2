/* http/settings_job - one write of editors' settings, as the store thread carries it out. */
#ifndef SN_HTTP_SETTINGS_JOB_H
#define SN_HTTP_SETTINGS_JOB_H

#include "archive/settings.h"

typedef struct sn_settings_job {
    sn_setting_kind kind;
    sn_str key;   /* borrowed; judgements of many queries: at is NULL */
    bool removes; /* first what is held under the key; without anything behind it, that is all */
    bool puts;
    sn_pin pin;
    sn_str rules; /* borrowed */
    sn_judgement_line *judgements;
    size_t n_judgements, cap_judgements;

    sn_put_outcome outcome; /* set when it is done */
} sn_settings_job;

void sn_settings_job_done(sn_settings_job *j);

/* One more judgement, zeroed; NULL when out of memory. */
sn_judgement_line *sn_settings_job_add(sn_settings_job *j);

/* In one transaction: all of it or nothing. *change is the last one that it needs. Statuses as
 * archive/settings.h; SN_ENOTFOUND only where nothing is put. */
SN_MUST_USE sn_status sn_settings_job_store(sn_settings_job *j, sn_archive *archive,
                                            const char *who, uint64_t *change, sn_error *err);

#endif
