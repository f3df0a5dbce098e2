#include "query/engine.h"

#include "base/clock.h"
#include "base/options.h"
#include "layout/settings.h"
#include "layout/shards.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LOOKS 16 /* at an epoch that keeps moving, before the searcher gives up */
/* Of answers made of several: each try is all of them. */
#define HELD_TRIES 3

static sn_status read_number(const sn_xap_db *db, sn_str key, int64_t *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(64);
    sn_status s = sn_xap_db_metadata(db, key, &text, err);
    if (s != SN_OK)
        return s;
    *out = 0;
    if (text.len > 0 && sn_int_parse(sn_buf_str(&text), 0, INT64_MAX, out) != SN_OK)
        return sn_fail(err, SN_ECORRUPT, "the index has no number as its «%s»", key.at);
    return SN_OK;
}

/* As much of it as a digest has. */
static sn_status read_settings(sn_snapshot *now, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf digest = SN_BUF(sizeof now->settings - 1);
    sn_status s = sn_xap_db_metadata(now->db, SN_STR(SN_META_SETTINGS), &digest, err);
    if (s == SN_OK)
        snprintf(now->settings, sizeof now->settings, "%s", sn_buf_text(&digest));
    return s;
}

static sn_status read_numbers(sn_snapshot *now, sn_error *err)
{
    int64_t applied = 0;
    now->burst_base = (sn_burst_base){0};
    sn_status s = read_number(now->db, SN_STR(SN_META_APPLIED), &applied, err);
    if (s == SN_OK)
        s = read_number(now->db, SN_STR(SN_META_SPILL), &now->spill_minutes, err);
    if (s == SN_OK)
        s = sn_xap_db_count(now->db, &now->articles, err);
    if (s == SN_OK)
        s = read_settings(now, err);
    now->applied = (uint64_t)applied;
    return s;
}

/* A new handle on the generation that `current` names now: a handle is never reopened across a
 * switch. SN_EFORMAT when this program cannot read it. */
static sn_status open_generation(sn_searcher *s, sn_error *err)
{
    uint32_t generation;
    char path[SN_PATH_SIZE];
    sn_manifest manifest = {0};
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    sn_status status = sn_generation_current(s->engine->dir, &generation, err);
    if (status == SN_OK)
        status = sn_generation_path(s->engine->dir, generation, path, sizeof path, err);
    if (status == SN_OK)
        status = sn_manifest_read(path, &manifest, err);
    if (status == SN_OK)
        status = sn_shards_open(path, manifest.shards, &db, err);
    if (status == SN_OK)
        status = sn_searcher_take_vocabulary(s, path, manifest.dictionary, db, err);
    if (status != SN_OK)
        return status;
    sn_snapshot *now = &s->snapshot;
    sn_tree_done(&now->hidden_tree);
    now->hidden_query = NULL;
    sn_xap_db_close(now->db);
    now->db = db;
    db = NULL;
    now->manifest = manifest;
    now->manifest.generation = generation;
    s->is_kept = false;
    return SN_OK;
}

sn_status sn_snapshot_open_last(const char *dir, sn_xap_db **db, uint32_t *generation,
                                uint64_t *applied, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *last = NULL;
    int64_t change = 0;
    uint32_t number;
    sn_status s = sn_generation_current(dir, &number, err);
    if (s == SN_OK)
        s = sn_generation_path(dir, number, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_generation_read_db(path, &last, err);
    if (s == SN_OK)
        s = read_number(last, SN_STR(SN_META_APPLIED), &change, err);
    if (s != SN_OK)
        return s;
    *db = last;
    last = NULL;
    *generation = number;
    *applied = (uint64_t)change;
    return SN_OK;
}

static sn_status refresh_db(sn_searcher *s, const sn_epoch_values *epoch, bool force, sn_error *err)
{
    sn_snapshot *now = &s->snapshot;
    if (now->db == NULL || epoch->generation != s->seen.generation) {
        sn_status status = open_generation(s, err);
        if (status == SN_ENOTFOUND && now->db == NULL)
            return SN_OK; /* none yet */
        if (status != SN_EFORMAT || now->db == NULL)
            return status == SN_OK ? read_numbers(now, err) : status;
        s->is_kept = true;
        return SN_OK;
    }
    if (s->is_kept || (epoch->applied == s->seen.applied && !force))
        return SN_OK;
    sn_status status = sn_xap_db_reopen(now->db, NULL, err);
    if (status == SN_OK)
        status = read_numbers(now, err);
    if (status != SN_OK && status != SN_ENOMEM)
        status = open_generation(s, err); /* its directory may be gone */
    return status == SN_OK ? read_numbers(now, err) : status;
}

static sn_status open_epoch(sn_searcher *s, sn_error *err)
{
    if (s->epoch != NULL)
        return SN_OK;
    sn_status status = sn_epoch_open(s->engine->dir, false, &s->epoch, err);
    return status == SN_ENOTFOUND ? SN_OK : status;
}

static bool is_same(const sn_epoch_values *a, const sn_epoch_values *b)
{
    return a->generation == b->generation && a->applied == b->applied && a->hidden == b->hidden;
}

/* The user's words may have been read again, or editors have put other settings. */
static sn_status refresh_vocabulary(sn_searcher *s, sn_error *err)
{
    char path[SN_PATH_SIZE];
    const sn_manifest *manifest = &s->snapshot.manifest;
    if (sn_vocabulary_is_current(s->engine->vocabularies, s->vocabulary) &&
        strcmp(s->vocabulary->settings, s->snapshot.settings) == 0)
        return SN_OK;
    if (s->snapshot.db == NULL)
        return sn_searcher_take_vocabulary(s, NULL, "", NULL, err);
    sn_status status =
        sn_generation_path(s->engine->dir, manifest->generation, path, sizeof path, err);
    return status == SN_OK
               ? sn_searcher_take_vocabulary(s, path, manifest->dictionary, s->snapshot.db, err)
               : status;
}

/* Nothing was written, but time goes on, and others may ask. */
static sn_status look_at_clock(sn_searcher *s, sn_error *err)
{
    if (sn_engine_now(s->engine) < s->snapshot.next_expiry_sec && !sn_scope_has_changed(s))
        return SN_DONE;
    sn_status status = sn_snapshot_read_hidden(s, err);
    return status == SN_OK ? SN_DONE : status;
}

/* The database first, the hidden set after it, and the epoch once more: the applier says what it
 * applied before it forgets hidden entries, so a set that is too small means an epoch that moved. */
static sn_status look_once(sn_searcher *s, bool force, sn_error *err)
{
    sn_epoch_values epoch = sn_epoch_get(s->epoch);
    if (!force && s->snapshot.db != NULL && is_same(&epoch, &s->seen))
        return look_at_clock(s, err);
    sn_status status = refresh_db(s, &epoch, force, err);
    if (status == SN_OK)
        status = sn_snapshot_read_hidden(s, err);
    if (status == SN_OK)
        s->seen = epoch;
    return status;
}

sn_status sn_searcher_refresh(sn_searcher *s, bool force, sn_error *err)
{
    if (s->is_held)
        return SN_OK;
    if (force) /* the snapshot before is lost */
        atomic_store(&s->engine->quiet_until_us, sn_clock_monotonic_us() + SN_QUIET_US);
    s->config = sn_configs_take(s->engine->configs, s->config);
    sn_status status = open_epoch(s, err);
    if (status == SN_OK && s->epoch == NULL)
        return refresh_vocabulary(s, err);
    if (status != SN_OK)
        return status;
    for (int look = 0; look < MAX_LOOKS; look++) {
        status = look_once(s, force && look == 0, err);
        if (status == SN_DONE || (status == SN_OK && s->snapshot.db == NULL))
            return refresh_vocabulary(s, err);
        if (status != SN_OK)
            return status;
    }
    return sn_fail(err, SN_ESTALE, "the index changed all the time");
}

sn_status sn_searcher_hold(sn_searcher *s, bool force, sn_error *err)
{
    s->is_held = false;
    sn_status status = sn_searcher_refresh(s, force, err);
    s->is_held = status == SN_OK;
    return status;
}

bool sn_searcher_is_stale(const sn_searcher *s, sn_status status)
{
    if (status != SN_ECORRUPT || s->epoch == NULL)
        return status == SN_ESTALE;
    sn_epoch_values now = sn_epoch_get(s->epoch);
    return now.generation != s->seen.generation || now.applied != s->seen.applied;
}

void sn_searcher_release(sn_searcher *s)
{
    s->is_held = false;
}

sn_status sn_searcher_do_held(sn_searcher *s, sn_held_fn *fn, void *ctx, sn_error *err)
{
    sn_status status = SN_ESTALE;
    for (int i = 0; i < HELD_TRIES && sn_searcher_is_stale(s, status); i++) {
        *err = (sn_error){0};
        status = sn_searcher_hold(s, i > 0, err);
        if (status == SN_OK)
            status = fn(ctx);
        sn_searcher_release(s);
    }
    return status;
}
