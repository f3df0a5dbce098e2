/* Several processes at one index: one applies, the others wait; any may be killed. */
#include "tests/unit/indexer/index_place.h"

#include "layout/lock.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Two pipes between a test and its child: the child says "ready", the test says "go" by closing. */
typedef struct gates {
    int ready[2], go[2];
} gates;

static gates open_gates(void)
{
    gates g;
    assert_int_equal(pipe(g.ready), 0);
    assert_int_equal(pipe(g.go), 0);
    return g;
}

static void wait_ready(const gates *g)
{
    char byte;
    close(g->go[0]);
    close(g->ready[1]);
    assert_int_equal(read(g->ready[0], &byte, 1), 1);
}

static void say_go(const gates *g)
{
    close(g->go[1]);
    close(g->ready[0]);
}

static void child_ready(const gates *g)
{
    close(g->go[1]);
    if (write(g->ready[1], "x", 1) != 1)
        _exit(2);
}

static bool child_may_go(const gates *g, int timeout_ms)
{
    struct pollfd p = {.fd = g->go[0], .events = POLLIN};
    return poll(&p, 1, timeout_ms) > 0;
}

/* ---- a service that holds the lock ------------------------------------------------------------ */

/* As the service's applier thread: hold, apply what is pending, let a rebuild have the lock. */
static bool serve(index_place *ix, void *ctx)
{
    const gates *g = ctx;
    bool said = false;
    while (!child_may_go(g, 1)) {
        sn_apply_report report = {0};
        sn_status s = sn_writer_hold(ix->w, &ix->err);
        if (s == SN_OK && !said)
            child_ready(g);
        said |= s == SN_OK;
        if (s == SN_OK)
            s = sn_writer_apply_pending(ix->w, &report, &ix->err);
        if (s != SN_OK && s != SN_ELOCKED)
            return false;
    }
    return true;
}

/* Holds the lock and does nothing. */
static bool sit_on_the_lock(index_place *ix, void *ctx)
{
    const gates *g = ctx;
    if (sn_writer_hold(ix->w, &ix->err) != SN_OK)
        return false;
    child_ready(g);
    return child_may_go(g, -1);
}

static void who_does_not_hold_the_lock_waits_for_who_does(void **state)
{
    index_place *ix = *state;
    gates g = open_gates();
    pid_t service = start_child(ix, serve, &g);
    wait_ready(&g);
    for (unsigned i = 0; i < 10; i++) {
        char json[100], id[32];
        sn_apply_report report = {0};
        snprintf(json, sizeof json, "{'id':'%u','title':'پل'}", i);
        uint64_t change = put(ix, json);
        must(ix, sn_writer_catch_up(ix->w, change, LONG_MS, NULL, NULL, &report, &ix->err));
        assert_true(report.applied >= change);
        snprintf(id, sizeof id, "Q%u", i);
        assert_true(has_term(ix, id));
    }
    assert_non_null(strstr(status_of(ix).holder, "test, process "));
    take_down(ix, "3");
    catch_up(ix);
    assert_ids(ix, "0 1 2 4 5 6 7 8 9 ");
    say_go(&g);
    assert_int_equal(wait_child(service), 0);
    catch_up(ix);
    assert_hidden(ix, "");
    assert_sound(ix);
}

static void waiting_has_an_end(void **state)
{
    index_place *ix = *state;
    gates g = open_gates();
    sn_apply_report report = {0};
    pid_t sitter = start_child(ix, sit_on_the_lock, &g);
    wait_ready(&g);
    put(ix, "{'id':'1','title':'پل'}");
    assert_fails(sn_writer_catch_up(ix->w, 0, 0, NULL, NULL, &report, &ix->err), SN_ETIMEOUT,
                 &ix->err, "stored");
    assert_fails(sn_writer_catch_up(ix->w, 0, 50, NULL, NULL, &report, &ix->err), SN_ETIMEOUT,
                 &ix->err, "stored");
    assert_fails(sn_writer_hold(ix->w, &ix->err), SN_ELOCKED, &ix->err, "held by test, process ");
    take_down(ix, "1"); /* hidden all the same */
    assert_int_equal(status_of(ix).taken_down, 1);
    say_go(&g);
    assert_int_equal(wait_child(sitter), 0);
    catch_up(ix);
    assert_ids(ix, "");
}

static void a_killed_holder_is_in_nobodys_way(void **state)
{
    index_place *ix = *state;
    gates g = open_gates();
    pid_t sitter = start_child(ix, sit_on_the_lock, &g);
    wait_ready(&g);
    put(ix, "{'id':'1','title':'پل'}");
    kill(sitter, SIGKILL);
    assert_int_equal(wait_child(sitter), 1000 + SIGKILL);
    say_go(&g);
    catch_up(ix);
    assert_ids(ix, "1 ");
    assert_string_equal(status_of(ix).holder, "");
}

static void a_writer_that_lets_go_lets_others_apply(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP_PTR(sn_writer) sn_writer *other = open_writer(ix);
    sn_apply_report report = {0};
    must(ix, sn_writer_hold(ix->w, &ix->err));
    must(ix, sn_writer_hold(ix->w, &ix->err)); /* held already */
    assert_fails(sn_writer_hold(other, &ix->err), SN_ELOCKED, &ix->err, "held by test");
    put(ix, "{'id':'1','title':'پل'}");
    must(ix, sn_writer_apply_pending(ix->w, &report, &ix->err));
    assert_int_equal(report.put, 1);
    must(ix, sn_writer_apply_pending(ix->w, &report, &ix->err));
    catch_up(ix); /* and goes on holding it */
    assert_fails(sn_writer_hold(other, &ix->err), SN_ELOCKED, &ix->err, NULL);
    sn_writer_let_go(ix->w);
    sn_writer_let_go(ix->w);
    must(ix, sn_writer_hold(other, &ix->err));
}

static void a_holder_steps_aside_for_a_rebuild(void **state)
{
    index_place *ix = *state;
    sn_lock *wanted = NULL;
    sn_apply_report report = {0};
    must(ix, sn_writer_hold(ix->w, &ix->err));
    must(ix, sn_lock_take(ix->dir, SN_LOCK_WANTED, "rebuild", &wanted, &ix->err));
    put(ix, "{'id':'1','title':'پل'}");
    assert_fails(sn_writer_apply_pending(ix->w, &report, &ix->err), SN_ELOCKED, &ix->err,
                 "rebuild");
    assert_string_equal(status_of(ix).holder, "");
    assert_fails(sn_writer_hold(ix->w, &ix->err), SN_ELOCKED, &ix->err, "rebuild");
    sn_lock_release(wanted);
    must(ix, sn_writer_hold(ix->w, &ix->err));
    must(ix, sn_writer_apply_pending(ix->w, &report, &ix->err));
    assert_ids(ix, "1 ");
}

/* ---- many at once ----------------------------------------------------------------------------- */

#define ADDERS 3
#define EACH   12

static bool add_and_catch_up(index_place *ix, void *ctx)
{
    for (unsigned i = 0; i < EACH; i++) {
        char json[200], id[32];
        sn_apply_report report = {0};
        snprintf(id, sizeof id, "%s-%u", (const char *)ctx, i);
        snprintf(json, sizeof json,
                 "{'id':'%s','title':'پل','published_at':'2021-08-27T09:41:00Z'}", id);
        uint64_t change = put_through(ix->w, json);
        if (sn_writer_catch_up(ix->w, change, LONG_MS, NULL, NULL, &report, &ix->err) != SN_OK)
            return false;
        if (report.applied < change)
            return false;
        if (i % 4 == 3 &&
            sn_writer_take_down(ix->w, sn_str_of(id), "desk", NULL, &change, &ix->err) != SN_OK)
            return false;
    }
    return true;
}

static void processes_add_at_once_and_none_is_lost(void **state)
{
    index_place *ix = *state;
    static char names[ADDERS][2] = {"a", "b", "c"};
    pid_t adders[ADDERS];
    for (size_t i = 0; i < ADDERS; i++)
        adders[i] = start_child(ix, add_and_catch_up, names[i]);
    for (size_t i = 0; i < ADDERS; i++)
        assert_int_equal(wait_child(adders[i]), 0);
    catch_up(ix);
    sn_index_status status = status_of(ix);
    assert_int_equal(status.articles, ADDERS * EACH * 3 / 4);
    assert_int_equal(status.documents, status.articles);
    assert_hidden(ix, "");
    assert_sound(ix);
}

/* ---- killed at any time ----------------------------------------------------------------------- */

/* Puts and applies for ever; a byte behind each change that was acknowledged. */
static bool add_until_killed(index_place *ix, void *ctx)
{
    const gates *g = ctx;
    for (unsigned i = 0;; i++) {
        char json[100];
        sn_apply_report report = {0};
        snprintf(json, sizeof json, "{'id':'%ld-%u','title':'پل'}", (long)getpid(), i);
        uint64_t change = put_through(ix->w, json);
        if (write(g->ready[1], "x", 1) != 1)
            return false;
        if (sn_writer_catch_up(ix->w, change, LONG_MS, NULL, NULL, &report, &ix->err) != SN_OK)
            return false;
    }
}

static void what_was_accepted_is_shown_though_the_process_was_killed(void **state)
{
    index_place *ix = *state;
    uint64_t random = test_seed(), accepted = 0;
    for (unsigned turn = 0; turn < test_iters(8); turn++) {
        gates g = open_gates();
        char byte;
        pid_t child = start_child(ix, add_until_killed, &g);
        close(g.ready[1]);
        close(g.go[0]);
        for (unsigned i = 0; i <= random_below(&random, 4); i++)
            accepted += (uint64_t)read(g.ready[0], &byte, 1);
        kill(child, SIGKILL);
        assert_int_equal(wait_child(child), 1000 + SIGKILL);
        while (read(g.ready[0], &byte, 1) == 1)
            accepted++;
        say_go(&g);
        catch_up(ix);
        sn_index_status status = status_of(ix);
        assert_true(status.articles >= accepted);
        assert_true(status.documents == status.articles && status.applied == status.change);
        assert_sound(ix);
    }
}

/* ---- no room ---------------------------------------------------------------------------------- */

static void put_large(index_place *ix, const char *id)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(1000000);
    sn_buf_add_format(&json, "{'id':'%s','title':'پل','body':'", id);
    for (unsigned i = 0; i < 20000; i++)
        sn_buf_add_format(&json, "w%c%c%c ", 'a' + i / 676 % 26, 'a' + i / 26 % 26, 'a' + i % 26);
    sn_buf_add_str(&json, SN_STR("'}"));
    put(ix, sn_buf_text(&json));
}

static bool apply_without_room(index_place *ix, void *ctx)
{
    sn_apply_report report = {0};
    fill_disk(*(size_t *)ctx);
    sn_status s = sn_writer_catch_up(ix->w, 0, LONG_MS, NULL, NULL, &report, &ix->err);
    return s == SN_ENOSPACE && report.applied < 2;
}

static bool rebuild_without_room(index_place *ix, void *ctx)
{
    sn_apply_report report = {0};
    fill_disk(*(size_t *)ctx);
    return sn_writer_rebuild(ix->w, LONG_MS, NULL, NULL, &report, &ix->err) == SN_ENOSPACE;
}

/* What could not be applied is applied when there is room; nothing is half there. */
static void a_full_disk_stops_the_index_and_loses_nothing(void **state)
{
    index_place *ix = *state;
    size_t room = 100000;
    put(ix, "{'id':'1','title':'راه'}");
    catch_up(ix);
    put_large(ix, "2");
    assert_int_equal(wait_child(start_child(ix, apply_without_room, &room)), 0);
    assert_ids(ix, "1 ");
    assert_int_equal(status_of(ix).applied, 1);
    catch_up(ix);
    assert_ids(ix, "1 2 ");
    assert_sound(ix);
    assert_int_equal(wait_child(start_child(ix, rebuild_without_room, &room)), 0);
    assert_int_equal(current_generation(ix), 1);
    assert_sound(ix);
    rebuild(ix);
    assert_sound(ix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(who_does_not_hold_the_lock_waits_for_who_does),
        INDEXED(waiting_has_an_end),
        INDEXED(a_killed_holder_is_in_nobodys_way),
        INDEXED(a_writer_that_lets_go_lets_others_apply),
        INDEXED(a_holder_steps_aside_for_a_rebuild),
        INDEXED(processes_add_at_once_and_none_is_lost),
        INDEXED(a_full_disk_stops_the_index_and_loses_nothing),
        INDEXED(what_was_accepted_is_shown_though_the_process_was_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
