#include "http/condition.h"

#include "archive/shown.h"
#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DIGITS 16

void sn_condition_tag(uint64_t etag, char out[SN_CONDITION_TAG_SIZE])
{
    snprintf(out, SN_CONDITION_TAG_SIZE, "\"%016" PRIx64 "\"", etag);
}

static bool is_sent(const char *value)
{
    return value != NULL && value[0] != '\0';
}

bool sn_condition_has_match(const sn_condition *c)
{
    return is_sent(c->match);
}

bool sn_condition_is_any(const sn_condition *c)
{
    return is_sent(c->match) || is_sent(c->none_match) || c->is_lost;
}

void sn_current_done(sn_current *c)
{
    sn_buf_done(&c->json);
}

/* The archive's state is that of its last change; what the clock says of it may be another by now. */
static sn_status look(sn_str json, sn_current *out, sn_error *err)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_showing showing;
    sn_status s = sn_article_parse(json, &article, err);
    if (s == SN_OK)
        s = sn_article_shown_at(&article, sn_clock_now_sec(), &showing, err);
    if (s != SN_OK)
        return s == SN_ENOMEM ? s : sn_fail_in(err, SN_ECORRUPT, "a held article");
    out->exists = true;
    out->is_shown = showing.state == SN_ARTICLE_LIVE;
    out->etag = sn_article_etag(&article);
    return SN_OK;
}

sn_status sn_current_read(sn_archive *archive, sn_str id, sn_current *out, sn_error *err)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    *out = (sn_current){.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    sn_status s = sn_archive_get(archive, id, &record, err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    if (s != SN_OK || record.state == SN_ARTICLE_WITHDRAWN || record.state == SN_ARTICLE_TAKEN_DOWN)
        return s;
    s = look(sn_buf_str(&record.json), out, err);
    if (s == SN_OK) {
        out->json = record.json;
        record.json = SN_BUF(1);
    }
    return s;
}

bool sn_current_is_seen(const sn_current *now, const sn_condition *c)
{
    return now->exists && (now->is_shown || c->sees_hidden);
}

/* What stands between quotes; *is_weak: W/ stands before them. *list goes on behind it. False: no more tags, or none
 * that could be one. */
static bool take_tag(const char **list, sn_str *opaque, bool *is_weak)
{
    const char *at = *list + strspn(*list, " \t,");
    *is_weak = strncmp(at, "W/", 2) == 0;
    at += *is_weak ? 2 : 0;
    const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
    if (end == NULL)
        return false;
    *opaque = (sn_str){at + 1, (size_t)(end - at - 1)};
    *list = end + 1;
    return true;
}

static bool has_tag(const char *list, const sn_current *now, bool takes_weak)
{
    char own[SN_CONDITION_TAG_SIZE];
    sn_str opaque;
    bool is_weak;
    sn_condition_tag(now->etag, own);
    while (now->exists && take_tag(&list, &opaque, &is_weak)) {
        bool is_it = opaque.len >= DIGITS && memcmp(opaque.at, own + 1, DIGITS) == 0 &&
                     (opaque.len == DIGITS || opaque.at[DIGITS] == '-');
        if (is_it && (takes_weak || !is_weak))
            return true;
    }
    return false;
}

static bool is_star(const char *value)
{
    return sn_str_equal(sn_str_trim(sn_str_of(value)), SN_STR("*"));
}

bool sn_condition_holds(const sn_condition *c, const sn_current *now)
{
    if (c->is_lost)
        return false;
    if (is_star(c->match) ? !sn_current_is_seen(now, c)
                          : is_sent(c->match) && !has_tag(c->match, now, false))
        return false;
    if (is_star(c->none_match))
        return !now->exists;
    return !is_sent(c->none_match) || !has_tag(c->none_match, now, true);
}
