/* indexer/apply/check_deep_internal - what the files of the deep check share. */
#ifndef SN_INDEXER_CHECK_DEEP_INTERNAL_H
#define SN_INDEXER_CHECK_DEEP_INTERNAL_H

#include "indexer/apply/check.h"
#include "indexer/apply/document.h"
#include "indexer/apply/writer_internal.h"
#include "layout/body.h"

typedef struct sn_deep {
    sn_writer *w;
    const sn_deep_opts *opts;
    sn_lexicon *lexicon;
    sn_document_maker *maker;
    sn_body_reader *bodies;
    sn_xap_db *db;
    uint64_t applied;      /* what db holds */
    uint64_t seen, total;  /* articles */
    uint64_t left, random; /* of the sample */
    uint64_t compared;
    char **suspects; /* ids of articles that seem to differ */
    size_t n_suspects, cap;
    sn_buf *findings;
    size_t errors;
    sn_error *err; /* never NULL */
} sn_deep;

/* The current generation as it is now in d->db, and what it holds. */
SN_MUST_USE sn_status sn_deep_open_db(sn_deep *d);

/* Each article, or the sample, against its document (check_documents.c). */
SN_MUST_USE sn_status sn_deep_check_documents(sn_deep *d);

#endif
