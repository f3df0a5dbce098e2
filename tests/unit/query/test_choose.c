/* Articles that are chosen by words, filters, ids and addresses. */
#include "tests/unit/query/shelf.h"

#include "query/choose.h"

#include <stdio.h>
#include <string.h>

static const char *const articles[] = {
    "{\"id\":\"a\",\"title\":\"پل "
    "مهرسار\",\"source\":\"پیک\",\"published_at\":\"2026-11-01T08:00:00Z\","
    "\"url\":\"https://peyk.example/1\"}",
    "{\"id\":\"b\",\"title\":\"پل "
    "مهرسار\",\"source\":\"پیک\",\"published_at\":\"2026-11-02T08:00:00Z\","
    "\"url\":\"https://peyk.example/2\"}",
    "{\"id\":\"c\",\"title\":\"باران در "
    "مهرسار\",\"source\":\"سپیده\",\"published_at\":\"2026-11-03T08:00:00Z\","
    "\"url\":\"https://sepide.example/1\",\"tags\":[\"باران\"]}",
    "{\"id\":\"d\",\"title\":\"سخن تازه\",\"source\":\"سپیده\"}",
};

static int furnish(void **state)
{
    return shelf_furnish(state, articles, COUNT_OF(articles));
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

#define MOST 3

/* The ids, joined by blanks, in the order of bytes; or the code and parameter of what it was refused with. */
static const char *chosen(shelf *s, const char *const *settings, uint32_t *total)
{
    static char out[400];
    SN_CLEANUP(sn_choice) sn_choice choice = {0};
    SN_CLEANUP(sn_chosen) sn_chosen found = {0};
    sn_problem problem = {0};
    assert_int_equal(sn_choice_init(&choice), SN_OK);
    sn_status status = SN_OK;
    for (; *settings != NULL && status == SN_OK; settings++) {
        const char *equals = strchr(*settings, '=');
        status = sn_choice_set(&choice, (sn_str){*settings, (size_t)(equals - *settings)},
                               sn_str_of(equals + 1), 1795000000, &problem);
    }
    if (status == SN_OK)
        status = sn_choice_check(&choice, &problem);
    if (status == SN_OK)
        status = sn_searcher_choose(s->searcher, &choice, MOST, &found, &problem);
    if (status != SN_OK) {
        assert_true(problem.detail[0] != '\0' && problem.detail_fa[0] != '\0');
        snprintf(out, sizeof out, "%s %s", problem.code, problem.parameter);
        return out;
    }
    out[0] = '\0';
    for (size_t i = 0; i < found.n; i++) {
        strcat(strcat(out, i > 0 ? " " : ""), found.at[i].id);
        assert_true(found.at[i].etag != 0);
    }
    *total = found.total;
    return shelf_sorted(out);
}

static void what_is_said_is_what_is_chosen(void **state)
{
    static const struct {
        const char *settings[4], *ids;
        uint32_t total;
    } cases[] = {
        {{"q=پل"}, "a b", 2},
        {{"q=پل باران"}, "", 0}, /* all words are needed */
        {{"q=پلل"}, "", 0},      /* nothing is corrected */
        {{"q=\"باران پل\""}, "", 0},
        {{"q=title:مهرسار"}, "a b c", 3},
        {{"filter.source=پیک"}, "a b", 2},
        {{"filter.source=پیک", "q=باران"}, "", 0},
        {{"filter.tag=باران"}, "c", 1},
        {{"from=2026-11-02", "to=2026-11-02"}, "b", 1},
        {{"ids=a", "ids=c", "ids=never"}, "a c", 2},
        {{"ids=never"}, "", 0},
        {{"ids=a", "ids=c", "filter.source=پیک"}, "a", 1},
        {{"urls=http://www.peyk.example/2/#x"}, "b", 1},
        {{"urls=https://peyk.example/3", "urls=nonsense"}, "", 0},
        {{"urls=https://peyk.example/1", "ids=b"}, "", 0},
        {{"from=2026-01-01"}, "a b c", 3},
        {{"mode=exact", "q=پل‌ها"}, "", 0},
        {{"q=مهرسار", "filter.source=پیک", "to=2026-11-01"}, "a", 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint32_t total = 0;
        print_message("  %s %s\n", cases[i].settings[0], cases[i].settings[1]);
        assert_string_equal(chosen(*state, cases[i].settings, &total), cases[i].ids);
        assert_int_equal(total, cases[i].total);
    }
}

static void what_means_everything_is_refused(void **state)
{
    static const struct {
        const char *settings[3], *refusal;
    } cases[] = {
        {{NULL}, "invalid_parameter q"},
        {{"q= "}, "invalid_parameter q"},
        {{"q=!!!"}, "invalid_parameter q"},
        {{"q=!!!", "filter.source=پیک"}, "invalid_parameter q"},
        {{"q=-پل"}, "invalid_parameter q"},
        {{"mode=exact"}, "invalid_parameter q"},
        {{"sort=date", "q=پل"}, "unknown_parameter sort"},
        {{"limit=1", "q=پل"}, "unknown_parameter limit"},
        {{"q=پل", "q=باران"}, "repeated_parameter q"},
        {{"from=x"}, "invalid_parameter from"},
        {{"ids=\xff"}, "invalid_parameter ids"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint32_t total = 0;
        print_message("  %s\n", cases[i].refusal);
        assert_string_equal(chosen(*state, cases[i].settings, &total), cases[i].refusal);
    }
}

static void what_is_hidden_is_not_chosen(void **state)
{
    uint32_t total = 0;
    shelf_hide(*state, "a");
    assert_string_equal(chosen(*state, (const char *const[]){"q=پل", NULL}, &total), "b");
    assert_int_equal(total, 1);
    assert_string_equal(chosen(*state, (const char *const[]){"ids=a", NULL}, &total), "");
    assert_int_equal(total, 0);
}

static void more_than_are_taken_are_counted(void **state)
{
    uint32_t total = 0;
    static const char *const all[] = {"ids=a", "ids=b", "ids=c", "ids=d", NULL};
    const char *ids = chosen(*state, all, &total);
    assert_int_equal(strlen(ids), 5);
    assert_int_equal(total, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(what_is_said_is_what_is_chosen),
        FURNISHED(what_means_everything_is_refused),
        FURNISHED(what_is_hidden_is_not_chosen),
        FURNISHED(more_than_are_taken_are_counted),
    };
    return cmocka_run_group_tests_name("query/choose", tests, NULL, NULL);
}
