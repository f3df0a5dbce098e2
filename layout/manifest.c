#include "layout/index_dir.h"

#include "base/json_writer.h"
#include "layout/shards.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#define MANIFEST_BYTES 65536

static void write_shards(sn_json *j, uint32_t n)
{
    char name[SN_SHARD_NAME_SIZE];
    sn_json_array(j);
    for (uint32_t i = 0; i < n; i++)
        sn_json_text(j, sn_shard_name(i, n, name));
    sn_json_end(j);
}

sn_status sn_manifest_write(const char *generation_path, const sn_manifest *m, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(MANIFEST_BYTES);
    sn_json j = SN_JSON(&text);
    sn_json_object(&j);
    sn_json_key(&j, "format");
    sn_json_int(&j, m->format + (m->shards > 1 ? SN_SHARDS_FORMAT : 0));
    sn_json_key(&j, "analysis");
    sn_json_int(&j, m->analysis);
    sn_json_key(&j, "archive");
    sn_json_text(&j, m->archive_uuid);
    sn_json_key(&j, "generation");
    sn_json_int(&j, m->generation);
    sn_json_key(&j, "built_at");
    sn_json_text(&j, m->built_at);
    sn_json_key(&j, "dictionary");
    sn_json_text(&j, m->dictionary[0] != '\0' ? m->dictionary : NULL);
    sn_json_key(&j, "shards");
    write_shards(&j, m->shards > 1 ? m->shards : 1);
    sn_json_end(&j);
    sn_buf_add_byte(&text, '\n');
    char path[SN_PATH_SIZE];
    sn_status s = sn_json_finish(&j);
    if (s == SN_OK)
        s = sn_path_join(generation_path, "manifest.json", path, sizeof path, err);
    return s == SN_OK ? sn_file_write(path, sn_buf_str(&text), err) : s;
}

static int int_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(item) ? item->valueint : 0;
}

static void text_of(const cJSON *object, const char *key, char *out, size_t cap)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    snprintf(out, cap, "%s", text != NULL ? text : "");
}

/* How many there are; 0: not as they are written. Manifests of before shards may have no list. */
static uint32_t shards_of(const cJSON *object)
{
    char name[SN_SHARD_NAME_SIZE];
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, "shards");
    const int n = cJSON_GetArraySize(list);
    if (list == NULL)
        return 1;
    if (n < 1 || n > SN_LIMIT_INDEX_SHARDS)
        return 0;
    for (int i = 0; i < n; i++) {
        const char *at = cJSON_GetStringValue(cJSON_GetArrayItem(list, i));
        if (at == NULL || strcmp(at, sn_shard_name((uint32_t)i, (uint32_t)n, name)) != 0)
            return 0;
    }
    return (uint32_t)n;
}

/* Is its format one that is read? */
static sn_status check_format(const char *path, sn_manifest *m, sn_error *err)
{
    const bool says_several = m->format > SN_SHARDS_FORMAT;
    if (says_several)
        m->format -= SN_SHARDS_FORMAT;
    if (m->format < SN_INDEX_FORMAT_MIN || m->format > SN_INDEX_FORMAT)
        return sn_fail(err, SN_EFORMAT, "%s has index format %d, this program knows %d to %d", path,
                       m->format, SN_INDEX_FORMAT_MIN, SN_INDEX_FORMAT);
    if (m->shards == 0 || says_several != (m->shards > 1))
        return sn_fail(err, SN_EFORMAT,
                       "%s lists shards that this program cannot open (limit INDEX_SHARDS: %d)",
                       path, SN_LIMIT_INDEX_SHARDS);
    return SN_OK;
}

sn_status sn_manifest_read(const char *generation_path, sn_manifest *m, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(MANIFEST_BYTES);
    sn_status s = sn_path_join(generation_path, "manifest.json", path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &text, err);
    if (s != SN_OK)
        return s;
    cJSON *json = cJSON_ParseWithLength(text.at, text.len);
    if (!cJSON_IsObject(json)) {
        cJSON_Delete(json);
        return sn_fail(err, SN_ECORRUPT, "%s is not a manifest", path);
    }
    sn_manifest read = {.format = int_of(json, "format"),
                        .analysis = int_of(json, "analysis"),
                        .generation = (uint32_t)int_of(json, "generation"),
                        .shards = shards_of(json)};
    text_of(json, "archive", read.archive_uuid, sizeof read.archive_uuid);
    text_of(json, "built_at", read.built_at, sizeof read.built_at);
    text_of(json, "dictionary", read.dictionary, sizeof read.dictionary);
    cJSON_Delete(json);
    *m = read;
    return check_format(path, m, err);
}
