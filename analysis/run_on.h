/* analysis/run_on - words whose space or half-space was lost: «گیتیآنلاین» is گیتی and آنلاین.
 * Internal to analysis/.
 *
 * A guess, and treated as one: the word stays what it is, its parts stand beside it as terms that
 * weigh nothing. tests/gold-runons says how good the guess is. */
#ifndef SN_ANALYSIS_RUN_ON_H
#define SN_ANALYSIS_RUN_ON_H

#include "analysis/lexicon.h"

enum {
    SN_RUN_ON_PARTS = 4,       /* at most, a و between two words included */
    SN_RUN_ON_MIN_LETTERS = 6, /* shorter words have two parts by chance */
    SN_RUN_ON_MAX_LETTERS = 40
};

typedef struct sn_run_on {
    sn_str parts[SN_RUN_ON_PARTS]; /* in order, pieces of the word that was split */
    size_t n;                      /* at least 2 */
} sn_run_on;

/* The likeliest way to read word as words of the lexicon (with their endings) and verb forms,
 * written together. word: folded, U+0622 kept, no half-space inside, and left unknown by sn_stem().
 * False, with *out undefined, if it is likelier one word that nobody listed. Takes no memory; time
 * grows with the letters, of which there are SN_RUN_ON_MAX_LETTERS at most. */
bool sn_run_on_split(const sn_lexicon *lexicon, sn_str word, sn_run_on *out);

#endif
