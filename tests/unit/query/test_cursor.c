#include "tests/unit/base/testing.h"

#include "query/cursor.h"

#include <string.h>
#include <sys/stat.h>

static const unsigned char key[SN_CURSOR_KEY_BYTES] = "thirty-two bytes that are secret";
static const unsigned char other_key[SN_CURSOR_KEY_BYTES] = "thirty-two bytes that are others";

static sn_cursor sample(void)
{
    return (sn_cursor){.analysis = 2,
                       .words = UINT64_C(14695981039346656037),
                       .request = 77,
                       .sort = 1,
                       .mode = 2,
                       .now_sec = 1795000000,
                       .from_sec = INT64_MIN,
                       .to_sec = INT64_MAX,
                       .position = 10,
                       .total = 531,
                       .uncollapsed = 540,
                       .relation = 1,
                       .n_last = 2,
                       .last = {4000000000u, 7},
                       .score = 16.970000000000001,
                       .share = .35,
                       .half_days = 7,
                       .window = 99,
                       .key = -1,
                       .id = "خبر-۱"};
}

static void write_cursor(const sn_cursor *c, sn_buf *out)
{
    assert_int_equal(sn_cursor_write(c, key, out), SN_OK);
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CURSOR_BYTES);
    SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(SN_LIMIT_CURSOR_BYTES);
    sn_cursor c = sample(), got;
    write_cursor(&c, &text);
    assert_int_equal(sn_cursor_read(sn_buf_str(&text), key, &got), SN_OK);
    assert_int_equal(got.request, 77);
    assert_int_equal(got.last[0], 4000000000u);
    assert_true(got.from_sec == INT64_MIN && got.to_sec == INT64_MAX && got.key == -1);
    assert_true(got.score == c.score && got.share == c.share && got.half_days == c.half_days);
    assert_string_equal(got.id, "خبر-۱");
    write_cursor(&got, &again);
    assert_string_equal(sn_buf_text(&text), sn_buf_text(&again));
    assert_int_equal(strspn(text.at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-_"),
                     text.len);
}

static void the_longest_fits(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CURSOR_BYTES);
    sn_cursor c = sample(), got;
    memset(c.id, 'x', SN_LIMIT_ID_BYTES);
    c.id[SN_LIMIT_ID_BYTES] = '\0';
    c.analysis = INT32_MAX;
    c.request = c.words = UINT64_MAX;
    c.position = c.total = c.uncollapsed = c.window = UINT32_MAX;
    c.n_last = SN_CURSOR_LAST;
    for (size_t i = 0; i < SN_CURSOR_LAST; i++)
        c.last[i] = UINT32_MAX;
    c.now_sec = c.key = INT64_MIN;
    write_cursor(&c, &text);
    assert_int_equal(sn_cursor_read(sn_buf_str(&text), key, &got), SN_OK);
    assert_string_equal(got.id, c.id);
}

/* Every bit of every character, every length, another key. */
static void nothing_else_is_read(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CURSOR_BYTES);
    sn_cursor c = sample(), got = {.position = 12345};
    write_cursor(&c, &text);
    assert_int_equal(sn_cursor_read(sn_buf_str(&text), other_key, &got), SN_EINVAL);
    for (size_t i = 0; i < text.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            text.at[i] = (char)(text.at[i] ^ (1 << bit));
            assert_int_equal(sn_cursor_read(sn_buf_str(&text), key, &got), SN_EINVAL);
            text.at[i] = (char)(text.at[i] ^ (1 << bit));
        }
        assert_int_equal(sn_cursor_read((sn_str){text.at, i}, key, &got), SN_EINVAL);
    }
    static const char *const bad[] = {"", "=", "x", "خبر", "AAAA", " ", "\n", "%41"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(sn_cursor_read(sn_str_of(bad[i]), key, &got), SN_EINVAL);
    sn_buf_add_byte(&text, 'A');
    assert_int_equal(sn_cursor_read(sn_buf_str(&text), key, &got), SN_EINVAL);
    assert_int_equal(got.position, 12345);
}

static void the_key_is_made_once(void **state)
{
    place *p = *state;
    unsigned char first[SN_CURSOR_KEY_BYTES], second[SN_CURSOR_KEY_BYTES];
    struct stat info;
    sn_error err = {0};
    assert_ok(sn_cursor_key_take(p->dir, true, first, &err), &err);
    assert_ok(sn_cursor_key_take(p->dir, true, second, &err), &err);
    assert_memory_equal(first, second, sizeof first);
    assert_int_equal(stat(place_path(p, "cursor.key"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(info.st_size, SN_CURSOR_KEY_BYTES);
    assert_int_equal(count_entries(p->dir), 1);
}

static void who_may_make_none_reads_the_one_there_is(void **state)
{
    place *p = *state;
    unsigned char first[SN_CURSOR_KEY_BYTES], second[SN_CURSOR_KEY_BYTES];
    sn_error err = {0};
    assert_ok(sn_cursor_key_take(p->dir, false, first, &err), &err);
    assert_int_equal(count_entries(p->dir), 0);
    assert_ok(sn_cursor_key_take(p->dir, true, first, &err), &err);
    assert_ok(sn_cursor_key_take(p->dir, false, second, &err), &err);
    assert_memory_equal(first, second, sizeof first);
}

static void a_file_that_is_no_key_is_named(void **state)
{
    place *p = *state;
    unsigned char got[SN_CURSOR_KEY_BYTES];
    sn_error err = {0};
    place_put(p, "cursor.key", SN_STR("short"));
    assert_fails(sn_cursor_key_take(p->dir, true, got, &err), SN_ECORRUPT, &err, "cursor.key");
    place_put(p, "cursor.key", SN_STR("one byte more than a key can have"));
    assert_fails(sn_cursor_key_take(p->dir, true, got, &err), SN_ECORRUPT, &err, "remove it");
}

static void without_a_place_the_key_is_ones_own(void **state)
{
    place *p = *state;
    unsigned char first[SN_CURSOR_KEY_BYTES], second[SN_CURSOR_KEY_BYTES];
    char nowhere[512];
    sn_error err = {0};
    strcpy(nowhere, place_path(p, "no/such"));
    assert_ok(sn_cursor_key_take(nowhere, true, first, &err), &err);
    assert_ok(sn_cursor_key_take(nowhere, true, second, &err), &err);
    assert_memory_not_equal(first, second, sizeof first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),       cmocka_unit_test(the_longest_fits),
        cmocka_unit_test(nothing_else_is_read),           PLACED(the_key_is_made_once),
        PLACED(who_may_make_none_reads_the_one_there_is), PLACED(a_file_that_is_no_key_is_named),
        PLACED(without_a_place_the_key_is_ones_own),
    };
    return cmocka_run_group_tests_name("query/cursor", tests, NULL, NULL);
}
