/* What Omega's scriptindex reads: records of lines «name=value», a blank line between them. A line that begins
 * with = goes on with the value above. */
#include "indexer/readers/format.h"

#include "base/limits.h"
#include "indexer/readers/decode.h"
#include "indexer/readers/lines.h"
#include "indexer/readers/mapping.h"

#include <stdlib.h>
#include <string.h>

typedef struct omega_source {
    sn_lines lines;
    sn_decoder *decoder;
    sn_buf text; /* of the line that is read, decoded */
    sn_draft draft;
    const sn_mapping *mapping;
    sn_buf name, value; /* that are read; no name: none yet */
    size_t bytes;       /* of the record */
} omega_source;

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Bytes of the name in front of the equals sign; 0: there is none. */
static size_t name_of(sn_str line)
{
    size_t n = 0;
    while (n < line.len && is_name_byte(line.at[n]))
        n++;
    return n < line.len && line.at[n] == '=' ? n : 0;
}

/* All lines of the first record, as far as the head goes, are fields. */
bool sn_omega_begin(sn_str head)
{
    bool first = true;
    for (;;) {
        const char *end = head.len > 0 ? memchr(head.at, '\n', head.len) : NULL;
        sn_str line = {head.at, end != NULL ? (size_t)(end - head.at) : head.len};
        if (sn_str_trim(line).len == 0 || (end == NULL && !first))
            return !first;
        if (name_of(line) == 0 && (first || line.at[0] != '='))
            return false;
        if (end == NULL)
            return true;
        first = false;
        head = (sn_str){end + 1, head.len - line.len - 1};
    }
}

sn_status sn_omega_open(sn_reading *reading, sn_error *err)
{
    omega_source *own = calloc(1, sizeof *own);
    if (own == NULL)
        return SN_ENOMEM;
    sn_status s = sn_lines_init_over(&own->lines, reading->input, SN_LIMIT_ARTICLE_BYTES);
    if (s == SN_OK)
        s = sn_decoder_create(SN_STR("utf-8"), &own->decoder, err);
    if (s != SN_OK) {
        sn_lines_done(&own->lines);
        free(own);
        return s;
    }
    sn_draft_init(&own->draft);
    own->mapping = reading->mapping;
    /* A mark of the decoder has three bytes for one. */
    own->text = SN_BUF(3 * (size_t)SN_LIMIT_ARTICLE_BYTES);
    own->name = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    own->value = SN_BUF(3 * (size_t)SN_LIMIT_ARTICLE_BYTES);
    reading->state = own;
    return SN_OK;
}

void sn_omega_close(sn_reading *reading)
{
    omega_source *own = reading->state;
    sn_lines_done(&own->lines);
    sn_decoder_destroy(own->decoder);
    sn_draft_done(&own->draft);
    sn_buf_done(&own->text);
    sn_buf_done(&own->name);
    sn_buf_done(&own->value);
    free(own);
}

/* SN_DONE also where the input ended in a failure, which was told. */
static sn_status next_line(omega_source *own, sn_str *out, sn_error *err)
{
    sn_str line = {0};
    sn_status s = sn_lines_next(&own->lines, &line, err);
    if (s != SN_OK)
        return s;
    sn_buf_clear(&own->text);
    s = sn_decoder_feed(own->decoder, line, true, &own->text);
    *out = sn_buf_str(&own->text);
    own->bytes += line.len;
    return s;
}

/* The field that was read goes into the draft. */
static sn_status end_field(omega_source *own, sn_error *err)
{
    sn_str name = sn_buf_str(&own->name);
    if (name.len == 0)
        return SN_OK;
    int target = sn_mapping_target(own->mapping, name);
    if (target == SN_MAPPING_UNKNOWN)
        return sn_article_refuse_field(name, err);
    sn_mapping_put(target, name, sn_buf_str(&own->value), &own->draft);
    sn_buf_clear(&own->name);
    return SN_OK;
}

static sn_status take_line(omega_source *own, sn_str line, sn_error *err)
{
    if (own->bytes > SN_LIMIT_ARTICLE_BYTES)
        return sn_fail(err, SN_ELIMIT, "over %d bytes (ARTICLE_BYTES)", SN_LIMIT_ARTICLE_BYTES);
    size_t n = name_of(line);
    if (line.at[0] == '=' && own->name.len > 0) {
        sn_buf_add_byte(&own->value, '\n');
        return sn_buf_add_str(&own->value, (sn_str){line.at + 1, line.len - 1});
    }
    if (n == 0)
        return sn_fail(err, SN_EINVAL, "line %llu: «name=value» is wanted",
                       (unsigned long long)own->lines.number);
    sn_status s = end_field(own, err);
    sn_buf_clear(&own->value);
    if (s == SN_OK)
        s = sn_buf_add(&own->name, line.at, n);
    return s == SN_OK ? sn_buf_add_str(&own->value, (sn_str){line.at + n + 1, line.len - n - 1})
                      : s;
}

/* To the end of the record, whatever is wrong with it; of what is wrong the first is told. */
static sn_status read_record(omega_source *own, sn_str line, sn_error *err)
{
    sn_status first = SN_OK, s = SN_OK;
    sn_error other = {0};
    while (s == SN_OK && sn_str_trim(line).len > 0) {
        if (first == SN_OK)
            first = take_line(own, line, err);
        s = next_line(own, &line, first == SN_OK ? err : &other);
        if (first == SN_OK && sn_reading_is_refusal(s))
            first = s;
        s = sn_reading_is_refusal(s) ? SN_OK : s;
    }
    if (s != SN_OK && s != SN_DONE)
        return s;
    return first == SN_OK ? end_field(own, err) : first;
}

sn_status sn_omega_next(sn_reading *reading, sn_article *out, sn_error *err)
{
    omega_source *own = reading->state;
    sn_str line = {0};
    sn_status s = SN_OK;
    own->bytes = 0;
    sn_buf_clear(&own->name);
    sn_draft_clear(&own->draft);
    do
        s = next_line(own, &line, err);
    while (s == SN_OK && sn_str_trim(line).len == 0);
    reading->line = own->lines.number;
    if (s == SN_OK)
        s = read_record(own, line, err);
    return s == SN_OK ? sn_draft_finish(&own->draft, out, err) : s;
}
