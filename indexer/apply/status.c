#include "analysis/analyzer.h"
#include "archive/due.h"
#include "archive/groups.h"
#include "indexer/apply/grouping.h"
#include "indexer/apply/words.h"
#include "indexer/apply/writer_internal.h"

#include <stdio.h>

sn_status sn_writer_open_db(const sn_writer *w, uint32_t *generation, sn_xap_db **db, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_generation_current(w->dir, generation, err);
    if (s == SN_OK)
        s = sn_generation_path(w->dir, *generation, path, sizeof path, err);
    return s == SN_OK ? sn_generation_read_db(path, db, err) : s;
}

static sn_status generation_status(const sn_writer *w, sn_index_status *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    sn_manifest manifest;
    sn_status s = sn_generation_path(w->dir, out->generation, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_manifest_read(path, &manifest, err);
    if (s == SN_OK)
        s = sn_shards_open(path, manifest.shards, &db, err);
    if (s == SN_OK)
        s = sn_xap_db_count(db, &out->documents, err);
    if (s == SN_OK) {
        out->shards = manifest.shards;
        out->analysis = manifest.analysis;
        out->analysis_matches = manifest.analysis == SN_ANALYSIS_VERSION;
        out->dictionary_matches = !sn_words_changed(w->dir, manifest.dictionary);
        snprintf(out->built_at, sizeof out->built_at, "%s", manifest.built_at);
    }
    return s;
}

static sn_status hidden_count(const sn_writer *w, size_t *out, sn_error *err)
{
    SN_CLEANUP(sn_hidden) sn_hidden hidden = {0};
    sn_status s = sn_hidden_read(w->dir, &hidden, err);
    if (s == SN_OK)
        *out = hidden.n;
    return s;
}

/* Where nothing was ever put, there is nothing to be made again. */
static sn_status groups_status(const sn_writer *w, uint64_t last_change, sn_index_status *out,
                               sn_error *err)
{
    sn_groups_state state;
    sn_status s = sn_groups_get_state(w->archive, &state, err);
    if (s == SN_OK)
        out->groups_match = last_change == 0 || state.version == sn_grouping_version();
    return s;
}

sn_status sn_writer_forget_groups(sn_writer *w, sn_error *err)
{
    return sn_groups_reset(w->archive, 0, err);
}

sn_status sn_writer_status(sn_writer *w, sn_index_status *out, sn_error *err)
{
    sn_index_status status = {.applied = sn_epoch_get(w->epoch).applied,
                              .dictionary_matches = true};
    sn_archive_counts counts;
    SN_CLEANUP(sn_buf) sn_buf holder = SN_BUF(sizeof status.holder);
    sn_status s = sn_archive_count(w->archive, &counts, err);
    if (s == SN_OK)
        s = hidden_count(w, &status.hidden, err);
    if (s == SN_OK)
        s = sn_lock_holder(w->dir, SN_LOCK_WRITER, &holder, err);
    if (s == SN_OK)
        s = sn_generation_current(w->dir, &status.generation, err);
    if (s == SN_OK)
        s = generation_status(w, &status, err);
    if (s == SN_ENOTFOUND && status.generation == 0)
        s = SN_OK;
    if (s != SN_OK)
        return s;
    s = groups_status(w, counts.last_change, &status, err);
    if (s == SN_OK)
        s = sn_archive_next_due(w->archive, &status.next_due_sec, err);
    if (s != SN_OK)
        return s;
    status.change = counts.last_change;
    status.articles = counts.live;
    status.withdrawn = counts.withdrawn;
    status.taken_down = counts.taken_down;
    status.embargoed = counts.embargoed;
    status.expired = counts.expired;
    status.withheld = counts.withheld;
    snprintf(status.holder, sizeof status.holder, "%s", sn_buf_text(&holder));
    *out = status;
    return SN_OK;
}
