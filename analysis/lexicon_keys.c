#include "analysis/lexicon_keys.h"

#include "analysis/automaton_build.h"
#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

void sn_lexicon_keys_done(sn_lexicon_keys *k)
{
    free(k->at);
    *k = (sn_lexicon_keys){0};
}

sn_status sn_lexicon_keys_add(sn_lexicon_keys *k, const uint8_t *letters, size_t len,
                              uint32_t value)
{
    if (len == 0 || len > SN_WORD_MAX_LETTERS)
        return SN_ELIMIT;
    sn_lexicon_key *at = sn_grow(k->at, k->n, &k->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    k->at = at;
    sn_lexicon_key *key = &k->at[k->n];
    memset(key, 0, sizeof *key);
    memcpy(key->at, letters, len);
    key->len = (uint8_t)len;
    key->value = value;
    key->order = (uint32_t)k->n++;
    return SN_OK;
}

/* Unused letters are 0, so whole arrays compare as the words do. */
static int compare_letters(const sn_lexicon_key *a, const sn_lexicon_key *b)
{
    return memcmp(a->at, b->at, sizeof a->at);
}

static int compare_keys(const void *left, const void *right)
{
    const sn_lexicon_key *a = left;
    const sn_lexicon_key *b = right;
    int order = compare_letters(a, b);
    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

static int compare_found(const void *left, const void *right)
{
    return compare_letters(left, right);
}

void sn_lexicon_keys_sort(sn_lexicon_keys *k)
{
    if (k->n == 0)
        return;
    qsort(k->at, k->n, sizeof *k->at, compare_keys);
    size_t kept = 1;
    for (size_t i = 1; i < k->n; i++) {
        if (compare_letters(&k->at[i], &k->at[kept - 1]) != 0)
            k->at[kept++] = k->at[i];
    }
    k->n = kept;
}

sn_lexicon_key *sn_lexicon_keys_find(const sn_lexicon_keys *k, const uint8_t *letters, size_t len)
{
    sn_lexicon_key wanted = {0};
    if (k->n == 0 || len == 0 || len > SN_WORD_MAX_LETTERS)
        return NULL;
    memcpy(wanted.at, letters, len);
    return bsearch(&wanted, k->at, k->n, sizeof *k->at, compare_found);
}

void sn_lexicon_keys_mark_compounds(sn_lexicon_keys *words, const sn_lexicon_keys *compounds)
{
    for (size_t i = 0; i < compounds->n; i++) {
        sn_lexicon_key *word =
            sn_lexicon_keys_find(words, compounds->at[i].at, compounds->at[i].len);
        if (word != NULL)
            word->value |= SN_REC_COMPOUND;
    }
}

static sn_status align(sn_buf *blob)
{
    while (blob->len % 8 != 0) {
        sn_status status = sn_buf_add_byte(blob, 0);
        if (status != SN_OK)
            return status;
    }
    return SN_OK;
}

static sn_status write_records(const sn_lexicon_keys *k, size_t record_bytes, sn_buf *blob)
{
    for (size_t i = 0; i < k->n; i++) {
        uint16_t small = (uint16_t)k->at[i].value;
        const void *record = record_bytes == 2 ? (const void *)&small : &k->at[i].value;
        sn_status status = sn_buf_add(blob, record, record_bytes);
        if (status != SN_OK)
            return status;
    }
    return align(blob);
}

sn_status sn_lexicon_keys_write(const sn_lexicon_keys *k, size_t record_bytes, sn_buf *blob,
                                sn_lexicon_set *set)
{
    SN_CLEANUP_PTR(sn_automaton_builder) sn_automaton_builder *builder = NULL;
    sn_automaton automaton;
    size_t n_edges;
    sn_status status = sn_automaton_builder_create(&builder);
    for (size_t i = 0; i < k->n && status == SN_OK; i++)
        status = sn_automaton_builder_add(builder, k->at[i].at, k->at[i].len);
    if (status == SN_OK)
        status = sn_automaton_builder_finish(builder, &automaton, &n_edges);
    if (status == SN_OK)
        status = align(blob);
    if (status != SN_OK)
        return status;
    *set = (sn_lexicon_set){
        .edges = (uint32_t)blob->len, .n_edges = (uint32_t)n_edges, .n_keys = (uint32_t)k->n};
    memcpy(set->first, automaton.first, sizeof set->first);
    status = sn_buf_add(blob, automaton.edges, n_edges * sizeof *automaton.edges);
    if (status != SN_OK)
        return status;
    set->records = (uint32_t)blob->len;
    return write_records(k, record_bytes, blob);
}
