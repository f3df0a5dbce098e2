/* query/suggest - completions of what is being typed, looked up before they are shown. Private to
 * query/; sn_suggest_json() of search.h is for others. */
#ifndef SN_QUERY_SUGGEST_H
#define SN_QUERY_SUGGEST_H

#include "layout/hit.h"
#include "query/completions.h"
#include "query/engine.h"
#include "query/pool.h"

typedef struct sn_suggested {
    sn_completion_type type;
    sn_str text;         /* in the pool */
    sn_str id;           /* of a title's article; else empty */
    uint32_t count;      /* articles that have a tag or name now; times a query was asked; else 0 */
    uint32_t begin, end; /* code points of text that were typed */
} sn_suggested;

typedef struct sn_suggestions {
    sn_pool pool;
    sn_suggested at[SN_LIMIT_SUGGEST_ITEMS];
    size_t n;
    sn_str layout;   /* what was typed, on the other keyboard, if that is what is completed */
    bool is_ready;   /* false: the completions are not built yet */
    uint64_t change; /* last change that they hold */
} sn_suggestions;

/* Complete what the request (suggest_request.h) says from the searcher's snapshot, which has a database. *out is zeroed
 * before and ended with sn_suggestions_done() whatever comes back. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_suggest(sn_searcher *s, const sn_suggest_request *request,
                                 sn_suggestions *out, sn_error *err);
void sn_suggestions_done(sn_suggestions *s);
const char *sn_completion_type_name(sn_completion_type type);

/* What a check of an item needs; all of it borrowed but the working memory. */
typedef struct sn_suggest_check {
    sn_searcher *searcher;
    const sn_completions *all;
    sn_pool *pool;
    sn_buf data, key; /* working memory */
    sn_hit *hit;
    int64_t now_sec;
    sn_error *err;
} sn_suggest_check;
/* suggest_check.c: may the item be shown now? Then *to has its text, id and count. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_suggest_check_item(sn_suggest_check *c, const sn_completion *item,
                                            sn_suggested *to, bool *is_shown);

SN_DEFINE_CLEANUP(sn_suggestions, sn_suggestions_done)

#endif
