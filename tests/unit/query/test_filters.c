#include "tests/unit/base/testing.h"

#include "archive/number.h"
#include "calendar/calendar.h"
#include "query/filters.h"

static bool is_inner(const sn_xap_docid_range *r, sn_docid d)
{
    return d >= r->inner_first && d <= r->inner_last;
}

static bool is_outer(const sn_xap_docid_range *r, sn_docid d)
{
    return d >= r->first && d <= r->last;
}

/* Wherever in its reach an article's number lies: inside the range if its date is, and inside the
 * inner range, whose values nobody looks at, only if its date surely is. */
static void ranges_are_safe(void **state)
{
    (void)state;
    uint64_t seed = test_seed();
    for (unsigned turn = 0; turn < test_iters(20000); turn++) {
        char low[9], high[9];
        sn_xap_docid_range r;
        int64_t from = 1700000000 + random_below(&seed, 100000000);
        int64_t to = from + random_below(&seed, turn % 2 == 0 ? 100000 : 50000000);
        int64_t spill = random_below(&seed, 500);
        sn_filters_date_range(from, to, spill, low, high, &r);
        int64_t sec = from - 2000000 + (int64_t)random_below(&seed, 4000000);
        int64_t reach = 1440 + spill;
        int64_t minute = sn_minute_of_second(sec) - reach +
                         (int64_t)random_below(&seed, (uint32_t)(2 * reach + 1));
        sn_docid d = sn_number_of_minute(minute) + random_below(&seed, SN_NUMBER_SLOTS);
        bool is_within = sec >= from && sec <= to;
        assert_true(!is_within || is_outer(&r, d));
        assert_true(!is_inner(&r, d) || is_within);
        assert_true(!is_inner(&r, d) || is_outer(&r, d));
    }
}

static const struct open_case {
    const char *name;
    int64_t from, to, sec;
    bool found;
} open_cases[] = {
    {"everything dated", INT64_MIN, INT64_MAX, 0, true},
    {"the earliest date there is", INT64_MIN, INT64_MAX, SN_INSTANT_MIN, true},
    {"the latest date there is", INT64_MIN, INT64_MAX, SN_INSTANT_MAX, true},
    {"open to the past", INT64_MIN, 1000000000, SN_INSTANT_MIN, true},
    {"open to the future", 1000000000, INT64_MAX, SN_INSTANT_MAX, true},
    {"open to the past ends", INT64_MIN, 1000000000, 1100000000, false},
    {"open to the future begins", 1000000000, INT64_MAX, 900000000, false},
};

static void open_ranges(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(open_cases); i++) {
        const struct open_case *c = &open_cases[i];
        print_message("  case: %s\n", c->name);
        char low[9], high[9];
        sn_xap_docid_range r;
        sn_filters_date_range(c->from, c->to, 0, low, high, &r);
        assert_int_equal(is_outer(&r, sn_number_of_minute(sn_minute_of_second(c->sec))), c->found);
        assert_false(is_outer(&r, SN_NUMBER_DATED_LAST + 1)); /* no date */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_are_safe),
        cmocka_unit_test(open_ranges),
    };
    return cmocka_run_group_tests_name("query/filters", tests, NULL, NULL);
}
