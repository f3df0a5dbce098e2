#include "tests/unit/base/testing.h"

#include "query/fields.h"
#include "query/mark_tag.h"
#include "query/request.h"

#include <string.h>

static const struct mark_case {
    const char *name, *pre, *post;
    bool good;
} mark_cases[] = {
    {"as usual", "<em>", "</em>", true},
    {"another element", "<mark>", "</mark>", true},
    {"with a class", "<span class=\"hit\">", "</span>", true},
    {"with classes", "<b class=\"hit-1 strong_2\">", "</b>", true},
    {"the end follows from the beginning", "<strong>", NULL, true},
    {"only the end, as usual", NULL, "</em>", true},
    {"signs", "**", "**", true},
    {"brackets of Persian type", "«", "»", true},
    {"words", "[یافته]", "[/یافته]", true},
    {"a text needs its end", "**", NULL, false},
    {"the end of another element", "<em>", "</b>", false},
    {"an element closed by a text", "<em>", "**", false},
    {"a text closed by an element", "**", "</em>", false},
    {"only the end of another element", NULL, "</b>", false},
    {"a script", "<script>", "</script>", false},
    {"an image", "<img src=x onerror=alert(1)>", NULL, false},
    {"an event", "<em onclick=\"alert(1)\">", "</em>", false},
    {"an event behind a class", "<em class=\"a\" onclick=\"x\">", "</em>", false},
    {"a class that ends early", "<em class=\"a\"onclick=\"x\">", "</em>", false},
    {"a class in other quotes", "<em class='a'>", "</em>", false},
    {"a style", "<em style=\"position:fixed\">", "</em>", false},
    {"two elements", "<em><b>", "</em>", false},
    {"an element that is not closed", "<em", "</em>", false},
    {"no element", "<>", "</>", false},
    {"capitals", "<EM>", "</EM>", false},
    {"an entity", "&lt;", "&gt;", false},
    {"a quote", "\"", "\"", false},
    {"an apostrophe", "'", "'", false},
    {"a line end", "a\nb", "x", false},
    {"an escape", "\x1b[1m", "x", false},
    {"a C1 control", "\xC2\x9B", "x", false},
    {"a direction override", "\xE2\x80\xAE", "x", false},
    {"an isolate", "\xE2\x81\xA6", "x", false},
    {"a line separator", "\xE2\x80\xA8", "x", false},
    {"nothing", "", "x", false},
    {"too long", "****************************************************************x", "x", false},
};

/* The first problem of the two parameters and of both together. */
static sn_status set_marks(const struct mark_case *c, sn_problem *problem)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    assert_int_equal(sn_request_init(&r), SN_OK);
    sn_status s = SN_OK;
    if (c->pre != NULL)
        s = sn_request_set(&r, SN_STR("highlight.pre"), sn_str_of(c->pre), SN_ASKER_CLIENT, 0,
                           problem);
    if (s == SN_OK && c->post != NULL)
        s = sn_request_set(&r, SN_STR("highlight.post"), sn_str_of(c->post), SN_ASKER_CLIENT, 0,
                           problem);
    return s == SN_OK ? sn_request_check(&r, problem) : s;
}

static void marks_are_harmless(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mark_cases); i++) {
        sn_problem problem = {0};
        print_message("  case: %s\n", mark_cases[i].name);
        sn_status s = set_marks(&mark_cases[i], &problem);
        assert_int_equal(s, mark_cases[i].good ? SN_OK : SN_EINVAL);
        if (!mark_cases[i].good) {
            assert_string_equal(problem.code, "invalid_parameter");
            assert_true(strncmp(problem.parameter, "highlight.p", 11) == 0);
            assert_true(problem.detail[0] != '\0' && problem.detail_fa[0] != '\0');
        }
    }
}

static const struct list_case {
    const char *list;
    uint32_t want; /* 0: refused */
} list_cases[] = {
    {"id", SN_SHOW_ID},
    {"id,title", SN_SHOW_ID | SN_SHOW_TITLE},
    {" title , id ", SN_SHOW_ID | SN_SHOW_TITLE},
    {"id,id", SN_SHOW_ID},
    {"body,score,highlight", SN_SHOW_BODY | SN_SHOW_SCORE | SN_SHOW_HIGHLIGHT},
    {"published_at_jalali", SN_SHOW_PUBLISHED_AT_JALALI},
    {"", 0},
    {",", 0},
    {"id,", 0},
    {"ID", 0},
    {"id title", 0},
    {"titel", 0},
    {"*", 0},
};

static void lists_of_fields(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(list_cases); i++) {
        sn_problem problem = {0};
        uint32_t got = 0;
        sn_status s = sn_fields_parse(sn_str_of(list_cases[i].list), SN_SHOW_ANY, &got, &problem);
        assert_int_equal(got, list_cases[i].want);
        assert_int_equal(s, got != 0 ? SN_OK : SN_EINVAL);
        assert_true(s == SN_OK || strstr(problem.detail, "id,url,title") != NULL);
    }
}

static void an_article_has_no_score(void **state)
{
    (void)state;
    sn_problem problem = {0};
    uint32_t got = 0;
    assert_int_equal(sn_fields_parse(SN_STR("id,score"), SN_SHOW_ARTICLE, &got, &problem),
                     SN_EINVAL);
    assert_int_equal(got, 0);
    assert_null(strstr(problem.detail, "duplicates"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_harmless),
        cmocka_unit_test(lists_of_fields),
        cmocka_unit_test(an_article_has_no_score),
    };
    return cmocka_run_group_tests_name("query/fields", tests, NULL, NULL);
}
