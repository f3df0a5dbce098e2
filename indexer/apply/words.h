/* indexer/apply/words - the newsroom's own words (docs/dictionaries.md) that a generation is built
 * with: read once, frozen beside it, the same for every document in it.
 *
 *   INDEX/dictionaries/ -> GENERATION/dictionary.tsv, digest in its manifest -> lexicon
 */
#ifndef SN_INDEXER_WORDS_H
#define SN_INDEXER_WORDS_H

#include "analysis/lexicon_extend.h"

/* Read the words of an index directory and freeze them in a new generation. *digest as in
 * sn_manifest. SN_EINVAL, SN_EUTF8, SN_ELIMIT: a mistake in a file, named with its line; SN_EIO,
 * SN_ENOSPACE, SN_ENOMEM. */
SN_MUST_USE sn_status sn_words_freeze(const char *dir, const char *generation_path,
                                      char digest[SN_DICTIONARY_DIGEST_SIZE], sn_error *err);

/* The lexicon of a generation; NULL in *out for digest "": the built-in one. SN_ENOTFOUND,
 * SN_ECORRUPT: the frozen words are gone, or others. */
SN_MUST_USE sn_status sn_words_lexicon(const char *generation_path, const char *digest,
                                       sn_lexicon **out, sn_error *err);

/* Are the words of the index directory, as they are now, other ones than those of the digest? False
 * if they cannot be read. */
bool sn_words_changed(const char *dir, const char *digest);

#endif
