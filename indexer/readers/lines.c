#include "indexer/readers/lines.h"

#include "base/digest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES 262144

static sn_status init(sn_lines *l, int fd, sn_input *input, size_t max_line)
{
    char *chunk = malloc(CHUNK_BYTES);
    if (chunk == NULL)
        return SN_ENOMEM;
    *l = (sn_lines){.fd = fd, .input = input, .max_line = max_line, .chunk = chunk};
    /* One more for the \r of a line end, which is not known for one until \n comes. */
    l->line = SN_BUF(max_line + 1);
    return SN_OK;
}

sn_status sn_lines_init(sn_lines *l, int fd, size_t max_line)
{
    return init(l, fd, NULL, max_line);
}

sn_status sn_lines_init_over(sn_lines *l, sn_input *input, size_t max_line)
{
    return init(l, -1, input, max_line);
}

void sn_lines_done(sn_lines *l)
{
    sn_buf_done(&l->line);
    free(l->chunk);
    *l = (sn_lines){.fd = -1};
}

void sn_lines_note_place(sn_lines *l, const sn_reader_place *from)
{
    l->notes_place = true;
    l->read = l->whole = *from;
    l->number = from->lines;
}

static sn_status read_fd(int fd, char *to, size_t *n, sn_error *err)
{
    ssize_t got;
    do
        got = read(fd, to, CHUNK_BYTES);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return sn_fail_errno(err, "cannot read");
    *n = (size_t)got;
    return SN_OK;
}

static sn_status fill_chunk(sn_lines *l, sn_error *err)
{
    size_t n = 0;
    sn_status s = l->input != NULL ? sn_input_read(l->input, l->chunk, CHUNK_BYTES, &n, err)
                                   : read_fd(l->fd, l->chunk, &n, err);
    if (s != SN_OK)
        return s;
    l->chunk_at = 0;
    l->chunk_len = n;
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
    n += newline != NULL ? 1 : 0;
    l->chunk_at += n;
    if (l->notes_place) {
        l->read.bytes += n;
        l->read.digest = sn_digest_add(l->read.digest, from, n);
    }
    return newline != NULL;
}

sn_status sn_lines_next(sn_lines *l, sn_str *out, sn_error *err)
{
    sn_buf_clear(&l->line);
    bool whole = false, any = false;
    while (!whole && !l->ended) {
        if (l->chunk_at == l->chunk_len) {
            sn_status s = fill_chunk(l, err);
            if (s != SN_OK) {
                l->number++; /* what was read of this line is lost with what it broke off in */
                return s;
            }
            continue;
        }
        any = true;
        whole = take_from_chunk(l);
    }
    if (!any)
        return SN_DONE;
    l->number++;
    l->read.lines = l->number;
    if (whole)
        l->whole = l->read; /* a last line without an end may be one that is still being written */
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
