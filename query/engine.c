#include "query/engine.h"

#include "base/clock.h"
#include "layout/shards.h"
#include "query/dictionaries.h"
#include "query/past_queries.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An index directory without anything in it that ours has is somebody else's. */
static bool is_index(const char *dir)
{
    static const char *const names[] = {"archive.db", "epoch", "current"};
    char path[SN_PATH_SIZE];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (sn_path_join(dir, names[i], path, sizeof path, NULL) == SN_OK &&
            access(path, F_OK) == 0)
            return true;
    }
    return false;
}

/* A mistake in the file is told here; it is read again whenever completions are built. */
static sn_status check_past_queries(const sn_engine *e, sn_error *err)
{
    SN_CLEANUP(sn_past_queries) sn_past_queries past = {0};
    return sn_past_queries_read(e->dir, &past, err);
}

static sn_status read_settings(sn_engine *e, const char *config, bool makes, sn_error *err)
{
    sn_status s = sn_configs_open(e->dir, config, &e->configs, err);
    if (s == SN_OK)
        s = sn_vocabularies_open(e->dir, &e->vocabularies, err);
    if (s == SN_OK)
        s = check_past_queries(e, err);
    return s == SN_OK ? sn_cursor_key_take(e->dir, makes, e->cursor_key, err) : s;
}

/* There is none before the first writer. */
static sn_status open_epoch(sn_engine *e, sn_error *err)
{
    sn_status s = sn_epoch_open(e->dir, false, &e->epoch, err);
    return s == SN_ENOTFOUND ? SN_OK : s;
}

static sn_status open_engine(const char *dir, const char *config, bool makes, sn_engine **out,
                             sn_error *err)
{
    if (access(dir, R_OK | X_OK) != 0)
        return sn_fail_errno(err, "cannot open index %s", dir);
    if (!is_index(dir))
        return sn_fail(err, SN_ENOTFOUND, "%s is not an index directory", dir);
    sn_engine *e = calloc(1, sizeof *e);
    if (e == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    if (strlen(dir) >= sizeof e->dir) {
        free(e);
        return sn_fail(err, SN_ELIMIT, "the path of the index is too long");
    }
    strcpy(e->dir, dir);
    sn_status s = read_settings(e, config, makes, err);
    if (s == SN_OK)
        s = open_epoch(e, err);
    if (s == SN_OK)
        s = sn_hints_create(e->dir, &e->hints, err);
    if (s != SN_OK) {
        sn_engine_close(e);
        return s;
    }
    *out = e;
    return SN_OK;
}

sn_status sn_engine_open(const char *dir, const char *config, sn_engine **out, sn_error *err)
{
    return open_engine(dir, config, true, out, err);
}

sn_status sn_engine_open_untouched(const char *dir, const char *config, sn_engine **out,
                                   sn_error *err)
{
    return open_engine(dir, config, false, out, err);
}

void sn_engine_close(sn_engine *e)
{
    if (e == NULL)
        return;
    sn_hints_destroy(e->hints);
    sn_epoch_close(e->epoch);
    sn_vocabularies_close(e->vocabularies);
    sn_configs_close(e->configs);
    free(e);
}

void sn_engine_set_now(sn_engine *e, int64_t now_sec)
{
    e->now_sec = now_sec;
}

int64_t sn_engine_now(const sn_engine *e)
{
    return e->now_sec != 0 ? e->now_sec : sn_clock_now_sec();
}

sn_status sn_engine_reload(sn_engine *e, sn_error *err)
{
    sn_config *fresh;
    sn_status s = sn_words_check(e->dir, err);
    if (s == SN_OK)
        s = sn_configs_read(e->configs, &fresh, err);
    if (s != SN_OK)
        return s;
    s = sn_vocabularies_reload(e->vocabularies, err);
    if (s == SN_OK)
        sn_configs_install(e->configs, fresh);
    else
        sn_config_destroy(fresh);
    sn_hints_renew(e->hints);
    /* Not before: what is found in between is of those before, whatever the number says. */
    atomic_fetch_add(&e->readings, 1);
    return s;
}

sn_status sn_engine_reload_words(sn_engine *e, sn_error *err)
{
    sn_status s = sn_words_check(e->dir, err);
    if (s == SN_OK)
        s = sn_vocabularies_reload(e->vocabularies, err);
    sn_hints_renew(e->hints);
    atomic_fetch_add(&e->readings, 1);
    return s;
}

sn_status sn_engine_moment(const sn_engine *e, sn_moment *out)
{
    if (e->epoch == NULL)
        return SN_ENOTFOUND;
    sn_epoch_values now = sn_epoch_get(e->epoch);
    *out = (sn_moment){now.generation, now.applied, now.hidden, atomic_load(&e->readings)};
    return SN_OK;
}

int64_t sn_engine_quiet_until_us(const sn_engine *e)
{
    return atomic_load(&e->quiet_until_us);
}

sn_status sn_engine_hint_in_background(sn_engine *e, sn_error *err)
{
    return sn_hints_start(e->hints, err);
}

sn_status sn_searcher_take_vocabulary(sn_searcher *s, const char *generation_path,
                                      const char *digest, const sn_xap_db *db, sn_error *err)
{
    const sn_vocabulary *vocabulary;
    sn_vocabularies *all = s->engine->vocabularies;
    sn_status status = sn_vocabularies_take(all, generation_path, digest, db, &vocabulary, err);
    if (status != SN_OK)
        return status;
    bool is_other = s->vocabulary == NULL || s->vocabulary->lexicon != vocabulary->lexicon;
    sn_analyzer *analyzer = s->analyzer;
    if (is_other)
        status = sn_analyzer_create(vocabulary->lexicon, &analyzer);
    if (status != SN_OK) {
        sn_vocabulary_give_back(all, vocabulary);
        return sn_fail(err, status, "out of memory");
    }
    if (is_other)
        sn_analyzer_destroy(s->analyzer);
    if (s->vocabulary != NULL)
        sn_vocabulary_give_back(all, s->vocabulary);
    s->analyzer = analyzer;
    s->vocabulary = vocabulary;
    return SN_OK;
}

sn_status sn_searcher_create(sn_engine *e, sn_searcher **out, sn_error *err)
{
    sn_searcher *s = calloc(1, sizeof *s);
    if (s == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    s->engine = e;
    if (sn_body_reader_create(&s->bodies) != SN_OK) {
        free(s);
        return sn_fail(err, SN_ENOMEM, "out of memory");
    }
    sn_status status = sn_searcher_take_vocabulary(s, NULL, "", NULL, err);
    if (status != SN_OK) {
        sn_body_reader_destroy(s->bodies);
        free(s);
        return status;
    }
    s->config = sn_configs_take(e->configs, NULL);
    *out = s;
    return SN_OK;
}

void sn_searcher_destroy(sn_searcher *s)
{
    if (s == NULL)
        return;
    sn_tree_done(&s->snapshot.hidden_tree);
    sn_hidden_done(&s->snapshot.hidden);
    free(s->snapshot.hidden_docids);
    free(s->snapshot.scope);
    sn_outside_done(&s->snapshot.outside);
    sn_xap_db_close(s->snapshot.db);
    sn_epoch_close(s->epoch);
    sn_analyzer_destroy(s->analyzer);
    sn_body_reader_destroy(s->bodies);
    sn_vocabulary_give_back(s->engine->vocabularies, s->vocabulary);
    sn_configs_give_back(s->engine->configs, s->config);
    free(s);
}

static int64_t committed_sec(const sn_searcher *s)
{
    char path[SN_PATH_SIZE];
    const sn_manifest *manifest = &s->snapshot.manifest;
    if (s->snapshot.db == NULL ||
        sn_generation_path(s->engine->dir, manifest->generation, path, sizeof path, NULL) != SN_OK)
        return 0;
    return sn_shards_committed_sec(path, manifest->shards);
}

sn_status sn_searcher_status(sn_searcher *s, sn_engine_status *out, sn_error *err)
{
    sn_status status = sn_searcher_refresh(s, false, err);
    if (status != SN_OK)
        return status;
    const sn_snapshot *now = &s->snapshot;
    *out = (sn_engine_status){
        .generation = now->db != NULL ? now->manifest.generation : 0,
        .applied = now->applied,
        .articles = now->articles - (uint32_t)now->n_hidden_docids,
        .analysis = now->manifest.analysis,
        .format = now->manifest.format,
        .committed_sec = committed_sec(s),
        .analysis_matches = now->db == NULL || now->manifest.analysis == SN_ANALYSIS_VERSION,
        .dictionary_matches = now->db == NULL || sn_vocabularies_shape(s->engine->vocabularies,
                                                                       now->manifest.dictionary),
    };
    memcpy(out->built_at, now->manifest.built_at, sizeof out->built_at);
    return SN_OK;
}
