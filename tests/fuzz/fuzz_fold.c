/* libFuzzer target: the laws of folding over any bytes that are UTF-8. */
#include "analysis/fold.h"
#include "base/utf8.h"
#include "tests/fuzz/law.h"

static void check_map(sn_str text, const sn_folded *f)
{
    law(f->text.len <= text.len * SN_FOLD_GROWTH);
    law(f->source[f->text.len] == text.len);
    for (size_t i = 0; i < f->text.len; i++) {
        law(f->source[i] <= f->source[i + 1]);
        law(f->source[i] < text.len);
        law(((unsigned char)text.at[f->source[i]] & 0xc0) != 0x80);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    if (!sn_utf8_is_valid(text, NULL))
        return 0;
    SN_CLEANUP(sn_folded) sn_folded once = {0};
    SN_CLEANUP(sn_folded) sn_folded twice = {0};
    law(sn_fold(text, &once) == SN_OK);
    check_map(text, &once);
    law(sn_utf8_is_valid(sn_buf_str(&once.text), NULL));
    law(sn_fold(sn_buf_str(&once.text), &twice) == SN_OK);
    law(sn_str_equal(sn_buf_str(&once.text), sn_buf_str(&twice.text)));

    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(SIZE_MAX / 2);
    SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(SIZE_MAX / 2);
    law(sn_fold_key(text, &key) == SN_OK);
    law(sn_fold_key(sn_buf_str(&key), &again) == SN_OK);
    law(sn_str_equal(sn_buf_str(&key), sn_buf_str(&again)));
    return 0;
}
