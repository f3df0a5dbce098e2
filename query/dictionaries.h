/* query/dictionaries - the files of a newsroom's own words (docs/dictionaries.md): read, put and removed so that all of
 * them together stay what searches and rebuilds take.
 *
 * Whoever changes one holds INDEX/dictionaries.lock meanwhile; people with an editor do not, and are heard all the same. */
#ifndef SN_QUERY_DICTIONARIES_H
#define SN_QUERY_DICTIONARIES_H

#include "base/bytes.h"

typedef struct sn_word_file {
    const char *name; /* "protected", as it is called over HTTP */
    const char *file; /* "protected.txt" */
    bool shapes;      /* terms: articles that are in the index have them with the next rebuild */
    size_t max;       /* bytes */
} sn_word_file;

/* The rows of the table; NULL behind the last, and for a name of none. */
const sn_word_file *sn_word_file_at(size_t i);
const sn_word_file *sn_word_file_of(sn_str name);

/* Are all files of an index directory as they are to be, by themselves and against one another? None is fine.
 * SN_EINVAL, SN_EUTF8, SN_ELIMIT: the message names file and line; SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_words_check(const char *dir, sn_error *err);

/* The text of a file, appended to *out (whose max is that of the file at least). SN_ENOTFOUND: there is none; SN_ELIMIT,
 * SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_word_file_read(const char *dir, const sn_word_file *file, sn_buf *out,
                                        sn_error *err);

/* Put text in place of the file, or remove it (text.at NULL; SN_ENOTFOUND: there is none), if all files are
 * right then, durably. Otherwise nothing has changed: statuses as sn_words_check; SN_ELOCKED: another changes one, or
 * adds to them; SN_ENOSPACE. Searches and rebuilds have it when they read the files again. */
SN_MUST_USE sn_status sn_word_file_put(const char *dir, const sn_word_file *file, sn_str text,
                                       sn_error *err);

#endif
