/* Settings in the archive: puts, removals, a model under random operations, archives of the first
 * format. SN_SEED repeats a run. */
#include "archive/settings.h"
#include "base/limits.h"
#include "tests/unit/archive/helper.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sn_status put_pin(sn_archive *a, const char *query, const char *id, sn_put_result *out,
                         sn_error *err)
{
    char json[200];
    SN_CLEANUP(sn_pin) sn_pin pin = {0};
    snprintf(json, sizeof json, "{\"pinned\":[\"%s\"]}", id);
    assert_ok(sn_pin_parse(sn_str_of(json), sn_str_of(query), &pin, err), err);
    return sn_settings_put_pin(a, &pin, "نگار", out, err);
}

static uint64_t put_pin_ok(sn_archive *a, const char *query, const char *id, sn_put_outcome outcome)
{
    sn_error err = {0};
    sn_put_result result = {0};
    assert_ok(put_pin(a, query, id, &result, &err), &err);
    assert_int_equal(result.outcome, outcome);
    return result.change;
}

static uint64_t remove_ok(sn_archive *a, sn_setting_kind kind, const char *key)
{
    uint64_t change = 0;
    sn_error err = {0};
    assert_ok(sn_settings_remove(a, kind, sn_str_of(key), "نگار", &change, &err), &err);
    return change;
}

static sn_status note_setting(void *ctx, const sn_setting_row *row)
{
    sn_buf *out = ctx;
    sn_buf_add_format(out, "%.*s/%.*s=%.*s@%d ", (int)row->key.len, row->key.at, (int)row->item.len,
                      row->item.at == NULL ? "" : row->item.at, (int)row->value.len, row->value.at,
                      (int)row->change);
    return SN_OK;
}

static void expect_settings(sn_archive *a, sn_setting_kind kind, const char *key, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    sn_error err = {0};
    assert_ok(sn_settings_each(a, kind, sn_str_of(key), note_setting, &text, &err), &err);
    assert_string_equal(sn_buf_text(&text), want);
}

static uint64_t last_of(sn_archive *a)
{
    uint64_t last = 99;
    sn_error err = {0};
    assert_ok(sn_settings_last_change(a, &last, &err), &err);
    return last;
}

static void a_put_is_a_change_like_an_articles(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    assert_int_equal(last_of(a), 0);
    assert_int_equal(put_ok(a, "n-1", "سیل", "", SN_PUT_CREATED), 1);
    assert_int_equal(put_pin_ok(a, "سیل", "n-1", SN_PUT_CREATED), 2);
    assert_int_equal(put_pin_ok(a, "سیل", "n-1", SN_PUT_UNCHANGED), 0);
    assert_int_equal(put_pin_ok(a, "سیل", "n-2", SN_PUT_UPDATED), 3);
    assert_int_equal(remove_ok(a, SN_SETTING_PIN, "سیل"), 4);
    assert_int_equal(put_pin_ok(a, "سیل", "n-2", SN_PUT_CREATED), 5);
    assert_int_equal(last_of(a), 5);
    /* No document is touched by them. */
    assert_int_equal(expect_changes(a, 0, "n-1=سیل"), 5);
    assert_int_equal(expect_changes(a, 1, ""), 5);
    a = archive_reopen(a, p->dir);
    expect_settings(a, SN_SETTING_PIN, "سیل",
                    "سیل/={\"query\":\"سیل\",\"match\":\"exact\",\"pinned\":[\"n-2\"],"
                    "\"hidden\":[]}@5 ");
    sn_archive_close(a);
}

static void judgements_are_held_by_query_and_article(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_put_result r;
    sn_error err = {0};
    const struct {
        const char *query, *id;
        int grade;
    } rows[] = {{"سیل", "b", 3}, {"سیل", "a", 0}, {"کتاب", "a", 4}};
    assert_ok(sn_archive_begin(a, &err), &err);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_ok(sn_settings_put_judgement(a, sn_str_of(rows[i].query), sn_str_of(rows[i].id),
                                            rows[i].grade, NULL, &r, &err),
                  &err);
    assert_ok(sn_archive_commit(a, &err), &err);
    expect_settings(a, SN_SETTING_JUDGEMENT, NULL, "سیل/a=0@2 سیل/b=3@1 کتاب/a=4@3 ");
    expect_settings(a, SN_SETTING_JUDGEMENT, "سیل", "سیل/a=0@2 سیل/b=3@1 ");
    assert_int_equal(last_of(a), 0); /* the index carries none of them */
    assert_int_equal(sn_settings_put_judgement(a, SN_STR("q"), SN_STR("n"), 5, NULL, &r, &err),
                     SN_EINVAL);
    assert_int_equal(sn_settings_put_judgement(a, SN_STR("q"), SN_STR("a b"), 1, NULL, &r, &err),
                     SN_EINVAL);
    remove_ok(a, SN_SETTING_JUDGEMENT, "سیل");
    expect_settings(a, SN_SETTING_JUDGEMENT, NULL, "کتاب/a=4@3 ");
    sn_archive_close(a);
}

static void what_is_not_held_cannot_be_removed(void **state)
{
    static const char *const keys[] = {"سیل", "", " x", "\xff"};
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        uint64_t change = 7;
        sn_error err = {0};
        assert_int_equal(
            sn_settings_remove(a, SN_SETTING_PIN, sn_str_of(keys[i]), NULL, &change, &err),
            SN_ENOTFOUND);
        assert_int_equal(change, 7);
    }
    put_pin_ok(a, "سیل", "n", SN_PUT_CREATED);
    remove_ok(a, SN_SETTING_PIN, "سیل");
    sn_error err = {0};
    uint64_t change;
    assert_int_equal(sn_settings_remove(a, SN_SETTING_PIN, SN_STR("سیل"), NULL, &change, &err),
                     SN_ENOTFOUND);
    sn_archive_close(a);
}

static void each_kind_has_its_limit(void **state)
{
    const place *p = *state;
    char name[32];
    sn_put_result r;
    sn_error err = {0};
    sn_archive *a = archive_make(p->dir);
    for (int i = 0; i < SN_LIMIT_SYNONYM_SETS; i++) {
        snprintf(name, sizeof name, "set-%d", i);
        assert_ok(sn_settings_put_synonyms(a, sn_str_of(name), SN_STR("a, b"), NULL, &r, &err),
                  &err);
    }
    assert_int_equal(sn_settings_put_synonyms(a, SN_STR("more"), SN_STR("a, b"), NULL, &r, &err),
                     SN_ELIMIT);
    assert_non_null(strstr(err.msg, "SYNONYM_SETS"));
    assert_ok(sn_settings_put_synonyms(a, sn_str_of(name), SN_STR("a, c"), NULL, &r, &err), &err);
    remove_ok(a, SN_SETTING_SYNONYMS, name);
    assert_ok(sn_settings_put_synonyms(a, SN_STR("more"), SN_STR("a, b"), NULL, &r, &err), &err);
    char *rules = malloc(SN_LIMIT_SYNONYM_SET_BYTES + 1);
    memset(rules, '#', SN_LIMIT_SYNONYM_SET_BYTES + 1);
    assert_int_equal(sn_settings_put_synonyms(a, SN_STR("more"),
                                              (sn_str){rules, SN_LIMIT_SYNONYM_SET_BYTES + 1}, NULL,
                                              &r, &err),
                     SN_ELIMIT);
    assert_int_equal(sn_settings_put_synonyms(a, SN_STR("more"), SN_STR("\xff"), NULL, &r, &err),
                     SN_EUTF8);
    free(rules);
    sn_archive_close(a);
}

static void a_roll_back_takes_settings_with_it(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    sn_archive *a = archive_make(p->dir);
    put_pin_ok(a, "کتاب", "n", SN_PUT_CREATED);
    assert_ok(sn_archive_begin(a, &err), &err);
    put_pin_ok(a, "سیل", "n", SN_PUT_CREATED);
    remove_ok(a, SN_SETTING_PIN, "کتاب");
    sn_archive_rollback(a);
    expect_settings(a, SN_SETTING_PIN, "سیل", "");
    assert_int_equal(last_of(a), 1);
    assert_int_equal(put_pin_ok(a, "سیل", "n", SN_PUT_CREATED), 2);
    sn_archive_close(a);
}

/* ---- a model ---- */

#define KEYS 6

typedef struct model {
    int value[3][KEYS]; /* 0: not held; by kind */
} model;

static sn_status model_put(sn_archive *a, unsigned kind, const char *key, int value,
                           sn_put_result *out)
{
    char text[32];
    sn_error err = {0};
    snprintf(text, sizeof text, "n-%d", value);
    if (kind == SN_SETTING_PIN)
        return put_pin(a, key, text, out, &err);
    if (kind == SN_SETTING_SYNONYMS)
        return sn_settings_put_synonyms(a, sn_str_of(key), sn_str_of(text), NULL, out, &err);
    return sn_settings_put_judgement(a, sn_str_of(key), SN_STR("n"), value, NULL, out, &err);
}

static sn_status count_row(void *ctx, const sn_setting_row *row)
{
    int *held = ctx;
    unsigned key = (unsigned)(row->key.at[0] - 'a');
    char want[16];
    snprintf(want, sizeof want, row->kind == SN_SETTING_JUDGEMENT ? "%d" : "n-%d", held[key]);
    sn_str value = row->value;
    const char *at = memmem(value.at, value.len, want, strlen(want));
    assert_non_null(at);
    held[key] = 0;
    return SN_OK;
}

static void expect_model(sn_archive *a, const model *m)
{
    model left = *m;
    sn_error err = {0};
    for (unsigned kind = 0; kind < 3; kind++) {
        assert_ok(sn_settings_each(a, (sn_setting_kind)kind, (sn_str){0}, count_row,
                                   left.value[kind], &err),
                  &err);
        for (unsigned k = 0; k < KEYS; k++)
            assert_int_equal(left.value[kind][k], 0);
    }
}

static void model_step(sn_archive *a, model *m, uint64_t *last)
{
    unsigned kind = (unsigned)rand() % 3, k = (unsigned)rand() % KEYS;
    int value = 1 + rand() % 4, *held = &m->value[kind][k];
    char key[2] = {(char)('a' + k), '\0'};
    sn_put_result r = {0};
    uint64_t change = 0;
    sn_error err = {0};
    if (rand() % 4 == 0) {
        sn_status s =
            sn_settings_remove(a, (sn_setting_kind)kind, sn_str_of(key), NULL, &change, &err);
        assert_int_equal(s, *held == 0 ? SN_ENOTFOUND : SN_OK);
        *held = 0;
    } else {
        assert_int_equal(model_put(a, kind, key, value, &r), SN_OK);
        assert_int_equal(r.outcome, *held == 0       ? SN_PUT_CREATED
                                    : *held == value ? SN_PUT_UNCHANGED
                                                     : SN_PUT_UPDATED);
        *held = value;
        change = r.change;
    }
    if (change != 0)
        assert_int_equal(change, ++*last);
}

static void random_settings_are_those_of_the_model(void **state)
{
    const place *p = *state;
    const char *seed = getenv("SN_SEED");
    unsigned n = seed != NULL ? (unsigned)atoi(seed) : 20261126;
    print_message("SN_SEED=%u\n", n);
    srand(n);
    model m = {0};
    uint64_t last = 0;
    sn_archive *a = archive_make(p->dir);
    for (int i = 0; i < 300; i++) {
        model_step(a, &m, &last);
        if (i % 50 == 0)
            a = archive_reopen(a, p->dir);
        if (i % 10 == 0)
            expect_model(a, &m);
    }
    expect_model(a, &m);
    sn_archive_close(a);
}

/* ---- archives of the first format ---- */

/* Make archive.db what the first format had. */
static void make_first_format(const place *p)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(place_path(p, "archive.db"), &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "DROP TABLE settings; DROP TABLE members; DROP TABLE texts; DROP TABLE keys;"
                     "DROP TABLE pairs; DROP TABLE sources; DROP TABLE addresses; DROP TABLE due; "
                     "PRAGMA user_version = 1;",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
}

static int format_of(const place *p)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;
    assert_int_equal(sqlite3_open(place_path(p, "archive.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int format = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return format;
}

static void an_archive_of_the_first_format_is_brought_along(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    sn_archive *a = archive_make(p->dir), *reader = NULL;
    put_ok(a, "n-1", "سیل", ",\"url\":\"https://peyk.example/a\"", SN_PUT_CREATED);
    take_down_ok(a, "n-2");
    sn_archive_close(a);
    make_first_format(p);
    assert_int_equal(format_of(p), 1);
    /* For reading it is taken as it is. */
    assert_ok(sn_archive_open(p->dir, &(sn_archive_opts){.read_only = true}, &reader, &err), &err);
    expect_settings(reader, SN_SETTING_PIN, NULL, "");
    assert_int_equal(last_of(reader), 0);
    expect_state(reader, "n-1", SN_ARTICLE_LIVE, "سیل");
    sn_archive_close(reader);
    assert_int_equal(format_of(p), 1);
    assert_ok(sn_archive_open(p->dir, NULL, &a, &err), &err);
    assert_int_equal(format_of(p), 4);
    expect_state(a, "n-1", SN_ARTICLE_LIVE, "سیل");
    expect_state(a, "n-2", SN_ARTICLE_TAKEN_DOWN, NULL);
    SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(1000);
    assert_ok(sn_archive_id_at(a, SN_STR("http://m.peyk.example/a/"), &id, &err), &err);
    assert_string_equal(sn_buf_text(&id), "n-1");
    assert_int_equal(put_pin_ok(a, "سیل", "n-1", SN_PUT_CREATED), 3);
    a = archive_reopen(a, p->dir);
    assert_int_equal(last_of(a), 3);
    sn_archive_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_put_is_a_change_like_an_articles),
        PLACED(judgements_are_held_by_query_and_article),
        PLACED(what_is_not_held_cannot_be_removed),
        PLACED(each_kind_has_its_limit),
        PLACED(a_roll_back_takes_settings_with_it),
        PLACED(random_settings_are_those_of_the_model),
        PLACED(an_archive_of_the_first_format_is_brought_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
