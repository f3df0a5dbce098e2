#include "query/passages.h"

#include "query/blanks.h"

/* Read before and behind a passage: how far off its words may be, and the words that stand with others. Where that was
 * too little, once more with more. */
#define SLACK_CHARS 48
#define WIDE_CHARS  160
/* So many words beside the edge of what was read may be others in the whole text: of a compound, a date, with an affix
 * beyond the edge. */
#define UNSURE_WORDS 4

/* A text whose regions are that much of it is read at once. */
#define WORTH_SHARE(bytes) ((bytes) / 4 * 3)

/* What is to be read for a passage of runs. */
static sn_region around(const sn_highlighter *h, const sn_fragment *f, uint32_t slack)
{
    size_t first = f->first, last = f->last + 1;
    uint32_t begin = h->words[first].chars, end = h->words[last].chars;
    while (first > 0 && begin - h->words[first].chars < slack)
        first--;
    while (last < h->n_words && h->words[last].chars - end < slack)
        last++;
    bool is_start = first == 0, is_end = last >= h->n_words;
    return (sn_region){.begin = is_start ? 0 : h->words[first].begin,
                       .end = is_end ? h->text.len : h->words[last].begin,
                       .chars = is_start ? 0 : h->words[first].chars};
}

/* Pieces of the text that are apart from each other. */
typedef struct regions {
    sn_region at[SN_FRAGMENTS_MAX];
    size_t n, bytes;
} regions;

static regions find_regions(const sn_highlighter *h, const sn_fragment *f, size_t n, uint32_t slack)
{
    regions found = {.n = 0};
    for (size_t i = 0; i < n; i++) {
        sn_region r = around(h, &f[i], slack);
        sn_region *last = found.n > 0 ? &found.at[found.n - 1] : NULL;
        if (last != NULL && last->end >= r.begin) {
            found.bytes += r.end - last->end;
            last->end = r.end;
        } else {
            found.bytes += r.end - r.begin;
            found.at[found.n++] = r;
        }
    }
    return found;
}

/* Does the passage keep away from the edges of the region that has it? `words` are the region's: first..end - 1. */
static bool is_inside(const sn_highlighter *h, const sn_region *r, size_t first, size_t end,
                      const sn_fragment *f)
{
    return (r->begin == 0 || f->first >= first + UNSURE_WORDS) &&
           (r->end == h->text.len || f->last + UNSURE_WORDS < end);
}

/* Are all passages where what was read of them is enough? ends: of the words of each region. */
static bool are_inside(const sn_highlighter *h, const regions *r, const size_t *ends,
                       const sn_fragment *f, size_t n)
{
    size_t region = 0;
    bool are = true;
    for (size_t i = 0; i < n && are; i++) {
        while (region + 1 < r->n && ends[region] <= f[i].first)
            region++;
        size_t first = region > 0 ? ends[region - 1] : 0;
        are = is_inside(h, &r->at[region], first, ends[region], &f[i]);
    }
    return are;
}

/* The passages in the regions, 0 if they may not be those of the whole text. total: its code points. */
static sn_status read_regions(sn_highlighter *h, const regions *r, const bool *stands,
                              uint32_t total, sn_fragment *out, size_t *n)
{
    size_t ends[SN_FRAGMENTS_MAX];
    sn_status s = SN_OK;
    h->n_words = h->n_marks = 0;
    for (size_t i = 0; i < r->n && s == SN_OK; i++) {
        s = sn_highlight_add(h, &r->at[i], stands);
        ends[i] = h->n_words;
    }
    if (s != SN_OK)
        return s;
    h->words[h->n_words].chars = total;
    *n = sn_highlight_fragments(h, out);
    if (!are_inside(h, r, ends, out, *n))
        *n = 0;
    return SN_OK;
}

/* *n: 0 if all has to be read. */
static sn_status try_regions(sn_highlighter *h, const sn_spots *spots, sn_fragment *out, size_t *n)
{
    sn_status s = sn_blanks_read(h);
    *n = 0;
    if (s != SN_OK)
        return s;
    sn_blanks_mark(h, spots);
    size_t n_chosen = sn_highlight_choose(h, out);
    uint32_t total = h->words[h->n_words].chars;
    const regions tries[] = {find_regions(h, out, n_chosen, SLACK_CHARS),
                             find_regions(h, out, n_chosen, WIDE_CHARS)};
    for (size_t i = 0; i < 2 && s == SN_OK && *n < n_chosen; i++) {
        *n = 0;
        if (tries[i].bytes <= WORTH_SHARE(h->text.len))
            s = read_regions(h, &tries[i], spots->stands, total, out, n);
    }
    if (s == SN_OK && *n < n_chosen)
        *n = 0;
    return s;
}

static void begin(sn_highlighter *h, sn_str text)
{
    h->text = text;
    h->n_words = h->n_marks = 0;
}

sn_status sn_highlight_passages(sn_highlighter *h, sn_str text, const sn_spots *spots,
                                sn_fragment out[SN_FRAGMENTS_MAX], size_t *n)
{
    size_t found = 0;
    sn_status s = SN_OK;
    begin(h, text);
    if (spots != NULL && text.len <= SN_HIGHLIGHT_BYTES && spots->n > 0)
        s = try_regions(h, spots, out, &found);
    if (s == SN_OK && found == 0 && (spots == NULL || spots->n > 0)) {
        s = sn_highlight_read(h, text);
        found = s == SN_OK ? sn_highlight_fragments(h, out) : 0;
    }
    if (s == SN_OK)
        *n = found;
    return s;
}

/* The bytes of so many code points and what is left of the word there. */
static size_t bytes_of(sn_str text, uint32_t chars)
{
    size_t i = 0;
    for (uint32_t n = 0; i < text.len && (n < chars || (unsigned char)text.at[i] > ' '); i++)
        n += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return i;
}

sn_status sn_highlight_opening(sn_highlighter *h, sn_str text, bool *is_any, sn_fragment *out)
{
    uint32_t chars = h->passage_chars != 0 ? h->passage_chars : SN_PASSAGE_CHARS;
    sn_region r = {.end = bytes_of(text, chars + SLACK_CHARS)};
    bool is_found = false;
    sn_status s = SN_OK;
    begin(h, text);
    if (r.end <= WORTH_SHARE(text.len) && r.end <= SN_HIGHLIGHT_BYTES) {
        s = sn_highlight_add(h, &r, NULL);
        if (s == SN_OK)
            h->words[h->n_words].chars = UINT32_MAX; /* the last word goes on beyond any passage */
        is_found =
            s == SN_OK && sn_highlight_beginning(h, out) && is_inside(h, &r, 0, h->n_words, out);
    }
    if (s == SN_OK && !is_found) {
        s = sn_highlight_read(h, text);
        is_found = s == SN_OK && sn_highlight_beginning(h, out);
    }
    if (s == SN_OK)
        *is_any = is_found;
    return s;
}
