#include "archive/address.h"
#include "archive/article.h"

#include "archive/fields.h"
#include "archive/json.h"
#include "base/limits.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct parser {
    sn_str json;
    sn_article *article;
    sn_error *err;
} parser;

static sn_status wrong(const parser *p, const sn_field *f, const char *what)
{
    return sn_fail(p->err, SN_EINVAL, "%s: %s", f->name, what);
}

/* A trimmed copy in *slot, or NULL there for a blank text. */
static sn_status copy_text(const parser *p, const sn_field *f, const char *text, char **slot)
{
    sn_str trimmed = sn_text_trim(sn_str_of(text));
    if (trimmed.len == 0 || sn_text_is_blank(trimmed))
        return SN_OK;
    if (trimmed.len > f->max_bytes)
        return sn_fail(p->err, SN_ELIMIT, "%s: %zu bytes, at most %zu are allowed", f->name,
                       trimmed.len, f->max_bytes);
    *slot = sn_str_dup(trimmed);
    return *slot != NULL ? SN_OK : sn_fail(p->err, SN_ENOMEM, "%s: no memory", f->name);
}

static sn_status parse_text(const parser *p, const sn_field *f, const cJSON *value)
{
    if (!cJSON_IsString(value))
        return wrong(p, f, "a string is wanted");
    return copy_text(p, f, value->valuestring, sn_field_of(f, p->article));
}

/* Whole numbers that a double holds exactly. */
static bool is_whole(const cJSON *value)
{
    return cJSON_IsNumber(value) && fabs(value->valuedouble) < 9007199254740992.0 &&
           floor(value->valuedouble) == value->valuedouble;
}

static sn_status parse_id(const parser *p, const sn_field *f, const cJSON *value)
{
    char text[32];
    const char *id = cJSON_GetStringValue(value);
    if (cJSON_IsNumber(value)) {
        if (!is_whole(value))
            return wrong(p, f, "a string or a whole number below 2^53 is wanted");
        snprintf(text, sizeof text, "%lld", (long long)value->valuedouble);
        id = text;
    }
    if (id == NULL)
        return wrong(p, f, "a string is wanted");
    return copy_text(p, f, id, &p->article->id);
}

static sn_status add_item(const parser *p, const sn_field *f, const cJSON *value, sn_list *list)
{
    if (!cJSON_IsString(value))
        return wrong(p, f, "a list of strings is wanted");
    char *text = NULL;
    sn_status status = copy_text(p, f, value->valuestring, &text);
    if (status == SN_OK && text != NULL)
        list->at[list->n++] = text;
    return status;
}

static sn_status parse_list(const parser *p, const sn_field *f, const cJSON *value)
{
    sn_list *list = sn_field_of(f, p->article);
    int n = cJSON_IsArray(value) ? cJSON_GetArraySize(value) : 1;
    if (n > SN_LIMIT_LIST_ITEMS)
        return sn_fail(p->err, SN_ELIMIT, "%s: %d items, at most %d are allowed", f->name, n,
                       SN_LIMIT_LIST_ITEMS);
    list->at = calloc((size_t)n + 1, sizeof *list->at);
    if (list->at == NULL)
        return sn_fail(p->err, SN_ENOMEM, "%s: no memory", f->name);
    if (!cJSON_IsArray(value))
        return add_item(p, f, value, list);
    const cJSON *item;
    sn_status status = SN_OK;
    cJSON_ArrayForEach(item, value)
    {
        if (status == SN_OK)
            status = add_item(p, f, item, list);
    }
    return status;
}

static sn_status parse_date(const parser *p, const sn_field *f, const cJSON *value)
{
    sn_instant *slot = sn_field_of(f, p->article);
    sn_status status = SN_OK;
    if (cJSON_IsString(value)) {
        sn_str text = sn_text_trim(sn_str_of(value->valuestring));
        if (sn_text_is_blank(text))
            return SN_OK;
        status = sn_date_parse(text, slot, p->err);
    } else if (cJSON_IsNumber(value) && fabs(value->valuedouble) < 1e15) {
        status = sn_date_of_number((int64_t)floor(value->valuedouble), slot, p->err);
    } else {
        return wrong(p, f, "a date is wanted, as text or as seconds since 1970");
    }
    return status == SN_OK ? SN_OK : sn_fail_in(p->err, status, "%s", f->name);
}

static sn_status parse_number(const parser *p, const sn_field *f, const cJSON *value)
{
    if (f->kind == SN_FIELD_URGENCY) {
        if (!is_whole(value) || value->valuedouble < 1 || value->valuedouble > 8)
            return wrong(p, f, "a whole number from 1 to 8 is wanted");
        p->article->urgency = (int)value->valuedouble;
        return SN_OK;
    }
    if (!is_whole(value) || value->valuedouble < 0)
        return wrong(p, f, "a whole number from 0 to 2^53 - 1 is wanted");
    p->article->version = (int64_t)value->valuedouble;
    p->article->has_version = true;
    return SN_OK;
}

/* The text of the object, not cJSON's: a double rounds long numbers. */
static sn_status parse_extra(const parser *p, const sn_field *f, const cJSON *value)
{
    if (!cJSON_IsObject(value))
        return wrong(p, f, "an object is wanted");
    SN_CLEANUP(sn_buf) sn_buf compact = SN_BUF(f->max_bytes);
    sn_status status = sn_json_compact(sn_json_member(p->json, f->name), &compact);
    if (status == SN_ELIMIT)
        return sn_fail(p->err, SN_ELIMIT, "%s: over %zu bytes", f->name, f->max_bytes);
    if (status == SN_OK)
        p->article->extra_json = sn_str_dup(sn_buf_str(&compact));
    if (p->article->extra_json == NULL)
        return sn_fail(p->err, SN_ENOMEM, "%s: no memory", f->name);
    return SN_OK;
}

static sn_status parse_value(const parser *p, const sn_field *f, const cJSON *value)
{
    switch (f->kind) {
    case SN_FIELD_ID:
        return parse_id(p, f, value);
    case SN_FIELD_TEXT:
        return parse_text(p, f, value);
    case SN_FIELD_LIST:
        return parse_list(p, f, value);
    case SN_FIELD_DATE:
        return parse_date(p, f, value);
    case SN_FIELD_VERSION:
    case SN_FIELD_URGENCY:
        return parse_number(p, f, value);
    case SN_FIELD_EXTRA:
        return parse_extra(p, f, value);
    }
    return SN_EINTERNAL;
}

static sn_status parse_members(const parser *p, const cJSON *tree)
{
    const cJSON *member;
    unsigned seen = 0;
    size_t n;
    const sn_field *fields = sn_fields(&n);
    cJSON_ArrayForEach(member, tree)
    {
        const sn_field *f = sn_field_find(member->string);
        if (f == NULL)
            return sn_article_refuse_field(sn_str_of(member->string), p->err);
        unsigned bit = 1u << (f - fields);
        if ((seen & bit) != 0)
            return wrong(p, f, "given twice, under two names");
        seen |= bit;
        sn_status status = cJSON_IsNull(member) ? SN_OK : parse_value(p, f, member);
        if (status != SN_OK)
            return status;
    }
    return SN_OK;
}

/* Escapes can make the canonical form six times as long; it must be readable again. */
static sn_status check_length(const parser *p)
{
    if (p->json.len <= SN_LIMIT_ARTICLE_BYTES / 6)
        return SN_OK;
    SN_CLEANUP(sn_buf) sn_buf written = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    sn_status status = sn_article_write(p->article, &written);
    return status == SN_OK ? SN_OK
                           : sn_fail(p->err, status, "the article has over %d bytes as JSON",
                                     SN_LIMIT_ARTICLE_BYTES);
}

/* Where it has no id, an article is called by its address. */
static sn_status name_by_address(const parser *p)
{
    sn_str url = sn_str_of(p->article->url);
    SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(SN_LIMIT_ID_BYTES);
    if (p->article->id != NULL || !sn_address_is(url))
        return SN_OK;
    sn_status status = sn_address_id(url, &id);
    if (status != SN_OK)
        return status;
    p->article->id = sn_str_dup(sn_buf_str(&id));
    return p->article->id != NULL ? SN_OK : SN_ENOMEM;
}

static sn_status parse_tree(const parser *p, const cJSON *tree)
{
    if (!cJSON_IsObject(tree))
        return sn_fail(p->err, SN_EINVAL, "byte 0: an article is a JSON object");
    sn_status status = parse_members(p, tree);
    if (status != SN_OK)
        return status;
    status = name_by_address(p);
    if (status == SN_OK)
        status = sn_article_check_id(sn_str_of(p->article->id), p->err);
    if (status != SN_OK)
        return status;
    if (p->article->title == NULL)
        return sn_fail(p->err, SN_EINVAL, "title: missing or blank");
    return check_length(p);
}

sn_status sn_article_parse(sn_str json, sn_article *out, sn_error *err)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    cJSON *tree = NULL;
    if (json.len > SN_LIMIT_ARTICLE_BYTES)
        return sn_fail(err, SN_ELIMIT, "%zu bytes, an article has at most %d", json.len,
                       SN_LIMIT_ARTICLE_BYTES);
    sn_status status = sn_json_parse(json, &tree, err);
    if (status != SN_OK)
        return status;
    status = parse_tree(&(parser){json, &article, err}, tree);
    cJSON_Delete(tree);
    if (status == SN_OK) {
        *out = article;
        article = (sn_article){0};
    }
    return status;
}
