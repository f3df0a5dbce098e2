#include "query/spelling.h"

#include "base/clock.h"
#include "query/finglish.h"
#include "query/spelling_layout.h"
#include "query/spelling_query.h"

#include <math.h>
#include <string.h>

#define NEAR_TRIED  12 /* words near one: each is one short match */
#define SPLIT_TRIED 4
#define SPLIT_LEAST 2  /* letters of a half */
#define RARER       20 /* times: what a word that articles have is taken for has so many more */

#define GAP_BYTES 3 /* between two words that may be one: blanks or a half-space */

const char *sn_correction_kind_name(sn_correction_kind kind)
{
    static const char *const names[] = {[SN_CORRECTION_LETTER] = "letter",
                                        [SN_CORRECTION_SPLIT] = "split",
                                        [SN_CORRECTION_JOIN] = "join",
                                        [SN_CORRECTION_LAYOUT] = "layout",
                                        [SN_CORRECTION_FINGLISH] = "finglish"};
    return names[kind];
}

void sn_spelling_done(sn_spelling *s)
{
    sn_pool_done(&s->pool);
}

/* The best that was tried for one word. */
typedef struct trial {
    sn_spelling_query *q;
    sn_correction best;
    double worth;
    bool is_found;
    size_t first, last; /* words that it changes */
} trial;

/* Bits: that an article has a word besides the rest of the query says the more the rarer it is. */
static double fit_worth(const sn_spelling_query *q, const sn_fit *fit)
{
    double articles = 1 + (double)q->in->searcher->snapshot.articles;
    return fit->share * fit->share * log2(articles / (1 + (double)fit->freq));
}

/* Weigh one change of words first..last; it is kept if it is the best. */
static sn_status try_change(trial *t, sn_correction_kind kind, size_t first, size_t last, sn_str to,
                            unsigned cost, uint32_t freq)
{
    sn_fit fit;
    sn_status s = sn_spelling_fit(t->q, to, &fit);
    if (s != SN_OK || fit.share < 0)
        return s;
    double worth = sn_near_worth(cost, freq) + fit_worth(t->q, &fit);
    if (t->is_found && worth <= t->worth)
        return SN_OK;
    const sn_doubted *words = t->q->words;
    sn_correction change = {.kind = kind,
                            .begin = words[first].begin,
                            .end = words[last].end,
                            .freq = words[first].freq,
                            .cost = cost,
                            .fit = fit.share,
                            .evidence = fit_worth(t->q, &fit) - SN_COST_BITS * cost,
                            .is_stop = fit.is_stop};
    s = sn_pool_copy(t->q->pool, to, &change.to);
    if (s != SN_OK)
        return s;
    t->best = change;
    t->worth = worth;
    t->first = first;
    t->last = last;
    t->is_found = true;
    return SN_OK;
}

static sn_status try_near(trial *t, size_t i)
{
    sn_near near[NEAR_TRIED];
    const sn_doubted *w = &t->q->words[i];
    const sn_word_list *l = t->q->in->words;
    size_t n = sn_word_list_near(l, &w->letters, sn_near_bound(w->letters.len), near, NEAR_TRIED);
    sn_status s = SN_OK;
    for (size_t k = 0; k < n && s == SN_OK; k++) {
        char text[2 * SN_SPELLING_LETTERS];
        const uint8_t *letters = l->letters + l->begin[near[k].word];
        size_t len = l->begin[near[k].word + 1] - l->begin[near[k].word];
        if (near[k].freq < RARER * w->freq)
            continue;
        sn_str to = {text, sn_spelled_write(letters, len, text)};
        s = try_change(t, SN_CORRECTION_LETTER, i, i, to, near[k].cost, near[k].freq);
    }
    return s;
}

/* Two words in one: the cuts whose rarer half is most frequent. */
static sn_status try_splits(trial *t, size_t i)
{
    const sn_doubted *w = &t->q->words[i];
    const sn_word_list *l = t->q->in->words;
    uint32_t freqs[SN_SPELLING_LETTERS] = {0};
    for (size_t cut = SPLIT_LEAST; cut + SPLIT_LEAST <= w->letters.len; cut++) {
        uint32_t left = sn_word_list_freq(l, w->letters.at, cut);
        uint32_t right = sn_word_list_freq(l, w->letters.at + cut, w->letters.len - cut);
        freqs[cut] = left < right ? left : right;
    }
    sn_status s = SN_OK;
    for (int n = 0; n < SPLIT_TRIED && s == SN_OK; n++) {
        char text[2 * SN_SPELLING_LETTERS + 1];
        size_t cut = 0;
        for (size_t k = 1; k < SN_SPELLING_LETTERS; k++)
            cut = freqs[k] > freqs[cut] ? k : cut;
        if (freqs[cut] == 0)
            break;
        size_t len = sn_spelled_write(w->letters.at, cut, text);
        text[len++] = ' ';
        len += sn_spelled_write(w->letters.at + cut, w->letters.len - cut, text + len);
        s = try_change(t, SN_CORRECTION_SPLIT, i, i, (sn_str){text, len}, SN_COST_SPLIT,
                       freqs[cut]);
        freqs[cut] = 0;
    }
    return s;
}

/* Words i and i + 1 as one. */
static sn_status try_join(trial *t, size_t i)
{
    const sn_doubted *a = &t->q->words[i], *b = a + 1;
    sn_spelled both = a->letters;
    if (i + 1 >= t->q->n || a->letters.len == 0 || b->letters.len == 0 || b->is_changed ||
        b->begin < a->end || b->begin - a->end > GAP_BYTES ||
        a->letters.len + b->letters.len > SN_SPELLING_LETTERS)
        return SN_OK;
    for (size_t at = a->end; at < b->begin; at++) {
        if (strchr(" \t\xe2\x80\x8c", t->q->in->q.at[at]) == NULL)
            return SN_OK;
    }
    memcpy(both.at + both.len, b->letters.at, b->letters.len);
    both.len += b->letters.len;
    uint32_t freq = sn_word_list_freq(t->q->in->words, both.at, both.len);
    if (freq == 0 || (a->freq > 0 && b->freq > 0 && !t->q->in->none))
        return SN_OK;
    char text[2 * SN_SPELLING_LETTERS];
    sn_str to = {text, sn_spelled_write(both.at, both.len, text)};
    return try_change(t, SN_CORRECTION_JOIN, i, i + 1, to, SN_COST_SPLIT, freq);
}

/* The words that the chunk of word i holds. */
static sn_status try_layout(trial *t, size_t i)
{
    sn_str text;
    uint32_t freq;
    sn_spelling_query *q = t->q;
    sn_str chunk = sn_spelling_chunk(q->in->q, q->words[i].begin);
    size_t begin = (size_t)(chunk.at - q->in->q.at), end = begin + chunk.len, first = i, last = i;
    sn_status s = sn_spelling_layout_chunk(q, chunk, &text, &freq);
    if (s != SN_OK || text.len == 0)
        return s;
    while (first > 0 && q->words[first - 1].begin >= begin)
        first--;
    while (last + 1 < q->n && q->words[last + 1].begin < end)
        last++;
    bool was_found = t->is_found;
    double before = t->worth;
    s = try_change(t, SN_CORRECTION_LAYOUT, first, last, text, SN_COST_LAYOUT, freq);
    if (s == SN_OK && t->is_found && (!was_found || t->worth > before)) {
        t->best.begin = begin; /* signs are letters there, too */
        t->best.end = end;
    }
    return s;
}

static sn_status try_finglish(trial *t, size_t i)
{
    sn_near near;
    char text[2 * SN_SPELLING_LETTERS];
    const sn_doubted *w = &t->q->words[i];
    const sn_word_list *l = t->q->in->words;
    if (!sn_finglish_find(l, w->exact, &near) || near.freq < RARER * w->freq)
        return SN_OK;
    const uint8_t *letters = l->letters + l->begin[near.word];
    size_t len = l->begin[near.word + 1] - l->begin[near.word];
    sn_str to = {text, sn_spelled_write(letters, len, text)};
    return try_change(t, SN_CORRECTION_FINGLISH, i, i, to, near.cost, near.freq);
}

static sn_status try_word(trial *t, size_t i)
{
    const sn_doubted *w = &t->q->words[i];
    sn_status s = SN_OK;
    if (w->freq == 0)
        s = try_layout(t, i);
    if (s == SN_OK && w->freq <= SN_SPELLING_RARE &&
        (!t->is_found || !sn_letter_is_latin(w->letters.at[0])))
        s = try_near(t, i);
    if (s == SN_OK && w->freq == 0)
        s = try_splits(t, i);
    if (s == SN_OK)
        s = try_join(t, i);
    if (s == SN_OK && i > 0 && !t->q->words[i - 1].is_changed)
        s = try_join(t, i - 1);
    return s == SN_OK && sn_letter_is_latin(w->letters.at[0]) ? try_finglish(t, i) : s;
}

static void keep(trial *t, sn_spelling *out)
{
    if (!t->is_found || out->n == SN_LIMIT_SPELLING_CHANGES)
        return;
    for (size_t i = t->first; i <= t->last; i++)
        t->q->words[i].is_changed = true;
    out->changes[out->n++] = t->best;
}

static bool has_time(const sn_spelling_query *q)
{
    return q->in->deadline_us == 0 || sn_clock_monotonic_us() < q->in->deadline_us;
}

/* Where every word is known and yet no article has them all, a space may be too many. */
static sn_status try_words(sn_spelling_query *q, sn_spelling *out)
{
    bool has_doubts = false;
    sn_status s = SN_OK;
    for (size_t i = 0; i < q->n; i++)
        has_doubts = has_doubts || q->words[i].is_doubted;
    for (size_t i = 0; i < q->n && s == SN_OK && has_time(q); i++) {
        trial t = {.q = q};
        if (q->words[i].is_changed)
            continue;
        if (q->words[i].is_doubted)
            s = try_word(&t, i);
        else if (!has_doubts && q->in->none)
            s = try_join(&t, i);
        keep(&t, out);
    }
    return s;
}

/* Changes in the order of the query, and the text with them. */
static sn_status write_text(sn_str q, sn_spelling *out)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(8 * SN_LIMIT_QUERY_BYTES);
    size_t at = 0;
    for (size_t i = 1; i < out->n; i++) {
        sn_correction moved = out->changes[i];
        size_t k = i;
        for (; k > 0 && out->changes[k - 1].begin > moved.begin; k--)
            out->changes[k] = out->changes[k - 1];
        out->changes[k] = moved;
    }
    for (size_t i = 0; i < out->n; i++) {
        const sn_correction *c = &out->changes[i];
        sn_buf_add(&text, q.at + at, c->begin - at);
        sn_buf_add_str(&text, c->to);
        at = c->end;
    }
    sn_buf_add(&text, q.at + at, q.len - at);
    sn_status s = sn_buf_status(&text);
    if (s == SN_OK && text.len > SN_LIMIT_QUERY_BYTES)
        out->n = 0; /* too long to be asked */
    return s == SN_OK ? sn_pool_copy(&out->pool, sn_buf_str(&text), &out->text) : s;
}

sn_status sn_spelling_propose(const sn_spelling_input *in, sn_spelling *out, sn_error *err)
{
    SN_CLEANUP(sn_spelling_query) sn_spelling_query q = {.pool = &out->pool};
    sn_status s = sn_spelling_query_read(in, &q, err);
    if (s == SN_OK)
        s = sn_spelling_layout_query(&q, out);
    if (s == SN_OK && out->n == 0)
        s = try_words(&q, out);
    return s == SN_OK && out->n > 0 ? write_text(in->q, out) : s;
}
