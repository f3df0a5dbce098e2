/* analysis/compile_lexicon_read - rows of a table: UTF-8 text, fields between tabs, # comments (build time
 * only). */
#ifndef SN_ANALYSIS_COMPILE_LEXICON_READ_H
#define SN_ANALYSIS_COMPILE_LEXICON_READ_H

#include "analysis/lexicon_letters.h"
#include "base/bytes.h"

#define SN_ROW_FIELDS 8

typedef struct sn_row {
    const char *path; /* of the table; valid during the call, as the fields are */
    uint32_t line;    /* from 1 */
    size_t n;
    sn_str field[SN_ROW_FIELDS];
} sn_row;

typedef sn_status sn_row_fn(void *context, const sn_row *row, sn_error *err);

/* Give each row of directory/name to fn; rows must have at least n_fields.
 * Returns SN_OK, SN_EINVAL (a bad row), SN_EUTF8, SN_ENOTFOUND, SN_EIO, SN_ELIMIT, SN_ENOMEM, or
 * what fn returned. */
SN_MUST_USE sn_status sn_rows_read(const char *directory, const char *name, size_t n_fields,
                                   sn_row_fn *fn, void *context, sn_error *err);

/* Field i as letters. Returns SN_OK, SN_EINVAL. */
SN_MUST_USE sn_status sn_row_letters(const sn_row *row, size_t i, sn_letters *out, sn_error *err);

/* Field i as a number of at most max. Returns SN_OK, SN_EINVAL. */
SN_MUST_USE sn_status sn_row_number(const sn_row *row, size_t i, uint32_t max, uint32_t *out,
                                    sn_error *err);

#endif
