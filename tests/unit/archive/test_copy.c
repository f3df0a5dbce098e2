#include "archive/copy.h"
#include "tests/unit/archive/helper.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* ---- two ledgers ---- */

typedef struct two {
    char dirs[2][300];
} two;

static two make_two(void **state)
{
    const place *p = *state;
    two t;
    for (int i = 0; i < 2; i++) {
        snprintf(t.dirs[i], sizeof t.dirs[i], "%s/%c", p->dir, 'a' + i);
        assert_int_equal(mkdir(t.dirs[i], 0755), 0);
        sn_archive_close(archive_make(t.dirs[i]));
    }
    return t;
}

static sn_archive *open_at(const char *dir, int64_t now)
{
    sn_error err = {0};
    sn_archive *a = NULL;
    sn_archive_opts opts = {.create = true, .now_sec = now};
    assert_ok(sn_archive_open(dir, &opts, &a, &err), &err);
    return a;
}

/* "a100+x": in a, at second 100, take x down; "b200-x": in b lift it. "=" copies a's files to b. */
static void act(const two *t, const char *what)
{
    int side = what[0] - 'a', at = 0;
    char sign, id[16];
    assert_int_equal(sscanf(what + 1, "%d%c%15s", &at, &sign, id), 3);
    sn_archive *a = open_at(t->dirs[side], at);
    uint64_t change;
    uint32_t docid;
    sn_error err = {0};
    if (sign == '+')
        assert_ok(sn_archive_take_down(a, sn_str_of(id), "who", "why", &change, &docid, &err),
                  &err);
    else
        assert_ok(sn_archive_lift(a, sn_str_of(id), "lifter", &change, &err), &err);
    sn_archive_close(a);
}

static void copy_ledger(const two *t)
{
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(1 << 26);
    char from[400], to[400];
    snprintf(from, sizeof from, "%s/takedowns.db", t->dirs[0]);
    snprintf(to, sizeof to, "%s/takedowns.db", t->dirs[1]);
    assert_int_equal(sn_file_read(from, &content, NULL), SN_OK);
    assert_int_equal(sn_file_write(to, sn_buf_str(&content), NULL), SN_OK);
}

static void join(const two *t, int side)
{
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_at(t->dirs[side], 1000);
    assert_ok(sn_ledger_join(a, t->dirs[1 - side], &err), &err);
}

static sn_status note(void *ctx, const sn_takedown *t)
{
    if (t->lifted_at_sec == 0)
        return sn_buf_add_format(ctx, "%s@%d ", t->id, (int)t->at_sec);
    return sn_buf_add_format(ctx, "%s@%d-%d ", t->id, (int)t->at_sec, (int)t->lifted_at_sec);
}

static void list_ledger(const two *t, int side, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_at(t->dirs[side], 1000);
    assert_int_equal(sn_archive_each_takedown(a, note, out, NULL), SN_OK);
}

static void expect_ledger(const two *t, int side, const char *want, const char *name)
{
    SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(10000);
    list_ledger(t, side, &got);
    if (strcmp(sn_buf_text(&got), want) != 0)
        fail_msg("%s, %c: «%s», not «%s»", name, 'a' + side, sn_buf_text(&got), want);
}

static const struct join_case {
    const char *name;
    const char *before[4], *after[4]; /* in a before b has its ledger copied from it; then */
    const char *want;                 /* in both */
} cases[] = {
    {"nothing in either", {NULL}, {NULL}, ""},
    {"only one of them has it", {NULL}, {"a100+x"}, "x@100 "},
    {"only the other has it", {NULL}, {"b100+x"}, "x@100 "},
    {"both have the same", {"a100+x"}, {NULL}, "x@100 "},
    {"lifted here since", {"a100+x"}, {"a200-x"}, "x@100-200 "},
    {"lifted there since", {"a100+x"}, {"b200-x"}, "x@100-200 "},
    {"lifted here, and taken down again", {"a100+x"}, {"a200-x", "a300+x"}, "x@100-200 x@300 "},
    {"lifted there, and taken down again", {"a100+x"}, {"b200-x", "b300+x"}, "x@100-200 x@300 "},
    {"taken down again on one side, lifted on the other",
     {"a100+x"},
     {"a200-x", "a300+x", "b400-x"},
     "x@100-200 x@300 "}, /* what b lifted is the entry of 100, which was over */
    {"another entry, and a later lift there",
     {NULL},
     {"a100+x", "b150+x", "b200-x"},
     "x@100-200 x@150-200 "},
    {"another entry, and an earlier lift there",
     {NULL},
     {"a300+x", "b150+x", "b200-x"},
     "x@150-200 x@300 "},
    {"another entry, lifted in the same second",
     {NULL},
     {"a200+x", "b150+x", "b200-x"},
     "x@150-200 x@200 "}, /* which came first is not known: it holds */
    {"down, up and down again within a second",
     {"a100+x", "a100-x", "a100+x"},
     {NULL},
     "x@100-101 x@102 "},
    {"the last of these since", {"a100+x", "a100-x"}, {"a100+x"}, "x@100-101 x@102 "},
    {"ids of their own", {"a50+w"}, {"a100+x", "b110+y"}, "w@50 x@100 y@110 "},
};

static void a_takedown_of_either_holds_unless_lifted_later(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct join_case *c = &cases[i];
        two t = make_two(state);
        for (size_t k = 0; k < 4 && c->before[k] != NULL; k++)
            act(&t, c->before[k]);
        copy_ledger(&t);
        for (size_t k = 0; k < 4 && c->after[k] != NULL; k++)
            act(&t, c->after[k]);
        for (int turn = 0; turn < 2; turn++) { /* the second time nothing changes */
            join(&t, 0);
            expect_ledger(&t, 0, c->want, c->name);
            join(&t, 1);
            expect_ledger(&t, 1, c->want, c->name);
        }
        assert_int_equal(sn_dir_remove(place_path(p, "a"), NULL), SN_OK);
        assert_int_equal(sn_dir_remove(place_path(p, "b"), NULL), SN_OK);
    }
}

static void of_two_entries_in_force_one_goes_on(void **state)
{
    two t = make_two(state);
    sn_error err = {0};
    uint64_t change;
    act(&t, "a300+x");
    act(&t, "b100+x");
    join(&t, 1); /* b takes a's in; -1: it is no lift, and lifts nothing */
    expect_ledger(&t, 1, "x@100 x@300--1 ", "b has both");
    join(&t, 0);
    expect_ledger(&t, 0, "x@100 x@300--1 ", "so has a");
    join(&t, 1);
    join(&t, 0);
    expect_ledger(&t, 0, "x@100 x@300--1 ", "again");
    expect_ledger(&t, 1, "x@100 x@300--1 ", "again");
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_at(t.dirs[0], 400);
    expect_state(a, "x", SN_ARTICLE_TAKEN_DOWN, NULL);
    assert_ok(sn_archive_lift(a, SN_STR("x"), NULL, &change, &err), &err);
    expect_unknown(a, "x");
}

static void what_is_joined_is_carried_out(void **state)
{
    two t = make_two(state);
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_at(t.dirs[0], 50);
    put_ok(a, "x", "one", "", SN_PUT_CREATED);
    put_ok(a, "y", "one", "", SN_PUT_CREATED);
    act(&t, "b100+x");
    sn_error err = {0};
    assert_ok(sn_ledger_join(a, t.dirs[1], &err), &err);
    expect_state(a, "x", SN_ARTICLE_TAKEN_DOWN, "one");
    expect_live(a, "y=one");
    expect_put(a, "x", "two", "", SN_ETAKENDOWN, "is taken down");
    act(&t, "b200-x");
    assert_ok(sn_ledger_join(a, t.dirs[1], &err), &err);
    expect_state(a, "x", SN_ARTICLE_LIVE, "one");
    char none[400];
    snprintf(none, sizeof none, "%s/none", t.dirs[0]);
    assert_int_not_equal(sn_ledger_join(a, none, &err), SN_OK);
    expect_state(a, "x", SN_ARTICLE_LIVE, "one");
}

/* Any history on both sides: both end with the same, and what one had in force is lifted only by a later lift of the other. */
static void joined_both_ways_they_are_the_same(void **state)
{
    const place *p = *state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(3); turn++) {
        two t = make_two(state);
        SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(10000), second = SN_BUF(10000);
        bool down[2][2] = {{false}};
        for (int at = 100; at < 114; at++) {
            if (at == 104 && turn % 2 == 0) { /* so far they are one */
                copy_ledger(&t);
                memcpy(down[1], down[0], sizeof down[0]);
            }
            char what[32];
            unsigned side = at < 104 && turn % 2 == 0 ? 0 : random_below(&random, 2);
            unsigned id = random_below(&random, 2);
            snprintf(what, sizeof what, "%c%d%c%u", (int)('a' + side), at,
                     down[side][id] ? '-' : '+', id);
            down[side][id] = !down[side][id];
            act(&t, what);
        }
        join(&t, 0);
        join(&t, 1);
        join(&t, 0);
        list_ledger(&t, 0, &first);
        list_ledger(&t, 1, &second);
        assert_string_equal(sn_buf_text(&first), sn_buf_text(&second));
        assert_int_equal(sn_dir_remove(place_path(p, "a"), NULL), SN_OK);
        assert_int_equal(sn_dir_remove(place_path(p, "b"), NULL), SN_OK);
    }
}

/* ---- copies ---- */

static void a_copy_is_of_one_moment_and_one_file(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    SN_CLEANUP_PTR(sn_archive) sn_archive *copy = NULL;
    put_ok(a, "x", "one", "", SN_PUT_CREATED);
    take_down_ok(a, "y");
    assert_ok(sn_dir_make(place_path(p, "copy"), &err), &err);
    assert_ok(sn_archive_begin(a, &err), &err); /* somebody writes */
    put_ok(a, "z", "one", "", SN_PUT_CREATED);
    assert_ok(sn_archive_copy(p->dir, place_path(p, "copy"), NULL, NULL, &err), &err);
    assert_ok(sn_archive_commit(a, &err), &err);
    assert_int_equal(count_entries(place_path(p, "copy")), 2);
    sn_archive_opts reading = {.read_only = true};
    assert_ok(sn_archive_open(place_path(p, "copy"), &reading, &copy, &err), &err);
    expect_live(copy, "x=one");
    expect_state(copy, "y", SN_ARTICLE_TAKEN_DOWN, NULL);
    assert_string_equal(sn_archive_uuid(a), sn_archive_uuid(copy));
    expect_unknown(copy, "z");
    assert_int_equal(sn_archive_copy(place_path(p, "none"), p->dir, NULL, NULL, &err) == SN_OK, 0);
}

static void numbers_go_on_above(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    put_ok(a, "x", "one", "", SN_PUT_CREATED);
    assert_ok(sn_archive_number_above(a, 0, &err), &err); /* they do already */
    uint64_t last = 0;
    assert_ok(sn_archive_last_change(a, &last, &err), &err);
    assert_int_equal(last, 1);
    assert_ok(sn_archive_number_above(a, 70, &err), &err);
    assert_ok(sn_archive_number_above(a, 70, &err), &err);
    assert_int_equal(expect_changes(a, 0, "x=one"), 71); /* touches nothing, and is passed */
    assert_int_equal(put_ok(a, "y", "one", "", SN_PUT_CREATED), 72);
}

static void another_archive_takes_the_place_under_open_handles(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    sn_archive_mark mark = {0};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    SN_CLEANUP_PTR(sn_archive) sn_archive *other = archive_make(p->dir);
    SN_CLEANUP_PTR(sn_archive) sn_archive *staged = NULL;
    char old[SN_UUID_SIZE];
    int64_t version = 0, now = 0;
    put_ok(a, "x", "one", "", SN_PUT_CREATED);
    assert_ok(sn_dir_make(place_path(p, "staged"), &err), &err);
    assert_ok(sn_archive_copy(p->dir, place_path(p, "staged"), NULL, NULL, &err), &err);
    put_ok(a, "x", "two", "", SN_PUT_UPDATED);
    put_ok(a, "y", "one", "", SN_PUT_CREATED);
    staged = archive_make(place_path(p, "staged"));
    assert_ok(sn_archive_rename(staged, &err), &err);
    assert_ok(sn_archive_number_above(staged, 3, &err), &err);
    snprintf(old, sizeof old, "%s", sn_archive_uuid(a));
    assert_ok(sn_archive_data_version(other, &version, &err), &err);
    assert_ok(sn_archive_get_mark(a, &mark, &err), &err);
    sn_archive_close(staged);
    staged = NULL;

    put_ok(other, "z", "one", "", SN_PUT_CREATED);
    const char *dir = place_path(p, "staged");
    assert_fails(sn_archive_replace(a, p->dir, dir, &mark, &err), SN_ESTALE, &err, "meanwhile");
    expect_state(other, "y", SN_ARTICLE_LIVE, "one");
    assert_ok(sn_archive_get_mark(a, &mark, &err), &err);
    take_down_ok(other, "q"); /* the ledger moves with it */
    assert_fails(sn_archive_replace(a, p->dir, dir, &mark, &err), SN_ESTALE, &err, "meanwhile");
    lift_ok(other, "q");
    assert_ok(sn_archive_get_mark(a, &mark, &err), &err);
    assert_ok(sn_archive_replace(a, p->dir, dir, &mark, &err), &err);

    assert_ok(sn_archive_data_version(other, &now, &err), &err);
    assert_true(now != version);
    expect_live(other, "x=one");
    expect_unknown(other, "y");
    assert_string_equal(sn_archive_uuid(other), old);
    assert_ok(sn_archive_refresh(other, &err), &err);
    assert_string_not_equal(sn_archive_uuid(other), old);
    assert_int_equal(put_ok(other, "w", "one", "", SN_PUT_CREATED), 5);
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(10000);
    size_t errors = 7;
    assert_ok(sn_archive_check(other, &findings, &errors, &err), &err);
    assert_int_equal(errors, 0);
}

static void one_that_is_being_written_waits(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    sn_archive_mark mark = {0};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    put_ok(a, "x", "one", "", SN_PUT_CREATED);
    assert_ok(sn_dir_make(place_path(p, "staged"), &err), &err);
    assert_ok(sn_archive_copy(p->dir, place_path(p, "staged"), NULL, NULL, &err), &err);
    assert_ok(sn_archive_get_mark(a, &mark, &err), &err);
    assert_ok(sn_archive_begin(a, &err), &err);
    assert_fails(sn_archive_replace(a, p->dir, place_path(p, "staged"), &mark, &err), SN_EINVAL,
                 &err, "transaction");
    assert_ok(sn_archive_commit(a, &err), &err);
    assert_ok(sn_archive_replace(a, p->dir, place_path(p, "staged"), &mark, &err), &err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_takedown_of_either_holds_unless_lifted_later),
        PLACED(of_two_entries_in_force_one_goes_on),
        PLACED(what_is_joined_is_carried_out),
        PLACED(joined_both_ways_they_are_the_same),
        PLACED(a_copy_is_of_one_moment_and_one_file),
        PLACED(numbers_go_on_above),
        PLACED(another_archive_takes_the_place_under_open_handles),
        PLACED(one_that_is_being_written_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
