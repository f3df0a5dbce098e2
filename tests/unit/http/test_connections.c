#include "http/connections.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define PHASE_US 90000000LL
#define LONG_US  (PHASE_US + 1000000)

static sn_connection *add(sn_connections *c, int fd)
{
    sn_connections_expect(c);
    return sn_connections_add(c, fd);
}

static void counts_who_is_on_the_way(void **state)
{
    (void)state;
    sn_connections c;
    sn_connection *some[2];
    sn_connections_init(&c, 3, PHASE_US);
    for (int i = 0; i < 2; i++)
        some[i] = add(&c, -1);
    assert_int_equal(sn_connections_count(&c), 2);
    sn_connections_expect(&c);
    assert_int_equal(sn_connections_count(&c), 3);
    sn_connections_forget(&c);
    assert_int_equal(sn_connections_count(&c), 2);
    for (int i = 0; i < 2; i++)
        sn_connections_remove(&c, some[i]);
    assert_int_equal(sn_connections_count(&c), 0);
    sn_connections_done(&c);
}

static void hangs_up_on_the_late_only(void **state)
{
    (void)state;
    int late[2], early[2];
    char byte;
    sn_connections c;
    sn_connections_init(&c, 100, PHASE_US);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, late), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, early), 0);
    sn_connection *first = add(&c, late[0]);
    sn_connection *second = add(&c, early[0]);
    int64_t now_us = sn_clock_monotonic_us();
    assert_int_equal(sn_connections_sweep(&c, now_us), 0);
    atomic_store(&second->until_us, now_us + 2 * LONG_US);
    assert_int_equal(sn_connections_sweep(&c, now_us + LONG_US), 1);
    assert_int_equal(read(late[1], &byte, 1), 0);
    assert_int_equal(recv(early[1], &byte, 1, MSG_DONTWAIT), -1);
    sn_connections_remove(&c, first);
    sn_connections_remove(&c, second);
    assert_null(c.first);
    for (int i = 0; i < 2; i++) {
        close(late[i]);
        close(early[i]);
    }
    sn_connections_done(&c);
}

static void removes_in_any_order(void **state)
{
    (void)state;
    sn_connections c;
    sn_connection *all[3];
    sn_connections_init(&c, 100, PHASE_US);
    for (int i = 0; i < 3; i++)
        all[i] = add(&c, -1);
    sn_connections_remove(&c, all[1]);
    sn_connections_remove(&c, all[2]);
    assert_ptr_equal(c.first, all[0]);
    sn_connections_remove(&c, all[0]);
    assert_null(c.first);
    sn_connection_touch(NULL, false);
    sn_connections_done(&c);
}

/* Nine tenths of ten may be open; the tenth one hangs up on whoever is longest in a phase of its own. */
static void the_slowest_make_room(void **state)
{
    (void)state;
    enum { N = 9 };
    int pairs[N + 2][2];
    char byte;
    sn_connections c;
    sn_connection *all[N + 2];
    sn_connections_init(&c, 10, PHASE_US);
    for (int i = 0; i < N + 2; i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
        if (i == N) {
            atomic_store(&all[3]->until_us, 2);
            atomic_store(&all[5]->until_us, 1);
            sn_connection_touch(all[4], true); /* it is answered, however long that takes */
            atomic_store(&all[4]->until_us, 0);
        }
        all[i] = add(&c, pairs[i][0]);
    }
    for (int i = 0; i < N + 2; i++) {
        bool out =
            i == 5 || i == 3; /* the slowest, and then the next, as the first is not closed yet */
        assert_int_equal(recv(pairs[i][1], &byte, 1, MSG_DONTWAIT), out ? 0 : -1);
    }
    for (int i = 0; i < N + 2; i++) {
        sn_connections_remove(&c, all[i]);
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
    assert_int_equal(c.n, 0);
    sn_connections_done(&c);
}

static void descriptors_are_counted(void **state)
{
    (void)state;
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    size_t fit = sn_connections_fit((size_t)1 << 30);
    assert_true(fit > 0 && fit < limit.rlim_max);
    assert_int_equal(sn_connections_fit(10), limit.rlim_max > 1034 ? 10 : fit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_who_is_on_the_way), cmocka_unit_test(hangs_up_on_the_late_only),
        cmocka_unit_test(removes_in_any_order),     cmocka_unit_test(the_slowest_make_room),
        cmocka_unit_test(descriptors_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
