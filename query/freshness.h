/* query/freshness - how much newer articles are preferred by one search. Decided before the match
 * from the request, the profile and counts of the whole index (burst.h), so that every page agrees.
 *
 * freshness=auto is, by the first rule that holds:
 *   1. off, when from= or to= choose the time                    time_filter
 *   2. off, when a past year is a word of the query              year
 *   3. low, when a word asks for history or explanation          history_word
 *   4. high, when a word asks for what is now                    current_word
 *   5. normal, its share times log2(burst) / auto_octaves, but at least auto_least and at most
 *      auto_most                                                 burst, or steady at the least
 *
 * Private to query/. */
#ifndef SN_QUERY_FRESHNESS_H
#define SN_QUERY_FRESHNESS_H

#include "query/burst.h"
#include "query/profile.h"
#include "query/question.h"

typedef struct sn_freshness_choice {
    sn_freshness asked; /* by the request, or by the profile for it */
    double share;       /* of the attainable score, 0: off */
    double half_days;
    const char *reason; /* as above; request, profile: the level was said */
    double burst;       /* 0: not looked at */
} sn_freshness_choice;

/* What is known of a search before its match. */
typedef struct sn_freshness_input {
    const sn_request *request;
    const sn_profile *profile;
    const sn_question *question;
    const sn_xap_db *db;
    int64_t now_sec;
    sn_burst_base *base; /* the snapshot's */
    sn_tree *tree;
    sn_xap_query *words; /* what must all be there, without filters; NULL: nothing */
} sn_freshness_input;

/* Returns the statuses of xapian-c. */
SN_MUST_USE sn_status sn_freshness_choose(const sn_freshness_input *in, sn_freshness_choice *out);

/* The rules 2 to 4: the level that the words ask for, and in *reason which rule; SN_FRESHNESS_AUTO
 * where none does. */
sn_freshness sn_freshness_of_words(const sn_question *question, int64_t now_sec,
                                   const char **reason);

#endif
