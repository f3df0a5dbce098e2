#include "tests/unit/base/testing.h"

#include "query/question.h"

#include <string.h>

static sn_analyzer *analyzer;

static int make_analyzer(void **state)
{
    (void)state;
    return sn_analyzer_create(sn_lexicon_builtin(), &analyzer) == SN_OK ? 0 : -1;
}

static int destroy_analyzer(void **state)
{
    (void)state;
    sn_analyzer_destroy(analyzer);
    return 0;
}

/* Units in their order: words as stem, stem{parts} and [stem] for those that carry no weight;
 * phrases "…", exclusions -. */
static void describe(const sn_question *q, sn_buf *out)
{
    for (size_t u = 0; u < q->n_units; u++) {
        const sn_unit *unit = &q->units[u];
        static const char *const open[] = {"", "\"", "", "="}, *const close[] = {"", "\"", "*", ""};
        sn_buf_add_format(out, "%s%s", u > 0 ? " " : "",
                          unit->is_excluded ? "-(" : open[unit->kind]);
        for (size_t i = 0; i < unit->n; i++) {
            const sn_asked_word *w = &q->words[unit->first + i];
            bool plain = w->is_scored || unit->is_excluded;
            sn_buf_add_format(out, "%s%s%.*s", i > 0 ? " " : "", plain ? "" : "[", (int)w->stem.len,
                              w->stem.at);
            for (size_t k = 0; k < w->n_parts; k++)
                sn_buf_add_format(out, "%s%.*s", k == 0 ? "{" : " ", (int)w->parts[k].len,
                                  w->parts[k].at);
            sn_buf_add_format(out, "%s%s%.*s%s", w->n_parts > 0 ? "}" : "",
                              w->reading.len > 0 ? "|" : "", (int)w->reading.len, w->reading.at,
                              plain ? "" : "]");
        }
        sn_buf_add_format(out, "%s", unit->is_excluded ? ")" : close[unit->kind]);
    }
}

static const struct question_case {
    const char *name, *q, *want;
} cases[] = {
    {"a half-space plural", "کتاب‌ها", "کتاب"},
    {"a joined plural", "کتابها", "کتاب"},
    {"a spaced plural", "کتاب ها", "کتاب"},
    {"a compound with a half-space", "رئیس‌جمهور", "رییسجمهور{رییس جمهور}"},
    {"a joined compound", "رئیسجمهور", "رییسجمهور{رییس جمهور}"},
    {"a spaced compound", "رئیس جمهور", "رییسجمهور{رییس جمهور}"},
    {"Arabic letters", "رئيس جمهور", "رییسجمهور{رییس جمهور}"},
    {"a cut word", "COVID-19", "covid19{covid 19}"},
    {"a run-on has the words that it may be", "گیتیآنلاین", "گیتیانلاین{گیتی انلاین}"},
    {"of a compound in it the parts", "اطلاعرسانیپویا", "اطلاعرسانیپویا{اطلاع رسانی پویا}"},
    {"a joined form has the other word that it may be", "حرفهای", "حرف|حرفه"},
    {"but not with its half-space", "حرفه‌ای حرف‌های", "حرفه حرف"},
    {"a phrase with a run-on", "\"شهر گیتیآنلاین\"", "\"شهر گیتیانلاین{گیتی انلاین}\""},
    {"stop words beside content carry nothing", "کتاب از ایران", "کتاب [از] ایران"},
    {"stop words alone are the query", "از ما به شما", "از ما به شما"},
    {"a second mention carries nothing", "کتاب ایران کتاب", "کتاب ایران [کتاب]"},
    {"a phrase", "\"کتاب ایران\"", "\"کتاب ایران\""},
    {"a phrase of one word is a word", "\"کتاب\"", "کتاب"},
    {"a phrase keeps its stop words", "«خرید از ایران»", "\"خرید [از] ایران\""},
    {"a phrase without words is left out", "\"!\" کتاب", "کتاب"},
    {"an excluded word", "کتاب -ایران", "کتاب -(ایران)"},
    {"only an excluded word", "-ایران", "-(ایران)"},
    {"excluded content makes no stop words", "از -ایران", "از -(ایران)"},
    {"punctuation is nothing", "!؟ … ،", ""},
};

static void questions(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        SN_CLEANUP(sn_question) sn_question q = {0};
        SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(4096);
        sn_problem problem = {0};
        assert_int_equal(sn_question_read(analyzer, sn_str_of(cases[i].q), &q, &problem), SN_OK);
        describe(&q, &got);
        assert_string_equal(sn_buf_text(&got), cases[i].want);
    }
}

/* Positions run through quotes and exclusions, so that distances are those of the text. */
static void positions_run_on(void **state)
{
    (void)state;
    SN_CLEANUP(sn_question) sn_question q = {0};
    assert_int_equal(
        sn_question_read(analyzer,
                         SN_STR("ایران \"کتاب خوب\" رئیس‌جمهور تهران"),
                         &q, NULL),
        SN_OK);
    assert_int_equal(q.n_words, 5);
    static const uint32_t want[] = {0, 1, 2, 3, 5};
    for (size_t i = 0; i < q.n_words; i++)
        assert_int_equal(q.words[i].pos, want[i]);
}

/* A phrase is matched by parts, which articles have at their places in every writing. */
static void phrase_terms_are_parts(void **state)
{
    (void)state;
    SN_CLEANUP(sn_question) sn_question q = {0};
    assert_int_equal(
        sn_question_read(analyzer, SN_STR("«رئیس‌جمهور ایران»"), &q, NULL),
        SN_OK);
    assert_int_equal(q.n_units, 1);
    assert_int_equal(q.units[0].n_terms, 3);
    assert_int_equal(q.units[0].span, 3);
    assert_str(q.units[0].terms[0], "رییس");
    assert_str(q.units[0].terms[2], "ایران");
}

static void too_many_words_are_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(8192);
    SN_CLEANUP(sn_question) sn_question fits = {0};
    SN_CLEANUP(sn_question) sn_question over = {0};
    sn_problem problem = {0};
    for (int i = 0; i < SN_LIMIT_QUERY_TERMS; i++)
        sn_buf_add_format(&text, "کتاب ");
    assert_int_equal(sn_question_read(analyzer, sn_buf_str(&text), &fits, &problem), SN_OK);
    sn_buf_add_format(&text, "ایران");
    assert_int_equal(sn_question_read(analyzer, sn_buf_str(&text), &over, &problem), SN_ELIMIT);
    assert_string_equal(problem.code, "limit_exceeded");
    assert_string_equal(problem.parameter, "q");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions),
        cmocka_unit_test(positions_run_on),
        cmocka_unit_test(phrase_terms_are_parts),
        cmocka_unit_test(too_many_words_are_refused),
    };
    return cmocka_run_group_tests_name("query/question", tests, make_analyzer, destroy_analyzer);
}
