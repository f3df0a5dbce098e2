/* analysis/stem - the class of a word: one stem for all its inflected forms.
 *
 * Lexicon-guarded: an ending comes off only where the lexicon knows what is left (the plural ها
 * apart), so names and words nobody listed are safe by default. The order of decisions is that of
 * docs/analysis.md: short words, exceptions, broken plurals, verbs (past and present stem in one
 * class, named by the past stem), explicit half-space suffixes, joined ها, known words, endings
 * over known words. Derivational endings (گاه، بان، مند، گر، نامه) are not touched. */
#ifndef SN_ANALYSIS_STEM_H
#define SN_ANALYSIS_STEM_H

#include "analysis/lexicon.h"
#include "base/bytes.h"

/* Bytes a stem or exact term may have. Longer words are cut at a character border: past 60
 * letters there are no words, and the index takes 245 bytes with the field's prefix. */
#define SN_TERM_MAX_BYTES 120

/* Which decision gave the stem; names by sn_stem_rule_name(). */
#define SN_STEM_RULES(X)                                                                           \
    X(SN_RULE_AS_IS, "as_is")         /* short, digits, no Arabic letter */                        \
    X(SN_RULE_EXCEPTION, "exception") /* the exceptions table */                                   \
    X(SN_RULE_BROKEN_PLURAL, "broken_plural")                                                      \
    X(SN_RULE_VERB, "verb")                                                                        \
    X(SN_RULE_ZWNJ_SUFFIX, "half_space_suffix")                                                    \
    X(SN_RULE_HA, "plural_ha") /* joined ها off a word of any kind */                            \
    X(SN_RULE_KNOWN, "known_word")                                                                 \
    X(SN_RULE_FINAL_YE, "final_ye") /* indefinite or relational ی off a known noun */             \
    X(SN_RULE_SUFFIX, "suffix")     /* plural, clitic, copula, comparative over a word */          \
    X(SN_RULE_COMPOUND, "compound") /* a known compound, however it was written */                 \
    X(SN_RULE_UNKNOWN, "unknown_word")

typedef enum sn_stem_rule {
#define SN_RULE_ENUM(code, name) code,
    SN_STEM_RULES(SN_RULE_ENUM)
#undef SN_RULE_ENUM
} sn_stem_rule;

/* Did the stemmer take endings of grammar off, and nothing that makes another word? */
static inline bool sn_rule_is_inflection(sn_stem_rule rule)
{
    return rule == SN_RULE_HA || rule == SN_RULE_SUFFIX || rule == SN_RULE_ZWNJ_SUFFIX ||
           rule == SN_RULE_BROKEN_PLURAL;
}

const char *sn_stem_rule_name(sn_stem_rule rule);

typedef struct sn_stem_result {
    char text[SN_TERM_MAX_BYTES + 1]; /* folded, no half-space, U+0622 as U+0627 but for the few
                                         words that only the madda tells apart */
    size_t len;
    sn_stem_rule rule;
} sn_stem_result;

/* Stem one word.
 *   word    folded (analysis/fold.h), half-spaces inside kept, no other separators
 *   ezafe   the word ends in heh with hamza: a noun, so no verb reading
 * Never fails: what is not understood comes back as it is, folded. Takes no memory. */
void sn_stem(const sn_lexicon *lexicon, sn_str word, bool ezafe, sn_stem_result *out);

/* The exact term of a word: folded, half-spaces out, U+0622 kept. out has room for
 * SN_TERM_MAX_BYTES + 1; returns the length. */
size_t sn_exact_term(sn_str word, char *out);

#endif
