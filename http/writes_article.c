/* Writes of articles, as the store thread carries them out: what they depend on is looked at inside the transaction that
 * writes, so that of two at the same time the second one sees the first. */
#include "http/writes_internal.h"

#include "http/article_patch.h"

#include <stdlib.h>

static sn_status fail_unmet(sn_error *err)
{
    return sn_fail(err, SN_EUNMET, "the article is not the one that the condition names");
}

/* *etag: of what is there instead, if everyone may see that. */
static sn_status check(const sn_condition *c, const sn_current *now, uint64_t *etag, sn_error *err)
{
    if (sn_condition_holds(c, now))
        return SN_OK;
    *etag = now->is_shown ? now->etag : 0;
    return fail_unmet(err);
}

/* With a condition that held, who sent it knows that it is there. */
static sn_status patch(const sn_job *job, sn_job_item *item, const sn_current *now, sn_error *err)
{
    if (!now->exists ||
        (!sn_condition_has_match(&job->condition) && !sn_current_is_seen(now, &job->condition)))
        return sn_fail(err, SN_ENOTFOUND, "there is no such article");
    return sn_article_patch(sn_buf_str(&now->json), item->patch, job->id, &item->article,
                            &item->mismatch, err);
}

/* What the request says of the article that is there. */
static sn_status prepare(sn_job *job, sn_job_item *item, sn_archive *archive, sn_error *err)
{
    SN_CLEANUP(sn_current) sn_current now = {0};
    sn_status s = sn_current_read(archive, job->id, &now, err);
    if (s == SN_OK)
        s = check(&job->condition, &now, &item->etag, err);
    return s == SN_OK && item->patch.at != NULL ? patch(job, item, &now, err) : s;
}

static bool depends(const sn_job *job, const sn_job_item *item)
{
    return job->id.at != NULL && (item->patch.at != NULL || sn_condition_is_any(&job->condition));
}

sn_status sn_job_item_store(sn_job *job, sn_job_item *item, sn_archive *archive, sn_error *err)
{
    if (item->status != SN_OK)
        return SN_OK;
    sn_status s = depends(job, item) ? prepare(job, item, archive, err) : SN_OK;
    if (s == SN_OK)
        s = sn_archive_put(archive, &item->article, &item->put, err);
    if (s == SN_OK && job->id.at != NULL)
        item->etag = sn_article_etag(&item->article);
    if (!sn_status_is_refusal(s))
        return s;
    sn_job_item_refuse(item, s, err);
    return SN_OK;
}

static sn_status check_takedown(void *ctx, sn_archive *archive, sn_error *err)
{
    sn_job *job = ctx;
    SN_CLEANUP(sn_current) sn_current now = {0};
    sn_status s = sn_current_read(archive, job->id, &now, err);
    return s == SN_OK ? check(&job->condition, &now, &job->etag, err) : s;
}

sn_status sn_job_take_down(sn_job *job, sn_writer *writer, const char *who, sn_error *err)
{
    sn_writer_check_fn *fn = sn_condition_is_any(&job->condition) ? check_takedown : NULL;
    return sn_writer_take_down_if(writer, job->id, who, job->why, fn, job, &job->change, err);
}

/* So many in one transaction: others wait for its fsyncs. */
#define TAKEN_AT_ONCE 50

/* What is gone by now is taken down, too: an end in the middle may have left it in the ledger, and the index shows it. An
 * index of before format 5 does not say what was found; then what is there is taken. */
static sn_status check_chosen(void *ctx, sn_archive *archive, sn_error *err)
{
    const sn_takedown_item *item = ctx;
    const sn_chosen_article *found = item->user;
    SN_CLEANUP(sn_current) sn_current now = {0};
    sn_status s = sn_current_read(archive, item->id, &now, err);
    bool is_other = now.exists && found->etag != 0 && found->etag != now.etag;
    return s == SN_OK && is_other ? fail_unmet(err) : s;
}

/* What was not taken down leaves the list. */
static void note_taken(sn_job *job, const sn_takedown_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sn_chosen_article *one = items[i].user;
        job->change = items[i].change > job->change ? items[i].change : job->change;
        if (items[i].is_down)
            continue;
        free(one->id);
        one->id = NULL;
        job->n_passed_over++;
    }
}

sn_status sn_job_take_down_all(sn_job *job, sn_writer *writer, const char *who, sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t at = 0; at < job->chosen.n && s == SN_OK; at += TAKEN_AT_ONCE) {
        sn_takedown_item items[TAKEN_AT_ONCE] = {0};
        size_t left = job->chosen.n - at, n = left < TAKEN_AT_ONCE ? left : TAKEN_AT_ONCE;
        for (size_t i = 0; i < n; i++) {
            sn_chosen_article *one = &job->chosen.at[at + i];
            items[i] = (sn_takedown_item){.id = sn_str_of(one->id), .user = one};
        }
        s = sn_writer_take_down_all(writer, items, n, who, job->why, check_chosen, err);
        if (s == SN_OK)
            note_taken(job, items, n);
    }
    return s;
}
