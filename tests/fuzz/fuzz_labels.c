/* Laws of labels: what is taken off lies inside the bytes and ends with them or is corrupt, and what
 * was added comes back, in its order, each key once, within the limits. */
#include "base/limits.h"
#include "layout/labels.h"
#include "tests/fuzz/law.h"

static void inside(sn_str text, sn_str bytes)
{
    law(text.at >= bytes.at && text.at + text.len <= bytes.at + bytes.len);
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

/* As far as they are labels, the bytes written again. */
static void add_again(sn_str bytes, sn_buf *out)
{
    sn_label label;
    sn_str rest = bytes;
    sn_status s;
    while ((s = sn_labels_take(&rest, &label)) == SN_OK) {
        inside(label.key, bytes);
        inside(label.text, bytes);
        bool was_there = has_key(sn_buf_str(out), label.key);
        size_t before = out->len, size = 2 + label.key.len + label.text.len;
        law(sn_labels_add(label.key, label.text, out) == SN_OK);
        law(!was_there || out->len == before);
        law(out->len == before || has_key(sn_buf_str(out), label.key));
        law(out->len != before || was_there || label.key.len > SN_LIMIT_FACET_LABEL_BYTES ||
            label.text.len > SN_LIMIT_FACET_LABEL_BYTES ||
            before + size > SN_LIMIT_FACET_LIST_BYTES);
    }
    law(s == SN_DONE || s == SN_ECORRUPT);
    law((s == SN_DONE) == (rest.len == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SN_CLEANUP(sn_buf) sn_buf once = SN_BUF(SN_LIMIT_FACET_LIST_BYTES);
    SN_CLEANUP(sn_buf) sn_buf twice = SN_BUF(SN_LIMIT_FACET_LIST_BYTES);
    if (size == 0)
        return 0;
    add_again((sn_str){(const char *)data, size}, &once);
    if (once.len == 0)
        return 0;
    add_again(sn_buf_str(&once), &twice);
    law(sn_str_equal(sn_buf_str(&once), sn_buf_str(&twice)));
    return 0;
}
