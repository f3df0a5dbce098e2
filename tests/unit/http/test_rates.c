/* Rates, and where requests come from. */
#include "base/limits.h"
#include "http/access/addresses.h"
#include "http/access/origins.h"
#include "http/access/rates.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SEC INT64_C(1000000)

static int make(void **state)
{
    return sn_rates_create((sn_rates **)state) == SN_OK ? 0 : -1;
}

static int destroy(void **state)
{
    sn_rates_destroy(*state);
    return 0;
}

static unsigned taken(sn_rates *r, uint64_t caller, int64_t per_sec, int64_t now_us)
{
    sn_rate_state state;
    unsigned n = 0;
    while (n < 10000 && sn_rates_take(r, caller, per_sec, now_us, &state))
        n++;
    assert_int_equal(state.remaining, 0);
    assert_true(state.retry_after_sec >= 1);
    return n;
}

static void a_burst_is_some_seconds_of_the_rate(void **state)
{
    uint64_t caller = sn_rates_caller(*state, "a", 1), other = sn_rates_caller(*state, "b", 1);
    assert_true(caller != other && caller == sn_rates_caller(*state, "a", 1));
    assert_int_equal(taken(*state, caller, 4, SEC), 4 * SN_LIMIT_RATE_BURST_SEC);
    assert_int_equal(taken(*state, caller, 4, SEC), 0);
    assert_int_equal(taken(*state, caller, 4, 2 * SEC), 4);
    assert_int_equal(taken(*state, caller, 4, 100 * SEC), 4 * SN_LIMIT_RATE_BURST_SEC);
    assert_int_equal(taken(*state, other, 4, 100 * SEC), 4 * SN_LIMIT_RATE_BURST_SEC);
}

static void what_a_caller_is_told_holds(void **state)
{
    sn_rate_state told;
    uint64_t caller = sn_rates_caller(*state, "a", 1);
    assert_true(sn_rates_take(*state, caller, 2, SEC, &told));
    assert_int_equal(told.quota, 2 * SN_LIMIT_RATE_BURST_SEC);
    assert_int_equal(told.remaining, told.quota - 1);
    assert_int_equal(told.reset_sec, 1);
    assert_int_equal(told.retry_after_sec, 0);
    taken(*state, caller, 2, SEC);
    assert_false(sn_rates_take(*state, caller, 2, SEC, &told));
    assert_true(sn_rates_take(*state, caller, 2, SEC + told.retry_after_sec * SEC, &told));
}

static void long_work_counts_as_several_requests(void **state)
{
    sn_rate_state told;
    uint64_t caller = sn_rates_caller(*state, "a", 1);
    assert_true(sn_rates_take(*state, caller, 2, SEC, &told));
    sn_rates_charge(*state, caller, 2, SN_LIMIT_RATE_WORK_MS * 1000 - 1, SEC); /* costs nothing */
    sn_rates_charge(*state, caller, 2, SN_LIMIT_RATE_WORK_MS * 3500, SEC);
    assert_true(sn_rates_take(*state, caller, 2, SEC, &told));
    assert_int_equal(told.remaining, told.quota - 5);
    sn_rates_charge(*state, caller, 2, 1000 * SEC, SEC); /* what is owed has an end */
    assert_false(sn_rates_take(*state, caller, 2, SEC, &told));
    assert_true(told.retry_after_sec <= SN_LIMIT_RATE_BURST_SEC + 1);
}

static void many_callers_make_limits_looser_never_tighter(void **state)
{
    uint64_t caller = sn_rates_caller(*state, "a", 1);
    sn_rate_state told;
    taken(*state, caller, 1, SEC);
    for (uint32_t i = 0; i < 3 * SN_LIMIT_RATE_CALLERS; i++)
        assert_true(
            sn_rates_take(*state, sn_rates_caller(*state, &i, sizeof i), 1, 2 * SEC, &told));
    assert_true(sn_rates_take(*state, caller, 1, 2 * SEC, &told));
}

static sn_client_address address(const char *text)
{
    sn_client_address a = {{0}};
    assert_true(sn_client_address_parse(sn_str_of(text), &a));
    return a;
}

static void only_proxies_that_are_trusted_are_believed(void **state)
{
    (void)state;
    static const struct {
        const char *peer, *forwarded, *client;
    } cases[] = {
        {"192.0.2.1", "", "192.0.2.1"},
        {"192.0.2.1", "203.0.113.9", "192.0.2.1"},
        {"127.0.0.1", "203.0.113.9", "203.0.113.9"},
        {"127.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"},
        {"127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"},
        {"127.0.0.1", "203.0.113.9, 10.1.2.3 ,10.0.0.1", "203.0.113.9"},
        {"10.255.0.1", "2001:db8::7", "2001:db8::7"},
        {"127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"},
        {"127.0.0.1", "203.0.113.9,", "127.0.0.1"},
        {"127.0.0.1", "nonsense, 203.0.113.9", "203.0.113.9"},
        {"::1", "[2001:db8::7]", "2001:db8::7"},
        {"11.0.0.1", "203.0.113.9", "11.0.0.1"},
        {"2001:db8:ff::1", "203.0.113.9", "203.0.113.9"},
        {"2001:db9::1", "203.0.113.9", "2001:db9::1"},
    };
    char *texts[] = {(char *)"127.0.0.1", (char *)"10.0.0.0/8", (char *)"::1",
                     (char *)"2001:db8:f0::/44"};
    const sn_names trusted = {.at = texts, .n = 4};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s, %s\n", cases[i].peer, cases[i].forwarded);
        sn_client_address peer = address(cases[i].peer), client = address(cases[i].client);
        sn_client_address got =
            sn_client_address_forwarded(&peer, sn_str_of(cases[i].forwarded), &trusted);
        assert_memory_equal(got.at, client.at, sizeof got.at);
    }
}

static void a_household_is_a_64(void **state)
{
    (void)state;
    sn_client_address a = address("2001:db8:1:2:3:4:5:6"), b = address("2001:db8:1:2::");
    sn_client_address v4 = address("192.0.2.7"), got = sn_client_address_household(&a);
    assert_memory_equal(got.at, b.at, sizeof b.at);
    got = sn_client_address_household(&v4);
    assert_memory_equal(got.at, v4.at, sizeof v4.at);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0000207)};
    got = sn_client_address_of((const struct sockaddr *)&in);
    assert_memory_equal(got.at, v4.at, sizeof v4.at);
}

static void networks_and_origins_have_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool network, origin;
    } cases[] = {
        {"10.0.0.0/8", true, false},
        {"10.0.0.0/33", false, false},
        {"10.0.0.0/", false, false},
        {"10.0.0/8", false, false},
        {"::/0", true, false},
        {"fe80::1%eth0", false, false},
        {"2001:db8::/129", false, false},
        {"", false, false},
        {"https://news.example", false, true},
        {"http://localhost:8080", false, true},
        {"https://[2001:db8::1]", false, true},
        {"https://news.example/", false, false},
        {"https://news.example:", false, false},
        {"https://news.example:123456", false, false},
        {"https://user@news.example", false, false},
        {"https://", false, false},
        {"https://[", false, false},
        {"ftp://news.example", false, false},
        {"null", false, false},
        {"*", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s\n", cases[i].text);
        assert_int_equal(sn_network_is_valid(sn_str_of(cases[i].text)), cases[i].network);
        assert_int_equal(sn_origin_is_valid(sn_str_of(cases[i].text)), cases[i].origin);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_burst_is_some_seconds_of_the_rate, make, destroy),
        cmocka_unit_test_setup_teardown(what_a_caller_is_told_holds, make, destroy),
        cmocka_unit_test_setup_teardown(long_work_counts_as_several_requests, make, destroy),
        cmocka_unit_test_setup_teardown(many_callers_make_limits_looser_never_tighter, make,
                                        destroy),
        cmocka_unit_test(only_proxies_that_are_trusted_are_believed),
        cmocka_unit_test(a_household_is_a_64),
        cmocka_unit_test(networks_and_origins_have_one_form),
    };
    return cmocka_run_group_tests_name("http/rates", tests, NULL, NULL);
}
