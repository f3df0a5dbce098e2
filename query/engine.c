#include "query/engine.h"

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

sn_status sn_engine_open(const char *dir, sn_engine **out, sn_error *err)
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
    e->lexicon = sn_lexicon_builtin();
    e->profile = &sn_profile_default;
    *out = e;
    return SN_OK;
}

void sn_engine_close(sn_engine *e)
{
    free(e);
}

sn_status sn_searcher_create(sn_engine *e, sn_searcher **out, sn_error *err)
{
    sn_searcher *s = calloc(1, sizeof *s);
    if (s == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status status = sn_analyzer_create(e->lexicon, &s->analyzer);
    if (status != SN_OK) {
        free(s);
        return sn_fail(err, status, "out of memory");
    }
    s->engine = e;
    *out = s;
    return SN_OK;
}

void sn_searcher_destroy(sn_searcher *s)
{
    if (s == NULL)
        return;
    sn_tree_done(&s->snapshot.hidden_tree);
    sn_hidden_done(&s->snapshot.hidden);
    sn_xap_db_close(s->snapshot.db);
    sn_epoch_close(s->epoch);
    sn_analyzer_destroy(s->analyzer);
    free(s);
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
        .articles = now->articles,
        .analysis = now->manifest.analysis,
        .format = now->manifest.format,
        .analysis_matches = now->db == NULL || now->manifest.analysis == SN_ANALYSIS_VERSION,
    };
    memcpy(out->built_at, now->manifest.built_at, sizeof out->built_at);
    return SN_OK;
}
