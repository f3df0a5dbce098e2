#include "grouping/minhash.h"

#include "grouping/keys.h"
#include "grouping/mix.h"

/* One order of all hashes for each row: odd factors keep them apart, the shift brings the high bits
 * down, where the factor has done little. */
static uint32_t least(const uint32_t *hashes, size_t n, uint32_t factor)
{
    uint32_t found = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        uint32_t h = (hashes[i] ^ (hashes[i] >> 15)) * factor;
        h ^= h >> 13;
        found = h < found ? h : found;
    }
    return found;
}

/* kind: no key of one kind is one of another. */
static uint32_t key_of(uint64_t kind, uint64_t value)
{
    return (uint32_t)(sn_mix(value + kind * UINT64_C(0x9e3779b97f4a7c15)) >> 33);
}

static size_t add_bands(const sn_fingerprint *f, uint32_t *keys)
{
    for (uint32_t band = 0; band < SN_COPY_BANDS && f->n_shingles > 0; band++) {
        uint64_t rows = 0;
        for (uint32_t i = 2 * band; i < 2 * band + 2; i++) {
            uint32_t factor = (uint32_t)sn_mix(i + 1) | 1;
            rows = rows << 32 | least(f->shingles, f->n_shingles, factor);
        }
        keys[band] = key_of(band, rows);
    }
    return f->n_shingles > 0 ? SN_COPY_BANDS : 0;
}

size_t sn_copy_keys(const sn_fingerprint *f, uint32_t keys[SN_COPY_KEYS])
{
    size_t n = add_bands(f, keys);
    for (size_t i = 0; i < f->n_passages; i++)
        keys[n++] = key_of(SN_COPY_BANDS, f->passages[i]);
    if (f->title != 0)
        keys[n++] = key_of(SN_COPY_BANDS + 1, f->title);
    return sn_sort_keys(keys, n);
}
