/* The newsroom's files, changed one at a time so that all of them stay right. */
#include "query/dictionaries.h"

#include "base/file.h"
#include "base/limits.h"
#include "tests/unit/base/testing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static sn_status put(const place *p, const char *name, const char *text, sn_error *err)
{
    return sn_word_file_put(place_path(p, ""), sn_word_file_of(sn_str_of(name)),
                            text != NULL ? sn_str_of(text) : (sn_str){0}, err);
}

static void assert_text(const place *p, const char *name, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_DICTIONARY_BYTES);
    sn_error err = {0};
    sn_status s =
        sn_word_file_read(place_path(p, ""), sn_word_file_of(sn_str_of(name)), &text, &err);
    if (want == NULL) {
        assert_int_equal(s, SN_ENOTFOUND);
        return;
    }
    assert_ok(s, &err);
    assert_string_equal(sn_buf_text(&text), want);
}

static void a_file_is_put_read_and_removed(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    assert_text(p, "stems", NULL);
    assert_ok(put(p, "stems", "ژیژک\tژژه\n", &err), &err);
    assert_text(p, "stems", "ژیژک\tژژه\n");
    assert_ok(put(p, "stems", "", &err), &err);
    assert_text(p, "stems", "");
    assert_ok(put(p, "stems", NULL, &err), &err);
    assert_text(p, "stems", NULL);
    assert_fails(put(p, "stems", NULL, &err), SN_ENOTFOUND, &err, "stems.tsv");
}

static void a_mistake_changes_nothing(void **state)
{
    static const struct {
        const char *name, *text, *part;
        sn_status want;
    } cases[] = {
        {"protected", "دو واژه\n", "protected.txt, line 1", SN_EINVAL},
        {"stems", "ژیژک\tچیز\n", "ژیژک", SN_EINVAL}, /* it is protected */
        {"synonyms", "نان, !!!\n", "synonyms.txt, line 1", SN_EINVAL},
        {"queries", "سیل\n", "queries.txt, line 1", SN_EINVAL},
        {"stop", "\xff\n", "stop.txt, line 1", SN_EUTF8},
    };
    const place *p = *state;
    sn_error err = {0};
    assert_ok(put(p, "protected", "ژیژک\n", &err), &err);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        err = (sn_error){0};
        assert_fails(put(p, cases[i].name, cases[i].text, &err), cases[i].want, &err,
                     cases[i].part);
        assert_text(p, "protected", "ژیژک\n");
        assert_text(p, strcmp(cases[i].name, "protected") == 0 ? "stop" : cases[i].name, NULL);
        assert_int_not_equal(access(place_path(p, "dictionaries.new"), F_OK), 0);
    }
}

static void what_is_too_long_is_refused_before_it_is_written(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    char *text = calloc(1, SN_LIMIT_DICTIONARY_BYTES + 2);
    memset(text, '\n', SN_LIMIT_DICTIONARY_BYTES + 1);
    assert_fails(put(p, "stop", text, &err), SN_ELIMIT, &err, "stop.txt has more than");
    text[SN_LIMIT_DICTIONARY_BYTES] = '\0';
    assert_ok(put(p, "stop", text, &err), &err);
    free(text);
}

/* What a killed one has left is in nobody's way, and taken for nothing. */
static void begins_anew_after_a_kill(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    assert_ok(sn_dir_make(place_path(p, "dictionaries.new"), &err), &err);
    assert_ok(sn_dir_make(place_path(p, "dictionaries.new/dictionaries"), &err), &err);
    place_put(p, "dictionaries.new/dictionaries/synonyms.txt", SN_STR("نان\n"));
    assert_ok(sn_words_check(place_path(p, ""), &err), &err);
    assert_ok(put(p, "stop", "نان\n", &err), &err);
    assert_text(p, "synonyms", NULL);
    assert_int_not_equal(access(place_path(p, "dictionaries.new"), F_OK), 0);
}

static void names_are_those_of_the_table(void **state)
{
    static const char *const none[] = {"", "stop.txt", "../keys", "Stop", "stopp", "sto"};
    (void)state;
    for (size_t i = 0; sn_word_file_at(i) != NULL; i++)
        assert_ptr_equal(sn_word_file_of(sn_str_of(sn_word_file_at(i)->name)), sn_word_file_at(i));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(sn_word_file_of(sn_str_of(none[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_file_is_put_read_and_removed),
        PLACED(a_mistake_changes_nothing),
        PLACED(what_is_too_long_is_refused_before_it_is_written),
        PLACED(begins_anew_after_a_kill),
        cmocka_unit_test(names_are_those_of_the_table),
    };
    return cmocka_run_group_tests_name("query/dictionaries", tests, NULL, NULL);
}
