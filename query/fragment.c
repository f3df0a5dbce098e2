/* Which passages of a text show best why it was found. */
#include "query/highlight.h"

#include <string.h>

/* Of what a passage may have besides its marked words, this share stands before them. */
#define SHARE_BEFORE 3

typedef struct window {
    size_t first, last; /* marked tokens */
    unsigned score;
} window;

static uint32_t end_char(const sn_highlighter *h, size_t token)
{
    return token + 1 < h->tokens.n_tokens ? h->chars[token + 1] - 1 : h->chars[token + 1];
}

static uint32_t chars_of(const sn_highlighter *h, size_t first, size_t last)
{
    return end_char(h, last) - h->chars[first];
}

/* Different words first, then repetitions; words that an earlier passage has count half. */
static window window_at(const sn_highlighter *h, size_t first, const bool *shown)
{
    bool seen[SN_LIMIT_QUERY_TERMS + 1] = {false};
    window w = {.first = first, .last = first};
    for (size_t i = first; i < h->tokens.n_tokens; i++) {
        if (chars_of(h, first, i) > SN_FRAGMENT_CHARS && i > first)
            break;
        uint8_t mark = h->marks[i];
        if (mark == 0)
            continue;
        w.score += seen[mark] ? 1 : shown[mark] ? 50 : 100;
        seen[mark] = true;
        w.last = i;
    }
    return w;
}

static bool overlaps(const sn_fragment *f, const window *w)
{
    return w->first <= f->last && w->last >= f->first;
}

static bool best_window(const sn_highlighter *h, const sn_fragment *taken, const bool *shown,
                        window *out)
{
    window best = {0};
    for (size_t i = 0; i < h->tokens.n_tokens; i++) {
        if (h->marks[i] == 0)
            continue;
        window w = window_at(h, i, shown);
        if (w.score > best.score && (taken == NULL || !overlaps(taken, &w)))
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
    size_t at = h->tokens.tokens[token - 1].end, end = h->tokens.tokens[token].begin;
    for (; at < end; at++) {
        if (strchr(".!?\n", h->text.at[at]) != NULL ||
            (end - at >= 2 && memcmp(h->text.at + at, "؟", 2) == 0))
            return true;
    }
    return false;
}

static sn_fragment widen(const sn_highlighter *h, const window *w, const sn_fragment *taken)
{
    sn_fragment f = {w->first, w->last};
    uint32_t used = chars_of(h, f.first, f.last);
    uint32_t before = used < SN_FRAGMENT_CHARS ? (SN_FRAGMENT_CHARS - used) / SHARE_BEFORE : 0;
    size_t low = taken != NULL && taken->last < f.first ? taken->last + 1 : 0;
    size_t high = taken != NULL && taken->first > f.last ? taken->first : h->tokens.n_tokens;
    while (f.first > low && !begins_sentence(h, f.first) &&
           h->chars[w->first] - h->chars[f.first - 1] <= before)
        f.first--;
    while (f.last + 1 < high && chars_of(h, f.first, f.last + 1) <= SN_FRAGMENT_CHARS)
        f.last++;
    while (f.first > low && chars_of(h, f.first - 1, f.last) <= SN_FRAGMENT_CHARS)
        f.first--; /* the text ended early */
    return f;
}

size_t sn_highlight_fragments(const sn_highlighter *h, sn_fragment out[SN_FRAGMENTS_MAX])
{
    bool shown[SN_LIMIT_QUERY_TERMS + 1] = {false};
    window w;
    if (h->n_marks == 0 || !best_window(h, NULL, shown, &w))
        return 0;
    out[0] = widen(h, &w, NULL);
    for (size_t i = out[0].first; i <= out[0].last; i++)
        shown[h->marks[i]] = true;
    if (!best_window(h, &out[0], shown, &w))
        return 1;
    out[1] = widen(h, &w, &out[0]);
    if (out[1].first < out[0].first) {
        sn_fragment later = out[0];
        out[0] = out[1];
        out[1] = later;
    }
    return 2;
}

bool sn_highlight_beginning(const sn_highlighter *h, sn_fragment *out)
{
    if (h->tokens.n_tokens == 0)
        return false;
    size_t last = 0;
    while (last + 1 < h->tokens.n_tokens && chars_of(h, 0, last + 1) <= SN_FRAGMENT_CHARS)
        last++;
    *out = (sn_fragment){0, last};
    return true;
}
