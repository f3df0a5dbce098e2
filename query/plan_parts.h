/* query/plan_parts - the weighted sub-queries of the words of a question. */
#ifndef SN_QUERY_PLAN_PARTS_H
#define SN_QUERY_PLAN_PARTS_H

#include "query/plan.h"

/* Fill p->parts, p->words, p->maybe and p->attainable. */
SN_MUST_USE sn_status sn_plan_words(const sn_plan_input *in, const sn_question *question,
                                    sn_plan *p, sn_error *err);

#endif
