#include "indexer/apply/generation.h"
#include "layout/hidden.h"
#include "layout/lock.h"
#include "tests/unit/indexer/index_place.h"

#include <inttypes.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A little of everything that can happen to an article. */
static void fill(index_place *ix)
{
    put(ix, "{'id':'1','title':'پل مهرسار','published_at':'2021-08-27T09:41:00Z','tags':['پل']}");
    put(ix, "{'id':'2','title':'راه','published_at':'2021-08-27T09:41:10Z'}");
    put(ix, "{'id':'3','title':'کوه','published_at':'2021-08-27'}");
    put(ix, "{'id':'4','title':'دشت'}");
    put(ix, "{'id':'5','title':'دریا','version':1}");
    put(ix, "{'id':'6','title':'باران','published_at':'1999-01-01'}");
    put(ix, "{'id':'7','title':'برف'}");
    catch_up(ix);
    put(ix, "{'id':'2','title':'راه نو','published_at':'2020-08-27T09:41:10Z'}"); /* moves */
    put(ix, "{'id':'1','title':'پل نو','published_at':'2021-08-27T09:41:00Z'}");  /* corrected */
    withdraw(ix, "5");
    take_down(ix, "6");
    take_down(ix, "7");
    lift(ix, "7");
    catch_up(ix);
}

static void a_rebuild_gives_the_same_index(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf grown = SN_BUF(1000000), built = SN_BUF(1000000);
    fill(ix);
    describe_index(ix, &grown);
    sn_apply_report report = rebuild(ix);
    assert_true(report.applied == 14 && report.put == 5);
    assert_int_equal(current_generation(ix), 2);
    describe_index(ix, &built);
    assert_string_equal(grown.at, built.at); /* ids, numbers, terms, values, records */
    sn_index_status status = status_of(ix);
    assert_true(status.generation == 2 && status.applied == status.change && status.hidden == 0);
    assert_sound(ix);
    put(ix, "{'id':'8','title':'پل'}"); /* and life goes on in the new one */
    catch_up(ix);
    assert_true(has_term(ix, "Q8") && current_generation(ix) == 2);
}

static void a_rebuild_of_nothing_is_an_empty_index(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = rebuild(ix);
    assert_true(report.put == 0 && report.applied == 0);
    assert_int_equal(current_generation(ix), 1);
    assert_ids(ix, "");
    assert_sound(ix);
}

static void a_rebuild_may_be_the_first_to_apply(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل'}");
    take_down(ix, "2");
    rebuild(ix);
    assert_ids(ix, "1 ");
    assert_true(status_of(ix).applied == 2);
}

static void a_rebuild_forgets_what_was_hidden(void **state)
{
    index_place *ix = *state;
    fill(ix);
    take_down(ix, "1");
    assert_hidden(ix, "1 ");
    rebuild(ix);
    assert_hidden(ix, "");
    assert_false(has_term(ix, "Q1"));
}

static void the_generation_before_stays(void **state)
{
    index_place *ix = *state;
    char generations[SN_PATH_SIZE];
    fill(ix);
    snprintf(generations, sizeof generations, "%s/generations", ix->dir);
    for (uint32_t i = 2; i < 6; i++) {
        char path[SN_PATH_SIZE];
        rebuild(ix);
        assert_int_equal(current_generation(ix), i);
        assert_int_equal(count_entries(generations), 2);
        must(ix, sn_generation_path(ix->dir, i - 1, path, sizeof path, &ix->err));
        assert_int_equal(access(path, F_OK), 0);
    }
}

/* ---- what happens meanwhile ------------------------------------------------------------------- */

typedef struct meanwhile {
    index_place *ix;
    sn_writer *other;
    unsigned calls;
} meanwhile;

/* Behind the first commit of a rebuild: everything has been copied, nothing replayed. */
static void change_everything(void *ctx, uint64_t done, uint64_t total)
{
    meanwhile *m = ctx;
    uint64_t change;
    assert_true(done == 5 && total == 5);
    if (m->calls++ > 0)
        return;
    put_through(m->other, "{'id':'9','title':'یخ'}");
    put_through(m->other, "{'id':'1','title':'پل کهنه','published_at':'2019-01-01'}");
    sn_error *err = &m->ix->err;
    must(m->ix, sn_writer_take_down(m->other, SN_STR("3"), "desk", NULL, &change, err));
    must(m->ix, sn_archive_withdraw(sn_writer_archive(m->other), SN_STR("4"), &change, err));
    must(m->ix, sn_archive_lift(sn_writer_archive(m->other), SN_STR("6"), "desk", &change, err));
}

static void what_changes_meanwhile_is_in_it(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP_PTR(sn_writer) sn_writer *other = open_writer(ix);
    meanwhile m = {ix, other, 0};
    sn_apply_report report = {0};
    fill(ix);
    must(ix, sn_writer_rebuild(ix->w, LONG_MS, change_everything, &m, &report, &ix->err));
    assert_true(m.calls > 0);
    assert_ids(ix, "2 1 6 7 9 ");
    assert_true(has_term(ix, "Q6") && !has_term(ix, "Q3") && has_term(ix, "کهنه"));
    assert_hidden(ix, "");
    sn_index_status status = status_of(ix);
    assert_true(status.applied == status.change && report.applied == status.change);
    assert_sound(ix);
}

/* The current generation goes on being brought along while the next one is built. */
static void apply_to_the_old_one(void *ctx, uint64_t done, uint64_t total)
{
    meanwhile *m = ctx;
    sn_apply_report report = {0};
    (void)done;
    (void)total;
    if (m->calls++ > 0)
        return;
    put_through(m->other, "{'id':'9','title':'یخ'}");
    must(m->ix, sn_writer_catch_up(m->other, 0, LONG_MS, NULL, NULL, &report, &m->ix->err));
    assert_int_equal(current_generation(m->ix), 1);
    assert_true(has_term(m->ix, "Q9"));
}

static void the_old_index_answers_and_grows_meanwhile(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP_PTR(sn_writer) sn_writer *other = open_writer(ix);
    meanwhile m = {ix, other, 0};
    sn_apply_report report = {0};
    fill(ix);
    must(ix, sn_writer_rebuild(ix->w, LONG_MS, apply_to_the_old_one, &m, &report, &ix->err));
    assert_int_equal(current_generation(ix), 2);
    assert_true(has_term(ix, "Q9"));
    assert_sound(ix);
}

#define ADDED 30

static bool add_articles(index_place *ix, void *ctx)
{
    (void)ctx;
    for (unsigned i = 0; i < ADDED; i++) {
        char json[100];
        sn_apply_report report = {0};
        snprintf(json, sizeof json, "{'id':'new-%u','title':'پل'}", i);
        uint64_t change = put_through(ix->w, json);
        if (sn_writer_catch_up(ix->w, change, LONG_MS, NULL, NULL, &report, &ix->err) != SN_OK)
            return false;
    }
    return true;
}

static void rebuilds_while_another_process_adds(void **state)
{
    index_place *ix = *state;
    fill(ix);
    pid_t adder = start_child(ix, add_articles, NULL);
    for (unsigned i = 0; i < 5; i++) {
        rebuild(ix);
        assert_int_equal(current_generation(ix), 2 + i);
    }
    assert_int_equal(wait_child(adder), 0);
    catch_up(ix);
    assert_int_equal(status_of(ix).articles, 5 + ADDED);
    assert_sound(ix);
    rebuild(ix);
    assert_sound(ix);
}

/* ---- locks ------------------------------------------------------------------------------------ */

static void a_holder_that_does_not_let_go_is_waited_for_in_vain(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP_PTR(sn_writer) sn_writer *holder = open_writer(ix);
    sn_apply_report report = {0};
    char generations[SN_PATH_SIZE];
    fill(ix);
    snprintf(generations, sizeof generations, "%s/generations", ix->dir);
    must(ix, sn_writer_hold(holder, &ix->err));
    assert_fails(sn_writer_rebuild(ix->w, 30, NULL, NULL, &report, &ix->err), SN_ELOCKED, &ix->err,
                 "held by test");
    assert_int_equal(current_generation(ix), 1);
    assert_int_equal(count_entries(generations), 1);              /* nothing is left of it */
    must(ix, sn_writer_apply_pending(holder, &report, &ix->err)); /* nobody wants it any more */
    sn_writer_let_go(holder);
    rebuild(ix);
    assert_int_equal(current_generation(ix), 2);
}

static void one_rebuild_at_a_time(void **state)
{
    index_place *ix = *state;
    sn_lock *other = NULL;
    sn_apply_report report = {0};
    fill(ix);
    must(ix, sn_lock_take(ix->dir, SN_LOCK_REBUILD, "other", &other, &ix->err));
    assert_fails(sn_writer_rebuild(ix->w, LONG_MS, NULL, NULL, &report, &ix->err), SN_ELOCKED,
                 &ix->err, "held by other");
    sn_lock_release(other);
    rebuild(ix);
}

/* The service may rebuild itself while it holds the lock. */
static void the_holder_itself_may_rebuild(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    fill(ix);
    must(ix, sn_writer_hold(ix->w, &ix->err));
    rebuild(ix);
    assert_int_equal(current_generation(ix), 2);
    assert_non_null(strstr(status_of(ix).holder, "test")); /* and still holds it */
    put(ix, "{'id':'9','title':'یخ'}");
    must(ix, sn_writer_apply_pending(ix->w, &report, &ix->err));
    assert_true(has_term(ix, "Q9"));
    assert_sound(ix);
}

/* ---- failures --------------------------------------------------------------------------------- */

static void kill_self(void *ctx, uint64_t done, uint64_t total)
{
    (void)ctx;
    (void)done;
    (void)total;
    raise(SIGKILL);
}

static bool rebuild_and_die(index_place *ix, void *ctx)
{
    sn_apply_report report = {0};
    (void)ctx;
    (void)!sn_writer_rebuild(ix->w, LONG_MS, kill_self, NULL, &report, &ix->err);
    return false;
}

static void a_killed_rebuild_leaves_no_trace_in_the_next(void **state)
{
    index_place *ix = *state;
    char left[SN_PATH_SIZE], generations[SN_PATH_SIZE];
    fill(ix);
    snprintf(generations, sizeof generations, "%s/generations", ix->dir);
    must(ix, sn_generation_path(ix->dir, 2, left, sizeof left, &ix->err));
    assert_int_equal(wait_child(start_child(ix, rebuild_and_die, NULL)), 1000 + SIGKILL);
    assert_int_equal(access(left, F_OK), 0);
    assert_int_equal(current_generation(ix), 1);
    put(ix, "{'id':'8','title':'پل'}");
    withdraw(ix, "1"); /* the dead one had it */
    catch_up(ix);
    assert_sound(ix);
    rebuild(ix);
    assert_int_equal(current_generation(ix), 2);
    assert_int_equal(count_entries(generations), 2);
    assert_false(has_term(ix, "Q1"));
    assert_true(has_term(ix, "Q8"));
    assert_sound(ix);
}

/* Killed behind k changes of the archive instead of in the callback: at any time at all. */
static bool rebuild_for_ever(index_place *ix, void *ctx)
{
    for (;;) {
        sn_apply_report report = {0};
        if (sn_writer_rebuild(ix->w, LONG_MS, NULL, NULL, &report, &ix->err) != SN_OK)
            return false;
        if (write(*(int *)ctx, "x", 1) != 1)
            return false;
    }
}

static void a_rebuild_killed_at_any_time_does_no_harm(void **state)
{
    index_place *ix = *state;
    uint64_t random = test_seed();
    fill(ix);
    for (unsigned turn = 0; turn < test_iters(6); turn++) {
        assert_unharmed_by_kill(ix, rebuild_for_ever, (unsigned)random_below(&random, 60));
        rebuild(ix);
        assert_sound(ix);
    }
}

/* A failure behind the switch: the new generation is the current one, and stays. */
static void a_failure_at_the_very_end_does_not_remove_the_live_index(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    char hidden[SN_PATH_SIZE];
    fill(ix);
    must(ix, sn_path_join(ix->dir, "hidden", hidden, sizeof hidden, &ix->err));
    must(ix, sn_file_write(hidden, SN_STR("not a hidden set"), &ix->err));
    assert_fails(sn_writer_rebuild(ix->w, LONG_MS, NULL, NULL, &report, &ix->err), SN_ECORRUPT,
                 &ix->err, "hidden");
    assert_int_equal(unlink(hidden), 0);
    assert_ids(ix, "1 3 2 4 7 "); /* whichever generation is current, it is there */
    catch_up(ix);
    assert_sound(ix);
}

/* Once all has been copied an article goes from the archive, as no program of ours takes one out. */
static void lose_an_article(void *ctx, uint64_t done, uint64_t total)
{
    index_place *ix = ctx;
    char path[SN_PATH_SIZE];
    sqlite3 *db = NULL;
    if (done < total)
        return;
    must(ix, sn_path_join(ix->dir, "archive.db", path, sizeof path, &ix->err));
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM articles WHERE id = '2'", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_build_that_went_wrong_never_goes_live(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1000000), after = SN_BUF(1000000);
    char generations[SN_PATH_SIZE];
    sn_apply_report report = {0};
    fill(ix);
    describe_index(ix, &before);
    snprintf(generations, sizeof generations, "%s/generations", ix->dir);
    assert_fails(sn_writer_rebuild(ix->w, LONG_MS, lose_an_article, ix, &report, &ix->err),
                 SN_ECORRUPT, &ix->err, "the new index has 5 documents, the archive 4 articles");
    assert_int_equal(current_generation(ix), 1);
    assert_int_equal(count_entries(generations), 1); /* nothing is left of it */
    describe_index(ix, &after);
    assert_string_equal(before.at, after.at);
    rebuild(ix);
    assert_ids(ix, "1 3 4 7 ");
}

/* By threads of their own, which is how commands rebuild. */
static void a_rebuild_at_low_priority_is_the_same(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf grown = SN_BUF(1000000), built = SN_BUF(1000000);
    SN_CLEANUP_PTR(sn_writer) sn_writer *low = NULL;
    sn_apply_report report = {0};
    sn_writer_opts opts = {.low_priority = true, .program = "test"};
    fill(ix);
    describe_index(ix, &grown);
    must(ix, sn_writer_open(ix->dir, &opts, &low, &ix->err));
    must(ix, sn_writer_rebuild(low, LONG_MS, NULL, NULL, &report, &ix->err));
    assert_int_equal(current_generation(ix), 2);
    describe_index(ix, &built);
    assert_string_equal(grown.at, built.at);
}

static void a_stray_directory_is_nobodys_generation(void **state)
{
    index_place *ix = *state;
    char stray[SN_PATH_SIZE];
    fill(ix);
    snprintf(stray, sizeof stray, "%s/generations/%s", ix->dir, "9");
    must(ix, sn_dir_make(stray, &ix->err));
    rebuild(ix);
    rebuild(ix);
    rebuild(ix);
    assert_int_equal(current_generation(ix), 4);
    assert_int_equal(access(stray, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(a_rebuild_gives_the_same_index),
        INDEXED(a_rebuild_of_nothing_is_an_empty_index),
        INDEXED(a_rebuild_may_be_the_first_to_apply),
        INDEXED(a_rebuild_forgets_what_was_hidden),
        INDEXED(the_generation_before_stays),
        INDEXED(what_changes_meanwhile_is_in_it),
        INDEXED(the_old_index_answers_and_grows_meanwhile),
        INDEXED(rebuilds_while_another_process_adds),
        INDEXED(a_holder_that_does_not_let_go_is_waited_for_in_vain),
        INDEXED(one_rebuild_at_a_time),
        INDEXED(the_holder_itself_may_rebuild),
        INDEXED(a_killed_rebuild_leaves_no_trace_in_the_next),
        INDEXED(a_rebuild_killed_at_any_time_does_no_harm),
        INDEXED(a_failure_at_the_very_end_does_not_remove_the_live_index),
        INDEXED(a_build_that_went_wrong_never_goes_live),
        INDEXED(a_rebuild_at_low_priority_is_the_same),
        INDEXED(a_stray_directory_is_nobodys_generation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
