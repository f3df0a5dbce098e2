/* query/question - what a query asks for, after analysis.
 *
 *   text -> chunks (language.h) -> tokens (analysis) -> words -> units -> a tree of them
 *
 * A word is what its writer meant as one: «کتاب‌ها», «کتابها» and «کتاب ها» come as one token from
 * the analysis; «رئیس‌جمهور» (one token with parts), «رئیس جمهور» (two tokens that make a pair) and
 * «COVID-19» (cut, with its unsplit form) are put together here, so that every writing of a query
 * gives the same words and with them the same plan and the same scores. */
#ifndef SN_QUERY_QUESTION_H
#define SN_QUERY_QUESTION_H

#include "analysis/analyzer.h"
#include "analysis/dictionary.h"
#include "base/limits.h"
#include "base/problem.h"
#include "layout/terms.h"
#include "query/expansions.h"
#include "query/pool.h"

typedef struct sn_asked_word {
    sn_str stem;   /* of the whole */
    sn_str exact;  /* as written, joined; empty where it is the stem */
    sn_str *parts; /* stems of the parts of a compound, in order; NULL without */
    size_t n_parts;
    sn_str
        reading; /* stem of the other word that the form may be of (SN_EXTRA_READING), or empty */
    uint32_t begin; /* byte of the query where it begins */
    uint32_t pos;   /* running through the query */
    uint32_t width;
    bool is_stop, is_excluded;
    bool is_prefix; /* the stem is how a word begins */
    bool is_scored; /* carries weight: no stop word among content words, no second mention */
} sn_asked_word;

typedef enum sn_unit_kind {
    SN_UNIT_WORD,
    SN_UNIT_PHRASE, /* of words beside each other */
    SN_UNIT_PREFIX, /* a word by its beginning, which is its stem and exact form here */
    SN_UNIT_FIELD   /* a value of a filter field; no words */
} sn_unit_kind;

/* A word by itself, the words of a phrase, or the value of a field. */
typedef struct sn_unit {
    sn_unit_kind kind;
    size_t first, n;   /* into words */
    sn_str *terms;     /* phrase: the stem at each position, parts one by one */
    size_t n_terms;    /* also of one word with parts, which are a phrase */
    uint32_t span;     /* positions the terms stand on */
    uint32_t slop;     /* further positions between them, in any order; 0: as written */
    sn_term_list list; /* SN_LIST_STEM: anywhere; SN_LIST_TITLE; or of the field */
    sn_str value, key; /* field: as written, and folded */
    bool is_excluded;
    bool is_alternative; /* stands between OR: the words beside it are no neighbours */
    bool is_dated;       /* of a date that may also be said by the period: see sn_asked_date */
} sn_unit;

/* Units joined. Of a group the excluded ones narrow what the others find. */
typedef enum sn_node_kind { SN_NODE_UNIT, SN_NODE_ALL, SN_NODE_ANY } sn_node_kind;
typedef struct sn_node {
    sn_node_kind kind;
    bool is_excluded, is_needed;
    size_t unit;        /* SN_NODE_UNIT */
    size_t first, next; /* first child, next child of the same parent; 0: none */
} sn_node;

/* Inner nodes have two children at least; groups that are taken apart leave theirs unused. */
#define SN_QUESTION_NODES (4 * SN_LIMIT_QUERY_TERMS + 1)

/* A date of the query. */
typedef struct sn_asked_date {
    sn_str text;  /* as written */
    size_t begin; /* byte of the query where it begins */
    int64_t from_sec, to_sec;
    bool is_relative; /* «دیروز»: read as words if the period has little */
    bool is_soft; /* «آبان ۱۴۰۲», «از سال ۱۴۰۰»: articles of the period, and those that say so */
} sn_asked_date;
#define SN_QUESTION_DATES 4

/* What words of the question, beside each other, are also searched for. */
typedef struct sn_alternative {
    const sn_expansion *as; /* borrowed from the expansions */
    size_t first, n;        /* words; those of one first word stand together and have one n */
} sn_alternative;

typedef struct sn_question {
    sn_pool pool;
    sn_asked_word words[SN_LIMIT_QUERY_TERMS];
    size_t n_words;
    sn_unit units[SN_LIMIT_QUERY_TERMS];
    size_t n_units;
    sn_node nodes[SN_QUESTION_NODES]; /* the first is the root: all of its children */
    size_t n_nodes;
    sn_asked_date dates[SN_QUESTION_DATES];
    size_t n_dates;
    int64_t from_sec, to_sec; /* what the dates leave, but for soft ones; open: INT64_MIN, MAX */
    sn_alternative alternatives[SN_LIMIT_QUERY_EXPANSIONS];
    size_t n_alternatives;
    size_t n_terms;  /* counted against SN_LIMIT_QUERY_TERMS: tokens and parts */
    size_t n_scored; /* words that carry weight; 0: the query asks for nothing by content */
    size_t n_excluded;
    size_t n_fields;    /* units of filter fields */
    bool all_stop;      /* only function words, which therefore are the query */
    bool is_exact;      /* forms as they are written */
    bool is_literal;    /* fields, dates and operators were read as words */
    bool short_prefix;  /* a prefix of one letter was read as a word */
    bool distant_field; /* a field whose value stands behind a blank: it may be a word */
} sn_question;

typedef struct sn_question_opts {
    int64_t now_sec; /* what dates count from */
    bool reads_dates;
    bool is_literal;    /* nothing is syntax but quotes and exclusions */
    bool is_exact;      /* forms as they are written, no inflections */
    bool loose_phrases; /* phrases without a sign are words */
} sn_question_opts;

/* Read q (well-formed UTF-8) into *out, zeroed by the caller, who ends it with sn_question_done() whatever comes
 * back. opts: NULL is all zero.
 * Returns SN_OK, SN_ELIMIT (too many terms, groups too deep, a slop too large; *problem filled),
 * SN_ENOMEM, SN_EUTF8. */
SN_MUST_USE sn_status sn_question_read_as(sn_analyzer *analyzer, sn_str q,
                                          const sn_question_opts *opts, sn_question *out,
                                          sn_problem *problem);
/* Without dates. */
SN_MUST_USE sn_status sn_question_read(sn_analyzer *analyzer, sn_str q, sn_question *out,
                                       sn_problem *problem);
void sn_question_done(sn_question *q);

/* How it was understood, in the language of queries (stems for words), appended. interpreted.c */
void sn_question_describe(const sn_question *q, sn_buf *out);

/* Is it words and phrases, all wanted or excluded, and nothing else? */
bool sn_question_is_flat(const sn_question *q);

/* Stop words of the newsroom carry no weight either: note them, and choose again what is scored. */
void sn_question_stop(sn_question *q, const sn_dictionary *stop);

/* expand.c: note the alternatives of its words, the longest run of words first; phrases, exclusions,
 * prefixes and exact forms mean what they say and have none. Those beyond SN_LIMIT_QUERY_EXPANSIONS are left out.
 * The expansions must outlive the question. */
void sn_question_expand(sn_question *q, const sn_expansions *expansions);

SN_DEFINE_CLEANUP(sn_question, sn_question_done)

#endif
