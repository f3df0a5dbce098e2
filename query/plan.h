/* query/plan - how a question is put to the index.
 *
 *   words --> core (the tree of them) ----+
 *   filters, dates, hidden --> filter ----+--> matched --> ranked --> the best ones refined
 *   freshness ------------------> maybe ------------------'             |
 *   nearness, title phrase, opening, passage (places.h) ----------------'
 *
 * What adds weight is a part: a sub-query with a name, so that explain can evaluate each by itself
 * and the parts add up to the score. docs/ranking.md has the formula. */
#ifndef SN_QUERY_PLAN_H
#define SN_QUERY_PLAN_H

#include "query/freshness.h"
#include "query/question.h"
#include "query/tree.h"

typedef enum sn_part_kind {
    SN_PART_STEM,
    SN_PART_COMPOUND_PARTS,
    SN_PART_READING,
    SN_PART_SYNONYM,
    SN_PART_DERIVED,
    SN_PART_TITLE,
    SN_PART_EXACT,
    SN_PART_PREFIX,
    SN_PART_PAIR,
    SN_PART_NEAR,
    SN_PART_TITLE_PHRASE,
    SN_PART_OPENING,
    SN_PART_PASSAGE,
    SN_PART_ALL_WORDS,
    SN_PART_FRESHNESS,
    SN_PART_SOURCE,
    SN_PART_URGENCY,
    SN_PART_SHARED, /* of related stories: a word of the story; nearness to it in time; its section */
    SN_PART_TIME,
    SN_PART_SECTION
} sn_part_kind;
const char *sn_part_kind_name(sn_part_kind kind);

typedef struct sn_part {
    sn_part_kind kind;
    const sn_asked_word *word, *other; /* other: the second word of a pair; NULL: of no one word */
    const sn_expansion *as;            /* synonym, derived: what is searched for instead */
    sn_xap_query *query;               /* borrowed from the tree; NULL: places.h weighs it */
    uint32_t placed,
        window; /* pair, near, title phrase: the first of its words in plan->placed, two or all; within
                                so many positions */
    double factor; /* what its weight is multiplied by */
    bool is_off;   /* not in the query that was made last */
} sn_part;

/* stem, compound parts, reading, title, exact, freshness for each word; order and nearness for each
 * pair; the alternatives; title phrase, opening, passage, freshness, all words; the priors. */
#define SN_PARTS_MAX                                                                               \
    (8 * SN_LIMIT_QUERY_TERMS + SN_LIMIT_QUERY_EXPANSIONS + 5 + SN_LIMIT_PRIORS + SN_URGENCY_LAST)

/* Several words in a row that have an alternative together («ایالات متحده»: آمریکا). */
typedef struct sn_span {
    size_t first, n;    /* units */
    sn_xap_query *also; /* any of the alternatives */
} sn_span;

/* A word that stands somewhere, and what its stem can score at most. */
typedef struct sn_placed_word {
    sn_str stem;
    double best;
} sn_placed_word;

/* How few of the words that may be missing are needed. */
typedef struct sn_step {
    size_t n_optional, n_unknown; /* may be missing; of these, no article has so many */
    size_t misses;                /* as much weight as so many of the others may be missing, too */
    bool is_any;                  /* one is enough, or none beside what is needed anyway */
} sn_step;

typedef struct sn_plan {
    const sn_profile *profile; /* the searcher's */
    sn_bm25 bm25;
    sn_tree tree;
    sn_part parts[SN_PARTS_MAX];
    size_t n_parts;
    size_t n_fixed;        /* the first ones, of every mode */
    size_t first_bonus;    /* parts from here on add to articles of any words: freshness, priors */
    sn_xap_query *filter;  /* what every hit must be in, or NULL */
    sn_xap_query *dates;   /* what the dates of the query leave, or NULL */
    sn_xap_query *exclude; /* what no hit may be in, or NULL */
    sn_xap_query *stood_for; /* what is found, but shown by a pinned article, or NULL */
    sn_xap_query *also;      /* pinned: shown within the filter, or NULL */
    sn_xap_query *words[SN_LIMIT_QUERY_TERMS];   /* by unit, NULL where it carries nothing */
    sn_xap_query *by_word[SN_LIMIT_QUERY_TERMS]; /* what finds a word and what it weighs, or NULL */
    sn_xap_query *prefix[SN_LIMIT_QUERY_TERMS];  /* by word: the terms of a prefix, or NULL */
    sn_span spans[SN_LIMIT_QUERY_TERMS];         /* by first unit, not overlapping */
    size_t n_spans;
    sn_placed_word placed[SN_LIMIT_QUERY_TERMS]; /* what the parts of places are made of */
    size_t n_placed;
    double best[SN_LIMIT_QUERY_TERMS];         /* by word: what its stem can score at most */
    double reach[SN_LIMIT_QUERY_TERMS];        /* by word: its share of attainable; 0: unknown */
    double parts_factor[SN_LIMIT_QUERY_TERMS]; /* by word: weight of a compound's parts */
    double alternative_factor[SN_LIMIT_QUERY_EXPANSIONS];
    double attainable; /* B_q: what the words' stems could score at most */
    sn_freshness_choice freshness;
    double all_words; /* weight of an article with all the words, among those without */
    sn_xap_decay decay;
    bool has_decay;
    bool prefix_cut; /* a prefix has more terms than SN_LIMIT_QUERY_PREFIX_TERMS */
    sn_step step;    /* of SN_PLAN_RELAXED */
} sn_plan;

/* What a plan is made from besides the question. */
typedef struct sn_plan_input {
    const sn_xap_db *db;
    const sn_profile *profile;
    sn_bm25 bm25; /* of the profile, for this database */
    const sn_request *request;
    int64_t now_sec;
    int64_t spill_minutes;      /* SN_META_SPILL of the database */
    sn_burst_base *burst_base;  /* the snapshot's */
    const sn_xap_query *hidden; /* articles that may not be shown, or NULL */
    size_t n_hidden;            /* how many */
} sn_plan_input;

/* *out is zeroed by the caller, who ends it with sn_plan_done() whatever comes back. The question
 * is borrowed. Returns the statuses of xapian-c. */
SN_MUST_USE sn_status sn_plan_make(const sn_plan_input *in, const sn_question *question,
                                   sn_plan *out, sn_error *err);
void sn_plan_done(sn_plan *p);

typedef enum sn_plan_mode {
    SN_PLAN_ALL,     /* everything that is asked for */
    SN_PLAN_RELAXED, /* words may be missing as plan->step says, but no phrase and nothing needed */
    SN_PLAN_ANY      /* any word or phrase */
} sn_plan_mode;

/* Is the part weighed for the best hits only, because it reads positions (places.h)? It has no query. */
bool sn_part_is_positional(const sn_part *part);

/* Move plan->step on to the next one: all words that any article has, all but one, all but two and
 * so on, any. False: there is none. */
bool sn_plan_relax(sn_plan *p, const sn_question *question);
/* From a step on to the first one that allows for so much missing weight; to the last one if none does. */
void sn_plan_relax_for(sn_plan *p, const sn_question *question, double missing);
/* To the step of so many misses; UINT8_MAX: any. */
void sn_plan_relax_to(sn_plan *p, const sn_question *question, uint8_t misses);

/* What matches or is pinned, also what a pinned one stands for, without any weight, within another filter than the
 * plan's (NULL: none, but what is excluded stays so); for counting. Borrowed from the plan. The status of its tree, here and below. */
SN_MUST_USE sn_status sn_plan_matched(sn_plan *p, const sn_question *question, sn_plan_mode mode,
                                      sn_xap_query *filter, sn_xap_query **out);

/* What the last step of relaxing finds, each article weighing as much as it has of what may be missing;
 * *whole: what an article with all of it weighs. Borrowed from the plan. */
SN_MUST_USE sn_status sn_plan_coverage(sn_plan *p, const sn_question *question, sn_xap_query **out,
                                       double *whole);

/* The whole query, borrowed from the plan. weighted: with freshness. The plan's parts are those of
 * this query until the next is made. */
SN_MUST_USE sn_status sn_plan_query(sn_plan *p, const sn_question *question, sn_plan_mode mode,
                                    bool weighted, sn_xap_query **out);

SN_DEFINE_CLEANUP(sn_plan, sn_plan_done)

#endif
