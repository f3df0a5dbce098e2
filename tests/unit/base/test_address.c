#include "base/address.h"

#include "tests/unit/base/testing.h"

#include <string.h>

static void addresses_are_read_and_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok, loopback;
    } cases[] = {
        {"127.0.0.1:7700", true, true},
        {"127.9.9.9:1", true, true},
        {"0.0.0.0:7700", true, false},
        {"192.0.2.1:65535", true, false},
        {"[::1]:7700", true, true},
        {"[::]:0", true, false},
        {"[::ffff:127.0.0.1]:1", true, true},
        {"[::ffff:192.0.2.1]:1", true, false},
        {"", false, false},
        {":", false, false},
        {":7700", false, false},
        {"127.0.0.1", false, false},
        {"127.0.0.1:", false, false},
        {"127.0.0.1:65536", false, false},
        {"127.0.0.1:-1", false, false},
        {"127.0.0.1:7x", false, false},
        {"::1:7700", false, false},
        {"[::1]", false, false},
        {"[::1]7700", false, false},
        {"[]:80", false, false},
        {"[:80", false, false},
        {"localhost:80", false, false},
        {"127.0.0.1.127.0.0.1.127.0.0.1.127.0.0.1.127.0.0.1.127.0.0.1:80", false, false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_address address;
        sn_error err = {0};
        char text[SN_ADDRESS_SIZE];
        print_message("  %s\n", cases[i].text);
        sn_status s = sn_address_parse(cases[i].text, &address, &err);
        assert_int_equal(s, cases[i].ok ? SN_OK : SN_EINVAL);
        if (s != SN_OK) {
            assert_true(strlen(err.msg) > 0);
            continue;
        }
        sn_address_write(&address, text);
        assert_string_equal(text, cases[i].text);
        assert_true(sn_address_is_loopback((const struct sockaddr *)&address.at) ==
                    cases[i].loopback);
    }
}

static void a_public_url_needs_no_escape(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is;
    } cases[] = {
        {"https://pegah.example", true},
        {"http://127.0.0.1:7700", true},
        {"http://[::1]:7700/news/search", true},
        {"https://pegah.example/", false},
        {"https://pegah.example/a/", false},
        {"https://", false},
        {"http:///a", false},
        {"ftp://pegah.example", false},
        {"pegah.example", false},
        {"", false},
        {"https://pegah.example/?q=", false},
        {"https://pegah.example/\"", false},
        {"https://user@pegah.example", false},
        {"https://pegah.example#a", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  %s\n", cases[i].text);
        assert_int_equal(sn_is_public_url(cases[i].text), cases[i].is);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_read_and_written),
        cmocka_unit_test(a_public_url_needs_no_escape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
