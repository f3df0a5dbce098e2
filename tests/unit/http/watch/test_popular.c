/* What came most often, and the last minute. */
#include "http/watch/popular.h"
#include "http/watch/recent.h"
#include "tests/unit/base/testing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void few_texts_are_counted_exactly(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_popular) sn_popular *p = NULL;
    sn_error err = {0};
    sn_popular_text got[4];
    assert_ok(sn_popular_create(&p, &err), &err);
    assert_int_equal(sn_popular_read(p, got, 4), 0);
    static const char *const asked[] = {"پل", "راه", "پل", "سیل", "پل", "راه", ""};
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        sn_popular_add(p, sn_str_of(asked[i]));
    for (int i = 0; i < 2; i++) { /* reading changes nothing */
        assert_int_equal(sn_popular_read(p, got, 4), 3);
        assert_string_equal(got[0].text, "پل");
        assert_int_equal(got[0].count, 3);
        assert_string_equal(got[1].text, "راه");
        assert_int_equal(got[1].count, 2);
        assert_int_equal(got[2].count + got[2].error, 1);
    }
    sn_popular_add(p, SN_STR("سیل"));
    assert_int_equal(sn_popular_read(p, got, 1), 1);
    assert_string_equal(got[0].text, "پل");
    char longest[SN_POPULAR_BYTES + 2];
    memset(longest, 'x', sizeof longest);
    sn_popular_add(p, (sn_str){longest, SN_POPULAR_BYTES + 1});
    assert_int_equal(sn_popular_read(p, got, 4), 3);
    sn_popular_clear(p);
    assert_int_equal(sn_popular_read(p, got, 4), 0);
}

enum { TEXTS = 5000, ROUNDS = 60000 };

/* Whatever comes in between: a count is never too small, too large by its error at most, and what
 * makes up more than its share is there. */
static void frequent_texts_outlive_a_stream_of_others(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_popular) sn_popular *p = NULL;
    static uint32_t counts[TEXTS];
    static sn_popular_text got[SN_POPULAR_TEXTS];
    sn_error err = {0};
    char text[32];
    uint32_t random = 12345;
    assert_ok(sn_popular_create(&p, &err), &err);
    for (size_t i = 0; i < ROUNDS; i++) {
        random = random * 1664525u + 1013904223u;
        size_t which = (random >> 8) % TEXTS;
        which = i % 4 == 0 ? which % 7 : which; /* seven of them come often */
        snprintf(text, sizeof text, "query %zu", which);
        counts[which]++;
        sn_popular_add(p, sn_str_of(text));
    }
    size_t n = sn_popular_read(p, got, SN_POPULAR_TEXTS), often = 0;
    assert_int_equal(n, SN_POPULAR_TEXTS);
    for (size_t i = 0; i < n; i++) {
        size_t which;
        assert_int_equal(sscanf(got[i].text, "query %zu", &which), 1);
        assert_true(got[i].count >= counts[which]);
        assert_true(got[i].count - got[i].error <= counts[which]);
        assert_true(i == 0 || got[i].count <= got[i - 1].count);
        often += counts[which] > ROUNDS / SN_POPULAR_TEXTS;
    }
    assert_int_equal(often, 7);
}

static void the_last_minute_forgets_what_was_before(void **state)
{
    (void)state;
    static sn_recent r;
    double seconds = -1;
    sn_histogram h = {0};
    sn_distribution counted, d;
    sn_recent_init(&r);
    sn_histogram_read(&h, &counted);
    d = sn_recent_read(&r, 0, &counted, &seconds);
    assert_true(d.n == 0 && seconds == 0);
    for (int64_t second = 0; second < 200; second++) {
        sn_recent_look(&r, second * 1000000, &counted);
        sn_histogram_add(&h, second < 100 ? 1000000 : 2000);
        sn_histogram_read(&h, &counted);
        d = sn_recent_read(&r, second * 1000000 + 500000, &counted, &seconds);
        int64_t kept = second < SN_RECENT_SEC ? second : SN_RECENT_SEC;
        assert_int_equal(d.n, kept + 1);
        assert_true(fabs(seconds - ((double)kept + 0.5)) < 1e-9);
    }
    assert_true(sn_distribution_quantile_us(&d, 0.99) <= 2500);
    sn_recent_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_texts_are_counted_exactly),
        cmocka_unit_test(frequent_texts_outlive_a_stream_of_others),
        cmocka_unit_test(the_last_minute_forgets_what_was_before),
    };
    return cmocka_run_group_tests_name("http/watch/popular", tests, NULL, NULL);
}
