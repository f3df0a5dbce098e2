/* JSON: our own form, with a mapping of names, and ninjs; an object a line, a list of them, one that is the file. */
#include "indexer/readers/format.h"

#include "archive/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/items.h"
#include "indexer/readers/json_map.h"
#include "indexer/readers/lines.h"
#include "intake/intake.h"

#include <stdlib.h>

typedef enum dialect { OWN, MAPPED, NINJS } dialect;

typedef struct json_source {
    dialect dialect;
    bool is_list; /* the file is: of items; otherwise lines */
    sn_items items;
    sn_lines lines;
    sn_draft draft; /* not of our own */
    const sn_mapping *mapping;
    sn_buf whole; /* of a file that is one object over many lines */
} json_source;

static sn_status looks_like_list(const sn_reading *reading, bool *out, sn_error *err)
{
    sn_str head = {0};
    if (reading->begun)
        return SN_OK; /* behind lines */
    sn_status s = sn_input_head(reading->input, &head, err);
    if (s == SN_OK)
        *out = sn_items_begin(sn_str_trim(sn_utf8_without_mark(head)));
    return s;
}

static sn_status open_json(sn_reading *reading, dialect names, sn_error *err)
{
    bool is_list = false;
    sn_status s = looks_like_list(reading, &is_list, err);
    if (s != SN_OK)
        return s;
    json_source *own = calloc(1, sizeof *own);
    if (own == NULL)
        return SN_ENOMEM;
    s = is_list ? sn_items_init(&own->items, reading->input, SN_LIMIT_ARTICLE_BYTES)
                : sn_lines_init_over(&own->lines, reading->input, SN_LIMIT_ARTICLE_BYTES);
    if (s != SN_OK) {
        free(own);
        return s;
    }
    sn_draft_init(&own->draft);
    own->dialect = names;
    own->is_list = is_list;
    own->mapping = reading->mapping;
    own->whole = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    reading->state = own;
    return SN_OK;
}

sn_status sn_ninjs_open(sn_reading *reading, sn_error *err)
{
    return open_json(reading, NINJS, err);
}

/* Names are our own without a mapping. */
sn_status sn_json_open(sn_reading *reading, sn_error *err)
{
    return open_json(reading, reading->mapping != NULL ? MAPPED : OWN, err);
}

void sn_json_feed_close(sn_reading *reading)
{
    json_source *own = reading->state;
    if (own->is_list)
        sn_items_done(&own->items);
    else
        sn_lines_done(&own->lines);
    sn_draft_done(&own->draft);
    sn_buf_done(&own->whole);
    free(own);
}

sn_lines *sn_json_lines(const sn_reading *reading)
{
    json_source *own = reading->state;
    return own->is_list ? NULL : &own->lines;
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

/* The next line with something in it; a byte order mark before the first is no content. */
static sn_status next_line(sn_reading *reading, sn_str *text, sn_error *err)
{
    json_source *own = reading->state;
    sn_str line = {0};
    do {
        sn_status s = sn_lines_next(&own->lines, &line, err);
        reading->line = own->lines.number;
        if (s != SN_OK)
            return s;
        if (reading->line == 1)
            line = sn_utf8_without_mark(line);
        line = sn_str_trim(line);
    } while (line.len == 0);
    *text = line;
    bool first = !reading->begun;
    reading->begun = true;
    return own->dialect != OWN && first && line.at[line.len - 1] != '}' ? read_whole(own, text, err)
                                                                        : SN_OK;
}

static sn_status next_item(sn_reading *reading, sn_str *text, sn_error *err)
{
    json_source *own = reading->state;
    sn_status s = sn_items_next(&own->items, text, err);
    reading->line = own->items.begin_line;
    return s;
}

static sn_status map_object(json_source *own, sn_str text, sn_article *out, sn_error *err)
{
    if (own->dialect == OWN)
        return sn_intake_parse(text, out, err);
    sn_draft_clear(&own->draft);
    sn_status s = own->dialect == MAPPED ? sn_json_map(text, own->mapping, &own->draft, err)
                                         : sn_json_map_ninjs(text, &own->draft, err);
    return s == SN_OK ? sn_draft_finish(&own->draft, out, err) : s;
}

sn_status sn_json_feed_next(sn_reading *reading, sn_article *out, sn_error *err)
{
    json_source *own = reading->state;
    sn_status s = SN_DONE;
    do { /* what is no article, as a picture of ninjs, is passed over */
        sn_str text = {0};
        s = own->is_list ? next_item(reading, &text, err) : next_line(reading, &text, err);
        if (s != SN_OK)
            return own->is_list ? sn_reading_name_record(s, own->items.number, err) : s;
        s = map_object(own, text, out, err);
    } while (s == SN_DONE);
    return own->is_list ? sn_reading_name_record(s, own->items.number, err) : s;
}
