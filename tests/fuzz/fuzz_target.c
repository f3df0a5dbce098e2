/* What stands on the wire before a body: a target on the first line, headers on those behind it.
 *
 * Laws: path and query are pieces of the target; what is decoded is well-formed text without U+0000 that
 * encoded again decodes to itself; a query without a parameter has the others, in their order; whoever
 * reads the parameters (searches, completions, stories, related, copies) refuses in words of both
 * languages; a host that is believed has nothing that ends an address; a framing is ambiguous
 * when two headers say where the body ends, or one is malformed. */
#include "base/utf8.h"
#include "http/headers.h"
#include "http/problem.h"
#include "http/route.h"
#include "http/target.h"
#include "query/duplicates.h"
#include "query/related_request.h"
#include "query/request.h"
#include "query/stories_request.h"
#include "query/suggest_request.h"
#include "tests/fuzz/law.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NOW  1795000000
#define ROOM ((size_t)1 << 22)

static bool is_text(sn_str text)
{
    return sn_utf8_is_valid(text, NULL) &&
           (text.len == 0 || memchr(text.at, '\0', text.len) == NULL);
}

static bool is_piece(sn_str piece, sn_str whole)
{
    return piece.len == 0 || (piece.at >= whole.at && piece.at + piece.len <= whole.at + whole.len);
}

static sn_status check_status(sn_status s, const sn_problem *p)
{
    if (s == SN_OK)
        return s;
    law(p->code[0] != '\0' && p->detail[0] != '\0' && p->detail_fa[0] != '\0');
    law(is_text(sn_str_of(p->detail)) && is_text(sn_str_of(p->detail_fa)));
    law(is_text(sn_str_of(p->parameter)) && is_text(sn_str_of(p->code)));
    return s;
}

/* ---- decoding -------------------------------------------------------------------------------- */

static void check_encoded(sn_str text)
{
    static const char digits[] = "0123456789ABCDEF";
    SN_CLEANUP(sn_buf) sn_buf encoded = SN_BUF(ROOM);
    SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(ROOM);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        sn_buf_add_byte(&encoded, '%');
        sn_buf_add_byte(&encoded, (unsigned char)digits[byte >> 4]);
        sn_buf_add_byte(&encoded, (unsigned char)digits[byte & 15]);
    }
    law(sn_percent_decode(sn_buf_str(&encoded), true, &again) == SN_OK);
    law(sn_str_equal(sn_buf_str(&again), text));
}

/* ---- parameters ------------------------------------------------------------------------------ */

typedef struct seen {
    size_t n, of_q;
    uint64_t digest; /* of those that are no q */
} seen;

static sn_status count(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    seen *s = ctx;
    (void)problem;
    law(is_text(name) && is_text(value));
    check_encoded(value);
    s->n++;
    if (sn_str_equal(name, SN_STR("q"))) {
        s->of_q++;
        return SN_OK;
    }
    for (size_t i = 0; i < name.len + value.len; i++)
        s->digest =
            s->digest * 31 + (unsigned char)(i < name.len ? name.at[i] : value.at[i - name.len]);
    return SN_OK;
}

/* An encoded name (%71=) is another spelling of q, which stays: it is looked for as it stands. */
static void check_without(sn_str query)
{
    SN_CLEANUP(sn_buf) sn_buf rest = SN_BUF(ROOM);
    sn_problem problem = {0};
    seen all = {0}, left = {0};
    law(sn_query_without(query, SN_STR("q"), &rest) == SN_OK && rest.len <= query.len);
    if (check_status(sn_params_each(query, count, &all, &problem), &problem) != SN_OK)
        return;
    law(sn_params_each(sn_buf_str(&rest), count, &left, &problem) == SN_OK);
    law(left.digest == all.digest && left.n - left.of_q == all.n - all.of_q);
}

static sn_status set_search(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_request_set(ctx, name, value, SN_ASKER_CLIENT, NOW, problem);
}

static sn_status set_suggest(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_suggest_request_set(ctx, name, value, problem);
}

static sn_status set_stories(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_stories_request_set(ctx, name, value, NOW, problem);
}

static sn_status set_related(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_related_request_set(ctx, name, value, SN_ASKER_CLIENT, NOW, problem);
}

static sn_status set_duplicates(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_duplicates_request_set(ctx, name, value, problem);
}

static void read_as(sn_str query, sn_param_fn *set, void *request)
{
    sn_problem problem = {0};
    (void)check_status(sn_params_each(query, set, request, &problem), &problem);
}

static void check_requests(sn_str query)
{
    SN_CLEANUP(sn_request) sn_request search = {0};
    SN_CLEANUP(sn_stories_request) sn_stories_request stories = {0};
    SN_CLEANUP(sn_related_request) sn_related_request related = {0};
    sn_suggest_request suggest;
    sn_duplicates_request duplicates;
    sn_suggest_request_init(&suggest);
    sn_duplicates_request_init(&duplicates);
    law(sn_request_init(&search) == SN_OK);
    law(sn_stories_request_init(&stories, NOW) == SN_OK);
    law(sn_related_request_init(&related) == SN_OK);
    read_as(query, set_search, &search);
    read_as(query, set_suggest, &suggest);
    read_as(query, set_stories, &stories);
    read_as(query, set_related, &related);
    read_as(query, set_duplicates, &duplicates);
    law(search.limit >= 1 && search.limit <= SN_LIMIT_PAGE_HITS);
    law(search.offset >= 0 && search.offset <= SN_LIMIT_DEPTH_HITS);
    law(suggest.q.len <= SN_LIMIT_SUGGEST_BYTES && suggest.limit <= SN_LIMIT_SUGGEST_ITEMS);
    law(stories.limit >= 1 && stories.limit <= SN_LIMIT_STORIES && stories.offset >= 0);
    law(duplicates.limit >= 1 && duplicates.limit <= SN_LIMIT_DUPLICATES);
    law(duplicates.min >= 0 && duplicates.min <= 1);
}

/* ---- paths and headers ----------------------------------------------------------------------- */

static void check_route(sn_str path)
{
    static const sn_method methods[] = {SN_METHOD_GET, SN_METHOD_PUT, SN_METHOD_POST,
                                        SN_METHOD_DELETE, SN_METHOD_OTHER};
    size_t n;
    const sn_route *table = sn_routes(&n);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(SN_LIMIT_SETTING_KEY_BYTES);
        const sn_route *route = NULL;
        unsigned known;
        sn_status s = sn_route_find(table, n, methods[i], path, &route, &id, &known);
        law(s != SN_OK || (route != NULL && route->method == methods[i]));
        law(s != SN_OK || (is_text(sn_buf_str(&id)) && id.len <= sn_route_id_max(route)));
        law((s == SN_ENOTFOUND) == (known == 0));
    }
}

static void note_line(sn_headers *h, const char *line, unsigned *lengths, bool *chunked)
{
    char name[64] = "";
    const char *colon = strchr(line, ':');
    size_t len = colon != NULL ? (size_t)(colon - line) : 0;
    if (len == 0 || len >= sizeof name)
        return;
    memcpy(name, line, len);
    sn_headers_note(h, name, colon + 1);
    *lengths += strcasecmp(name, "Content-Length") == 0 ? 1 : 0;
    *chunked = *chunked || strcasecmp(name, "Transfer-Encoding") == 0;
}

static void check_headers(char *lines)
{
    sn_headers h = {0};
    unsigned lengths = 0;
    bool chunked = false;
    for (char *line = lines, *next; line != NULL; line = next) {
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        note_line(&h, line, &lengths, &chunked);
    }
    law(strlen(h.host) < sizeof h.host && strpbrk(h.host, "/?#<>\"'\\ \r\n\t%@&") == NULL);
    law(strlen(h.none_match) < sizeof h.none_match);
    law(h.lengths == lengths && h.chunked == chunked);
    law(sn_headers_are_ambiguous(&h) == (lengths > 1 || (lengths == 1 && chunked) || h.malformed));
    law(sn_headers_match(&h, "W/\"0123456789abcdef\"") ==
        sn_headers_match(&h, "\"0123456789abcdef\""));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str input = {(const char *)data, size};
    const char *newline = size > 0 ? memchr(data, '\n', size) : NULL;
    sn_str raw = {input.at, newline != NULL ? (size_t)(newline - input.at) : size};
    char *lines = newline != NULL ? sn_str_dup((sn_str){newline + 1, size - raw.len - 1}) : NULL;
    sn_target target = sn_target_split(raw);
    law(is_piece(target.path, raw) && is_piece(target.query, raw));
    law(target.path.len == 0 || memchr(target.path.at, '?', target.path.len) == NULL);
    check_route(target.path);
    check_without(target.query);
    check_requests(target.query);
    if (lines != NULL)
        check_headers(lines);
    free(lines);
    return 0;
}
