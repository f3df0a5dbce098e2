/* indexer/apply/why - where one article is, and so why it is shown or not. */
#ifndef SN_INDEXER_WHY_H
#define SN_INDEXER_WHY_H

#include "base/limits.h"
#include "indexer/apply/writer.h"

#define SN_WHY_COPIES 20

typedef struct sn_why {
    bool known; /* to the archive or its ledger; false: all else is empty */
    sn_article_state state;
    uint32_t docid;  /* its number, 0: none */
    uint64_t change; /* its last change */
    /* When it begins or ceases to be shown; SN_NEVER_SEC (archive/shown.h): no such moment. */
    int64_t due_sec;
    uint32_t generation; /* current one, 0: none yet */
    uint64_t applied;    /* last change that generation holds */
    bool in_index;       /* that generation has a document of this id */
    bool hidden;         /* in the hidden set */
    /* Its group of copies in the index, by document number (newest first), itself included: a search that
     * collapses copies shows the best-ranked of them. */
    char copies[SN_WHY_COPIES][SN_LIMIT_ID_BYTES + 1];
    size_t n_copies;
} sn_why;

/* *out is filled for any id, also one that nobody knows. Statuses of the archive, of sn_hidden_read() and of
 * xapian_c.h. */
SN_MUST_USE sn_status sn_writer_why(sn_writer *w, sn_str id, sn_why *out, sn_error *err);

#endif
