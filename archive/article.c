#include "archive/article.h"

#include "archive/fields.h"
#include "archive/json.h"
#include "base/json_writer.h"

#include <stdio.h>
#include <stdlib.h>

void sn_list_done(sn_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->at[i]);
    free(list->at);
    *list = (sn_list){0};
}

void sn_article_done(sn_article *a)
{
    if (a == NULL)
        return;
    size_t n;
    const sn_field *fields = sn_fields(&n);
    for (size_t i = 0; i < n; i++) {
        switch (fields[i].kind) {
        case SN_FIELD_ID:
        case SN_FIELD_TEXT:
        case SN_FIELD_EXTRA:
            free(*(char **)sn_field_of(&fields[i], a));
            break;
        case SN_FIELD_LIST:
            sn_list_done(sn_field_of(&fields[i], a));
            break;
        default:
            break;
        }
    }
    *a = (sn_article){0};
}

/* "2021-08-27T09:41:00Z", "2021-08-27T09:41Z", or the day in Tehran "2021-08-27". */
static void write_date(sn_json *j, sn_instant instant)
{
    char text[SN_RFC3339_SIZE];
    if (instant.precision == SN_PRECISION_DAY) {
        sn_date_write_tehran_day(instant.sec, text);
    } else {
        sn_date_write_rfc3339(instant.sec, text);
        if (instant.precision == SN_PRECISION_MINUTE)
            snprintf(text + sizeof "2021-08-27T09:41" - 1, 2, "Z");
    }
    sn_json_text(j, text);
}

static void write_list(sn_json *j, const sn_list *list)
{
    sn_json_array(j);
    for (size_t i = 0; i < list->n; i++)
        sn_json_text(j, list->at[i]);
    sn_json_end(j);
}

static sn_status write_extra(sn_json *j, const char *json)
{
    sn_buf compact = SN_BUF(j->out->max);
    sn_status status = sn_json_compact(sn_str_of(json), &compact);
    if (status == SN_OK) {
        sn_json_key(j, "extra");
        sn_json_raw(j, sn_buf_str(&compact));
    }
    sn_buf_done(&compact);
    return status;
}

static sn_status write_field(sn_json *j, const sn_field *f, const sn_article *a)
{
    const void *at = sn_field_of(f, a);
    switch (f->kind) {
    case SN_FIELD_ID:
    case SN_FIELD_TEXT:
        if (*(char *const *)at == NULL)
            return SN_OK;
        sn_json_key(j, f->name);
        sn_json_text(j, *(char *const *)at);
        return SN_OK;
    case SN_FIELD_LIST:
        if (((const sn_list *)at)->n == 0)
            return SN_OK;
        sn_json_key(j, f->name);
        write_list(j, at);
        return SN_OK;
    case SN_FIELD_DATE:
        if (((const sn_instant *)at)->precision == 0)
            return SN_OK;
        sn_json_key(j, f->name);
        write_date(j, *(const sn_instant *)at);
        return SN_OK;
    case SN_FIELD_VERSION:
    case SN_FIELD_URGENCY:
        if (f->kind == SN_FIELD_VERSION ? !a->has_version : a->urgency == 0)
            return SN_OK;
        sn_json_key(j, f->name);
        sn_json_int(j, f->kind == SN_FIELD_VERSION ? a->version : a->urgency);
        return SN_OK;
    case SN_FIELD_EXTRA:
        return a->extra_json == NULL ? SN_OK : write_extra(j, a->extra_json);
    }
    return SN_OK;
}

sn_status sn_article_write(const sn_article *a, sn_buf *out)
{
    size_t n;
    const sn_field *fields = sn_fields(&n);
    sn_json j = SN_JSON(out);
    sn_status status = SN_OK;
    sn_json_object(&j);
    for (size_t i = 0; i < n && status == SN_OK; i++)
        status = write_field(&j, &fields[i], a);
    sn_json_end(&j);
    sn_status finish = sn_json_finish(&j);
    return status != SN_OK ? status : finish;
}
