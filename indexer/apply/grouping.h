/* indexer/apply/grouping - which articles are copies of one another, kept in the archive as changes
 * come. Only who holds writer.lock may call what writes here: so there is one at a time.
 *
 *   chunk of changes --[apply]--> members and names in the archive (archive/groups.h)
 *                                 + changes of other members whose names became others
 *                                 + names of the chunk's own articles, for their documents
 *
 * Articles of one fingerprint are one text: it is compared once, whoever else has it. A text finds those
 * alike by keys of its span of time (grouping/minhash.h); a pair of texts that are alike is kept, and holds
 * as soon as each has an article near enough in time to the other's. An article without a date is
 * compared with others without one; with those that have one only if the text is the same.
 * A group has the name of its earliest member (by date, then id; undated ones last), so names do not
 * depend on the order in which articles came. Groups are committed before the index has them: what is
 * lost in between is done again, and doing it twice changes nothing.
 * Statuses: of the archive, SN_ECORRUPT also where its tables of groups do not fit together. */
#ifndef SN_INDEXER_GROUPING_H
#define SN_INDEXER_GROUPING_H

#include "indexer/apply/chunk.h"

/* sn_grouper: working memory, for one thread; declared in generation.h, which has one. */
SN_MUST_USE sn_status sn_grouper_create(sn_grouper **out, sn_error *err);
void sn_grouper_destroy(sn_grouper *grouper); /* NULL is fine */

/* Of the rules and of the analysis they look at the text with; rises whenever groups may come out
 * otherwise. */
int64_t sn_grouping_version(void);

/* Make the groups of the archive right up to the change `upto`, without documents: all of them anew if
 * they were made by other rules. The documents of members whose names became others get changes; what had
 * no name (an archive of before there were groups) has its name in the index with the next rebuild. */
SN_MUST_USE sn_status sn_grouping_catch_up(sn_archive *archive, sn_grouper *grouper, uint64_t upto,
                                           sn_error *err);

/* Bring the groups along by one chunk, which follows all that was grouped before, and set the groups
 * of its articles. `written`: the caller writes their documents, so they need no change. */
SN_MUST_USE sn_status sn_grouping_apply(sn_archive *archive, sn_grouper *grouper, sn_chunk *chunk,
                                        bool written, sn_error *err);

/* The groups of an article, as they are now; its own where it is not grouped yet. For reading. */
SN_MUST_USE sn_status sn_grouping_names(sn_archive *archive, uint32_t docid, sn_str id,
                                        sn_membership *out, sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_grouper, sn_grouper_destroy)

#endif
