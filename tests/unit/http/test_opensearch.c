#include "http/opensearch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void holds(const char *title, const char *base, const char *part)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 16);
    sn_opensearch site = {.title = title, .base = base};
    assert_int_equal(sn_opensearch_write(&site, &out), SN_OK);
    if (strstr(sn_buf_text(&out), part) == NULL)
        fail_msg("no %s in %s", part, sn_buf_text(&out));
}

static void names_the_portal_and_its_addresses(void **state)
{
    (void)state;
    holds("پگاه", "https://pegah.example", "<ShortName>پگاه</ShortName>");
    holds("پگاه", "https://pegah.example",
          "template=\"https://pegah.example/v1/search?q={searchTerms}&amp;format=rss\"");
    holds(NULL, "http://h", "<ShortName>سرنخ</ShortName>");
    holds("", "http://h", "<ShortName>سرنخ</ShortName>");
}

static void cuts_the_short_name_between_characters(void **state)
{
    (void)state;
    holds("روزنامهٔ سپیده‌دم شهر زرین‌رود", "http://h",
          "<ShortName>روزنامهٔ سپیده‌د</ShortName>");
}

static void a_title_is_text_and_no_markup(void **state)
{
    (void)state;
    holds("<a>&\"", "http://h", "<ShortName>&lt;a&gt;&amp;&quot;</ShortName>");
    holds("a\x01\nb", "http://h", "<ShortName>a  b</ShortName>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_portal_and_its_addresses),
        cmocka_unit_test(cuts_the_short_name_between_characters),
        cmocka_unit_test(a_title_is_text_and_no_markup),
    };
    return cmocka_run_group_tests_name("http/opensearch", tests, NULL, NULL);
}
