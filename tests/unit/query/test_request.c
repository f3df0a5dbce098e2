#include "tests/unit/base/testing.h"

#include "base/utf8.h"
#include "query/request.h"

#include <stdlib.h>
#include <string.h>

#define NOW 1795000000 /* 2026-11-18 */

static const struct value_case {
    const char *name, *parameter, *value;
    sn_asker asker;
    sn_status status;
    const char *code; /* of the problem, NULL for SN_OK */
} value_cases[] = {
    {"a query is taken", "q", "مذاکرات وین", SN_ASKER_CLIENT, SN_OK, NULL},
    {"an empty query is taken", "q", "", SN_ASKER_CLIENT, SN_OK, NULL},
    {"each sort is taken", "sort", "-date", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a plus is no sort", "sort", "+date", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a prefix of a value is no value", "sort", "dat", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"an empty value is no value", "sort", "", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"several values at once are none", "match", "auto|all", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"freshness high", "freshness", "high", SN_ASKER_CLIENT, SN_OK, NULL},
    {"freshness auto", "freshness", "auto", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a freshness that does not exist", "freshness", "max", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"a profile, looked up when the search begins", "profile", "any", SN_ASKER_CLIENT, SN_OK, NULL},
    {"hits of one source", "max_per_source", "2", SN_ASKER_CLIENT, SN_OK, NULL},
    {"none of one source", "max_per_source", "0", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"too many of one source", "max_per_source", "101", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"hours", "half_life", "12h", SN_ASKER_CLIENT, SN_OK, NULL},
    {"days", "half_life", "3d", SN_ASKER_CLIENT, SN_OK, NULL},
    {"weeks", "half_life", "2w", SN_ASKER_CLIENT, SN_OK, NULL},
    {"the longest half-life", "half_life", "3650d", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a half-life too long", "half_life", "3651d", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a half-life of nothing", "half_life", "0h", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a negative half-life", "half_life", "-3d", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"half a day", "half_life", "0.5d", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a half-life without unit", "half_life", "12", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"a unit without number", "half_life", "d", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"an empty half-life", "half_life", "", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"months are no unit", "half_life", "3m", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"match any", "match", "any", SN_ASKER_CLIENT, SN_OK, NULL},
    {"collapse none", "collapse", "none", SN_ASKER_CLIENT, SN_OK, NULL},
    {"collapse story", "collapse", "story", SN_ASKER_CLIENT, SN_OK, NULL},
    {"copies of a hit", "duplicates.members", "20", SN_ASKER_CLIENT, SN_OK, NULL},
    {"too many copies of a hit", "duplicates.members", "21", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"explain true", "explain", "true", SN_ASKER_CLIENT, SN_OK, NULL},
    {"explain 1 is neither true nor false", "explain", "1", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"highlight by ranges", "highlight", "ranges", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a mark", "highlight.pre", "<mark>", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a mark that is a script", "highlight.pre", "<script>", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"the shortest passage", "snippet.length", "20", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a passage too short", "snippet.length", "19", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"a passage too long", "snippet.length", "1001", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"no passages", "snippet.count", "0", SN_ASKER_CLIENT, SN_OK, NULL},
    {"too many passages", "snippet.count", "6", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"fields", "fields", "id,title", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a field that is none", "fields", "id,tite", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"highlight false", "highlight", "false", SN_ASKER_CLIENT, SN_OK, NULL},
    {"the smallest limit", "limit", "1", SN_ASKER_CLIENT, SN_OK, NULL},
    {"the greatest limit", "limit", "100", SN_ASKER_CLIENT, SN_OK, NULL},
    {"limit 0", "limit", "0", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"limit 101 of a client", "limit", "101", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"limit 1000 of an operator", "limit", "1000", SN_ASKER_OPERATOR, SN_OK, NULL},
    {"limit 1001 of an operator", "limit", "1001", SN_ASKER_OPERATOR, SN_EINVAL,
     "invalid_parameter"},
    {"a huge limit", "limit", "1000000", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a limit past 64 bits", "limit", "99999999999999999999", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"a negative limit", "limit", "-1", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a limit in words", "limit", "ده", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a limit with a blank", "limit", "10 ", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"the first offset", "offset", "0", SN_ASKER_CLIENT, SN_OK, NULL},
    {"the last offset", "offset", "10000", SN_ASKER_CLIENT, SN_OK, NULL},
    {"an offset too deep", "offset", "10001", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a Jalali date", "from", "۱۴۰۰/۰۶/۰۵", SN_ASKER_CLIENT, SN_OK, NULL},
    {"days before now", "from", "-7d", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a day that does not exist", "to", "1404/13/01", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"no date at all", "from", "کتاب", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a source", "filter.source", "ایرنا", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a category in brackets", "filter[category]", "ورزش", SN_ASKER_CLIENT, SN_OK, NULL},
    {"an author", "filter.author", "مینا راد", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a tag in brackets", "filter[tag]", "پل", SN_ASKER_CLIENT, SN_OK, NULL},
    {"one facet", "facets", "source", SN_ASKER_CLIENT, SN_OK, NULL},
    {"all facets", "facets", "source,category,author,tag,date:day,date:month,date:year",
     SN_ASKER_CLIENT, SN_OK, NULL},
    {"an unknown facet", "facets", "source,colour", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"a facet twice", "facets", "tag,source,tag", SN_ASKER_CLIENT, SN_EINVAL, "repeated_parameter"},
    {"no facet", "facets", "", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a comma too many", "facets", "source,", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"blanks around names of facets", "facets", " source, tag ", SN_ASKER_CLIENT, SN_OK, NULL},
    {"dates without a unit", "facets", "date", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"the most values of a facet", "facet.limit", "1000", SN_ASKER_CLIENT, SN_OK, NULL},
    {"more than these", "facet.limit", "1001", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"no values of a facet", "facet.limit", "0", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"facets by value", "facet.sort", "value", SN_ASKER_CLIENT, SN_OK, NULL},
    {"facets by name", "facet.sort", "name", SN_ASKER_CLIENT, SN_EINVAL, "invalid_parameter"},
    {"a calendar", "calendar", "gregorian", SN_ASKER_CLIENT, SN_OK, NULL},
    {"a calendar that is not counted in", "calendar", "hijri", SN_ASKER_CLIENT, SN_EINVAL,
     "invalid_parameter"},
    {"an unknown filter", "filter.colour", "red", SN_ASKER_CLIENT, SN_EINVAL, "unknown_parameter"},
    {"an unknown filter in brackets", "filter[colour]", "red", SN_ASKER_CLIENT, SN_EINVAL,
     "unknown_parameter"},
    {"a bracket that does not end", "filter[source", "x", SN_ASKER_CLIENT, SN_EINVAL,
     "unknown_parameter"},
    {"an unknown name", "pg", "2", SN_ASKER_CLIENT, SN_EINVAL, "unknown_parameter"},
    {"names are case-sensitive", "Q", "x", SN_ASKER_CLIENT, SN_EINVAL, "unknown_parameter"},
    {"an empty name", "", "x", SN_ASKER_CLIENT, SN_EINVAL, "unknown_parameter"},
    {"now of a client", "now", "2026-11-22", SN_ASKER_CLIENT, SN_EINVAL, "unknown_parameter"},
    {"now of an operator", "now", "2026-11-22", SN_ASKER_OPERATOR, SN_OK, NULL},
    {"an ill-formed query", "q", "\xd8", SN_ASKER_CLIENT, SN_EUTF8, "invalid_parameter"},
    {"an ill-formed name", "\xff\xfe", "x", SN_ASKER_CLIENT, SN_EINVAL, "unknown_parameter"},
};

static void values_are_taken_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(value_cases); i++) {
        const struct value_case *c = &value_cases[i];
        print_message("  case: %s\n", c->name);
        SN_CLEANUP(sn_request) sn_request r = {0};
        sn_problem problem = {0};
        assert_int_equal(sn_request_init(&r), SN_OK);
        sn_status s = sn_request_set(&r, sn_str_of(c->parameter), sn_str_of(c->value), c->asker,
                                     NOW, &problem);
        assert_int_equal(s, c->status);
        if (c->code == NULL)
            continue;
        assert_string_equal(problem.code, c->code);
        assert_int_equal(problem.status, c->status);
        assert_true(strlen(problem.detail) > 0 && strlen(problem.detail_fa) > 0);
        assert_true(sn_utf8_is_valid(sn_str_of(problem.detail), NULL));
        assert_true(sn_utf8_is_valid(sn_str_of(problem.detail_fa), NULL));
        if (strcmp(c->code, "invalid_parameter") == 0)
            assert_string_equal(problem.parameter, c->parameter);
    }
}

static void defaults(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    assert_int_equal(sn_request_init(&r), SN_OK);
    assert_string_equal(r.q, "");
    assert_int_equal(r.sort, SN_SORT_RELEVANCE);
    assert_int_equal(r.freshness, SN_FRESHNESS_OF_PROFILE);
    assert_int_equal(r.match, SN_MATCH_AUTO);
    assert_int_equal(r.collapse, SN_COLLAPSE_DUPLICATES);
    assert_null(r.profile);
    assert_true(r.half_days == 0);
    assert_int_equal(r.limit, 10);
    assert_int_equal(r.offset, 0);
    assert_true(r.highlight == SN_HIGHLIGHT_TAGS && !r.explain);
    assert_true(r.from_sec == INT64_MIN && r.to_sec == INT64_MAX);
}

static sn_status set(sn_request *r, const char *name, const char *value, sn_problem *problem)
{
    return sn_request_set(r, sn_str_of(name), sn_str_of(value), SN_ASKER_CLIENT, NOW, problem);
}

static void a_parameter_comes_once(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    assert_int_equal(sn_request_init(&r), SN_OK);
    assert_int_equal(set(&r, "limit", "5", &problem), SN_OK);
    assert_int_equal(set(&r, "limit", "6", &problem), SN_EINVAL);
    assert_string_equal(problem.code, "repeated_parameter");
    assert_string_equal(problem.parameter, "limit");
    assert_int_equal(r.limit, 5);
}

static void filters_repeat_up_to_their_limit(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    assert_int_equal(sn_request_init(&r), SN_OK);
    for (int i = 0; i < SN_LIMIT_FILTER_VALUES; i++)
        assert_int_equal(set(&r, i % 2 == 0 ? "filter.source" : "filter[source]", "x", &problem),
                         SN_OK);
    assert_int_equal(r.source.n, SN_LIMIT_FILTER_VALUES);
    assert_int_equal(set(&r, "filter.source", "x", &problem), SN_ELIMIT);
    assert_string_equal(problem.code, "limit_exceeded");
    assert_string_equal(problem.parameter, "filter.source");
}

static void long_values_are_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    static char text[SN_LIMIT_QUERY_BYTES + 2];
    memset(text, 'a', SN_LIMIT_QUERY_BYTES + 1);
    assert_int_equal(sn_request_init(&r), SN_OK);
    assert_int_equal(set(&r, "q", text, &problem), SN_ELIMIT);
    assert_string_equal(problem.code, "limit_exceeded");
    assert_string_equal(problem.parameter, "q");
    text[SN_LIMIT_QUERY_BYTES] = '\0';
    assert_int_equal(set(&r, "q", text, &problem), SN_OK);
}

static void a_nul_is_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    assert_int_equal(sn_request_init(&r), SN_OK);
    assert_int_equal(
        sn_request_set(&r, SN_STR("q"), SN_STR("a\0b"), SN_ASKER_CLIENT, NOW, &problem), SN_EINVAL);
    assert_string_equal(problem.parameter, "q");
}

/* A period's first second for from, its last one for to. */
static void periods(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    assert_int_equal(sn_request_init(&r), SN_OK);
    assert_int_equal(set(&r, "from", "1400/06/05", &problem), SN_OK);
    assert_int_equal(set(&r, "to", "1400/06/05", &problem), SN_OK);
    assert_int_equal(r.to_sec - r.from_sec, 86399);
    assert_int_equal(r.from_sec, 1630006200); /* 2021-08-27T00:00 +04:30 */
}

/* A refusal quotes the beginning of a value, on one line and cut between characters. */
static void values_are_quoted_briefly(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(4096);
    sn_problem problem = {0};
    sn_buf_add_format(&value, "\x1b[31m\n");
    for (int i = 0; i < 500; i++)
        sn_buf_add_format(&value, "ژ");
    assert_int_equal(sn_request_init(&r), SN_OK);
    assert_int_equal(set(&r, "sort", sn_buf_text(&value), &problem), SN_EINVAL);
    assert_non_null(strstr(problem.detail, "« [31m ژژ"));
    assert_non_null(strstr(problem.detail, "ژ…»"));
    assert_non_null(strstr(problem.detail, "relevance|-date|date"));
    assert_int_equal(set(&r, sn_buf_text(&value), "x", &problem), SN_EINVAL);
    assert_true(sn_utf8_is_valid(sn_str_of(problem.parameter), NULL));
}

static void a_refusal_needs_no_problem(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    assert_int_equal(sn_request_init(&r), SN_OK);
    assert_int_equal(set(&r, "limit", "0", NULL), SN_EINVAL);
    assert_int_equal(set(&r, "nothing", "0", NULL), SN_EINVAL);
}

static void the_table_is_whole(void **state)
{
    (void)state;
    size_t n = 0;
    const sn_parameter *p;
    for (; (p = sn_parameter_at(n)) != NULL; n++)
        assert_true(p->name != NULL && p->values != NULL && p->help != NULL);
    assert_true(n > 10 && n < 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_taken_or_refused),
        cmocka_unit_test(defaults),
        cmocka_unit_test(a_parameter_comes_once),
        cmocka_unit_test(filters_repeat_up_to_their_limit),
        cmocka_unit_test(long_values_are_refused),
        cmocka_unit_test(a_nul_is_refused),
        cmocka_unit_test(periods),
        cmocka_unit_test(values_are_quoted_briefly),
        cmocka_unit_test(a_refusal_needs_no_problem),
        cmocka_unit_test(the_table_is_whole),
    };
    return cmocka_run_group_tests_name("query/request", tests, NULL, NULL);
}
