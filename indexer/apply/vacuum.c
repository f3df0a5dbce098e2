/* The current generation, compacted, is the next one. libxapian reads one commit while it compacts, and loses
 * it to a second one behind it: then the rest is done under writer.lock, which keeps others from committing. */
#include "analysis/analyzer.h"
#include "archive/space.h"
#include "base/clock.h"
#include "base/disk.h"
#include "calendar/calendar.h"
#include "indexer/apply/go_live.h"
#include "layout/terms.h"

#include <stdio.h>
#include <string.h>

typedef struct vacuum {
    sn_writer *writer;
    uint32_t from, to;
    sn_manifest manifest; /* of from */
    char from_path[SN_PATH_SIZE], from_db[SN_PATH_SIZE];
    char to_path[SN_PATH_SIZE], to_db[SN_PATH_SIZE];
    sn_lock *lock; /* writer.lock, if it had to be taken */
    int64_t timeout_ms;
    sn_error *err;
} vacuum;

static sn_status paths(vacuum *v, uint32_t number, char *path, char *db)
{
    sn_status s = sn_generation_path(v->writer->dir, number, path, SN_PATH_SIZE, v->err);
    return s == SN_OK ? sn_generation_db_path(path, db, SN_PATH_SIZE, v->err) : s;
}

static sn_status begin(vacuum *v)
{
    sn_status s = paths(v, v->from, v->from_path, v->from_db);
    if (s == SN_OK)
        s = sn_manifest_read(v->from_path, &v->manifest, v->err);
    if (s == SN_OK)
        s = sn_generation_number(v->writer, 0, &v->to, v->err);
    return s == SN_OK ? paths(v, v->to, v->to_path, v->to_db) : s;
}

static sn_status compact_shards(vacuum *v)
{
    sn_shards from = {0}, to = {0};
    uint32_t n = v->manifest.shards;
    sn_status s = sn_shards_below(v->from_db, n, &from, v->err);
    if (s == SN_OK)
        s = sn_shards_below(v->to_db, n, &to, v->err);
    if (s == SN_OK && n > 1)
        s = sn_dir_make(v->to_db, v->err);
    for (uint32_t i = 0; i < n && s == SN_OK; i++)
        s = sn_xap_compact(from.at[i], to.at[i], v->err);
    return s;
}

static sn_status compact_once(vacuum *v)
{
    sn_status s = sn_dir_remove(v->to_path, v->err);
    if (s == SN_OK)
        s = sn_dir_make(v->to_path, v->err);
    return s == SN_OK ? compact_shards(v) : s;
}

static sn_status compact(vacuum *v)
{
    sn_status s = compact_once(v);
    if (s != SN_ESTALE && s != SN_ECORRUPT) /* a block that was written over looks damaged */
        return s;
    if (v->writer->applier.lock == NULL)
        s = sn_writer_take_lock(v->writer, v->timeout_ms, &v->lock, v->err);
    else
        s = SN_OK;
    return s == SN_OK ? compact_once(v) : s;
}

static sn_status copy_words(vacuum *v)
{
    char from[SN_PATH_SIZE], to[SN_PATH_SIZE];
    if (v->manifest.dictionary[0] == '\0')
        return SN_OK;
    sn_status s = sn_path_join(v->from_path, SN_GENERATION_WORDS, from, sizeof from, v->err);
    if (s == SN_OK)
        s = sn_path_join(v->to_path, SN_GENERATION_WORDS, to, sizeof to, v->err);
    return s == SN_OK ? sn_file_copy(from, to, 0644, v->err) : s;
}

static sn_status finish_files(vacuum *v)
{
    sn_manifest manifest = v->manifest;
    manifest.generation = v->to;
    sn_date_write_rfc3339(sn_clock_now_sec(), manifest.built_at);
    sn_status s = copy_words(v);
    if (s == SN_OK)
        s = sn_manifest_write(v->to_path, &manifest, v->err);
    return s == SN_OK ? sn_tree_sync(v->to_path, v->err) : s;
}

typedef struct numbers {
    uint64_t sum; /* of document numbers, each with its place */
    uint32_t n;
} numbers;

static sn_status add_number(void *ctx, sn_docid docid)
{
    numbers *all = ctx;
    all->sum += (uint64_t)docid * ++all->n;
    return SN_OK;
}

/* What a database holds, and of which change. */
static sn_status take_stock(const vacuum *v, const char *path, numbers *out, sn_buf *applied)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    sn_error *err = v->err;
    sn_status s = sn_shards_open(path, v->manifest.shards, &db, err);
    if (s == SN_OK)
        s = sn_xap_db_metadata(db, SN_STR(SN_META_APPLIED), applied, err);
    return s == SN_OK ? sn_xap_db_each_docid(db, (sn_str){0}, add_number, out, err) : s;
}

/* Compaction renumbers documents unless it is told not to: so this is looked at, wherever nothing was
 * committed meanwhile. */
static sn_status check_numbers(vacuum *v)
{
    numbers before = {0}, after = {0};
    SN_CLEANUP(sn_buf) sn_buf then = SN_BUF(64);
    SN_CLEANUP(sn_buf) sn_buf now = SN_BUF(64);
    sn_status s = take_stock(v, v->to_path, &after, &then);
    if (s == SN_OK)
        s = take_stock(v, v->from_path, &before, &now);
    if (s == SN_ESTALE || !sn_str_equal(sn_buf_str(&then), sn_buf_str(&now)))
        return SN_OK;
    if (s == SN_OK && (before.n != after.n || before.sum != after.sum))
        s = sn_fail(v->err, SN_EINTERNAL, "the compacted index holds other documents: %u, not %u",
                    after.n, before.n);
    return s;
}

static sn_status go_live(vacuum *v, sn_apply_report *report)
{
    sn_generation g = {0};
    sn_status s = sn_generation_open(v->writer->dir, v->to, &g, v->err);
    if (s == SN_OK)
        s = sn_generation_may_follow(&g, v->writer->archive, v->err);
    if (s == SN_OK && v->lock != NULL) { /* go_live takes it in its own right */
        sn_lock_release(v->lock);
        v->lock = NULL;
    }
    if (s == SN_OK)
        s = sn_generation_go_live(v->writer, &g, v->timeout_ms, report, v->err);
    sn_generation_close(&g);
    return s;
}

static sn_status vacuum_index(vacuum *v, sn_apply_report *report)
{
    sn_status s = compact(v);
    if (s == SN_OK)
        s = finish_files(v);
    if (s == SN_OK)
        s = check_numbers(v);
    if (s == SN_OK)
        s = go_live(v, report);
    sn_lock_release(v->lock);
    if (s == SN_OK)
        return sn_generation_prune(v->writer->dir, SN_KEEP_GENERATIONS, v->err);
    sn_generation g = {.number = v->to};
    memcpy(g.path, v->to_path, sizeof g.path);
    sn_generation_discard(v->writer, &g);
    return s;
}

/* What cannot be brought along afterwards need not be compacted. */
static sn_status check_before(vacuum *v, uint64_t *index_bytes)
{
    sn_generation g = {.number = v->from,
                       .analysis_matches = v->manifest.analysis == SN_ANALYSIS_VERSION};
    memcpy(g.archive_uuid, v->manifest.archive_uuid, sizeof g.archive_uuid - 1);
    sn_status s = sn_generation_may_follow(&g, v->writer->archive, v->err);
    if (s == SN_OK)
        s = sn_tree_bytes(v->from_db, index_bytes, v->err);
    return s == SN_OK ? sn_disk_reserve(v->writer->dir, *index_bytes, "vacuum of the index", v->err)
                      : s;
}

static sn_status run(vacuum *v, sn_vacuum_report *out, sn_apply_report *report)
{
    sn_writer *w = v->writer;
    sn_archive_space space = {0};
    sn_status s = sn_generation_current(w->dir, &v->from, v->err);
    bool has_index = s == SN_OK;
    if (s == SN_ENOTFOUND)
        s = SN_OK;
    if (s == SN_OK && has_index)
        s = begin(v);
    if (s == SN_OK && has_index)
        s = check_before(v, &out->index_before);
    if (s == SN_OK)
        s = sn_archive_vacuum(w->archive, w->dir, &space, v->err);
    if (s == SN_OK && has_index)
        s = vacuum_index(v, report);
    if (s == SN_OK && has_index)
        s = sn_tree_bytes(v->to_db, &out->index_after, v->err);
    out->archive_before = space.before;
    out->archive_after = space.after;
    out->archive_rewritten = space.rewritten;
    out->changes = space.changes;
    return s;
}

sn_status sn_writer_vacuum(sn_writer *w, int64_t timeout_ms, sn_vacuum_report *out,
                           sn_apply_report *report, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    sn_vacuum_report made = {0};
    vacuum v = {.writer = w, .timeout_ms = timeout_ms, .err = err};
    sn_status s = sn_generation_claim(w, &lock, err);
    if (s == SN_OK)
        s = run(&v, &made, report);
    if (s == SN_OK)
        *out = made;
    return s;
}
