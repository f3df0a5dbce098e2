/* query/question - the words that a query asks for, after analysis.
 *
 *   text -> chunks (language.h) -> tokens (analysis) -> words, phrases, exclusions
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
#include "query/expansions.h"
#include "query/pool.h"

typedef struct sn_asked_word {
    sn_str stem;   /* of the whole */
    sn_str exact;  /* as written, joined; empty where it is the stem */
    sn_str *parts; /* stems of the parts of a compound, in order; NULL without */
    size_t n_parts;
    sn_str
        reading;  /* stem of the other word that the form may be of (SN_EXTRA_READING), or empty */
    uint32_t pos; /* running through the query */
    uint32_t width;
    bool is_stop;
    bool is_scored; /* carries weight: no stop word among content words, no second mention */
} sn_asked_word;

typedef enum sn_unit_kind { SN_UNIT_WORD, SN_UNIT_PHRASE, SN_UNIT_EXCLUDED } sn_unit_kind;

/* A word by itself, or the words of a phrase or exclusion. */
typedef struct sn_unit {
    sn_unit_kind kind;
    size_t first, n; /* into words */
    sn_str *terms;   /* phrase and exclusion: the stem at each position, parts one by one */
    size_t n_terms;
    uint32_t span; /* positions the terms stand on */
} sn_unit;

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
    sn_alternative alternatives[SN_LIMIT_QUERY_EXPANSIONS];
    size_t n_alternatives;
    size_t n_terms;  /* counted against SN_LIMIT_QUERY_TERMS: tokens and parts */
    size_t n_scored; /* words that carry weight; 0: the query asks for nothing by content */
    size_t n_excluded;
    bool all_stop; /* only function words, which therefore are the query */
} sn_question;

/* Read q (well-formed UTF-8) into *out, zeroed by the caller, which ends it with
 * sn_question_done() whatever comes back.
 * Returns SN_OK, SN_ELIMIT (too many terms; *problem filled), SN_ENOMEM, SN_EUTF8. */
SN_MUST_USE sn_status sn_question_read(sn_analyzer *analyzer, sn_str q, sn_question *out,
                                       sn_problem *problem);
void sn_question_done(sn_question *q);

/* Stop words of the newsroom carry no weight either: note them, and choose again what is scored. */
void sn_question_stop(sn_question *q, const sn_dictionary *stop);

/* expand.c: note the alternatives of its words, the longest run of words first; phrases and
 * exclusions mean what they say and have none. Those beyond SN_LIMIT_QUERY_EXPANSIONS are left out.
 * The expansions must outlive the question. */
void sn_question_expand(sn_question *q, const sn_expansions *expansions);

SN_DEFINE_CLEANUP(sn_question, sn_question_done)

#endif
