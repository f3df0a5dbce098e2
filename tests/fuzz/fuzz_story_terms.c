/* Laws of story terms: bytes that are read are written again as they were; keys rise; an article is as near
 * to itself as can be, and nearness is the same from both sides. */
#include "grouping/stories.h"
#include "tests/fuzz/law.h"

static bool read_bytes(sn_str bytes, sn_story_terms *t)
{
    SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(SN_STORY_TERMS_BYTES);
    sn_status s = sn_story_terms_read(bytes, t);
    law(s == SN_OK || s == SN_ECORRUPT);
    if (s != SN_OK)
        return false;
    law(sn_story_terms_write(t, &again) == SN_OK);
    law(sn_str_equal(bytes, sn_buf_str(&again)));
    return true;
}

static void keys_rise(const sn_story_terms *t)
{
    uint32_t keys[SN_STORY_KEYS];
    size_t n = sn_story_keys(t, keys);
    law(n <= SN_STORY_KEYS && (n > 0) == (t->n > 0));
    for (size_t i = 0; i < n; i++)
        law(keys[i] >> 31 == 0 && (i == 0 || keys[i] > keys[i - 1]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_story_terms a, b;
    if (size == 0)
        return 0;
    size_t cut = 1 + data[0] % size;
    if (!read_bytes((sn_str){(const char *)data + 1, cut - 1}, &a))
        return 0;
    keys_rise(&a);
    sn_story_article x = {&a, 0}, y = {&b, (int64_t)size * 1000};
    law(a.n == 0 || sn_story_nearness(&x, &x) > 0.999999);
    if (!read_bytes((sn_str){(const char *)data + cut, size - cut}, &b))
        return 0;
    double there = sn_story_nearness(&x, &y), back = sn_story_nearness(&y, &x);
    law(there >= 0 && there <= 1 && there - back < 1e-12 && back - there < 1e-12);
    return 0;
}
