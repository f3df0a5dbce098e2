/* What stem.h, lexicon.h and run_on.h say of every word, whatever the dictionary: for properties and
 * for fuzz targets. Each gives the first law that is broken, in words, or NULL. */
#ifndef SN_TESTS_STEM_LAWS_H
#define SN_TESTS_STEM_LAWS_H

#include "analysis/stem.h"

/* word: folded, half-spaces inside kept, no other separators, not empty. */
const char *broken_stem_law(const sn_lexicon *lexicon, sn_str word, bool ezafe);

/* A stem is folded, as its word is: else a word that looks like the stem does not meet it. Not among
 * the laws below. */
const char *broken_folding_law(const sn_lexicon *lexicon, sn_str word);

/* The lookups by the joined form of the word. */
const char *broken_lexicon_law(const sn_lexicon *lexicon, sn_str word);

/* word: as above; looked at if it has no half-space. */
const char *broken_run_on_law(const sn_lexicon *lexicon, sn_str word);

/* The stem, the lookups and the run-on, under both readings. */
const char *broken_word_law(const sn_lexicon *lexicon, sn_str word);

#endif
