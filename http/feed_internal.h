/* http/feed_internal - what the three forms of a feed share. Private to feed*.c. */
#ifndef SN_HTTP_FEED_INTERNAL_H
#define SN_HTTP_FEED_INTERNAL_H

#include "http/feed.h"

struct cJSON;

/* Texts are borrowed from the answer; NULL where it has none. */
typedef struct sn_feed_item {
    const char *id, *url, *title, *summary, *source, *image, *language;
    const char *published, *modified; /* RFC 3339, or a day alone */
    const struct cJSON *category, *tags, *author;
} sn_feed_item;

typedef struct sn_feed {
    const struct cJSON *hits;
    const char *q, *now;
    sn_buf title, self, next; /* next: address of the next page, empty at the end */
    const sn_feed_place *place;
} sn_feed;

sn_feed_item sn_feed_item_of(const struct cJSON *hit);
/* The newest of its items, or now: "updated" must be there. */
const char *sn_feed_updated(const sn_feed *f);
/* A day alone begins at its first second. out: SN_FEED_TIME_SIZE bytes. */
#define SN_FEED_TIME_SIZE 40
void sn_feed_rfc3339(const char *date, char out[SN_FEED_TIME_SIZE]);
void sn_feed_rfc822(const char *date, char out[SN_FEED_TIME_SIZE]);
/* Append "urn:sarnakh:article:" and the id, percent-encoded. The status of *out. */
sn_status sn_feed_urn(const char *id, sn_buf *out);

/* Append the feed. SN_ENOMEM, SN_ELIMIT (of *out). */
SN_MUST_USE sn_status sn_feed_rss(const sn_feed *f, sn_buf *out);
SN_MUST_USE sn_status sn_feed_atom(const sn_feed *f, sn_buf *out);
SN_MUST_USE sn_status sn_feed_json(const sn_feed *f, sn_buf *out);

#endif
