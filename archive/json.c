#include "archive/json.h"

#include <cjson/cJSON.h>
#include <string.h>

sn_status sn_json_parse(sn_str json, struct cJSON **out, sn_error *err)
{
    sn_status status = sn_json_check(json, err);
    if (status != SN_OK)
        return status;
    const char *end = NULL;
    cJSON *tree = cJSON_ParseWithLengthOpts(json.at, json.len, &end, 0);
    /* The check let nothing through that cJSON refuses, so memory is what is missing. */
    if (tree == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for %zu bytes of JSON", json.len);
    *out = tree;
    return SN_OK;
}

static size_t end_of_string(sn_str json, size_t i)
{
    for (i++; i < json.len && json.at[i] != '"'; i++)
        if (json.at[i] == '\\')
            i++;
    return i + 1 < json.len ? i + 1 : json.len;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Where the value that begins at i ends: at the next comma or closing bracket of its own level. */
static size_t end_of_value(sn_str json, size_t i)
{
    for (unsigned depth = 0; i < json.len;) {
        char c = json.at[i];
        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            return i;
        if (c == '"') {
            i = end_of_string(json, i);
            continue;
        }
        depth += c == '{' || c == '[' ? 1u : 0u;
        depth -= c == '}' || c == ']' ? 1u : 0u;
        i++;
    }
    return i;
}

/* Is the string between these quotes this key? It may be spelt with escapes. */
static bool is_key(sn_str name, const char *key)
{
    if (name.len < 2)
        return false; /* cut short */
    sn_str inside = {name.at + 1, name.len - 2};
    if (memchr(inside.at, '\\', inside.len) == NULL)
        return sn_str_equal(inside, sn_str_of(key));
    cJSON *string = cJSON_ParseWithLength(name.at, name.len);
    bool same = cJSON_IsString(string) && strcmp(string->valuestring, key) == 0;
    cJSON_Delete(string);
    return same;
}

bool sn_json_next_member(sn_str json, size_t *at, sn_str *key, sn_str *value)
{
    size_t i = *at;
    while (i < json.len && *at == 0 && json.at[i] != '{')
        i++;
    while (i < json.len && json.at[i] != '"')
        i++;
    if (i >= json.len)
        return false;
    size_t colon = end_of_string(json, i);
    *key = (sn_str){json.at + i, colon - i};
    while (colon < json.len && json.at[colon] != ':')
        colon++;
    size_t end = end_of_value(json, colon + 1);
    *value = sn_str_trim((sn_str){json.at + colon + 1, end - colon - 1});
    *at = end;
    return true;
}

sn_str sn_json_member(sn_str json, const char *key)
{
    sn_str name, value;
    for (size_t at = 0; sn_json_next_member(json, &at, &name, &value);)
        if (is_key(name, key))
            return value;
    return (sn_str){NULL, 0};
}

/* How a character that is dangerous in a page is written, and in *len how long it was. */
static const char *page_escape(const char *at, size_t left, size_t *len)
{
    *len = 1;
    switch (*at) {
    case '<':
        return "\\u003c";
    case '>':
        return "\\u003e";
    case '&':
        return "\\u0026";
    case '\xE2':
        *len = 3;
        if (left >= 3 && memcmp(at, "\xE2\x80\xA8", 3) == 0)
            return "\\u2028";
        if (left >= 3 && memcmp(at, "\xE2\x80\xA9", 3) == 0)
            return "\\u2029";
        return NULL;
    default:
        return NULL;
    }
}

sn_status sn_json_compact(sn_str json, sn_buf *out)
{
    bool inside = false;
    for (size_t i = 0; i < json.len;) {
        const char *at = json.at + i;
        size_t len;
        const char *escape = page_escape(at, json.len - i, &len);
        if (escape != NULL) {
            sn_buf_add(out, escape, strlen(escape));
        } else if (inside && *at == '\\') {
            len = 2;
            sn_buf_add(out, at, len);
        } else {
            len = 1;
            if (*at == '"')
                inside = !inside;
            if (inside || !is_space(*at))
                sn_buf_add_byte(out, (unsigned char)*at);
        }
        i += len;
    }
    return sn_buf_status(out);
}
