/* indexer/apply/grouping_internal - what the files of grouping share: one chunk on its way through. Statuses
 * are those of archive.h; sn_grouping.err has the sentence. */
#ifndef SN_INDEXER_GROUPING_INTERNAL_H
#define SN_INDEXER_GROUPING_INTERNAL_H

#include "analysis/fingerprint.h"
#include "analysis/story_terms.h"
#include "archive/groups.h"
#include "base/limits.h"
#include "indexer/apply/grouping.h"
#include "indexer/apply/u64_set.h"

/* What is known of an item of the chunk before anything is written. */
typedef struct sn_grouping_item {
    bool known;    /* its number has a member */
    bool changed;  /* which is not the article that has the number now */
    sn_member old; /* that member */
    /* Of the article that has the number now, if it changed: */
    sn_text_hash text; /* {0}: there is no letter in it */
    sn_buf print;      /* its fingerprint */
    sn_buf about;      /* what its story is found by */
} sn_grouping_item;

typedef struct sn_spans sn_spans;
typedef struct sn_notes sn_notes;

struct sn_grouper {
    sn_fingerprint_maker *maker;
    sn_analyzer *analyzer; /* with the lexicon of the program: stories know no newsroom's words */
    sn_story_draft draft;
    sn_fingerprint_memory memory[2]; /* of two texts that are compared */
    sn_buf bytes[2];
    sn_spans *spans; /* what is known of the archive as it was at `turn` (sn_groups_state) */
    sn_notes *notes;
    uint64_t turn;
};

typedef struct sn_grouping {
    sn_grouper *grouper;
    sn_archive *archive;
    sn_chunk *chunk;
    sn_grouping_item *items; /* one for each of the chunk */
    uint32_t *docids;        /* of the chunk, rising */
    bool written;            /* documents of the chunk are written by the caller */
    sn_u64_set touched;      /* texts whose group may be another now */
    sn_u64_set moved;        /* document numbers of members that have another name now */
    sn_error *err;
} sn_grouping;

/* This member has another name now: its document is to be written again. */
SN_MUST_USE sn_status sn_grouping_note_moved(sn_grouping *g, uint32_t docid);

/* When the article of an item was published; SN_MEMBER_UNDATED if it has no date. */
int64_t sn_grouping_date(const sn_chunk_item *item);

/* ---- grouping_copies.c: members come and go ---- */

/* The earliest member of a text. */
typedef struct sn_earliest {
    bool found;
    sn_member member; /* without id */
    char id[SN_LIMIT_ID_BYTES + 1];
} sn_earliest;
SN_MUST_USE sn_status sn_copies_earliest(sn_grouping *g, uint64_t text, sn_earliest *out);

/* The member with this number goes; what it was together with is noted. */
SN_MUST_USE sn_status sn_copies_remove(sn_grouping *g, const sn_member *old);
/* A member comes, with names of its own. These are provisional if its text is noted. */
SN_MUST_USE sn_status sn_copies_add(sn_grouping *g, sn_member *m, const sn_grouping_item *item);

/* ---- grouping_spans.c: keys of the times that a chunk is about, in memory ---- */

sn_spans *sn_spans_create(void); /* NULL: no memory */
void sn_spans_destroy(sn_spans *spans);
void sn_spans_drop(sn_spans *spans); /* forget all: the archive has changed */

/* The span of time that keys of a date stand under, and where those are that may belong to it. */
#define SN_NO_DATE_BUCKET INT32_MIN
int32_t sn_bucket_of(int64_t published_sec);
typedef struct sn_bucket_range {
    int32_t first, last;
} sn_bucket_range;
sn_bucket_range sn_buckets_around(int32_t bucket);

/* Of a text, or for stories of a document number, at one time. */
typedef struct sn_item_keys {
    sn_key_kind kind;
    int32_t bucket;
    const uint32_t *at;
    size_t n;
} sn_item_keys;

/* Read what the chunk will ask for, before anything of it is written. */
SN_MUST_USE sn_status sn_spans_begin(sn_grouping *g);
SN_MUST_USE sn_status sn_spans_put(sn_grouping *g, const sn_item_keys *keys, uint64_t item);
SN_MUST_USE sn_status sn_spans_remove(sn_grouping *g, const sn_item_keys *keys, uint64_t item);
/* The items that have one of these keys in their bucket or the one before or behind, once for each. */
SN_MUST_USE sn_status sn_spans_find(sn_grouping *g, const sn_item_keys *keys, sn_key_fn *fn,
                                    void *ctx);
/* Write what was put and is not written yet. */
SN_MUST_USE sn_status sn_spans_end(sn_grouping *g);

/* ---- grouping_neighbours.c: articles of nearby days that are about the same ---- */

sn_notes *sn_notes_create(void); /* NULL: no memory */
void sn_notes_destroy(sn_notes *notes);
void sn_notes_drop(sn_notes *notes);

/* An article that may share a story with another. */
typedef struct sn_neighbour {
    sn_story_neighbour near;
    uint32_t docid;
    bool has_story;
} sn_neighbour;
#define SN_MAX_NEIGHBOURS 64
typedef struct sn_neighbours {
    sn_neighbour at[SN_MAX_NEIGHBOURS];
    size_t n;
} sn_neighbours;

/* What is known of a number is right until it is put or removed. */
SN_MUST_USE sn_status sn_notes_put(sn_grouping *g, uint32_t docid, int64_t published_sec,
                                   const sn_story_terms *terms);
void sn_notes_remove(sn_grouping *g, uint32_t docid);
/* Those that have a story. The number has a member with a date. */
SN_MUST_USE sn_status sn_neighbours_find(sn_grouping *g, uint32_t docid, sn_neighbours *out);
/* Keys of what an article is about. */
sn_item_keys sn_story_keys_at(const sn_story_terms *terms, int64_t published_sec, uint32_t *at);
/* When a story that is found by its name begins; one without any date begins last. */
SN_MUST_USE sn_status sn_story_begins(sn_grouping *g, uint64_t story, int64_t *sec, bool *found);

/* ---- grouping_names.c ---- */

/* Name the groups of all texts noted, and their members. */
SN_MUST_USE sn_status sn_copies_settle(sn_grouping *g);

/* ---- grouping_stories.c ---- */

/* What can be known of the article of an item before anything is written: fills item.about. */
SN_MUST_USE sn_status sn_stories_look_at(sn_grouping *g, const sn_article *article,
                                         sn_grouping_item *item);
/* A member goes, or has come; its names of copies are not settled yet. */
SN_MUST_USE sn_status sn_stories_remove(sn_grouping *g, const sn_member *old);
SN_MUST_USE sn_status sn_stories_add(sn_grouping *g, const sn_member *m);
/* Groups of copies are settled: name the stories of the chunk's articles that changed and of all members
 * that moved. */
SN_MUST_USE sn_status sn_stories_settle(sn_grouping *g);

#endif
