/* query/pins - which articles editors want first, or not at all, for a question.
 *
 *   records of the index (layout/settings.h) --> table from words to pins --> what a question meets
 *
 * A pin is found by the words of its query as the analysis understands them, without stop words: so
 * every writing of it meets, as it does in the match. Immutable, safe to use from every thread.
 * Private to query/. */
#ifndef SN_QUERY_PINS_H
#define SN_QUERY_PINS_H

#include "query/question.h"

typedef struct sn_pins sn_pins;

/* From the value of SN_META_PINS. Of two pins for the same words the one put later is in force; one
 * whose query has no word is passed over. Borrows nothing. Returns SN_OK, SN_ECORRUPT (the value
 * does not read back), SN_ENOMEM. */
SN_MUST_USE sn_status sn_pins_create(sn_analyzer *analyzer, const sn_dictionary *stop,
                                     sn_str records, sn_pins **out, sn_error *err);
void sn_pins_destroy(sn_pins *p); /* NULL is fine */

/* What is said of a question; the ids are borrowed from the pins. */
typedef struct sn_curation {
    const char *pinned[SN_LIMIT_PINNED_IDS]; /* in the order shown */
    size_t n_pinned;
    const char *hidden[SN_LIMIT_PIN_HIDDEN_IDS];
    size_t n_hidden;
} sn_curation;

/* The pin of the whole query first, then those contained in it, longer ones before shorter, earlier
 * before later. What one says of an article the next ones do not change; what is over the limits of
 * one pin is left out. SN_ENOMEM. */
SN_MUST_USE sn_status sn_pins_find(const sn_pins *p, const sn_question *question, sn_curation *out);

SN_DEFINE_CLEANUP_PTR(sn_pins, sn_pins_destroy)

#endif
