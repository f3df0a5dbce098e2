#include "http/coding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BYTES 300000

/* A text that packs well and has nothing of a period. */
static void make_text(sn_buf *out, size_t len)
{
    uint32_t seed = 20261127;
    while (out->len < len) {
        seed = seed * 1664525 + 1013904223;
        assert_int_equal(sn_buf_add_format(out, "%u خبر ", seed >> 24), SN_OK);
    }
}

typedef struct sink {
    sn_buf got;
    size_t most;
} sink;

static bool take(void *ctx, sn_str piece)
{
    sink *s = ctx;
    assert_true(piece.len > 0 && piece.len <= 65536);
    assert_int_equal(sn_buf_add_str(&s->got, piece), SN_OK);
    return s->got.len < s->most;
}

static sn_status unpack(sn_str packed, size_t step, sink *s, bool *whole)
{
    SN_CLEANUP_PTR(sn_gunzip) sn_gunzip *g = NULL;
    sn_status status = sn_gunzip_create(&g);
    assert_int_equal(status, SN_OK);
    for (size_t at = 0; at < packed.len && status == SN_OK; at += step) {
        size_t len = packed.len - at < step ? packed.len - at : step;
        status = sn_gunzip_take(g, (sn_str){packed.at + at, len}, take, s);
    }
    *whole = sn_gunzip_is_whole(g);
    return status;
}

static void what_was_packed_comes_out_whatever_the_pieces(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 1000, BYTES}, steps[] = {1, 7, 4096, BYTES};
    for (size_t i = 0; i < 4; i++) {
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(2 * BYTES), packed = SN_BUF(2 * BYTES);
        make_text(&text, lengths[i]);
        assert_int_equal(sn_gzip(sn_buf_str(&text), &packed), SN_OK);
        for (size_t k = 0; k < 4; k++) {
            sink s = {.got = SN_BUF(2 * BYTES), .most = SIZE_MAX};
            bool whole = false;
            assert_int_equal(unpack(sn_buf_str(&packed), steps[k], &s, &whole), SN_OK);
            assert_true(whole && sn_str_equal(sn_buf_str(&s.got), sn_buf_str(&text)));
            sn_buf_done(&s.got);
        }
    }
}

static void members_behind_each_other_are_one_body(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf packed = SN_BUF(1000);
    sink s = {.got = SN_BUF(1000), .most = SIZE_MAX};
    bool whole = false;
    assert_int_equal(sn_gzip(SN_STR("one "), &packed), SN_OK);
    assert_int_equal(sn_gzip(SN_STR("two"), &packed), SN_OK);
    assert_int_equal(unpack(sn_buf_str(&packed), 3, &s, &whole), SN_OK);
    assert_true(whole && sn_str_equal(sn_buf_str(&s.got), SN_STR("one two")));
    sn_buf_done(&s.got);
}

static void who_takes_the_pieces_sets_the_limit(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf zeros = SN_BUF(64 << 20), packed = SN_BUF(1 << 20);
    char block[4096] = {0};
    for (int i = 0; i < 4096; i++)
        assert_int_equal(sn_buf_add(&zeros, block, sizeof block), SN_OK);
    assert_int_equal(sn_gzip(sn_buf_str(&zeros), &packed), SN_OK);
    sink s = {.got = SN_BUF(1 << 20), .most = 100000};
    bool whole = true;
    assert_int_equal(unpack(sn_buf_str(&packed), packed.len, &s, &whole), SN_OK);
    assert_true(!whole && s.got.len <= 100000 + 65536);
    sn_buf_done(&s.got);
}

static void what_is_no_gzip_is_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf packed = SN_BUF(1000);
    assert_int_equal(sn_gzip(SN_STR("a text of some length, to be damaged"), &packed), SN_OK);
    for (size_t i = 0; i < packed.len; i++) {
        sink s = {.got = SN_BUF(1 << 20), .most = SIZE_MAX};
        bool whole = false;
        if (i > 3 && i < 10) /* time, level and system of its header say nothing */
            continue;
        packed.at[i] = (char)(packed.at[i] ^ 0x55);
        sn_status status = unpack(sn_buf_str(&packed), packed.len, &s, &whole);
        assert_true(status == SN_ECORRUPT || !whole);
        packed.at[i] = (char)(packed.at[i] ^ 0x55);
        status = unpack((sn_str){packed.at, i}, 5, &s, &whole);
        assert_true(status == SN_OK && !whole); /* cut off */
        sn_buf_done(&s.got);
    }
}

static void a_beginning_is_packed_once_and_ended_often(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 1000, 16384, BYTES};
    static const char *const ends[] = {"", "}", ",\"took_ms\":1.5,\"request_id\":\"a\"}"};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(2 * BYTES), begun = SN_BUF(2 * BYTES);
        uint32_t crc = 0;
        make_text(&text, lengths[i]);
        size_t len = text.len;
        assert_int_equal(sn_gzip_begin(sn_buf_str(&text), &begun, &crc), SN_OK);
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
            SN_CLEANUP(sn_buf) sn_buf packed = SN_BUF(2 * BYTES);
            sink s = {.got = SN_BUF(2 * BYTES), .most = SIZE_MAX};
            bool whole = false;
            assert_int_equal(sn_gzip_end(sn_buf_str(&begun), len, crc, sn_str_of(ends[k]), &packed),
                             SN_OK);
            assert_int_equal(unpack(sn_buf_str(&packed), 4096, &s, &whole), SN_OK);
            assert_true(whole);
            sn_buf_cut(&text, len);
            assert_int_equal(sn_buf_add_str(&text, sn_str_of(ends[k])), SN_OK);
            assert_true(sn_str_equal(sn_buf_str(&s.got), sn_buf_str(&text)));
            sn_buf_done(&s.got);
        }
        SN_CLEANUP(sn_buf) sn_buf none = SN_BUF(2 * BYTES);
        if (len > 0xffff)
            assert_int_equal(sn_gzip_end(sn_buf_str(&begun), 0, 0, sn_buf_str(&text), &none),
                             SN_EINVAL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_out_whatever_the_pieces),
        cmocka_unit_test(a_beginning_is_packed_once_and_ended_often),
        cmocka_unit_test(members_behind_each_other_are_one_body),
        cmocka_unit_test(who_takes_the_pieces_sets_the_limit),
        cmocka_unit_test(what_is_no_gzip_is_refused),
    };
    return cmocka_run_group_tests_name("http/coding", tests, NULL, NULL);
}
