/* Would a setting do anything here? Asked before it is stored. */
#include "query/engine.h"
#include "query/question.h"

#include <stdlib.h>

static sn_status refresh(sn_searcher *s, sn_error *err)
{
    sn_status status = sn_searcher_refresh(s, false, err);
    return sn_searcher_is_stale(s, status) ? sn_searcher_refresh(s, true, err) : status;
}

sn_status sn_searcher_check_pin(sn_searcher *s, sn_str query, sn_error *err)
{
    sn_status status = refresh(s, err);
    sn_question *q = status == SN_OK ? calloc(1, sizeof *q) : NULL;
    if (q == NULL)
        return status == SN_OK ? sn_fail(err, SN_ENOMEM, "out of memory") : status;
    status = sn_question_read(s->analyzer, query, q, NULL);
    if (status == SN_ELIMIT)
        sn_fail(err, status, "query: more words than QUERY_TERMS allows (%d)",
                SN_LIMIT_QUERY_TERMS);
    if (status == SN_OK) {
        sn_question_stop(q, s->vocabulary->stop);
        if (q->n_scored == 0)
            status = sn_fail(err, SN_EINVAL, "query: it has no word");
    }
    sn_question_done(q);
    free(q);
    return status;
}

sn_status sn_searcher_check_synonyms(sn_searcher *s, sn_str rules, sn_error *err)
{
    SN_CLEANUP(sn_synonyms) sn_synonyms set = {0};
    SN_CLEANUP_PTR(sn_expansions) sn_expansions *made = NULL;
    sn_status status = refresh(s, err);
    if (status == SN_OK)
        status = sn_synonyms_parse("rules", rules, &set, err);
    if (status == SN_OK && set.n_rules == 0 && !set.starter_off)
        status = sn_fail(err, SN_EINVAL, "rules: there is none in it");
    if (status == SN_OK)
        status = sn_expansions_create(s->analyzer, &set, "rules", NULL, &made, err);
    return status;
}
