/* GET and POST /v1/search. */
#include "http/handlers.h"

#include "base/clock.h"
#include "http/feed.h"
#include "http/problem.h"
#include "http/search_answer.h"
#include "http/search_body.h"
#include "query/refuse.h"

/* A search, and the form in which it is answered. */
typedef struct asked {
    sn_request request;
    sn_feed_kind feed;
    bool has_format, has_sort, has_members, has_marks;
    int64_t now_sec;
    sn_search_key key; /* of what request is made of */
} asked;

static sn_status set_format(asked *a, sn_str value, sn_problem *problem)
{
    if (a->has_format)
        return sn_refuse_repeated(problem, "format");
    a->has_format = true;
    if (sn_feed_kind_of(value, &a->feed) == SN_OK)
        return SN_OK;
    return sn_refuse_value(problem, "format", value, "json|rss|atom|jsonfeed");
}

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    asked *a = ctx;
    if (sn_str_equal(name, SN_STR("format")))
        return set_format(a, value, problem);
    sn_search_key_add(&a->key, name, value);
    a->has_sort = a->has_sort || sn_str_equal(name, SN_STR("sort"));
    a->has_members = a->has_members || sn_str_equal(name, SN_STR("fields"));
    a->has_marks = a->has_marks || sn_str_has_prefix(name, SN_STR("highlight"));
    return sn_request_set(&a->request, name, value, SN_ASKER_CLIENT, a->now_sec, problem);
}

static sn_status set_default(asked *a, const char *name, const char *value, sn_problem *problem)
{
    sn_search_key_add(&a->key, sn_str_of(name), sn_str_of(value));
    return sn_request_set(&a->request, sn_str_of(name), sn_str_of(value), SN_ASKER_CLIENT,
                          a->now_sec, problem);
}

/* A feed has texts without marks, and the newest first unless it is told otherwise. */
static sn_status prepare_feed(asked *a, sn_problem *problem)
{
    if (a->has_members || a->has_marks)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter",
                               a->has_members ? "fields" : "highlight", "%s: a feed has its own",
                               "%s: خوراک عضوهای خودش را دارد",
                               a->has_members ? "fields" : "highlight");
    sn_status s = set_default(a, "fields", SN_FEED_MEMBERS, problem);
    if (s == SN_OK)
        s = set_default(a, "highlight", "ranges", problem);
    return s == SN_OK && !a->has_sort ? set_default(a, "sort", "-date", problem) : s;
}

static sn_status answer_feed(sn_exchange *x, sn_feed_kind feed, sn_str answer, sn_problem *problem)
{
    sn_error err = {0};
    char base[SN_BASE_URL_SIZE];
    SN_CLEANUP(sn_buf) sn_buf query = SN_BUF(x->raw_query.len + 1);
    sn_exchange_base(x, base);
    sn_status s = sn_query_without(x->raw_query, SN_STR("cursor"), &query);
    sn_feed_place place = {.base = base, .path = x->target.path, .query = sn_buf_str(&query)};
    if (s == SN_OK)
        s = sn_feed_write(feed, answer, &place, &x->answer.body, &err);
    return s == SN_OK ? s : sn_problem_of_error(problem, &err, s, NULL);
}

static sn_status run(sn_exchange *x, asked *a, sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf answer = SN_BUF(SN_ANSWER_BYTES);
    sn_search_asked search = {&a->request, &a->key, a->now_sec};
    if (a->feed == SN_FEED_NONE)
        return sn_search_answer(x, &search, problem);
    sn_status s = prepare_feed(a, problem);
    if (s == SN_OK)
        s = sn_search_text(x, &search, &answer, problem);
    return s == SN_OK ? answer_feed(x, a->feed, sn_buf_str(&answer), problem) : s;
}

/* What the request asks; asked_done() is due, whatever came of it. */
static sn_status read_asked(const sn_exchange *x, asked *a, sn_problem *problem)
{
    *a = (asked){.now_sec = sn_clock_now_sec(), .key = SN_SEARCH_KEY};
    sn_status s = sn_request_init(&a->request);
    if (s != SN_OK)
        return sn_problem_of_status(problem, s);
    s = sn_params_each(x->target.query, set_param, a, problem);
    if (s == SN_OK && x->route->method == SN_METHOD_POST)
        s = sn_search_body_each(sn_buf_str(&x->body), set_param, a, problem);
    return s;
}

static void asked_done(asked *a)
{
    sn_request_done(&a->request);
    sn_search_key_done(&a->key);
}

bool sn_answer_kept_search(sn_exchange *x)
{
    asked a;
    sn_problem problem = {0};
    if (sn_search_answer_known(x))
        return true;
    sn_status s = read_asked(x, &a, &problem);
    sn_search_asked search = {&a.request, &a.key, a.now_sec};
    bool is_answered = s == SN_OK && a.feed == SN_FEED_NONE && sn_search_answer_kept(x, &search);
    asked_done(&a);
    return is_answered;
}

void sn_handle_search(sn_exchange *x)
{
    asked a;
    sn_problem problem = {0};
    sn_status s = read_asked(x, &a, &problem);
    if (s == SN_OK)
        s = run(x, &a, &problem);
    asked_done(&a);
    sn_exchange_answer_query(x, s, &problem);
    if (s == SN_OK && a.feed != SN_FEED_NONE)
        x->answer.content_type = sn_feed_content_type(a.feed);
}
