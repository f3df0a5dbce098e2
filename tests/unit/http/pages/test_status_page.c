/* The operations page as it comes, before its script. */
#include "http/pages/status_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define PAGE_BYTES ((size_t)1 << 20)

static void the_page_says_what_it_is_in_the_language_of_its_reader(void **state)
{
    static const struct {
        sn_lang lang;
        const char *has[4];
    } rows[] = {
        {SN_LANG_FA,
         {"<html lang=\"fa\" dir=\"rtl\">", "<h1>وضعیت</h1>", "href=\"/status?lang=en\"",
          "aria-labelledby=\"overview-title\""}},
        {SN_LANG_EN,
         {"<html lang=\"en\" dir=\"ltr\">", "<h1>Status</h1>", "<noscript>", "/assets/status."}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES);
        sn_status_page page = {.lang = rows[i].lang, .site = "", .other = "/status?lang=en"};
        assert_int_equal(sn_status_page_write(&page, &out), SN_OK);
        for (size_t k = 0; k < 4; k++) {
            if (strstr(sn_buf_text(&out), rows[i].has[k]) == NULL)
                fail_msg("row %zu: no %s in %s", i, rows[i].has[k], sn_buf_text(&out));
        }
    }
}

/* What only admins get, or a service may not offer, is not promised by a heading alone. */
static void what_is_not_for_everyone_is_hidden_until_it_comes(void **state)
{
    static const char *const hidden[] = {"traffic", "days", "generations", "tasks", "queries"};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES);
    sn_status_page page = {.site = "", .other = "/status"};
    (void)state;
    assert_int_equal(sn_status_page_write(&page, &out), SN_OK);
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(64);
        assert_int_equal(sn_buf_add_format(&id, "<section class=\"panel\" id=\"%s\"", hidden[i]),
                         SN_OK);
        const char *section = strstr(sn_buf_text(&out), sn_buf_text(&id));
        assert_non_null(section);
        const char *flag = strstr(section, " hidden");
        assert_true(flag != NULL && flag < strchr(section, '>'));
    }
}

static void a_page_that_does_not_fit_says_so(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(64);
    sn_status_page page = {.site = "", .other = "/status"};
    (void)state;
    assert_int_equal(sn_status_page_write(&page, &out), SN_ELIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_says_what_it_is_in_the_language_of_its_reader),
        cmocka_unit_test(what_is_not_for_everyone_is_hidden_until_it_comes),
        cmocka_unit_test(a_page_that_does_not_fit_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
