#include "layout/url.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

static const char *key_of(const char *url)
{
    static sn_buf key = {.max = 4096};
    sn_buf_clear(&key);
    assert_int_equal(sn_url_key(sn_str_of(url), &key), SN_OK);
    return sn_buf_text(&key);
}

static void writings_of_one_address_have_one_key(void **state)
{
    (void)state;
    static const char *const families[][6] = {
        {"https://paper.example/news/12", "http://www.Paper.example/news/12/",
         "HTTPS://paper.example/news/12#top", " paper.example/news/12 ",
         "https://paper.example/news/12?utm_source=x&utm_medium=y"},
        {"https://paper.example/خبر/سیل", "https://paper.example/%D8%AE%D8%A8%D8%B1/سیل",
         "https://paper.example/%d8%ae%d8%a8%d8%b1/%D8%B3%DB%8C%D9%84"},
        {"https://paper.example/?id=7&p=2", "paper.example/?utm_campaign=a&id=7&p=2",
         "paper.example?id=7&&p=2"},
    };
    for (size_t i = 0; i < COUNT_OF(families); i++) {
        char first[256];
        snprintf(first, sizeof first, "%s", key_of(families[i][0]));
        assert_true(strlen(first) > 0);
        for (size_t k = 1; families[i][k] != NULL; k++)
            assert_string_equal(key_of(families[i][k]), first);
    }
}

static void other_addresses_have_other_keys(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "https://paper.example/news/12",    "https://paper.example/news/13",
        "https://paper.example/News/12",    "https://sport.paper.example/news/12",
        "https://paper.example/news?id=12", "https://paper.example/news?id=13",
        "https://paper.example/%ff",        "https://paper.example/%fe",
        "https://paper.example/a%20b",      "https://paper.example/ab"};
    char keys[COUNT_OF(urls)][256];
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        snprintf(keys[i], sizeof keys[i], "%s", key_of(urls[i]));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(keys[i], keys[k]);
    }
}

static void what_is_no_address_has_a_key_or_none(void **state)
{
    (void)state;
    assert_string_equal(key_of(""), "");
    assert_string_equal(key_of("  "), "");
    assert_string_equal(key_of("#x"), "");
    assert_string_equal(key_of("https://"), "");
    assert_string_equal(key_of("%"), "%");
    assert_string_equal(key_of("/%4"), "/%4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writings_of_one_address_have_one_key),
        cmocka_unit_test(other_addresses_have_other_keys),
        cmocka_unit_test(what_is_no_address_has_a_key_or_none),
    };
    return cmocka_run_group_tests_name("layout/url", tests, NULL, NULL);
}
