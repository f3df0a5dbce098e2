#include "indexer/readers/reader.h"

#include "indexer/readers/format.h"

#include <stdlib.h>

#define NAMES_BYTES 300

struct sn_reader {
    sn_source source;
    const sn_format *format; /* NULL: not known yet */
    bool opened, ended;
};

static sn_status unknown_format(const char *format, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf names = SN_BUF(NAMES_BYTES);
    size_t n;
    const sn_format *formats = sn_formats(&n);
    for (size_t i = 0; i < n; i++)
        sn_buf_add_format(&names, "%s%s", i > 0 ? ", " : "", formats[i].name);
    return sn_fail(err, SN_EINVAL, "no such format: %.40s (there are %s)", format,
                   sn_buf_text(&names));
}

sn_status sn_reader_check(const sn_reader_opts *opts, sn_error *err)
{
    const sn_format *format = opts->format != NULL ? sn_format_named(opts->format) : NULL;
    if (opts->format != NULL && format == NULL)
        return unknown_format(opts->format, err);
    if (opts->mapping != NULL && format != NULL && !format->maps)
        return sn_fail(err, SN_EINVAL, "%s has no names to map: a mapping is for json and csv",
                       format->name);
    return SN_OK;
}

sn_status sn_reader_open(const char *path, const sn_reader_opts *opts, sn_reader **out,
                         sn_error *err)
{
    static const sn_reader_opts defaults = {0};
    if (opts == NULL)
        opts = &defaults;
    sn_status s = sn_reader_check(opts, err);
    if (s != SN_OK)
        return s;
    sn_reader *r = calloc(1, sizeof *r);
    s = r == NULL ? SN_ENOMEM : sn_input_open(path, &r->source.input, err);
    if (s != SN_OK) {
        free(r);
        return s;
    }
    r->source.mapping = opts->mapping;
    r->format = opts->format != NULL ? sn_format_named(opts->format) : NULL;
    *out = r;
    return SN_OK;
}

void sn_reader_close(sn_reader *r)
{
    if (r == NULL)
        return;
    if (r->opened)
        r->format->close(&r->source);
    sn_input_close(r->source.input);
    free(r);
}

uint64_t sn_reader_line(const sn_reader *r)
{
    return r->source.line;
}

const char *sn_reader_format(const sn_reader *r)
{
    return r->opened ? r->format->name : "";
}

static sn_status open_format(sn_reader *r, sn_error *err)
{
    sn_str head = {0};
    sn_status s = sn_input_head(r->source.input, &head, err);
    if (s == SN_OK && r->format == NULL)
        r->format = r->source.mapping != NULL ? sn_format_of_mapped(head) : sn_format_of(head);
    if (s == SN_OK && r->format == NULL)
        return SN_DONE;
    if (s == SN_OK)
        s = r->format->open(&r->source, err);
    r->opened = s == SN_OK;
    if (s != SN_OK) { /* nothing can be read of it, which is one refusal */
        r->ended = true;
        r->source.line = 1;
    }
    return s;
}

sn_status sn_reader_next(sn_reader *r, sn_article *out, sn_error *err)
{
    sn_status s = r->ended || r->opened ? SN_OK : open_format(r, err);
    if (s == SN_OK)
        s = r->ended ? SN_DONE : r->format->next(&r->source, out, err);
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
