/* analysis/lexicon - what the analysis knows about Persian words.
 *
 * The tables in analysis/tables/ (words with classes and log frequencies, verbs as stem pairs,
 * broken plurals, exceptions, compounds, stop words; each row with its source) are compiled at
 * build time by analysis/compile_lexicon into one automaton, which is linked into the program as
 * read-only data: mapped by the kernel, shared between processes, nothing to load or to lose.
 * Immutable and safe to use from every thread. */
#ifndef SN_ANALYSIS_LEXICON_H
#define SN_ANALYSIS_LEXICON_H

#include "base/bytes.h"

typedef struct sn_lexicon sn_lexicon;

/* The lexicon of this program. Never NULL, never freed. */
const sn_lexicon *sn_lexicon_builtin(void);

/* Word classes, bits. */
enum {
    SN_WORD_NOUN = 1 << 0, /* singular noun */
    SN_WORD_ADJECTIVE = 1 << 1,
    SN_WORD_ADVERB = 1 << 2,
    SN_WORD_NAME = 1 << 3,      /* person, place, organisation, or a word learnt from news */
    SN_WORD_OTHER = 1 << 4,     /* function words, numerals, interjections */
    SN_WORD_STOP = 1 << 5,      /* carries no weight beside content words */
    SN_WORD_PARTICIPLE = 1 << 6 /* noun although it looks like a participle (گذشته، نوشته) */
};

typedef struct sn_word {
    unsigned classes;
    unsigned log_freq; /* round(2 * log2(count in web and news text)), 0 unknown, at most 63 */
} sn_word;

/* Look a word up by its joined folded form (no half-space, U+0622 as U+0627). */
bool sn_lexicon_find(const sn_lexicon *lexicon, sn_str joined, sn_word *out);

/* Is this folded form (joined) one of a verb, and if so how surely (1 to 3; 3: with می or a
 * perfect ending, always a verb)? 0 = no. For the tokenizer: «می رود» is one word because
 * میرود is a verb form. */
int sn_lexicon_verb_strength(const sn_lexicon *lexicon, sn_str joined);

/* The parts of a known compound, with one space between them, from its joined folded form:
 * "رییسجمهور" -> "رییس جمهور". False if it is none. *parts is borrowed from the lexicon. */
bool sn_lexicon_find_compound(const sn_lexicon *lexicon, sn_str joined, sn_str *parts);

/* Is this a word that carries no weight beside content words? */
bool sn_lexicon_is_stop(const sn_lexicon *lexicon, sn_str joined);

/* How an ending may stand apart from its word. */
typedef enum sn_apart {
    SN_APART_NEVER, /* or it is none */
    SN_APART_HALF_SPACE,
    SN_APART_SPACE /* or a half-space */
} sn_apart;

/* Of an inflectional suffix (folded, joined: ها، هایی، تر، مان، ام …). */
sn_apart sn_lexicon_suffix_apart(const sn_lexicon *lexicon, sn_str suffix);

#endif
