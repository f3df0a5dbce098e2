/* query/completions - what may be completed as somebody types: titles, tags, names, past queries.
 *
 *   hit records of a commit, newest first --+--> texts with a key each --> places in the keys where
 *   past queries (past_queries.h) ----------'    (folded, no blanks)       words begin, sorted
 *
 * A key is the text in one spelling without blanks and half-spaces (as sn_fold_name), so what was
 * typed is found however it is spelled and spaced; it may begin at any word of the text. Over the
 * sorted places stands a tree of minima, which gives the best few of a range in microseconds,
 * however many texts begin with a letter. Per word of a title 16 bytes, and its key. Immutable once
 * built; it proposes only (hints.h). Private to query/. */
#ifndef SN_QUERY_COMPLETIONS_H
#define SN_QUERY_COMPLETIONS_H

#include "base/bytes.h"
#include "xapian-c/xapian_c.h"

typedef enum sn_completion_type {
    SN_COMPLETES_QUERY,
    SN_COMPLETES_TAG,
    SN_COMPLETES_NAME, /* an author or a source */
    SN_COMPLETES_TITLE,
    SN_COMPLETION_TYPES
} sn_completion_type;

/* Where the text stands in the index: tells how to look whether it still does. */
typedef enum sn_completion_list {
    SN_COMPLETION_OF_QUERIES,
    SN_COMPLETION_OF_TAG,
    SN_COMPLETION_OF_AUTHOR,
    SN_COMPLETION_OF_SOURCE,
    SN_COMPLETION_OF_RECORD, /* title of the article `docid` */
    SN_COMPLETION_LISTS
} sn_completion_list;

typedef struct sn_completion {
    uint32_t key, key_len;   /* into keys; cut at SN_LIMIT_SUGGEST_KEY_BYTES */
    uint32_t text, text_len; /* into texts; titles are read from the record: 0, 0 */
    uint32_t count;          /* articles, or how often it was asked; when built */
    sn_docid docid;          /* the newest article that has it; queries: 0 */
    uint8_t list;            /* sn_completion_list */
} sn_completion;

/* The texts of one type, the best first. */
typedef struct sn_completion_set {
    sn_completion *items;
    size_t n_items;
    uint32_t *places; /* into keys, sorted by what stands there */
    uint32_t *owners; /* by place: the item */
    uint32_t *tree;   /* places of the best rank below; tree[n_places + i] is i */
    size_t n_places;
} sn_completion_set;

typedef struct sn_completions {
    sn_buf keys, texts;
    sn_completion_set sets[SN_COMPLETION_TYPES];
} sn_completions;

/* From the records of a database (of the commit that has the change `applied`) that may be shown now, and dir's
 * past queries (a mistake in that file leaves it out: it is told when the index is opened). *out is zeroed before
 * and ended with sn_completions_done() whatever comes back. Statuses of xapian-c. A commit that goes away
 * meanwhile is followed by the next one: db is reopened. */
SN_MUST_USE sn_status sn_completions_build(const char *dir, sn_xap_db *db, uint64_t applied,
                                           sn_completions *out, sn_error *err);
void sn_completions_done(sn_completions *c);

/* The key of a text, appended, and in *starts (NULL is fine; room for SN_COMPLETION_STARTS) where its
 * words begin; returns how many through *n. SN_ENOMEM, SN_ELIMIT. */
#define SN_COMPLETION_STARTS 128
SN_MUST_USE sn_status sn_completion_key(sn_str text, sn_buf *key, uint32_t *starts, size_t *n);

/* completions_index.c: sort the places where words of the items begin, and put the tree on them.
 * starts: those of item i are starts[first[i]] .. starts[first[i + 1] - 1], into keys. SN_ENOMEM. */
SN_MUST_USE sn_status sn_completion_set_index(sn_completion_set *set, sn_str keys,
                                              const uint32_t *starts, const uint32_t *first);

/* A walk over the items that have a word which begins with `prefix` (a key, not empty), best first:
 * those whose first word does before the others, no item twice; at most SN_COMPLETION_TRIES. */
#define SN_COMPLETION_TRIES 64
typedef struct sn_completion_range {
    uint32_t first, last, best; /* places */
} sn_completion_range;
typedef struct sn_completion_walk {
    const sn_completion_set *set;
    sn_completion_range ranges[2 * SN_COMPLETION_TRIES + 2]; /* whose best was not given yet */
    size_t n_ranges, n_tries;
    uint32_t given[SN_COMPLETION_TRIES];
    size_t n_given;
} sn_completion_walk;
void sn_completion_walk_begin(sn_completion_walk *w, const sn_completions *c,
                              sn_completion_type type, sn_str prefix);
/* The next item, and through *place where in the keys it goes on as typed; NULL: no more. */
const sn_completion *sn_completion_walk_next(sn_completion_walk *w, uint32_t *place);

SN_DEFINE_CLEANUP(sn_completions, sn_completions_done)

#endif
