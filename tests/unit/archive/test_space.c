#include "archive/space.h"
#include "tests/unit/archive/helper.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static sn_archive *open_place(void **state)
{
    return archive_make(((const place *)*state)->dir);
}

static sn_archive_space vacuum(sn_archive *a, const char *dir)
{
    sn_archive_space space = {0};
    sn_error err = {0};
    assert_ok(sn_archive_vacuum(a, dir, &space, &err), &err);
    return space;
}

static void only_rows_that_later_ones_replace_go(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    put_ok(a, "b", "one", "", SN_PUT_CREATED);
    put_ok(a, "a", "two", "", SN_PUT_UPDATED);
    put_ok(a, "a", "three", "", SN_PUT_UPDATED);
    withdraw_ok(a, "b");
    assert_int_equal(vacuum(a, p->dir).changes, 3);
    expect_changes(a, 0, "a=three b=");
    expect_changes(a, 4, "b=");
    assert_int_equal(vacuum(a, p->dir).changes, 0);
    assert_int_equal(put_ok(a, "c", "one", "", SN_PUT_CREATED), 6); /* numbers go on */
}

static void nothing_is_there_to_go(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_archive_space space = vacuum(a, p->dir);
    assert_true(space.changes == 0 && !space.rewritten && space.before == space.after);
    assert_int_equal(put_ok(a, "a", "one", "", SN_PUT_CREATED), 1);
}

/* Some of everything, on few ids, so that numbers change hands. */
static void change_something(sn_archive *a, uint64_t *random)
{
    char id[8], title[16], rest[64];
    uint64_t change;
    uint32_t docid;
    snprintf(id, sizeof id, "%u", random_below(random, 6));
    sn_str name = sn_str_of(id);
    switch (random_below(random, 8)) {
    case 0:
        (void)!sn_archive_withdraw(a, name, &change, NULL);
        break;
    case 1:
        (void)!sn_archive_take_down(a, name, NULL, NULL, &change, &docid, NULL);
        break;
    case 2:
        (void)!sn_archive_lift(a, name, NULL, &change, NULL);
        break;
    default:
        snprintf(title, sizeof title, "t%u", random_below(random, 1000));
        snprintf(rest, sizeof rest, ",\"published_at\":\"2021-08-%02uT10:00:00Z\"",
                 1 + random_below(random, 2));
        (void)!put(a, id, title, rest, &(sn_put_result){0}, NULL);
    }
}

static void walk_from(sn_archive *a, uint64_t after, sn_buf *out)
{
    walked w = {.text = SN_BUF(1 << 20)};
    uint64_t last = 0;
    sn_error err = {0};
    assert_ok(sn_archive_each_change(a, after, 1000, walk_note, &w, &last, &err), &err);
    sn_buf_add_format(out, "%s to %u\n", sn_buf_text(&w.text), (unsigned)last);
    sn_buf_done(&w.text);
}

static void walk_from_everywhere(sn_archive *a, sn_buf *out)
{
    uint64_t last = 0;
    assert_int_equal(sn_archive_last_change(a, &last, NULL), SN_OK);
    for (uint64_t after = 0; after <= last + 1; after++)
        walk_from(a, after, out);
}

static void walks_from_any_point_are_the_same(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(8); turn++) {
        SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1 << 20), after = SN_BUF(1 << 20);
        for (unsigned n = random_below(&random, 30); n > 0; n--)
            change_something(a, &random);
        walk_from_everywhere(a, &before);
        vacuum(a, p->dir);
        walk_from_everywhere(a, &after);
        assert_string_equal(sn_buf_text(&before), sn_buf_text(&after));
    }
}

static void an_archive_that_is_half_empty_is_written_anew(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    char rest[8000];
    snprintf(rest, sizeof rest, ",\"body\":\"%07000d\"", 7);
    for (unsigned i = 0; i < 120; i++) {
        char id[8];
        snprintf(id, sizeof id, "%u", i % 60);
        put_ok(a, id, i < 60 ? "long" : "short", i < 60 ? rest : "",
               i < 60 ? SN_PUT_CREATED : SN_PUT_UPDATED);
    }
    sn_archive_space space = vacuum(a, p->dir);
    assert_true(space.rewritten && space.after < space.before / 4);
    expect_state(a, "59", SN_ARTICLE_LIVE, "short");
    a = archive_reopen(a, p->dir);
    expect_state(a, "0", SN_ARTICLE_LIVE, "short");
    size_t errors = 7;
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(10000);
    assert_int_equal(sn_archive_check(a, &findings, &errors, NULL), SN_OK);
    assert_int_equal(errors, 0);
}

static void not_inside_a_transaction(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_archive_space space;
    sn_error err = {0};
    assert_ok(sn_archive_begin(a, &err), &err);
    assert_fails(sn_archive_vacuum(a, p->dir, &space, &err), SN_EINVAL, &err, "transaction");
    assert_ok(sn_archive_commit(a, &err), &err);
}

/* ---- the ledger's count ---- */

static sn_status note_articles(void *ctx, const sn_takedown *t)
{
    return sn_buf_add_format(ctx, "%s:%d ", t->id, (int)t->articles);
}

static void expect_articles(sn_archive *a, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(10000);
    sn_error err = {0};
    assert_ok(sn_archive_each_takedown(a, note_articles, &text, &err), &err);
    assert_string_equal(sn_buf_text(&text), want);
}

static void the_ledger_tells_what_a_takedown_took_out(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "live", "one", "", SN_PUT_CREATED);
    put_ok(a, "gone", "one", "", SN_PUT_CREATED);
    withdraw_ok(a, "gone");
    take_down_ok(a, "live");
    take_down_ok(a, "live"); /* in force already */
    take_down_ok(a, "gone");
    take_down_ok(a, "unknown");
    expect_articles(a, "live:1 gone:0 unknown:0 ");
}

static void a_ledger_of_the_first_format_is_read_and_brought_along(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    take_down_ok(a, "a");
    sn_archive_close(a);
    a = NULL;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(place_path(p, "takedowns.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "ALTER TABLE ledger DROP COLUMN articles;"
                                  "PRAGMA user_version = 1;",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    sn_error err = {0};
    sn_archive_opts reading = {.read_only = true, .now_sec = NOW_SEC};
    assert_ok(sn_archive_open(p->dir, &reading, &a, &err), &err);
    expect_articles(a, "a:-1 ");
    sn_archive_close(a);
    a = archive_make(p->dir);
    take_down_ok(a, "b");
    expect_articles(a, "a:-1 b:0 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(only_rows_that_later_ones_replace_go),
        PLACED(nothing_is_there_to_go),
        PLACED(walks_from_any_point_are_the_same),
        PLACED(an_archive_that_is_half_empty_is_written_anew),
        PLACED(not_inside_a_transaction),
        PLACED(the_ledger_tells_what_a_takedown_took_out),
        PLACED(a_ledger_of_the_first_format_is_read_and_brought_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
