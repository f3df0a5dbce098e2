/* The queue of writes, before anything is stored. */
#include "tests/unit/base/testing.h"

#include "base/limits.h"
#include "http/writes.h"

static sn_writes *open_writes(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    sn_writes *w = NULL;
    sn_log log = {.fd = -1};
    assert_ok(sn_writes_open(place_path(p, "index"), true, &log, &w, &err), &err);
    return w;
}

static void a_full_queue_has_no_place(void **state)
{
    SN_CLEANUP_PTR(sn_writes) sn_writes *w = open_writes(state);
    for (int i = 0; i < SN_LIMIT_WRITE_QUEUE; i++)
        assert_true(sn_writes_reserve(w, 1000));
    assert_false(sn_writes_reserve(w, 0));
    sn_writes_release(w, 1000);
    assert_true(sn_writes_reserve(w, 0));
    assert_int_equal(sn_writes_look(w).queued, SN_LIMIT_WRITE_QUEUE);
    assert_int_equal(sn_writes_look(w).queued_bytes, (SN_LIMIT_WRITE_QUEUE - 1) * 1000);
}

static void so_many_bytes_fill_it_and_a_takedown_has_none(void **state)
{
    SN_CLEANUP_PTR(sn_writes) sn_writes *w = open_writes(state);
    size_t n = SN_LIMIT_WRITE_QUEUE_BYTES / SN_LIMIT_BULK_BYTES;
    for (size_t i = 0; i < n; i++)
        assert_true(sn_writes_reserve(w, SN_LIMIT_BULK_BYTES));
    assert_false(sn_writes_reserve(w, 1));
    assert_true(sn_writes_reserve(w, 0));
    sn_writes_release(w, SN_LIMIT_BULK_BYTES);
    assert_true(sn_writes_reserve(w, 1));
    assert_false(sn_writes_reserve(w, SN_LIMIT_BULK_BYTES));
    assert_int_equal(sn_writes_look(w).queued, n + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_full_queue_has_no_place),
        PLACED(so_many_bytes_fill_it_and_a_takedown_has_none),
    };
    return cmocka_run_group_tests_name("http/writes", tests, NULL, NULL);
}
