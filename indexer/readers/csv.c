#include "indexer/readers/csv.h"

#include "base/grow.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/format.h"

#include <stdlib.h>
#include <string.h>

#define PIECE_BYTES 65536

/* ---- the first line */

static sn_str first_line(sn_str head)
{
    head = sn_utf8_without_mark(head);
    const char *newline = head.len > 0 ? memchr(head.at, '\n', head.len) : NULL;
    return sn_str_trim((sn_str){head.at, newline != NULL ? (size_t)(newline - head.at) : head.len});
}

static size_t count(sn_str s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.at[i] == c ? 1 : 0;
    return n;
}

static char separator_of(sn_str line)
{
    size_t commas = count(line, ','), semicolons = count(line, ';'), tabs = count(line, '\t');
    if (tabs > commas && tabs > semicolons)
        return '\t';
    return semicolons > commas ? ';' : ',';
}

bool sn_csv_matches(sn_str head, char *separator)
{
    sn_str line = first_line(head);
    bool title = false, name = false;
    *separator = separator_of(line);
    while (line.len > 0) {
        const char *end = memchr(line.at, *separator, line.len);
        size_t n = end != NULL ? (size_t)(end - line.at) : line.len;
        sn_str field = sn_str_trim((sn_str){line.at, n});
        if (field.len >= 2 && field.at[0] == '"')
            field = (sn_str){field.at + 1, field.len - 2};
        title = title || sn_str_equal(field, SN_STR("title"));
        name = name || sn_str_equal(field, SN_STR("id")) || sn_str_equal(field, SN_STR("url"));
        n += end != NULL ? 1 : 0;
        line = (sn_str){line.at + n, line.len - n};
    }
    return title && name;
}

/* ---- records */

sn_status sn_csv_init(sn_csv *c, sn_input *input, sn_error *err)
{
    sn_str head = {0};
    sn_status s = sn_input_head(input, &head, err);
    if (s != SN_OK)
        return s;
    *c = (sn_csv){.input = input, .separator = separator_of(first_line(head)), .next_line = 1};
    c->piece = SN_BUF(4 * PIECE_BYTES);
    c->record = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    return sn_decoder_create(sn_encoding_of_xml(head), &c->decoder, err);
}

void sn_csv_done(sn_csv *c)
{
    sn_decoder_destroy(c->decoder);
    sn_buf_done(&c->piece);
    sn_buf_done(&c->record);
    free(c->starts);
    *c = (sn_csv){0};
}

static sn_status refill(sn_csv *c, sn_error *err)
{
    char raw[PIECE_BYTES];
    size_t n = 0;
    sn_buf_clear(&c->piece);
    c->at = 0;
    while (c->piece.len == 0 && !c->ended) {
        sn_status s = sn_input_read(c->input, raw, sizeof raw, &n, err);
        c->ended = s != SN_OK || n == 0;
        if (s == SN_OK)
            s = sn_decoder_feed(c->decoder, (sn_str){raw, n}, n == 0, &c->piece);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

/* The next byte without taking it; -1: no more. */
static sn_status peek(sn_csv *c, int *out, sn_error *err)
{
    sn_status s = c->at == c->piece.len ? refill(c, err) : SN_OK;
    *out = s == SN_OK && c->at < c->piece.len ? (unsigned char)c->piece.at[c->at] : -1;
    return s;
}

static void take(sn_csv *c)
{
    c->next_line += c->piece.at[c->at] == '\n' ? 1 : 0;
    c->at++;
}

static sn_status begin_field(sn_csv *c, sn_error *err)
{
    if (c->n == SN_LIMIT_CSV_FIELDS)
        return sn_fail(err, SN_ELIMIT, "over %d fields (CSV_FIELDS)", SN_LIMIT_CSV_FIELDS);
    size_t *starts = sn_grow(c->starts, c->n, &c->room, sizeof *starts);
    if (starts == NULL)
        return SN_ENOMEM;
    c->starts = starts;
    c->starts[c->n++] = c->record.len;
    return SN_OK;
}

/* Behind the opening quote, to behind the closing one. */
static sn_status read_quoted(sn_csv *c, sn_error *err)
{
    uint64_t line = c->next_line;
    for (int byte;;) {
        sn_status s = peek(c, &byte, err);
        if (s != SN_OK)
            return s;
        if (byte < 0)
            return sn_fail(err, SN_EINVAL, "the quotes opened on line %llu have no end",
                           (unsigned long long)line);
        take(c);
        if (byte == '"') {
            s = peek(c, &byte, err);
            if (s != SN_OK || byte != '"')
                return s;
            take(c);
        }
        sn_buf_add_byte(&c->record, (unsigned char)byte);
    }
}

static bool ends_field(const sn_csv *c, int byte)
{
    return byte < 0 || byte == '\n' || byte == c->separator;
}

static sn_status read_field(sn_csv *c, sn_error *err)
{
    int byte = -1;
    sn_status s = begin_field(c, err);
    if (s == SN_OK)
        s = peek(c, &byte, err);
    bool quoted = s == SN_OK && byte == '"';
    if (quoted) {
        take(c);
        s = read_quoted(c, err);
    }
    while (s == SN_OK && (s = peek(c, &byte, err)) == SN_OK && !ends_field(c, byte)) {
        if (byte == '"' || (quoted && byte != '\r' && byte != ' '))
            return sn_fail(err, SN_EINVAL,
                           quoted ? "bytes behind the quotes of field %zu"
                                  : "quotes inside of field %zu, which has none around",
                           c->n);
        take(c);
        if (!quoted)
            sn_buf_add_byte(&c->record, (unsigned char)byte);
    }
    if (s == SN_OK && !quoted && byte != c->separator && c->record.len > c->starts[c->n - 1] &&
        c->record.at[c->record.len - 1] == '\r')
        sn_buf_cut(&c->record, c->record.len - 1);
    sn_buf_add_byte(&c->record, '\0');
    return s;
}

static sn_status skip_line(sn_csv *c, sn_error *err)
{
    int byte;
    sn_status s = SN_OK;
    while ((s = peek(c, &byte, err)) == SN_OK && byte >= 0 && byte != '\n')
        take(c);
    if (s == SN_OK && byte == '\n')
        take(c);
    return s;
}

static sn_status read_record(sn_csv *c, sn_error *err)
{
    int byte = 0;
    c->n = 0;
    c->line = c->next_line;
    sn_buf_clear(&c->record);
    for (bool more = true; more;) {
        sn_status s = read_field(c, err);
        if (s == SN_OK)
            s = peek(c, &byte, err);
        if (s != SN_OK)
            return s;
        more = byte == c->separator;
        if (byte >= 0)
            take(c);
    }
    if (sn_buf_status(&c->record) != SN_OK)
        return sn_fail(err, sn_buf_status(&c->record), "over %d bytes (ARTICLE_BYTES)",
                       SN_LIMIT_ARTICLE_BYTES);
    return sn_decoded_check(sn_buf_str(&c->record), err);
}

sn_status sn_csv_next(sn_csv *c, sn_error *err)
{
    int byte;
    for (;;) {
        sn_status s = peek(c, &byte, err);
        if (s != SN_OK) {
            c->line = c->next_line;
            return s;
        }
        if (byte < 0)
            return SN_DONE;
        uint64_t before = c->next_line;
        s = read_record(c, err);
        /* Behind a whole record is the next one already. */
        if (sn_reading_is_refusal(s) &&
            (c->next_line == before || c->at == 0 || c->piece.at[c->at - 1] != '\n'))
            (void)!skip_line(c, NULL);
        if (s != SN_OK || c->n > 1 || sn_csv_field(c, 0).len > 0)
            return s;
    }
}

sn_str sn_csv_field(const sn_csv *c, size_t i)
{
    return sn_str_of(c->record.at + c->starts[i]);
}
