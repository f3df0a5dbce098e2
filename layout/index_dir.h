/* layout/index_dir - the index directory and its generations.
 *
 *   INDEX/archive.db, takedowns.db       archive/
 *         dictionaries/                  words of the newsroom, if it has any (docs/dictionaries.md)
 *         generations/000007/            one build: the database, manifest.json, dictionary.tsv
 *         current -> generations/000007  which one readers open
 *         epoch, hidden, writer.lock     layout/epoch.h, hidden.h, lock.h
 */
#ifndef SN_LAYOUT_INDEX_DIR_H
#define SN_LAYOUT_INDEX_DIR_H

#include "base/bytes.h"
#include "base/file.h"

/* Format 2 added value slots and the urgency (terms.h), format 3 groups of copies and stories
 * (membership.h), format 4 the second at which an article expires (expiry.h): programs of before would show
 * it, format 5 where words stand as a value (xapian-c/places.hpp; they would find no phrase) and the tag of an
 * article's version (hit.h), format 6 bodies apart from their records (body.h; they would show none).
 * Generations of format 1 are still read, and written to, but what is said from these has to wait for a
 * rebuild. */
#define SN_INDEX_FORMAT      6
#define SN_INDEX_FORMAT_MIN  1
#define SN_SHARDS_FORMAT     100 /* is added to it where there are several shards (shards.h) */
#define SN_GROUPS_FORMAT     3   /* the first with groups of copies and stories */
#define SN_INDEX_GENERATIONS "generations"
#define SN_INDEX_DB_FOLDER   "db"             /* of a generation */
#define SN_INDEX_WORDS       "dictionaries"   /* the user's words, read to build a generation */
#define SN_GENERATION_WORDS  "dictionary.tsv" /* of a generation: those that it was built with */

typedef struct sn_manifest {
    int format;   /* SN_INDEX_FORMAT_MIN to SN_INDEX_FORMAT */
    int analysis; /* SN_ANALYSIS_VERSION of who built it */
    char archive_uuid[40];
    char built_at[32]; /* RFC 3339 */
    uint32_t generation;
    uint32_t shards;     /* databases that hold it together (shards.h); 0 is written as 1 */
    char dictionary[17]; /* digest of the user's words that shaped its terms, "" without any */
} sn_manifest;

/* All of these may return SN_ELIMIT (a path is too long), SN_EIO, SN_ENOSPACE, SN_ENOMEM. */

/* INDEX/generations/NNNNNN in out, of cap bytes. */
SN_MUST_USE sn_status sn_generation_path(const char *dir, uint32_t generation, char *out,
                                         size_t cap, sn_error *err);
/* The inverted index below a generation's path: a database, or the folder of several (shards.h). */
SN_MUST_USE sn_status sn_generation_db_path(const char *generation_path, char *out, size_t cap,
                                            sn_error *err);
/* Which generation `current` names. SN_ENOTFOUND if there is none yet, SN_ECORRUPT if the link is
 * something else. */
SN_MUST_USE sn_status sn_generation_current(const char *dir, uint32_t *generation, sn_error *err);
/* Make `current` name it: a new link renamed over the old one, durable when this returns. */
SN_MUST_USE sn_status sn_generation_switch(const char *dir, uint32_t generation, sn_error *err);
/* The greatest generation that there is a directory for, 0 for none. */
SN_MUST_USE sn_status sn_generation_last(const char *dir, uint32_t *generation, sn_error *err);
/* The greatest below `generation` that there is a directory for, 0 for none. */
SN_MUST_USE sn_status sn_generation_below(const char *dir, uint32_t generation, uint32_t *below,
                                          sn_error *err);
/* Remove generations other than the `keep` greatest and the current one. SN_ENOTFOUND: there is no current one. */
SN_MUST_USE sn_status sn_generation_prune(const char *dir, uint32_t keep, sn_error *err);

/* Replace the manifest of a generation, durable when this returns. */
SN_MUST_USE sn_status sn_manifest_write(const char *generation_path, const sn_manifest *m,
                                        sn_error *err);
/* SN_ENOTFOUND, SN_ECORRUPT; SN_EFORMAT for a format that is not read (m->format and the message say
 * which), or for shards that are elsewhere or more than SN_LIMIT_INDEX_SHARDS. The analysis version is the caller's to
 * compare. */
SN_MUST_USE sn_status sn_manifest_read(const char *generation_path, sn_manifest *m, sn_error *err);

#endif
