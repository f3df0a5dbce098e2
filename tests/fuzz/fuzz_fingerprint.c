/* Laws of fingerprints: bytes that are read are written again as they were; an article is a copy of
 * itself, and verdicts are the same from both sides; a text has the fingerprint that is read back. */
#include "analysis/fingerprint.h"
#include "base/utf8.h"
#include "grouping/minhash.h"
#include "grouping/similarity.h"
#include "tests/fuzz/law.h"

#include <string.h>

static void share(double value)
{
    law(value >= 0 && value <= 1);
}

static void keys_rise(const sn_fingerprint *f)
{
    uint32_t keys[SN_COPY_KEYS];
    size_t n = sn_copy_keys(f, keys);
    law(n <= SN_COPY_KEYS);
    for (size_t i = 0; i < n; i++)
        law(keys[i] >> 31 == 0 && (i == 0 || keys[i] > keys[i - 1]));
}

static void compare(const sn_fingerprint *a, const sn_fingerprint *b)
{
    sn_similarity there, back;
    sn_similarity_of(a, b, &there);
    sn_similarity_of(b, a, &back);
    share(there.jaccard);
    share(there.containment);
    share(there.numbers);
    law(there.numbers_kept >= there.numbers);
    for (int64_t apart = SN_APART_UNKNOWN; apart < 400000; apart += 50000)
        law(sn_is_copy(&there, apart) == sn_is_copy(&back, apart));
}

static void read_bytes(sn_str bytes)
{
    SN_CLEANUP(sn_fingerprint_memory) sn_fingerprint_memory memory = {0};
    SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(SN_FINGERPRINT_BYTES);
    sn_fingerprint f;
    sn_status s = sn_fingerprint_read(bytes, &memory, &f);
    law(s == SN_OK || s == SN_ECORRUPT);
    if (s != SN_OK)
        return;
    law(sn_fingerprint_write(&f, &again) == SN_OK);
    law(sn_str_equal(bytes, sn_buf_str(&again)));
    keys_rise(&f);
    compare(&f, &f);
}

static void make_of_text(sn_fingerprint_maker *m, sn_str title, sn_str body)
{
    SN_CLEANUP(sn_fingerprint_memory) sn_fingerprint_memory memory = {0};
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(SN_FINGERPRINT_BYTES);
    sn_fingerprint f, kept;
    sn_similarity self;
    law(sn_fingerprint_make(m, title, (sn_str){0}, body, &f) == SN_OK);
    law(sn_fingerprint_write(&f, &bytes) == SN_OK);
    read_bytes(sn_buf_str(&bytes));
    law(sn_fingerprint_read(sn_buf_str(&bytes), &memory, &kept) == SN_OK);
    sn_similarity_of(&kept, &f, &self);
    law(sn_is_copy(&self, 1 << 30) == (f.text != 0));
    law((f.text != 0) == (f.ending != 0) && (f.text != 0 || f.n_shingles == 0));
    law(sn_fingerprint_make(m, body, title, (sn_str){0}, &f) == SN_OK);
    compare(&kept, &f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SN_CLEANUP_PTR(sn_fingerprint_maker) sn_fingerprint_maker *m = NULL;
    sn_str bytes = {(const char *)data, size};
    if (size == 0)
        return 0;
    read_bytes(bytes);
    const char *line = memchr(data, '\n', size);
    size_t title = line == NULL ? 0 : (size_t)(line - bytes.at);
    if (!sn_utf8_is_valid(bytes, NULL))
        return 0;
    law(sn_fingerprint_maker_create(&m) == SN_OK);
    make_of_text(m, (sn_str){bytes.at, title}, (sn_str){bytes.at + title, size - title});
    return 0;
}
