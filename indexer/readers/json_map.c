#include "indexer/readers/json_map.h"

#include "archive/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_number(sn_draft *d, sn_draft_field field, double value)
{
    char text[40];
    bool whole = fabs(value) < 9007199254740992.0 && floor(value) == value;
    snprintf(text, sizeof text, whole ? "%.0f" : "%.17g", value);
    if (field == SN_DRAFT_id)
        sn_draft_set_id(d, sn_str_of(text));
    else
        sn_draft_set(d, field, sn_str_of(text));
}

static void set_text(sn_draft *d, sn_draft_field field, sn_str text)
{
    if (field == SN_DRAFT_id)
        sn_draft_set_id(d, text);
    else if (field == SN_DRAFT_url)
        sn_draft_set_url(d, text);
    else
        sn_draft_set_markup(d, field, text);
}

static sn_status set_value(const cJSON *value, sn_draft_field field, sn_draft *d, sn_error *err)
{
    if (cJSON_IsString(value))
        set_text(d, field, sn_str_of(value->valuestring));
    else if (cJSON_IsNumber(value))
        set_number(d, field, value->valuedouble);
    else if (cJSON_IsBool(value))
        sn_draft_set(d, field, cJSON_IsTrue(value) ? SN_STR("true") : SN_STR("false"));
    else if (!cJSON_IsNull(value))
        return sn_fail(err, SN_EINVAL, "a text or a list of texts is wanted");
    return SN_OK;
}

static sn_status set_values(const cJSON *value, sn_draft_field field, sn_draft *d, sn_error *err)
{
    if (!cJSON_IsArray(value))
        return set_value(value, field, d, err);
    const cJSON *item;
    sn_status s = SN_OK;
    cJSON_ArrayForEach(item, value)
    {
        if (s == SN_OK)
            s = set_value(item, field, d, err);
    }
    return s;
}

/* The nesting of JSON that was checked bounds the calls. */
static sn_status map_path(const cJSON *value, const char *path, sn_draft_field field, sn_draft *d,
                          sn_error *err)
{
    if (value == NULL || path[0] == '\0')
        return value != NULL ? set_values(value, field, d, err) : SN_OK;
    sn_status s = SN_OK;
    if (cJSON_IsArray(value)) {
        const cJSON *item;
        cJSON_ArrayForEach(item, value)
        {
            if (s == SN_OK)
                s = map_path(item, path, field, d, err);
        }
        return s;
    }
    if (!cJSON_IsObject(value))
        return SN_OK;
    const char *dot = strchr(path, '.');
    char *name = sn_str_dup(dot != NULL ? (sn_str){path, (size_t)(dot - path)} : sn_str_of(path));
    if (name == NULL)
        return SN_ENOMEM;
    s = map_path(cJSON_GetObjectItemCaseSensitive(value, name), dot != NULL ? dot + 1 : "", field,
                 d, err);
    free(name);
    return s;
}

sn_status sn_json_map_path(const cJSON *object, const char *path, sn_draft_field field, sn_draft *d,
                           sn_error *err)
{
    const cJSON *own = cJSON_GetObjectItemCaseSensitive(object, path); /* its name may have dots */
    sn_status s =
        own != NULL ? set_values(own, field, d, err) : map_path(object, path, field, d, err);
    return s == SN_EINVAL ? sn_fail_in(err, s, "%.60s", path) : s;
}

/* Does a rule with a path begin at this name? */
static bool begins_path(const sn_mapping *m, const char *name)
{
    size_t n, len = strlen(name);
    const sn_mapping_rule *rules = sn_mapping_rules(m, &n);
    for (size_t i = 0; i < n; i++)
        if (rules[i].from.len > len && rules[i].from.at[len] == '.' &&
            memcmp(rules[i].from.at, name, len) == 0)
            return true;
    return false;
}

static bool has_rule(const sn_mapping *m, const char *name)
{
    size_t n;
    const sn_mapping_rule *rules = sn_mapping_rules(m, &n);
    for (size_t i = 0; i < n; i++)
        if (sn_str_equal(rules[i].from, sn_str_of(name)))
            return true;
    return false;
}

static sn_status map_rules(const cJSON *tree, const sn_mapping *m, sn_draft *d, sn_error *err)
{
    size_t n;
    const sn_mapping_rule *rules = sn_mapping_rules(m, &n);
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        char *path = rules[i].target < SN_MAPPING_EXTRA ? sn_str_dup(rules[i].from) : NULL;
        if (path != NULL)
            s = sn_json_map_path(tree, path, (sn_draft_field)rules[i].target, d, err);
        free(path);
    }
    return s;
}

/* extra itself is taken over member by member. */
static void add_extra(sn_str json, const cJSON *member, sn_draft *d)
{
    sn_str raw = sn_json_member(json, member->string);
    if (strcmp(member->string, "extra") != 0 || !cJSON_IsObject(member)) {
        sn_draft_extra(d, sn_str_of(member->string), raw);
        return;
    }
    const cJSON *inner;
    cJSON_ArrayForEach(inner, member)
    {
        sn_draft_extra(d, sn_str_of(inner->string), sn_json_member(raw, inner->string));
    }
}

/* A name that no rule has: our own, or what «*» says. */
static sn_status map_member(sn_str json, const cJSON *member, const sn_mapping *m, sn_draft *d,
                            sn_error *err)
{
    int target = sn_mapping_target(m, sn_str_of(member->string));
    if (target < SN_MAPPING_EXTRA && !has_rule(m, member->string)) {
        sn_status s = set_values(member, (sn_draft_field)target, d, err);
        return s == SN_EINVAL ? sn_fail_in(err, s, "%.60s", member->string) : s;
    }
    if (target == SN_MAPPING_EXTRA)
        add_extra(json, member, d);
    if (target == SN_MAPPING_UNKNOWN && !begins_path(m, member->string))
        return sn_article_refuse_field(sn_str_of(member->string), err);
    return SN_OK;
}

static sn_status map_members(sn_str json, const cJSON *tree, const sn_mapping *m, sn_draft *d,
                             sn_error *err)
{
    const cJSON *member;
    sn_status s = SN_OK;
    cJSON_ArrayForEach(member, tree)
    {
        if (s == SN_OK)
            s = map_member(json, member, m, d, err);
    }
    return s;
}

sn_status sn_json_map(sn_str json, const sn_mapping *m, sn_draft *d, sn_error *err)
{
    cJSON *tree = NULL;
    sn_status s = sn_json_parse(json, &tree, err);
    if (s == SN_OK && !cJSON_IsObject(tree))
        s = sn_fail(err, SN_EINVAL, "an article is a JSON object");
    if (s == SN_OK)
        s = map_rules(tree, m, d, err);
    if (s == SN_OK)
        s = map_members(json, tree, m, d, err);
    cJSON_Delete(tree);
    return s;
}
