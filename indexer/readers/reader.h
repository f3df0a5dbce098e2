/* indexer/readers/reader - bytes from outside become articles.
 *
 *   FILE or standard input --[unpacked, format by content]--> articles, one at a time
 *
 * The formats and what is read of each: docs/feeds.md. Memory is that of one record, whatever the size
 * of the input. */
#ifndef SN_READERS_READER_H
#define SN_READERS_READER_H

#include "archive/article.h"

typedef struct sn_reader sn_reader;

typedef struct sn_mapping sn_mapping; /* mapping.h */

/* Up to where an input has been read: so many bytes (unpacked) with such a digest, so many lines. */
typedef struct sn_reader_place {
    uint64_t bytes, digest, lines;
} sn_reader_place;

typedef struct sn_reader_opts {
    const char *format;        /* a name of sn_reader_formats(), or NULL: by content */
    const sn_mapping *mapping; /* of JSON's or a table's names, or NULL; must outlive the reader */
    const char
        *address;     /* of a web page that does not say its own, or NULL; must outlive it, too */
    bool notes_place; /* sn_reader_where() will be asked */
    bool fetched;     /* no more than SN_LIMIT_FETCH_BYTES are read, unpacked */
    /* Begin behind what was read before, or NULL; format must be given. */
    const sn_reader_place *after;
} sn_reader_opts;

/* Can these options be? SN_OK, SN_EINVAL (no such format: the message names those there are; a mapping for a
 * format that has no names). */
SN_MUST_USE sn_status sn_reader_check(const sn_reader_opts *opts, sn_error *err);

/* path "-" is standard input; opts NULL is {0}. SN_EINVAL (sn_reader_check), SN_ENOTFOUND, SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_reader_open(const char *path, const sn_reader_opts *opts, sn_reader **out,
                                     sn_error *err);
/* The same from the beginning of a descriptor, which stays the caller's. */
SN_MUST_USE sn_status sn_reader_open_fd(int fd, const sn_reader_opts *opts, sn_reader **out,
                                        sn_error *err);
void sn_reader_close(sn_reader *r); /* NULL is fine */

/* With opts.after, before the first sn_reader_next: is the input up to there what it was? SN_OK; SN_ESTALE: it
 * is another, or of a format that cannot be gone on with: read it from its beginning. Statuses of an input. */
SN_MUST_USE sn_status sn_reader_go_behind(sn_reader *r, sn_error *err);
/* After sn_reader_go_behind: is there nothing behind it? */
bool sn_reader_is_at_end(const sn_reader *r);
/* With opts.notes_place: up to where all records have been given or refused, so that a reader can begin behind it.
 * bytes 0: not known, as in the middle of other formats than lines. A last line without an end is behind it, for
 * it may be one that is still being written. */
sn_reader_place sn_reader_where(const sn_reader *r);

/* The next article into *out (empty, the caller's to end).
 * SN_OK, SN_DONE (no more). SN_EINVAL, SN_EUTF8, SN_ELIMIT: this record is refused, err says why;
 * go on with the next. Anything else ends the reading. */
SN_MUST_USE sn_status sn_reader_next(sn_reader *r, sn_article *out, sn_error *err);
/* The line where the record last given or refused begins, from 1; 0 before the first. */
uint64_t sn_reader_line(const sn_reader *r);
/* The name of the format that is read; "" before the first record, and where there was none. */
const char *sn_reader_format(const sn_reader *r);

/* Bytes of the file that is read; 0: of a pipe or a terminal, which may let one wait. */
uint64_t sn_reader_bytes(const sn_reader *r);

/* What may be said of articles of this format, to know them again. */
enum {
    SN_READER_WEAK_IDS = 1,   /* their ids are names within a feed: the address says more */
    SN_READER_EXTRACTS = 2,   /* they may lack the text that the same article has elsewhere */
    SN_READER_ONLY_TITLES = 4 /* they always do */
};
unsigned sn_reader_traits(const sn_reader *r); /* 0 before the first record */

/* Append the names of all formats with what they are, a line each. */
sn_status sn_reader_formats(sn_buf *out);

SN_DEFINE_CLEANUP_PTR(sn_reader, sn_reader_close)

#endif
