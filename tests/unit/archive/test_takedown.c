#include "tests/unit/archive/helper.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static sn_archive *open_place(void **state)
{
    return archive_make(((const place *)*state)->dir);
}

static void taken_down_and_lifted(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_error err = {0};
    uint64_t change = 0;
    uint32_t docid = 0;
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    put_ok(a, "a", "two", "", SN_PUT_UPDATED);
    uint32_t number = docid_of(a, "a");
    assert_ok(sn_archive_take_down(a, SN_STR("a"), "who", "why", &change, &docid, &err), &err);
    assert_true(change == 3 && docid == number);
    expect_state(a, "a", SN_ARTICLE_TAKEN_DOWN, "two");
    expect_live(a, "");
    expect_changes(a, 0, "a=");
    expect_put(a, "a", "three", "", SN_ETAKENDOWN, "\"a\" is taken down");
    expect_put(a, "a", "two", "", SN_ETAKENDOWN, "\"a\" is taken down");
    assert_int_equal(sn_archive_withdraw(a, SN_STR("a"), &change, NULL), SN_ENOTFOUND);
    assert_int_equal(lift_ok(a, "a"), 4);
    expect_state(a, "a", SN_ARTICLE_LIVE, "two");
    expect_live(a, "a=two");
    expect_changes(a, 3, "a=two");
    put_ok(a, "a", "three", "", SN_PUT_UPDATED);
}

static void a_second_takedown_is_the_first(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    assert_int_equal(take_down_ok(a, "a"), 2);
    assert_int_equal(take_down_ok(a, "a"), 2);
    assert_int_equal(lift_ok(a, "a"), 3);
    assert_int_equal(take_down_ok(a, "a"), 4);
}

static void a_withdrawn_article_stays_withdrawn(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    withdraw_ok(a, "a");
    take_down_ok(a, "a");
    expect_state(a, "a", SN_ARTICLE_TAKEN_DOWN, "one");
    lift_ok(a, "a");
    expect_state(a, "a", SN_ARTICLE_WITHDRAWN, "one");
    put_ok(a, "a", "two", "", SN_PUT_UPDATED);
}

static void an_unknown_id_is_kept_out(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_error err = {0};
    uint64_t change = 0;
    uint32_t docid = 77;
    assert_ok(sn_archive_take_down(a, SN_STR("x"), NULL, NULL, &change, &docid, &err), &err);
    assert_true(change == 1 && docid == 0);
    expect_state(a, "x", SN_ARTICLE_TAKEN_DOWN, NULL);
    expect_put(a, "x", "one", "", SN_ETAKENDOWN, "\"x\" is taken down");
    /* There is no document to bring along, but the change is passed. */
    assert_int_equal(expect_changes(a, 0, ""), 1);
    lift_ok(a, "x");
    expect_unknown(a, "x");
    put_ok(a, "x", "one", "", SN_PUT_CREATED);
}

static void what_cannot_be_taken_down_or_lifted(void **state)
{
    static const char *const bad_ids[] = {"", "a b", "\xFF", "a\u00A0b", "a\n"};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_error err = {0};
    uint64_t change = 77;
    uint32_t docid = 77;
    char long_id[202];
    memset(long_id, 'a', 201);
    long_id[201] = '\0';
    for (size_t i = 0; i <= COUNT_OF(bad_ids); i++) {
        sn_str id = sn_str_of(i < COUNT_OF(bad_ids) ? bad_ids[i] : long_id);
        assert_fails(sn_archive_take_down(a, id, NULL, NULL, &change, &docid, &err), SN_EINVAL,
                     &err, "id: ");
        assert_fails(sn_archive_lift(a, id, NULL, &change, &err), SN_ENOTFOUND, &err, NULL);
    }
    assert_fails(sn_archive_take_down(a, SN_STR("a"), "\xFF", NULL, &change, &docid, &err),
                 SN_EINVAL, &err, "who");
    assert_fails(sn_archive_lift(a, SN_STR("a"), NULL, &change, &err), SN_ENOTFOUND, &err,
                 "no takedown of \"a\"");
    assert_true(change == 77 && docid == 77);
}

static sn_status note_takedown(void *ctx, const sn_takedown *t)
{
    /* Seconds behind the clock's, which stands still: of one id they rise all the same. */
    sn_buf_add_format(ctx, "%s:%s:%s:%s:%d", t->id, t->who != NULL ? t->who : "-",
                      t->why != NULL ? t->why : "-", t->lifted_by != NULL ? t->lifted_by : "-",
                      (int)(t->at_sec - NOW_SEC));
    if (t->lifted_at_sec != 0)
        sn_buf_add_format(ctx, "-%d", (int)(t->lifted_at_sec - NOW_SEC));
    return sn_buf_add_format(ctx, " ");
}

static void expect_ledger(sn_archive *a, const char *want)
{
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(10000);
    assert_ok(sn_archive_each_takedown(a, note_takedown, &text, &err), &err);
    assert_string_equal(sn_buf_text(&text), want);
}

static sn_status stop(void *ctx, const sn_takedown *t)
{
    (void)t;
    ++*(int *)ctx;
    return SN_DONE;
}

static void the_ledger_tells_who_and_why(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    uint64_t change;
    uint32_t docid;
    int calls = 0;
    take_down_ok(a, "b");
    assert_int_equal(sn_archive_take_down(a, SN_STR("a"), NULL, NULL, &change, &docid, NULL),
                     SN_OK);
    lift_ok(a, "b");
    take_down_ok(a, "b");
    expect_ledger(a, "b:who:why:lifter:0-1 a:-:-:-:0 b:who:why:-:2 ");
    assert_int_equal(sn_archive_each_takedown(a, stop, &calls, NULL), SN_DONE);
    assert_int_equal(calls, 1);
}

static void a_restored_archive_keeps_them_out(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    put_ok(a, "b", "one", "", SN_PUT_CREATED);
    take_down_ok(a, "b");
    sn_archive_close(a);
    a = NULL;
    copy_file(p, "archive.db", "older.db");
    a = archive_make(p->dir);
    take_down_ok(a, "a");
    take_down_ok(a, "never-seen");
    lift_ok(a, "b");
    sn_archive_close(a);
    a = NULL;

    copy_file(p, "older.db", "archive.db");
    unlink(place_path(p, "archive.db-wal"));
    unlink(place_path(p, "archive.db-shm"));
    /* A handle for reading merges nothing, and shows nothing that is out all the same. */
    sn_archive_opts reading = {.read_only = true};
    assert_int_equal(sn_archive_open(p->dir, &reading, &a, NULL), SN_OK);
    expect_state(a, "a", SN_ARTICLE_TAKEN_DOWN, "one");
    expect_live(a, "");
    expect_changes(a, 0, "a= b=");
    a = archive_reopen(a, p->dir);
    expect_state(a, "a", SN_ARTICLE_TAKEN_DOWN, "one");
    expect_state(a, "b", SN_ARTICLE_LIVE, "one");
    expect_state(a, "never-seen", SN_ARTICLE_TAKEN_DOWN, NULL);
    expect_changes(a, 3, "a= b=one");
    expect_put(a, "a", "two", "", SN_ETAKENDOWN, "taken down");
    expect_put(a, "never-seen", "two", "", SN_ETAKENDOWN, "taken down");
}

static void a_lost_ledger_is_made_from_the_archive(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    take_down_ok(a, "a");
    take_down_ok(a, "x");
    sn_archive_close(a);
    a = NULL;
    unlink(place_path(p, "takedowns.db"));
    sn_archive_opts reading = {.read_only = true};
    assert_int_equal(sn_archive_open(p->dir, &reading, &a, NULL), SN_OK);
    expect_state(a, "a", SN_ARTICLE_TAKEN_DOWN, "one");
    expect_live(a, "");
    expect_ledger(a, "");
    a = archive_reopen(a, p->dir);
    expect_state(a, "a", SN_ARTICLE_TAKEN_DOWN, "one");
    expect_ledger(a, "a:-:found in archive.db, missing in the ledger:-:0 "
                     "x:-:found in archive.db, missing in the ledger:-:0 ");
    lift_ok(a, "a");
    expect_live(a, "a=one");
}

static void a_takedown_outlives_its_rollback(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    SN_CLEANUP_PTR(sn_archive) sn_archive *other = archive_make(p->dir);
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    put_ok(other, "b", "one", "", SN_PUT_CREATED);
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    take_down_ok(a, "a");
    sn_archive_rollback(a);
    /* Not shown by anyone, and carried out by the next write, whoever makes it. */
    expect_state(a, "a", SN_ARTICLE_TAKEN_DOWN, "one");
    expect_state(other, "a", SN_ARTICLE_TAKEN_DOWN, "one");
    expect_live(other, "b=one");
    expect_put(other, "a", "two", "", SN_ETAKENDOWN, "taken down");
    expect_changes(other, 2, "a=");
    assert_int_equal(sn_archive_begin(other, NULL), SN_OK);
    lift_ok(other, "a");
    sn_archive_rollback(other);
    put_ok(a, "c", "one", "", SN_PUT_CREATED);
    expect_state(a, "a", SN_ARTICLE_LIVE, "one");
}

static void a_rolled_back_handle_merges_its_own(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    take_down_ok(a, "a");
    sn_archive_rollback(a);
    expect_put(a, "a", "two", "", SN_ETAKENDOWN, "taken down");
    expect_changes(a, 1, "a=");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(taken_down_and_lifted),
        PLACED(a_second_takedown_is_the_first),
        PLACED(a_withdrawn_article_stays_withdrawn),
        PLACED(an_unknown_id_is_kept_out),
        PLACED(what_cannot_be_taken_down_or_lifted),
        PLACED(the_ledger_tells_who_and_why),
        PLACED(a_restored_archive_keeps_them_out),
        PLACED(a_lost_ledger_is_made_from_the_archive),
        PLACED(a_takedown_outlives_its_rollback),
        PLACED(a_rolled_back_handle_merges_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
