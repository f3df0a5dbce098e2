#include "base/grow.h"
#include "tests/unit/base/testing.h"

#include <stdint.h>
#include <stdlib.h>

static void what_was_put_in_stays(void **state)
{
    (void)state;
    uint32_t *numbers = NULL;
    size_t n = 0, cap = 0;
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t *at = sn_grow(numbers, n, &cap, sizeof *at);
        assert_non_null(at);
        numbers = at;
        numbers[n++] = i;
        assert_true(n <= cap);
    }
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(numbers[i], i);
    free(numbers);
}

static void an_array_with_room_stays_where_it_is(void **state)
{
    (void)state;
    int numbers[2];
    size_t cap = 2;
    assert_ptr_equal(sn_grow(numbers, 1, &cap, sizeof *numbers), numbers);
    assert_int_equal(cap, 2);
}

static void more_than_memory_can_hold_is_refused(void **state)
{
    (void)state;
    int number;
    size_t cap = SIZE_MAX / 4 / sizeof number + 1, before = cap;
    assert_null(sn_grow(&number, cap, &cap, sizeof number));
    assert_int_equal(cap, before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_in_stays),
        cmocka_unit_test(an_array_with_room_stays_where_it_is),
        cmocka_unit_test(more_than_memory_can_hold_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
