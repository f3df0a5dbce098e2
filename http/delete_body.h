/* http/delete_body - what POST /v1/articles:delete asks: which articles, why, and how sure it is. */
#ifndef SN_HTTP_DELETE_BODY_H
#define SN_HTTP_DELETE_BODY_H

#include "query/choose.h"

typedef struct sn_delete_body {
    sn_choice choice;
    char *reason; /* for the ledger; NULL: none */
    bool dry_run; /* only say how many */
    int64_t expect;
    bool has_reason, has_dry_run, has_expect;
} sn_delete_body;

void sn_delete_body_done(sn_delete_body *b); /* zeroed is fine */

/* Read the parameters of a query and of a JSON object (either may be empty): those of sn_choice_set(), reason, dry_run,
 * expect. It says something, and without dry_run how many it expects. SN_EINVAL, SN_EUTF8, SN_ELIMIT with *problem,
 * SN_ENOMEM; *out is ended by the caller in any case. */
SN_MUST_USE sn_status sn_delete_body_read(sn_str query, sn_str body, int64_t now_sec,
                                          sn_delete_body *out, sn_problem *problem);

SN_DEFINE_CLEANUP(sn_delete_body, sn_delete_body_done)

#endif
