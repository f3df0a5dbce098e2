/* indexer/apply/generation - the database of one generation, open for writing.
 *
 * A generation is INDEX/generations/NNNNNN with db/ (the inverted index) and manifest.json. Every
 * commit records the last change it holds, so whatever happens ends in "replay from number n".
 * Statuses besides those named: of layout/index_dir.h and xapian_c.h. */
#ifndef SN_INDEXER_GENERATION_H
#define SN_INDEXER_GENERATION_H

#include "archive/archive.h"
#include "indexer/apply/document.h"
#include "indexer/apply/words.h"
#include "layout/index_dir.h"
#include "layout/shards.h"

typedef struct sn_grouper sn_grouper; /* grouping.h */

typedef struct sn_generation {
    uint32_t number;
    uint64_t applied;                /* what the last commit holds */
    bool analysis_matches;           /* false: only deletions may be applied */
    char archive_uuid[SN_UUID_SIZE]; /* of the archive it was built from */
    char path[SN_PATH_SIZE];
    uint32_t shards; /* databases that hold it together (layout/shards.h) */
    char dictionary[SN_DICTIONARY_DIGEST_SIZE]; /* digest of the words it is built with */
    sn_xap_writer *db;
    sn_lexicon *lexicon; /* with the newsroom's words; NULL: the built-in one */
    sn_document_maker *maker;
    sn_grouper *grouper;
    uint32_t spill;    /* see SN_META_SPILL */
    uint64_t settings; /* last change of the settings it carries (settings.h) */
} sn_generation;

/* Open a generation that is there. SN_EFORMAT: made by a program with another index format. */
SN_MUST_USE sn_status sn_generation_open(const char *dir, uint32_t number, sn_generation *out,
                                         sn_error *err);
/* The last change that an open database says it holds. SN_ECORRUPT: it does not; those of xapian_c.h. */
SN_MUST_USE sn_status sn_generation_read_applied(const sn_xap_db *db, uint64_t *applied,
                                                 sn_error *err);
/* Make a new, empty one of one database (with its manifest and the words of the newsroom), holding no change.
 * SN_EINVAL, SN_EUTF8, SN_ELIMIT: a mistake in INDEX/dictionaries. */
SN_MUST_USE sn_status sn_generation_create(const char *dir, uint32_t number, const char *uuid,
                                           sn_generation *out, sn_error *err);
/* The same in two steps, for one of `shards` databases that are written in parts (slices.h). A draft is a directory
 * with the words and no manifest, which nobody takes for a generation; only path, lexicon and close are
 * for use. Begin makes it one (close it after a failure): of the database that is there
 * (SN_XAP_OPEN), or with an empty one (SN_XAP_CREATE). */
SN_MUST_USE sn_status sn_generation_draft(const char *dir, uint32_t number, const char *uuid,
                                          uint32_t shards, sn_generation *out, sn_error *err);
SN_MUST_USE sn_status sn_generation_begin(sn_generation *g, sn_xap_open_mode mode, sn_error *err);
void sn_generation_close(sn_generation *g); /* drops what is not committed */

/* Put the document of an article under its number (analysis_matches only), or delete what has the
 * number. After a failure only close is allowed. */
SN_MUST_USE sn_status sn_generation_put(sn_generation *g, uint32_t docid, const sn_article *article,
                                        const sn_membership *groups, sn_error *err);
SN_MUST_USE sn_status sn_generation_delete(sn_generation *g, uint32_t docid, sn_error *err);
/* Commit durably, holding the changes up to `applied`. After a failure only close is allowed. */
SN_MUST_USE sn_status sn_generation_commit(sn_generation *g, uint64_t applied, sn_error *err);

#endif
