#include "archive/shown.h"

#include "calendar/span.h"

#include <string.h>
#include <strings.h>

static const struct pubstatus {
    const char *name;
    bool usable;
} pubstatuses[] = {
    {"usable", true},    {"publish", true},    {"future", true},      {"withheld", false},
    {"canceled", false}, {"cancelled", false}, {"draft", false},      {"pending", false},
    {"private", false},  {"trash", false},     {"auto-draft", false}, {"inherit", false},
};

static const struct pubstatus *find(const char *text)
{
    static const char prefix[] = "stat:";
    if (strncasecmp(text, prefix, sizeof prefix - 1) == 0)
        text += sizeof prefix - 1;
    for (size_t i = 0; i < sizeof pubstatuses / sizeof *pubstatuses; i++)
        if (strcasecmp(pubstatuses[i].name, text) == 0)
            return &pubstatuses[i];
    return NULL;
}

sn_status sn_pubstatus_check(const char *pubstatus, sn_error *err)
{
    if (pubstatus == NULL || find(pubstatus) != NULL)
        return SN_OK;
    return sn_fail(err, SN_EINVAL,
                   "pubstatus: «%.60s» is not one of usable, publish, future, withheld, canceled, "
                   "draft, pending, private, trash, auto-draft, inherit",
                   pubstatus);
}

/* The first second behind a day in Tehran: summer time made some of them shorter or longer. */
static sn_status end_of_day(int64_t sec, int64_t *out, sn_error *err)
{
    int64_t day;
    sn_status s = sn_tehran_day(sec, &day);
    if (s == SN_OK) {
        day++;
        s = sn_tehran_midnights(&day, 1);
    }
    if (s != SN_OK)
        return sn_fail(err, s, "expires_at: the end of the day is not known");
    *out = day;
    return SN_OK;
}

sn_status sn_article_end(const sn_article *a, int64_t *sec, sn_error *err)
{
    if (a->expires_at.precision == SN_PRECISION_DAY)
        return end_of_day(a->expires_at.sec, sec, err);
    *sec = a->expires_at.precision != 0 ? a->expires_at.sec : SN_NEVER_SEC;
    return SN_OK;
}

sn_status sn_article_shown_at(const sn_article *a, int64_t now_sec, sn_showing *out, sn_error *err)
{
    int64_t end;
    const struct pubstatus *pubstatus = a->pubstatus != NULL ? find(a->pubstatus) : pubstatuses;
    bool waits = a->publish_at.precision != 0 && now_sec < a->publish_at.sec;
    sn_status s = sn_article_end(a, &end, err);
    if (s != SN_OK)
        return s;
    if (pubstatus == NULL || !pubstatus->usable)
        *out = (sn_showing){SN_ARTICLE_WITHHELD, SN_NEVER_SEC};
    else if (now_sec >= end)
        *out = (sn_showing){SN_ARTICLE_EXPIRED, SN_NEVER_SEC};
    else if (waits)
        *out =
            (sn_showing){SN_ARTICLE_EMBARGOED, a->publish_at.sec < end ? a->publish_at.sec : end};
    else
        *out = (sn_showing){SN_ARTICLE_LIVE, end};
    return SN_OK;
}
