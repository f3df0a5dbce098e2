#include "http/search_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The key of "name=value" texts, with | for the NUL between; "void" where there is none. */
static void write(const char *const *parameters, char out[512])
{
    SN_CLEANUP(sn_search_key) sn_search_key key = SN_SEARCH_KEY;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(512);
    for (; *parameters != NULL; parameters++) {
        const char *at = strchr(*parameters, '=');
        sn_search_key_add(&key, (sn_str){*parameters, (size_t)(at - *parameters)},
                          sn_str_of(at + 1));
    }
    if (!sn_search_key_write(&key, &text)) {
        strcpy(out, "void");
        return;
    }
    for (size_t i = 0; i < text.len; i++)
        out[i] = text.at[i] == '\0' ? '|' : text.at[i];
    out[text.len] = '\0';
}

static void same_searches_have_one_key(void **state)
{
    (void)state;
    static const struct {
        const char *parameters[5];
        const char *key;
    } cases[] = {
        {{NULL}, ""},
        {{"q=a", "limit=5", NULL}, "limit|5|q|a|"},
        {{"limit=5", "q=a", NULL}, "limit|5|q|a|"},
        {{"filter.tag=b", "q=a", "filter.tag=a", NULL}, "filter.tag|b|filter.tag|a|q|a|"},
        {{"q=", NULL}, "q||"},
        {{"q=a", "qa=", NULL}, "q|a|qa||"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char key[512];
        print_message("  %s\n", cases[i].key);
        write(cases[i].parameters, key);
        assert_string_equal(key, cases[i].key);
    }
}

static void other_searches_have_another(void **state)
{
    (void)state;
    static const char *const a[] = {"q=a", "r=b", NULL}, *const b[] = {"q=ar=b", NULL};
    char one[512], two[512];
    write(a, one);
    write(b, two);
    assert_string_not_equal(one, two);
}

static void a_key_that_is_no_whole_one_is_none(void **state)
{
    (void)state;
    SN_CLEANUP(sn_search_key) sn_search_key many = SN_SEARCH_KEY, nul = SN_SEARCH_KEY;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 16);
    for (int i = 0; i < SN_SEARCH_KEY_PAIRS; i++)
        sn_search_key_add(&many, SN_STR("a"), SN_STR("b"));
    assert_true(sn_search_key_write(&many, &text));
    sn_search_key_add(&many, SN_STR("a"), SN_STR("b"));
    assert_false(sn_search_key_write(&many, &text));
    sn_search_key_add(&nul, SN_STR("a"), (sn_str){"b\0c", 3});
    assert_false(sn_search_key_write(&nul, &text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_searches_have_one_key),
        cmocka_unit_test(other_searches_have_another),
        cmocka_unit_test(a_key_that_is_no_whole_one_is_none),
    };
    return cmocka_run_group_tests_name("http/search_key", tests, NULL, NULL);
}
