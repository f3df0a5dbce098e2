/* Which passages of a text show best why it was found. */
#include "analysis/borders.h"
#include "query/highlight.h"

#include <string.h>

/* Of what a passage may have besides its marked words, this share stands before them. */
#define SHARE_BEFORE 3

/* A passage ends at a blank if one is so near, and at a border between words otherwise. */
#define EDGE_BYTES 64

typedef struct window {
    size_t first, last; /* marked tokens */
    unsigned score;
} window;

static uint32_t passage_chars(const sn_highlighter *h)
{
    return h->passage_chars != 0 ? h->passage_chars : SN_PASSAGE_CHARS;
}

static uint32_t end_char(const sn_highlighter *h, size_t token)
{
    return token + 1 < h->n_words ? h->words[token + 1].chars - 1 : h->words[token + 1].chars;
}

static uint32_t chars_of(const sn_highlighter *h, size_t first, size_t last)
{
    return end_char(h, last) - h->words[first].chars;
}

/* Different words first, then repetitions; words that an earlier passage has count half. */
static window window_at(const sn_highlighter *h, size_t first, const bool *shown)
{
    bool seen[SN_LIMIT_QUERY_TERMS + 1] = {false};
    window w = {.first = first, .last = first};
    for (size_t i = first; i < h->n_words; i++) {
        if (chars_of(h, first, i) > passage_chars(h) && i > first)
            break;
        uint8_t mark = h->words[i].mark;
        if (mark == 0)
            continue;
        w.score += seen[mark] ? 1 : shown[mark] ? 50 : 100;
        seen[mark] = true;
        w.last = i;
    }
    return w;
}

static bool overlaps(const sn_fragment *taken, size_t n, const window *w)
{
    for (size_t i = 0; i < n; i++) {
        if (w->first <= taken[i].last && w->last >= taken[i].first)
            return true;
    }
    return false;
}

static bool best_window(const sn_highlighter *h, const sn_fragment *taken, size_t n,
                        const bool *shown, window *out)
{
    window best = {0};
    for (size_t i = 0; i < h->n_words; i++) {
        if (h->words[i].mark == 0)
            continue;
        window w = window_at(h, i, shown);
        if (w.score > best.score && !overlaps(taken, n, &w))
            best = w;
    }
    *out = best;
    return best.score > 0;
}

/* Does a sentence begin with this token? */
static bool begins_sentence(const sn_highlighter *h, size_t token)
{
    if (token == 0)
        return true;
    size_t at = h->words[token - 1].end, end = h->words[token].begin;
    for (; at < end; at++) {
        if (strchr(".!?\n", h->text.at[at]) != NULL ||
            (end - at >= 2 && memcmp(h->text.at + at, "؟", 2) == 0))
            return true;
    }
    return false;
}

/* The tokens from low on and before high are free, and the window is among them. */
static void find_room(const sn_highlighter *h, const window *w, const sn_fragment *taken, size_t n,
                      size_t *low, size_t *high)
{
    *low = 0;
    *high = h->n_words;
    for (size_t i = 0; i < n; i++) {
        if (taken[i].last < w->first && taken[i].last + 1 > *low)
            *low = taken[i].last + 1;
        if (taken[i].first > w->last && taken[i].first < *high)
            *high = taken[i].first;
    }
}

static sn_fragment widen(const sn_highlighter *h, const window *w, const sn_fragment *taken,
                         size_t n)
{
    size_t low, high;
    sn_fragment f = {.first = w->first, .last = w->last};
    uint32_t used = chars_of(h, f.first, f.last), room = passage_chars(h);
    uint32_t before = used < room ? (room - used) / SHARE_BEFORE : 0;
    find_room(h, w, taken, n, &low, &high);
    while (f.first > low && !begins_sentence(h, f.first) &&
           h->words[w->first].chars - h->words[f.first - 1].chars <= before)
        f.first--;
    while (f.last + 1 < high && chars_of(h, f.first, f.last + 1) <= room)
        f.last++;
    while (f.first > low && chars_of(h, f.first - 1, f.last) <= room)
        f.first--; /* the text ended early */
    return f;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Where the run of signs and letters begins that the first token is in, with its quote or bracket;
 * at the beginning of the text what stands before the first word belongs to it. */
static size_t left_edge(sn_str text, size_t word, bool is_first)
{
    size_t at = word;
    while (at > 0 && word - at < EDGE_BYTES && !is_blank(text.at[at - 1]))
        at--;
    if (is_first)
        at = 0;
    while (at < word && is_blank(text.at[at]))
        at++;
    bool is_edge = at == 0 || is_blank(text.at[at - 1]);
    return sn_border_before(text, is_edge ? at : word);
}

/* The stop, quote or bracket that is written onto the last word belongs to it. */
static size_t right_edge(sn_str text, size_t word)
{
    size_t at = word;
    while (at < text.len && at - word < EDGE_BYTES && !is_blank(text.at[at]))
        at++;
    return sn_border_after(text, at == text.len || is_blank(text.at[at]) ? at : word);
}

/* The bytes of a passage, and the words that came with them. */
static void set_edges(const sn_highlighter *h, sn_fragment *f)
{
    f->begin = left_edge(h->text, h->words[f->first].begin, f->first == 0);
    f->end = right_edge(h->text, h->words[f->last].end);
    while (f->first > 0 && h->words[f->first - 1].begin >= f->begin)
        f->first--;
    while (f->last + 1 < h->n_words && h->words[f->last + 1].end <= f->end)
        f->last++;
}

/* Passages in the order of the text. */
static void sort_fragments(sn_fragment *f, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        sn_fragment one = f[i];
        size_t k = i;
        for (; k > 0 && f[k - 1].first > one.first; k--)
            f[k] = f[k - 1];
        f[k] = one;
    }
}

/* Passages of text without blanks may reach into each other: then they are one. */
static size_t join_fragments(sn_fragment *f, size_t n)
{
    size_t kept = n > 0 ? 1 : 0;
    for (size_t i = 1; i < n; i++) {
        sn_fragment *last = &f[kept - 1];
        if (f[i].begin >= last->end) {
            f[kept++] = f[i];
        } else if (f[i].end > last->end) {
            last->end = f[i].end;
            last->last = f[i].last;
        }
    }
    return kept;
}

size_t sn_highlight_choose(const sn_highlighter *h, sn_fragment out[SN_FRAGMENTS_MAX])
{
    bool shown[SN_LIMIT_QUERY_TERMS + 1] = {false};
    size_t wanted = h->passages != 0 ? h->passages : SN_PASSAGES, n = 0;
    window w;
    while (n < wanted && n < SN_FRAGMENTS_MAX && h->n_marks > 0 &&
           best_window(h, out, n, shown, &w)) {
        out[n] = widen(h, &w, out, n);
        for (size_t i = out[n].first; i <= out[n].last; i++)
            shown[h->words[i].mark] = true;
        n++;
    }
    sort_fragments(out, n);
    return n;
}

size_t sn_highlight_fragments(const sn_highlighter *h, sn_fragment out[SN_FRAGMENTS_MAX])
{
    size_t n = sn_highlight_choose(h, out);
    for (size_t i = 0; i < n; i++)
        set_edges(h, &out[i]);
    return join_fragments(out, n);
}

bool sn_highlight_beginning(const sn_highlighter *h, sn_fragment *out)
{
    if (h->n_words == 0)
        return false;
    size_t last = 0;
    while (last + 1 < h->n_words && chars_of(h, 0, last + 1) <= passage_chars(h))
        last++;
    *out = (sn_fragment){.last = last};
    set_edges(h, out);
    return true;
}
