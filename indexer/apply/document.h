/* indexer/apply/document - an article as a document of the index: terms, values, hit record.
 *
 * Which terms there are is said in layout/terms.h; the analysis is the query's own. */
#ifndef SN_INDEXER_DOCUMENT_H
#define SN_INDEXER_DOCUMENT_H

#include "analysis/lexicon.h"
#include "archive/article.h"
#include "layout/hit.h"
#include "layout/membership.h"
#include "xapian-c/xapian_c.h"

/* Working memory for one thread, used again for each article. */
typedef struct sn_document_maker sn_document_maker;

/* lexicon: must outlive the maker. */
SN_MUST_USE sn_status sn_document_maker_create(const sn_lexicon *lexicon, sn_document_maker **out,
                                               sn_error *err);
void sn_document_maker_destroy(sn_document_maker *m);

/* The document of an article that belongs to these groups, borrowed until the next call.
 * SN_OK, SN_ELIMIT, SN_EUTF8, SN_ENOMEM and those of xapian_c.h. */
SN_MUST_USE sn_status sn_document_make(sn_document_maker *m, const sn_article *article,
                                       const sn_membership *groups, const sn_xap_doc **out,
                                       sn_error *err);

/* What the document made last has as record and body, borrowed likewise, and from the article. */
const sn_hit *sn_document_hit(const sn_document_maker *m);

SN_DEFINE_CLEANUP_PTR(sn_document_maker, sn_document_maker_destroy)

#endif
