#include "layout/labels.h"

#include "base/limits.h"

static sn_status take_text(sn_str *labels, sn_str *out)
{
    sn_str length;
    sn_status s = sn_str_take(labels, 1, &length);
    return s == SN_OK ? sn_str_take(labels, (unsigned char)length.at[0], out) : s;
}

sn_status sn_labels_take(sn_str *labels, sn_label *out)
{
    sn_label label;
    sn_str rest = *labels;
    if (rest.len == 0)
        return SN_DONE;
    sn_status s = take_text(&rest, &label.key);
    if (s == SN_OK)
        s = take_text(&rest, &label.text);
    if (s != SN_OK || label.key.len == 0)
        return SN_ECORRUPT;
    if (label.text.len == 0)
        label.text = label.key;
    *labels = rest;
    *out = label;
    return SN_OK;
}

static bool has_key(sn_str labels, sn_str key)
{
    sn_label label;
    while (sn_labels_take(&labels, &label) == SN_OK) {
        if (sn_str_equal(label.key, key))
            return true;
    }
    return false;
}

sn_status sn_labels_add(sn_str key, sn_str text, sn_buf *out)
{
    if (sn_str_equal(key, text))
        text.len = 0;
    size_t size = 2 + key.len + text.len;
    if (key.len == 0 || key.len > SN_LIMIT_FACET_LABEL_BYTES ||
        text.len > SN_LIMIT_FACET_LABEL_BYTES || out->len + size > SN_LIMIT_FACET_LIST_BYTES ||
        has_key(sn_buf_str(out), key))
        return sn_buf_status(out);
    sn_buf_add_byte(out, (unsigned char)key.len);
    sn_buf_add_str(out, key);
    sn_buf_add_byte(out, (unsigned char)text.len);
    sn_buf_add_str(out, text);
    return sn_buf_status(out);
}
