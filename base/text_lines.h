/* base/text_lines - the lines of a text that people write. */
#ifndef SN_BASE_TEXT_LINES_H
#define SN_BASE_TEXT_LINES_H

#include "base/bytes.h"

typedef struct sn_text_lines {
    sn_str rest;
    uint32_t number; /* of the last line taken, from 1; 0 before the first */
} sn_text_lines;

/* Borrows the text. A byte order mark at its beginning is passed over. */
sn_text_lines sn_text_lines_of(sn_str text);

/* The next line without its end (LF or CR LF); false behind the last. */
bool sn_text_lines_next(sn_text_lines *lines, sn_str *line);

/* The number, from 1, of the line that byte `at` of the text stands in. */
uint32_t sn_text_line_at(sn_str text, size_t at);

#endif
