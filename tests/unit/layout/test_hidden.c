#include "base/limits.h"
#include "layout/hidden.h"
#include "tests/unit/base/testing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static sn_epoch *open_epoch(const place *p)
{
    sn_epoch *e = NULL;
    sn_error err = {0};
    assert_ok(sn_epoch_open(p->dir, true, &e, &err), &err);
    return e;
}

static void add(const place *p, sn_epoch *e, const char *id, uint64_t change)
{
    sn_error err = {0};
    assert_ok(sn_hidden_add(p->dir, e, sn_str_of(id), change, &err), &err);
}

/* The set is "CHANGE:ID CHANGE:ID ". */
static void assert_set(const place *p, const char *want)
{
    SN_CLEANUP(sn_hidden) sn_hidden h = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(10000);
    sn_error err = {0};
    assert_ok(sn_hidden_read(p->dir, &h, &err), &err);
    for (size_t i = 0; i < h.n; i++)
        sn_buf_add_format(&text, "%llu:%s ", (unsigned long long)h.at[i].change, h.at[i].id);
    assert_str(sn_buf_str(&text), want);
}

static void nothing_is_hidden_at_first(void **state)
{
    const place *p = *state;
    assert_set(p, "");
    sn_hidden_done(NULL);
}

static void ids_are_added_and_stay(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p);
    add(p, e, "b", 12);
    add(p, e, "خبر-۱", 5);
    add(p, e, "12", UINT64_MAX);
    assert_set(p, "12:b 5:خبر-۱ 18446744073709551615:12 ");
    assert_int_equal(sn_epoch_get(e).hidden, 3);
}

static void several_are_added_at_once(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p);
    sn_error err = {0};
    char a[] = "a", b[] = "b", c[] = "c";
    sn_hidden_entry entries[] = {{3, b}, {4, a}, {5, c}};
    add(p, e, "a", 4);
    assert_ok(sn_hidden_add_all(p->dir, e, entries, COUNT_OF(entries), &err), &err);
    assert_set(p, "4:a 3:b 5:c ");
    assert_int_equal(sn_epoch_get(e).hidden, 2);
    assert_ok(sn_hidden_add_all(p->dir, e, entries, COUNT_OF(entries), &err), &err);
    assert_int_equal(sn_epoch_get(e).hidden, 2); /* all are there */
    assert_set(p, "4:a 3:b 5:c ");
}

static void what_the_index_forgot_is_dropped(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p);
    sn_error err = {0};
    add(p, e, "a", 3);
    add(p, e, "b", 9);
    add(p, e, "c", 4);
    assert_ok(sn_hidden_forget(p->dir, e, 2, &err), &err);
    assert_int_equal(sn_epoch_get(e).hidden, 3); /* nothing changed */
    assert_ok(sn_hidden_forget(p->dir, e, 4, &err), &err);
    assert_set(p, "9:b ");
    assert_int_equal(sn_epoch_get(e).hidden, 4);
    assert_ok(sn_hidden_forget(p->dir, e, 100, &err), &err);
    assert_set(p, "");
    assert_ok(sn_hidden_forget(p->dir, e, 100, &err), &err);
    assert_int_equal(sn_epoch_get(e).hidden, 5);
}

/* A takedown that is tried again has the change of the one in force. */
static void the_same_entry_is_held_once(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p);
    add(p, e, "a", 3);
    add(p, e, "b", 4);
    add(p, e, "a", 3);
    assert_set(p, "3:a 4:b ");
    add(p, e, "a", 7); /* lifted and taken down again */
    assert_set(p, "3:a 4:b 7:a ");
}

static void fill(const place *p, unsigned n)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(10000000);
    for (unsigned i = 0; i < n; i++)
        sn_buf_add_format(&text, "18446744073709551615 %0*u\n", SN_LIMIT_ID_BYTES, i);
    assert_int_equal(sn_buf_status(&text), SN_OK);
    place_put(p, "hidden", sn_buf_str(&text));
}

static void the_limit_is_kept(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p);
    SN_CLEANUP(sn_hidden) sn_hidden h = {0};
    sn_error err = {0};
    char longest[SN_LIMIT_ID_BYTES + 1];
    memset(longest, 'x', SN_LIMIT_ID_BYTES);
    longest[SN_LIMIT_ID_BYTES] = '\0';
    fill(p, SN_LIMIT_HIDDEN_IDS - 1);
    add(p, e, longest, UINT64_MAX);
    assert_fails(sn_hidden_add(p->dir, e, SN_STR("more"), 5, &err), SN_ELIMIT, &err, "4096");
    assert_ok(sn_hidden_read(p->dir, &h, &err), &err);
    assert_int_equal(h.n, SN_LIMIT_HIDDEN_IDS);
    assert_string_equal(h.at[h.n - 1].id, longest);
    assert_int_equal(sn_epoch_get(e).hidden, 1);
    add(p, e, longest, UINT64_MAX); /* held already: fine */
    assert_ok(sn_hidden_forget(p->dir, e, UINT64_MAX, &err), &err);
    assert_set(p, "");
}

static void a_damaged_file_is_corrupt_and_kept(void **state)
{
    const place *p = *state;
    static const struct bad_case {
        const char *name;
        sn_str text;
    } cases[] = {
        {"no line end", {"1 a\n2 b", 7}},
        {"no change", {"a\n", 2}},
        {"no id", {"12\n", 3}},
        {"an empty id", {"12 \n", 4}},
        {"an empty line", {"\n1 a\n", 5}},
        {"a change over 64 bits", {"18446744073709551616 a\n", 23}},
        {"a negative change", {"-1 a\n", 5}},
        {"zero bytes", {"\0\0\0\n", 4}},
    };
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_hidden h = {0};
        sn_error err = {0};
        print_message("  case: %s\n", cases[i].name);
        place_put(p, "hidden", cases[i].text);
        assert_fails(sn_hidden_read(p->dir, &h, &err), SN_ECORRUPT, &err, "hidden");
        assert_int_equal(h.n, 0);
        assert_fails(sn_hidden_add(p->dir, e, SN_STR("x"), 1, &err), SN_ECORRUPT, &err, NULL);
        assert_fails(sn_hidden_forget(p->dir, e, 9, &err), SN_ECORRUPT, &err, NULL);
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(100);
        assert_ok(sn_file_read(place_path(p, "hidden"), &text, &err), &err);
        assert_true(sn_str_equal(sn_buf_str(&text), cases[i].text));
    }
    assert_int_equal(sn_epoch_get(e).hidden, 0);
}

/* ---- several processes ------------------------------------------------------------------------ */

#define PROCESSES 4
#define EACH      15

static pid_t start_adder(const place *p, unsigned number)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    sn_epoch *e;
    if (sn_epoch_open(p->dir, true, &e, NULL) != SN_OK)
        _exit(1);
    for (unsigned i = 0; i < EACH; i++) {
        char id[32];
        snprintf(id, sizeof id, "%u-%u", number, i);
        /* Odd changes are applied below: an applier forgets while others add. */
        if (sn_hidden_add(p->dir, e, sn_str_of(id), i % 2 == 0 ? 1000 : 1, NULL) != SN_OK ||
            sn_hidden_forget(p->dir, e, 1, NULL) != SN_OK)
            _exit(2);
    }
    _exit(0);
}

static void several_processes_add_and_forget_at_once(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_hidden) sn_hidden h = {0};
    sn_error err = {0};
    pid_t children[PROCESSES];
    unsigned seen[PROCESSES] = {0};
    for (unsigned i = 0; i < PROCESSES; i++)
        children[i] = start_adder(p, i);
    for (unsigned i = 0; i < PROCESSES; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_ok(sn_hidden_read(p->dir, &h, &err), &err);
    assert_int_equal(h.n, PROCESSES * ((EACH + 1) / 2));
    for (size_t i = 0; i < h.n; i++) {
        unsigned process, turn;
        assert_int_equal(sscanf(h.at[i].id, "%u-%u", &process, &turn), 2);
        assert_true(process < PROCESSES && turn == 2 * seen[process]);
        seen[process]++;
    }
}

static void a_full_disk_leaves_the_set_as_it_was(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p);
    int status = -1;
    add(p, e, "a", 3);
    pid_t child = fork();
    if (child == 0) {
        char id[SN_LIMIT_ID_BYTES];
        memset(id, 'x', sizeof id);
        fill_disk(100);
        sn_status s = sn_hidden_add(p->dir, e, (sn_str){id, sizeof id}, 4, NULL);
        _exit(s == SN_ENOSPACE ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_set(p, "3:a ");
    assert_int_equal(sn_epoch_get(e).hidden, 1);
    add(p, e, "b", 4);
    assert_set(p, "3:a 4:b ");
}

/* Adds entries for ever, a byte to the pipe behind each. */
static void add_until_killed(const place *p, int done)
{
    sn_epoch *e;
    if (sn_epoch_open(p->dir, true, &e, NULL) != SN_OK)
        _exit(1);
    for (unsigned i = 0;; i++) {
        char id[32];
        snprintf(id, sizeof id, "%u", i);
        if (sn_hidden_add(p->dir, e, sn_str_of(id), i, NULL) != SN_OK || write(done, "x", 1) != 1)
            _exit(1);
    }
}

static void a_killed_process_loses_nothing_and_blocks_nobody(void **state)
{
    const place *p = *state;
    for (unsigned acknowledged = 1; acknowledged < 30; acknowledged += 7) {
        SN_CLEANUP(sn_hidden) sn_hidden h = {0};
        sn_error err = {0};
        int done[2], status;
        char byte;
        unlink(place_path(p, "hidden"));
        assert_int_equal(pipe(done), 0);
        pid_t child = fork();
        if (child == 0)
            add_until_killed(p, done[1]);
        close(done[1]);
        for (unsigned i = 0; i < acknowledged; i++)
            assert_int_equal(read(done[0], &byte, 1), 1);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        close(done[0]);
        assert_ok(sn_hidden_read(p->dir, &h, &err), &err);
        assert_true(h.n >= acknowledged);
        for (size_t i = 0; i < h.n; i++)
            assert_int_equal(h.at[i].change, i);
        SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p);
        add(p, e, "after", 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(nothing_is_hidden_at_first),
        PLACED(ids_are_added_and_stay),
        PLACED(several_are_added_at_once),
        PLACED(what_the_index_forgot_is_dropped),
        PLACED(the_same_entry_is_held_once),
        PLACED(the_limit_is_kept),
        PLACED(a_damaged_file_is_corrupt_and_kept),
        PLACED(several_processes_add_and_forget_at_once),
        PLACED(a_full_disk_leaves_the_set_as_it_was),
        PLACED(a_killed_process_loses_nothing_and_blocks_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
