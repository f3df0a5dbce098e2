/* Generations that are made of others: gone back to, compacted. */
#include "layout/index_dir.h"
#include "layout/lock.h"
#include "tests/unit/indexer/index_place.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void fill(index_place *ix)
{
    put(ix, "{'id':'1','title':'پل مهرسار','published_at':'2021-08-27T09:41:00Z','tags':['پل']}");
    put(ix, "{'id':'2','title':'راه','published_at':'2021-08-27T09:41:10Z'}");
    put(ix, "{'id':'3','title':'کوه','published_at':'2021-08-27'}");
    put(ix, "{'id':'4','title':'دشت'}");
    put(ix, "{'id':'5','title':'دریا','published_at':'1999-01-01'}");
    catch_up(ix);
}

/* A little of everything, behind what another generation has. */
static void change_all(index_place *ix)
{
    put(ix, "{'id':'6','title':'پل مهرسار','published_at':'2021-08-27T10:00:00Z'}"); /* a copy */
    put(ix, "{'id':'2','title':'راه نو','published_at':'2020-08-27T09:41:10Z'}");    /* moves */
    withdraw(ix, "4");
    take_down(ix, "5");
    catch_up(ix);
}

static void roll_back(index_place *ix, uint32_t number)
{
    sn_apply_report report = {0};
    must(ix, sn_writer_roll_back(ix->w, number, LONG_MS, &report, &ix->err));
    assert_true(report.applied > 0 && report.applied <= status_of(ix).change);
}

static sn_vacuum_report vacuum(index_place *ix)
{
    sn_vacuum_report made = {0};
    sn_apply_report report = {0};
    must(ix, sn_writer_vacuum(ix->w, LONG_MS, &made, &report, &ix->err));
    return made;
}

static size_t count_generations(index_place *ix)
{
    char path[SN_PATH_SIZE];
    must(ix, sn_path_join(ix->dir, "generations", path, sizeof path, &ix->err));
    return count_entries(path);
}

/* ---- going back ------------------------------------------------------------------------------- */

static void what_was_accepted_since_is_in_the_generation_before(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf grown = SN_BUF(1000000), back = SN_BUF(1000000);
    fill(ix);
    rebuild(ix);
    change_all(ix);
    describe_index(ix, &grown);
    roll_back(ix, 0);
    describe_index(ix, &back);
    assert_string_equal(grown.at, back.at);
    assert_int_equal(current_generation(ix), 3); /* a number nobody has read from */
    assert_int_equal(count_generations(ix), 2);
    assert_hidden(ix, "");
    assert_sound(ix);
    put(ix, "{'id':'9','title':'یخ'}");
    catch_up(ix);
    assert_true(has_term(ix, "Q9"));
}

static void going_back_twice_is_where_one_was(void **state)
{
    index_place *ix = *state;
    fill(ix);
    rebuild(ix);
    roll_back(ix, 0);
    change_all(ix);
    roll_back(ix, 0);
    assert_int_equal(current_generation(ix), 4);
    assert_ids(ix, "6 1 3 2 ");
    assert_sound(ix);
    rebuild(ix);
    assert_int_equal(count_generations(ix), 2);
    roll_back(ix, 4); /* by its number */
    assert_int_equal(current_generation(ix), 6);
    assert_sound(ix);
}

static void a_takedown_holds_when_going_back(void **state)
{
    index_place *ix = *state;
    fill(ix);
    rebuild(ix);
    take_down(ix, "1"); /* neither of them has forgotten it */
    assert_hidden(ix, "1 ");
    roll_back(ix, 0);
    assert_false(has_term(ix, "Q1"));
    assert_hidden(ix, "");
    assert_sound(ix);
}

static void there_may_be_nowhere_to_go_back_to(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    assert_int_equal(sn_writer_roll_back(ix->w, 0, LONG_MS, &report, &ix->err), SN_ENOTFOUND);
    fill(ix);
    assert_fails(sn_writer_roll_back(ix->w, 0, LONG_MS, &report, &ix->err), SN_ENOTFOUND, &ix->err,
                 "there is no generation before 1");
    assert_fails(sn_writer_roll_back(ix->w, 7, LONG_MS, &report, &ix->err), SN_ENOTFOUND, &ix->err,
                 "there is no generation 7");
    assert_fails(sn_writer_roll_back(ix->w, 1, LONG_MS, &report, &ix->err), SN_EINVAL, &ix->err,
                 "is the current one");
    assert_int_equal(current_generation(ix), 1);
}

static void another_analysis_is_not_gone_back_to(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    fill(ix);
    set_analysis(ix, 1);
    rebuild(ix);
    assert_fails(sn_writer_roll_back(ix->w, 0, LONG_MS, &report, &ix->err), SN_EFORMAT, &ix->err,
                 "another analysis");
    assert_int_equal(current_generation(ix), 2);
    assert_int_equal(count_generations(ix), 2); /* and it has its number still */
    assert_sound(ix);
}

static void one_that_holds_the_index_is_waited_for(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP_PTR(sn_writer) sn_writer *holder = open_writer(ix);
    sn_apply_report report = {0};
    fill(ix);
    rebuild(ix);
    must(ix, sn_writer_hold(holder, &ix->err));
    assert_fails(sn_writer_roll_back(ix->w, 0, 30, &report, &ix->err), SN_ELOCKED, &ix->err,
                 "held by test");
    assert_int_equal(current_generation(ix), 2);
    sn_writer_let_go(holder);
    roll_back(ix, 0); /* what was given its number already is found */
    assert_int_equal(current_generation(ix), 3);
    assert_sound(ix);
    assert_int_equal(count_generations(ix), 2);
}

/* ---- vacuum ----------------------------------------------------------------------------------- */

static void the_compacted_index_is_the_same(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf grown = SN_BUF(1000000), compacted = SN_BUF(1000000);
    fill(ix);
    change_all(ix);
    describe_index(ix, &grown);
    sn_vacuum_report made = vacuum(ix);
    describe_index(ix, &compacted);
    assert_string_equal(grown.at, compacted.at); /* numbers too */
    assert_int_equal(current_generation(ix), 2);
    assert_true(made.index_after > 0 && made.index_after <= made.index_before);
    assert_true(made.changes > 0 && made.archive_after <= made.archive_before);
    assert_sound(ix);
    put(ix, "{'id':'9','title':'یخ'}");
    catch_up(ix);
    assert_true(has_term(ix, "Q9") && current_generation(ix) == 2);
    roll_back(ix, 0); /* the one before needs none of the rows that went */
    assert_true(has_term(ix, "Q9") && has_term(ix, "Q6"));
    assert_sound(ix);
}

static void vacuum_of_nothing(void **state)
{
    index_place *ix = *state;
    sn_vacuum_report made = vacuum(ix);
    assert_true(made.index_before == 0 && made.index_after == 0 && made.archive_before > 0);
    fill(ix);
    assert_int_equal(current_generation(ix), 1);
}

static void what_waits_is_in_the_compacted_index(void **state)
{
    index_place *ix = *state;
    fill(ix);
    put(ix, "{'id':'9','title':'یخ'}");
    take_down(ix, "1");
    vacuum(ix);
    assert_true(has_term(ix, "Q9") && !has_term(ix, "Q1"));
    assert_hidden(ix, "");
    assert_sound(ix);
}

static void vacuum_keeps_the_words_it_was_built_with(void **state)
{
    index_place *ix = *state;
    char path[SN_PATH_SIZE];
    must(ix, sn_path_join(ix->dir, "dictionaries", path, sizeof path, &ix->err));
    must(ix, sn_dir_make(path, &ix->err));
    must(ix, sn_path_join(ix->dir, "dictionaries/protected.txt", path, sizeof path, &ix->err));
    must(ix, sn_file_write(path, SN_STR("مهرسار\n"), &ix->err));
    fill(ix);
    vacuum(ix);
    assert_true(status_of(ix).dictionary_matches);
    put(ix, "{'id':'9','title':'یخ'}");
    catch_up(ix);
    assert_sound(ix);
}

static void an_index_of_another_analysis_is_not_compacted(void **state)
{
    index_place *ix = *state;
    sn_vacuum_report made = {0};
    sn_apply_report report = {0};
    fill(ix);
    set_analysis(ix, 1);
    assert_fails(sn_writer_vacuum(ix->w, LONG_MS, &made, &report, &ix->err), SN_EFORMAT, &ix->err,
                 "another analysis");
    assert_int_equal(count_generations(ix), 1);
}

#define ADDED 40

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

static void vacuum_and_going_back_while_another_process_adds(void **state)
{
    index_place *ix = *state;
    fill(ix);
    pid_t adder = start_child(ix, add_articles, NULL);
    for (unsigned i = 0; i < 4; i++) {
        vacuum(ix);
        roll_back(ix, 0);
    }
    assert_int_equal(wait_child(adder), 0);
    catch_up(ix);
    assert_int_equal(status_of(ix).articles, 5 + ADDED);
    assert_sound(ix);
}

static bool keep_for_ever(index_place *ix, void *ctx)
{
    for (;;) {
        sn_vacuum_report made = {0};
        sn_apply_report report = {0};
        if (sn_writer_vacuum(ix->w, LONG_MS, &made, &report, &ix->err) != SN_OK ||
            sn_writer_roll_back(ix->w, 0, LONG_MS, &report, &ix->err) != SN_OK)
            return false;
        if (write(*(int *)ctx, "x", 1) != 1)
            return false;
    }
}

static void killed_at_any_time_they_do_no_harm(void **state)
{
    index_place *ix = *state;
    uint64_t random = test_seed();
    fill(ix);
    change_all(ix);
    for (unsigned turn = 0; turn < test_iters(6); turn++) {
        assert_unharmed_by_kill(ix, keep_for_ever, (unsigned)random_below(&random, 60));
        rebuild(ix);
        assert_true(count_generations(ix) <= 2);
        assert_sound(ix);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(what_was_accepted_since_is_in_the_generation_before),
        INDEXED(going_back_twice_is_where_one_was),
        INDEXED(a_takedown_holds_when_going_back),
        INDEXED(there_may_be_nowhere_to_go_back_to),
        INDEXED(another_analysis_is_not_gone_back_to),
        INDEXED(one_that_holds_the_index_is_waited_for),
        INDEXED(the_compacted_index_is_the_same),
        INDEXED(vacuum_of_nothing),
        INDEXED(what_waits_is_in_the_compacted_index),
        INDEXED(vacuum_keeps_the_words_it_was_built_with),
        INDEXED(an_index_of_another_analysis_is_not_compacted),
        INDEXED(vacuum_and_going_back_while_another_process_adds),
        INDEXED(killed_at_any_time_they_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
