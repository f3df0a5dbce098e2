/* indexer/apply/chunk - some changes of the archive, held together while their groups are found.
 *
 *   archive --[read]--> articles --[sn_grouping_apply]--> their groups --[write]--> generation
 *
 * An article's groups must be known before its document is made, and finding them writes to the
 * archive, which no walk of it allows: so what a walk gives is kept, some hundred articles at a time.
 * Statuses: of the archive, SN_ECORRUPT also for an article that does not read back. */
#ifndef SN_INDEXER_CHUNK_H
#define SN_INDEXER_CHUNK_H

#include "indexer/apply/generation.h"

/* How many changes, and how many bytes of articles: what comes together is written together, so more
 * makes fewer transactions, which others wait for. */
#define SN_CHUNK_CHANGES 1024u
#define SN_CHUNK_BYTES   ((size_t)8 << 20)

typedef struct sn_chunk_item {
    uint32_t docid;
    uint64_t version;     /* sn_change.version */
    bool live;            /* false: there is no article with this number */
    char *id;             /* of what had the number last, if it is gone */
    sn_article article;   /* if live */
    size_t bytes;         /* of its JSON */
    sn_membership groups; /* if live, once they are known */
} sn_chunk_item;

typedef struct sn_chunk {
    sn_chunk_item *items; /* each number once, in the order of changes */
    size_t n, cap;
    size_t bytes;  /* of the articles, as the archive has them */
    uint64_t last; /* the change up to which an index is right that has all of them */
} sn_chunk;

/* The changes after `after`; n is 0 and last is `after` if there is none. Without read_articles these stay
 * empty. */
SN_MUST_USE sn_status sn_chunk_read(sn_chunk *c, sn_archive *archive, uint64_t after,
                                    bool read_articles, sn_error *err);
/* In the same way the live articles numbered from *docid on, below end (0: to the last one); last is 0.
 * *docid is where to go on, 0 behind the last. */
SN_MUST_USE sn_status sn_chunk_read_live(sn_chunk *c, sn_archive *archive, uint32_t *docid,
                                         uint32_t end, sn_error *err);
void sn_chunk_done(sn_chunk *c); /* {0} is fine; can be read into again */

SN_DEFINE_CLEANUP(sn_chunk, sn_chunk_done)

#endif
