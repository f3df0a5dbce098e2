#include "layout/hit.h"

#include "base/limits.h"

#include <string.h>

#define RECORD_FORMAT 1

/* Field numbers on disk: never used for another thing. */
enum {
    FIELD_ID = 1,
    FIELD_URL,
    FIELD_TITLE,
    FIELD_KICKER,
    FIELD_LEAD,
    FIELD_BODY, /* of records of before index format 6 */
    FIELD_SOURCE,
    FIELD_IMAGE_URL,
    FIELD_LANGUAGE,
    FIELD_EXTRA,
    FIELD_AUTHOR,
    FIELD_CATEGORY,
    FIELD_TAG,
    FIELD_PUBLISHED,
    FIELD_MODIFIED,
    FIELD_URGENCY,
    FIELD_VERSION,
    FIELD_ETAG,
    FIELD_BODY_BYTES
};

static void write_text(sn_buf *out, unsigned field, sn_str text)
{
    if (text.len == 0)
        return;
    sn_buf_add_varint(out, field);
    sn_buf_add_varint(out, text.len);
    sn_buf_add_str(out, text);
}

static void write_list(sn_buf *out, unsigned field, const sn_hit_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        write_text(out, field, list->at[i]);
}

/* Zigzag, so that small negative numbers stay short. */
static void write_number(sn_buf *out, unsigned field, int64_t number)
{
    unsigned char bytes[16];
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(sizeof bytes);
    sn_buf_add_varint(&value, ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0));
    write_text(out, field, sn_buf_str(&value));
}

static void write_date(sn_buf *out, unsigned field, int64_t sec, int precision)
{
    if (precision != 0)
        write_number(out, field, sec * 4 + precision);
}

sn_status sn_hit_write(const sn_hit *hit, sn_buf *out)
{
    sn_buf_add_byte(out, RECORD_FORMAT);
    write_text(out, FIELD_ID, hit->id);
    write_text(out, FIELD_TITLE, hit->title);
    write_text(out, FIELD_URL, hit->url);
    write_text(out, FIELD_SOURCE, hit->source);
    write_date(out, FIELD_PUBLISHED, hit->published_sec, hit->published_precision);
    write_date(out, FIELD_MODIFIED, hit->modified_sec, hit->modified_precision);
    write_text(out, FIELD_KICKER, hit->kicker);
    write_list(out, FIELD_AUTHOR, &hit->author);
    write_list(out, FIELD_CATEGORY, &hit->category);
    write_list(out, FIELD_TAG, &hit->tags);
    write_text(out, FIELD_IMAGE_URL, hit->image_url);
    write_text(out, FIELD_LANGUAGE, hit->language);
    if (hit->urgency != 0)
        write_number(out, FIELD_URGENCY, hit->urgency);
    if (hit->has_version)
        write_number(out, FIELD_VERSION, hit->version);
    if (hit->etag != 0)
        write_number(out, FIELD_ETAG, (int64_t)hit->etag);
    write_text(out, FIELD_EXTRA, hit->extra_json);
    if (hit->body.len > 0 || hit->body_bytes > 0)
        write_number(out, FIELD_BODY_BYTES,
                     (int64_t)(hit->body.len > 0 ? hit->body.len : hit->body_bytes));
    write_text(out, FIELD_LEAD, hit->lead);
    return sn_buf_status(out);
}

static sn_status read_number(sn_str value, int64_t *out)
{
    uint64_t raw;
    if (sn_str_take_varint(&value, &raw) != SN_OK || value.len > 0)
        return SN_ECORRUPT;
    *out = (int64_t)(raw >> 1) ^ -(int64_t)(raw & 1);
    return SN_OK;
}

static sn_status read_date(sn_str value, int64_t *sec, int *precision)
{
    int64_t packed;
    if (read_number(value, &packed) != SN_OK)
        return SN_ECORRUPT;
    *precision = (int)(packed & 3);
    *sec = (packed - *precision) / 4;
    return SN_OK;
}

static sn_status read_item(sn_hit_list *list, sn_str value)
{
    if (list->n >= SN_HIT_LIST_MAX)
        return SN_ECORRUPT;
    list->at[list->n++] = value;
    return SN_OK;
}

static sn_str *text_of(sn_hit *hit, uint64_t field)
{
    switch (field) {
    case FIELD_ID:
        return &hit->id;
    case FIELD_URL:
        return &hit->url;
    case FIELD_TITLE:
        return &hit->title;
    case FIELD_KICKER:
        return &hit->kicker;
    case FIELD_LEAD:
        return &hit->lead;
    case FIELD_BODY:
        return &hit->body;
    case FIELD_SOURCE:
        return &hit->source;
    case FIELD_IMAGE_URL:
        return &hit->image_url;
    case FIELD_LANGUAGE:
        return &hit->language;
    case FIELD_EXTRA:
        return &hit->extra_json;
    default:
        return NULL;
    }
}

static sn_status read_urgency(sn_hit *hit, sn_str value)
{
    int64_t number;
    if (read_number(value, &number) != SN_OK || number < 0 || number > 9)
        return SN_ECORRUPT;
    hit->urgency = (int)number;
    return SN_OK;
}

static sn_status read_etag(sn_hit *hit, sn_str value)
{
    int64_t number;
    sn_status s = read_number(value, &number);
    if (s == SN_OK)
        hit->etag = (uint64_t)number;
    return s;
}

static sn_status read_body_bytes(sn_hit *hit, sn_str value)
{
    int64_t number;
    if (read_number(value, &number) != SN_OK || number <= 0 || number > SN_LIMIT_TEXT_BYTES)
        return SN_ECORRUPT;
    hit->body_bytes = (uint64_t)number;
    return SN_OK;
}

static sn_status read_field(sn_hit *hit, uint64_t field, sn_str value)
{
    sn_str *text = text_of(hit, field);
    if (text != NULL) {
        *text = value;
        return SN_OK;
    }
    switch (field) {
    case FIELD_AUTHOR:
        return read_item(&hit->author, value);
    case FIELD_CATEGORY:
        return read_item(&hit->category, value);
    case FIELD_TAG:
        return read_item(&hit->tags, value);
    case FIELD_PUBLISHED:
        return read_date(value, &hit->published_sec, &hit->published_precision);
    case FIELD_MODIFIED:
        return read_date(value, &hit->modified_sec, &hit->modified_precision);
    case FIELD_URGENCY:
        return read_urgency(hit, value);
    case FIELD_VERSION:
        hit->has_version = true;
        return read_number(value, &hit->version);
    case FIELD_ETAG:
        return read_etag(hit, value);
    case FIELD_BODY_BYTES:
        return read_body_bytes(hit, value);
    default:
        return SN_OK;
    }
}

sn_status sn_hit_read(sn_str record, sn_hit *out)
{
    if (record.len == 0)
        return SN_ECORRUPT;
    if (record.at[0] != RECORD_FORMAT)
        return SN_EFORMAT;
    sn_str rest = {record.at + 1, record.len - 1};
    memset(out, 0, offsetof(sn_hit, list_memory));
    out->author.at = out->list_memory;
    out->category.at = out->list_memory + SN_HIT_LIST_MAX;
    out->tags.at = out->list_memory + (size_t)2 * SN_HIT_LIST_MAX;
    while (rest.len > 0) {
        uint64_t field, len;
        sn_str value;
        if (sn_str_take_varint(&rest, &field) != SN_OK ||
            sn_str_take_varint(&rest, &len) != SN_OK || sn_str_take(&rest, len, &value) != SN_OK ||
            read_field(out, field, value) != SN_OK)
            return SN_ECORRUPT;
    }
    return out->id.len > 0 ? SN_OK : SN_ECORRUPT;
}
