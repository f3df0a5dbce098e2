/* A kept answer is the one that would be found: under writes, takedowns and a clock that moves. */
#include "tests/unit/query/shelf.h"

#include "base/clock.h"
#include "http/coding.h"
#include "http/handlers.h"
#include "http/search_answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW_SEC  1795000000
#define ARTICLES 400
#define STEPS    1500

typedef struct stand {
    shelf *shelf;
    sn_service service;
    sn_searcher *uncached;
    int64_t now_sec;
} stand;

static void build(stand *t, shelf *s)
{
    sn_error err = {0};
    *t = (stand){.shelf = s, .now_sec = NOW_SEC};
    sn_engine_set_now(s->engine, t->now_sec);
    t->service.engine = s->engine;
    sn_http_options *options;
    assert_ok(sn_http_flags_read(&(sn_http_flags){0}, &options, &err), &err);
    sn_http_current_init(&t->service.options, options);
    assert_ok(sn_service_metrics(&t->service.metrics, &err), &err);
    assert_ok(sn_searchers_create(s->engine, 1, &t->service.searchers, &err), &err);
    assert_ok(sn_cache_create(1 << 20, &t->service.cache, &err), &err);
    assert_ok(sn_cache_create(1 << 18, &t->service.known, &err), &err);
    sn_request_ids_init(&t->service.request_ids);
    assert_ok(sn_searcher_create(s->engine, &t->uncached, &err), &err);
}

static void dismantle(stand *t)
{
    sn_searcher_destroy(t->uncached);
    sn_cache_destroy(t->service.cache);
    sn_cache_destroy(t->service.known);
    sn_request_ids_done(&t->service.request_ids);
    sn_searchers_destroy(t->service.searchers);
    sn_http_current_done(&t->service.options);
    sn_metrics_destroy(t->service.metrics);
}

static void move_clock(stand *t, int64_t sec)
{
    t->now_sec += sec;
    sn_engine_set_now(t->shelf->engine, t->now_sec);
}

static void put(stand *t, int number, int ends)
{
    char json[400];
    int n = snprintf(json, sizeof json,
                     "{\"id\":\"a%d\",\"title\":\"%s در شهر\",\"source\":\"%s\","
                     "\"published_at\":%lld",
                     number, number % 3 == 0 ? "سیل" : "باران", number % 2 == 0 ? "پگاه" : "سپیده",
                     (long long)NOW_SEC - 60LL * number);
    if (ends != 0)
        n += snprintf(json + n, sizeof json - (size_t)n, ",\"expires_at\":%lld",
                      (long long)t->now_sec + ends);
    snprintf(json + n, sizeof json - (size_t)n, "}");
    shelf_put(t->shelf, json, (uint32_t)number % 8);
}

/* The request of a query at a time, and its key. */
static void ask(sn_request *r, sn_search_key *key, const char *q, int64_t now_sec)
{
    sn_problem problem;
    assert_int_equal(sn_request_init(r), SN_OK);
    r->now_sec = now_sec;
    sn_search_key_add(key, SN_STR("q"), sn_str_of(q));
    assert_int_equal(
        sn_request_set(r, SN_STR("q"), sn_str_of(q), SN_ASKER_CLIENT, now_sec, &problem), SN_OK);
}

/* What lasts of an answer, and what is hidden in none. */
static size_t lasting(const sn_buf *answer)
{
    const char *at = strstr(sn_buf_text(answer), ",\"took_ms\":");
    assert_non_null(at);
    return (size_t)(at - answer->at);
}

static sn_exchange *create(sn_service *service)
{
    size_t n_routes;
    sn_exchange *x = sn_exchange_create(service, "/v1/search");
    x->route = sn_routes(&n_routes); /* of searches */
    return x;
}

static bool get(stand *t, const char *q, sn_buf *out)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_search_key) sn_search_key key = SN_SEARCH_KEY;
    sn_problem problem = {0};
    sn_exchange *x = create(&t->service);
    ask(&r, &key, q, t->now_sec);
    sn_search_asked asked = {&r, &key, t->now_sec};
    assert_int_equal(sn_search_text(x, &asked, out, &problem), SN_OK);
    bool is_kept = x->is_kept;
    sn_exchange_destroy(x);
    return is_kept;
}

static void find(stand *t, const char *q, int64_t now_sec, sn_buf *out)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_search_key) sn_search_key key = SN_SEARCH_KEY;
    sn_problem problem = {0};
    sn_answer_info info = {.request_id = "other"};
    ask(&r, &key, q, now_sec);
    assert_int_equal(sn_search_json(t->uncached, &r, &info, out, &problem), SN_OK);
}

static const char *const queries[] = {"سیل", "باران", "شهر", "سیل یا باران", "دیروز", ""};

/* The same bytes as found without the cache at the time at which the kept one was found, which is at most
 * SN_LIMIT_CACHE_SEC ago. True: it was kept. */
static bool compare(stand *t, size_t query, int64_t found_sec[])
{
    SN_CLEANUP(sn_buf) sn_buf kept = SN_BUF(1 << 22), found = SN_BUF(1 << 22);
    bool is_kept = get(t, queries[query], &kept);
    if (!is_kept)
        found_sec[query] = t->now_sec;
    assert_in_range(t->now_sec - found_sec[query], 0, SN_LIMIT_CACHE_SEC - 1);
    find(t, queries[query], found_sec[query], &found);
    assert_int_equal(lasting(&kept), lasting(&found));
    assert_memory_equal(kept.at, found.at, lasting(&kept));
    return is_kept;
}

static void kept_is_as_found_whatever_happens(void **state)
{
    stand t;
    int64_t found_sec[COUNT_OF(queries)] = {0};
    const char *given = getenv("SN_SEED");
    unsigned seed = given != NULL ? (unsigned)atoi(given) : (unsigned)sn_clock_monotonic_us();
    print_message("  SN_SEED=%u\n", seed);
    int n = 0, hits = 0;
    build(&t, *state);
    for (int i = 0; i < STEPS; i++) {
        unsigned dice = (unsigned)rand_r(&seed) % 100;
        char id[16];
        if (dice < 6 && n < ARTICLES) {
            put(&t, n++, rand_r(&seed) % 3 == 0 ? 1 + rand_r(&seed) % 40 : 0);
            shelf_commit(t.shelf);
        } else if (dice < 10 && n > 0) {
            snprintf(id, sizeof id, "a%d", rand_r(&seed) % n);
            shelf_hide(t.shelf, id);
        } else if (dice < 25) {
            move_clock(&t, rand_r(&seed) % 4);
        } else {
            unsigned zipf = (unsigned)rand_r(&seed) % COUNT_OF(queries);
            hits += compare(&t, (unsigned)rand_r(&seed) % (zipf + 1), found_sec);
        }
    }
    print_message("  %d of the answers were kept ones\n", hits);
    assert_true(hits > STEPS / 20);
    dismantle(&t);
}

/* ---- one thing at a time ---- */

static bool is_shown(stand *t, const char *id, bool *is_kept)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 22);
    char member[32];
    snprintf(member, sizeof member, "\"id\":\"%s\"", id);
    *is_kept = get(t, "شهر", &out);
    return strstr(sn_buf_text(&out), member) != NULL;
}

static bool is_kept_for(stand *t, const char *q)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_search_key) sn_search_key key = SN_SEARCH_KEY;
    sn_exchange *x = create(&t->service);
    ask(&r, &key, q, t->now_sec);
    sn_search_asked asked = {&r, &key, t->now_sec};
    bool is_kept = sn_search_answer_kept(x, &asked);
    assert_int_equal(x->answer.http_status, is_kept ? 200 : 0);
    assert_true((x->answer.body.len > 0) == is_kept);
    sn_exchange_destroy(x);
    return is_kept;
}

static void what_is_kept_is_there_at_once(void **state)
{
    stand t;
    bool is_kept;
    build(&t, *state);
    put(&t, 1, 0);
    shelf_commit(t.shelf);
    assert_false(is_kept_for(&t, "شهر"));
    (void)is_shown(&t, "a1", &is_kept);
    assert_true(is_kept_for(&t, "شهر"));
    assert_false(is_kept_for(&t, "سیل"));
    shelf_hide(t.shelf, "a1");
    assert_false(is_kept_for(&t, "شهر"));
    dismantle(&t);
}

static void what_is_taken_down_is_in_no_kept_answer(void **state)
{
    stand t;
    bool is_kept;
    build(&t, *state);
    put(&t, 1, 0);
    put(&t, 2, 0);
    shelf_commit(t.shelf);
    assert_true(is_shown(&t, "a1", &is_kept) && !is_kept);
    assert_true(is_shown(&t, "a1", &is_kept) && is_kept);
    shelf_hide(t.shelf, "a1");
    assert_true(!is_shown(&t, "a1", &is_kept) && !is_kept);
    assert_true(!is_shown(&t, "a1", &is_kept) && is_kept);
    dismantle(&t);
}

static void what_expires_is_in_no_kept_answer(void **state)
{
    stand t;
    bool is_kept;
    build(&t, *state);
    put(&t, 1, 3);
    put(&t, 2, 0);
    shelf_commit(t.shelf);
    assert_true(is_shown(&t, "a1", &is_kept) && !is_kept);
    move_clock(&t, 2);
    assert_true(is_shown(&t, "a1", &is_kept) && is_kept);
    move_clock(&t, 1);
    assert_true(!is_shown(&t, "a1", &is_kept) && !is_kept);
    dismantle(&t);
}

static void a_configuration_that_is_read_again_counts(void **state)
{
    stand t;
    bool is_kept;
    sn_error err = {0};
    build(&t, *state);
    put(&t, 1, 0);
    shelf_commit(t.shelf);
    (void)is_shown(&t, "a1", &is_kept);
    assert_true(is_shown(&t, "a1", &is_kept) && is_kept);
    assert_ok(sn_engine_reload(t.shelf->engine, &err), &err);
    assert_true(is_shown(&t, "a1", &is_kept) && !is_kept);
    dismantle(&t);
}

static bool take(void *ctx, sn_str piece)
{
    return sn_buf_add_str(ctx, piece) == SN_OK;
}

/* As a client that wants it packed gets it, and one that has it. */
static void a_packed_answer_is_the_same(void **state)
{
    stand t;
    build(&t, *state);
    for (int i = 0; i < 12; i++)
        put(&t, i, 0);
    shelf_commit(t.shelf);
    char tag[SN_TAG_SIZE] = "";
    for (int i = 0; i < 4; i++) {
        SN_CLEANUP(sn_request) sn_request r = {0};
        SN_CLEANUP(sn_search_key) sn_search_key key = SN_SEARCH_KEY;
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 22), plain = SN_BUF(1 << 22);
        sn_problem problem = {0};
        sn_exchange *x = create(&t.service);
        strcpy(x->method, "GET");
        x->headers.accepts_gzip = i > 0;
        if (i == 3)
            strcpy(x->headers.none_match, tag);
        ask(&r, &key, "شهر", t.now_sec);
        sn_search_asked asked = {&r, &key, t.now_sec};
        assert_int_equal(sn_search_answer(x, &asked, &problem), SN_OK);
        assert_int_equal(x->is_kept, i > 0);
        sn_exchange_end(x);
        assert_int_equal(x->answer.http_status, i < 3 ? 200 : 304);
        assert_int_equal(x->answer.is_packed, i == 1 || i == 2);
        if (i == 0)
            memcpy(tag, x->answer.etag, sizeof tag);
        assert_string_equal(x->answer.etag, tag);
        if (x->answer.is_packed) {
            SN_CLEANUP_PTR(sn_gunzip) sn_gunzip *g = NULL;
            assert_int_equal(sn_gunzip_create(&g), SN_OK);
            assert_int_equal(sn_gunzip_take(g, sn_buf_str(&x->answer.body), take, &text), SN_OK);
            assert_true(sn_gunzip_is_whole(g));
            assert_true(get(&t, "شهر", &plain));
            assert_memory_equal(text.at, plain.at, lasting(&plain));
            assert_non_null(strstr(sn_buf_text(&text), x->request_id));
        }
        sn_exchange_destroy(x);
    }
    dismantle(&t);
}

/* ---- by the address ---- */

#define CITY "/v1/search?q=%D8%B4%D9%87%D8%B1"

static sn_exchange *come(stand *t, const char *target, const sn_request *filter)
{
    size_t n_routes;
    sn_exchange *x = sn_exchange_create(&t->service, target);
    assert_non_null(x);
    x->route = sn_routes(&n_routes);
    strcpy(x->method, "GET");
    x->caller.filter = filter;
    return x;
}

static bool is_known(stand *t, const char *target, const sn_request *filter)
{
    sn_exchange *x = come(t, target, filter);
    bool known = sn_search_answer_known(x);
    assert_int_equal(x->answer.http_status, known ? 200 : 0);
    assert_true((x->answer.body.len > 0) == known);
    if (known)
        assert_non_null(strstr(sn_buf_text(&x->answer.body), x->request_id));
    sn_exchange_destroy(x);
    return known;
}

/* As often as it takes to be known, if it may be. */
static void ask_address(stand *t, const char *target, const sn_request *filter)
{
    for (int i = 0; i < 2; i++) {
        sn_exchange *x = come(t, target, filter);
        if (!sn_answer_kept_search(x))
            sn_handle_search(x);
        assert_true(x->answer.http_status >= 200);
        sn_exchange_destroy(x);
    }
}

static int64_t period(void)
{
    return sn_clock_now_sec() / SN_LIMIT_CACHE_SEC;
}

/* What is kept goes at the end of each period by the clock of the system: nothing is said of a turn that met one. */
static void an_address_that_was_answered_is_known(void **state)
{
    stand t;
    bool before, after, other, hidden, again;
    int64_t began;
    build(&t, *state);
    for (int number = 1;; number++) {
        began = period();
        put(&t, number, 0);
        shelf_commit(t.shelf);
        before = is_known(&t, CITY, NULL);
        ask_address(&t, CITY, NULL);
        after = is_known(&t, CITY, NULL);
        other = is_known(&t, CITY "&limit=3", NULL);
        shelf_hide(t.shelf, "a1");
        hidden = is_known(&t, CITY, NULL);
        ask_address(&t, CITY, NULL);
        again = is_known(&t, CITY, NULL);
        if (period() == began)
            break;
    }
    assert_false(before);
    assert_true(after);
    assert_false(other);
    assert_false(hidden);
    assert_true(again);
    dismantle(&t);
}

static void what_an_address_gives_is_of_who_asks(void **state)
{
    stand t;
    sn_problem problem;
    SN_CLEANUP(sn_request) sn_request filter = {0};
    bool all, before, after;
    int64_t began;
    build(&t, *state);
    put(&t, 1, 0);
    shelf_commit(t.shelf);
    assert_int_equal(sn_request_init(&filter), SN_OK);
    assert_int_equal(sn_request_set(&filter, SN_STR("filter.source"), SN_STR("پگاه"),
                                    SN_ASKER_CLIENT, NOW_SEC, &problem),
                     SN_OK);
    do {
        shelf_hide(t.shelf, "a9"); /* so that nothing is kept of the turn before */
        began = period();
        ask_address(&t, CITY, NULL);
        all = is_known(&t, CITY, NULL);
        before = is_known(&t, CITY, &filter);
        ask_address(&t, CITY, &filter);
        after = is_known(&t, CITY, &filter);
    } while (period() != began);
    assert_true(all);
    assert_false(before);
    assert_true(after);
    dismantle(&t);
}

static void what_is_no_plain_search_is_never_known(void **state)
{
    static const char *const targets[] = {CITY "&format=rss", CITY "&q=a", CITY "&limit=0x",
                                          CITY "&unknown=1", "/v1/search?q=%FF"};
    stand t;
    build(&t, *state);
    put(&t, 1, 0);
    shelf_commit(t.shelf);
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        ask_address(&t, targets[i], NULL);
        assert_false(is_known(&t, targets[i], NULL));
    }
    dismantle(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELVED(what_is_kept_is_there_at_once),
        SHELVED(what_is_taken_down_is_in_no_kept_answer),
        SHELVED(what_expires_is_in_no_kept_answer),
        SHELVED(a_configuration_that_is_read_again_counts),
        SHELVED(a_packed_answer_is_the_same),
        SHELVED(an_address_that_was_answered_is_known),
        SHELVED(what_an_address_gives_is_of_who_asks),
        SHELVED(what_is_no_plain_search_is_never_known),
        SHELVED(kept_is_as_found_whatever_happens),
    };
    return cmocka_run_group_tests_name("http/search_answer", tests, NULL, NULL);
}
