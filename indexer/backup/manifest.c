#include "indexer/backup/manifest.h"

#include "archive/copy.h"
#include "base/grow.h"
#include "base/json_writer.h"
#include "base/utf8.h"
#include "layout/index_dir.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_EXACT 9007199254740992.0 /* 2^53: numbers of JSON are doubles */

void sn_backup_manifest_done(sn_backup_manifest *m)
{
    if (m == NULL)
        return;
    free(m->files);
    *m = (sn_backup_manifest){0};
}

/* ---- names ---- */

static bool is_name_of_backup(const char *name)
{
    static const char *const names[] = {SN_ARCHIVE_FILE, SN_LEDGER_FILE, "cursor.key", "keys",
                                        "sarnakh.conf"};
    static const char words[] = SN_INDEX_WORDS "/";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    if (strlen(name) >= SN_BACKUP_NAME_BYTES || strncmp(name, words, sizeof words - 1) != 0 ||
        !sn_utf8_is_valid(sn_str_of(name), NULL))
        return false;
    const char *file = name + sizeof words - 1;
    return file[0] != '\0' && file[0] != '.' && strchr(file, '/') == NULL;
}

static const sn_backup_file *find(const sn_backup_manifest *m, const char *name)
{
    for (size_t i = 0; i < m->n_files; i++)
        if (strcmp(m->files[i].name, name) == 0)
            return &m->files[i];
    return NULL;
}

sn_status sn_backup_manifest_add(sn_backup_manifest *m, const char *name, uint64_t bytes,
                                 const char digest[SN_DIGEST_SIZE], sn_error *err)
{
    if (!is_name_of_backup(name) || find(m, name) != NULL)
        return sn_fail(err, SN_EINVAL, "«%.80s» is no file of a backup, or twice in it", name);
    sn_backup_file *files = sn_grow(m->files, m->n_files, &m->cap, sizeof *files);
    if (files == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for %zu files", m->n_files + 1);
    m->files = files;
    sn_backup_file *file = &m->files[m->n_files++];
    *file = (sn_backup_file){.bytes = bytes};
    snprintf(file->name, sizeof file->name, "%s", name);
    snprintf(file->digest, sizeof file->digest, "%s", digest);
    return SN_OK;
}

/* ---- writing ---- */

static void key_int(sn_json *j, const char *key, uint64_t value)
{
    sn_json_key(j, key);
    sn_json_int(j, (int64_t)value);
}

static void key_text(sn_json *j, const char *key, const char *value)
{
    sn_json_key(j, key);
    sn_json_text(j, value);
}

static void write_files(sn_json *j, const sn_backup_manifest *m)
{
    sn_json_key(j, "files");
    sn_json_array(j);
    for (size_t i = 0; i < m->n_files; i++) {
        sn_json_object(j);
        key_text(j, "name", m->files[i].name);
        key_int(j, "bytes", m->files[i].bytes);
        key_text(j, "blake2b", m->files[i].digest);
        sn_json_end(j);
    }
    sn_json_end(j);
}

sn_status sn_backup_manifest_write(const sn_backup_manifest *m, sn_buf *out, sn_error *err)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    key_int(&j, "format", SN_BACKUP_FORMAT);
    key_text(&j, "made_at", m->made_at);
    key_text(&j, "archive", m->archive_uuid);
    key_int(&j, "change", m->change);
    key_int(&j, "articles", m->articles);
    key_int(&j, "index_bytes", m->index_bytes);
    write_files(&j, m);
    sn_json_end(&j);
    sn_status s = sn_json_finish(&j);
    if (s == SN_OK)
        s = sn_buf_add_byte(out, '\n');
    if (s == SN_OK && out->len > SN_BACKUP_BYTES)
        s = SN_ELIMIT;
    return s == SN_OK ? s : sn_fail(err, s, "too many files for one backup");
}

/* ---- reading ---- */

static bool read_int(const cJSON *object, const char *key, uint64_t *out)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0 && item->valuedouble <= MAX_EXACT))
        return false;
    *out = (uint64_t)item->valuedouble;
    return (double)*out == item->valuedouble;
}

static bool read_text(const cJSON *object, const char *key, char *out, size_t cap)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    if (text == NULL || strlen(text) >= cap)
        return false;
    snprintf(out, cap, "%s", text);
    return true;
}

static bool is_digest(const char *text)
{
    return strlen(text) == SN_DIGEST_SIZE - 1 && text[strspn(text, "0123456789abcdef")] == '\0';
}

static sn_status read_file(const cJSON *item, sn_backup_manifest *m, sn_error *err)
{
    sn_backup_file file;
    if (!read_text(item, "name", file.name, sizeof file.name) ||
        !read_int(item, "bytes", &file.bytes) ||
        !read_text(item, "blake2b", file.digest, sizeof file.digest) || !is_digest(file.digest))
        return sn_fail(err, SN_EINVAL, "a file has no name, size or digest");
    return sn_backup_manifest_add(m, file.name, file.bytes, file.digest, err);
}

static sn_status read_files(const cJSON *json, sn_backup_manifest *m, sn_error *err)
{
    const cJSON *item, *list = cJSON_GetObjectItemCaseSensitive(json, "files");
    sn_status s = SN_OK;
    cJSON_ArrayForEach(item, list)
    {
        s = read_file(item, m, err);
        if (s != SN_OK)
            return s;
    }
    if (find(m, SN_ARCHIVE_FILE) == NULL || find(m, SN_LEDGER_FILE) == NULL)
        s = sn_fail(err, SN_EINVAL, "there is no archive in it");
    return s;
}

static sn_status read_all(const cJSON *json, sn_backup_manifest *m, sn_error *err)
{
    uint64_t format = 0;
    if (!cJSON_IsObject(json) || !read_int(json, "format", &format) || format == 0)
        return sn_fail(err, SN_EINVAL, "it has no format");
    if (format > SN_BACKUP_FORMAT)
        return sn_fail(err, SN_EFORMAT, "a backup of format %llu, this program knows %d",
                       (unsigned long long)format, SN_BACKUP_FORMAT);
    if (!read_text(json, "made_at", m->made_at, sizeof m->made_at) ||
        !read_text(json, "archive", m->archive_uuid, sizeof m->archive_uuid) ||
        !read_int(json, "change", &m->change) || !read_int(json, "articles", &m->articles) ||
        !read_int(json, "index_bytes", &m->index_bytes))
        return sn_fail(err, SN_EINVAL, "it does not say of what and when");
    return read_files(json, m, err);
}

sn_status sn_backup_manifest_parse(const char *name, sn_str text, sn_backup_manifest *out,
                                   sn_error *err)
{
    sn_backup_manifest read = {0};
    if (text.len > SN_BACKUP_BYTES)
        return sn_fail(err, SN_ECORRUPT, "%s is no manifest of a backup: it is too long", name);
    cJSON *json = cJSON_ParseWithLength(text.at, text.len);
    sn_status s = read_all(json, &read, err);
    cJSON_Delete(json);
    if (s == SN_OK) {
        *out = read;
        return SN_OK;
    }
    sn_backup_manifest_done(&read);
    if (s == SN_EINVAL)
        s = SN_ECORRUPT;
    return sn_fail_in(err, s, "%s is no manifest of a backup", name);
}
