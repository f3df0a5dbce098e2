/* The end of a request: is the answer the one that the client has, and is it packed? */
#include "http/exchange.h"

#include "base/clock.h"
#include "base/digest.h"
#include "http/coding.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Members that differ in each answer though it says the same; {name, how deep it stands}. A cursor names
 * the same place in every answer of one list. */
static const struct passing {
    const char *name;
    unsigned depth;
} passing[] = {{"took_ms", 1}, {"request_id", 1}, {"next_cursor", 1}, {"now", 2}};

/* Behind the text that begins with a quote at `at`. */
static size_t end_of_text(sn_str json, size_t at)
{
    for (at++; at < json.len && json.at[at] != '"'; at++)
        at += json.at[at] == '\\';
    return at < json.len ? at + 1 : json.len;
}

static bool is_passing(sn_str name, unsigned depth)
{
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++) {
        if (passing[i].depth == depth && sn_str_equal(name, sn_str_of(passing[i].name)))
            return true;
    }
    return false;
}

/* Behind a text or number; a null stays, for it is news when it is none any more. */
static size_t end_of_value(sn_str json, size_t at)
{
    if (at < json.len && json.at[at] == '"')
        return end_of_text(json, at);
    size_t end = at;
    while (end < json.len && json.at[end] != ',' && json.at[end] != '}')
        end++;
    return end > at && json.at[at] == 'n' ? at : end;
}

/* What the answer says, whenever and to whom. It was written by base/json_writer, without white space. */
static uint64_t digest_of_json(sn_str json)
{
    uint64_t digest = SN_DIGEST_BEGIN;
    unsigned depth = 0;
    size_t from = 0;
    for (size_t at = 0; at < json.len;) {
        char c = json.at[at];
        size_t end = c == '"' ? end_of_text(json, at) : at + 1;
        depth += (c == '{' || c == '[') ? 1 : 0;
        depth -= (c == '}' || c == ']') ? 1 : 0;
        bool is_name = c == '"' && end < json.len && json.at[end] == ':';
        if (is_name && is_passing((sn_str){json.at + at + 1, end - at - 2}, depth)) {
            digest = sn_digest_add(digest, json.at + from, end - from);
            from = end = end_of_value(json, end + 1);
        }
        at = end;
    }
    return sn_digest_add(digest, json.at + from, json.len - from);
}

/* Weak: two answers of one tag say the same, in other bytes. */
static void write_tag(uint64_t digest, char out[SN_TAG_SIZE])
{
    snprintf(out, SN_TAG_SIZE, "W/\"%016" PRIx64 "\"", digest);
}

void sn_json_tag(sn_str json, char out[SN_TAG_SIZE])
{
    write_tag(digest_of_json(json), out);
}

static void make_tag(sn_answer *a)
{
    sn_str body = sn_buf_str(&a->body);
    if (strstr(a->content_type, "json") != NULL)
        sn_json_tag(body, a->etag);
    else
        write_tag(sn_digest_add(SN_DIGEST_BEGIN, body.at, body.len), a->etag);
}

static bool will_be_packed(const sn_exchange *x)
{
    const sn_answer *a = &x->answer;
    return x->headers.accepts_gzip && !a->is_packed &&
           a->body.len >= SN_LIMIT_HTTP_GZIP_LEAST_BYTES;
}

/* A strong tag names bytes, and packed they are others. */
static void tag_as_packed(sn_answer *a)
{
    static const char packed[] = "-gzip\"";
    size_t len = strlen(a->etag);
    if (a->etag[0] == '"' && len + sizeof packed - 1 <= sizeof a->etag)
        memcpy(a->etag + len - 1, packed, sizeof packed);
}

static void tag(sn_exchange *x)
{
    sn_answer *a = &x->answer;
    if (a->etag[0] == '\0')
        make_tag(a);
    if (will_be_packed(x))
        tag_as_packed(a);
    if (!sn_headers_match(&x->headers, a->etag))
        return;
    a->http_status = 304;
    a->content_type = NULL;
    a->is_packed = false;
    sn_buf_clear(&a->body);
}

/* Without memory for it, or where it would be longer, it goes as it is, without the tag that says it were packed. */
static void pack(sn_answer *a)
{
    SN_CLEANUP(sn_buf) sn_buf packed = SN_BUF(a->body.len);
    if (sn_gzip(sn_buf_str(&a->body), &packed) != SN_OK) {
        if (a->etag[0] == '"')
            a->etag[0] = '\0';
        return;
    }
    sn_buf_done(&a->body);
    a->body = packed;
    packed = SN_BUF(1);
    a->is_packed = true;
}

bool sn_exchange_is_get(const sn_exchange *x)
{
    return strcmp(x->method, "GET") == 0 || strcmp(x->method, "HEAD") == 0;
}

void sn_exchange_end(sn_exchange *x)
{
    sn_answer *a = &x->answer;
    a->is_tagged =
        sn_exchange_is_get(x) && x->route != NULL && x->route->tagged && a->http_status == 200;
    if (a->is_tagged)
        tag(x);
    else
        a->etag[0] = '\0';
    x->answered_us = sn_clock_monotonic_us();
    if (will_be_packed(x))
        pack(a);
    x->answered_bytes = strcmp(x->method, "HEAD") == 0 ? 0 : a->body.len;
    sn_exchange_count(x);
}
