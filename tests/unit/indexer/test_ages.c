#include "indexer/ages.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static const struct parse_case {
    const char *article, *runs;
    int64_t article_sec;
    const char *want; /* kind=seconds and so on */
} good[] = {
    {NULL, NULL, 0, ""},
    {"90m", NULL, 5400, ""},
    {"2d", "2h", 172800, "=7200 "},
    {NULL, "add=2h,rebuild=26h", 0, "add=7200 rebuild=93600 "},
    {NULL, "3h,backup=1w", 0, "=10800 backup=604800 "},
};

static void limits_are_durations_of_all_or_of_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(1000);
        sn_age_limits limits;
        sn_error err = {0};
        assert_ok(sn_ages_parse(good[i].article, good[i].runs, &limits, &err), &err);
        assert_int_equal(limits.article_sec, good[i].article_sec);
        for (size_t k = 0; k < limits.n_runs; k++)
            sn_buf_add_format(&got, "%s=%d ", limits.runs[k].kind, (int)limits.runs[k].sec);
        assert_str(sn_buf_str(&got), good[i].want);
    }
}

static void what_is_no_duration_is_named(void **state)
{
    static const char *const wrong[] = {"",
                                        "2",
                                        "h",
                                        "0h",
                                        "2h,",
                                        "=2h",
                                        "add=",
                                        "add=2",
                                        "-2h",
                                        "2.5h",
                                        "2 h",
                                        "add=2h;rebuild=2h",
                                        "1h,1h,1h,1h,1h,1h,1h,1h,1h"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        sn_age_limits limits;
        sn_error err = {0};
        assert_fails(sn_ages_parse(NULL, wrong[i], &limits, &err), SN_EINVAL, &err,
                     "--last-good-run-max-age");
    }
    sn_age_limits limits;
    sn_error err = {0};
    assert_fails(sn_ages_parse("soon", NULL, &limits, &err), SN_EINVAL, &err, "soon");
}

static void note_sentence(void *ctx, const char *sentence)
{
    sn_buf_add_format(ctx, "%s\n", sentence);
}

/* An article of 2021-01-01T00:00:00Z, a good run of add at its 10th minute, a bad one of rebuild. */
static sn_archive *make_archive(const place *p)
{
    sn_archive *a = NULL;
    sn_put_result put;
    sn_error err = {0};
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_batch add = {"add", 1609459200, 1609459800, 0, 0};
    sn_batch rebuild = {"rebuild", 1609459200, 1609459800, 1, 0};
    const char *json = "{\"id\":\"1\",\"title\":\"t\",\"published_at\":\"2021-01-01T00:00:00Z\"}";
    assert_ok(sn_archive_open(p->dir, &(sn_archive_opts){.create = true}, &a, &err), &err);
    assert_ok(sn_article_parse(sn_str_of(json), &article, &err), &err);
    assert_ok(sn_archive_put(a, &article, &put, &err), &err);
    assert_ok(sn_batch_remember(a, &add, &err), &err);
    assert_ok(sn_batch_remember(a, &rebuild, &err), &err);
    return a;
}

static const struct age_case {
    const char *name, *article, *runs;
    int after_sec; /* behind the article's time */
    const char *want;
} ages[] = {
    {"young enough", "1h", "1h", 3600, ""},
    {"a second too old", "1h", NULL, 3601,
     "the newest article is 1 h 0 min old, of 2021-01-01T00:00:00Z (limit 1h)\n"},
    {"days", "1h", NULL, 266400,
     "the newest article is 3 days 2 h old, of 2021-01-01T00:00:00Z (limit 1h)\n"},
    {"any run that brings articles", NULL, "30m", 3600,
     "the last good run of add or update is 50 min old, of 2021-01-01T00:10:00Z (limit 30m)\n"},
    {"the run of a kind", NULL, "add=50m", 3600, ""},
    {"no good one yet", NULL, "add=1d,rebuild=1d", 3600,
     "the last good run of rebuild: there is none yet (limit 1d)\n"},
    {"a clock that went back", "1h", "1h", -100, ""},
};

static void what_is_too_old_is_told_in_a_sentence(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = make_archive(*state);
    for (size_t i = 0; i < COUNT_OF(ages); i++) {
        SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(10000);
        sn_age_limits limits;
        sn_error err = {0};
        assert_ok(sn_ages_parse(ages[i].article, ages[i].runs, &limits, &err), &err);
        assert_ok(
            sn_ages_check(a, &limits, 1609459200 + ages[i].after_sec, note_sentence, &got, &err),
            &err);
        if (strcmp(sn_buf_text(&got), ages[i].want) != 0)
            fail_msg("%s: %s", ages[i].name, sn_buf_text(&got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_durations_of_all_or_of_kinds),
        cmocka_unit_test(what_is_no_duration_is_named),
        PLACED(what_is_too_old_is_told_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
