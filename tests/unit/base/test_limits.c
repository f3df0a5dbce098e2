#include "base/limits.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static void every_row_says_what_it_limits_and_why(void **state)
{
    (void)state;
    size_t n = 0;
    const sn_limit *limits = sn_limits(&n);
    assert_true(n > 20);
    for (size_t i = 0; i < n; i++) {
        assert_true(limits[i].value > 0);
        assert_true(strlen(limits[i].unit) > 0);
        assert_true(strlen(limits[i].reason) >= 10);
        assert_int_equal(strspn(limits[i].name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"),
                         strlen(limits[i].name));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(limits[i].name, limits[k].name);
    }
}

static void table_and_constants_are_the_same(void **state)
{
    (void)state;
    size_t n = 0, found = 0;
    const sn_limit *limits = sn_limits(&n);
    for (size_t i = 0; i < n; i++) {
#define SN_LIMIT(limit, number, what, why)                                                         \
    if (strcmp(limits[i].name, #limit) == 0) {                                                     \
        assert_int_equal(limits[i].value, SN_LIMIT_##limit);                                       \
        found++;                                                                                   \
    }
#include "base/limits.def"
#undef SN_LIMIT
    }
    assert_int_equal(found, n);
}

static void limits_agree_with_each_other(void **state)
{
    (void)state;
    assert_true(SN_LIMIT_ID_BYTES + 1 <= 245); /* with its prefix an index term */
    assert_true(SN_LIMIT_TITLE_BYTES <= SN_LIMIT_TEXT_BYTES);
    assert_true(SN_LIMIT_TEXT_BYTES <= SN_LIMIT_ARTICLE_BYTES);
    assert_true(SN_LIMIT_EXTRA_BYTES <= SN_LIMIT_ARTICLE_BYTES);
    assert_true(SN_LIMIT_ARTICLE_BYTES <= SN_LIMIT_BULK_BYTES);
    assert_true(SN_LIMIT_PAGE_HITS <= SN_LIMIT_DEPTH_HITS);
    assert_true(SN_LIMIT_QUERY_BYTES <= SN_LIMIT_HTTP_HEADER_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_says_what_it_limits_and_why),
        cmocka_unit_test(table_and_constants_are_the_same),
        cmocka_unit_test(limits_agree_with_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
