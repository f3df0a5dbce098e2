/* query/profile - every constant of the ranking, in one place. docs/ranking.md has the formula. */
#ifndef SN_QUERY_PROFILE_H
#define SN_QUERY_PROFILE_H

#include "query/request.h"

/* How much newer articles are preferred: peak = share * attainable score, half at half_days. */
typedef struct sn_freshness_level {
    const char *name;
    double share, half_days;
} sn_freshness_level;

typedef struct sn_profile {
    double k1, b;         /* BM25: how fast repetition stops counting, how much length counts */
    double title;         /* weight of the title list beside the stems */
    double exact;         /* weight of the exact form, where it is not the stem */
    double parts;         /* weight of a compound's parts beside the whole */
    double reading;       /* weight of the other word that a form may be of */
    double synonym;       /* weight of another name, which never counts more than the word itself */
    double derived;       /* the same for a derived form */
    double near;          /* weight of two neighbouring words found near each other */
    uint32_t near_slack;  /* positions more than in the query that still are near */
    uint32_t near_gap;    /* words of the query further apart than this are no neighbours */
    size_t near_pairs;    /* pairs of one query that are looked at */
    double title_phrase;  /* weight of the whole query as a phrase of the title */
    size_t phrase_words;  /* longest query, in words, that is looked for as a title */
    uint32_t refined;     /* best hits that are weighed by the places of the words, too */
    uint32_t relax_below; /* match=auto: fewer articles with all words than this: any word */
    sn_freshness_level freshness[4]; /* by sn_freshness */
} sn_profile;

extern const sn_profile sn_profile_default;

#endif
