/* The desk as it comes, before its script. */
#include "http/pages/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define PAGE_BYTES ((size_t)1 << 20)

static void write(const sn_desk_page *page, sn_buf *out)
{
    assert_int_equal(sn_desk_page_write(page, out), SN_OK);
}

static void the_desk_says_what_it_is_in_the_language_of_its_reader(void **state)
{
    static const struct {
        sn_lang lang;
        const char *has[5];
    } rows[] = {
        {SN_LANG_FA,
         {"<html lang=\"fa\" dir=\"rtl\">", "<h1>میز تحریریه</h1>", "<title>میز تحریریه - ",
          "href=\"/desk?lang=en\"", "aria-current=\"page\""}},
        {SN_LANG_EN,
         {"<html lang=\"en\" dir=\"ltr\">", "<h1>Editors&#39; desk</h1>", "<noscript>",
          "/assets/desk.", "id=\"draft\""}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES);
        sn_desk_page page = {.lang = rows[i].lang, .site = "", .other = "/desk?lang=en"};
        write(&page, &out);
        for (size_t k = 0; k < 5; k++) {
            if (strstr(sn_buf_text(&out), rows[i].has[k]) == NULL)
                fail_msg("row %zu: no %s in %s", i, rows[i].has[k], sn_buf_text(&out));
        }
    }
}

static void words_of_the_address_stay_in_the_field_as_text(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES);
    sn_desk_page page = {.site = "", .other = "/desk", .q = SN_STR("\"><script>پل")};
    (void)state;
    write(&page, &out);
    assert_non_null(strstr(sn_buf_text(&out), "value=\"&quot;&gt;&lt;script&gt;پل\""));
    assert_null(strstr(sn_buf_text(&out), "<script>"));
}

/* A draft must not get into an address, a log or the history: its form has neither names nor an action. */
static void a_draft_goes_nowhere_by_itself(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES);
    sn_desk_page page = {.site = "", .other = "/desk", .is_empty = true};
    (void)state;
    write(&page, &out);
    assert_non_null(strstr(sn_buf_text(&out), "<details class=\"draft\" open>"));
    const char *form = strstr(sn_buf_text(&out), "<form id=\"draft-form\">");
    assert_non_null(form);
    const char *end = strstr(form, "</form>"), *name = strstr(form, "name=");
    assert_true(name == NULL || name > end);
}

static void a_page_that_does_not_fit_says_so(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(64);
    sn_desk_page page = {.site = "", .other = "/desk"};
    (void)state;
    assert_int_equal(sn_desk_page_write(&page, &out), SN_ELIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_desk_says_what_it_is_in_the_language_of_its_reader),
        cmocka_unit_test(words_of_the_address_stay_in_the_field_as_text),
        cmocka_unit_test(a_draft_goes_nowhere_by_itself),
        cmocka_unit_test(a_page_that_does_not_fit_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
