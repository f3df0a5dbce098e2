#include "query/pins.h"

#include "archive/pin.h"
#include "base/grow.h"
#include "layout/settings.h"

#include <stdlib.h>
#include <string.h>

/* Stems with a blank between. */
#define KEY_BYTES ((size_t)SN_LIMIT_QUERY_TERMS * (SN_TERM_MAX_BYTES + 1))

typedef struct row {
    char *key; /* the stems of its query */
    uint64_t change;
    sn_pin pin;
} row;

struct sn_pins {
    row *rows; /* by key, then match */
    size_t n, cap;
    bool any_contains;
};

void sn_pins_destroy(sn_pins *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < p->n; i++) {
        free(p->rows[i].key);
        sn_pin_done(&p->rows[i].pin);
    }
    free(p->rows);
    free(p);
}

/* The words that carry weight. */
static size_t content_of(const sn_question *q, sn_str stems[SN_LIMIT_QUERY_TERMS])
{
    size_t n = 0;
    for (size_t i = 0; i < q->n_words; i++) {
        if (q->words[i].is_scored)
            stems[n++] = q->words[i].stem;
    }
    return n;
}

static sn_status key_of(const sn_str *stems, size_t n, sn_buf *out)
{
    sn_buf_clear(out);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            sn_buf_add_byte(out, ' ');
        sn_buf_add_str(out, stems[i]);
    }
    return sn_buf_status(out);
}

/* SN_DONE: the query has no word, or more than a query may have. */
static sn_status read_key(sn_analyzer *analyzer, const sn_dictionary *stop, sn_str query,
                          char **out)
{
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(KEY_BYTES);
    sn_str stems[SN_LIMIT_QUERY_TERMS];
    sn_question *q = calloc(1, sizeof *q);
    if (q == NULL)
        return SN_ENOMEM;
    sn_status s = sn_question_read(analyzer, query, q, NULL);
    size_t n = 0;
    if (s == SN_OK) {
        sn_question_stop(q, stop);
        n = content_of(q, stems);
        s = n > 0 ? key_of(stems, n, &key) : SN_DONE;
    }
    if (s == SN_OK)
        *out = sn_str_dup(sn_buf_str(&key));
    if (s == SN_OK && *out == NULL)
        s = SN_ENOMEM;
    sn_question_done(q);
    free(q);
    return s == SN_ELIMIT ? SN_DONE : s;
}

static sn_status add_row(sn_pins *p, sn_analyzer *analyzer, const sn_dictionary *stop,
                         const sn_setting_record *record)
{
    SN_CLEANUP(sn_pin) sn_pin pin = {0};
    char *key = NULL;
    sn_status s = sn_pin_parse(record->value, record->key, &pin, NULL);
    if (s != SN_OK)
        return s == SN_ENOMEM ? s : SN_ECORRUPT;
    s = read_key(analyzer, stop, record->key, &key);
    if (s != SN_OK)
        return s == SN_DONE ? SN_OK : s;
    row *rows = sn_grow(p->rows, p->n, &p->cap, sizeof *rows);
    if (rows == NULL) {
        free(key);
        return SN_ENOMEM;
    }
    p->rows = rows;
    p->rows[p->n++] = (row){key, record->change, pin};
    p->any_contains = p->any_contains || pin.match == SN_PIN_CONTAINS;
    pin = (sn_pin){0};
    return SN_OK;
}

static int compare(const row *r, const char *key, sn_pin_match match)
{
    int order = strcmp(r->key, key);
    return order != 0 ? order : (int)r->pin.match - (int)match;
}

static int by_key_latest_first(const void *a, const void *b)
{
    const row *left = a, *right = b;
    int order = compare(left, right->key, right->pin.match);
    return order != 0 ? order : (left->change < right->change) - (left->change > right->change);
}

/* Of equal ones the first stays. */
static void settle(sn_pins *p)
{
    size_t kept = 0;
    if (p->n > 1)
        qsort(p->rows, p->n, sizeof *p->rows, by_key_latest_first);
    for (size_t i = 0; i < p->n; i++) {
        row *r = &p->rows[i];
        if (kept > 0 && compare(&p->rows[kept - 1], r->key, r->pin.match) == 0) {
            free(r->key);
            sn_pin_done(&r->pin);
        } else {
            p->rows[kept++] = *r;
        }
    }
    p->n = kept;
}

sn_status sn_pins_create(sn_analyzer *analyzer, const sn_dictionary *stop, sn_str records,
                         sn_pins **out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_pins) sn_pins *p = calloc(1, sizeof *p);
    sn_setting_record record;
    sn_status s = p == NULL ? SN_ENOMEM : SN_OK;
    while (s == SN_OK && (s = sn_setting_record_take(&records, &record)) == SN_OK)
        s = add_row(p, analyzer, stop, &record);
    if (s != SN_DONE)
        return sn_fail(err, s, "the pins of the index do not read");
    settle(p);
    *out = p;
    p = NULL;
    return SN_OK;
}

static const sn_pin *find_row(const sn_pins *p, const char *key, sn_pin_match match)
{
    size_t low = 0, high = p->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&p->rows[middle], key, match);
        if (order == 0)
            return &p->rows[middle].pin;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool is_said(const sn_curation *c, const char *id)
{
    for (size_t i = 0; i < c->n_pinned; i++)
        if (strcmp(c->pinned[i], id) == 0)
            return true;
    for (size_t i = 0; i < c->n_hidden; i++)
        if (strcmp(c->hidden[i], id) == 0)
            return true;
    return false;
}

static void take_pin(const sn_pin *pin, sn_curation *c)
{
    if (pin == NULL)
        return;
    for (size_t i = 0; i < pin->pinned.n && c->n_pinned < SN_LIMIT_PINNED_IDS; i++)
        if (!is_said(c, pin->pinned.at[i]))
            c->pinned[c->n_pinned++] = pin->pinned.at[i];
    for (size_t i = 0; i < pin->hidden.n && c->n_hidden < SN_LIMIT_PIN_HIDDEN_IDS; i++)
        if (!is_said(c, pin->hidden.at[i]))
            c->hidden[c->n_hidden++] = pin->hidden.at[i];
}

sn_status sn_pins_find(const sn_pins *p, const sn_question *question, sn_curation *out)
{
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(KEY_BYTES);
    sn_str stems[SN_LIMIT_QUERY_TERMS];
    size_t n = content_of(question, stems);
    *out = (sn_curation){0};
    if (n == 0 || p->n == 0)
        return SN_OK;
    sn_status s = key_of(stems, n, &key);
    if (s == SN_OK)
        take_pin(find_row(p, sn_buf_text(&key), SN_PIN_EXACT), out);
    for (size_t len = p->any_contains ? n : 0; len > 0 && s == SN_OK; len--) {
        for (size_t first = 0; first + len <= n && s == SN_OK; first++) {
            s = key_of(stems + first, len, &key);
            if (s == SN_OK)
                take_pin(find_row(p, sn_buf_text(&key), SN_PIN_CONTAINS), out);
        }
    }
    return s;
}
