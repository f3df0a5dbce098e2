/* The headers of every answer. */
#include "http/response.h"

#include "base/limits.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0')
        (void)MHD_add_response_header(response, name, value);
}

/* What every answer says to a browser; docs/security.md has the reasons. Trusted types: a script that would write markup of
 * a text fails. */
static void add_fences(struct MHD_Response *response, const sn_exchange *x)
{
    static const struct {
        const char *name, *value;
        bool of_pages;
    } fences[] = {
        {"X-Content-Type-Options", "nosniff", false},
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
         "img-src 'self' https:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
         "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
         false},
        {"Referrer-Policy", "strict-origin-when-cross-origin", false},
        {"Cross-Origin-Opener-Policy", "same-origin", true},
        {"Permissions-Policy",
         "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()", true},
    };
    bool is_page = x->route != NULL && x->route->is_page;
    for (size_t i = 0; i < sizeof fences / sizeof *fences; i++) {
        if (is_page || !fences[i].of_pages)
            add_header(response, fences[i].name, fences[i].value);
    }
    /* Scripts and fonts may stand in pages of others, answers only in those that CORS lets read them. */
    bool is_for_all = x->answer.lasts != SN_LASTS_NOT;
    add_header(response, "Cross-Origin-Resource-Policy",
               is_for_all ? "cross-origin" : "same-origin");
}

/* For pages of other origins. Never with credentials: what a browser keeps (cookies, passwords) says
 * nothing here, a key is sent by the page itself. */
static void add_cors(struct MHD_Response *response, const sn_answer *a)
{
    add_header(response, "Vary", a->varies_by_origin ? "Origin" : NULL);
    if (a->allow_origin == NULL)
        return;
    add_header(response, "Access-Control-Allow-Origin", a->allow_origin);
    if (a->is_preflight) {
        add_header(response, "Access-Control-Allow-Methods", a->allow);
        add_header(
            response, "Access-Control-Allow-Headers",
            "Authorization, X-Api-Key, Content-Type, Content-Encoding, If-Match, If-None-Match");
        add_header(response, "Access-Control-Max-Age", "600");
    } else {
        add_header(response, "Access-Control-Expose-Headers",
                   "ETag, Location, Retry-After, X-Request-Id, RateLimit, RateLimit-Policy");
    }
}

/* draft-ietf-httpapi-ratelimit-headers: q requests in w seconds, r of them left, all again in t. */
static void add_rate(struct MHD_Response *response, const sn_rate_state *rate)
{
    char text[96];
    if (rate->quota == 0)
        return;
    snprintf(text, sizeof text, "\"caller\";q=%" PRId64 ";w=%d", rate->quota,
             SN_LIMIT_RATE_BURST_SEC);
    add_header(response, "RateLimit-Policy", text);
    snprintf(text, sizeof text, "\"caller\";r=%" PRId64 ";t=%" PRId64, rate->remaining,
             rate->reset_sec);
    add_header(response, "RateLimit", text);
}

/* Kept, an answer is shown again only after the service was asked: a takedown holds in caches, too. */
static const char *cache_control(const sn_answer *a)
{
    if (a->lasts == SN_LASTS_FOR_EVER)
        return "public, max-age=31536000, immutable";
    if (a->lasts == SN_LASTS_AN_HOUR)
        return "public, max-age=3600";
    if (!a->is_tagged)
        return "no-store";
    return a->is_private ? "private, no-cache" : "no-cache";
}

struct MHD_Response *sn_response_make(sn_exchange *x)
{
    sn_answer *a = &x->answer;
    char seconds[16] = "";
    struct MHD_Response *response =
        MHD_create_response_from_buffer(a->body.len, a->body.at, MHD_RESPMEM_MUST_FREE);
    if (response == NULL)
        return NULL;
    /* The response owns the bytes now. */
    a->body = SN_BUF(1);
    if (a->retry_after_sec > 0)
        snprintf(seconds, sizeof seconds, "%u", a->retry_after_sec);
    add_header(response, "Content-Type", a->content_type);
    add_fences(response, x);
    add_header(response, "Cache-Control", cache_control(a));
    add_header(response, "ETag", a->etag);
    add_header(response, "Content-Encoding", a->is_packed ? "gzip" : NULL);
    add_header(response, "Vary", a->is_tagged || a->is_packed ? "Accept-Encoding" : NULL);
    add_header(response, "X-Request-Id", x->request_id);
    add_header(response, "Allow", a->allow);
    add_header(response, "Location", a->location);
    add_header(response, "Retry-After", seconds);
    add_header(response, "WWW-Authenticate",
               a->http_status == 401 ? "Bearer realm=\"sarnakh\"" : NULL);
    add_cors(response, a);
    add_rate(response, &a->rate);
    bool last = a->close || atomic_load(&x->service->draining);
    add_header(response, "Connection", last ? "close" : NULL);
    return response;
}
