#include "grouping/fingerprint.h"

#include <stdlib.h>

/* text and title, 8 bytes each; openings and ending, 4 each; three counts (varints); then all hashes, 4 bytes each. Low
 * byte first. Differences of sorted hashes as varints would be no shorter: of 250 hashes they have 24 bits. */

static void add_fixed(sn_buf *out, uint64_t value, size_t bytes)
{
    char *at = sn_buf_reserve(out, bytes);
    if (at == NULL)
        return;
    for (size_t i = 0; i < bytes; i++)
        at[i] = (char)(unsigned char)(value >> (8 * i));
    sn_buf_commit(out, bytes);
}

static uint64_t fixed_of(const char *at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)(unsigned char)at[i] << (8 * i);
    return value;
}

static void add_hashes(sn_buf *out, const uint32_t *hashes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_fixed(out, hashes[i], sizeof *hashes);
}

sn_status sn_fingerprint_write(const sn_fingerprint *f, sn_buf *out)
{
    size_t before = out->len;
    add_fixed(out, f->text, sizeof f->text);
    add_fixed(out, f->title, sizeof f->title);
    add_hashes(out, f->opening, 2);
    add_fixed(out, f->ending, sizeof f->ending);
    sn_buf_add_varint(out, f->n_shingles);
    sn_buf_add_varint(out, f->n_numbers);
    sn_buf_add_varint(out, f->n_passages);
    add_hashes(out, f->shingles, f->n_shingles);
    add_hashes(out, f->numbers, f->n_numbers);
    add_hashes(out, f->passages, f->n_passages);
    sn_status s = sn_buf_status(out);
    if (s != SN_OK)
        sn_buf_cut(out, before);
    return s;
}

void sn_fingerprint_memory_done(sn_fingerprint_memory *m)
{
    free(m->at);
    *m = (sn_fingerprint_memory){0};
}

static sn_status make_room(sn_fingerprint_memory *m, size_t n)
{
    if (n <= m->cap)
        return SN_OK;
    uint32_t *more = realloc(m->at, n * sizeof *more);
    if (more == NULL)
        return SN_ENOMEM;
    m->at = more;
    m->cap = n;
    return SN_OK;
}

static bool take_fixed(sn_str *rest, size_t bytes, uint64_t *out)
{
    sn_str taken;
    if (sn_str_take(rest, bytes, &taken) != SN_OK)
        return false;
    *out = fixed_of(taken.at, bytes);
    return true;
}

static bool take_head(sn_str *rest, sn_fingerprint *f)
{
    uint64_t opening[2], ending;
    if (!take_fixed(rest, 8, &f->text) || !take_fixed(rest, 8, &f->title) ||
        !take_fixed(rest, 4, &opening[0]) || !take_fixed(rest, 4, &opening[1]) ||
        !take_fixed(rest, 4, &ending))
        return false;
    f->opening[0] = (uint32_t)opening[0];
    f->opening[1] = (uint32_t)opening[1];
    f->ending = (uint32_t)ending;
    return true;
}

static bool take_count(sn_str *rest, uint64_t most, size_t *out)
{
    uint64_t n;
    if (sn_str_take_varint(rest, &n) != SN_OK || n > most)
        return false;
    *out = (size_t)n;
    return true;
}

/* n hashes, each above the one before it, moved from *rest to at. */
static bool take_hashes(sn_str *rest, size_t n, uint32_t *at)
{
    for (size_t i = 0; i < n; i++) {
        at[i] = (uint32_t)fixed_of(rest->at + i * sizeof *at, sizeof *at);
        if (i > 0 && at[i] <= at[i - 1])
            return false;
    }
    rest->at += n * sizeof *at;
    rest->len -= n * sizeof *at;
    return true;
}

sn_status sn_fingerprint_read(sn_str bytes, sn_fingerprint_memory *memory, sn_fingerprint *out)
{
    sn_fingerprint f = {0};
    sn_str rest = bytes;
    if (!take_head(&rest, &f) || !take_count(&rest, SN_FINGERPRINT_SHINGLES, &f.n_shingles) ||
        !take_count(&rest, SN_FINGERPRINT_NUMBERS, &f.n_numbers) ||
        !take_count(&rest, SN_FINGERPRINT_PASSAGES, &f.n_passages))
        return SN_ECORRUPT;
    size_t n = f.n_shingles + f.n_numbers + f.n_passages;
    if (rest.len != n * sizeof *memory->at)
        return SN_ECORRUPT;
    sn_status s = make_room(memory, n + 1); /* never no memory at all */
    if (s != SN_OK)
        return s;
    uint32_t *numbers = memory->at + f.n_shingles, *passages = numbers + f.n_numbers;
    if (!take_hashes(&rest, f.n_shingles, memory->at) ||
        !take_hashes(&rest, f.n_numbers, numbers) || !take_hashes(&rest, f.n_passages, passages))
        return SN_ECORRUPT;
    f.shingles = memory->at;
    f.numbers = numbers;
    f.passages = passages;
    *out = f;
    return SN_OK;
}
