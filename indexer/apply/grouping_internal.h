/* indexer/apply/grouping_internal - what the files of grouping share: one chunk on its way through. */
#ifndef SN_INDEXER_GROUPING_INTERNAL_H
#define SN_INDEXER_GROUPING_INTERNAL_H

#include "archive/groups.h"
#include "indexer/apply/grouping.h"

/* What is known of an item of the chunk before anything is written. */
typedef struct sn_grouping_item {
    bool known;    /* its number has a member */
    bool changed;  /* which is not the article that has the number now */
    sn_member old; /* that member */
    uint64_t text; /* of the article that has the number now, if it changed */
} sn_grouping_item;

typedef struct sn_text_list {
    uint64_t *at;
    size_t n, cap;
} sn_text_list;

typedef struct sn_grouping {
    sn_archive *archive;
    sn_chunk *chunk;
    sn_grouping_item *items; /* one for each of the chunk */
    uint32_t *docids;        /* of the chunk, rising */
    bool written;            /* documents of the chunk are written by the caller */
    sn_text_list touched;    /* texts whose group may be another now */
    sn_error *err;
} sn_grouping;

/* Is this the number of one of the chunk? */
bool sn_grouping_has(const sn_grouping *g, uint32_t docid);

/* ---- grouping_copies.c ---- */

/* The member with this number goes; its text is noted if that may change a group. */
SN_MUST_USE sn_status sn_copies_remove(sn_grouping *g, const sn_member *old);
/* A member comes. Its names are provisional if its text is noted. */
SN_MUST_USE sn_status sn_copies_add(sn_grouping *g, sn_member *m);
/* Name the groups of all texts noted, and their members. */
SN_MUST_USE sn_status sn_copies_settle(sn_grouping *g);

#endif
