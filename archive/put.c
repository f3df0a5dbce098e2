#include "archive/number.h"
#include "archive/shown.h"
#include "archive/store.h"
#include "base/limits.h"
#include "base/utf8.h"

#define DAY_SEC 86400

/* What archive.db has under an id. */
typedef struct held {
    bool found, taken;
    uint32_t docid;
    sn_article_state state;
    bool same;          /* its canonical form is that of the article put */
    sn_article article; /* read where it is not the same, or withdrawn */
} held;

static sn_status read_held(sn_archive *a, sn_str id, held *out, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status status = sn_rows_open(a, SN_SQL_BY_ID, &rows, err, "s", id);
    if (status == SN_OK)
        status = sn_rows_next(&rows, err);
    if (status != SN_OK)
        return status == SN_DONE ? SN_OK : status;
    sn_str json = sn_rows_str(&rows, 3);
    out->found = true;
    out->docid = (uint32_t)sn_rows_int(&rows, 0);
    out->state = (sn_article_state)sn_rows_int(&rows, 1);
    out->same = sn_str_equal(json, sn_buf_str(&a->scratch));
    if (out->same && out->state != SN_ARTICLE_WITHDRAWN)
        return SN_OK;
    sn_error inner = {0};
    status = sn_article_parse(json, &out->article, &inner);
    if (status == SN_OK)
        return SN_OK;
    if (status == SN_ENOMEM || status == SN_EINTERNAL)
        return sn_fail(err, status, "%s", inner.msg);
    return sn_fail(err, SN_ECORRUPT, "article \"%.*s\" does not read back: %.200s", (int)id.len,
                   id.at, inner.msg);
}

/* -1, 0, 1 as p lies before, around or behind o. A day without time lies before a time only if all
 * of it does. */
static int compare_dates(const sn_instant *p, const sn_instant *o)
{
    int64_t end = p->sec + (p->precision == SN_PRECISION_DAY ? DAY_SEC - 1 : 0);
    if (p->precision == 0 || o->precision == 0)
        return 0;
    return p->sec > o->sec ? 1 : end < o->sec ? -1 : 0;
}

/* -1, 0, 1 as the article put is older, neither, or newer than the one held. Of different versions modified_at
 * says nothing. */
static int compare_age(const sn_article *put, const sn_article *old)
{
    int by_date = compare_dates(&put->modified_at, &old->modified_at);
    if (!put->has_version || !old->has_version)
        return by_date;
    if (put->version != old->version)
        return put->version < old->version ? -1 : 1;
    return by_date;
}

static bool is_comparable(const sn_article *put, const sn_article *old)
{
    return (put->has_version && old->has_version) ||
           (put->modified_at.precision != 0 && old->modified_at.precision != 0);
}

static sn_status decide(const sn_article *put, const held *h, sn_put_outcome *outcome,
                        sn_error *err)
{
    if (h->taken)
        return sn_fail(err, SN_ETAKENDOWN, "article \"%s\" is taken down", put->id);
    *outcome = SN_PUT_CREATED;
    if (!h->found)
        return SN_OK;
    *outcome = SN_PUT_UPDATED;
    bool withdrawn = h->state == SN_ARTICLE_WITHDRAWN;
    if (!withdrawn && h->same) {
        *outcome = SN_PUT_UNCHANGED;
        return SN_OK;
    }
    int age = compare_age(put, &h->article);
    if (age < 0)
        return sn_fail(err, SN_ECONFLICT, "article \"%s\" is held in a newer version", put->id);
    if (!withdrawn || age > 0)
        return SN_OK;
    if (h->same || is_comparable(put, &h->article))
        return sn_fail(err, SN_ECONFLICT,
                       "article \"%s\" was withdrawn; a newer version brings it back", put->id);
    return SN_OK;
}

static bool same_minute(sn_instant a, sn_instant b)
{
    bool a_day = a.precision == SN_PRECISION_DAY, b_day = b.precision == SN_PRECISION_DAY;
    if (a.precision == 0 || b.precision == 0)
        return a.precision == b.precision;
    return a_day == b_day && sn_minute_of_second(a.sec) == sn_minute_of_second(b.sec);
}

/* An embargo lets a number lie in the future (slots.c): ended early, it has to leave there. */
static bool keeps_number(const sn_archive *a, const sn_article *article, const sn_article *old)
{
    bool is_future = article->published_at.sec > sn_archive_now(a) + SN_LIMIT_FUTURE_SEC;
    bool same_embargo = article->publish_at.precision == old->publish_at.precision &&
                        article->publish_at.sec == old->publish_at.sec;
    return same_minute(article->published_at, old->published_at) && (!is_future || same_embargo);
}

static sn_status create(sn_archive *a, const sn_article *article, const sn_showing *shown,
                        uint64_t *change, sn_error *err)
{
    uint32_t docid = 0;
    sn_str id = sn_str_of(article->id);
    sn_status status = sn_slot_find(a, article, &docid, err);
    if (status == SN_OK)
        status = sn_change_add(a, docid, id, change, err);
    if (status == SN_OK)
        status = sn_sql_run(a, SN_SQL_INSERT, err, "isiis", (int64_t)docid, id,
                            (int64_t)shown->state, (int64_t)*change, sn_buf_str(&a->scratch));
    if (status == SN_OK)
        status = sn_address_note(a, article, err);
    if (status != SN_OK || shown->until_sec == SN_NEVER_SEC)
        return status;
    return sn_due_note(a, id, shown->until_sec, err);
}

/* A changed date is another number: the document of the old one goes, in a change of its own. */
static sn_status update(sn_archive *a, const sn_article *article, const held *h,
                        const sn_showing *shown, uint64_t *change, sn_error *err)
{
    uint32_t docid = h->docid;
    sn_str id = sn_str_of(article->id);
    sn_status status = SN_OK;
    if (!keeps_number(a, article, &h->article)) {
        status = sn_slot_find(a, article, &docid, err);
        if (status == SN_OK && docid != h->docid)
            status = sn_change_add(a, h->docid, id, change, err);
    }
    if (status == SN_OK)
        status = sn_change_add(a, docid, id, change, err);
    if (status == SN_OK)
        status = sn_sql_run(a, SN_SQL_UPDATE, err, "siiis", id, (int64_t)docid,
                            (int64_t)shown->state, (int64_t)*change, sn_buf_str(&a->scratch));
    if (status == SN_OK)
        status = sn_address_note(a, article, err);
    return status == SN_OK ? sn_due_note(a, id, shown->until_sec, err) : status;
}

static sn_status put(sn_archive *a, const sn_article *article, sn_put_result *out, sn_error *err)
{
    held h = {0};
    sn_showing shown = {SN_ARTICLE_LIVE, SN_NEVER_SEC};
    sn_put_result result = {.outcome = SN_PUT_CREATED};
    sn_str id = sn_str_of(article->id);
    sn_status status = sn_sql_has(a, SN_SQL_TAKEN_GET, &h.taken, err, "s", id);
    if (status == SN_OK && !h.taken)
        status = read_held(a, id, &h, err);
    if (status == SN_OK)
        status = decide(article, &h, &result.outcome, err);
    if (status == SN_OK)
        status = sn_article_shown_at(article, sn_archive_now(a), &shown, err);
    if (status == SN_OK && result.outcome == SN_PUT_CREATED)
        status = create(a, article, &shown, &result.change, err);
    else if (status == SN_OK && result.outcome == SN_PUT_UPDATED)
        status = update(a, article, &h, &shown, &result.change, err);
    sn_article_done(&h.article);
    result.state = shown.state;
    if (status == SN_OK)
        *out = result;
    return status;
}

static sn_status write_canonical(sn_archive *a, const sn_article *article, sn_error *err)
{
    sn_status status = sn_article_check_id(sn_str_of(article->id), err);
    if (status != SN_OK)
        return status;
    if (article->title == NULL || article->title[0] == '\0')
        return sn_fail(err, SN_EINVAL, "title: missing or blank");
    status = sn_pubstatus_check(article->pubstatus, err);
    if (status != SN_OK)
        return status;
    sn_buf_clear(&a->scratch);
    status = sn_article_write(article, &a->scratch);
    if (status != SN_OK)
        return sn_fail(err, status, "article \"%s\": too long, or no memory", article->id);
    if (!sn_utf8_is_valid(sn_buf_str(&a->scratch), NULL))
        return sn_fail(err, SN_EUTF8, "article \"%s\": ill-formed UTF-8", article->id);
    return SN_OK;
}

sn_status sn_archive_put(sn_archive *a, const sn_article *article, sn_put_result *out,
                         sn_error *err)
{
    sn_status status = write_canonical(a, article, err);
    if (status != SN_OK)
        return status;
    status = sn_write_begin(a, err);
    if (status != SN_OK)
        return status;
    sn_put_result result = {.outcome = SN_PUT_CREATED};
    status = sn_write_end(a, put(a, article, &result, err), err);
    if (status == SN_OK)
        *out = result;
    return status;
}
