#include "query/word_list.h"

#include "base/grow.h"
#include "base/limits.h"
#include "layout/terms.h"

#include <stdlib.h>
#include <string.h>

/* A word while the list is made. */
typedef struct entry {
    uint32_t begin, freq;
    uint8_t len;
} entry;

typedef struct building {
    uint8_t *letters;
    size_t n_letters, letters_cap;
    entry *entries;
    size_t n, cap;
    sn_error *err;
} building;

static void building_done(building *b)
{
    free(b->letters);
    free(b->entries);
}

static sn_status add_word(building *b, sn_str word, uint32_t freq)
{
    sn_spelled w;
    if (!sn_spelled_of(word, &w) || w.len < 2)
        return SN_OK;
    if (b->n >= SN_LIMIT_SPELLING_WORDS)
        return sn_fail(b->err, SN_ELIMIT, "more than %d words", SN_LIMIT_SPELLING_WORDS);
    entry *entries = sn_grow(b->entries, b->n, &b->cap, sizeof *entries);
    if (entries == NULL)
        return sn_fail(b->err, SN_ENOMEM, "out of memory");
    b->entries = entries;
    while (b->n_letters + w.len > b->letters_cap) {
        uint8_t *letters = sn_grow_more(b->letters, &b->letters_cap, 1);
        if (letters == NULL)
            return sn_fail(b->err, SN_ENOMEM, "out of memory");
        b->letters = letters;
    }
    memcpy(b->letters + b->n_letters, w.at, w.len);
    entries[b->n++] = (entry){(uint32_t)b->n_letters, freq, (uint8_t)w.len};
    b->n_letters += w.len;
    return SN_OK;
}

/* Stems begin with no capital; of the other lists only the exact forms are words. */
static sn_status take_term(void *ctx, sn_str term, uint32_t freq)
{
    if (term.len > 0 && term.at[0] == SN_LIST_EXACT)
        term = (sn_str){term.at + 1, term.len - 1};
    else if (term.len > 0 && term.at[0] >= 'A' && term.at[0] <= 'Z')
        return SN_OK;
    return add_word(ctx, term, freq);
}

static int compare_letters(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order != 0 ? order : (a_len > b_len) - (a_len < b_len);
}

static int compare_entries(const void *a, const void *b, void *letters)
{
    const entry *left = a, *right = b;
    const uint8_t *at = letters;
    return compare_letters(at + left->begin, left->len, at + right->begin, right->len);
}

/* A stem that is an exact form of another word, too: counted once, as the more frequent. */
static void merge_equal(building *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->n; i++) {
        entry *last = kept > 0 ? &b->entries[kept - 1] : NULL;
        if (last != NULL && compare_entries(last, &b->entries[i], b->letters) == 0)
            last->freq = b->entries[i].freq > last->freq ? b->entries[i].freq : last->freq;
        else
            b->entries[kept++] = b->entries[i];
    }
    b->n = kept;
}

static uint8_t shared_letters(const building *b, size_t i)
{
    const entry *now = &b->entries[i], *before = &b->entries[i - 1];
    uint8_t n = 0;
    while (n < now->len && n < before->len &&
           b->letters[now->begin + n] == b->letters[before->begin + n])
        n++;
    return n;
}

static void fill_costs(sn_word_list *l)
{
    for (uint8_t a = 1; a < SN_LETTER_KINDS; a++) {
        for (uint8_t b = 1; b < SN_LETTER_KINDS; b++)
            l->costs[a][b] = a < SN_LETTERS_KNOWN && b < SN_LETTERS_KNOWN
                                 ? (uint8_t)sn_letter_cost(a, b)
                                 : SN_COST_OTHER;
    }
}

static sn_status finish(building *b, sn_word_list *out)
{
    if (b->n > 1)
        qsort_r(b->entries, b->n, sizeof *b->entries, compare_entries, b->letters);
    merge_equal(b);
    out->letters = malloc(b->n_letters + 1);
    out->begin = calloc(b->n + 1, sizeof *out->begin);
    out->freq = calloc(b->n + 1, sizeof *out->freq);
    out->shared = calloc(b->n + 1, 1);
    if (out->letters == NULL || out->begin == NULL || out->freq == NULL || out->shared == NULL)
        return sn_fail(b->err, SN_ENOMEM, "out of memory");
    uint32_t at = 0;
    for (size_t i = 0; i < b->n; i++) {
        const entry *e = &b->entries[i];
        memcpy(out->letters + at, b->letters + e->begin, e->len);
        out->begin[i] = at;
        out->freq[i] = e->freq;
        out->shared[i] = i > 0 ? shared_letters(b, i) : 0;
        at += e->len;
    }
    out->begin[b->n] = at;
    out->n = b->n;
    fill_costs(out);
    return SN_OK;
}

sn_status sn_word_list_build(const sn_xap_db *db, sn_word_list *out, sn_error *err)
{
    building b = {.err = err};
    sn_status s = sn_xap_db_each_term(db, SN_STR(""), take_term, &b, err);
    if (s == SN_OK)
        s = finish(&b, out);
    building_done(&b);
    return s;
}

sn_status sn_word_list_of(const sn_str *words, const uint32_t *freqs, size_t n, sn_word_list *out)
{
    building b = {0};
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = add_word(&b, words[i], freqs[i]);
    if (s == SN_OK)
        s = finish(&b, out);
    building_done(&b);
    return s;
}

void sn_word_list_done(sn_word_list *l)
{
    free(l->letters);
    free(l->begin);
    free(l->freq);
    free(l->shared);
    *l = (sn_word_list){0};
}

uint32_t sn_word_list_freq(const sn_word_list *l, const uint8_t *letters, size_t n)
{
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = (low + high) / 2, begin = l->begin[middle];
        int order = compare_letters(l->letters + begin, l->begin[middle + 1] - begin, letters, n);
        if (order == 0)
            return l->freq[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* The first word of first..last - 1 whose letter at `depth` is `letter` or a later one; words that
 * end before it come first. */
static size_t first_from(const sn_word_list *l, size_t first, size_t last, size_t depth,
                         unsigned letter)
{
    while (first < last) {
        size_t middle = (first + last) / 2, begin = l->begin[middle];
        bool is_before =
            l->begin[middle + 1] - begin <= depth || l->letters[begin + depth] < letter;
        if (is_before)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

bool sn_word_list_narrow(const sn_word_list *l, size_t *first, size_t *last, size_t depth,
                         uint8_t letter)
{
    size_t begin = first_from(l, *first, *last, depth, letter);
    size_t end = first_from(l, begin, *last, depth, letter + 1u);
    *first = begin;
    *last = end;
    return begin < end;
}
