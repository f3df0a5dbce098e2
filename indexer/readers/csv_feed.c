/* Tables: the first line has the names of the columns, every other one is an article. */
#include "indexer/readers/format.h"

#include "base/limits.h"
#include "indexer/readers/csv.h"
#include "indexer/readers/mapping.h"

#include <stdlib.h>

typedef struct csv_source {
    sn_csv csv;
    sn_draft draft;
    size_t n;        /* columns */
    int *targets;    /* of each */
    sn_buf names;    /* one behind the other, a NUL behind each */
    size_t *name_at; /* of each in names */
} csv_source;

sn_status sn_csv_open(sn_reading *reading, sn_error *err)
{
    csv_source *own = calloc(1, sizeof *own);
    if (own == NULL)
        return SN_ENOMEM;
    sn_status s = sn_csv_init(&own->csv, reading->input, err);
    if (s != SN_OK) {
        sn_csv_done(&own->csv);
        free(own);
        return s;
    }
    sn_draft_init(&own->draft);
    own->names = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    reading->state = own;
    return SN_OK;
}

void sn_csv_close(sn_reading *reading)
{
    csv_source *own = reading->state;
    sn_csv_done(&own->csv);
    sn_draft_done(&own->draft);
    sn_buf_done(&own->names);
    free(own->targets);
    free(own->name_at);
    free(own);
}

static sn_status read_column(sn_reading *reading, size_t i, sn_error *err)
{
    csv_source *own = reading->state;
    sn_str name = sn_str_trim(sn_csv_field(&own->csv, i));
    own->targets[i] = sn_mapping_target(reading->mapping, name);
    own->name_at[i] = own->names.len;
    sn_buf_add_str(&own->names, name);
    sn_buf_add_byte(&own->names, '\0');
    if (own->targets[i] == SN_MAPPING_UNKNOWN)
        return sn_article_refuse_field(name, err);
    for (size_t k = 0; k < i; k++)
        if (sn_str_equal(name, sn_str_of(own->names.at + own->name_at[k])))
            return sn_fail(err, SN_EINVAL, "a second column of the name \"%.60s\"",
                           own->names.at + own->name_at[k]);
    return sn_buf_status(&own->names);
}

/* Nothing can be read of a table whose columns are not known. */
static sn_status read_header(sn_reading *reading, sn_error *err)
{
    csv_source *own = reading->state;
    sn_status s = sn_csv_next(&own->csv, err);
    reading->line = own->csv.line;
    if (s != SN_OK)
        return s;
    own->n = own->csv.n;
    own->targets = calloc(own->n, sizeof *own->targets);
    own->name_at = calloc(own->n, sizeof *own->name_at);
    if (own->targets == NULL || own->name_at == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < own->n && s == SN_OK; i++)
        s = read_column(reading, i, err);
    return s;
}

static void set_field(csv_source *own, size_t i)
{
    sn_str value = sn_csv_field(&own->csv, i);
    sn_str name = sn_str_of(own->names.at + own->name_at[i]);
    sn_mapping_put(own->targets[i], name, value, &own->draft);
}

sn_status sn_csv_format_next(sn_reading *reading, sn_article *out, sn_error *err)
{
    csv_source *own = reading->state;
    sn_status s = SN_OK;
    if (!reading->begun) {
        reading->begun = true;
        s = read_header(reading, err);
        if (s != SN_OK && s != SN_DONE) {
            own->csv.ended = true; /* one refusal for all of it */
            own->csv.at = own->csv.piece.len;
        }
        if (s != SN_OK)
            return s;
    }
    s = sn_csv_next(&own->csv, err);
    if (s != SN_DONE)
        reading->line = own->csv.line;
    if (s != SN_OK)
        return s;
    if (own->csv.n != own->n)
        return sn_fail(err, SN_EINVAL, "%zu fields, the first line has %zu", own->csv.n, own->n);
    sn_draft_clear(&own->draft);
    for (size_t i = 0; i < own->n; i++)
        set_field(own, i);
    return sn_draft_finish(&own->draft, out, err);
}
