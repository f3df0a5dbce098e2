/* indexer/apply/why - where one article is, and whether archive and index agree. */
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
    int64_t
        due_sec; /* when it begins or ceases to be shown; SN_NEVER_SEC (archive/shown.h): no such moment */
    uint32_t generation; /* current one, 0: none yet */
    uint64_t applied;    /* last change that generation holds */
    bool in_index;       /* that generation has a document of this id */
    bool hidden;         /* in the hidden set */
    /* Its group of copies in the index, by document number (newest first), itself included: a search that
     * collapses copies shows the best-ranked of them. */
    char copies[SN_WHY_COPIES][SN_LIMIT_ID_BYTES + 1];
    size_t n_copies;
} sn_why;

SN_MUST_USE sn_status sn_writer_why(sn_writer *w, sn_str id, sn_why *out, sn_error *err);

/* Check both databases of the archive and the current generation, and, where no change is pending,
 * that they hold the same documents, settings and groups. Findings are appended as lines, *errors is their number. */
SN_MUST_USE sn_status sn_writer_check(sn_writer *w, sn_buf *findings, size_t *errors,
                                      sn_error *err);

#endif
