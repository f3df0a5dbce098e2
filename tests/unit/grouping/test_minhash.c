#include "grouping/minhash.h"
#include "tests/unit/base/testing.h"

/* Random rising hashes: a text of its own. */
static void draw(uint64_t *random, uint32_t *out, size_t n)
{
    uint32_t at = 0;
    for (size_t i = 0; i < n; i++)
        out[i] = at += 1 + random_below(random, 1u << 20);
}

static bool share_key(const sn_fingerprint *a, const sn_fingerprint *b)
{
    uint32_t x[SN_COPY_KEYS], y[SN_COPY_KEYS];
    size_t n_x = sn_copy_keys(a, x), n_y = sn_copy_keys(b, y);
    for (size_t i = 0; i < n_x; i++) {
        for (size_t j = 0; j < n_y; j++) {
            if (x[i] == y[j])
                return true;
        }
    }
    return false;
}

static void keys_rise_and_fit_four_bytes(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    uint32_t keys[SN_COPY_KEYS];
    uint32_t shingles[300], passages[SN_FINGERPRINT_PASSAGES];
    draw(&random, shingles, COUNT_OF(shingles));
    draw(&random, passages, COUNT_OF(passages));
    sn_fingerprint f = {.text = 1,
                        .title = 2,
                        .shingles = shingles,
                        .n_shingles = 300,
                        .passages = passages,
                        .n_passages = COUNT_OF(passages)};
    size_t n = sn_copy_keys(&f, keys);
    assert_int_equal(n, SN_COPY_KEYS);
    for (size_t i = 0; i < n; i++) {
        assert_true(keys[i] >> 31 == 0);
        assert_true(i == 0 || keys[i] > keys[i - 1]);
    }
}

static void a_text_without_letters_has_no_keys(void **state)
{
    (void)state;
    uint32_t keys[SN_COPY_KEYS];
    sn_fingerprint empty = {0};
    assert_int_equal(sn_copy_keys(&empty, keys), 0);
}

/* A tenth of the shingles changed, of a text of 200. */
static void texts_that_are_much_the_same_have_a_key_in_common(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    size_t found = 0, turns = 200;
    for (size_t turn = 0; turn < turns; turn++) {
        uint32_t one[200], other[200];
        draw(&random, one, COUNT_OF(one));
        for (size_t i = 0; i < COUNT_OF(one); i++)
            other[i] = i % 10 == 0 ? one[i] - 1 : one[i];
        sn_fingerprint a = {.text = 1, .shingles = one, .n_shingles = 200};
        sn_fingerprint b = {.text = 2, .shingles = other, .n_shingles = 200};
        found += share_key(&a, &b);
    }
    assert_true(found >= turns - 1);
}

static void texts_of_their_own_have_none_in_common(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    for (size_t turn = 0; turn < 200; turn++) {
        uint32_t one[200], other[200];
        draw(&random, one, COUNT_OF(one));
        draw(&random, other, COUNT_OF(other));
        sn_fingerprint a = {.text = 1, .title = 1, .shingles = one, .n_shingles = 200};
        sn_fingerprint b = {.text = 2, .title = 2, .shingles = other, .n_shingles = 200};
        assert_false(share_key(&a, &b));
    }
}

static void one_passage_or_the_headline_is_enough(void **state)
{
    (void)state;
    const uint32_t one[] = {1}, other[] = {2}, passages_a[] = {10, 20}, passages_b[] = {15, 20};
    sn_fingerprint a = {.text = 1,
                        .title = 7,
                        .shingles = one,
                        .n_shingles = 1,
                        .passages = passages_a,
                        .n_passages = 2};
    sn_fingerprint b = {
        .text = 2, .shingles = other, .n_shingles = 1, .passages = passages_b, .n_passages = 2};
    assert_true(share_key(&a, &b));
    b.n_passages = 1;
    assert_false(share_key(&a, &b));
    b.title = 7;
    assert_true(share_key(&a, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_rise_and_fit_four_bytes),
        cmocka_unit_test(a_text_without_letters_has_no_keys),
        cmocka_unit_test(texts_that_are_much_the_same_have_a_key_in_common),
        cmocka_unit_test(texts_of_their_own_have_none_in_common),
        cmocka_unit_test(one_passage_or_the_headline_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
