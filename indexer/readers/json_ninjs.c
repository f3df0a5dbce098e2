/* ninjs: the IPTC's JSON for news, 1.x and 2.x. Properties that an article here has no place for are
 * passed over: the standard is wide, and each agency uses another part of it. */
#include "indexer/readers/json_map.h"

#include "archive/json.h"

#include <cjson/cJSON.h>
#include <string.h>

typedef struct place {
    sn_draft_field field;
    const char *path;
} place;

/* The best place of a field first. */
static const place places[] = {
    {SN_DRAFT_id, "uri"},
    {SN_DRAFT_title, "headline"},
    {SN_DRAFT_lead, "description_text"},
    {SN_DRAFT_lead, "description_html"},
    {SN_DRAFT_lead, "descriptions.value"},
    {SN_DRAFT_body, "body_html"},
    {SN_DRAFT_body, "body_xhtml"},
    {SN_DRAFT_body, "body_text"},
    {SN_DRAFT_published_at, "firstpublished"},
    {SN_DRAFT_published_at, "contentcreated"},
    {SN_DRAFT_published_at, "firstcreated"},
    {SN_DRAFT_published_at, "versioncreated"},
    {SN_DRAFT_modified_at, "versioncreated"},
    {SN_DRAFT_version, "version"},
    {SN_DRAFT_publish_at, "embargoed"},
    {SN_DRAFT_expires_at, "expires"},
    {SN_DRAFT_pubstatus, "pubstatus"},
    {SN_DRAFT_urgency, "urgency"},
    {SN_DRAFT_language, "language"},
    {SN_DRAFT_author, "byline"},
    {SN_DRAFT_author, "by"},
    {SN_DRAFT_source, "infosources.name"},
    {SN_DRAFT_source, "infosource.name"},
    {SN_DRAFT_source, "copyrightholder"},
    {SN_DRAFT_category, "subjects.name"},
    {SN_DRAFT_category, "subject.name"},
    {SN_DRAFT_category, "genres.name"},
    {SN_DRAFT_tags, "keywords"},
    {SN_DRAFT_tags, "people.name"},
    {SN_DRAFT_tags, "person.name"},
    {SN_DRAFT_tags, "organisations.name"},
    {SN_DRAFT_tags, "organisation.name"},
    {SN_DRAFT_tags, "places.name"},
    {SN_DRAFT_tags, "place.name"},
    {SN_DRAFT_tags, "events.name"},
    {SN_DRAFT_tags, "event.name"},
};

static const char *text_at(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static bool is_word(const char *text, const char *word)
{
    return text != NULL && strcmp(text, word) == 0;
}

/* 2.x: a list of {role, contenttype, value}; the main one, or the first. */
static const cJSON *main_of(const cJSON *list)
{
    const cJSON *item, *first = NULL;
    cJSON_ArrayForEach(item, list)
    {
        if (text_at(item, "value") == NULL)
            continue;
        if (first == NULL)
            first = item;
        if (is_word(text_at(item, "role"), "main"))
            return item;
    }
    return first;
}

static void map_main(const cJSON *tree, const char *name, sn_draft_field field, sn_draft *d)
{
    const cJSON *item = main_of(cJSON_GetObjectItemCaseSensitive(tree, name));
    if (item == NULL)
        return;
    const char *type = text_at(item, "contenttype");
    sn_str text = sn_str_of(text_at(item, "value"));
    if (type != NULL && strcmp(type, "text/plain") == 0)
        sn_draft_set(d, field, text);
    else
        sn_draft_set_markup(d, field, text);
}

static bool is_picture(const cJSON *rendition)
{
    const char *type = text_at(rendition, "mimetype");
    if (type == NULL)
        type = text_at(rendition, "contenttype");
    return text_at(rendition, "href") != NULL && (type == NULL || strncmp(type, "image/", 6) == 0);
}

/* renditions is an object of them in 1.x, a list in 2.x. */
static void map_renditions(const cJSON *item, sn_draft *d)
{
    const cJSON *rendition;
    cJSON_ArrayForEach(rendition, cJSON_GetObjectItemCaseSensitive(item, "renditions"))
    {
        if (is_picture(rendition))
            sn_draft_set(d, SN_DRAFT_image_url, sn_str_of(text_at(rendition, "href")));
    }
}

static void map_pictures(const cJSON *tree, sn_draft *d)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(tree, "associations"))
    {
        if (is_word(text_at(item, "type"), "picture") || text_at(item, "type") == NULL)
            map_renditions(item, d);
    }
    map_renditions(tree, d);
}

static sn_status map_tree(const cJSON *tree, sn_draft *d, sn_error *err)
{
    const char *type = text_at(tree, "type");
    if (!cJSON_IsObject(tree))
        return sn_fail(err, SN_EINVAL, "an article is a JSON object");
    if (type != NULL && strcmp(type, "text") != 0 && strcmp(type, "composite") != 0)
        return SN_DONE;
    map_main(tree, "headlines", SN_DRAFT_title, d);
    map_main(tree, "bodies", SN_DRAFT_body, d);
    sn_status s = SN_OK;
    for (size_t i = 0; i < sizeof places / sizeof *places && s == SN_OK; i++)
        s = sn_json_map_path(tree, places[i].path, places[i].field, d, err);
    map_pictures(tree, d);
    if (s == SN_OK)
        s = sn_json_map_path(tree, "url", SN_DRAFT_url, d, err);
    return s;
}

sn_status sn_json_map_ninjs(sn_str json, sn_draft *d, sn_error *err)
{
    cJSON *tree = NULL;
    sn_status s = sn_json_parse(json, &tree, err);
    if (s == SN_OK)
        s = map_tree(tree, d, err);
    cJSON_Delete(tree);
    return s;
}
