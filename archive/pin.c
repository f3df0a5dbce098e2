#include "archive/pin.h"

#include "archive/fields.h"
#include "archive/json.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const char *const matches[] = {[SN_PIN_EXACT] = "exact", [SN_PIN_CONTAINS] = "contains"};

void sn_pin_done(sn_pin *pin)
{
    free(pin->query);
    sn_list_done(&pin->pinned);
    sn_list_done(&pin->hidden);
    *pin = (sn_pin){0};
}

sn_status sn_setting_check_key(sn_str key, const char *field, sn_error *err)
{
    if (key.len > SN_LIMIT_SETTING_KEY_BYTES)
        return sn_fail(err, SN_ELIMIT, "%s: %zu bytes, SETTING_KEY_BYTES allows %d", field, key.len,
                       SN_LIMIT_SETTING_KEY_BYTES);
    if (!sn_utf8_is_valid(key, NULL))
        return sn_fail(err, SN_EUTF8, "%s: ill-formed UTF-8", field);
    if (sn_text_is_blank(key))
        return sn_fail(err, SN_EINVAL, "%s: missing or blank", field);
    if (sn_text_trim(key).len != key.len)
        return sn_fail(err, SN_EINVAL, "%s: has white space around it", field);
    for (size_t i = 0; i < key.len;) {
        uint32_t cp = sn_utf8_next(key, &i);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            return sn_fail(err, SN_EINVAL, "%s: has a control character", field);
    }
    return SN_OK;
}

static bool is_listed(const sn_list *list, const char *id)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->at[i], id) == 0)
            return true;
    return false;
}

static sn_status add_id(const sn_pin *pin, const cJSON *item, sn_list *list, sn_error *err)
{
    const char *id = cJSON_GetStringValue(item);
    if (id == NULL)
        return sn_fail(err, SN_EINVAL, "a list of ids is wanted");
    sn_status s = sn_article_check_id(sn_str_of(id), err);
    if (s != SN_OK)
        return s;
    if (is_listed(&pin->pinned, id) || is_listed(&pin->hidden, id))
        return sn_fail(err, SN_EINVAL, "\"%s\" is named twice", id);
    list->at[list->n] = sn_str_dup(sn_str_of(id));
    return list->at[list->n++] != NULL ? SN_OK : SN_ENOMEM;
}

static sn_status parse_ids(const sn_pin *pin, const cJSON *member, int max, const char *limit,
                           sn_list *list, sn_error *err)
{
    int n = cJSON_GetArraySize(member);
    const cJSON *item;
    sn_status s = SN_OK;
    if (!cJSON_IsArray(member))
        return sn_fail(err, SN_EINVAL, "%s: a list of ids is wanted", member->string);
    if (n > max)
        return sn_fail(err, SN_ELIMIT, "%s: %d ids, %s allows %d", member->string, n, limit, max);
    list->at = calloc((size_t)n + 1, sizeof *list->at);
    if (list->at == NULL)
        return SN_ENOMEM;
    cJSON_ArrayForEach(item, member)
    {
        if (s == SN_OK)
            s = add_id(pin, item, list, err);
    }
    if (s != SN_OK && list->n > 0 && list->at[list->n - 1] == NULL)
        list->n--;
    return s == SN_OK || s == SN_ENOMEM ? s : sn_fail_in(err, s, "%s", member->string);
}

static sn_status parse_match(const cJSON *member, sn_pin *pin, sn_error *err)
{
    const char *match = cJSON_GetStringValue(member);
    for (int i = 0; match != NULL && i <= SN_PIN_CONTAINS; i++) {
        if (strcmp(match, matches[i]) == 0) {
            pin->match = (sn_pin_match)i;
            return SN_OK;
        }
    }
    return sn_fail(err, SN_EINVAL, "match: exact or contains is wanted");
}

static sn_status set_query(sn_str query, sn_pin *pin, sn_error *err)
{
    if (pin->query != NULL)
        return sn_str_equal(sn_str_of(pin->query), query)
                   ? SN_OK
                   : sn_fail(err, SN_EINVAL, "query: another one than asked for");
    sn_status s = sn_setting_check_key(query, "query", err);
    if (s != SN_OK)
        return s;
    pin->query = sn_str_dup(query);
    return pin->query != NULL ? SN_OK : SN_ENOMEM;
}

static sn_status parse_member(const cJSON *member, sn_pin *pin, sn_error *err)
{
    if (strcmp(member->string, "query") == 0)
        return cJSON_IsString(member)
                   ? set_query(sn_text_trim(sn_str_of(member->valuestring)), pin, err)
                   : sn_fail(err, SN_EINVAL, "query: a string is wanted");
    if (strcmp(member->string, "match") == 0)
        return parse_match(member, pin, err);
    if (strcmp(member->string, "pinned") == 0)
        return parse_ids(pin, member, SN_LIMIT_PINNED_IDS, "PINNED_IDS", &pin->pinned, err);
    if (strcmp(member->string, "hidden") == 0)
        return parse_ids(pin, member, SN_LIMIT_PIN_HIDDEN_IDS, "PIN_HIDDEN_IDS", &pin->hidden, err);
    return sn_article_refuse_field(sn_str_of(member->string), err);
}

static sn_status parse_tree(const cJSON *tree, sn_pin *pin, sn_error *err)
{
    sn_status s = SN_OK;
    if (!cJSON_IsObject(tree))
        return sn_fail(err, SN_EINVAL, "byte 0: an object is wanted");
    for (const cJSON *member = tree->child; member != NULL && s == SN_OK; member = member->next)
        s = parse_member(member, pin, err);
    if (s == SN_OK && pin->query == NULL)
        s = sn_fail(err, SN_EINVAL, "query: missing");
    if (s == SN_OK && pin->pinned.n + pin->hidden.n == 0)
        s = sn_fail(err, SN_EINVAL, "pinned: neither here nor in hidden is an article named");
    return s;
}

sn_status sn_pin_parse(sn_str json, sn_str query, sn_pin *out, sn_error *err)
{
    SN_CLEANUP(sn_pin) sn_pin pin = {0};
    cJSON *tree = NULL;
    sn_status s = SN_OK;
    if (json.len > SN_LIMIT_PIN_BYTES)
        s = sn_fail(err, SN_ELIMIT, "%zu bytes, PIN_BYTES allows %d", json.len, SN_LIMIT_PIN_BYTES);
    if (s == SN_OK && query.at != NULL)
        s = set_query(query, &pin, err);
    if (s == SN_OK)
        s = sn_json_parse(json, &tree, err);
    if (s == SN_OK)
        s = parse_tree(tree, &pin, err);
    cJSON_Delete(tree);
    if (s == SN_ENOMEM)
        return sn_fail(err, s, "no memory for a pin");
    if (s == SN_OK) {
        *out = pin;
        pin = (sn_pin){0};
    }
    return s;
}

static void write_ids(sn_json *j, const char *key, const sn_list *list)
{
    sn_json_key(j, key);
    sn_json_array(j);
    for (size_t i = 0; i < list->n; i++)
        sn_json_text(j, list->at[i]);
    sn_json_end(j);
}

void sn_pin_write_members(const sn_pin *pin, sn_json *j)
{
    sn_json_key(j, "query");
    sn_json_text(j, pin->query);
    sn_json_key(j, "match");
    sn_json_text(j, matches[pin->match]);
    write_ids(j, "pinned", &pin->pinned);
    write_ids(j, "hidden", &pin->hidden);
}

sn_status sn_pin_write(const sn_pin *pin, sn_buf *out)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    sn_pin_write_members(pin, &j);
    sn_json_end(&j);
    return sn_json_finish(&j);
}
