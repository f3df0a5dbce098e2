#include "base/limits.h"
#include "indexer/readers/input.h"
#include "tests/unit/base/testing.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

static sn_str gzip(sn_str text, char *to, size_t room)
{
    z_stream z = {0};
    char copy[4096];
    assert_true(text.len <= sizeof copy);
    memcpy(copy, text.at, text.len);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)copy;
    z.avail_in = (uInt)text.len;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t n = room - z.avail_out;
    deflateEnd(&z);
    return (sn_str){to, n};
}

static sn_str zstd(sn_str text, char *to, size_t room)
{
    size_t n = ZSTD_compress(to, room, text.at, text.len, 3);
    assert_false(ZSTD_isError(n));
    return (sn_str){to, n};
}

/* All of it, read `step` bytes at a time, then "|" and how it ended. */
static void read_file(const place *p, sn_str content, bool head, size_t step, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_input) sn_input *in = NULL;
    sn_error err = {0};
    sn_str first = {0};
    char piece[64];
    sn_status s = SN_OK;
    place_put(p, "in", content);
    assert_ok(sn_input_open(place_path(p, "in"), &in, &err), &err);
    if (head)
        s = sn_input_head(in, &first, &err);
    for (size_t n = 1; s == SN_OK && n > 0;) {
        s = sn_input_read(in, piece, step, &n, &err);
        if (s == SN_OK)
            sn_buf_add(out, piece, n);
    }
    if (s == SN_OK || first.len > 0) /* what broke off gives no more */
        for (size_t n = 1, i = 0; i < 2; i++) {
            assert_ok(sn_input_read(in, piece, step, &n, &err), &err);
            assert_int_equal(n, 0);
        }
    sn_buf_add_format(out, "|%s", s == SN_OK ? "" : err.msg);
    if (s != SN_OK)
        assert_true(err.status == s && strlen(err.msg) > 0);
}

static void assert_reads(const place *p, sn_str content, const char *want)
{
    static const size_t steps[] = {1, 7, 64};
    for (size_t i = 0; i < 2 * COUNT_OF(steps); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(8192);
        read_file(p, content, i % 2 == 0, steps[i / 2], &out);
        assert_non_null(strstr(sn_buf_text(&out), want));
        assert_int_equal(strstr(sn_buf_text(&out), want) - sn_buf_text(&out), 0);
    }
}

#define TEXT "پل تازه روی رودخانهٔ نیل‌دشت باز شد"

static void what_is_not_packed_comes_as_it_is(void **state)
{
    assert_reads(*state, SN_STR(""), "|");
    assert_reads(*state, SN_STR("a"), "a|");
    assert_reads(*state, SN_STR(TEXT), TEXT "|");
    assert_reads(*state, SN_STR("\x1f"), "\x1f|");
}

static void packed_text_is_unpacked(void **state)
{
    char packed[1024];
    sn_str part = gzip(SN_STR(TEXT), packed, sizeof packed);
    assert_reads(*state, part, TEXT "|");
    sn_str more = gzip(SN_STR("!"), packed + part.len, sizeof packed - part.len);
    assert_reads(*state, (sn_str){packed, part.len + more.len}, TEXT "!|");
    part = zstd(SN_STR(TEXT), packed, sizeof packed);
    assert_reads(*state, part, TEXT "|");
    more = zstd(SN_STR("!"), packed + part.len, sizeof packed - part.len);
    assert_reads(*state, (sn_str){packed, part.len + more.len}, TEXT "!|");
    assert_reads(*state, gzip(SN_STR(""), packed, sizeof packed), "|");
    assert_reads(*state, zstd(SN_STR(""), packed, sizeof packed), "|");
}

static void what_is_cut_short_or_broken_is_told(void **state)
{
    char packed[1024];
    sn_str part = gzip(SN_STR(TEXT), packed, sizeof packed);
    assert_reads(*state, (sn_str){packed, part.len - 3}, TEXT "|the packed data is cut short");
    assert_reads(*state, (sn_str){packed, 2}, "|the packed data is cut short");
    packed[part.len - 6] ^= 1; /* its checksum */
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(8192);
    read_file(*state, part, true, 64, &out);
    assert_non_null(strstr(sn_buf_text(&out), "|gzip data is broken (incorrect data check)"));
    part = gzip(SN_STR(TEXT), packed, sizeof packed);
    memcpy(packed + part.len, "more", 4);
    assert_reads(*state, (sn_str){packed, part.len + 4}, TEXT "|gzip data is broken");
    part = zstd(SN_STR(TEXT), packed, sizeof packed);
    assert_reads(*state, (sn_str){packed, 4}, "|the packed data is cut short");
    memcpy(packed + part.len, "more", 4);
    assert_reads(*state, (sn_str){packed, part.len + 4}, TEXT "|zstd data is broken");
}

/* Zeros pack a thousand times. */
static void what_unpacks_into_far_too_much_is_refused(void **state)
{
    const place *p = *state;
    size_t size = (size_t)SN_LIMIT_UNPACK_FREE_BYTES * 2, n = 0, total = 0;
    char *zeros = calloc(1, size), *packed = malloc(ZSTD_compressBound(size));
    assert_true(zeros != NULL && packed != NULL);
    size_t len = ZSTD_compress(packed, ZSTD_compressBound(size), zeros, size, 1);
    place_put(p, "in", (sn_str){packed, len});
    SN_CLEANUP_PTR(sn_input) sn_input *in = NULL;
    sn_error err = {0};
    assert_ok(sn_input_open(place_path(p, "in"), &in, &err), &err);
    sn_status s = SN_OK;
    do {
        s = sn_input_read(in, zeros, 65536, &n, &err);
        total += n;
    } while (s == SN_OK && n > 0);
    assert_fails(s, SN_ELIMIT, &err, "UNPACK_RATIO");
    assert_true(total <= size);
    assert_ok(sn_input_read(in, zeros, 65536, &n, &err), &err);
    assert_int_equal(n, 0);
    free(zeros);
    free(packed);
}

static void the_head_is_read_again(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_input) sn_input *in = NULL;
    sn_error err = {0};
    sn_str head = {0};
    char piece[8];
    size_t n = 0;
    place_put(p, "in", SN_STR("abcdef"));
    assert_ok(sn_input_open(place_path(p, "in"), &in, &err), &err);
    assert_ok(sn_input_head(in, &head, &err), &err);
    assert_str(head, "abcdef");
    assert_ok(sn_input_read(in, piece, 4, &n, &err), &err);
    assert_str(((sn_str){piece, n}), "abcd");
    assert_ok(sn_input_read(in, piece, 8, &n, &err), &err);
    assert_str(((sn_str){piece, n}), "ef");
}

static void what_cannot_be_read_is_told(void **state)
{
    const place *p = *state;
    sn_input *in = NULL;
    sn_error err = {0};
    size_t n = 0;
    char piece[8];
    assert_fails(sn_input_open(place_path(p, "none"), &in, &err), SN_ENOTFOUND, &err, "/none");
    assert_null(in);
    assert_ok(sn_input_open(p->dir, &in, &err), &err);
    assert_fails(sn_input_read(in, piece, 8, &n, &err), SN_EIO, &err, NULL);
    sn_input_close(in);
    sn_input_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(what_is_not_packed_comes_as_it_is),
        PLACED(packed_text_is_unpacked),
        PLACED(what_is_cut_short_or_broken_is_told),
        PLACED(what_unpacks_into_far_too_much_is_refused),
        PLACED(the_head_is_read_again),
        PLACED(what_cannot_be_read_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
