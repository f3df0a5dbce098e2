/* Whatever the order in which versions of an article come, and however often each: what is held in the end is
 * the newest. SN_SEED repeats a run. */
#include "tests/unit/archive/helper.h"

#include <stdio.h>
#include <string.h>

#define VERSIONS 8
#define ARRIVALS 24

typedef enum kind { BY_VERSION, BY_TIME, BY_BOTH, KINDS } kind;

/* The n-th version, by rising age. By both, two of them share a version and differ in their time. */
static void fields_of(kind k, unsigned n, char out[160])
{
    out[0] = '\0';
    unsigned version = k == BY_BOTH ? n / 2 : n;
    if (k != BY_TIME)
        snprintf(out, 160, ",\"version\":%u", version);
    if (k != BY_VERSION)
        snprintf(out + strlen(out), 160 - strlen(out),
                 ",\"modified_at\":\"2026-11-%02uT10:00:00Z\"", 1 + n);
}

static void arrive(sn_archive *a, kind k, unsigned n, unsigned newest, bool first)
{
    char title[40], rest[200];
    sn_error err = {0};
    sn_put_result result = {0};
    snprintf(title, sizeof title, "نسخهٔ %u", n);
    fields_of(k, n, rest);
    sn_status s = put(a, "n-1", title, rest, &result, &err);
    if (!first && n < newest)
        assert_int_equal(s, SN_ECONFLICT);
    else
        assert_int_equal(s, SN_OK);
    if (s == SN_OK)
        assert_int_equal(result.outcome, first         ? SN_PUT_CREATED
                                         : n == newest ? SN_PUT_UNCHANGED
                                                       : SN_PUT_UPDATED);
}

static void one_order(const place *p, kind k, uint64_t *seed)
{
    sn_archive *a = archive_make(p->dir);
    unsigned newest = 0;
    char title[40];
    for (unsigned i = 0; i < ARRIVALS; i++) {
        unsigned n = (unsigned)random_below(seed, VERSIONS);
        arrive(a, k, n, newest, i == 0);
        newest = i == 0 || n > newest ? n : newest;
        if (random_below(seed, 8) == 0)
            a = archive_reopen(a, p->dir);
    }
    snprintf(title, sizeof title, "نسخهٔ %u\"", newest);
    expect_state(a, "n-1", SN_ARTICLE_LIVE, title);
    sn_archive_close(a);
}

static void the_newest_is_held_in_the_end(void **state)
{
    (void)state;
    uint64_t seed = test_seed();
    for (unsigned i = 0; i < test_iters(30); i++) {
        void *made = NULL;
        assert_int_equal(place_make(&made), 0);
        one_order(made, (kind)(i % KINDS), &seed);
        assert_int_equal(place_remove(&made), 0);
    }
}

/* ---- addresses ---- */

static void expect_at(sn_archive *a, const char *url, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(1000);
    sn_error err = {0};
    sn_status s = sn_archive_id_at(a, sn_str_of(url), &id, &err);
    assert_int_equal(s, want != NULL ? SN_OK : SN_ENOTFOUND);
    assert_string_equal(sn_buf_text(&id), want != NULL ? want : "");
}

static void an_article_is_known_at_its_address(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    put_ok(a, "cms-1", "پل", ",\"url\":\"https://www.peyk.example/a/\"", SN_PUT_CREATED);
    put_ok(a, "peyk.example/b", "راه", ",\"url\":\"https://peyk.example/b\"", SN_PUT_CREATED);
    put_ok(a, "cms-3", "سد", ",\"url\":\"/c\"", SN_PUT_CREATED);
    expect_at(a, "http://m.peyk.example/a/amp?utm_source=x", "cms-1");
    expect_at(a, "https://peyk.example/b", "peyk.example/b");
    expect_at(a, "https://peyk.example/c", NULL);
    expect_at(a, "/c", NULL);
    put_ok(a, "cms-1", "پل", ",\"url\":\"https://www.peyk.example/a2\"", SN_PUT_UPDATED);
    expect_at(a, "https://peyk.example/a2", "cms-1");
    expect_at(a, "https://peyk.example/a", "cms-1");
    take_down_ok(a, "cms-1");
    take_down_ok(a, "peyk.example/never-held");
    a = archive_reopen(a, p->dir);
    expect_at(a, "https://peyk.example/a", "cms-1");
    expect_at(a, "https://peyk.example/never-held", "peyk.example/never-held");
    sn_archive_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_is_held_in_the_end),
        PLACED(an_article_is_known_at_its_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
