#include "http/feed.h"

#include "archive/address.h"
#include "archive/json.h"
#include "http/feed_internal.h"
#include "http/pages/link.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define URL_BYTES 65536

static const struct form {
    const char *name, *content_type;
    sn_status (*write)(const sn_feed *f, sn_buf *out);
} forms[] = {
    [SN_FEED_NONE] = {"json", "application/json; charset=utf-8", NULL},
    [SN_FEED_RSS] = {"rss", "application/rss+xml; charset=utf-8", sn_feed_rss},
    [SN_FEED_ATOM] = {"atom", "application/atom+xml; charset=utf-8", sn_feed_atom},
    [SN_FEED_JSON] = {"jsonfeed", "application/feed+json; charset=utf-8", sn_feed_json},
};

sn_status sn_feed_kind_of(sn_str name, sn_feed_kind *out)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (sn_str_equal(name, sn_str_of(forms[i].name))) {
            *out = (sn_feed_kind)i;
            return SN_OK;
        }
    }
    return SN_EINVAL;
}

const char *sn_feed_content_type(sn_feed_kind kind)
{
    return forms[kind].content_type;
}

/* ---- items ---- */

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text != NULL && text[0] != '\0' ? text : NULL;
}

/* Readers of feeds make links of it, whatever its scheme: only what leads to the web is given. */
static const char *address_of(const cJSON *hit, const char *name)
{
    const char *text = text_of(hit, name);
    return text != NULL && sn_address_is(sn_str_of(text)) ? text : NULL;
}

/* The lead, or a passage of the body with the words. */
static const char *summary_of(const cJSON *hit)
{
    const char *lead = text_of(hit, "lead");
    const cJSON *marked = cJSON_GetObjectItemCaseSensitive(hit, "highlight");
    const cJSON *body = cJSON_GetObjectItemCaseSensitive(marked, "body");
    return lead != NULL ? lead : text_of(cJSON_GetArrayItem(body, 0), "text");
}

sn_feed_item sn_feed_item_of(const cJSON *hit)
{
    return (sn_feed_item){
        .id = text_of(hit, "id"),
        .url = address_of(hit, "url"),
        .title = text_of(hit, "title"),
        .summary = summary_of(hit),
        .source = text_of(hit, "source"),
        .image = address_of(hit, "image_url"),
        .language = text_of(hit, "language"),
        .published = text_of(hit, "published_at"),
        .modified = text_of(hit, "modified_at"),
        .category = cJSON_GetObjectItemCaseSensitive(hit, "category"),
        .tags = cJSON_GetObjectItemCaseSensitive(hit, "tags"),
        .author = cJSON_GetObjectItemCaseSensitive(hit, "author"),
    };
}

/* ---- times ---- */

void sn_feed_rfc3339(const char *date, char out[SN_FEED_TIME_SIZE])
{
    bool is_day = strlen(date) == strlen("2026-09-02");
    snprintf(out, SN_FEED_TIME_SIZE, "%.20s%s", date, is_day ? "T00:00:00Z" : "");
}

void sn_feed_rfc822(const char *date, char out[SN_FEED_TIME_SIZE])
{
    struct tm at = {0};
    char whole[SN_FEED_TIME_SIZE];
    sn_feed_rfc3339(date, whole);
    out[0] = '\0';
    if (strptime(whole, "%Y-%m-%dT%H:%M:%SZ", &at) == NULL)
        return;
    time_t sec = timegm(&at);
    if (gmtime_r(&sec, &at) != NULL) /* finds the day of the week */
        strftime(out, SN_FEED_TIME_SIZE, "%a, %d %b %Y %H:%M:%S GMT", &at);
}

static const char *later(const char *a, const char *b)
{
    return a == NULL || (b != NULL && strcmp(b, a) > 0) ? b : a;
}

const char *sn_feed_updated(const sn_feed *f)
{
    const char *newest = NULL;
    const cJSON *hit;
    cJSON_ArrayForEach(hit, f->hits)
    {
        newest = later(newest, text_of(hit, "published_at"));
        newest = later(newest, text_of(hit, "modified_at"));
    }
    return newest != NULL ? newest : f->now;
}

/* ---- names ---- */

sn_status sn_feed_urn(const char *id, sn_buf *out)
{
    sn_buf_add_str(out, SN_STR("urn:sarnakh:article:"));
    return sn_percent_encode(sn_str_of(id), out);
}

static sn_status write_address(const sn_feed_place *place, const char *cursor, sn_buf *out)
{
    sn_buf_add_str(out, sn_str_of(place->base));
    sn_buf_add_str(out, place->path);
    sn_buf_add_byte(out, '?');
    sn_buf_add_str(out, place->query);
    if (cursor != NULL) /* of letters that need no encoding */
        sn_buf_add_format(out, "&cursor=%s", cursor);
    return sn_buf_status(out);
}

static sn_status prepare(const cJSON *answer, sn_feed *f, sn_error *err)
{
    const cJSON *query = cJSON_GetObjectItemCaseSensitive(answer, "query");
    f->hits = cJSON_GetObjectItemCaseSensitive(answer, "hits");
    f->now = text_of(query, "now");
    f->q = text_of(query, "q");
    if (!cJSON_IsArray(f->hits) || f->now == NULL)
        return sn_fail(err, SN_ECORRUPT, "the answer has no list of hits");
    const char *cursor = text_of(answer, "next_cursor");
    sn_buf_add_str(&f->title, SN_STR("سرنخ"));
    if (f->q != NULL)
        sn_buf_add_format(&f->title, ": %s", f->q);
    sn_status s = write_address(f->place, NULL, &f->self);
    if (s == SN_OK && cursor != NULL)
        s = write_address(f->place, cursor, &f->next);
    return s != SN_OK ? s : sn_buf_status(&f->title);
}

sn_status sn_feed_write(sn_feed_kind kind, sn_str answer, const sn_feed_place *place, sn_buf *out,
                        sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf made = SN_BUF(out->max);
    sn_feed f = {.title = SN_BUF(URL_BYTES),
                 .self = SN_BUF(URL_BYTES),
                 .next = SN_BUF(URL_BYTES),
                 .place = place};
    cJSON *json = NULL;
    sn_status s = sn_json_parse(answer, &json, err);
    if (s == SN_OK)
        s = prepare(json, &f, err);
    if (s == SN_OK)
        s = forms[kind].write(&f, &made);
    if (s == SN_OK)
        s = sn_buf_add_str(out, sn_buf_str(&made));
    sn_buf_done(&f.title);
    sn_buf_done(&f.self);
    sn_buf_done(&f.next);
    cJSON_Delete(json);
    return s;
}
