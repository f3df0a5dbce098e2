/* http/headers - what the service wants to know of a request's headers, and what it makes of it. */
#ifndef SN_HTTP_HEADERS_H
#define SN_HTTP_HEADERS_H

#include "base/bytes.h"
#include "base/limits.h"
#include "http/access/caller.h"

typedef enum sn_coding { SN_CODING_NONE, SN_CODING_GZIP, SN_CODING_OTHER } sn_coding;

/* What a body says it is. */
typedef enum sn_media {
    SN_MEDIA_NONE,
    SN_MEDIA_JSON,
    SN_MEDIA_MERGE_PATCH, /* application/merge-patch+json */
    SN_MEDIA_OTHER
} sn_media;

#define SN_CONDITION_SIZE 1024

typedef struct sn_headers {
    unsigned lengths;         /* how many Content-Length */
    uint64_t length;          /* the last one; UINT64_MAX if it is no number */
    bool chunked;             /* Transfer-Encoding, of whatever kind */
    bool malformed;           /* two readers may understand it in two ways: see sn_headers_note */
    unsigned hosts;           /* how many Host */
    bool expects;             /* Expect: the client waits before it sends its body */
    sn_coding coding;         /* Content-Encoding */
    bool accepts_gzip;        /* Accept-Encoding */
    bool accepts_openmetrics; /* Accept names it */
    bool forwarded;           /* came through a proxy: Via, Forwarded, X-Forwarded-For, X-Real-IP */
    bool from_page;           /* sent by a web page: Origin, or Sec-Fetch-Site other than none */
    bool https;               /* X-Forwarded-Proto: the client speaks TLS with a proxy */
    bool is_forwarding_lost;  /* X-Forwarded-For is too long to be believed */
    unsigned tokens;          /* how many Authorization and X-Api-Key */
    bool has_method; /* Access-Control-Request-Method: an OPTIONS that a browser sends before */
    char token[SN_TOKEN_MAX]; /* of the last of them; "": of another scheme, too long */
    char origin[SN_LIMIT_ORIGIN_BYTES + 1]; /* Origin; "" if it is longer than one may be */
    char forwarded_for[SN_LIMIT_FORWARDED_BYTES +
                       1];              /* X-Forwarded-For, several as one; "": too long */
    char match[SN_CONDITION_SIZE];      /* If-Match, several as one; "": none */
    char none_match[SN_CONDITION_SIZE]; /* If-None-Match, likewise */
    bool is_condition_lost; /* one of them is too long, and passed over, or says nothing */
    sn_media media;         /* Content-Type */
    char host[256];         /* Host, if it is a name or address and a port; or "" */
} sn_headers;

/* Is this one of the tags of If-None-Match (compared as weak ones), or is that *? */
bool sn_headers_match(const sn_headers *h, const char *etag);

/* Take note of one header; the name in any case. Malformed are: a name that is no token of RFC 9110 ("Content-Length "
 * with a space behind it is none, and a body that nobody reads), a control character in a value, a
 * Transfer-Encoding that is not chunked alone and once, a second Host, or one that is no name or address. */
void sn_headers_note(sn_headers *h, const char *name, const char *value);
/* Take note of the version, behind all headers: "HTTP/1.0" knows no chunks. */
void sn_headers_note_version(sn_headers *h, const char *version);

static inline bool sn_headers_have_body(const sn_headers *h)
{
    return h->chunked || h->length > 0;
}
/* Two lengths, or a length and chunks, or a malformed header: the ways requests are smuggled past a proxy. */
static inline bool sn_headers_are_ambiguous(const sn_headers *h)
{
    return h->lengths > 1 || (h->lengths > 0 && h->chunked) || h->malformed;
}

#endif
