/* indexer/readers/lines - the lines of a file or pipe, with a limit. */
#ifndef SN_READERS_LINES_H
#define SN_READERS_LINES_H

#include "indexer/readers/input.h"
#include "indexer/readers/reader.h"

typedef struct sn_lines {
    int fd;
    sn_input *input; /* instead of fd, or NULL */
    sn_buf line;
    size_t max_line; /* bytes, the line end not counted */
    uint64_t number; /* of the line last given, from 1 */
    char *chunk;
    size_t chunk_at, chunk_len;
    bool ended;
    sn_reader_place read;  /* up to the last byte taken, where places are noted */
    sn_reader_place whole; /* up to the end of the last line that had one */
    bool notes_place;
} sn_lines;

/* Read from fd, which stays the caller's. SN_ENOMEM. */
SN_MUST_USE sn_status sn_lines_init(sn_lines *l, int fd, size_t max_line);
/* Read from an input, which stays the caller's. SN_ENOMEM. */
SN_MUST_USE sn_status sn_lines_init_over(sn_lines *l, sn_input *input, size_t max_line);
void sn_lines_done(sn_lines *l);

/* Note places from now on; the input stands at `from`, behind the end of a line. */
void sn_lines_note_place(sn_lines *l, const sn_reader_place *from);

/* The next line without its line end (\n or \r\n), borrowed until the next call; the last one need
 * not have an end. SN_DONE: no more. SN_ELIMIT: this line is too long and was passed over, go on.
 * SN_EINVAL, SN_ELIMIT of an input: its lines end here. SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_lines_next(sn_lines *l, sn_str *out, sn_error *err);

#endif
