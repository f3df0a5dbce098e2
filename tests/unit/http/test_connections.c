#include "http/connections.h"

#include "base/clock.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define LONG_US ((SN_LIMIT_HTTP_REQUEST_SEC + SN_LIMIT_HTTP_IDLE_SEC + 1) * 1000000LL)

static void hangs_up_on_the_late_only(void **state)
{
    (void)state;
    int late[2], early[2];
    char byte;
    sn_connections c;
    sn_connections_init(&c);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, late), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, early), 0);
    sn_connection *first = sn_connections_add(&c, late[0]);
    sn_connection *second = sn_connections_add(&c, early[0]);
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
    sn_connections_init(&c);
    for (int i = 0; i < 3; i++)
        all[i] = sn_connections_add(&c, -1);
    sn_connections_remove(&c, all[1]);
    sn_connections_remove(&c, all[2]);
    assert_ptr_equal(c.first, all[0]);
    sn_connections_remove(&c, all[0]);
    assert_null(c.first);
    sn_connection_touch(NULL);
    sn_connections_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hangs_up_on_the_late_only),
        cmocka_unit_test(removes_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
