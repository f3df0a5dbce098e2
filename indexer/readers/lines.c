#include "indexer/readers/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES 262144

sn_status sn_lines_init(sn_lines *l, int fd, size_t max_line)
{
    char *chunk = malloc(CHUNK_BYTES);
    if (chunk == NULL)
        return SN_ENOMEM;
    /* One more for the \r of a line end, which is not known for one until \n comes. */
    *l = (sn_lines){.fd = fd, .line = SN_BUF(max_line + 1), .max_line = max_line, .chunk = chunk};
    return SN_OK;
}

void sn_lines_done(sn_lines *l)
{
    sn_buf_done(&l->line);
    free(l->chunk);
    *l = (sn_lines){.fd = -1};
}

static sn_status fill_chunk(sn_lines *l, sn_error *err)
{
    ssize_t n;
    do
        n = read(l->fd, l->chunk, CHUNK_BYTES);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return sn_fail_errno(err, "cannot read");
    l->chunk_at = 0;
    l->chunk_len = (size_t)n;
    l->ended = n == 0;
    return SN_OK;
}

/* Append up to the next line end in the chunk; true when it was there. A line past its limit goes
 * on being read, and the buffer's sticky status says so in the end. */
static bool take_from_chunk(sn_lines *l)
{
    const char *from = l->chunk + l->chunk_at;
    size_t left = l->chunk_len - l->chunk_at;
    const char *newline = memchr(from, '\n', left);
    size_t n = newline != NULL ? (size_t)(newline - from) : left;
    sn_buf_add(&l->line, from, n);
    l->chunk_at += n + (newline != NULL ? 1 : 0);
    return newline != NULL;
}

sn_status sn_lines_next(sn_lines *l, sn_str *out, sn_error *err)
{
    sn_buf_clear(&l->line);
    bool whole = false, any = false;
    while (!whole && !l->ended) {
        if (l->chunk_at == l->chunk_len) {
            sn_status s = fill_chunk(l, err);
            if (s != SN_OK)
                return s;
            continue;
        }
        any = true;
        whole = take_from_chunk(l);
    }
    if (!any)
        return SN_DONE;
    l->number++;
    sn_str line = sn_buf_str(&l->line);
    if (line.len > 0 && line.at[line.len - 1] == '\r')
        line.len--;
    if (sn_buf_status(&l->line) == SN_ELIMIT || line.len > l->max_line)
        return sn_fail(err, SN_ELIMIT, "the line has more than %zu bytes", l->max_line);
    if (sn_buf_status(&l->line) != SN_OK)
        return sn_buf_status(&l->line);
    *out = line;
    return SN_OK;
}
