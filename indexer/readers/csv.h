/* indexer/readers/csv - records of comma-separated values (RFC 4180), a few bytes at a time. */
#ifndef SN_READERS_CSV_H
#define SN_READERS_CSV_H

#include "indexer/readers/decode.h"
#include "indexer/readers/input.h"

typedef struct sn_csv {
    sn_input *input;
    sn_decoder *decoder;
    char separator;
    sn_buf piece; /* decoded */
    size_t at;
    bool ended;
    sn_buf record;  /* the fields of a record, a NUL behind each */
    size_t *starts; /* of n fields in it */
    size_t n, room;
    uint64_t line, next_line; /* where the record begins; where the next byte is */
} sn_csv;

/* Is it a table with names of fields of ours in its first line? *separator is what stands between them. */
bool sn_csv_matches(sn_str head, char *separator);

/* The separator is the comma, semicolon or tab that the first line has most of. SN_ENOMEM, statuses of
 * sn_input_head. */
SN_MUST_USE sn_status sn_csv_init(sn_csv *c, sn_input *input, sn_error *err);
void sn_csv_done(sn_csv *c);

/* The next record that is no empty line; sn_csv_field gives its fields. SN_DONE. SN_EINVAL (quotes that do
 * not open or close a whole field, or have no end), SN_EUTF8, SN_ELIMIT: it is refused; the next one begins
 * behind the next line end. SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_csv_next(sn_csv *c, sn_error *err);
/* Borrowed until the next record; i < c->n. */
sn_str sn_csv_field(const sn_csv *c, size_t i);

#endif
