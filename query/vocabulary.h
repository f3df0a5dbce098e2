/* query/vocabulary - what is known of words besides the index: the lexicon that a generation was
 * built with, and what words of a query are also searched for.
 *
 *   INDEX/dictionaries/synonyms.txt, stop.txt     read at start and on sn_vocabularies_reload()
 *   GENERATION/dictionary.tsv                      the user's words that shaped its terms, frozen
 *   the index's metadata                           pins and synonym sets of editors
 *
 * One vocabulary serves all searchers of a generation. Immutable, counted: who gets one gives it
 * back. Private to query/. */
#ifndef SN_QUERY_VOCABULARY_H
#define SN_QUERY_VOCABULARY_H

#include "analysis/dictionary.h"
#include "query/expansions.h"
#include "query/pins.h"
#include "xapian-c/xapian_c.h"

typedef struct sn_vocabulary {
    const sn_lexicon *lexicon;
    const sn_expansions *expansions;
    const sn_dictionary *stop; /* its stop words carry no weight */
    const sn_pins *pins;
    const char *settings; /* digest of the editors' settings in it (SN_META_SETTINGS) */
} sn_vocabulary;

/* The vocabularies of an engine; safe to use from every thread. */
typedef struct sn_vocabularies sn_vocabularies;

/* Read the user's files of an index directory. SN_EINVAL, SN_EUTF8, SN_ELIMIT with file, line and
 * what is wrong; SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_vocabularies_open(const char *dir, sn_vocabularies **out, sn_error *err);
void sn_vocabularies_close(sn_vocabularies *v); /* after every vocabulary was given back */

/* Read the files again. After a failure, as above, those read before stay in force. */
SN_MUST_USE sn_status sn_vocabularies_reload(sn_vocabularies *v, sn_error *err);

/* The vocabulary for a generation, given its directory, the digest in its manifest ("": built
 * without words of the user) and its index (NULL: none), whose settings it has. SN_ECORRUPT: its
 * dictionary or settings do not read back; SN_ESTALE, SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_vocabularies_take(sn_vocabularies *v, const char *generation_path,
                                           const char *digest, const sn_xap_db *db,
                                           const sn_vocabulary **out, sn_error *err);
void sn_vocabulary_give_back(sn_vocabularies *v, const sn_vocabulary *vocabulary);

/* Are the user's words that shape terms, as read now, those of this digest? */
bool sn_vocabularies_shape(sn_vocabularies *v, const char *digest);

/* Was it made of what is read now? */
bool sn_vocabulary_is_current(sn_vocabularies *v, const sn_vocabulary *vocabulary);

#endif
