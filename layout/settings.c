#include "layout/settings.h"

static void add_text(sn_str text, sn_buf *out)
{
    sn_buf_add_varint(out, text.len);
    sn_buf_add_str(out, text);
}

sn_status sn_setting_record_add(const sn_setting_record *record, sn_buf *out)
{
    sn_buf_add_varint(out, record->change);
    add_text(record->key, out);
    add_text(record->value, out);
    return sn_buf_status(out);
}

static sn_status take_text(sn_str *rest, sn_str *out)
{
    uint64_t len = 0;
    sn_status s = sn_str_take_varint(rest, &len);
    if (s == SN_OK && len > rest->len)
        s = SN_ECORRUPT;
    return s == SN_OK ? sn_str_take(rest, (size_t)len, out) : s;
}

sn_status sn_setting_record_take(sn_str *rest, sn_setting_record *out)
{
    sn_setting_record record = {0};
    sn_str at = *rest;
    if (at.len == 0)
        return SN_DONE;
    sn_status s = sn_str_take_varint(&at, &record.change);
    if (s == SN_OK)
        s = take_text(&at, &record.key);
    if (s == SN_OK)
        s = take_text(&at, &record.value);
    if (s == SN_OK) {
        *out = record;
        *rest = at;
    }
    return s;
}
