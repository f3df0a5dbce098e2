/* layout/terms - which terms an article has in the index.
 *
 *   list             term                    places     wdf
 *   stems            the stem itself         yes        weighted by field (SN_WDF_*)
 *   title stems      T + stem                yes        1
 *   exact forms      E + exact form          no         1; only where it differs from the stem
 *   id               Q + id                  -          0
 *   source           H + folded key          -          0   (filters; keys by sn_fold_name)
 *   category         G + folded key          -          0
 *   author           A + folded key          -          0
 *   tag              K + folded key          -          0
 *   urgency          U + digit               -          0   (1 to 8; none where it is not given)
 *   address          L + key                 -          0   (url.h; none where it has no url)
 *   copies, story    D, S + 16 hex digits    -          0   (membership.h)
 *   end of its time  X + 16 hex digits       -          0   (expiry.h; none where it has no end)
 *
 * Stems are folded, so they never begin with a capital ASCII letter and need no prefix. The field
 * weights inside the stem list belong to the analysis version: changing them is a rebuild. */
#ifndef SN_LAYOUT_TERMS_H
#define SN_LAYOUT_TERMS_H

#include "base/bytes.h"

typedef enum sn_term_list {
    SN_LIST_STEM = 0,
    SN_LIST_TITLE = 'T',
    SN_LIST_EXACT = 'E',
    SN_LIST_ID = 'Q',
    SN_LIST_SOURCE = 'H',
    SN_LIST_CATEGORY = 'G',
    SN_LIST_AUTHOR = 'A',
    SN_LIST_TAG = 'K',
    SN_LIST_URGENCY = 'U',
    SN_LIST_URL = 'L',
    SN_LIST_COPIES = 'D',
    SN_LIST_STORY = 'S',
    SN_LIST_EXPIRY = 'X'
} sn_term_list;

/* What one occurrence in a field adds to a stem's within-document frequency. */
#define SN_WDF_TITLE  1u
#define SN_WDF_KICKER 2u
#define SN_WDF_LEAD   2u
#define SN_WDF_BODY   1u
#define SN_WDF_TAG    1u

/* Positions between the last word of one field and the first of the next, so that no phrase or
 * nearness crosses fields. */
#define SN_FIELD_GAP 100u

#define SN_INDEX_TERM_SIZE 245

/* 64 bits as 16 hexadecimal digits in small letters, in the order of the numbers; zero byte behind them. */
#define SN_HEX16_SIZE 17
void sn_hex16_write(uint64_t bits, char out[SN_HEX16_SIZE]);
/* False, and *bits as it was, for any other text. */
bool sn_hex16_parse(sn_str text, uint64_t *bits);

/* prefix + text as an index term in out; longer texts are cut and end in a 16-hex-digit hash of the
 * whole, so different values stay different terms. Returns it as borrowed from out. */
sn_str sn_index_term(sn_term_list list, sn_str text, char out[SN_INDEX_TERM_SIZE]);

/* Value slots. Generations of format 1 have the first two only (layout/index_dir.h). */
enum {
    SN_SLOT_PUBLISHED = 0, /* seconds, sn_xap_number_to_value; undated: +infinity, so that rising
                              order has undated articles last */
    SN_SLOT_COPY = 1,      /* group of copies, membership.h; before format 3 a hash of the text */
    SN_SLOT_SOURCE = 2,    /* the source's key as in its term, without the H; none: no source */
    /* What facets count: layout/labels.h. */
    SN_SLOT_SOURCE_LABEL = 3,
    SN_SLOT_CATEGORY_LABELS = 4,
    SN_SLOT_AUTHOR_LABELS = 5,
    SN_SLOT_TAG_LABELS = 6,
    SN_SLOT_DAY = 7,   /* day in Tehran (calendar/span.h), sn_xap_number_to_value; none: undated */
    SN_SLOT_STORY = 8, /* membership.h */
    /* 15 is SN_XAP_PLACES_SLOT. */
    SN_SLOT_BODY = 16 /* body.h; none: no body, or a document of before format 6 */
};

/* Metadata keys of an index database. */
#define SN_META_APPLIED "applied" /* decimal: last change held */
/* Decimal: greatest distance, in minutes, between an article's publication and its number's minute. */
#define SN_META_SPILL "spill"

#endif
