#include "indexer/readers/decode.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PIECE_BYTES 4096

/* The encodings of Persian pages, and those that are asked for by mistake. Others of iconv are left out:
 * each is a parser of its own of hostile bytes. */
static const struct encoding_row {
    const char *name, *iconv_name; /* NULL: UTF-8, which needs none */
} encodings[] = {
    {"utf-8", NULL},
    {"utf8", NULL},
    {"us-ascii", NULL},
    {"ascii", NULL},
    {"utf-16", "UTF-16LE"}, /* the byte order mark says be if it is */
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
    {"iso-8859-1", "CP1252"}, /* as browsers read it */
    {"latin1", "CP1252"},
    {"windows-1252", "CP1252"},
    {"cp1252", "CP1252"},
    {"iso-8859-6", "ISO-8859-6"},
    {"windows-1256", "CP1256"},
    {"cp1256", "CP1256"},
};

struct sn_decoder {
    bool converts; /* with iconv */
    size_t unit;   /* bytes that a character has at least */
    iconv_t iconv;
    char kept[8]; /* of a character that was cut */
    size_t n_kept;
    bool begun;
};

static bool is_word_end(char c)
{
    return c == '"' || c == '\'' || c == '?' || c == '>' || c == ' ';
}

sn_str sn_encoding_of_xml(sn_str head)
{
    if (sn_str_has_prefix(head, SN_STR("\xFF\xFE")) || sn_str_has_prefix(head, SN_STR("<\0?\0")))
        return SN_STR("utf-16le");
    if (sn_str_has_prefix(head, SN_STR("\xFE\xFF")) || sn_str_has_prefix(head, SN_STR("\0<\0?")))
        return SN_STR("utf-16be");
    if (!sn_str_has_prefix(head, SN_STR("<?xml")))
        return SN_STR("utf-8");
    const char *end = memmem(head.at, head.len, "?>", 2);
    size_t n = end != NULL ? (size_t)(end - head.at) : 0;
    const char *at = n > 0 ? memmem(head.at, n, "encoding", 8) : NULL;
    if (at == NULL)
        return SN_STR("utf-8");
    at += 8;
    while (at < end && (*at == ' ' || *at == '=' || *at == '"' || *at == '\''))
        at++;
    size_t len = 0;
    while (at + len < end && !is_word_end(at[len]))
        len++;
    /* What could be read so far as single bytes is no UTF-16, whatever it says. */
    return len >= 6 && strncasecmp(at, "utf-16", 6) == 0 ? SN_STR("utf-8") : (sn_str){at, len};
}

/* The name may be any bytes: only letters are shown. */
static sn_status unknown_encoding(sn_str name, sn_error *err)
{
    size_t n = 0;
    while (n < name.len && n < 40 && name.at[n] > ' ' && name.at[n] <= '~')
        n++;
    return sn_fail(err, SN_EINVAL, "the encoding «%.*s» is not read", (int)n, name.at);
}

sn_status sn_decoder_create(sn_str encoding, sn_decoder **out, sn_error *err)
{
    const struct encoding_row *row = NULL;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings && row == NULL; i++)
        if (strlen(encodings[i].name) == encoding.len &&
            strncasecmp(encodings[i].name, encoding.at, encoding.len) == 0)
            row = &encodings[i];
    if (row == NULL)
        return unknown_encoding(encoding, err);
    sn_decoder *d = calloc(1, sizeof *d);
    if (d == NULL)
        return SN_ENOMEM;
    d->converts = row->iconv_name != NULL;
    d->unit =
        d->converts && sn_str_has_prefix(sn_str_of(row->iconv_name), SN_STR("UTF-16")) ? 2 : 1;
    if (d->converts)
        d->iconv = iconv_open("UTF-8", row->iconv_name);
    if (d->converts && (intptr_t)d->iconv == -1) {
        free(d);
        return sn_fail(err, SN_EINVAL, "the encoding «%s» is not known to this system", row->name);
    }
    *out = d;
    return SN_OK;
}

void sn_decoder_destroy(sn_decoder *d)
{
    if (d == NULL)
        return;
    if (d->converts)
        iconv_close(d->iconv);
    free(d);
}

/* Well-formed text but for what XML forbids. */
static void add_text(sn_str text, sn_buf *out)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        bool none = c == 0xEF && i + 2 < text.len && (unsigned char)text.at[i + 1] == 0xBF &&
                    (unsigned char)text.at[i + 2] >= 0xBE;
        if (!control && !none)
            continue;
        sn_buf_add(out, text.at + from, i - from);
        sn_buf_add_str(out, SN_STR(SN_DECODE_CONTROL));
        i += none ? 2 : 0;
        from = i + 1;
    }
    sn_buf_add(out, text.at + from, text.len - from);
}

/* Could the n bytes at the end be the beginning of a character? */
static bool is_cut(sn_str tail)
{
    unsigned char c = (unsigned char)tail.at[0];
    size_t wanted = c >= 0xF0 && c < 0xF5 ? 4 : c >= 0xE0 ? 3 : c >= 0xC2 ? 2 : 0;
    for (size_t i = 1; i < tail.len; i++)
        if (((unsigned char)tail.at[i] & 0xC0) != 0x80)
            return false;
    return c < 0xF5 && tail.len < wanted;
}

/* How many bytes of bytes were read. */
static size_t read_utf8(sn_str bytes, bool last, sn_buf *out)
{
    size_t at = 0, bad = 0;
    while (at < bytes.len) {
        sn_str rest = {bytes.at + at, bytes.len - at};
        bool whole = sn_utf8_is_valid(rest, &bad);
        add_text((sn_str){rest.at, whole ? rest.len : bad}, out);
        if (whole)
            return bytes.len;
        at += bad;
        if (!last && is_cut((sn_str){bytes.at + at, bytes.len - at}))
            return at;
        sn_buf_add_str(out, SN_STR(SN_DECODE_BAD));
        at++;
        while (at < bytes.len && ((unsigned char)bytes.at[at] & 0xC0) == 0x80)
            at++; /* one mark for a sequence */
    }
    return at;
}

static size_t read_converted(sn_decoder *d, sn_str bytes, bool last, sn_buf *out)
{
    char text[PIECE_BYTES], *in = (char *)(uintptr_t)bytes.at;
    size_t left = bytes.len;
    while (left > 0) {
        char *to = text;
        size_t room = sizeof text;
        size_t result = iconv(d->iconv, &in, &left, &to, &room);
        add_text((sn_str){text, sizeof text - room}, out);
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        if (errno == EINVAL && !last)
            break; /* cut */
        sn_buf_add_str(out, SN_STR(SN_DECODE_BAD));
        size_t unit = left < d->unit ? left : d->unit;
        in += unit;
        left -= unit;
    }
    return bytes.len - left;
}

static sn_str without_bom(sn_decoder *d, sn_str bytes)
{
    static const sn_str marks[] = {{"\xEF\xBB\xBF", 3}, {"\xFF\xFE", 2}, {"\xFE\xFF", 2}};
    for (size_t i = 0; !d->begun && i < sizeof marks / sizeof *marks; i++)
        if (d->converts == (marks[i].len == 2) && sn_str_has_prefix(bytes, marks[i])) {
            d->begun = true;
            return (sn_str){bytes.at + marks[i].len, bytes.len - marks[i].len};
        }
    d->begun = d->begun || bytes.len >= 3;
    return bytes;
}

static size_t read_piece(sn_decoder *d, sn_str bytes, bool last, sn_buf *out)
{
    sn_str text = without_bom(d, bytes);
    size_t used = d->converts ? read_converted(d, text, last, out) : read_utf8(text, last, out);
    return bytes.len - text.len + used;
}

sn_status sn_decoder_feed(sn_decoder *d, sn_str bytes, bool last, sn_buf *out)
{
    /* A character that was cut is made whole byte by byte. */
    while (d->n_kept > 0 && bytes.len > 0) {
        d->kept[d->n_kept++] = bytes.at[0];
        bytes = (sn_str){bytes.at + 1, bytes.len - 1};
        size_t used = read_piece(d, (sn_str){d->kept, d->n_kept}, last && bytes.len == 0, out);
        d->n_kept -= used;
        memmove(d->kept, d->kept + used, d->n_kept);
    }
    size_t used = bytes.len > 0 ? read_piece(d, bytes, last, out) : 0;
    if (bytes.len > used) {
        d->n_kept = bytes.len - used;
        memcpy(d->kept, bytes.at + used, d->n_kept);
    } else if (last && d->n_kept > 0) {
        read_piece(d, (sn_str){d->kept, d->n_kept}, true, out);
        d->n_kept = 0;
    }
    return sn_buf_status(out);
}

sn_status sn_decoded_check(sn_str text, sn_error *err)
{
    if (text.at == NULL || text.len == 0)
        return SN_OK;
    if (memmem(text.at, text.len, SN_DECODE_BAD, 3) != NULL)
        return sn_fail(err, SN_EUTF8, "bytes that are ill-formed in its encoding");
    if (memmem(text.at, text.len, SN_DECODE_CONTROL, 3) != NULL)
        return sn_fail(err, SN_EINVAL, "a control character");
    if (memmem(text.at, text.len, SN_DECODE_LESS, 3) != NULL)
        return sn_fail(err, SN_EINVAL, "a < that begins no tag");
    return SN_OK;
}
