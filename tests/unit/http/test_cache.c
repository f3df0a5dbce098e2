#include "http/cache/cache.h"

#include "base/clock.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int make(void **state)
{
    return sn_cache_create(1 << 20, (sn_cache **)state, NULL) == SN_OK ? 0 : -1;
}

static int destroy(void **state)
{
    sn_cache_destroy(*state);
    return 0;
}
#define CACHED(test) cmocka_unit_test_setup_teardown(test, make, destroy)

static sn_cache_key key_of(const char *text, unsigned char stamp, int64_t now_sec)
{
    sn_cache_key key = {.text = sn_str_of(text), .now_sec = now_sec};
    memset(key.stamp, stamp, sizeof key.stamp);
    return key;
}

static void keep(sn_cache *c, const char *text, unsigned char stamp, const char *body)
{
    sn_cache_key key = key_of(text, stamp, 0);
    sn_cache_keep(
        c, &key,
        &(sn_cache_answer){
            .body = sn_str_of(body), .note = SN_STR("note"), .tag = "W/\"1\"", .until_sec = 100});
}

/* What is found, "" for nothing; a lead is given up at once. Borrowed until the next call. */
static const char *find(sn_cache *c, const char *text, unsigned char stamp, int64_t now_sec)
{
    static char found[64];
    const sn_cache_entry *kept = NULL;
    sn_cache_key key = key_of(text, stamp, now_sec);
    sn_cache_found what = sn_cache_find(c, &key, &kept);
    found[0] = '\0';
    if (what == SN_CACHE_LEAD)
        sn_cache_leave(c, &key);
    if (what == SN_CACHE_HIT)
        snprintf(found, sizeof found, "%.*s", (int)sn_cache_entry_body(kept).len,
                 sn_cache_entry_body(kept).at);
    sn_cache_entry_give_back(kept);
    return found;
}

static void what_is_kept_is_found_again(void **state)
{
    keep(*state, "q=a", 1, "one");
    keep(*state, "q=b", 1, "two");
    assert_string_equal(find(*state, "q=a", 1, 0), "one");
    assert_string_equal(find(*state, "q=b", 1, 99), "two");
    assert_string_equal(find(*state, "q=c", 1, 0), "");
    keep(*state, "q=a", 1, "three");
    assert_string_equal(find(*state, "q=a", 1, 0), "three");
}

static void a_look_waits_for_nobody(void **state)
{
    const sn_cache_entry *kept = NULL;
    sn_cache_key key = key_of("a", 1, 0), late = key_of("a", 1, 100);
    assert_false(sn_cache_peek(*state, &key, &kept));
    assert_int_equal(sn_cache_find(*state, &key, &kept), SN_CACHE_LEAD);
    assert_false(sn_cache_peek(*state, &key, &kept));
    sn_cache_leave(*state, &key);
    keep(*state, "a", 1, "one");
    assert_true(sn_cache_peek(*state, &key, &kept));
    assert_memory_equal(sn_cache_entry_body(kept).at, "one", 3);
    sn_cache_entry_give_back(kept);
    assert_false(sn_cache_peek(*state, &late, &kept));
}

static void under_another_stamp_it_is_gone(void **state)
{
    keep(*state, "q=a", 1, "one");
    assert_string_equal(find(*state, "q=a", 2, 0), "");
    assert_string_equal(find(*state, "q=a", 1, 0), "");
}

static void at_its_second_it_is_gone(void **state)
{
    keep(*state, "q=a", 1, "one");
    assert_string_equal(find(*state, "q=a", 1, 99), "one");
    assert_string_equal(find(*state, "q=a", 1, 100), "");
}

static void what_was_wanted_last_stays(void **state)
{
    char key[32], body[1 << 10];
    sn_cache_counts counts;
    memset(body, 'x', sizeof body - 1);
    body[sizeof body - 1] = '\0';
    keep(*state, "wanted", 1, "one");
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "q=%d", i);
        keep(*state, key, 1, body);
        assert_string_equal(find(*state, "wanted", 1, 0), "one");
    }
    sn_cache_count(*state, &counts);
    assert_true(counts.bytes <= 1 << 20 && counts.bytes > 3 << 18);
    assert_true(counts.evictions > 0 && counts.entries + counts.evictions == 5001);
    assert_string_equal(find(*state, "q=0", 1, 0), "");
}

static void what_would_fill_it_is_not_kept(void **state)
{
    char *body = malloc(1 << 20);
    assert_non_null(body);
    memset(body, 'x', (1 << 20) - 1);
    body[(1 << 20) - 1] = '\0';
    keep(*state, "a", 1, "one");
    keep(*state, "large", 1, body);
    free(body);
    assert_string_equal(find(*state, "large", 1, 0), "");
    assert_string_equal(find(*state, "a", 1, 0), "one");
}

static void what_is_read_outlives_its_place(void **state)
{
    const sn_cache_entry *kept = NULL;
    keep(*state, "a", 1, "one");
    sn_cache_key key = key_of("a", 1, 0);
    assert_int_equal(sn_cache_find(*state, &key, &kept), SN_CACHE_HIT);
    keep(*state, "a", 1, "two");
    assert_string_equal(find(*state, "a", 1, 0), "two");
    assert_memory_equal(sn_cache_entry_body(kept).at, "one", 3);
    assert_string_equal(sn_cache_entry_tag(kept), "W/\"1\"");
    assert_true(sn_str_equal(sn_cache_entry_note(kept), SN_STR("note")));
    sn_cache_entry_give_back(kept);
}

static void the_first_packed_form_stays(void **state)
{
    const sn_cache_entry *kept = NULL;
    sn_str packed;
    uint32_t crc;
    keep(*state, "a", 1, "one");
    sn_cache_key key = key_of("a", 1, 0);
    assert_int_equal(sn_cache_find(*state, &key, &kept), SN_CACHE_HIT);
    assert_false(sn_cache_entry_packed(kept, &packed, &crc));
    for (uint32_t i = 1; i <= 2; i++) {
        SN_CLEANUP(sn_buf) sn_buf buf = SN_BUF(64);
        sn_buf_add_format(&buf, "packed %u", (unsigned)i);
        sn_cache_add_packed(*state, kept, &buf, i);
    }
    assert_true(sn_cache_entry_packed(kept, &packed, &crc));
    assert_int_equal(crc, 1);
    assert_memory_equal(packed.at, "packed 1", packed.len);
    sn_cache_entry_give_back(kept);
}

static void without_room_nothing_is_kept(void **state)
{
    (void)state;
    sn_cache *c;
    assert_int_equal(sn_cache_create(0, &c, NULL), SN_OK);
    keep(c, "a", 1, "one");
    assert_string_equal(find(c, "a", 1, 0), "");
    sn_cache_destroy(c);
}

/* ---- several at once ---- */

typedef struct asker {
    sn_cache *cache;
    atomic_int *led, *ready;
    bool keeps;
    sn_cache_found found;
} asker;

static void *ask(void *ctx)
{
    asker *a = ctx;
    const sn_cache_entry *kept = NULL;
    sn_cache_key key = key_of("same", 1, 0);
    sn_cache_counts counts = {0};
    a->found = sn_cache_find(a->cache, &key, &kept);
    if (a->found == SN_CACHE_LEAD) {
        atomic_fetch_add(a->led, 1);
        /* Until the three others wait. */
        while (counts.waits < 3)
            sn_cache_count(a->cache, &counts);
        if (a->keeps)
            sn_cache_keep(a->cache, &key,
                          &(sn_cache_answer){.body = SN_STR("one"), .tag = "t", .until_sec = 100});
        else
            sn_cache_leave(a->cache, &key);
    }
    sn_cache_entry_give_back(kept);
    return NULL;
}

static void ask_at_once(sn_cache *c, bool keeps, int counts[3])
{
    pthread_t threads[4];
    asker askers[4];
    atomic_int led = 0;
    for (int i = 0; i < 4; i++) {
        askers[i] = (asker){.cache = c, .led = &led, .keeps = keeps};
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &askers[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        counts[askers[i].found]++;
    }
    assert_int_equal(led, 1);
}

static void of_the_same_at_once_one_is_searched(void **state)
{
    int counts[3] = {0};
    ask_at_once(*state, true, counts);
    assert_int_equal(counts[SN_CACHE_LEAD], 1);
    assert_int_equal(counts[SN_CACHE_HIT], 3);
}

static void without_an_answer_all_go_on(void **state)
{
    int counts[3] = {0};
    ask_at_once(*state, false, counts);
    assert_int_equal(counts[SN_CACHE_LEAD], 1);
    assert_int_equal(counts[SN_CACHE_MISS], 3);
    assert_string_equal(find(*state, "same", 1, 0), "");
}

/* Each answer says its key and stamp: whatever is found must be of both. */
static void *churn(void *cache)
{
    unsigned seed = (unsigned)(uintptr_t)&seed;
    for (int i = 0; i < 20000; i++) {
        char text[32], body[2048];
        const sn_cache_entry *kept = NULL;
        unsigned char stamp = (unsigned char)(rand_r(&seed) % 3);
        snprintf(text, sizeof text, "key %d", rand_r(&seed) % 2000);
        memset(body, ' ', sizeof body);
        int n = snprintf(body, sizeof body, "%s under %d", text, stamp);
        sn_cache_key key = key_of(text, stamp, 0);
        sn_cache_found found = sn_cache_find(cache, &key, &kept);
        if (found == SN_CACHE_HIT)
            assert_memory_equal(sn_cache_entry_body(kept).at, body, (size_t)n);
        else if (rand_r(&seed) % 8 > 0)
            sn_cache_keep(
                cache, &key,
                &(sn_cache_answer){.body = {body, sizeof body}, .tag = "t", .until_sec = 100});
        else if (found == SN_CACHE_LEAD)
            sn_cache_leave(cache, &key);
        sn_cache_entry_give_back(kept);
    }
    return NULL;
}

static void threads_find_what_is_theirs(void **state)
{
    pthread_t threads[3];
    sn_cache_counts counts;
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, churn, *state), 0);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    sn_cache_count(*state, &counts);
    assert_true(counts.hits > 0 && counts.hits + counts.misses == 60000);
    assert_true(counts.bytes <= 1 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CACHED(what_is_kept_is_found_again),
        CACHED(a_look_waits_for_nobody),
        CACHED(under_another_stamp_it_is_gone),
        CACHED(at_its_second_it_is_gone),
        CACHED(what_was_wanted_last_stays),
        CACHED(what_would_fill_it_is_not_kept),
        CACHED(what_is_read_outlives_its_place),
        CACHED(the_first_packed_form_stays),
        cmocka_unit_test(without_room_nothing_is_kept),
        CACHED(of_the_same_at_once_one_is_searched),
        CACHED(without_an_answer_all_go_on),
        CACHED(threads_find_what_is_theirs),
    };
    return cmocka_run_group_tests_name("http/cache", tests, NULL, NULL);
}
