/* What Elasticsearch and OpenSearch give: hits, answers of searches, bulk requests. */
#include "indexer/readers/format.h"

#include "archive/json.h"
#include "base/limits.h"
#include "indexer/readers/hits.h"
#include "indexer/readers/json_map.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

typedef struct elastic_source {
    sn_hits hits;
    sn_draft draft;
    const sn_mapping *mapping;
    sn_buf action; /* of a bulk request, whose source is the next object */
} elastic_source;

sn_status sn_elastic_open(sn_reading *reading, sn_error *err)
{
    elastic_source *own = calloc(1, sizeof *own);
    (void)err;
    if (own == NULL)
        return SN_ENOMEM;
    sn_status s = sn_hits_init(&own->hits, reading->input, SN_LIMIT_ARTICLE_BYTES);
    if (s != SN_OK) {
        free(own);
        return s;
    }
    sn_draft_init(&own->draft);
    own->mapping = reading->mapping;
    own->action = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    reading->state = own;
    return SN_OK;
}

void sn_elastic_close(sn_reading *reading)
{
    elastic_source *own = reading->state;
    sn_hits_done(&own->hits);
    sn_draft_done(&own->draft);
    sn_buf_done(&own->action);
    free(own);
}

/* Names around the source begin with an underscore; of these a mapping may want some, as _version. */
static sn_status map_around(elastic_source *own, sn_str json, const cJSON *around, sn_error *err)
{
    size_t n;
    const sn_mapping_rule *rules = sn_mapping_rules(own->mapping, &n);
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        if (rules[i].from.at[0] != '_' || rules[i].target > SN_MAPPING_EXTRA)
            continue;
        char *name = sn_str_dup(rules[i].from);
        if (name == NULL)
            return SN_ENOMEM;
        sn_str value = sn_json_member(json, name);
        if (rules[i].target < SN_MAPPING_EXTRA)
            s = sn_json_map_path(around, name, (sn_draft_field)rules[i].target, &own->draft, err);
        else if (value.len > 0)
            sn_draft_extra(&own->draft, rules[i].from, value);
        free(name);
    }
    return s;
}

/* The newsroom's own id in the source is the id; without one it is _id. */
static sn_status map_document(elastic_source *own, sn_str around_json, const cJSON *around,
                              sn_str source_json, sn_article *out, sn_error *err)
{
    sn_draft_clear(&own->draft);
    sn_status s = sn_json_map(source_json, own->mapping, &own->draft, err);
    if (s == SN_OK)
        s = map_around(own, around_json, around, err);
    if (s == SN_OK && !sn_draft_has(&own->draft, SN_DRAFT_id))
        s = sn_json_map_path(around, "_id", SN_DRAFT_id, &own->draft, err);
    return s == SN_OK ? sn_draft_finish(&own->draft, out, err) : s;
}

/* The object in {"index": {…}} and its like; NULL: it is no action. */
static const cJSON *action_of(const cJSON *tree)
{
    const cJSON *only = tree->child;
    bool is_action = only != NULL && only->next == NULL && cJSON_IsObject(only) &&
                     sn_hits_is_action(sn_str_of(only->string));
    return is_action ? only : NULL;
}

/* A file of articles takes none away, whatever its format: that is for who is asked why. */
static sn_status refuse_action(elastic_source *own, const char *action, sn_error *err)
{
    sn_str source = {0};
    if (strcmp(action, "delete") == 0)
        return sn_fail(
            err, SN_EINVAL,
            "delete: a file takes no article away; sarnakh-index withdraw or delete does");
    sn_status s = sn_hits_next(&own->hits, true, &source, err);
    return s == SN_OK || s == SN_DONE
               ? sn_fail(err, SN_EINVAL, "update: a part of an article is not read from a file")
               : s;
}

/* {"index": …}, and its source behind it. */
static sn_status take_action(elastic_source *own, sn_str text, const cJSON *action, sn_article *out,
                             sn_error *err)
{
    if (strcmp(action->string, "delete") == 0 || strcmp(action->string, "update") == 0)
        return refuse_action(own, action->string, err);
    sn_buf_clear(&own->action);
    sn_status s = sn_buf_add_str(&own->action, sn_json_member(text, action->string));
    sn_str source = {0};
    if (s == SN_OK)
        s = sn_hits_next(&own->hits, true, &source, err);
    if (s == SN_DONE)
        return sn_fail(err, SN_EINVAL, "%s: its source is missing", action->string);
    return s == SN_OK ? map_document(own, sn_buf_str(&own->action), action, source, out, err) : s;
}

static sn_status take_object(elastic_source *own, sn_str text, sn_article *out, sn_error *err)
{
    cJSON *tree = NULL;
    sn_status s = sn_json_parse(text, &tree, err);
    if (s != SN_OK)
        return s;
    const cJSON *source = cJSON_GetObjectItemCaseSensitive(tree, "_source");
    const cJSON *action = action_of(tree);
    if (cJSON_IsObject(source))
        s = map_document(own, text, tree, sn_json_member(text, "_source"), out, err);
    else if (action != NULL)
        s = take_action(own, text, action, out, err);
    else if (source != NULL || cJSON_GetObjectItemCaseSensitive(tree, "_id") != NULL)
        s = sn_fail(err, SN_EINVAL, "the hit has no _source: it was stored or asked for without");
    else
        s = sn_fail(err, SN_EINVAL,
                    "neither a hit with its _source nor an action of a bulk request");
    cJSON_Delete(tree);
    return s;
}

sn_status sn_elastic_next(sn_reading *reading, sn_article *out, sn_error *err)
{
    elastic_source *own = reading->state;
    sn_str text = {0};
    uint64_t before = own->hits.number;
    sn_status s = sn_hits_next(&own->hits, false, &text, err);
    bool in_list = sn_hits_in_list(&own->hits) && own->hits.number > before;
    uint64_t number = own->hits.number;
    reading->line = own->hits.begin_line;
    if (s == SN_OK)
        s = take_object(own, text, out, err);
    return in_list ? sn_reading_name_record(s, number, err) : s;
}
