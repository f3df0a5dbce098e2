#include "http/job.h"

#include <stdlib.h>

void sn_job_done(sn_job *job)
{
    for (size_t i = 0; i < job->n_items; i++) {
        sn_article_done(&job->items[i].article);
        free(job->items[i].id);
        free(job->items[i].reason);
    }
    free(job->items);
    sn_settings_job_done(&job->settings);
    sn_chosen_done(&job->chosen);
    job->items = NULL;
    job->n_items = job->cap_items = 0;
}

sn_job_item *sn_job_add_item(sn_job *job)
{
    if (job->n_items == job->cap_items) {
        size_t cap = job->cap_items == 0 ? 1 : job->cap_items * 2;
        sn_job_item *items = realloc(job->items, cap * sizeof *items);
        if (items == NULL)
            return NULL;
        job->items = items;
        job->cap_items = cap;
    }
    sn_job_item *item = &job->items[job->n_items++];
    *item = (sn_job_item){0};
    return item;
}

void sn_job_item_refuse(sn_job_item *item, sn_status status, const sn_error *err)
{
    item->status = status;
    free(item->reason);
    item->reason = sn_str_dup(sn_str_of(err->msg));
}

bool sn_status_is_refusal(sn_status status)
{
    switch (status) {
    case SN_EINVAL:
    case SN_EUTF8:
    case SN_ELIMIT:
    case SN_ENOTFOUND:
    case SN_ECONFLICT:
    case SN_ETAKENDOWN:
    case SN_EUNMET:
        return true;
    default:
        return false;
    }
}

const char *sn_put_outcome_name(sn_put_outcome outcome)
{
    static const char *const names[] = {[SN_PUT_CREATED] = "created",
                                        [SN_PUT_UPDATED] = "updated",
                                        [SN_PUT_UNCHANGED] = "unchanged"};
    return names[outcome];
}
