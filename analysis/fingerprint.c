#include "analysis/fingerprint.h"

#include "analysis/analyzer.h"
#include "analysis/copy_text.h"
#include "analysis/fold.h"
#include "grouping/mix.h"

#include <stdlib.h>
#include <string.h>

enum {
    SHINGLE_LETTERS = 14,
    PASSAGE_LETTERS = 40,
    TITLE_LETTERS = 12 /* shorter headlines («خبر فوری») are those of many articles */
};

enum { TITLE, LEAD, BODY, PARTS };

/* Hashes that are collected, then sorted. */
typedef struct hashes {
    uint32_t *at;
    size_t n, cap;
} hashes;

struct sn_fingerprint_maker {
    sn_folded folded;
    sn_copy_text parts[PARTS];
    uint64_t *sums; /* sums[i]: polynomial of the first i letters of all parts that count */
    size_t cap;
    hashes shingles, numbers, passages;
    hashes spare; /* for sorting */
};

sn_status sn_fingerprint_maker_create(sn_fingerprint_maker **out)
{
    sn_fingerprint_maker *m = calloc(1, sizeof *m);
    if (m == NULL)
        return SN_ENOMEM;
    m->folded.text.max = (size_t)SN_ANALYSIS_MAX_BYTES;
    *out = m;
    return SN_OK;
}

void sn_fingerprint_maker_destroy(sn_fingerprint_maker *m)
{
    if (m == NULL)
        return;
    sn_folded_done(&m->folded);
    for (size_t i = 0; i < PARTS; i++)
        sn_copy_text_done(&m->parts[i]);
    free(m->sums);
    free(m->shingles.at);
    free(m->numbers.at);
    free(m->passages.at);
    free(m->spare.at);
    free(m);
}

static sn_status reserve(hashes *h, size_t n)
{
    if (n <= h->cap)
        return SN_OK;
    uint32_t *more = realloc(h->at, 2 * n * sizeof *more);
    if (more == NULL)
        return SN_ENOMEM;
    h->at = more;
    h->cap = 2 * n;
    return SN_OK;
}

/* A pass of radix sort, by one byte: texts have hundreds of hashes, for which it takes a fifth of qsort. */
static void sort_by_byte(const uint32_t *from, uint32_t *to, size_t n, unsigned shift)
{
    size_t starts[257] = {0};
    for (size_t i = 0; i < n; i++)
        starts[(from[i] >> shift & 0xff) + 1]++;
    for (size_t i = 1; i < 257; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < n; i++)
        to[starts[from[i] >> shift & 0xff]++] = from[i];
}

/* Rising, each once, the lowest `most`. */
static sn_status finish(hashes *h, hashes *spare, size_t most)
{
    sn_status s = reserve(spare, h->n);
    if (s != SN_OK)
        return s;
    for (unsigned shift = 0; shift < 32; shift += 16) {
        sort_by_byte(h->at, spare->at, h->n, shift);
        sort_by_byte(spare->at, h->at, h->n, shift + 8);
    }
    size_t kept = 0;
    for (size_t i = 0; i < h->n && kept < most; i++) {
        if (kept == 0 || h->at[kept - 1] != h->at[i])
            h->at[kept++] = h->at[i];
    }
    h->n = kept;
    return SN_OK;
}

static sn_status read_part(sn_fingerprint_maker *m, sn_str text, size_t part)
{
    sn_status s = sn_fold(text, &m->folded);
    if (s != SN_OK)
        return s;
    return sn_copy_text_read(&m->parts[part], sn_buf_str(&m->folded.text), part == BODY);
}

/* Part i is empty, or the next part with letters begins with the same ones. */
static bool is_repeated(const sn_fingerprint_maker *m, size_t i)
{
    const sn_copy_text *part = &m->parts[i];
    if (part->n_letters == 0)
        return true;
    while (++i < PARTS && m->parts[i].n_letters == 0)
        ;
    return i < PARTS && part->n_letters <= m->parts[i].n_letters &&
           memcmp(part->letters, m->parts[i].letters, part->n_letters * sizeof *part->letters) == 0;
}

#define BASE UINT64_C(0x9e3779b97f4a7c15) /* odd */

/* Behind the n sums before them, those of the letters of one part; its words and numbers are collected. */
static size_t add_part(sn_fingerprint_maker *m, const sn_copy_text *part, size_t n)
{
    for (size_t i = 0; i < part->n_words; i++)
        m->shingles.at[m->shingles.n++] = (uint32_t)n + part->words[i];
    for (size_t i = 0; i < part->n_numbers; i++)
        m->numbers.at[m->numbers.n++] = part->numbers[i];
    for (size_t i = 0; i < part->n_letters; i++, n++)
        m->sums[n + 1] = m->sums[n] * BASE + part->letters[i];
    return n;
}

static uint64_t hash_of(const uint64_t *sums, size_t begin, size_t len, uint64_t power)
{
    return sn_mix(sums[begin + len] - sums[begin] * power);
}

static uint64_t power_of(size_t letters)
{
    uint64_t power = 1;
    for (size_t i = 0; i < letters; i++)
        power *= BASE;
    return power;
}

/* shingles has the places where words begin; each becomes the hash of the letters from there on. */
static void hash_windows(sn_fingerprint_maker *m, size_t n_letters)
{
    uint64_t short_power = power_of(SHINGLE_LETTERS), long_power = power_of(PASSAGE_LETTERS);
    size_t n_words = m->shingles.n;
    m->shingles.n = m->passages.n = 0;
    for (size_t i = 0; i < n_words; i++) {
        size_t begin = m->shingles.at[i], left = n_letters - begin;
        if (left >= PASSAGE_LETTERS)
            m->passages.at[m->passages.n++] =
                (uint32_t)hash_of(m->sums, begin, PASSAGE_LETTERS, long_power);
        if (left >= SHINGLE_LETTERS)
            m->shingles.at[m->shingles.n++] =
                (uint32_t)hash_of(m->sums, begin, SHINGLE_LETTERS, short_power);
    }
}

/* Room for everything that the parts can have. */
static sn_status make_room(sn_fingerprint_maker *m)
{
    size_t letters = 1, words = 1, numbers = 0;
    for (size_t i = 0; i < PARTS; i++) {
        letters += m->parts[i].n_letters;
        words += m->parts[i].n_words;
        numbers += m->parts[i].n_numbers;
    }
    if (letters > m->cap) {
        uint64_t *more = realloc(m->sums, 2 * letters * sizeof *more);
        if (more == NULL)
            return SN_ENOMEM;
        m->sums = more;
        m->cap = 2 * letters;
    }
    sn_status s = reserve(&m->shingles, words);
    if (s == SN_OK)
        s = reserve(&m->passages, words);
    return s == SN_OK ? reserve(&m->numbers, numbers + 1) : s;
}

/* *behind_title: where the text goes on, or 0. */
static size_t add_parts(sn_fingerprint_maker *m, size_t *behind_title)
{
    size_t n = 0;
    m->sums[0] = 0;
    m->shingles.n = m->numbers.n = 0;
    for (size_t i = 0; i < PARTS; i++) {
        if (!is_repeated(m, i))
            n = add_part(m, &m->parts[i], n);
        if (i == TITLE)
            *behind_title = n;
    }
    return n;
}

/* Of 14 letters from `at` on, or of as many as there are; 0 if there are none. */
static uint32_t edge_at(const sn_fingerprint_maker *m, size_t at, size_t n_letters)
{
    size_t left = n_letters - at, len = left < SHINGLE_LETTERS ? left : SHINGLE_LETTERS;
    return len == 0 ? 0 : (uint32_t)hash_of(m->sums, at, len, power_of(len)) | 1;
}

static uint64_t title_hash(const sn_copy_text *title)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < title->n_letters; i++)
        sum = sum * BASE + title->letters[i];
    return title->n_letters < TITLE_LETTERS ? 0 : sn_mix(sum) | 1;
}

sn_status sn_fingerprint_make(sn_fingerprint_maker *m, sn_str title, sn_str lead, sn_str body,
                              sn_fingerprint *out)
{
    sn_status s = read_part(m, title, TITLE);
    if (s == SN_OK)
        s = read_part(m, lead, LEAD);
    if (s == SN_OK)
        s = read_part(m, body, BODY);
    if (s == SN_OK)
        s = make_room(m);
    if (s != SN_OK)
        return s;
    size_t behind_title = 0;
    size_t n_letters = add_parts(m, &behind_title);
    hash_windows(m, n_letters);
    s = finish(&m->shingles, &m->spare, SN_FINGERPRINT_SHINGLES);
    if (s == SN_OK)
        s = finish(&m->numbers, &m->spare, SN_FINGERPRINT_NUMBERS);
    if (s == SN_OK)
        s = finish(&m->passages, &m->spare, SN_FINGERPRINT_PASSAGES);
    if (s != SN_OK)
        return s;
    *out = (sn_fingerprint){
        .text = n_letters == 0 ? 0 : sn_mix(m->sums[n_letters] ^ n_letters) | 1,
        .title = title_hash(&m->parts[TITLE]),
        .opening = {edge_at(m, 0, n_letters), edge_at(m, behind_title, n_letters)},
        .ending =
            edge_at(m, n_letters < SHINGLE_LETTERS ? 0 : n_letters - SHINGLE_LETTERS, n_letters),
        .shingles = m->shingles.at,
        .n_shingles = m->shingles.n,
        .numbers = m->numbers.at,
        .n_numbers = m->numbers.n,
        .passages = m->passages.at,
        .n_passages = m->passages.n,
    };
    return SN_OK;
}
