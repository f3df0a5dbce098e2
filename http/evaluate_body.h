/* http/evaluate_body - what POST /v1/evaluate is to measure, as a JSON object:
 *
 *   {"topics": [{"topic": "t1", "q": "پل زرینه‌آب", "judgements": {"n-1": 2, "n-7": 0}}],
 *    "a": {"match": "any"}, "b": {"profile": "editor"}, "seed": 1}
 */
#ifndef SN_HTTP_EVALUATE_BODY_H
#define SN_HTTP_EVALUATE_BODY_H

#include "query/evaluate.h"

typedef struct sn_evaluate_body {
    sn_judged judged; /* empty without "topics": the caller's to fill */
    sn_request a, b;  /* b: a with the members of "b" set as well */
    bool has_b;
    int64_t seed;
} sn_evaluate_body;
void sn_evaluate_body_done(sn_evaluate_body *b);

/* *out is zeroed by the caller, who ends it whatever comes back. now_sec: what dates count from.
 * SN_EINVAL, SN_EUTF8, SN_ELIMIT, SN_ENOMEM with *problem filled. */
SN_MUST_USE sn_status sn_evaluate_body_read(sn_str json, int64_t now_sec, sn_evaluate_body *out,
                                            sn_problem *problem);

SN_DEFINE_CLEANUP(sn_evaluate_body, sn_evaluate_body_done)

#endif
