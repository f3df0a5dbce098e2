#include "analysis/dictionary.h"

#include "analysis/dictionary_internal.h"
#include "base/digest.h"
#include "base/grow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEM_WORD     "stem"
#define COMPOUND_WORD "compound"
#define FROZEN        "the frozen dictionary"

static void free_row(sn_dictionary_row *row)
{
    free(row->word);
    free(row->value);
}

void sn_dictionary_done(sn_dictionary *d)
{
    for (size_t i = 0; i < d->n; i++)
        free_row(&d->rows[i]);
    free(d->rows);
    *d = (sn_dictionary){0};
}

sn_status sn_dictionary_put(sn_dictionary *d, sn_dictionary_kind kind, const char *word,
                            const char *value, const char *name, uint32_t line)
{
    sn_dictionary_row *rows = sn_grow(d->rows, d->n, &d->cap, sizeof *rows);
    if (rows == NULL)
        return SN_ENOMEM;
    d->rows = rows;
    sn_dictionary_row row = {.kind = kind,
                             .word = sn_str_dup(sn_str_of(word)),
                             .value = sn_str_dup(sn_str_of(value)),
                             .name = name,
                             .line = line};
    if (row.word == NULL || row.value == NULL) {
        free_row(&row);
        return SN_ENOMEM;
    }
    d->rows[d->n++] = row;
    return SN_OK;
}

static int by_word(const void *a, const void *b)
{
    const sn_dictionary_row *left = a, *right = b;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return strcmp(left->word, right->word);
}

static int by_word_and_place(const void *a, const void *b)
{
    const sn_dictionary_row *left = a, *right = b;
    int order = by_word(a, b);
    if (order == 0)
        order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

static sn_status contradict(const sn_dictionary_row *first, const sn_dictionary_row *row,
                            sn_error *err)
{
    return sn_fail(err, SN_EINVAL, "%s, line %u: «%s» is «%s» here and «%s» in %s, line %u",
                   row->name, row->line, row->word, row->value, first->value, first->name,
                   first->line);
}

sn_status sn_dictionary_settle(sn_dictionary *d, sn_error *err)
{
    size_t kept = 0;
    sn_status s = SN_OK;
    if (d->n > 0)
        qsort(d->rows, d->n, sizeof *d->rows, by_word_and_place);
    for (size_t i = 0; i < d->n; i++) {
        const sn_dictionary_row *last = kept > 0 ? &d->rows[kept - 1] : NULL;
        if (last == NULL || by_word(last, &d->rows[i]) != 0) {
            d->rows[kept++] = d->rows[i];
            continue;
        }
        if (s == SN_OK && strcmp(last->value, d->rows[i].value) != 0)
            s = contradict(last, &d->rows[i], err);
        free_row(&d->rows[i]);
    }
    d->n = kept;
    return s;
}

bool sn_dictionary_is_stop(const sn_dictionary *d, sn_str exact)
{
    char word[256];
    if (d->n == 0 || exact.len >= sizeof word)
        return false;
    memcpy(word, exact.at, exact.len);
    word[exact.len] = '\0';
    sn_dictionary_row key = {.kind = SN_DICTIONARY_STOP, .word = word};
    return bsearch(&key, d->rows, d->n, sizeof *d->rows, by_word) != NULL;
}

sn_status sn_dictionary_freeze(const sn_dictionary *d, sn_buf *out)
{
    for (size_t i = 0; i < d->n; i++) {
        const sn_dictionary_row *row = &d->rows[i];
        if (row->kind != SN_DICTIONARY_STOP)
            (void)sn_buf_add_format(out, "%s\t%s\t%s\n",
                                    row->kind == SN_DICTIONARY_STEM ? STEM_WORD : COMPOUND_WORD,
                                    row->word, row->value);
    }
    return sn_buf_status(out);
}

/* Up to the border, which is passed over; false if there is none. */
static bool take(sn_str *text, char border, sn_buf *out)
{
    const char *end = text->len > 0 ? memchr(text->at, border, text->len) : NULL;
    if (end == NULL)
        return false;
    size_t len = (size_t)(end - text->at);
    sn_buf_clear(out);
    (void)sn_buf_add(out, text->at, len);
    (void)sn_buf_add_byte(out, 0);
    *text = (sn_str){end + 1, text->len - len - 1};
    return sn_buf_status(out) == SN_OK && len > 0;
}

static sn_status thaw_rows(sn_str text, sn_dictionary *d, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf kind = SN_BUF(64), word = SN_BUF(4096), value = SN_BUF(4096);
    sn_status s = SN_OK;
    for (uint32_t line = 1; text.len > 0 && s == SN_OK; line++) {
        bool good =
            take(&text, '\t', &kind) && take(&text, '\t', &word) && take(&text, '\n', &value);
        bool is_stem = good && strcmp(kind.at, STEM_WORD) == 0;
        if (!good || (!is_stem && strcmp(kind.at, COMPOUND_WORD) != 0))
            s = sn_fail(err, SN_ECORRUPT, "%s does not read back in line %u", FROZEN, line);
        else
            s = sn_dictionary_put(d, is_stem ? SN_DICTIONARY_STEM : SN_DICTIONARY_COMPOUND, word.at,
                                  value.at, FROZEN, line);
    }
    return s;
}

/* Would it be frozen as this text? */
static sn_status check_frozen(const sn_dictionary *d, sn_str text, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(text.len + 1);
    sn_status s = sn_dictionary_freeze(d, &again);
    if (s == SN_ENOMEM || (s == SN_OK && sn_str_equal(sn_buf_str(&again), text)))
        return s;
    return sn_fail(err, SN_ECORRUPT, "%s is not as it was written", FROZEN);
}

sn_status sn_dictionary_thaw(sn_str text, sn_dictionary *d, sn_error *err)
{
    sn_status s = thaw_rows(text, d, err);
    if (s == SN_OK)
        s = sn_dictionary_settle(d, err);
    if (s == SN_OK)
        s = check_frozen(d, text, err);
    return s == SN_EINVAL ? SN_ECORRUPT : s;
}

void sn_dictionary_digest(sn_str frozen, char out[SN_DICTIONARY_DIGEST_SIZE])
{
    uint64_t digest = sn_digest_add(SN_DIGEST_BEGIN, frozen.at, frozen.len);
    snprintf(out, SN_DICTIONARY_DIGEST_SIZE, "%016" PRIx64, digest);
    if (frozen.len == 0)
        out[0] = '\0';
}
