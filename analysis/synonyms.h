/* analysis/synonyms - rules of words that are also searched for, read from a text that people write.
 *
 *   آمریکا, ایالات متحده, USA          each finds the others
 *   کرونا => کووید, کووید ۱۹           a query for the left also finds the right
 *   @starter off                       leave out the list that comes with the program
 *
 * One rule a line, entries of one word or several between commas (, or ،), # before a comment line.
 * Entries go through the analysis like everything, so inflected and half-spaced writings need none
 * of their own. docs/synonyms.md has the list that comes with the program. */
#ifndef SN_ANALYSIS_SYNONYMS_H
#define SN_ANALYSIS_SYNONYMS_H

#include "base/bytes.h"

typedef struct sn_synonym_rule {
    size_t first, n;       /* entries: all of a two-way rule, the left ones of a one-way rule */
    size_t right, n_right; /* entries on the right; n_right is 0 in a two-way rule */
    uint32_t line;         /* from 1 */
} sn_synonym_rule;

typedef struct sn_synonyms {
    char **texts; /* read so far */
    size_t n_texts, cap_texts;
    sn_str *entries; /* in the texts, as written, without blanks around */
    size_t n_entries, cap_entries;
    sn_synonym_rule *rules;
    size_t n_rules, cap_rules;
    bool starter_off;
} sn_synonyms;

void sn_synonyms_done(sn_synonyms *s);

/* Add the rules of a text. name: what messages call it. A byte order mark and CR before LF are fine.
 * Returns SN_OK; SN_EINVAL, SN_EUTF8, SN_ELIMIT with "name, line N: what is wrong"; SN_ENOMEM. After
 * a failure *s holds the rules before the line at fault. */
SN_MUST_USE sn_status sn_synonyms_parse(const char *name, sn_str text, sn_synonyms *s,
                                        sn_error *err);

SN_DEFINE_CLEANUP(sn_synonyms, sn_synonyms_done)

#endif
