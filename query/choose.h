/* query/choose - all the articles that a request finds, for who does something with each of them. */
#ifndef SN_QUERY_CHOOSE_H
#define SN_QUERY_CHOOSE_H

#include "query/search.h"

/* Which articles: words, filters and dates as searches have them, and some of these ids and addresses, all of it
 * together. Words are all needed, as they are: no synonyms, no corrections, nothing given up. */
typedef struct sn_choice {
    sn_request request;
    sn_values ids, urls;
} sn_choice;

SN_MUST_USE sn_status sn_choice_init(sn_choice *c); /* SN_ENOMEM */
void sn_choice_done(sn_choice *c);                  /* zeroed is fine */
/* Set q, from, to, filter.* or mode, or one of ids and urls. SN_EINVAL, SN_EUTF8, SN_ELIMIT (over
 * SN_LIMIT_CHOSEN_ARTICLES ids or urls) with *problem, SN_ENOMEM. */
SN_MUST_USE sn_status sn_choice_set(sn_choice *c, sn_str name, sn_str value, int64_t now_sec,
                                    sn_problem *problem);
/* Does it say anything? SN_EINVAL with *problem: it means all articles. */
SN_MUST_USE sn_status sn_choice_check(const sn_choice *c, sn_problem *problem);

typedef struct sn_chosen_article {
    char *id;
    uint64_t etag; /* sn_article_etag() of what was found; 0: an older index does not say */
} sn_chosen_article;

typedef struct sn_chosen {
    sn_chosen_article *at; /* newest first; of more than `most` only the first of them */
    size_t n;
    uint32_t total; /* articles found; over SN_COUNTED_HITS about */
    uint32_t generation;
    uint64_t change; /* the last that the snapshot holds */
} sn_chosen;
void sn_chosen_done(sn_chosen *c);

/* Find them in one snapshot, what may not be shown left out. SN_ETIMEOUT: not all were seen in time; otherwise failures as
 * sn_search_json, and SN_EINVAL for a q without a word. */
SN_MUST_USE sn_status sn_searcher_choose(sn_searcher *s, const sn_choice *choice, size_t most,
                                         sn_chosen *out, sn_problem *problem);

SN_DEFINE_CLEANUP(sn_choice, sn_choice_done)
SN_DEFINE_CLEANUP(sn_chosen, sn_chosen_done)

#endif
