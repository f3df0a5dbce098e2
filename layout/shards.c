#include "layout/shards.h"

#include "layout/index_dir.h"

#include <stdio.h>
#include <sys/stat.h>

/* The file of a database that names its last commit; a new one takes its place with each. */
#define COMMIT_FILE "iamglass"

const char *sn_shard_name(uint32_t i, uint32_t n, char out[SN_SHARD_NAME_SIZE])
{
    if (n == 1)
        snprintf(out, SN_SHARD_NAME_SIZE, "%s", SN_INDEX_DB_FOLDER);
    else
        snprintf(out, SN_SHARD_NAME_SIZE, "%s/%u", SN_INDEX_DB_FOLDER, i);
    return out;
}

sn_status sn_shards_below(const char *folder, uint32_t n, sn_shards *out, sn_error *err)
{
    if (n == 0 || n > SN_LIMIT_INDEX_SHARDS)
        return sn_fail(err, SN_ELIMIT, "%u shards (limit INDEX_SHARDS: 1 to %d)", n,
                       SN_LIMIT_INDEX_SHARDS);
    sn_status s = SN_OK;
    out->n = n;
    for (uint32_t i = 0; i < n && s == SN_OK; i++) {
        char name[16];
        snprintf(name, sizeof name, "%u", i);
        out->at[i] = out->text[i];
        if (n > 1)
            s = sn_path_join(folder, name, out->text[i], sizeof out->text[i], err);
        else if (snprintf(out->text[i], sizeof out->text[i], "%s", folder) >=
                 (int)sizeof out->text[i])
            s = sn_fail(err, SN_ELIMIT, "the path of a database is too long");
    }
    return s;
}

sn_status sn_shards_of(const char *generation_path, uint32_t n, sn_shards *out, sn_error *err)
{
    char folder[SN_PATH_SIZE];
    sn_status s = sn_generation_db_path(generation_path, folder, sizeof folder, err);
    return s == SN_OK ? sn_shards_below(folder, n, out, err) : s;
}

sn_status sn_shards_open(const char *generation_path, uint32_t n, sn_xap_db **out, sn_error *err)
{
    sn_shards shards;
    sn_status s = sn_shards_of(generation_path, n, &shards, err);
    return s == SN_OK ? sn_xap_db_open_shards(shards.at, shards.n, out, err) : s;
}

sn_status sn_generation_read_db(const char *generation_path, sn_xap_db **out, sn_error *err)
{
    sn_manifest manifest;
    sn_status s = sn_manifest_read(generation_path, &manifest, err);
    return s == SN_OK ? sn_shards_open(generation_path, manifest.shards, out, err) : s;
}

/* The first shard is committed last. */
int64_t sn_shards_committed_sec(const char *generation_path, uint32_t n)
{
    char name[SN_SHARD_NAME_SIZE], folder[SN_PATH_SIZE], path[SN_PATH_SIZE];
    struct stat st;
    if (sn_path_join(generation_path, sn_shard_name(0, n, name), folder, sizeof folder, NULL) !=
            SN_OK ||
        sn_path_join(folder, COMMIT_FILE, path, sizeof path, NULL) != SN_OK || stat(path, &st) != 0)
        return 0;
    return (int64_t)st.st_mtim.tv_sec;
}

sn_status sn_shards_write(const char *folder, uint32_t n, sn_xap_open_mode mode,
                          sn_xap_writer **out, sn_error *err)
{
    sn_shards shards;
    sn_status s = sn_shards_below(folder, n, &shards, err);
    if (s == SN_OK && n > 1 && mode != SN_XAP_OPEN)
        s = sn_dir_make(folder, err);
    return s == SN_OK ? sn_xap_writer_open_shards(shards.at, shards.n, mode, out, err) : s;
}
