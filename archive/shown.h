/* archive/shown - whether an article may be shown by what it says itself, and when that changes.
 *
 *   pubstatus lets it be shown, and publish_at (if given) <= t, and t < expires_at (if given)
 *
 * A publish_at that is a day only begins with the first second of that day in Tehran; an expires_at that
 * is a day only lets the article be shown through that day and ends with it.
 * pubstatus, in any case of letters and with or without the "stat:" of IPTC:
 *   usable, publish, future (or none)                                      may be shown
 *   withheld, canceled, cancelled, draft, pending, private, trash,
 *   auto-draft, inherit (the last seven are WordPress's and other hands')  may not
 * Any other is refused when an article is put; one that an older archive holds may not be shown. */
#ifndef SN_ARCHIVE_SHOWN_H
#define SN_ARCHIVE_SHOWN_H

#include "archive/archive.h"

#define SN_NEVER_SEC INT64_MAX

typedef struct sn_showing {
    sn_article_state state; /* LIVE, WITHHELD, EMBARGOED or EXPIRED */
    int64_t until_sec;      /* the second it becomes another; SN_NEVER_SEC */
} sn_showing;

/* Is this text, or NULL, one of the above? SN_EINVAL with a message that lists them. */
SN_MUST_USE sn_status sn_pubstatus_check(const char *pubstatus, sn_error *err);

/* What the article is at an instant. SN_ENOMEM, SN_EINTERNAL (no calendar). */
SN_MUST_USE sn_status sn_article_shown_at(const sn_article *a, int64_t now_sec, sn_showing *out,
                                          sn_error *err);

/* The first second at which expires_at says that it may not be shown any more; SN_NEVER_SEC if it says
 * nothing. Statuses as above. */
SN_MUST_USE sn_status sn_article_end(const sn_article *a, int64_t *sec, sn_error *err);

#endif
