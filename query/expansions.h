/* query/expansions - what a word of the query is also searched for, with lower weight.
 *
 *   synonyms   other names of one thing: آمریکا, ایالات متحده          (analysis/synonyms.h)
 *   derived    other words of one root: سیاسی, سیاست                    (tables/derived.tsv)
 *
 * Rules are put through the analysis once, into a table from stems to alternatives. Nothing of it is
 * in the index, so a change of rules takes effect with the next query. Immutable after it is made,
 * and safe to use from every thread. */
#ifndef SN_QUERY_EXPANSIONS_H
#define SN_QUERY_EXPANSIONS_H

#include "analysis/analyzer.h"
#include "analysis/synonyms.h"
#include "query/pool.h"

typedef enum sn_expansion_kind { SN_EXPANSION_SYNONYM, SN_EXPANSION_DERIVED } sn_expansion_kind;

/* One alternative. */
typedef struct sn_expansion {
    sn_expansion_kind kind;
    sn_str text;   /* as the rule has it */
    sn_str stem;   /* of the whole if it is one word, else empty */
    sn_str *terms; /* the stems on its positions, parts of compounds one by one; n_terms >= 1 */
    size_t n_terms;
    uint32_t span; /* positions the terms stand on */
} sn_expansion;

typedef struct sn_expansions sn_expansions;

/* From the rules of the user (NULL: none), those of editors' sets (NULL: none) and those that come
 * with the program. Borrows nothing. Returns SN_OK; SN_EINVAL with "name, line N: ..." for an entry
 * of the user's without a word or with more words than SN_EXPANSION_WORDS; SN_ENOMEM. Such a rule of
 * a set is left out: it was fine when it was put, and another lexicon must not end all searches.
 * *out is the caller's: end it with sn_expansions_destroy(). */
SN_MUST_USE sn_status sn_expansions_create(sn_analyzer *analyzer, const sn_synonyms *user,
                                           const char *user_name, const sn_synonyms *sets,
                                           sn_expansions **out, sn_error *err);
void sn_expansions_destroy(sn_expansions *e); /* NULL is fine */

/* Words one entry may have. */
#define SN_EXPANSION_WORDS 8

/* The alternatives of the words with these stems, in the order of the rules: synonyms, then derived
 * forms. Returns how many; *out is the first of them, borrowed. */
size_t sn_expansions_find(const sn_expansions *e, const sn_str *stems, size_t n,
                          const sn_expansion *const **out);

SN_DEFINE_CLEANUP_PTR(sn_expansions, sn_expansions_destroy)

#endif
