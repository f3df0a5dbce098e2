#include "indexer/readers/reader.h"

#include "base/digest.h"
#include "base/limits.h"
#include "indexer/readers/format.h"

#include <stdlib.h>

#define NAMES_BYTES  300
#define PASSED_BYTES 16384

struct sn_reader {
    sn_reading reading;
    const sn_format *format; /* NULL: not known yet */
    bool opened, ended;
    bool notes_place;
    sn_reader_place after; /* bytes 0: from the beginning */
};

/* Append the names of formats, commas between; of those only that a mapping is for, or of all. */
static void name_formats(bool maps, sn_buf *out)
{
    size_t n;
    const sn_format *formats = sn_formats(&n);
    for (size_t i = 0; i < n; i++)
        if (!maps || formats[i].maps)
            sn_buf_add_format(out, "%s%s", out->len > 0 ? ", " : "", formats[i].name);
}

static sn_status unknown_format(const char *format, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf names = SN_BUF(NAMES_BYTES);
    name_formats(false, &names);
    return sn_fail(err, SN_EINVAL, "no such format: %.40s (there are %s)", format,
                   sn_buf_text(&names));
}

sn_status sn_reader_check(const sn_reader_opts *opts, sn_error *err)
{
    const sn_format *format = opts->format != NULL ? sn_format_named(opts->format) : NULL;
    if (opts->format != NULL && format == NULL)
        return unknown_format(opts->format, err);
    if (opts->mapping == NULL || format == NULL || format->maps)
        return SN_OK;
    SN_CLEANUP(sn_buf) sn_buf names = SN_BUF(NAMES_BYTES);
    name_formats(true, &names);
    return sn_fail(err, SN_EINVAL, "%s has no names to map: a mapping is for %s", format->name,
                   sn_buf_text(&names));
}

/* fd -1: of path. */
static sn_status open_reader(const char *path, int fd, const sn_reader_opts *opts, sn_reader **out,
                             sn_error *err)
{
    static const sn_reader_opts defaults = {0};
    if (opts == NULL)
        opts = &defaults;
    sn_status s = sn_reader_check(opts, err);
    if (s != SN_OK)
        return s;
    sn_reader *r = calloc(1, sizeof *r);
    if (r == NULL)
        return SN_ENOMEM;
    s = fd >= 0 ? sn_input_open_fd(fd, &r->reading.input, err)
                : sn_input_open(path, &r->reading.input, err);
    if (s != SN_OK) {
        free(r);
        return s;
    }
    if (opts->fetched)
        sn_input_limit(r->reading.input, SN_LIMIT_FETCH_BYTES, "FETCH_BYTES");
    if (opts->notes_place || opts->after != NULL)
        sn_input_note_given(r->reading.input);
    if (opts->after != NULL)
        r->after = *opts->after;
    r->notes_place = opts->notes_place;
    r->reading.mapping = opts->mapping;
    r->reading.address = opts->address;
    r->format = opts->format != NULL ? sn_format_named(opts->format) : NULL;
    *out = r;
    return SN_OK;
}

sn_status sn_reader_open(const char *path, const sn_reader_opts *opts, sn_reader **out,
                         sn_error *err)
{
    return open_reader(path, -1, opts, out, err);
}

sn_status sn_reader_open_fd(int fd, const sn_reader_opts *opts, sn_reader **out, sn_error *err)
{
    return open_reader(NULL, fd, opts, out, err);
}

void sn_reader_close(sn_reader *r)
{
    if (r == NULL)
        return;
    if (r->opened)
        r->format->close(&r->reading);
    sn_input_close(r->reading.input);
    free(r);
}

uint64_t sn_reader_bytes(const sn_reader *r)
{
    return sn_input_bytes(r->reading.input);
}

uint64_t sn_reader_line(const sn_reader *r)
{
    return r->reading.line;
}

const char *sn_reader_format(const sn_reader *r)
{
    return r->opened ? r->format->name : "";
}

/* ---- going on where another reader ended ---- */

/* NULL: what is open is not read by lines that stand alone. */
static sn_lines *lines_of(const sn_reader *r)
{
    return r->opened && r->format->lines != NULL ? r->format->lines(&r->reading) : NULL;
}

/* SN_ESTALE: it has fewer bytes, or others. */
static sn_status pass_over(sn_input *input, const sn_reader_place *place, sn_error *err)
{
    char piece[PASSED_BYTES];
    uint64_t bytes = 0, digest = 0;
    for (size_t n = 1; n > 0 && bytes < place->bytes;) {
        uint64_t left = place->bytes - bytes;
        sn_status s =
            sn_input_read(input, piece, left < sizeof piece ? (size_t)left : sizeof piece, &n, err);
        if (s != SN_OK)
            return s;
        sn_input_given(input, &bytes, &digest);
    }
    if (bytes == place->bytes && digest == place->digest)
        return SN_OK;
    return sn_fail(err, SN_ESTALE, "it is not what was read before");
}

/* Nothing behind it: there is nothing to read, whatever the format. */
static sn_status find_end(sn_reader *r, sn_error *err)
{
    sn_str head = {0};
    sn_status s = sn_input_head(r->reading.input, &head, err);
    if (s == SN_OK && head.len == 0) {
        char none;
        size_t n = 0;
        r->ended = true;
        s = sn_input_read(r->reading.input, &none, 1, &n, err);
    }
    return s;
}

sn_status sn_reader_go_behind(sn_reader *r, sn_error *err)
{
    sn_status s = pass_over(r->reading.input, &r->after, err);
    if (s == SN_OK)
        s = find_end(r, err);
    if (s != SN_OK || r->ended)
        return s;
    if (r->format == NULL || r->format->lines == NULL)
        return sn_fail(err, SN_ESTALE, "there is more in it, and it is read as a whole");
    r->reading.begun = true; /* no list and no object that is the file further down */
    s = r->format->open(&r->reading, err);
    r->opened = s == SN_OK;
    if (s == SN_OK && r->after.lines == 0)
        return sn_fail(err, SN_ESTALE, "it was no file of lines");
    if (s == SN_OK)
        sn_lines_note_place(r->format->lines(&r->reading), &r->after);
    return s;
}

bool sn_reader_is_at_end(const sn_reader *r)
{
    return r->ended;
}

sn_reader_place sn_reader_where(const sn_reader *r)
{
    sn_reader_place place = {0};
    if (lines_of(r) != NULL)
        place = lines_of(r)->whole;
    else if (!r->opened && r->ended && r->after.bytes > 0)
        place = r->after;
    else if (r->ended && sn_input_ended_well(r->reading.input))
        sn_input_given(r->reading.input, &place.bytes, &place.digest);
    return place;
}

/* ---- articles ---- */

unsigned sn_reader_traits(const sn_reader *r)
{
    return r->opened ? r->format->traits : 0;
}

static sn_status open_format(sn_reader *r, sn_error *err)
{
    sn_str head = {0};
    sn_status s = sn_input_head(r->reading.input, &head, err);
    if (s == SN_OK && r->format == NULL)
        r->format = r->reading.mapping != NULL ? sn_format_of_mapped(head) : sn_format_of(head);
    if (s == SN_OK && r->format == NULL)
        return SN_DONE;
    if (s == SN_OK)
        s = r->format->open(&r->reading, err);
    r->opened = s == SN_OK;
    if (r->notes_place && lines_of(r) != NULL)
        sn_lines_note_place(lines_of(r), &(sn_reader_place){.digest = SN_DIGEST_BEGIN});
    if (s != SN_OK) { /* nothing can be read of it, which is one refusal */
        r->ended = true;
        r->reading.line = 1;
    }
    return s;
}

sn_status sn_reader_next(sn_reader *r, sn_article *out, sn_error *err)
{
    sn_status s = r->ended || r->opened ? SN_OK : open_format(r, err);
    if (s == SN_OK)
        s = r->ended ? SN_DONE : r->format->next(&r->reading, out, err);
    r->ended = r->ended || s == SN_DONE;
    return s;
}

sn_status sn_reader_formats(sn_buf *out)
{
    size_t n;
    const sn_format *formats = sn_formats(&n);
    for (size_t i = 0; i < n; i++)
        sn_buf_add_format(out, "  %-10s %s\n", formats[i].name, formats[i].help);
    return sn_buf_status(out);
}
