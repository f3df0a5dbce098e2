/* JSON Feed 1.1 (jsonfeed.org/version/1.1). */
#include "base/json_writer.h"
#include "http/feed_internal.h"

#include <cjson/cJSON.h>

static void key_text(sn_json *j, const char *key, const char *value)
{
    if (value == NULL)
        return;
    sn_json_key(j, key);
    sn_json_text(j, value);
}

static void key_time(sn_json *j, const char *key, const char *date)
{
    char time[SN_FEED_TIME_SIZE];
    if (date == NULL)
        return;
    sn_feed_rfc3339(date, time);
    key_text(j, key, time);
}

static void write_authors(sn_json *j, const sn_feed_item *item)
{
    const cJSON *name;
    if (cJSON_GetArraySize(item->author) == 0 && item->source == NULL)
        return;
    sn_json_key(j, "authors");
    sn_json_array(j);
    cJSON_ArrayForEach(name, item->author)
    {
        sn_json_object(j);
        key_text(j, "name", name->valuestring);
        sn_json_end(j);
    }
    if (cJSON_GetArraySize(item->author) == 0) {
        sn_json_object(j);
        key_text(j, "name", item->source);
        sn_json_end(j);
    }
    sn_json_end(j);
}

static void write_tags(sn_json *j, const sn_feed_item *item)
{
    const cJSON *lists[] = {item->category, item->tags}, *tag;
    sn_json_key(j, "tags");
    sn_json_array(j);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (tag = lists[i] != NULL ? lists[i]->child : NULL; tag != NULL; tag = tag->next)
            sn_json_text(j, tag->valuestring);
    sn_json_end(j);
}

static sn_status write_item(sn_json *j, const sn_feed_item *item)
{
    SN_CLEANUP(sn_buf) sn_buf urn = SN_BUF(4096);
    sn_status s = sn_feed_urn(item->id, &urn);
    if (s != SN_OK)
        return s;
    sn_json_object(j);
    key_text(j, "id", sn_buf_text(&urn));
    key_text(j, "url", item->url);
    key_text(j, "title", item->title);
    key_text(j, "content_text", item->summary != NULL ? item->summary : item->title);
    key_text(j, "image", item->image);
    key_time(j, "date_published", item->published);
    key_time(j, "date_modified", item->modified);
    key_text(j, "language", item->language);
    write_authors(j, item);
    write_tags(j, item);
    sn_json_end(j);
    return SN_OK;
}

sn_status sn_feed_json(const sn_feed *f, sn_buf *out)
{
    sn_json j = SN_JSON(out);
    const cJSON *hit;
    sn_status s = SN_OK;
    sn_json_object(&j);
    key_text(&j, "version", "https://jsonfeed.org/version/1.1");
    key_text(&j, "title", sn_buf_text(&f->title));
    key_text(&j, "home_page_url", f->place->base);
    key_text(&j, "feed_url", sn_buf_text(&f->self));
    key_text(&j, "next_url", f->next.len > 0 ? sn_buf_text(&f->next) : NULL);
    key_text(&j, "language", "fa");
    sn_json_key(&j, "items");
    sn_json_array(&j);
    for (hit = f->hits->child; hit != NULL && s == SN_OK; hit = hit->next) {
        sn_feed_item item = sn_feed_item_of(hit);
        s = write_item(&j, &item);
    }
    if (s != SN_OK)
        return s;
    sn_json_end(&j);
    sn_json_end(&j);
    return sn_json_finish(&j);
}
