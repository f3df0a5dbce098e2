#include "query/blanks.h"

#include <string.h>

/* A spot is looked for so many runs around where it should be. */
#define REACH 10
/* So many letters of a stem tell it: endings change what is behind them. */
#define LETTERS 3

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ';
}

/* How many bytes the sign has that ends at `end`; 0: there is a letter. */
static size_t sign_before(sn_str text, size_t end)
{
    unsigned char c = (unsigned char)text.at[end - 1];
    if (c < 0x80)
        return strchr(".!?,:;)]}\"'", c) != NULL;
    bool is_sign = end >= 2 && (memcmp(text.at + end - 2, "؟", 2) == 0 ||
                                memcmp(text.at + end - 2, "»", 2) == 0);
    return is_sign ? 2 : 0;
}

/* Where the word ends that begins at i; *chars grows by its code points, each of which is stepped over at once. */
static size_t run_end(sn_str text, size_t i, uint32_t *chars)
{
    uint32_t n = 0;
    for (; i < text.len && !is_blank(text.at[i]); n++) {
        unsigned char c = (unsigned char)text.at[i];
        i += c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    }
    *chars += n;
    return i < text.len ? i : text.len;
}

/* Signs behind a word may end a sentence: they are not of it. */
static sn_status add_run(sn_highlighter *h, size_t begin, size_t end, uint32_t chars)
{
    size_t sign;
    while (end > begin + 2 && (sign = sign_before(h->text, end)) > 0)
        end -= sign;
    if (h->n_words + 1 >= h->cap && sn_highlight_room(h, h->n_words + 1) != SN_OK)
        return SN_ENOMEM;
    h->words[h->n_words++] = (sn_marked){(uint32_t)begin, (uint32_t)end, chars, 0};
    return SN_OK;
}

sn_status sn_blanks_read(sn_highlighter *h)
{
    const sn_str text = h->text;
    sn_status s = sn_highlight_room(h, text.len / 8);
    uint32_t chars = 0;
    for (size_t i = 0; i < text.len && s == SN_OK;) {
        uint32_t before = chars;
        size_t end = run_end(text, i, &chars);
        if (end > i)
            s = add_run(h, i, end, before);
        for (i = end; i < text.len && is_blank(text.at[i]); i++)
            chars++;
    }
    if (s == SN_OK)
        h->words[h->n_words].chars = chars;
    return s;
}

/* Letters of two bytes that other keyboards and spellings have, as stems have them. */
static unsigned letter_of(unsigned char first, unsigned char second)
{
    static const struct {
        unsigned from, to;
    } same[] = {{0xD98A, 0xDB8C}, {0xD989, 0xDB8C}, {0xD8A6, 0xDB8C},
                {0xD983, 0xDAA9}, {0xD8A2, 0xD8A7}, {0xD8A3, 0xD8A7},
                {0xD8A5, 0xD8A7}, {0xD8A4, 0xD988}, {0xD8A9, 0xD987}};
    unsigned letter = (unsigned)first << 8 | second;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (same[i].from == letter)
            return same[i].to;
    }
    return letter;
}

/* Does the run begin as the stem, behind its quote or bracket? */
static bool resembles(const sn_highlighter *h, const sn_marked *run, sn_str stem)
{
    const unsigned char *at = (const unsigned char *)h->text.at + run->begin,
                        *end = (const unsigned char *)h->text.at + run->end,
                        *of = (const unsigned char *)stem.at, *of_end = of + stem.len;
    if (end - at > 2 && (memcmp(at, "«", 2) == 0 || strchr("([{\"'#", *at) != NULL))
        at += *at < 0x80 ? 1 : 2;
    for (size_t n = 0; n < LETTERS && of + 1 < of_end; n++, at += 2, of += 2) {
        if (end - at < 2 || letter_of(at[0], at[1]) != letter_of(of[0], of[1]))
            return false;
    }
    return true;
}

/* The run like this stem that is nearest to `at`, or `at` itself. */
static size_t find_run(const sn_highlighter *h, size_t at, sn_str stem, bool *is_found)
{
    *is_found = true;
    for (size_t k = 0; k <= REACH; k++) {
        if (at + k < h->n_words && resembles(h, &h->words[at + k], stem))
            return at + k;
        if (at >= k && resembles(h, &h->words[at - k], stem))
            return at - k;
    }
    *is_found = false;
    return at;
}

void sn_blanks_mark(sn_highlighter *h, const sn_spots *spots)
{
    int64_t drift = 0, n = (int64_t)h->n_words;
    for (size_t i = 0; i < spots->n && spots->at[i].pos < spots->n_positions && n > 0; i++) {
        const sn_spot *spot = &spots->at[i];
        bool is_found;
        int64_t even = (int64_t)spot->pos * n / spots->n_positions, at = even + drift;
        size_t run = find_run(h, (size_t)(at < 0 ? 0 : at < n ? at : n - 1), spot->stem, &is_found);
        if (is_found)
            drift = (int64_t)run - even;
        if (h->words[run].mark == 0) {
            h->words[run].mark = (uint8_t)spot->mark;
            h->n_marks++;
        }
    }
}
