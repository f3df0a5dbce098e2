/* query/passages - the passages of a text, of which only they are analysed.
 *
 * The index knows at which places of an article which words stand (spots.h), and a text has its places where its blanks
 * are, about: 50 bytes off in the middle of a text, seldom more than 150. So its words as blanks separate them are marked
 * by that first, the passages among them are chosen as always, and only what is around these is analysed, marked and
 * cut. What comes out is what the analysis of all of it gives, or all of it is analysed: where a passage reaches the
 * edge of what was read, or the words are not where they should be. */
#ifndef SN_QUERY_PASSAGES_H
#define SN_QUERY_PASSAGES_H

#include "query/highlight.h"

/* A word of the question at a place of the text. */
typedef struct sn_spot {
    uint32_t pos;  /* from the beginning of the text */
    uint32_t mark; /* 1 + the index of the word */
    sn_str stem;   /* that stands there */
} sn_spot;

/* All of them in a text. */
typedef struct sn_spots {
    const sn_spot *at; /* by place, one a place */
    size_t n;
    uint32_t n_positions; /* of the text, about */
    const bool
        *stands; /* by word of the question: does it itself stand in the text? See marking.h */
} sn_spots;

/* Take a text and give its passages, as sn_highlight_read() and sn_highlight_fragments() do: n in out[]; none where
 * nothing is marked. spots: NULL where they are not known. Statuses of sn_highlight_read(). */
SN_MUST_USE sn_status sn_highlight_passages(sn_highlighter *h, sn_str text, const sn_spots *spots,
                                            sn_fragment out[SN_FRAGMENTS_MAX], size_t *n);

/* Take a text and give its beginning as sn_highlight_beginning() does, if there is any: the rest is not read, and a word
 * that is marked only where others are not anywhere may be marked. */
SN_MUST_USE sn_status sn_highlight_opening(sn_highlighter *h, sn_str text, bool *is_any,
                                           sn_fragment *out);

#endif
