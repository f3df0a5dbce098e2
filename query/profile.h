/* query/profile - every constant of the ranking, in one place. docs/ranking.md has the formula,
 * docs/configuration.md how a newsroom sets them. */
#ifndef SN_QUERY_PROFILE_H
#define SN_QUERY_PROFILE_H

#include "query/request.h"

/* How much newer articles are preferred: peak = share * attainable score, half at half_days. */
typedef struct sn_freshness_level {
    double share, half_days;
} sn_freshness_level;
#define SN_FRESHNESS_LEVELS 4 /* off, low, normal, high */

#define SN_PROFILE_NAME_SIZE 32
#define SN_URGENCY_LAST      8 /* 1 is the most urgent; 0 says none */

/* What articles of a source gain, as a share of the attainable score. */
typedef struct sn_source_prior {
    sn_str key; /* as in the source's term (sn_fold_name) */
    double share;
} sn_source_prior;

/* Related stories (docs/related.md). */
typedef struct sn_related_constants {
    double k1, b;           /* BM25, beside those of a search: a story repeats what it is about */
    double title;           /* weight of words of the story's title beside others */
    double rarity;          /* power of a word's idf in its weight, beside the one of BM25 */
    double time, half_days; /* peak of nearness in time, where a story itself scores 1; half at */
    double section;         /* what an article of the same section gains */
    double least;           /* share of the story's own score that a related one has at least */
    uint32_t terms;         /* words of the story that weigh */
    uint32_t finders;       /* the weightiest of them: a related story has one */
} sn_related_constants;

typedef struct sn_profile {
    char name[SN_PROFILE_NAME_SIZE];
    double k1, b;   /* BM25: how fast repetition stops counting, how much length counts */
    double length;  /* of a usual article, in weighted terms, which b measures lengths by; 0: the
                            average of the index */
    double title;   /* weight of the title list beside the stems */
    double exact;   /* weight of the exact form, where it is not the stem */
    double parts;   /* weight of a compound's parts beside the whole */
    double reading; /* weight of the other word that a form may be of */
    double synonym; /* weight of another name, which never counts more than the word itself */
    double derived; /* the same for a derived form */
    double pair;    /* weight of two neighbouring words found as they stand in the query */
    double near;    /* weight of two neighbouring words found near each other */
    uint32_t near_slack;     /* positions more than in the query that still are near */
    uint32_t near_gap;       /* words of the query further apart than this are no neighbours */
    uint32_t near_pairs;     /* pairs of one query that are looked at */
    double title_phrase;     /* weight of the whole query as a phrase of the title */
    uint32_t phrase_words;   /* longest query, in words, that is looked for as a title */
    double opening;          /* weight of words at the beginning of the text */
    uint32_t opening_places; /* how far that goes, in positions */
    double passage;          /* weight of words that stand in one passage of the text */
    uint32_t passage_places; /* how long that is, in positions */
    uint32_t passage_words;  /* words of a query that make it count fully; with two it is nothing */
    double all_words; /* of relaxed queries: for having all, as a share of the attainable score */
    uint32_t refined; /* best hits that are weighed by the places of the words, too */
    uint32_t relax_below; /* match=auto: fewer articles with all words than this: relaxed */
    uint32_t relax_to;    /* it is relaxed until so many are found, or any word is enough */
    sn_related_constants related;
    double auto_octaves; /* freshness=auto: doublings of a burst that make normal's share */
    double auto_least;   /* and within what it keeps: of normal's share at least, */
    double auto_most;    /* and at most */
    sn_freshness prefer; /* the freshness of requests that say none */
    sn_freshness_level freshness[SN_FRESHNESS_LEVELS]; /* by sn_freshness */
    const sn_source_prior *source_priors; /* of the configuration; none in the built-in ones */
    size_t n_source_priors;
    double urgency_priors[SN_URGENCY_LAST + 1]; /* by urgency, likewise */
} sn_profile;

/* The profile `portal`, which others are written as changes of. */
extern const sn_profile sn_profile_default;

/* BM25 as libxapian takes it, which measures lengths by the average of the index: k1 and b that come to
 * the profile's own, measured by its `length`. */
typedef struct sn_bm25 {
    double k1, b;
} sn_bm25;
sn_bm25 sn_profile_bm25(const sn_profile *p, double average_length);

/* The built-in profiles portal, editor, archive, in this order. */
#define SN_PROFILES_BUILTIN 3
void sn_profiles_builtin(sn_profile out[SN_PROFILES_BUILTIN]);

/* "off" to "auto"; NULL for SN_FRESHNESS_OF_PROFILE. */
const char *sn_freshness_name(sn_freshness f);

/* A half-life: a whole number of hours, days or weeks, "12h", "3d", "2w", from an hour to
 * SN_LIMIT_HALF_LIFE_DAYS, in days. SN_EINVAL: no such text; SN_ELIMIT: out of that range. */
SN_MUST_USE sn_status sn_half_life_parse(sn_str text, double *days);
/* The same written: "7d", "12h", hours rounded. */
#define SN_HALF_LIFE_SIZE 24
void sn_half_life_write(double days, char out[SN_HALF_LIFE_SIZE]);

#endif
