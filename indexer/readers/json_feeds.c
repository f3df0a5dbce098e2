/* JSON other than our own lines: with a mapping of names, and ninjs. */
#include "indexer/readers/format.h"

#include "archive/json.h"
#include "base/limits.h"
#include "indexer/readers/json_map.h"
#include "indexer/readers/lines.h"

#include <stdlib.h>

typedef struct json_source {
    sn_lines lines;
    sn_draft draft;
    const sn_mapping *mapping; /* NULL: ninjs */
    sn_buf whole;              /* of a file that is one object over many lines */
} json_source;

static sn_status open_json(sn_source *source, const sn_mapping *mapping)
{
    json_source *own = calloc(1, sizeof *own);
    if (own == NULL)
        return SN_ENOMEM;
    sn_status s = sn_lines_init_over(&own->lines, source->input, SN_LIMIT_ARTICLE_BYTES);
    if (s != SN_OK) {
        free(own);
        return s;
    }
    sn_draft_init(&own->draft);
    own->mapping = mapping;
    own->whole = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    source->state = own;
    return SN_OK;
}

sn_status sn_ninjs_open(sn_source *source, sn_error *err)
{
    (void)err;
    return open_json(source, NULL);
}

void sn_json_feed_close(sn_source *source)
{
    json_source *own = source->state;
    sn_lines_done(&own->lines);
    sn_draft_done(&own->draft);
    sn_buf_done(&own->whole);
    free(own);
}

/* A first line that does not end its object begins one that is the file. */
static sn_status read_whole(json_source *own, sn_str *text, sn_error *err)
{
    sn_status s = SN_OK;
    for (sn_str line = *text; s == SN_OK; s = sn_lines_next(&own->lines, &line, err)) {
        sn_buf_add_str(&own->whole, line);
        sn_buf_add_byte(&own->whole, '\n');
    }
    own->lines.ended = true;
    if (s != SN_DONE)
        return s;
    if (sn_buf_status(&own->whole) != SN_OK)
        return sn_fail(err, sn_buf_status(&own->whole), "over %d bytes (ARTICLE_BYTES)",
                       SN_LIMIT_ARTICLE_BYTES);
    *text = sn_str_trim(sn_buf_str(&own->whole));
    return SN_OK;
}

static sn_status next_object(sn_source *source, sn_str *text, sn_error *err)
{
    json_source *own = source->state;
    sn_str line = {0};
    do {
        sn_status s = sn_lines_next(&own->lines, &line, err);
        source->line = own->lines.number;
        if (s != SN_OK)
            return s;
        if (source->line == 1 && sn_str_has_prefix(line, SN_STR("\xEF\xBB\xBF")))
            line = (sn_str){line.at + 3, line.len - 3};
        line = sn_str_trim(line);
    } while (line.len == 0);
    *text = line;
    bool first = own->whole.len == 0 && !source->begun;
    source->begun = true;
    return first && line.at[line.len - 1] != '}' ? read_whole(own, text, err) : SN_OK;
}

sn_status sn_json_feed_next(sn_source *source, sn_article *out, sn_error *err)
{
    json_source *own = source->state;
    for (;;) {
        sn_str text = {0};
        sn_status s = next_object(source, &text, err);
        if (s != SN_OK)
            return s;
        sn_draft_clear(&own->draft);
        s = own->mapping != NULL ? sn_json_map(text, own->mapping, &own->draft, err)
                                 : sn_json_map_ninjs(text, &own->draft, err);
        if (s == SN_DONE)
            continue;
        return s == SN_OK ? sn_draft_finish(&own->draft, out, err) : s;
    }
}

/* ---- JSON lines, whose names are our own without a mapping */

sn_status sn_json_open(sn_source *source, sn_error *err)
{
    if (source->mapping == NULL)
        return sn_json_lines_open(source, err);
    return open_json(source, source->mapping);
}

sn_status sn_json_next(sn_source *source, sn_article *out, sn_error *err)
{
    if (source->mapping == NULL)
        return sn_json_lines_next(source, out, err);
    return sn_json_feed_next(source, out, err);
}

void sn_json_close(sn_source *source)
{
    if (source->mapping == NULL)
        sn_source_lines_close(source);
    else
        sn_json_feed_close(source);
}

sn_lines *sn_json_source_lines(const sn_source *source)
{
    json_source *own = source->state;
    return source->mapping == NULL ? source->state : &own->lines;
}
