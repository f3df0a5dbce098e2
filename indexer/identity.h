/* indexer/identity - which article a record of a feed is.
 *
 * The same article comes by a feed (under its guid), a sitemap, its page and the page for AMP, in any order. Records
 * whose ids are not the newsroom's own (names within a feed, names made of an address) are the article that is known at
 * their address. So it is one article, and one that is taken down does not come back under another name. */
#ifndef SN_INDEXER_IDENTITY_H
#define SN_INDEXER_IDENTITY_H

#include "archive/archive.h"

/* Give *article, read by a format with these traits (SN_READER_…), the id under which it is known, and the text that is
 * known of it where the format has extracts only. *skip: it has a title only, and what is held has a text.
 * Statuses of the archive, SN_ENOMEM. */
SN_MUST_USE sn_status sn_identity_find(sn_archive *a, unsigned traits, sn_article *article,
                                       bool *skip, sn_error *err);
/* Give *article what it lacks and `held` has: the one loses what the other gets. */
void sn_identity_complete(sn_article *article, sn_article *held);

#endif
