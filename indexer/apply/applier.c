#include "indexer/apply/applier.h"

#include "archive/copy.h"
#include "archive/due.h"
#include "archive/groups.h"
#include "base/clock.h"
#include "base/limits.h"
#include "indexer/apply/grouping.h"
#include "indexer/apply/settings.h"
#include "indexer/apply/takeover.h"

#include <inttypes.h>
#include <string.h>

static sn_status first_generation(const char *dir, sn_archive *archive, sn_generation *g,
                                  sn_error *err)
{
    uint32_t last;
    sn_status s = sn_generation_last(dir, &last, err);
    if (s == SN_OK)
        s = sn_generation_create(dir, last + 1, sn_archive_uuid(archive), g, err);
    if (s == SN_OK) {
        s = sn_generation_commit(g, 0, err);
        if (s == SN_OK)
            s = sn_generation_switch(dir, g->number, err);
        if (s != SN_OK)
            sn_generation_close(g);
    }
    return s;
}

static sn_status open_current(const char *dir, sn_archive *archive, sn_generation *g, sn_error *err)
{
    uint32_t number;
    sn_status s = sn_generation_current(dir, &number, err);
    if (s == SN_ENOTFOUND)
        return first_generation(dir, archive, g, err);
    return s == SN_OK ? sn_generation_open(dir, number, g, err) : s;
}

/* An index ahead of its archive belongs to another one (an old archive.db was put back): its
 * numbers mean other articles. */
static sn_status check_numbers(const sn_generation *g, sn_archive *archive, sn_error *err)
{
    uint64_t last;
    if (strcmp(g->archive_uuid, sn_archive_uuid(archive)) != 0)
        return sn_fail(err, SN_EFORMAT,
                       "the index was built from another archive (%s): rebuild it from this one",
                       g->archive_uuid);
    sn_status s = sn_archive_last_change(archive, &last, err);
    if (s == SN_OK && g->applied > last)
        s = sn_fail(err, SN_EFORMAT,
                    "the index holds change %" PRIu64 ", the archive ends at %" PRIu64
                    ": rebuild the index from this archive",
                    g->applied, last);
    return s;
}

/* Groups that were made by a later program are left to it, as an index of another analysis is. */
static sn_status check_grouping(sn_generation *g, sn_archive *archive, sn_error *err)
{
    sn_groups_state state;
    sn_status s = sn_groups_get_state(archive, &state, err);
    if (s == SN_OK && state.version > sn_grouping_version())
        g->analysis_matches = false;
    return s;
}

sn_status sn_generation_check_archive(sn_generation *g, sn_archive *archive, sn_error *err)
{
    sn_status s = check_numbers(g, archive, err);
    return s == SN_OK ? check_grouping(g, archive, err) : s;
}

sn_status sn_applier_start(sn_applier *ap, const char *dir, const char *program,
                           sn_archive *archive, sn_epoch *epoch, sn_error *err)
{
    sn_status s = SN_OK;
    if (ap->open)
        return SN_OK;
    if (ap->lock == NULL)
        s = sn_lock_take(dir, SN_LOCK_WRITER, program, &ap->lock, err);
    if (s == SN_OK)
        s = sn_takeover_finish(dir, archive, epoch, err);
    if (s == SN_OK)
        s = sn_archive_refresh(archive, err);
    if (s == SN_OK)
        s = open_current(dir, archive, &ap->generation, err);
    if (s == SN_OK) {
        ap->open = true;
        ap->has_forgotten = false;
        s = sn_generation_check_archive(&ap->generation, archive, err);
    }
    if (s != SN_OK) {
        sn_applier_stop(ap);
        return s;
    }
    sn_epoch_set_applied(epoch, ap->generation.number, ap->generation.applied);
    return SN_OK;
}

void sn_applier_reset(sn_applier *ap)
{
    if (ap->open)
        sn_generation_close(&ap->generation);
    ap->open = false;
}

void sn_applier_stop(sn_applier *ap)
{
    sn_applier_reset(ap);
    sn_lock_release(ap->lock);
    ap->lock = NULL;
}

/* Is the deletion only half of a move to another number (the date was corrected)? Where puts wait,
 * it waits with its put, or the article would be gone until the rebuild. */
static sn_status is_half_a_move(const sn_generation *g, sn_archive *archive,
                                const sn_chunk_item *item, bool *out, sn_error *err)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    *out = false;
    if (g->analysis_matches)
        return SN_OK;
    sn_status s = sn_archive_get(archive, sn_str_of(item->id), &record, err);
    *out = s == SN_OK && record.state == SN_ARTICLE_LIVE && record.docid != item->docid;
    return s == SN_ENOTFOUND ? SN_OK : s;
}

static sn_status delete_item(sn_generation *g, sn_archive *archive, const sn_chunk_item *item,
                             sn_apply_report *report, sn_error *err)
{
    bool waits;
    sn_status s = is_half_a_move(g, archive, item, &waits, err);
    if (s != SN_OK || waits)
        return s;
    s = sn_generation_delete(g, item->docid, err);
    report->deleted += s == SN_OK;
    return s;
}

static sn_status write_items(sn_generation *g, sn_archive *archive, const sn_chunk *chunk,
                             sn_apply_report *report, sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < chunk->n; i++) {
        const sn_chunk_item *item = &chunk->items[i];
        if (!item->live) {
            s = delete_item(g, archive, item, report, err);
        } else if (g->analysis_matches) {
            s = sn_generation_put(g, item->docid, &item->article, &item->groups, err);
            report->put += s == SN_OK;
        }
    }
    return s;
}

/* Groups first: a document says which it belongs to. */
static sn_status apply_chunk(sn_generation *g, sn_archive *archive, sn_chunk *chunk, uint64_t after,
                             sn_apply_report *report, sn_error *err)
{
    int64_t since_us = sn_clock_processor_us();
    sn_status s = SN_OK;
    if (g->analysis_matches)
        s = sn_grouping_catch_up(archive, g->grouper, after, err);
    if (s == SN_OK && g->analysis_matches)
        s = sn_grouping_apply(archive, g->grouper, chunk, true, err);
    report->grouping_us += (uint64_t)(sn_clock_processor_us() - since_us);
    return s == SN_OK ? write_items(g, archive, chunk, report, err) : s;
}

sn_status sn_apply_changes(sn_generation *g, sn_archive *archive, uint64_t after, uint64_t *last,
                           sn_apply_report *report, sn_error *err)
{
    SN_CLEANUP(sn_chunk) sn_chunk chunk = {0};
    uint64_t at = after;
    size_t bytes = 0;
    sn_status s = SN_OK;
    while (s == SN_OK && at - after < SN_APPLY_BATCH && bytes < SN_APPLY_BATCH_BYTES) {
        s = sn_chunk_read(&chunk, archive, at, g->analysis_matches, err);
        if (s != SN_OK || chunk.last == at)
            break;
        s = apply_chunk(g, archive, &chunk, at, report, err);
        bytes += chunk.bytes;
        at = chunk.last;
    }
    if (s == SN_OK)
        *last = at;
    return s;
}

/* Another analysis: deletions only, over all that is pending; the applied number stays. */
static sn_status apply_deletions(sn_applier *ap, sn_archive *archive, sn_apply_report *report,
                                 sn_error *err)
{
    sn_generation *g = &ap->generation;
    sn_status s = SN_OK;
    for (uint64_t after = g->applied, last = 0; s == SN_OK; after = last) {
        s = sn_apply_changes(g, archive, after, &last, report, err);
        if (s == SN_OK && last == after)
            break;
    }
    if (s == SN_OK)
        s = sn_generation_commit(g, g->applied, err);
    if (s == SN_OK)
        s = sn_fail(
            err, SN_EFORMAT,
            "this program analyses text otherwise than the one that built the index: "
            "deletions were applied, new and changed articles wait for `sarnakh-index rebuild`");
    report->put = 0;
    report->applied = g->applied;
    return s;
}

static sn_status step_batch(sn_applier *ap, const char *dir, sn_archive *archive, sn_epoch *epoch,
                            sn_apply_report *report, bool *more, sn_error *err)
{
    sn_generation *g = &ap->generation;
    uint64_t last = g->applied;
    sn_status s = sn_apply_changes(g, archive, g->applied, &last, report, err);
    *more = s == SN_OK && last != g->applied;
    if (s == SN_OK && *more) {
        s = sn_settings_carry(g, archive, err);
        if (s == SN_OK)
            s = sn_generation_commit(g, last, err);
        if (s == SN_OK)
            sn_epoch_set_applied(epoch, g->number, last);
    }
    /* Also once after a start: what a killed applier had no time to forget. */
    if (s == SN_OK && (*more || !ap->has_forgotten)) {
        s = sn_hidden_forget(dir, epoch, g->applied, err);
        ap->has_forgotten = s == SN_OK;
    }
    report->applied = g->applied;
    return s;
}

sn_status sn_apply_due(sn_archive *archive, sn_error *err)
{
    uint32_t n = SN_DUE_BATCH;
    sn_status s = SN_OK;
    while (s == SN_OK && n == SN_DUE_BATCH)
        s = sn_archive_fall_due(archive, SN_DUE_BATCH, &n, err);
    return s;
}

sn_status sn_applier_step(sn_applier *ap, const char *dir, sn_archive *archive, sn_epoch *epoch,
                          sn_apply_report *report, bool *more, sn_error *err)
{
    *more = false;
    sn_status s = sn_apply_due(archive, err);
    if (s == SN_OK && ap->generation.analysis_matches)
        s = step_batch(ap, dir, archive, epoch, report, more, err);
    else if (s == SN_OK)
        s = apply_deletions(ap, archive, report, err);
    if (s != SN_OK && s != SN_EFORMAT)
        sn_applier_reset(ap);
    return s;
}
