/* http/feed - the answer of a search as a feed: RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1.
 *
 *   search --> JSON (docs/api.md) --> items --> feed
 *
 * The hits are those of the answer, which was asked for with the members of SN_FEED_MEMBERS. Texts are
 * plain text in all three; what XML cannot hold (control characters) becomes a space. */
#ifndef SN_HTTP_FEED_H
#define SN_HTTP_FEED_H

#include "base/bytes.h"

typedef enum sn_feed_kind { SN_FEED_NONE, SN_FEED_RSS, SN_FEED_ATOM, SN_FEED_JSON } sn_feed_kind;

/* "rss", "atom", "jsonfeed", or "json" for the answer itself (SN_FEED_NONE). SN_EINVAL: another. */
SN_MUST_USE sn_status sn_feed_kind_of(sn_str name, sn_feed_kind *out);
const char *sn_feed_content_type(sn_feed_kind kind);

#define SN_FEED_MEMBERS                                                                            \
    "id,url,title,lead,source,category,tags,author,image_url,language,published_at,modified_at,"   \
    "highlight"

/* Where the service is reached, as far as the client's headers are believed, and what was asked. */
typedef struct sn_feed_place {
    const char *base; /* "http://news.example:7700" */
    sn_str path;      /* "/v1/search" */
    sn_str query;     /* still encoded, without the question mark; without its cursor=… too */
} sn_feed_place;

/* Append the feed of an answer. SN_ECORRUPT: it is none; SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_feed_write(sn_feed_kind kind, sn_str answer, const sn_feed_place *place,
                                    sn_buf *out, sn_error *err);

#endif
