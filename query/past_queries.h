/* query/past_queries - what readers asked before, as a newsroom gives it in
 * INDEX/dictionaries/queries.txt: a query, a tab and how often it was asked on each line; # begins a
 * comment, blank lines are passed over. */
#ifndef SN_QUERY_PAST_QUERIES_H
#define SN_QUERY_PAST_QUERIES_H

#include "base/bytes.h"

#define SN_PAST_QUERIES_FILE "queries.txt"

typedef struct sn_past_query {
    sn_str text; /* borrowed from what was parsed; trimmed, not empty */
    uint32_t count;
} sn_past_query;

typedef struct sn_past_queries {
    sn_past_query *at;
    size_t n;
    sn_buf file; /* of sn_past_queries_read(): what the texts are borrowed from */
} sn_past_queries;

/* name: of the file, for messages. *out, zeroed before, borrows from text and is ended with
 * sn_past_queries_done() whatever comes back.
 * SN_EUTF8, SN_EINVAL (no tab, no count), SN_ELIMIT, each with file and line; SN_ENOMEM. */
SN_MUST_USE sn_status sn_past_queries_parse(const char *name, sn_str text, sn_past_queries *out,
                                            sn_error *err);
/* The file of an index directory; none is fine. The same, and SN_EIO. */
SN_MUST_USE sn_status sn_past_queries_read(const char *dir, sn_past_queries *out, sn_error *err);
void sn_past_queries_done(sn_past_queries *q);

SN_DEFINE_CLEANUP(sn_past_queries, sn_past_queries_done)

#endif
