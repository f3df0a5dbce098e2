#include "layout/expiry.h"
#include "tests/unit/base/testing.h"

#include <string.h>

/* Rising: terms are read in the order of bytes. */
static const int64_t seconds[] = {INT64_MIN, -2208988800, -1,         0,          1,
                                  255,       256,         1756000000, 4102444800, INT64_MAX};

static void terms_say_their_second_in_the_order_of_time(void **state)
{
    char terms[2][SN_INDEX_TERM_SIZE];
    sn_str before = {NULL, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(seconds); i++) {
        int64_t sec = 77;
        sn_str term = sn_expiry_term(seconds[i], terms[i % 2]);
        assert_int_equal(sn_expiry_of_term(term, &sec), SN_OK);
        assert_true(sec == seconds[i]);
        assert_true(i == 0 || sn_str_compare(before, term) < 0);
        before = term;
    }
    assert_str(sn_expiry_term(0, terms[0]), "X8000000000000000");
}

static void other_terms_are_corrupt(void **state)
{
    static const char *const others[] = {"",
                                         "X",
                                         "X800000000000000",
                                         "X80000000000000000",
                                         "S8000000000000000",
                                         "X800000000000000g",
                                         "X800000000000000A",
                                         "X-80000000000000"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        int64_t sec = 77;
        assert_int_equal(sn_expiry_of_term(sn_str_of(others[i]), &sec), SN_ECORRUPT);
        assert_int_equal(sec, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_say_their_second_in_the_order_of_time),
        cmocka_unit_test(other_terms_are_corrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
