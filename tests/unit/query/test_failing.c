/* Every way to ask, with each allocation, each call of files and each call of the index failing in its turn. */
#include "tests/unit/base/failing.h"
#include "tests/unit/query/shelf.h"

#include "layout/membership.h"
#include "layout/settings.h"
#include "query/choose.h"
#include "query/dictionaries.h"
#include "query/duplicates.h"
#include "query/evaluate.h"
#include "query/judged.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW 1795000000 /* 2026-11-18T11:06:40Z */

static const struct shelved {
    const char *json, *copies, *story;
} articles[] = {
    {"{'id':'a1','title':'سیل پل مهرسار را برد','lead':'رودخانه طغیان کرد.','body':'پل مهرسار فرو "
     "ریخت و مردم گلدشت "
     "رفتند.','source':'پیک','author':['پویان'],'tags':['سیل'],'category':['شهر'],"
     "'published_at':'2026-11-16T09:00:00Z','url':'https://peyk.example/1'}",
     "a1", "a1"},
    {"{'id':'a2','title':'سیل پل مهرسار را برد','body':'پل مهرسار فرو ریخت و مردم گلدشت "
     "رفتند.','source':'خزر','published_at':'2026-11-16T10:00:00Z'}",
     "a1", "a1"},
    {"{'id':'a3','title':'بازسازی پل مهرسار','body':'پس از سیل پل ساخته "
     "می‌شود.','source':'دشت',"
     "'tags':['پل'],'published_at':'2026-11-18T08:00:00Z'}",
     "a3", "a1"},
    {"{'id':'a4','title':'بهای گندم','body':'نان گران شد.','source':'خزر','category':['اقتصاد'],"
     "'published_at':'2026-11-17T08:00:00Z','expires_at':'2036-01-01T00:00:00Z'}",
     "a4", "a4"},
    {"{'id':'a5','title':'تاریخچهٔ پل','body':'پل روی رودخانه بود.'}", "a5", "a5"},
};

static void put_settings(shelf *s)
{
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf pins = SN_BUF(1 << 16);
    sn_setting_record r = {1, SN_STR("گندم"), SN_STR("{\"pinned\":[\"a5\"],\"hidden\":[\"a9\"]}")};
    assert_int_equal(sn_setting_record_add(&r, &pins), SN_OK);
    assert_ok(sn_xap_writer_set_metadata(s->writer, SN_STR(SN_META_PINS), sn_buf_str(&pins), &err),
              &err);
    assert_ok(sn_xap_writer_set_metadata(s->writer, SN_STR(SN_META_SETTINGS),
                                         SN_STR("0123456789abcdef"), &err),
              &err);
}

static void put_words(const shelf *s)
{
    static const struct {
        const char *name, *text;
    } files[] = {{"synonyms", "گندم, غله\n"},
                 {"stop", "است\n"},
                 {"protected", "ژیژک\n"},
                 {"stems", "ژیژه\tگندم\n"},
                 {"queries", "سیل\t7\nپل مهرسار\t3\n"}};
    sn_error err = {0};
    for (size_t i = 0; i < COUNT_OF(files); i++)
        assert_ok(sn_word_file_put(s->place->dir, sn_word_file_of(sn_str_of(files[i].name)),
                                   sn_str_of(files[i].text), &err),
                  &err);
}

static int furnish(void **state)
{
    if (shelf_make(state) != 0)
        return -1;
    shelf *s = *state;
    sn_error err = {0};
    for (size_t i = 0; i < COUNT_OF(articles); i++) {
        char json[1000];
        snprintf(json, sizeof json, "%s", articles[i].json);
        for (char *c = json; *c != '\0'; c++)
            *c = *c == '\'' ? '"' : *c;
        shelf_put_in(s, json, 0, articles[i].copies, articles[i].story);
    }
    put_settings(s);
    put_words(s);
    shelf_commit(s);
    shelf_hide(s, "a9");
    shelf_configure(s, "profiles = { night = { inherits = \"editor\"; exact = 0.5; }; };\n");
    assert_ok(sn_engine_reload(s->engine, &err), &err);
    return 0;
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

/* ---- ways to ask */

typedef struct asked {
    shelf *shelf;
    const char *settings[16];
    const char *first; /* the answer of an undisturbed run; owned */
} asked;

/* What a failure leaves of an answer is what was there before it. */
static sn_status end(const asked *a, sn_status s, const sn_buf *out, const sn_problem *problem,
                     sn_error *err)
{
    (void)a;
    if (s != SN_OK) {
        assert_str(sn_buf_str(out), "before");
        return sn_fail(err, s, "%s", problem->detail);
    }
    assert_true(out->len > 6);
    return SN_OK;
}

typedef sn_status setter(void *request, sn_str name, sn_str value, sn_problem *problem);

static sn_status set_all(const asked *a, setter *set, void *request, sn_problem *problem)
{
    for (const char *const *at = a->settings; *at != NULL; at++) {
        size_t len = strcspn(*at, "=");
        sn_status s = set(request, (sn_str){*at, len}, sn_str_of(*at + len + 1), problem);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

static sn_status set_search(void *request, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_request_set(request, name, value, SN_ASKER_OPERATOR, NOW, problem);
}

static sn_status search(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_status s = sn_buf_add(&out, "before", 6);
    if (s != SN_OK)
        return s;
    s = sn_request_init(&r);
    if (s == SN_OK)
        s = set_all(a, set_search, &r, &problem);
    r.now_sec = NOW;
    if (s == SN_OK)
        s = sn_search_json(a->shelf->searcher, &r, NULL, &out, &problem);
    return end(a, s, &out, &problem, err);
}

static sn_status spell(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_status s = sn_buf_add(&out, "before", 6);
    if (s != SN_OK)
        return s;
    s = sn_request_init(&r);
    if (s == SN_OK)
        s = set_all(a, set_search, &r, &problem);
    if (s == SN_OK)
        s = sn_spell_json(a->shelf->searcher, &r, NULL, &out, &problem);
    return end(a, s, &out, &problem, err);
}

static sn_status rank(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_ranking) sn_ranking ranking = {0};
    sn_status s = sn_request_init(&r);
    if (s == SN_OK)
        s = set_all(a, set_search, &r, &problem);
    if (s == SN_OK)
        s = sn_search_ranking(a->shelf->searcher, &r, &ranking, &problem);
    if (s == SN_OK)
        assert_true(ranking.n > 0);
    return s == SN_OK ? SN_OK : sn_fail(err, s, "%s", problem.detail);
}

static sn_status set_related(void *request, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_related_request_set(request, name, value, SN_ASKER_OPERATOR, NOW, problem);
}

static sn_status relate(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    SN_CLEANUP(sn_related_request) sn_related_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_status s = sn_buf_add(&out, "before", 6);
    if (s != SN_OK)
        return s;
    s = sn_related_request_init(&r);
    r.search.now_sec = NOW;
    if (s == SN_OK)
        s = set_all(a, set_related, &r, &problem);
    if (s == SN_OK)
        s = sn_related_json(a->shelf->searcher, &r, NULL, &out, &problem);
    return end(a, s, &out, &problem, err);
}

static sn_status set_suggest(void *request, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_suggest_request_set(request, name, value, problem);
}

static sn_status suggest(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    sn_suggest_request r;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_status s = sn_buf_add(&out, "before", 6);
    if (s != SN_OK)
        return s;
    sn_suggest_request_init(&r);
    s = set_all(a, set_suggest, &r, &problem);
    if (s == SN_OK)
        s = sn_suggest_json(a->shelf->searcher, &r, NULL, &out, &problem);
    return end(a, s, &out, &problem, err);
}

static sn_status set_stories(void *request, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_stories_request_set(request, name, value, NOW, problem);
}

static sn_status tell_stories(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    char name[SN_GROUP_TEXT_SIZE];
    sn_problem problem = {0};
    SN_CLEANUP(sn_stories_request) sn_stories_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_status s = sn_buf_add(&out, "before", 6);
    if (s != SN_OK)
        return s;
    sn_group_write(SN_GROUP_STORY, sn_group_name(SN_STR("a1")), name);
    bool is_one = strncmp(a->settings[0], "calendar=", 9) == 0;
    s = is_one ? sn_stories_request_init_one(&r, sn_str_of(name))
               : sn_stories_request_init(&r, NOW);
    if (s == SN_OK)
        s = set_all(a, set_stories, &r, &problem);
    if (s == SN_OK)
        s = sn_stories_json(a->shelf->searcher, &r, NULL, &out, &problem);
    return end(a, s, &out, &problem, err);
}

static sn_status set_duplicates(void *request, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_duplicates_request_set(request, name, value, problem);
}

static sn_status copies(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    sn_duplicates_request r;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_status s = sn_buf_add(&out, "before", 6);
    if (s != SN_OK)
        return s;
    sn_duplicates_request_init(&r);
    s = set_all(a, set_duplicates, &r, &problem);
    if (s == SN_OK)
        s = sn_duplicates_json(a->shelf->searcher, SN_STR("a1"), &r, NULL, &out, &problem);
    return end(a, s, &out, &problem, err);
}

static sn_status set_choice(void *request, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_choice_set(request, name, value, NOW, problem);
}

static sn_status choose(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    SN_CLEANUP(sn_choice) sn_choice c = {0};
    SN_CLEANUP(sn_chosen) sn_chosen chosen = {0};
    sn_status s = sn_choice_init(&c);
    if (s == SN_OK)
        s = set_all(a, set_choice, &c, &problem);
    if (s == SN_OK)
        s = sn_searcher_choose(a->shelf->searcher, &c, 10, &chosen, &problem);
    if (s == SN_OK)
        assert_true(chosen.n > 0);
    return s == SN_OK ? SN_OK : sn_fail(err, s, "%s", problem.detail);
}

static sn_status show_article(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    uint64_t etag = 0;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    return sn_searcher_article_json(a->shelf->searcher, SN_STR("a1"), 0, &out, &etag, err);
}

static sn_status analyze(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_status s = sn_buf_add(&out, "before", 6);
    if (s == SN_OK)
        s = sn_searcher_analyze_json(
            a->shelf->searcher, SN_STR("کتاب‌های peyk.example/1 و ۱۴۰۳/۰۸/۲۸"),
            NULL, &out, &problem);
    return s == SN_OK ? SN_OK : sn_fail(err, s, "%s", problem.detail);
}

static sn_status check_settings(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_status s = sn_searcher_check_pin(a->shelf->searcher, SN_STR("سیل"), err);
    return s == SN_OK ? sn_searcher_check_synonyms(a->shelf->searcher, SN_STR("سیل, طغیان\n"), err)
                      : s;
}

static sn_status say_status(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_engine_status status;
    return sn_searcher_status(a->shelf->searcher, &status, err);
}

static sn_status evaluate(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    sn_comparison comparison;
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_judged) sn_judged j = {0};
    SN_CLEANUP(sn_evaluation) sn_evaluation e = {0};
    sn_status s = sn_judged_read_topics(&j, SN_STR("1\tسیل\n2\tپل\n"), err);
    if (s == SN_OK)
        s = sn_judged_read_qrels(&j, SN_STR("1 0 a1 2\n2 0 a3 1\n2 0 a5 0\n"), err);
    if (s == SN_OK)
        s = sn_judged_settle(&j, err);
    if (s == SN_OK)
        s = sn_evaluate_request(&r);
    if (s == SN_OK)
        s = sn_evaluate(a->shelf->searcher, &r, &j, 1, 0, &e, &problem);
    if (s == SN_OK)
        s = sn_evaluations_compare(&j, &e, &e, 1, &comparison);
    return s == SN_OK ? SN_OK : sn_fail(err, s, "%s", problem.detail);
}

static sn_status take_over(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_status s = sn_engine_reload(a->shelf->engine, err);
    return s == SN_OK ? say_status(ctx, err) : s;
}

/* With a scope nothing of a searcher is as it was without. */
static sn_status search_in_scope(void *ctx, sn_error *err)
{
    const asked *a = ctx;
    sn_problem problem = {0};
    SN_CLEANUP(sn_request) sn_request scope = {0};
    sn_status s = sn_request_init(&scope);
    if (s == SN_OK)
        s = set_search(&scope, SN_STR("filter.source"), SN_STR("خزر"), &problem);
    if (s != SN_OK)
        return s;
    sn_searcher_set_scope(a->shelf->searcher, &scope);
    s = search(ctx, err);
    sn_searcher_set_scope(a->shelf->searcher, NULL);
    return s;
}

/* Everything from nothing. */
static sn_status open_and_search(void *ctx, sn_error *err)
{
    asked a = *(const asked *)ctx;
    shelf fresh = *a.shelf;
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    sn_status s = sn_engine_open(fresh.place->dir, NULL, &engine, err);
    if (s == SN_OK)
        s = sn_searcher_create(engine, &searcher, err);
    if (s != SN_OK)
        return s;
    fresh.searcher = searcher;
    a.shelf = &fresh;
    return search(&a, err);
}

static const struct {
    const char *name;
    failing_fn *scenario;
    const char *settings[10];
} cases[] = {
    {"words, all that is shown of them",
     search,
     {"q=سیل پل", "explain=true", "fields=id,title,body,language,duplicates,story,source,tags",
      "facets=source,category,date:month,tag", "snippet.count=3"}},
    {"a phrase, a prefix, a group, a field, a date, what is left out",
     search,
     {"q=\"پل مهرسار\" ساخ* OR (فرو title:سیل) -گندم ۱۴۰۵/۰۸/۲۵", "match=any"}},
    {"filters and ranges of highlights",
     search,
     {"q=پل", "filter.source=دشت", "filter.tag=پل", "from=2026-11-01", "to=2026-11-30",
      "highlight=ranges"}},
    {"a list by date",
     search,
     {"filter.source=خزر", "sort=-date", "limit=1", "facets=date:day", "facet.sort=value"}},
    {"copies with their members", search, {"q=پل", "collapse=duplicates", "duplicates.members=3"}},
    {"stories with their members", search, {"q=پل", "collapse=story", "story.members=3"}},
    {"few of a source", search, {"q=پل سیل", "max_per_source=1", "freshness=auto", "limit=2"}},
    {"what editors put first", search, {"q=گندم", "expand=true"}},
    {"a query that finds nothing as it stands", search, {"q=مهرصار", "correct=auto"}},
    {"one that is typed on another keyboard", search, {"q=sdg", "correct=suggest"}},
    {"in a scope", search_in_scope, {"q=گران"}},
    {"from nothing", open_and_search, {"q=سیل", "limit=2"}},
    {"what a query was meant to be", spell, {"q=mehrsar"}},
    {"ids and scores", rank, {"q=پل"}},
    {"related to an article", relate, {"id=a1", "explain=true", "highlight=true"}},
    {"related to an address", relate, {"url=https://peyk.example/1", "mode=followup"}},
    {"related to a text",
     relate,
     {"title=سیل", "body=پل مهرسار در سیل فرو ریخت.", "window=90d", "max_per_source=1"}},
    {"completions", suggest, {"q=پ"}},
    {"completions of a word behind words", suggest, {"q=سیل پل م", "types=title,query"}},
    {"the biggest stories", tell_stories, {"since=2026-11-01", "filter.source=خزر"}},
    {"one story", tell_stories, {"calendar=gregorian"}},
    {"copies of an article", copies, {"limit=5"}},
    {"all that a filter finds", choose, {"q=پل", "filter.source=دشت"}},
    {"some by id and address", choose, {"ids=a1", "urls=https://peyk.example/1"}},
    {"an article", show_article, {NULL}},
    {"what the analysis does", analyze, {NULL}},
    {"are settings of use", check_settings, {NULL}},
    {"the status", say_status, {NULL}},
    {"an evaluation", evaluate, {NULL}},
    {"configuration and words read again", take_over, {NULL}},
};

static void ask_each(shelf *s, unsigned kinds)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        asked a = {.shelf = s};
        memcpy(a.settings, cases[i].settings, sizeof cases[i].settings);
        size_t n = each_call_fails_of(kinds, cases[i].scenario, &a);
        print_message("  case: %s: %zu\n", cases[i].name, n);
    }
}

static void without_memory_an_answer_is_a_status_and_the_next_one_is_right(void **state)
{
    ask_each(*state, FAILING_MEMORY);
}

static void so_it_is_when_files_cannot_be_read(void **state)
{
    ask_each(*state, FAILING_FILES);
}

static void so_it_is_when_the_index_cannot_be_read(void **state)
{
    failing_index_status(test_seed() % 2 == 0 ? SN_EIO : SN_ECORRUPT);
    ask_each(*state, FAILING_INDEX);
    failing_index_status(SN_EIO);
}

/* A request that loses its snapshot is done again, whatever it was about to do: nobody hears of it. */
static void a_snapshot_that_goes_away_at_any_call_is_not_noticed(void **state)
{
    failing_index_status(SN_ESTALE);
    ask_each(*state, FAILING_INDEX);
    failing_index_status(SN_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(without_memory_an_answer_is_a_status_and_the_next_one_is_right),
        FURNISHED(so_it_is_when_files_cannot_be_read),
        FURNISHED(so_it_is_when_the_index_cannot_be_read),
        FURNISHED(a_snapshot_that_goes_away_at_any_call_is_not_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
