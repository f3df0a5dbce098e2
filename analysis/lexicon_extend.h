/* analysis/lexicon_extend - a lexicon with a newsroom's own words.
 *
 * The extended lexicon is a blob of the same form as the built-in one (lexicon_blob.h), so that
 * nothing that looks words up has a second way to go: a word with a stem of its own is an exception
 * (stem.h), a compound is a key of the compounds. Endings come off to such words as to any other. */
#ifndef SN_ANALYSIS_LEXICON_EXTEND_H
#define SN_ANALYSIS_LEXICON_EXTEND_H

#include "analysis/dictionary.h"
#include "analysis/lexicon.h"

/* d: settled; its stop words are passed over, because they shape no term. What the dictionary says
 * of a word wins over the base. Takes 1.2 MiB (and 10 MiB while it is made) and about 40 ms. *out is
 * the caller's: end it with sn_lexicon_destroy().
 * Returns SN_OK; SN_EINVAL (a word that no reader of dictionaries lets through), SN_ELIMIT (more
 * than the form holds), SN_ENOMEM. */
SN_MUST_USE sn_status sn_lexicon_extend(const sn_lexicon *base, const sn_dictionary *d,
                                        sn_lexicon **out);
/* The built-in lexicon with the words of a frozen dictionary (sn_dictionary_freeze), which must have
 * this digest. SN_ECORRUPT if it has not or does not read back; SN_ENOMEM. */
SN_MUST_USE sn_status sn_lexicon_of_frozen(sn_str frozen, const char *digest, sn_lexicon **out,
                                           sn_error *err);
void sn_lexicon_destroy(sn_lexicon *lexicon); /* NULL is fine; never the built-in one */

SN_DEFINE_CLEANUP_PTR(sn_lexicon, sn_lexicon_destroy)

#endif
