/* The pages: search, assets, and how they say what went wrong. */
#include "http/pages.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "http/handlers.h"
#include "http/pages/assets.h"
#include "http/pages/problem_page.h"
#include "http/pages/search/results.h"
#include "http/problem.h"
#include "http/search_answer.h"
#include "query/refuse.h"

#include <assert.h>
#include <stdio.h>

/* What the address of a page asks. */
typedef struct asked {
    sn_request request;
    sn_search_key key;
    int64_t now_sec;
    sn_page_lang lang;
    sn_buf text; /* names and values of at, one after the other */
    sn_link_param at[SN_LIMIT_QUERY_PARAMS];
    size_t n;
} asked;

sn_status sn_page_lang_set(sn_page_lang *l, sn_str value, sn_problem *problem)
{
    int choice = 0;
    sn_status s = sn_choose_once(&l->is_set, "lang", value, "fa|en", &choice, problem);
    if (s == SN_OK)
        l->lang = choice == 1 ? SN_LANG_EN : SN_LANG_FA;
    return s;
}

static bool is_of_the_page(sn_str name)
{
    return sn_str_has_prefix(name, SN_STR("highlight")) || sn_str_equal(name, SN_STR("fields")) ||
           sn_str_equal(name, SN_STR("facets")) || sn_str_equal(name, SN_STR("explain"));
}

static sn_status set_in_request(asked *a, sn_str name, sn_str value, sn_problem *problem)
{
    sn_search_key_add(&a->key, name, value);
    return sn_request_set(&a->request, name, value, SN_ASKER_CLIENT, a->now_sec, problem);
}

/* An empty field of a form is not asked. */
static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    asked *a = ctx;
    if (sn_str_equal(name, SN_STR("lang")))
        return sn_page_lang_set(&a->lang, value, problem);
    if (is_of_the_page(name))
        return sn_param_refuse(NULL, name, value, problem);
    if (value.len == 0)
        return SN_OK;
    return set_in_request(a, name, value, problem);
}

/* The decoded parameters again, to make links of. */
static sn_status keep_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    asked *a = ctx;
    (void)problem;
    if (value.len == 0 || a->n == SN_LIMIT_QUERY_PARAMS)
        return SN_OK;
    size_t from = a->text.len;
    sn_buf_add_str(&a->text, name);
    if (sn_buf_add_str(&a->text, value) != SN_OK)
        return sn_problem_of_status(problem, sn_buf_status(&a->text));
    a->at[a->n++] =
        (sn_link_param){{a->text.at + from, name.len}, {a->text.at + from + name.len, value.len}};
    return SN_OK;
}

static sn_status keep_all(const sn_exchange *x, asked *a, sn_problem *problem)
{
    a->text = SN_BUF(x->target.query.len + 1);
    /* Room for all of it at once: a->at points into it. */
    if (sn_buf_reserve(&a->text, x->target.query.len + 1) == NULL)
        return sn_problem_of_status(problem, SN_ENOMEM);
    return sn_params_each(x->target.query, keep_param, a, problem);
}

/* What the page needs of the answer, unless the address says it. */
static sn_status set_of_the_page(asked *a, sn_problem *problem)
{
    const sn_request *r = &a->request;
    sn_link_params said = {a->at, a->n};
    bool has_dates = r->from_sec != INT64_MIN || r->to_sec != INT64_MAX;
    const struct {
        const char *name, *value;
        bool is_wanted;
    } own[] = {
        {"highlight", "ranges", true},
        {"facets", has_dates ? SN_RESULTS_FACETS_DAYS : SN_RESULTS_FACETS, true},
        {"facet.limit", SN_RESULTS_FACET_LIMIT, true},
        {"calendar", "gregorian", a->lang.lang == SN_LANG_EN},
        {"duplicates.members", SN_RESULTS_MEMBERS, r->collapse == SN_COLLAPSE_DUPLICATES},
    };
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < sizeof own / sizeof *own; i++) {
        if (own[i].is_wanted && sn_link_value(&said, own[i].name).len == 0)
            s = set_in_request(a, sn_str_of(own[i].name), sn_str_of(own[i].value), problem);
    }
    return s;
}

static sn_status read_asked(const sn_exchange *x, asked *a, sn_problem *problem)
{
    *a = (asked){.now_sec = sn_clock_now_sec(), .key = SN_SEARCH_KEY};
    sn_status s = sn_request_init(&a->request);
    if (s != SN_OK)
        return sn_problem_of_status(problem, s);
    s = keep_all(x, a, problem);
    return s == SN_OK ? sn_params_each(x->target.query, set_param, a, problem) : s;
}

static void asked_done(asked *a)
{
    sn_request_done(&a->request);
    sn_search_key_done(&a->key);
    sn_buf_done(&a->text);
}

/* Whoever names a language only has asked nothing. */
static bool asks_something(const asked *a)
{
    return a->n > (a->lang.is_set ? 1u : 0u);
}

static sn_status search(sn_exchange *x, asked *a, sn_buf *answer, sn_problem *problem)
{
    sn_search_asked search = {&a->request, &a->key, a->now_sec};
    sn_status s = set_of_the_page(a, problem);
    return s == SN_OK ? sn_search_text(x, &search, answer, problem) : s;
}

/* For who asked nothing yet. An index without stories, and a key that sees a part of the articles, have none. */
static sn_status find_stories(sn_exchange *x, const asked *a, sn_buf *answer, sn_problem *problem)
{
    SN_CLEANUP(sn_stories_request) sn_stories_request request = {0};
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    if (x->caller.filter != NULL)
        return SN_OK;
    sn_status s = sn_stories_request_init(&request, a->now_sec);
    if (s != SN_OK)
        return sn_problem_of_status(problem, s);
    sn_searcher *searcher = sn_exchange_searcher(x);
    s = sn_stories_json(searcher, &request, &info, answer, problem);
    sn_exchange_give_back(x, searcher);
    return s == SN_EFORMAT ? SN_OK : s;
}

static sn_status write_results(sn_exchange *x, asked *a, sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf answer = SN_BUF(SN_ANSWER_BYTES), stories = SN_BUF(SN_ANSWER_BYTES);
    sn_error err = {0};
    sn_link_params parameters = {a->at, a->n};
    sn_status s =
        asks_something(a) ? search(x, a, &answer, problem) : find_stories(x, a, &stories, problem);
    if (s != SN_OK)
        return s;
    sn_results_page page = {.lang = a->lang.lang,
                            .site = x->options->title,
                            .asked = &parameters,
                            .answer = sn_buf_str(&answer),
                            .stories = sn_buf_str(&stories),
                            .now_sec = a->now_sec,
                            .limit = a->request.limit,
                            .offset = a->request.offset,
                            .logs_clicks = x->service->events.clicks != NULL};
    s = sn_results_page_write(&page, &x->answer.body, &err);
    return s == SN_OK ? s : sn_problem_of_error(problem, &err, s, NULL);
}

void sn_page_answer(sn_exchange *x, unsigned http_status)
{
    x->answer.http_status = http_status;
    x->answer.content_type = "text/html; charset=utf-8";
}

void sn_handle_search_page(sn_exchange *x)
{
    asked a;
    sn_problem problem = {0};
    sn_status s = read_asked(x, &a, &problem);
    if (s == SN_OK)
        s = write_results(x, &a, &problem);
    asked_done(&a);
    if (s == SN_OK)
        sn_page_answer(x, 200);
    else
        sn_exchange_refuse_query(x, s, &problem);
}

/* Pages of others may load it, whatever CORS says of answers: it holds nothing of the index. */
static void answer_asset(sn_exchange *x, const sn_asset *asset, sn_lasts lasts)
{
    sn_answer *a = &x->answer;
    bool is_packed = x->headers.accepts_gzip && asset->packed_n > 0;
    if ((is_packed ? sn_buf_add(&a->body, asset->packed, asset->packed_n)
                   : sn_buf_add(&a->body, asset->bytes, asset->n)) != SN_OK) {
        sn_exchange_refuse_unwritten(x);
        return;
    }
    a->is_packed = is_packed;
    a->lasts = lasts;
    a->allow_origin = "*";
    a->varies_by_origin = false;
    snprintf(a->etag, sizeof a->etag, "W/\"%s\"", asset->digest);
    a->http_status = 200;
    a->content_type = asset->content_type;
}

void sn_handle_asset(sn_exchange *x)
{
    sn_str name = sn_buf_str(&x->id);
    const sn_asset *versioned = sn_asset_find_versioned(name);
    const sn_asset *asset = versioned != NULL ? versioned : sn_asset_find(name);
    if (asset == NULL)
        sn_exchange_refuse_code(x, "unknown_path");
    else
        answer_asset(x, asset, versioned != NULL ? SN_LASTS_FOR_EVER : SN_LASTS_AN_HOUR);
}

void sn_handle_script(sn_exchange *x)
{
    const sn_asset *asset = sn_asset_find(sn_str_of(x->route->pattern + 1));
    assert(asset != NULL);
    answer_asset(x, asset, SN_LASTS_AN_HOUR);
}

/* ---- refusals ---- */

static sn_lang lang_asked(const sn_exchange *x)
{
    sn_str value;
    sn_lang lang = SN_LANG_FA;
    bool has = sn_query_values(x->raw_query, SN_STR("lang"), &value) > 0;
    return has && sn_lang_of(value, &lang) == SN_OK ? lang : SN_LANG_FA;
}

/* The address that was asked, if it can stand in a page. */
static const char *again_of(const sn_exchange *x)
{
    bool is_path = x->raw_target[0] == '/' && x->raw_target[1] != '/';
    return is_path && sn_utf8_is_valid(sn_str_of(x->raw_target), NULL) ? x->raw_target : NULL;
}

static sn_status write_plain_refusal(sn_exchange *x, const sn_refused *refused)
{
    sn_lang lang = lang_asked(x);
    sn_page frame = {.lang = lang,
                     .site = x->options->title,
                     .here = "",
                     .other = lang == SN_LANG_FA ? "/?lang=en" : "/"};
    return sn_problem_page_write(&frame, refused, &x->answer.body);
}

/* With the form, so that what is wrong can be mended; of parameters that cannot be read, those before. */
static sn_status write_search_refusal(sn_exchange *x, const sn_refused *refused)
{
    asked a = {0};
    sn_problem unread = {0};
    sn_status s = keep_all(x, &a, &unread);
    sn_link_params parameters = {a.at, a.n};
    sn_results_page page = {.lang = lang_asked(x), .site = x->options->title, .asked = &parameters};
    if (s != SN_ENOMEM)
        s = sn_results_refused_write(&page, refused, &x->answer.body);
    sn_buf_done(&a.text);
    return s;
}

bool sn_page_refuse(sn_exchange *x, const sn_problem *problem)
{
    sn_refused refused = {problem, sn_problem_http_status(problem), x->request_id, again_of(x)};
    bool is_search = x->route->run == sn_handle_search_page;
    sn_buf_clear(&x->answer.body);
    sn_status s = is_search ? write_search_refusal(x, &refused) : write_plain_refusal(x, &refused);
    if (s == SN_OK)
        sn_page_answer(x, refused.http_status);
    return s == SN_OK;
}
