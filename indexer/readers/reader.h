/* indexer/readers/reader - bytes from outside become articles.
 *
 *   FILE or standard input --[format by content]--> articles, one at a time
 *
 *   JSON lines          the first byte that is no white space is {
 *   news page as text   anything else: one article (page.h)
 */
#ifndef SN_READERS_READER_H
#define SN_READERS_READER_H

#include "archive/article.h"

typedef struct sn_reader sn_reader;

/* path "-" is standard input. SN_ENOTFOUND, SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_reader_open(const char *path, sn_reader **out, sn_error *err);
void sn_reader_close(sn_reader *r); /* NULL is fine */

/* The next article into *out (empty, the caller's to end).
 * SN_OK, SN_DONE (no more). SN_EINVAL, SN_EUTF8, SN_ELIMIT: this record is refused, err says why;
 * go on with the next. Anything else ends the reading. */
SN_MUST_USE sn_status sn_reader_next(sn_reader *r, sn_article *out, sn_error *err);
/* The line of the record last given or refused, from 1. */
uint64_t sn_reader_line(const sn_reader *r);

SN_DEFINE_CLEANUP_PTR(sn_reader, sn_reader_close)

#endif
