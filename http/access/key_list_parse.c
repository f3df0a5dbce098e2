/* Reading a key file. */
#include "http/access/key_list.h"

#include "archive/json.h"
#include "base/text_lines.h"

#include <cjson/cJSON.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define MAX_EXACT 9007199254740992.0 /* 2^53: numbers of JSON are doubles */

/* One member of the object, into the key. SN_EINVAL without words: it is another kind of value. */
typedef sn_status read_fn(const cJSON *item, sn_key *key, sn_error *err);

static sn_status read_id(const cJSON *item, sn_key *key, sn_error *err)
{
    const char *text = cJSON_GetStringValue(item);
    (void)err;
    if (text == NULL || strlen(text) != SN_KEY_ID_SIZE - 1 ||
        strspn(text, "0123456789abcdef") != SN_KEY_ID_SIZE - 1)
        return SN_EINVAL;
    memcpy(key->id, text, SN_KEY_ID_SIZE);
    return SN_OK;
}

static sn_status read_name(const cJSON *item, sn_key *key, sn_error *err)
{
    const char *text = cJSON_GetStringValue(item);
    if (text == NULL)
        return SN_EINVAL;
    if (strlen(text) > SN_LIMIT_KEY_NAME_BYTES)
        return sn_fail(err, SN_ELIMIT, "the name has more than %d bytes (KEY_NAME_BYTES)",
                       SN_LIMIT_KEY_NAME_BYTES);
    key->name = sn_str_dup(sn_str_of(text));
    return key->name != NULL ? SN_OK : SN_ENOMEM;
}

static sn_status read_role(const cJSON *item, sn_key *key, sn_error *err)
{
    const char *text = cJSON_GetStringValue(item);
    (void)err;
    return text != NULL && sn_role_parse(sn_str_of(text), &key->role) ? SN_OK : SN_EINVAL;
}

static sn_status read_hash(const cJSON *item, sn_key *key, sn_error *err)
{
    const char *text = cJSON_GetStringValue(item);
    size_t len = 0;
    (void)err;
    if (text == NULL || strspn(text, "0123456789abcdef") != 2 * (size_t)SN_KEY_HASH_BYTES ||
        strlen(text) != 2 * (size_t)SN_KEY_HASH_BYTES ||
        sodium_hex2bin(key->hash, sizeof key->hash, text, strlen(text), NULL, &len, NULL) != 0)
        return SN_EINVAL;
    return len == sizeof key->hash ? SN_OK : SN_EINVAL;
}

static sn_status read_public(const cJSON *item, sn_key *key, sn_error *err)
{
    (void)err;
    key->is_public = cJSON_IsTrue(item);
    return cJSON_IsBool(item) ? SN_OK : SN_EINVAL;
}

static sn_status read_origins(const cJSON *item, sn_key *key, sn_error *err)
{
    const cJSON *one;
    (void)err;
    if (!cJSON_IsArray(item))
        return SN_EINVAL;
    cJSON_ArrayForEach(one, item)
    {
        const char *text = cJSON_GetStringValue(one);
        if (text == NULL)
            return SN_EINVAL;
        if (sn_names_add(&key->origins, text) != SN_OK)
            return SN_ENOMEM;
    }
    return SN_OK;
}

static sn_status read_int(const cJSON *item, int64_t *out)
{
    double value = cJSON_IsNumber(item) ? item->valuedouble : -1;
    if (!(value >= 0 && value <= MAX_EXACT) || (double)(int64_t)value != value)
        return SN_EINVAL;
    *out = (int64_t)value;
    return SN_OK;
}

static sn_status read_rate(const cJSON *item, sn_key *key, sn_error *err)
{
    (void)err;
    return read_int(item, &key->rate);
}

static sn_status read_made(const cJSON *item, sn_key *key, sn_error *err)
{
    (void)err;
    return read_int(item, &key->made_sec);
}

static sn_status read_expires(const cJSON *item, sn_key *key, sn_error *err)
{
    (void)err;
    return read_int(item, &key->expires_sec);
}

static sn_status read_revoked(const cJSON *item, sn_key *key, sn_error *err)
{
    (void)err;
    return read_int(item, &key->revoked_sec);
}

static sn_status read_values(const cJSON *list, sn_key *key, sn_error *err)
{
    const cJSON *one;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) == 0)
        return SN_EINVAL;
    cJSON_ArrayForEach(one, list)
    {
        const char *text = cJSON_GetStringValue(one);
        if (text == NULL)
            return SN_EINVAL;
        sn_status s = sn_key_add_filter(key, sn_str_of(list->string), sn_str_of(text), err);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

static sn_status read_filter(const cJSON *item, sn_key *key, sn_error *err)
{
    const cJSON *list;
    if (!cJSON_IsObject(item) || cJSON_GetArraySize(item) == 0)
        return SN_EINVAL;
    cJSON_ArrayForEach(list, item)
    {
        sn_status s = read_values(list, key, err);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

static const struct member {
    const char *name;
    read_fn *read;
    bool is_needed;
} members[] = {
    {"id", read_id, true},
    {"name", read_name, false},
    {"role", read_role, true},
    {"hash", read_hash, true},
    {"public", read_public, false},
    {"origins", read_origins, false},
    {"rate", read_rate, false},
    {"filter", read_filter, false},
    {"made", read_made, false},
    {"expires", read_expires, false},
    {"revoked", read_revoked, false},
};
enum { MEMBERS = sizeof members / sizeof *members };

static sn_status read_member(const cJSON *item, sn_key *key, sn_error *err)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        if (strcmp(members[i].name, item->string) != 0)
            continue;
        sn_error why = {0};
        sn_status s = members[i].read(item, key, &why);
        if (s == SN_OK)
            return s;
        if (why.msg[0] != '\0')
            return sn_fail(err, s, "%s", why.msg);
        return sn_fail(err, s, s == SN_ENOMEM ? "%s: out of memory" : "%s: no such value is wanted",
                       members[i].name);
    }
    return sn_fail(err, SN_EINVAL, "«%.40s» is no member of a key", item->string);
}

static sn_status read_object(const cJSON *object, sn_key *key, sn_error *err)
{
    const cJSON *item;
    if (!cJSON_IsObject(object))
        return sn_fail(err, SN_EINVAL, "a key is an object");
    for (size_t i = 0; i < MEMBERS; i++)
        if (members[i].is_needed &&
            cJSON_GetObjectItemCaseSensitive(object, members[i].name) == NULL)
            return sn_fail(err, SN_EINVAL, "%s is missing", members[i].name);
    cJSON_ArrayForEach(item, object)
    {
        sn_status s = read_member(item, key, err);
        if (s != SN_OK)
            return s;
    }
    if (key->name == NULL && (key->name = sn_str_dup(SN_STR(""))) == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    return sn_key_check(key, err);
}

static sn_status read_line(sn_str line, sn_key_list *keys, sn_error *err)
{
    SN_CLEANUP(sn_key) sn_key key = {0};
    cJSON *json = NULL;
    sn_status s = sn_json_parse(line, &json, err);
    if (s == SN_OK)
        s = read_object(json, &key, err);
    cJSON_Delete(json);
    return s == SN_OK ? sn_key_list_add(keys, &key, err) : s;
}

sn_status sn_key_list_parse(sn_str text, sn_key_list *out, sn_error *err)
{
    SN_CLEANUP(sn_key_list) sn_key_list keys = {0};
    sn_text_lines lines = sn_text_lines_of(text);
    sn_str line;
    if (text.len > SN_LIMIT_KEYS_BYTES)
        return sn_fail(err, SN_ELIMIT, "the file has more than %d bytes (KEYS_BYTES)",
                       SN_LIMIT_KEYS_BYTES);
    while (sn_text_lines_next(&lines, &line)) {
        if (sn_str_trim(line).len == 0)
            continue;
        sn_status s = read_line(line, &keys, err);
        if (s != SN_OK)
            return sn_fail_in(err, s, "line %u", (unsigned)lines.number);
    }
    *out = keys;
    keys = (sn_key_list){0};
    return SN_OK;
}
