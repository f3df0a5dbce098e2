/* http/condition - what a write depends on: If-Match and If-None-Match (RFC 9110, 13.1) of an article as it is now.
 *
 *   archive, inside the write's transaction --> sn_current --[sn_condition_holds]--> write, or 412
 *
 * The tag of an article is `"` and 16 hexadecimal digits (sn_article_etag()) and `"`. GET puts behind the digits what
 * its answer says besides (exchange_end.c), which is passed over here. */
#ifndef SN_HTTP_CONDITION_H
#define SN_HTTP_CONDITION_H

#include "archive/archive.h"
#include "http/headers.h"

/* Borrowed from the request. */
typedef struct sn_condition {
    const char *match, *none_match; /* NULL or "": not sent */
    bool is_lost;                   /* one of them is longer than is read: it holds for nothing */
    bool sees_hidden;               /* who asks may be told of articles that are not shown */
} sn_condition;

#define SN_CONDITION_TAG_SIZE 19
/* The tag as headers and answers have it. */
void sn_condition_tag(uint64_t etag, char out[SN_CONDITION_TAG_SIZE]);

bool sn_condition_is_any(const sn_condition *c);
bool sn_condition_has_match(const sn_condition *c);

/* An article as it is now. */
typedef struct sn_current {
    bool exists;   /* held, and neither withdrawn nor taken down */
    bool is_shown; /* to everyone, at this second */
    uint64_t etag; /* 0: there is none */
    sn_buf json;
} sn_current;
void sn_current_done(sn_current *c);

/* Read it; one that is not there is no failure. Statuses of sn_archive_get but SN_ENOTFOUND. */
SN_MUST_USE sn_status sn_current_read(sn_archive *archive, sn_str id, sn_current *out,
                                      sn_error *err);

/* May who asks be told that it is there? */
bool sn_current_is_seen(const sn_current *now, const sn_condition *c);

/* Does it hold? Who may not see the article passes with a tag of it, which is to know it, and with nothing else; but
 * nobody puts a new article (If-None-Match: *) where one is held. */
bool sn_condition_holds(const sn_condition *c, const sn_current *now);

SN_DEFINE_CLEANUP(sn_current, sn_current_done)

#endif
