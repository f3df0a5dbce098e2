/* query/places - what an article weighs by where all the words of a query stand in it, beyond pairs of
 * them: at the beginning of its text (behind the title, which has title_phrase: positions from SN_FIELD_GAP
 * on), and together in one passage, be it the title or of the text. */
#ifndef SN_QUERY_PLACES_H
#define SN_QUERY_PLACES_H

#include "query/plan.h"

/* Sums of what the words that stand there can score at most; the parts have the factors. */
typedef struct sn_places {
    double opening; /* of those in the first profile->opening_places positions of the text */
    double passage; /* of those in the profile->passage_places positions that have most */
} sn_places;

/* Of n articles, whose numbers rise, into out[0..n). Of each word the first SN_LIMIT_QUERY_PLACES places are looked
 * at. Returns SN_OK, SN_ENOMEM, SN_ESTALE, SN_ECORRUPT. */
SN_MUST_USE sn_status sn_places_read(const sn_xap_db *db, const sn_plan *plan,
                                     const sn_docid *docids, size_t n, sn_places *out,
                                     sn_error *err);

/* The one that a part of this kind (sn_part_is_of_places) is made of. */
double sn_places_of(const sn_places *places, sn_part_kind kind);

#endif
