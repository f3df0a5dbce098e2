/* query/records - the articles of a snapshot as the index keeps them to be shown: the document data is a hit record
 * (layout/hit.h), the body a value beside it. Private to query/. */
#ifndef SN_QUERY_RECORDS_H
#define SN_QUERY_RECORDS_H

#include "layout/hit.h"
#include "query/engine.h"

/* Room for the largest hit record, and for the largest body. */
#define SN_RECORD_BYTES ((size_t)4 * SN_LIMIT_ARTICLE_BYTES)

/* The document data of an article, read into *data (cleared first) and from there into *hit, which borrows from it, but for
 * the body. SN_ECORRUPT: it does not read; SN_EFORMAT: of another format; statuses of xapian-c. */
SN_MUST_USE sn_status sn_hit_load(const sn_xap_db *db, sn_docid docid, sn_buf *data, sn_hit *hit,
                                  sn_error *err);
/* The body of the article in *hit: unpacked into *memory (cleared first), from where it is borrowed.
 * An older record has its body already. Statuses as above, and SN_ENOMEM. */
SN_MUST_USE sn_status sn_hit_load_body(const sn_searcher *s, sn_docid docid, sn_buf *memory,
                                       sn_hit *hit, sn_error *err);

/* An article found by its id, which may be shown; read into *data and *hit. SN_ENOTFOUND, without a message: no such
 * article, or hidden. Otherwise statuses as of sn_hit_load(). */
SN_MUST_USE sn_status sn_article_find(const sn_snapshot *now, sn_str id, sn_docid *docid,
                                      sn_buf *data, sn_hit *hit, sn_error *err);

#endif
