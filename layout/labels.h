/* layout/labels - the values of one field of an article (its tags, say) as the bytes of one value
 * slot: what facets count.
 *
 *   label:  length of key (1 byte, from 1), key, length of text (1 byte; 0: as the key), text
 *
 * The key is what the filter term has behind its prefix, the text is the spelling as published. */
#ifndef SN_LAYOUT_LABELS_H
#define SN_LAYOUT_LABELS_H

#include "base/bytes.h"

typedef struct sn_label {
    sn_str key, text;
} sn_label;

/* Append a label to those of one field. Without an error nothing is appended where it has no place:
 * an empty key, one that is there already, a key or text over SN_LIMIT_FACET_LABEL_BYTES, or one
 * that would take the field over SN_LIMIT_FACET_LIST_BYTES. Returns the status of *out. */
SN_MUST_USE sn_status sn_labels_add(sn_str key, sn_str text, sn_buf *out);

/* Take the first label off *labels, borrowed from it. SN_DONE: there is none; SN_ECORRUPT. */
SN_MUST_USE sn_status sn_labels_take(sn_str *labels, sn_label *out);

#endif
