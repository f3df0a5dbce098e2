/* A news page saved as text. */
#include "indexer/readers/format.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/lines.h"
#include "indexer/readers/page.h"

#include <stdlib.h>

static sn_status open_lines(sn_source *source, size_t max_line)
{
    sn_lines *lines = calloc(1, sizeof *lines);
    if (lines == NULL)
        return SN_ENOMEM;
    sn_status s = sn_lines_init_over(lines, source->input, max_line);
    if (s == SN_OK)
        source->state = lines;
    else
        free(lines);
    return s;
}

void sn_source_lines_close(sn_source *source)
{
    sn_lines_done(source->state);
    free(source->state);
}

/* The next line with something in it; a byte order mark before the first is no content. */
static sn_status next_content_line(sn_source *source, sn_str *line, sn_error *err)
{
    sn_lines *lines = source->state;
    for (;;) {
        sn_status s = sn_lines_next(lines, line, err);
        source->line = lines->number;
        if (s != SN_OK)
            return s;
        if (lines->number == 1)
            *line = sn_utf8_without_mark(*line);
        if (sn_str_trim(*line).len > 0)
            return SN_OK;
    }
}

sn_status sn_page_open(sn_source *source, sn_error *err)
{
    (void)err;
    return open_lines(source, SN_LIMIT_PAGE_BYTES);
}

/* All lines are the one page. */
sn_status sn_page_next(sn_source *source, sn_article *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_PAGE_BYTES);
    sn_lines *lines = source->state;
    sn_str line = {0};
    sn_status s = next_content_line(source, &line, err);
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
