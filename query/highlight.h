/* query/highlight - the words of a question, marked in the text as it was published.
 *
 * The same analysis as for the index finds them, so every writing and inflection is marked, on the
 * original bytes. Everything is escaped for HTML but the marks themselves. */
#ifndef SN_QUERY_HIGHLIGHT_H
#define SN_QUERY_HIGHLIGHT_H

#include "query/question.h"

/* How marks are written. Zeroed: <em>…</em> in escaped HTML. Others are written as they are: who
 * sets them knows that they are harmless (mark_tag.h). */
typedef struct sn_markup {
    const char *open, *close;
    bool is_plain; /* for a terminal: nothing escaped, control characters left out */
} sn_markup;

/* A word of the text. */
typedef struct sn_marked {
    uint32_t begin, end; /* bytes of the text */
    uint32_t chars;      /* code points before it */
    uint8_t mark;        /* 0, or 1 + the index of the question's word that it is */
} sn_marked;

typedef struct sn_highlighter {
    sn_analyzer *analyzer;
    sn_markup markup;
    uint32_t passage_chars; /* of a passage, about; 0: SN_PASSAGE_CHARS */
    size_t passages;        /* at most; 0: SN_PASSAGES */
    const sn_question *question;
    sn_str text;
    sn_marked *
        words; /* those that were read, in order; behind them one that has the code points of the whole text */
    size_t n_words, cap;
    size_t n_marks;
} sn_highlighter;

void sn_highlighter_done(sn_highlighter *h);

/* Take a text and mark it; of long ones only the first SN_HIGHLIGHT_BYTES are read. SN_ENOMEM, SN_EUTF8. */
SN_MUST_USE sn_status sn_highlight_read(sn_highlighter *h, sn_str text);
#define SN_HIGHLIGHT_BYTES 131072

/* The whole text with its marks, appended. SN_ENOMEM, SN_ELIMIT (of *out), here and below. */
sn_status sn_highlight_whole(const sn_highlighter *h, sn_buf *out);

#define SN_PASSAGE_CHARS 200
#define SN_PASSAGES      2

/* A passage: words first..last, both inclusive; and the bytes of the text it is, from a border to a
 * border (analysis/borders.h), at blanks where there are any near. */
typedef struct sn_fragment {
    size_t first, last;
    size_t begin, end;
} sn_fragment;

#define SN_FRAGMENTS_MAX SN_LIMIT_SNIPPETS

/* The passages where the most of the query's words stand closest, in the order of the text; none
 * without marks. */
size_t sn_highlight_fragments(const sn_highlighter *h, sn_fragment out[SN_FRAGMENTS_MAX]);
/* The beginning of the text; false if it has no words. */
bool sn_highlight_beginning(const sn_highlighter *h, sn_fragment *out);

/* A passage with its marks, and … where the text goes on, appended. */
sn_status sn_highlight_fragment(const sn_highlighter *h, const sn_fragment *f, sn_buf *out);

/* A marked piece of the text, in code points from the text's beginning, half-open. */
typedef struct sn_char_range {
    uint32_t begin, end;
} sn_char_range;

/* The first mark on word *word or behind it that ends by byte `end`; *word moves behind it. False:
 * there is no more. */
bool sn_highlight_next(const sn_highlighter *h, size_t *word, size_t end, sn_char_range *out);
/* Code points of the text before byte `at`, which is at most the beginning of `word`. */
uint32_t sn_highlight_chars_before(const sn_highlighter *h, size_t at, size_t word);

/* For passages.c: texts of which only regions are read. */

/* A piece of the text, and the code points before it. */
typedef struct sn_region {
    size_t begin, end;
    uint32_t chars;
} sn_region;

/* Room for n words and the one behind them. SN_ENOMEM. */
SN_MUST_USE sn_status sn_highlight_room(sn_highlighter *h, size_t n);
/* Add the words of a region of h->text, which is behind those that were added; stands: see marking.h. The word behind
 * the last is left to the caller. */
SN_MUST_USE sn_status sn_highlight_add(sn_highlighter *h, const sn_region *r, const bool *stands);
/* sn_highlight_fragments() without the bytes; they may overlap in blankless text. */
size_t sn_highlight_choose(const sn_highlighter *h, sn_fragment out[SN_FRAGMENTS_MAX]);

/* Text without marks, as the markup wants it. */
void sn_markup_text(const sn_markup *m, sn_str text, sn_buf *out);

SN_DEFINE_CLEANUP(sn_highlighter, sn_highlighter_done)

#endif
