/* query/places - what an article weighs by where the words of a query stand in it: neighbours in order and near one
 * another, all of them in the title, at the beginning of the text (behind the title, which has title_phrase: positions
 * from SN_FIELD_GAP on), and together in one passage, be it the title or of the text. */
#ifndef SN_QUERY_PLACES_H
#define SN_QUERY_PLACES_H

#include "query/plan.h"

/* One article after another, whose numbers rise; the places of each are read once, for all parts. */
typedef struct sn_places sn_places;

/* The database and the plan are borrowed; for sn_places_close(). SN_ENOMEM, SN_ESTALE, SN_ECORRUPT, here and below. */
SN_MUST_USE sn_status sn_places_open(const sn_xap_db *db, const sn_plan *plan, sn_places **out,
                                     sn_error *err);
void sn_places_close(sn_places *p); /* NULL is fine */

SN_MUST_USE sn_status sn_places_read(sn_places *p, sn_docid docid, sn_error *err);
/* What a positional part of the plan adds to the score of the article last read, its factor in it. Opening and passage
 * look at the first SN_LIMIT_QUERY_PLACES places of each word. */
SN_MUST_USE sn_status sn_places_weigh(sn_places *p, const sn_part *part, double *out,
                                      sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_places, sn_places_close)

#endif
