/* An article as answers show it. */
#include "calendar/calendar.h"
#include "query/answer.h"

#include <string.h>

sn_status sn_hit_load(const sn_xap_db *db, sn_docid docid, sn_buf *data, sn_hit *hit, sn_error *err)
{
    sn_buf_clear(data);
    sn_status s = sn_xap_db_data(db, docid, data, err);
    if (s != SN_OK)
        return s;
    s = sn_hit_read(sn_buf_str(data), hit);
    return s == SN_OK ? s : sn_fail(err, s, "the record of article number %u does not read", docid);
}

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

void sn_hit_write_members(sn_json *j, const sn_hit *hit)
{
    sn_answer_text(j, "id", hit->id);
    sn_answer_text(j, "url", hit->url);
    sn_answer_text(j, "title", hit->title);
    sn_answer_text(j, "kicker", hit->kicker);
    sn_answer_text(j, "lead", hit->lead);
    sn_answer_text(j, "source", hit->source);
    write_list(j, "category", &hit->category);
    write_list(j, "tags", &hit->tags);
    write_list(j, "author", &hit->author);
    sn_answer_text(j, "image_url", hit->image_url);
    write_date(j, "published_at", hit->published_sec, hit->published_precision);
    write_jalali(j, "published_at_jalali", hit->published_sec, hit->published_precision);
    write_date(j, "modified_at", hit->modified_sec, hit->modified_precision);
}
