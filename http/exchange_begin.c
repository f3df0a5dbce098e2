/* The beginning of a request: its route, and all that is refused before its body is read. */
#include "http/exchange.h"

#include "base/clock.h"
#include "http/problem.h"

#include <stdio.h>
#include <string.h>

/* A body that is refused is read to its end up to this size, so that the client, still sending,
 * gets to read why; a longer one is cut off. */
#define PASS_OVER_BYTES ((uint64_t)SN_LIMIT_BULK_BYTES * 2)

/* Bodies of all requests together: 8 bulk requests at once. */
#define BODIES_BYTES ((size_t)SN_LIMIT_BULK_BYTES * 8)

/* OPTIONS asks for just that. */
static void refuse_method(sn_exchange *x, const char *method, unsigned methods)
{
    if (strcmp(method, "OPTIONS") == 0)
        x->answer.http_status = 204;
    else
        sn_exchange_refuse_code(x, "method_not_allowed");
    sn_methods_write(methods, x->answer.allow, sizeof x->answer.allow);
}

static void refuse_id(sn_exchange *x, sn_status status)
{
    sn_problem problem;
    if (status == SN_ELIMIT)
        sn_problem_make(&problem, status, "limit_exceeded", "id",
                        "id: what names it in the path has more than %zu bytes",
                        "id: شناسه بیش از %zu بایت پذیرفته نیست", sn_route_id_max(x->route));
    else if (status == SN_EUTF8)
        sn_problem_make(&problem, status, "invalid_parameter", "id",
                        "%s: the id in the path is not well-formed UTF-8",
                        "%s: شناسه در نشانی به UTF-8 درست نیست", "id");
    else if (status == SN_EINVAL)
        sn_problem_make(
            &problem, status, "invalid_parameter", "id",
            "id: %s in the path must be followed by two hexadecimal digits but 00",
            "id: پس از %s در نشانی باید دو رقم شانزده‌شانزدهی "
            "جز "
            "00 "
            "بیاید",
            "%");
    else
        sn_problem_of_status(&problem, status);
    sn_exchange_refuse(x, &problem);
}

static void find_route(sn_exchange *x, const char *method)
{
    size_t n;
    unsigned methods;
    const sn_route *table = sn_routes(&n);
    sn_status s =
        sn_route_find(table, n, sn_method_of(method), x->target.path, &x->route, &x->id, &methods);
    if (s == SN_ENOTFOUND || (s == SN_OK && x->is_probe && !x->route->probe))
        sn_exchange_refuse_code(x, "unknown_path");
    else if (s == SN_DONE)
        refuse_method(x, method, methods);
    else if (s != SN_OK)
        refuse_id(x, s);
}

static void refuse_body_size(sn_exchange *x)
{
    sn_problem problem;
    sn_problem_make(&problem, SN_OK, "body_too_large", "",
                    "the body has more than %zu bytes, the limit of this path",
                    "بدنهٔ درخواست بیش از %zu بایت، حد این نشانی، است", x->route->body_max);
    sn_exchange_refuse(x, &problem);
}

void sn_exchange_begin(sn_exchange *x, const char *method, bool local)
{
    const sn_headers *h = &x->headers;
    x->begun = true;
    atomic_fetch_add(&x->service->active, 1);
    snprintf(x->method, sizeof x->method, "%s", method);
    find_route(x, method);
    if (x->answer.http_status == 0 && x->service->read_only && sn_route_needs_writing(x->route))
        sn_exchange_refuse_code(x, "read_only"); /* to whoever asks: no key helps */
    if (sn_headers_are_ambiguous(h)) {
        sn_exchange_refuse_code(x, "invalid_framing");
        x->answer.close = true; /* where the next request begins is what nobody knows */
    }
    sn_exchange_admit(x, local);
    if (x->answer.http_status != 0)
        return;
    x->body = SN_BUF(x->route->body_max > 0 ? x->route->body_max : 1);
    if (x->route->writes && atomic_load(&x->service->ending))
        sn_exchange_refuse_code(x, "draining");
    else if (x->route->needs == SN_ROLE_SEARCH && atomic_load(&x->service->is_stale))
        sn_exchange_refuse_stale(x);
    else if (h->length > x->route->body_max)
        refuse_body_size(x);
    else if (h->coding == SN_CODING_OTHER && sn_headers_have_body(h))
        sn_exchange_refuse_code(x, "unsupported_media_type");
    else if (h->coding == SN_CODING_GZIP && sn_headers_have_body(h) &&
             sn_gunzip_create(&x->gunzip) != SN_OK)
        sn_exchange_refuse_code(x, "internal_error");
}

bool sn_exchange_answers_early(const sn_exchange *x)
{
    const sn_headers *h = &x->headers;
    return x->answer.http_status != 0 && sn_headers_have_body(h) &&
           (h->expects || sn_headers_are_ambiguous(h) || h->length > PASS_OVER_BYTES);
}

/* What is kept of all bodies together is bounded. */
static bool hold(sn_exchange *x, size_t bytes)
{
    size_t before = atomic_fetch_add(&x->service->body_bytes, bytes);
    x->body_held += bytes;
    return before + bytes <= BODIES_BYTES;
}

static void keep(sn_exchange *x, sn_str piece)
{
    sn_problem problem;
    x->body_bytes += piece.len;
    if (x->body_bytes > x->route->body_max)
        refuse_body_size(x);
    else if (!hold(x, piece.len))
        sn_exchange_refuse_code(x, "busy");
    else if (x->route->take != NULL)
        x->route->take(x, piece);
    else if (sn_buf_add_str(&x->body, piece) != SN_OK) {
        sn_problem_of_status(&problem, sn_buf_status(&x->body));
        sn_exchange_refuse(x, &problem);
    }
}

static bool keep_unpacked(void *ctx, sn_str piece)
{
    sn_exchange *x = ctx;
    keep(x, piece);
    return x->answer.http_status == 0;
}

static void unpack(sn_exchange *x, sn_str piece)
{
    sn_status s = sn_gunzip_take(x->gunzip, piece, keep_unpacked, x);
    if (s != SN_OK)
        sn_exchange_refuse_code(x, s == SN_ENOMEM ? "internal_error" : "invalid_encoding");
}

bool sn_exchange_take(sn_exchange *x, sn_str piece)
{
    int64_t age_us = sn_clock_monotonic_us() - x->started_us;
    x->body_seen += piece.len;
    if (age_us > x->options->request_seconds * 1000000 || x->body_seen > PASS_OVER_BYTES)
        return false;
    if (x->answer.http_status == 0 && x->gunzip != NULL)
        unpack(x, piece);
    else if (x->answer.http_status == 0)
        keep(x, piece);
    return true;
}
