/* A news page saved as text. */
#include "indexer/readers/format.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/lines.h"
#include "indexer/readers/page.h"

#include <stdlib.h>

sn_status sn_page_open(sn_reading *reading, sn_error *err)
{
    (void)err;
    sn_lines *lines = calloc(1, sizeof *lines);
    if (lines == NULL)
        return SN_ENOMEM;
    sn_status s = sn_lines_init_over(lines, reading->input, SN_LIMIT_PAGE_BYTES);
    if (s == SN_OK)
        reading->state = lines;
    else
        free(lines);
    return s;
}

void sn_page_close(sn_reading *reading)
{
    sn_lines_done(reading->state);
    free(reading->state);
}

/* The next line with something in it; a byte order mark before the first is no content. */
static sn_status next_content_line(sn_reading *reading, sn_str *line, sn_error *err)
{
    sn_lines *lines = reading->state;
    for (;;) {
        sn_status s = sn_lines_next(lines, line, err);
        reading->line = lines->number;
        if (s != SN_OK)
            return s;
        if (lines->number == 1)
            *line = sn_utf8_without_mark(*line);
        if (sn_str_trim(*line).len > 0)
            return SN_OK;
    }
}

/* All lines are the one page. */
sn_status sn_page_next(sn_reading *reading, sn_article *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_PAGE_BYTES);
    sn_lines *lines = reading->state;
    sn_str line = {0};
    sn_status s = next_content_line(reading, &line, err);
    for (; s == SN_OK; s = sn_lines_next(lines, &line, err)) {
        sn_buf_add_str(&page, line);
        sn_buf_add_byte(&page, '\n');
    }
    lines->ended = true; /* also when it broke off: the rest is no page of its own */
    if (s != SN_DONE || page.len == 0)
        return s;
    if (sn_buf_status(&page) != SN_OK)
        return sn_fail(err, sn_buf_status(&page), "the page has more than %d bytes",
                       SN_LIMIT_PAGE_BYTES);
    return sn_page_parse(sn_buf_str(&page), out, err);
}
