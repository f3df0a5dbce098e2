/* query/plan_parts - the weighted sub-queries of the words of a question. */
#ifndef SN_QUERY_PLAN_PARTS_H
#define SN_QUERY_PLAN_PARTS_H

#include "query/plan.h"

/* Fill p->parts, p->words, p->spans and p->attainable. */
SN_MUST_USE sn_status sn_plan_words(const sn_plan_input *in, const sn_question *question,
                                    sn_plan *p, sn_error *err);

/* What a stem can score at most, 0 if no article has it. */
SN_MUST_USE sn_status sn_plan_best_of(const sn_plan_input *in, sn_str stem, double *out,
                                      sn_error *err);

/* plan_alternatives.c */

/* How much the alternatives weigh, from counts of the whole index; p->best is known. Where no
 * article has the words themselves, an alternative weighs fully, and p->attainable grows by it. */
SN_MUST_USE sn_status sn_plan_weigh_alternatives(const sn_plan_input *in,
                                                 const sn_question *question, sn_plan *p,
                                                 sn_error *err);

/* The alternatives of the words [first, first + n), scaled, each a part of the plan. Returns how
 * many were written to out, which has room for SN_LIMIT_QUERY_EXPANSIONS. */
size_t sn_plan_alternatives(sn_plan *p, const sn_question *question, size_t first, size_t n,
                            sn_xap_query **out);

/* Fill p->spans. */
void sn_plan_spans(sn_plan *p, const sn_question *question);

/* priors.c: add a part for each prior of the profile; p->attainable is known. */
void sn_plan_priors(sn_plan *p);

/* The words of a span, or what they are also called. */
sn_xap_query *sn_plan_span_query(sn_plan *p, const sn_span *span);

#endif
