#include "grouping/fingerprint.h"
#include "tests/unit/base/testing.h"

static const uint32_t shingles[] = {1, 7, 0x80000000u, UINT32_MAX};
static const uint32_t numbers[] = {0, 12};
static const uint32_t passages[] = {5};

static const sn_fingerprint full = {
    .text = UINT64_C(0xfedcba9876543210),
    .title = 3,
    .opening = {4, UINT32_MAX},
    .ending = 5,
    .shingles = shingles,
    .n_shingles = COUNT_OF(shingles),
    .numbers = numbers,
    .n_numbers = COUNT_OF(numbers),
    .passages = passages,
    .n_passages = COUNT_OF(passages),
};

static void assert_hashes(const uint32_t *got, size_t n_got, const uint32_t *want, size_t n_want)
{
    assert_int_equal(n_got, n_want);
    for (size_t i = 0; i < n_want; i++)
        assert_int_equal(got[i], want[i]);
}

static void a_fingerprint_is_read_back_as_it_was_written(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(SN_FINGERPRINT_BYTES);
    SN_CLEANUP(sn_fingerprint_memory) sn_fingerprint_memory memory = {0};
    sn_fingerprint read;
    assert_int_equal(sn_fingerprint_write(&full, &bytes), SN_OK);
    assert_int_equal(sn_fingerprint_read(sn_buf_str(&bytes), &memory, &read), SN_OK);
    assert_true(read.text == full.text && read.title == full.title);
    assert_true(read.opening[0] == 4 && read.opening[1] == UINT32_MAX && read.ending == 5);
    assert_hashes(read.shingles, read.n_shingles, shingles, COUNT_OF(shingles));
    assert_hashes(read.numbers, read.n_numbers, numbers, COUNT_OF(numbers));
    assert_hashes(read.passages, read.n_passages, passages, COUNT_OF(passages));
}

static void that_of_an_empty_text_is_one_too(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(SN_FINGERPRINT_BYTES);
    SN_CLEANUP(sn_fingerprint_memory) sn_fingerprint_memory memory = {0};
    sn_fingerprint empty = {0}, read = full;
    assert_int_equal(sn_fingerprint_write(&empty, &bytes), SN_OK);
    assert_int_equal(sn_fingerprint_read(sn_buf_str(&bytes), &memory, &read), SN_OK);
    assert_true(read.text == 0 && read.n_shingles + read.n_numbers + read.n_passages == 0);
}

static void the_longest_fits_the_bytes_named(void **state)
{
    (void)state;
    static uint32_t many[SN_FINGERPRINT_SHINGLES];
    for (uint32_t i = 0; i < SN_FINGERPRINT_SHINGLES; i++)
        many[i] = i;
    sn_fingerprint most = {.shingles = many,
                           .n_shingles = SN_FINGERPRINT_SHINGLES,
                           .numbers = many,
                           .n_numbers = SN_FINGERPRINT_NUMBERS,
                           .passages = many,
                           .n_passages = SN_FINGERPRINT_PASSAGES};
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(SN_FINGERPRINT_BYTES);
    assert_int_equal(sn_fingerprint_write(&most, &bytes), SN_OK);
    SN_CLEANUP(sn_buf) sn_buf small = SN_BUF(1000);
    assert_int_equal(sn_buf_add_str(&small, SN_STR("before")), SN_OK);
    assert_int_equal(sn_fingerprint_write(&most, &small), SN_ELIMIT);
    assert_str(sn_buf_str(&small), "before");
}

static void bytes_cut_short_or_out_of_order_are_corrupt(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(SN_FINGERPRINT_BYTES);
    SN_CLEANUP(sn_fingerprint_memory) sn_fingerprint_memory memory = {0};
    sn_fingerprint read = full;
    assert_int_equal(sn_fingerprint_write(&full, &bytes), SN_OK);
    for (size_t len = 0; len < bytes.len; len++) {
        sn_str cut = {bytes.at, len};
        assert_int_equal(sn_fingerprint_read(cut, &memory, &read), SN_ECORRUPT);
    }
    size_t first_hash =
        bytes.len - 4 * (COUNT_OF(shingles) + COUNT_OF(numbers) + COUNT_OF(passages));
    bytes.at[first_hash] = 9; /* above the second */
    assert_int_equal(sn_fingerprint_read(sn_buf_str(&bytes), &memory, &read), SN_ECORRUPT);
    bytes.at[first_hash] = 7; /* the same twice */
    assert_int_equal(sn_fingerprint_read(sn_buf_str(&bytes), &memory, &read), SN_ECORRUPT);
    assert_true(read.shingles == shingles);
}

static void more_hashes_than_are_ever_kept_are_corrupt(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(100);
    SN_CLEANUP(sn_fingerprint_memory) sn_fingerprint_memory memory = {0};
    sn_fingerprint read;
    assert_int_equal(sn_buf_add(&bytes, "0123456789abcdef0123456789ab", 28), SN_OK);
    assert_int_equal(sn_buf_add_varint(&bytes, UINT64_MAX / 4), SN_OK);
    assert_int_equal(sn_buf_add(&bytes, "\0\0", 2), SN_OK);
    assert_int_equal(sn_fingerprint_read(sn_buf_str(&bytes), &memory, &read), SN_ECORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fingerprint_is_read_back_as_it_was_written),
        cmocka_unit_test(that_of_an_empty_text_is_one_too),
        cmocka_unit_test(the_longest_fits_the_bytes_named),
        cmocka_unit_test(bytes_cut_short_or_out_of_order_are_corrupt),
        cmocka_unit_test(more_hashes_than_are_ever_kept_are_corrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
