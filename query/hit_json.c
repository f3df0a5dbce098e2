/* An article as answers show it. */
#include "query/hit_json.h"

#include "calendar/calendar.h"
#include "query/fields.h"

#include <string.h>

void sn_answer_text(sn_json *j, const char *key, sn_str value)
{
    sn_json_key(j, key);
    if (value.len == 0)
        sn_json_null(j);
    else
        sn_json_str(j, value);
}

static void write_list(sn_json *j, const char *key, const sn_hit_list *list)
{
    sn_json_key(j, key);
    sn_json_array(j);
    for (size_t i = 0; i < list->n; i++)
        sn_json_str(j, list->at[i]);
    sn_json_end(j);
}

/* A date without a time begins at midnight in Tehran, which is the day before in UTC: half a day
 * later it is the same day in both. */
static void write_date(sn_json *j, const char *key, int64_t sec, int precision)
{
    char text[SN_RFC3339_SIZE] = "";
    if (precision == SN_PRECISION_DAY) {
        sn_date_write_rfc3339(sec + 43200, text);
        text[strcspn(text, "T")] = '\0';
    } else if (precision != 0) {
        sn_date_write_rfc3339(sec, text);
    }
    sn_answer_text(j, key, sn_str_of(text));
}

static void write_jalali(sn_json *j, const char *key, int64_t sec, int precision)
{
    char text[SN_JALALI_SIZE] = "";
    if (precision != 0)
        sn_date_write_jalali((sn_instant){sec, (sn_precision)precision}, text);
    sn_answer_text(j, key, sn_str_of(text));
}

static void write_number(sn_json *j, const char *key, bool is_there, int64_t value)
{
    sn_json_key(j, key);
    if (is_there)
        sn_json_int(j, value);
    else
        sn_json_null(j);
}

static void write_dates(sn_json *j, const sn_hit *hit, uint32_t shown)
{
    if ((shown & SN_SHOW_PUBLISHED_AT) != 0)
        write_date(j, "published_at", hit->published_sec, hit->published_precision);
    if ((shown & SN_SHOW_PUBLISHED_AT_JALALI) != 0)
        write_jalali(j, "published_at_jalali", hit->published_sec, hit->published_precision);
    if ((shown & SN_SHOW_MODIFIED_AT) != 0)
        write_date(j, "modified_at", hit->modified_sec, hit->modified_precision);
}

/* What only a whole article shows, unless it is asked for. */
static void write_rest(sn_json *j, const sn_hit *hit, uint32_t shown)
{
    if ((shown & SN_SHOW_BODY) != 0)
        sn_answer_text(j, "body", hit->body);
    if ((shown & SN_SHOW_LANGUAGE) != 0)
        sn_answer_text(j, "language", hit->language);
    if ((shown & SN_SHOW_URGENCY) != 0)
        write_number(j, "urgency", hit->urgency != 0, hit->urgency);
    if ((shown & SN_SHOW_VERSION) != 0)
        write_number(j, "version", hit->has_version, hit->version);
    if ((shown & SN_SHOW_EXTRA) == 0)
        return;
    sn_json_key(j, "extra");
    if (hit->extra_json.len > 0)
        sn_json_raw(j, hit->extra_json);
    else
        sn_json_null(j);
}

void sn_hit_write_members(sn_json *j, const sn_hit *hit, uint32_t shown)
{
    const struct {
        uint32_t bit;
        const char *key;
        const sn_str *text;
        const sn_hit_list *list; /* in place of a text */
    } members[] = {
        {SN_SHOW_ID, "id", &hit->id, NULL},
        {SN_SHOW_URL, "url", &hit->url, NULL},
        {SN_SHOW_TITLE, "title", &hit->title, NULL},
        {SN_SHOW_KICKER, "kicker", &hit->kicker, NULL},
        {SN_SHOW_LEAD, "lead", &hit->lead, NULL},
        {SN_SHOW_SOURCE, "source", &hit->source, NULL},
        {SN_SHOW_CATEGORY, "category", NULL, &hit->category},
        {SN_SHOW_TAGS, "tags", NULL, &hit->tags},
        {SN_SHOW_AUTHOR, "author", NULL, &hit->author},
        {SN_SHOW_IMAGE_URL, "image_url", &hit->image_url, NULL},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if ((shown & members[i].bit) == 0)
            continue;
        if (members[i].list != NULL)
            write_list(j, members[i].key, members[i].list);
        else
            sn_answer_text(j, members[i].key, *members[i].text);
    }
    write_dates(j, hit, shown);
    write_rest(j, hit, shown);
}
