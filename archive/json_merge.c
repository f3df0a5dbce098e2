#include "archive/json_merge.h"

#include "archive/json.h"
#include "base/grow.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* A member of an object. */
typedef struct member {
    sn_str key, value; /* as they are spelt */
    sn_str name;       /* without quotes and escapes */
    char *unescaped;   /* where name is, if it was spelt with escapes */
    size_t place;
    bool is_done; /* of a patch: it met the target's */
} member;

typedef struct members {
    member *at;
    size_t n, cap;
} members;

static void members_done(members *all)
{
    for (size_t i = 0; i < all->n; i++)
        free(all->at[i].unescaped);
    free(all->at);
}
SN_DEFINE_CLEANUP(members, members_done)

static sn_status read_name(member *m)
{
    m->name = (sn_str){m->key.at + 1, m->key.len - 2};
    if (m->name.len == 0 || memchr(m->name.at, '\\', m->name.len) == NULL)
        return SN_OK;
    cJSON *string = cJSON_ParseWithLength(m->key.at, m->key.len);
    if (cJSON_IsString(string))
        m->unescaped = sn_str_dup(sn_str_of(string->valuestring));
    cJSON_Delete(string);
    m->name = sn_str_of(m->unescaped);
    return m->unescaped != NULL ? SN_OK : SN_ENOMEM;
}

static sn_status read_members(sn_str object, members *all)
{
    sn_str key, value;
    for (size_t at = 0; sn_json_next_member(object, &at, &key, &value);) {
        member *grown = sn_grow(all->at, all->n, &all->cap, sizeof *grown);
        if (grown == NULL)
            return SN_ENOMEM;
        all->at = grown;
        all->at[all->n] = (member){.key = key, .value = value, .place = all->n};
        sn_status s = read_name(&all->at[all->n++]);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

static int by_name(const void *a, const void *b)
{
    const member *left = a, *right = b;
    return sn_str_compare(left->name, right->name);
}

static int by_place(const void *a, const void *b)
{
    const member *left = a, *right = b;
    return (left->place > right->place) - (left->place < right->place);
}

static void sort(members *all, int (*compare)(const void *, const void *))
{
    if (all->n > 1)
        qsort(all->at, all->n, sizeof *all->at, compare);
}

static bool is_object(sn_str json)
{
    return json.len > 0 && json.at[0] == '{';
}

static void begin_member(sn_str key, bool *is_first, sn_buf *out)
{
    if (!*is_first)
        sn_buf_add_byte(out, ',');
    *is_first = false;
    sn_buf_add_str(out, key);
    sn_buf_add_byte(out, ':');
}

static sn_status merge(sn_str target, sn_str patch, sn_buf *out);

/* Those of the target, as the patch (sorted by name) leaves them. */
static sn_status merge_held(sn_str target, members *patch, bool *is_first, sn_buf *out)
{
    sn_str key, value;
    sn_status s = SN_OK;
    for (size_t at = 0; s == SN_OK && sn_json_next_member(target, &at, &key, &value);) {
        member own = {.key = key};
        s = read_name(&own);
        member *found = s == SN_OK && patch->n > 0
                            ? bsearch(&own, patch->at, patch->n, sizeof own, by_name)
                            : NULL;
        free(own.unescaped);
        if (found != NULL)
            found->is_done = true;
        if (s != SN_OK || (found != NULL && sn_str_equal(found->value, SN_STR("null"))))
            continue;
        begin_member(key, is_first, out);
        s = found != NULL ? merge(value, found->value, out) : sn_buf_add_str(out, value);
    }
    return s;
}

static sn_status merge_new(const members *patch, bool *is_first, sn_buf *out)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < patch->n && s == SN_OK; i++) {
        const member *m = &patch->at[i];
        if (m->is_done || sn_str_equal(m->value, SN_STR("null")))
            continue;
        begin_member(m->key, is_first, out);
        s = merge((sn_str){NULL, 0}, m->value, out);
    }
    return s;
}

/* As deep as both are, which is bounded (SN_LIMIT_JSON_DEPTH). */
static sn_status merge(sn_str target, sn_str patch, sn_buf *out)
{
    SN_CLEANUP(members) members all = {0};
    bool is_first = true;
    if (!is_object(patch))
        return sn_buf_add_str(out, patch);
    sn_status s = read_members(patch, &all);
    sn_buf_add_byte(out, '{');
    sort(&all, by_name);
    if (s == SN_OK && is_object(target))
        s = merge_held(target, &all, &is_first, out);
    sort(&all, by_place);
    if (s == SN_OK)
        s = merge_new(&all, &is_first, out);
    return s == SN_OK ? sn_buf_add_byte(out, '}') : s;
}

sn_status sn_json_merge(sn_str target, sn_str patch, sn_buf *out)
{
    return merge(sn_str_trim(target), sn_str_trim(patch), out);
}
