/* query/plan_parts - the weighted sub-queries of the words of a question. */
#ifndef SN_QUERY_PLAN_PARTS_H
#define SN_QUERY_PLAN_PARTS_H

#include "query/plan.h"

/* Fill p->parts, p->words, p->by_word, p->prefix, p->spans and p->attainable. */
SN_MUST_USE sn_status sn_plan_words(const sn_plan_input *in, const sn_question *question,
                                    sn_plan *p, sn_error *err);

/* What a stem can score at most, 0 if no article has it. */
SN_MUST_USE sn_status sn_plan_best_of(const sn_plan_input *in, sn_str stem, double *out,
                                      sn_error *err);

/* As BM25Weight of libxapian has it, kept above zero for terms that most articles have. */
double sn_plan_idf(uint32_t freq, uint32_t count);

/* freq articles have the query: *out is 0 if none of them may be shown, so that words of hidden ones alone are
 * as unknown as any other; else freq. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_plan_shown_freq(const sn_plan_input *in, sn_xap_query *query,
                                         uint32_t freq, uint32_t *out, sn_error *err);

/* plan_prefix.c: the terms of each prefix of the question in p->prefix, what they can score at most
 * in p->best. */
SN_MUST_USE sn_status sn_plan_prefixes(const sn_plan_input *in, const sn_question *question,
                                       sn_plan *p, sn_error *err);

/* plan_match.c */

/* Which articles a node of the question finds, whatever they weigh; NULL where it says nothing.
 * What of the root is not excluded is needed as the mode says. */
sn_xap_query *sn_plan_node(sn_plan *p, const sn_question *question, size_t node);
sn_xap_query *sn_plan_root(sn_plan *p, const sn_question *question, sn_plan_mode mode);
/* What relaxing needs, each article weighing as much as it has of what may be missing; *whole: all
 * of that. */
sn_xap_query *sn_plan_covered(sn_plan *p, const sn_question *question, double *whole);
/* Of a word by itself, with what it is also called; of a phrase. */
sn_xap_query *sn_plan_word(sn_plan *p, const sn_question *question, size_t word);
sn_xap_query *sn_plan_phrase(sn_tree *t, const sn_unit *unit);

/* plan_relax.c */

/* Something that may be missing, and what it weighs. */
typedef struct sn_clause {
    sn_xap_query *query;
    double weight;
} sn_clause;

void sn_plan_sort_clauses(sn_clause *clauses, size_t n); /* weightiest first, as wanted below */

/* What the `misses` weightiest weigh, and a little for sums that come out in another order. */
double sn_plan_allowance(const sn_clause *clauses, size_t n, size_t misses);

/* Articles that miss no more weight than that of the `misses` weightiest; NULL: nothing is needed. */
sn_xap_query *sn_plan_but(sn_tree *t, const sn_clause *clauses, size_t n, size_t misses);
/* Is that worth a step of its own, and not too much of a query? */
bool sn_plan_can_miss(const sn_clause *clauses, size_t n, size_t misses);

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
