#include "indexer/apply/kept.h"

#include "analysis/analyzer.h"
#include "archive/groups.h"
#include "base/disk.h"
#include "indexer/apply/generation.h"
#include "indexer/apply/grouping.h"
#include "layout/index_dir.h"
#include "layout/lock.h"
#include "xapian-c/xapian_c.h"

#include <stdio.h>
#include <string.h>

static sn_status read_generations(const char *dir, sn_kept *kept, sn_error *err)
{
    uint32_t at;
    sn_status s = sn_generation_last(dir, &at, err);
    while (s == SN_OK && at != 0 && kept->n < SN_KEPT_GENERATIONS) {
        kept->generations[kept->n++] = at;
        s = sn_generation_below(dir, at, &at, err);
    }
    return s;
}

sn_status sn_kept_read(const char *dir, sn_kept *out, sn_error *err)
{
    sn_kept kept = {0};
    SN_CLEANUP(sn_buf) sn_buf holder = SN_BUF(sizeof kept.builder - 1);
    sn_status s = sn_generation_current(dir, &kept.current, err);
    if (s == SN_OK || s == SN_ENOTFOUND)
        s = read_generations(dir, &kept, err);
    if (s == SN_OK)
        s = sn_lock_holder(dir, SN_LOCK_REBUILD, &holder, err);
    if (s != SN_OK)
        return s;
    snprintf(kept.builder, sizeof kept.builder, "%s", sn_buf_text(&holder));
    *out = kept;
    return SN_OK;
}

/* ---- one of them ---- */

/* What sn_generation_may_follow() asks, without opening it for writing: the service looks beside the one who writes. */
static sn_status check_following(const sn_manifest *manifest, uint64_t applied, sn_archive *archive,
                                 sn_error *err)
{
    sn_groups_state groups;
    uint64_t last;
    sn_status s = sn_archive_last_change(archive, &last, err);
    if (s == SN_OK)
        s = sn_groups_get_state(archive, &groups, err);
    if (s != SN_OK)
        return s;
    if (strcmp(manifest->archive_uuid, sn_archive_uuid(archive)) != 0)
        return sn_fail(err, SN_EFORMAT, "it was built from another archive");
    if (applied > last)
        return sn_fail(err, SN_EFORMAT, "it is ahead of the archive");
    if (manifest->analysis != SN_ANALYSIS_VERSION || groups.version > sn_grouping_version())
        return sn_fail(err, SN_EFORMAT, "it was built by another analysis or other groups");
    return SN_OK;
}

static sn_status read_whole(const char *path, sn_kept_generation *g, uint64_t *applied,
                            sn_manifest *manifest, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    sn_status s = sn_manifest_read(path, manifest, err);
    if (s == SN_OK)
        s = sn_shards_open(path, manifest->shards, &db, err);
    if (s == SN_OK)
        s = sn_xap_db_count(db, &g->documents, err);
    if (s == SN_OK)
        s = sn_generation_read_applied(db, applied, err);
    if (s != SN_OK)
        return s;
    g->is_whole = true;
    g->format = manifest->format;
    g->analysis = manifest->analysis;
    snprintf(g->built_at, sizeof g->built_at, "%s", manifest->built_at);
    return SN_OK;
}

sn_status sn_kept_describe(const char *dir, uint32_t number, uint32_t current, sn_archive *archive,
                           sn_kept_generation *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    uint64_t applied = 0;
    sn_manifest manifest;
    sn_error why = {.msg = ""};
    sn_kept_generation g = {.number = number, .is_current = number == current};
    sn_status s = sn_generation_path(dir, number, path, sizeof path, err);
    if (s != SN_OK)
        return s;
    s = read_whole(path, &g, &applied, &manifest, &why);
    if (s == SN_OK && g.is_current)
        s = sn_fail(&why, SN_EINVAL, "it is the one in use");
    if (s == SN_OK)
        s = check_following(&manifest, applied, archive, &why);
    if (s == SN_ENOMEM)
        return s;
    if (sn_tree_bytes(path, &g.bytes, NULL) != SN_OK) /* files come and go while it is written */
        g.bytes = 0;
    g.may_follow = s == SN_OK;
    snprintf(g.reason, sizeof g.reason, "%s",
             s == SN_OK   ? ""
             : g.is_whole ? why.msg
                          : "it is not whole");
    *out = g;
    return SN_OK;
}
