/* http/headers - what the service wants to know of a request's headers, and what it makes of it. */
#ifndef SN_HTTP_HEADERS_H
#define SN_HTTP_HEADERS_H

#include "base/bytes.h"

typedef struct sn_headers {
    unsigned lengths; /* how many Content-Length */
    uint64_t length;  /* the last one; UINT64_MAX if it is no number */
    bool chunked;     /* Transfer-Encoding, of whatever kind */
    bool expects;     /* Expect: the client waits before it sends its body */
    bool encoded;     /* Content-Encoding other than identity */
    bool forwarded;   /* came through a proxy: Via, Forwarded, X-Forwarded-For, X-Real-IP */
    bool from_page;   /* sent by a web page: Origin, or Sec-Fetch-Site other than none */
    bool https;       /* X-Forwarded-Proto: the client speaks TLS with a proxy */
    char host[256];   /* Host, if it is a name or address and a port; or "" */
} sn_headers;

/* Take note of one header; the name in any case. */
void sn_headers_note(sn_headers *h, const char *name, const char *value);

static inline bool sn_headers_have_body(const sn_headers *h)
{
    return h->chunked || h->length > 0;
}
/* Two lengths, or a length and chunks: the way requests are smuggled past a proxy. */
static inline bool sn_headers_are_ambiguous(const sn_headers *h)
{
    return h->lengths > 1 || (h->lengths > 0 && h->chunked);
}

#endif
