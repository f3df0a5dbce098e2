#include "indexer/readers/reader.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/lines.h"
#include "indexer/readers/page.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum reader_format {
    FORMAT_UNKNOWN,
    FORMAT_JSON_LINES,
    FORMAT_PAGE,
    FORMAT_ENDED
} reader_format;

struct sn_reader {
    int fd;
    reader_format format;
    sn_lines lines;
    uint64_t record_line;
};

sn_status sn_reader_open(const char *path, sn_reader **out, sn_error *err)
{
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    sn_reader *r = calloc(1, sizeof *r);
    sn_status s = r == NULL ? SN_ENOMEM : sn_lines_init(&r->lines, fd, SN_LIMIT_ARTICLE_BYTES);
    if (s != SN_OK) {
        free(r);
        if (!standard_input)
            close(fd);
        return s;
    }
    r->fd = fd;
    *out = r;
    return SN_OK;
}

void sn_reader_close(sn_reader *r)
{
    if (r == NULL)
        return;
    sn_lines_done(&r->lines);
    if (r->fd != STDIN_FILENO)
        close(r->fd);
    free(r);
}

uint64_t sn_reader_line(const sn_reader *r)
{
    return r->record_line;
}

static sn_str without_bom(sn_str line)
{
    sn_str bom = SN_STR("\xef\xbb\xbf");
    return sn_str_has_prefix(line, bom) ? (sn_str){line.at + bom.len, line.len - bom.len} : line;
}

/* The next line with something in it; a byte order mark before the first is no content. */
static sn_status next_content_line(sn_reader *r, sn_str *line, sn_error *err)
{
    for (;;) {
        sn_status s = sn_lines_next(&r->lines, line, err);
        r->record_line = r->lines.number;
        if (s != SN_OK)
            return s;
        if (r->lines.number == 1)
            *line = without_bom(*line);
        if (sn_str_trim(*line).len > 0)
            return SN_OK;
    }
}

static sn_status read_page(sn_reader *r, sn_str first, sn_article *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_PAGE_BYTES);
    uint64_t first_line = r->record_line;
    sn_status s = SN_OK;
    r->format = FORMAT_ENDED;
    for (sn_str line = first; s == SN_OK; s = sn_lines_next(&r->lines, &line, err)) {
        sn_buf_add_str(&page, line);
        sn_buf_add_byte(&page, '\n');
    }
    r->record_line = first_line;
    if (s != SN_DONE)
        return s;
    if (sn_buf_status(&page) != SN_OK)
        return sn_fail(err, sn_buf_status(&page), "the page has more than %d bytes",
                       SN_LIMIT_PAGE_BYTES);
    return sn_page_parse(sn_buf_str(&page), out, err);
}

sn_status sn_reader_next(sn_reader *r, sn_article *out, sn_error *err)
{
    sn_str line;
    if (r->format == FORMAT_ENDED)
        return SN_DONE;
    sn_status s = next_content_line(r, &line, err);
    if (s != SN_OK)
        return s;
    if (r->format == FORMAT_UNKNOWN)
        r->format = sn_str_trim(line).at[0] == '{' ? FORMAT_JSON_LINES : FORMAT_PAGE;
    if (r->format == FORMAT_PAGE)
        return read_page(r, line, out, err);
    return sn_article_parse(sn_str_trim(line), out, err);
}
