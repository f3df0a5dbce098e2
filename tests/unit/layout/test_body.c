#include "layout/body.h"

#include "base/limits.h"
#include "layout/body_words.h"
#include "tests/unit/base/testing.h"

#include <string.h>

#define BYTES ((size_t)4 * SN_LIMIT_TEXT_BYTES)

typedef struct bodies {
    sn_body_packer *packer;
    sn_body_reader *reader;
    sn_buf value;
} bodies;

static int begin(void **state)
{
    static bodies b;
    b = (bodies){.value = SN_BUF(BYTES)};
    *state = &b;
    return sn_body_packer_create(&b.packer) != SN_OK || sn_body_reader_create(&b.reader) != SN_OK;
}

static int end(void **state)
{
    bodies *b = *state;
    sn_body_packer_destroy(b->packer);
    sn_body_reader_destroy(b->reader);
    sn_buf_done(&b->value);
    return 0;
}

/* Pack, and read in a buffer that must be moved, so that the sanitizer sees what is borrowed of the old place. */
static void assert_comes_back(bodies *b, sn_str body)
{
    SN_CLEANUP(sn_buf) sn_buf memory = SN_BUF(BYTES);
    sn_hit hit = {.body = body}, read = {.body_bytes = body.len};
    sn_buf_clear(&b->value);
    assert_int_equal(sn_body_pack(b->packer, &hit, &b->value), SN_OK);
    assert_int_equal(sn_buf_add_str(&memory, sn_buf_str(&b->value)), SN_OK);
    assert_int_equal(sn_body_read(b->reader, &memory, &read), SN_OK);
    assert_true(sn_str_equal(read.body, body));
}

static void a_body_comes_back(void **state)
{
    assert_comes_back(*state, SN_STR("پل مهرسار دیروز باز شد.\n\nاستاندار گفت: راه تازه است."));
    assert_comes_back(*state, SN_STR("x"));
    assert_comes_back(*state, SN_STR("\0\0\0"));
}

static void an_article_without_a_body_has_no_value(void **state)
{
    bodies *b = *state;
    assert_int_equal(sn_body_pack(b->packer, &(sn_hit){0}, &b->value), SN_OK);
    assert_int_equal(b->value.len, 0);
}

static void the_longest_body_comes_back_and_a_longer_one_is_refused(void **state)
{
    bodies *b = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BYTES);
    assert_non_null(sn_buf_reserve(&text, SN_LIMIT_TEXT_BYTES + 1));
    memset(text.at, 'a', SN_LIMIT_TEXT_BYTES + 1);
    assert_comes_back(b, (sn_str){text.at, SN_LIMIT_TEXT_BYTES});
    sn_hit longer = {.body = {text.at, SN_LIMIT_TEXT_BYTES + 1}};
    assert_int_equal(sn_body_pack(b->packer, &longer, &b->value), SN_ELIMIT);
}

static void common_words_take_few_bytes(void **state)
{
    bodies *b = *state;
    sn_hit hit = {
        .body = SN_STR(
            "برای نمایندگان مجلس است و گفت: افزایش می‌شود")};
    assert_int_equal(sn_body_pack(b->packer, &hit, &b->value), SN_OK);
    assert_true(b->value.len < hit.body.len / 2);
}

/* The dictionary is part of the format: with another one older bodies do not read. */
static void the_words_are_those_of_the_format(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf words = SN_BUF(SN_BODY_WORDS_BYTES);
    uint64_t hash = 0xcbf29ce484222325u;
    assert_int_equal(sn_body_words(&words), SN_OK);
    for (size_t i = 0; i < words.len; i++)
        hash = (hash ^ (unsigned char)words.at[i]) * 0x100000001b3u;
    assert_int_equal(words.len, 24737);
    assert_true(hash == 0xda5b1a4b5da88537u);
}

/* A value that an earlier program wrote. */
static void the_bytes_of_a_value(void **state)
{
    bodies *b = *state;
    static const char value[] =
        "\x01\x28\xb5\x2f\xfd\x20\x37\xf5\x00\x00\x93\x80\x01\x9e\x83\x3e\xfb"
        "\x53\x7d\x07\xfc\x84\x0f\x14\xcb\x2a\xe8\x84\x05\xad\x75\xe7\x88\x9b\x52\x6d\xe0"
        "\x5b\xa7\xba";
    sn_hit hit = {.body_bytes = 55};
    sn_buf_add(&b->value, value, sizeof value - 1);
    assert_int_equal(sn_body_read(b->reader, &b->value, &hit), SN_OK);
    assert_str(hit.body, "پل مهرسار باز شد و راه تازه است");
}

static void values_that_are_none(void **state)
{
    bodies *b = *state;
    static const char frame[] = "\x28\xb5\x2f\xfd\x20\x01\x09\x00\x00x"; /* of "x" */
    static const struct bad_case {
        const char *name, *value; /* NULL: no bytes */
        bool has_frame;
        size_t body_bytes;
        sn_status want;
    } cases[] = {
        {"sound", "\x01", true, 1, SN_OK},
        {"no bytes", NULL, false, 1, SN_ECORRUPT},
        {"no frame", "\x01", false, 1, SN_ECORRUPT},
        {"another way of packing", "\x02", true, 1, SN_EFORMAT},
        {"less than the record says", "\x01", true, 2, SN_ECORRUPT},
        {"more than the record says", "\x01", true, 0, SN_ECORRUPT},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_hit hit = {.body_bytes = cases[i].body_bytes};
        print_message("  case: %s\n", cases[i].name);
        sn_buf_clear(&b->value);
        sn_buf_add_str(&b->value, sn_str_of(cases[i].value));
        if (cases[i].has_frame)
            sn_buf_add(&b->value, frame, sizeof frame - 1);
        assert_int_equal(sn_body_read(b->reader, &b->value, &hit), cases[i].want);
        assert_int_equal(hit.body.len, cases[i].want == SN_OK);
    }
}

/* What a frame claims is made room for only if the record says so, too. */
static void a_frame_that_claims_much_takes_no_memory(void **state)
{
    bodies *b = *state;
    static const char value[] = "\x01\x28\xb5\x2f\xfd\xa0\xff\xff\xff\x7f\x01\x00\x00";
    sn_hit hit = {.body_bytes = 0x7fffffff};
    sn_buf_add(&b->value, value, sizeof value - 1);
    assert_int_equal(sn_body_read(b->reader, &b->value, &hit), SN_ECORRUPT);
    assert_true(b->value.cap < 100000);
}

/* ---- properties ------------------------------------------------------------------------------- */

static void random_bodies_come_back(void **state)
{
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(300); turn++) {
        SN_CLEANUP(sn_buf) sn_buf body = SN_BUF(BYTES);
        random_text(&random, 1 + random_below(&random, 2000), &body);
        assert_comes_back(*state, sn_buf_str(&body));
    }
}

/* Whatever reads at all has the length that the record says. */
static void random_damage_is_no_trap(void **state)
{
    bodies *b = *state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(3000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf body = SN_BUF(BYTES);
        SN_CLEANUP(sn_buf) sn_buf memory = SN_BUF(BYTES);
        random_text(&random, 1 + random_below(&random, 100), &body);
        sn_hit hit = {.body = sn_buf_str(&body)};
        sn_hit read = {.body_bytes = body.len};
        sn_buf_clear(&b->value);
        assert_int_equal(sn_body_pack(b->packer, &hit, &b->value), SN_OK);
        for (unsigned i = 0; i <= random_below(&random, 3); i++)
            b->value.at[random_below(&random, (uint32_t)b->value.len)] =
                (char)random_number(&random);
        sn_buf_add(&memory, b->value.at, b->value.len - random_below(&random, 3));
        sn_status s = sn_body_read(b->reader, &memory, &read);
        assert_true(s == SN_OK || s == SN_ECORRUPT || s == SN_EFORMAT);
        assert_int_equal(read.body.len, s == SN_OK ? body.len : 0);
    }
}

int main(void)
{
#define WITH_BODIES(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        WITH_BODIES(a_body_comes_back),
        WITH_BODIES(an_article_without_a_body_has_no_value),
        WITH_BODIES(the_longest_body_comes_back_and_a_longer_one_is_refused),
        WITH_BODIES(common_words_take_few_bytes),
        cmocka_unit_test(the_words_are_those_of_the_format),
        WITH_BODIES(the_bytes_of_a_value),
        WITH_BODIES(values_that_are_none),
        WITH_BODIES(a_frame_that_claims_much_takes_no_memory),
        WITH_BODIES(random_bodies_come_back),
        WITH_BODIES(random_damage_is_no_trap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
