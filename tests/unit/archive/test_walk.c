#include "tests/unit/archive/helper.h"

#include "archive/number.h"

#include <stdio.h>
#include <string.h>

#define AT(date) ",\"published_at\":\"" date "\""

static sn_archive *open_place(void **state)
{
    return archive_make(((const place *)*state)->dir);
}

static void live_articles_come_newest_first(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "undated", "u", "", SN_PUT_CREATED);
    put_ok(a, "middle", "m", AT("2021-08-27T09:41Z"), SN_PUT_CREATED);
    put_ok(a, "newest", "n", AT("2025-01-01T00:00Z"), SN_PUT_CREATED);
    put_ok(a, "oldest", "o", AT("1900-01-01T00:00Z"), SN_PUT_CREATED);
    put_ok(a, "later", "l", "", SN_PUT_CREATED);
    put_ok(a, "gone", "g", AT("2022-01-01T00:00Z"), SN_PUT_CREATED);
    withdraw_ok(a, "gone");
    expect_live(a, "newest=n middle=m oldest=o undated=u later=l");
    assert_true(docid_of(a, "oldest") <= SN_NUMBER_DATED_LAST);
    assert_int_equal(docid_of(a, "undated"), SN_NUMBER_DATED_LAST + 1);
    assert_int_equal(docid_of(a, "later"), SN_NUMBER_DATED_LAST + 2);
}

static void a_walk_goes_on_where_it_stopped(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    for (int i = 0; i < 10; i++) {
        char id[16], date[64];
        snprintf(id, sizeof id, "a%d", i);
        snprintf(date, sizeof date, AT("2021-08-27T09:%d0Z"), 5 - i % 5);
        put_ok(a, id, "t", date, SN_PUT_CREATED);
    }
    for (uint32_t max = 1; max <= 11; max++) {
        walked w = {.text = SN_BUF(10000)};
        uint32_t next = 1, calls = 0;
        do {
            assert_int_equal(sn_archive_each_live(a, next, max, walk_note, &w, &next, NULL), SN_OK);
            calls++;
        } while (next != 0);
        assert_int_equal(w.n, 10);
        assert_true(calls <= 10 / max + 1);
        for (size_t i = 1; i < w.n; i++)
            assert_true(w.docids[i] > w.docids[i - 1]);
        sn_buf_done(&w.text);
    }
}

static void a_stretch_ends_where_so_many_live_ones_are_passed(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    uint32_t next = 77;
    assert_int_equal(sn_archive_live_stretch(a, 1, 5, &next, NULL), SN_OK);
    assert_int_equal(next, 0);
    put_ok(a, "d", "t", AT("2021-08-24T09:00Z"), SN_PUT_CREATED);
    put_ok(a, "c", "t", AT("2021-08-25T09:00Z"), SN_PUT_CREATED);
    put_ok(a, "b", "t", AT("2021-08-26T09:00Z"), SN_PUT_CREATED);
    put_ok(a, "a", "t", AT("2021-08-27T09:00Z"), SN_PUT_CREATED);
    withdraw_ok(a, "b");
    assert_int_equal(sn_archive_live_stretch(a, 1, 1, &next, NULL), SN_OK);
    assert_int_equal(next, docid_of(a, "c"));
    assert_int_equal(sn_archive_live_stretch(a, next, 1, &next, NULL), SN_OK);
    assert_int_equal(next, docid_of(a, "d"));
    assert_int_equal(sn_archive_live_stretch(a, next, 1, &next, NULL), SN_OK);
    assert_int_equal(next, 0);
    assert_int_equal(sn_archive_live_stretch(a, 1, 3, &next, NULL), SN_OK);
    assert_int_equal(next, 0);
}

static void changes_come_in_order_and_once(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "a1", "", SN_PUT_CREATED);
    put_ok(a, "b", "b1", "", SN_PUT_CREATED);
    put_ok(a, "c", "c1", "", SN_PUT_CREATED);
    put_ok(a, "a", "a2", "", SN_PUT_UPDATED);
    withdraw_ok(a, "b");
    put_ok(a, "a", "a3", "", SN_PUT_UPDATED);
    assert_int_equal(expect_changes(a, 0, "c=c1 b= a=a3"), 6);
    assert_int_equal(expect_changes(a, 3, "b= a=a3"), 6);
    assert_int_equal(expect_changes(a, 5, "a=a3"), 6);
    assert_int_equal(expect_changes(a, 6, ""), 6);
    assert_int_equal(expect_changes(a, 1000, ""), 1000);
}

static void a_batch_shows_articles_as_they_are_now(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    walked w = {.text = SN_BUF(10000)};
    uint64_t last = 0;
    put_ok(a, "a", "a1", "", SN_PUT_CREATED);
    put_ok(a, "b", "b1", "", SN_PUT_CREATED);
    put_ok(a, "a", "a2", "", SN_PUT_UPDATED);
    put_ok(a, "b", "b2", "", SN_PUT_UPDATED);
    assert_int_equal(sn_archive_each_change(a, last, 2, walk_note, &w, &last, NULL), SN_OK);
    assert_int_equal(last, 2);
    assert_string_equal(sn_buf_text(&w.text), "a=a2 b=b2");
    assert_true(w.changes[0] == 1 && w.changes[1] == 2);
    assert_int_equal(sn_archive_each_change(a, last, 2, walk_note, &w, &last, NULL), SN_OK);
    assert_int_equal(last, 4);
    assert_string_equal(sn_buf_text(&w.text), "a=a2 b=b2 a=a2 b=b2");
    sn_buf_done(&w.text);
}

typedef struct stop {
    int calls, at;
    sn_status status;
} stop;

static sn_status stop_at(void *ctx, const sn_change *change)
{
    stop *s = ctx;
    (void)change;
    return ++s->calls == s->at ? s->status : SN_OK;
}

static void a_walk_ends_with_the_status_it_is_given(void **state)
{
    static const sn_status statuses[] = {SN_DONE, SN_ENOSPACE, SN_ETIMEOUT};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "t", "", SN_PUT_CREATED);
    put_ok(a, "b", "t", "", SN_PUT_CREATED);
    put_ok(a, "c", "t", "", SN_PUT_CREATED);
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        stop changes = {0, 2, statuses[i]}, live = {0, 2, statuses[i]};
        uint64_t last = 77;
        uint32_t next = 77;
        assert_int_equal(sn_archive_each_change(a, 0, 9, stop_at, &changes, &last, NULL),
                         statuses[i]);
        assert_int_equal(sn_archive_each_live(a, 0, 9, stop_at, &live, &next, NULL), statuses[i]);
        assert_true(changes.calls == 2 && live.calls == 2 && last == 77 && next == 77);
    }
    put_ok(a, "d", "t", "", SN_PUT_CREATED);
}

static void a_changed_date_is_another_number(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    uint64_t change = put_ok(a, "a", "one", AT("2021-08-27T09:41:10Z"), SN_PUT_CREATED);
    uint32_t before = docid_of(a, "a");
    put_ok(a, "a", "two", AT("2021-08-27T09:41:50Z"), SN_PUT_UPDATED);
    assert_int_equal(docid_of(a, "a"), before);
    change = put_ok(a, "a", "two", AT("2021-08-27T09:42:00Z"), SN_PUT_UPDATED);
    uint32_t after = docid_of(a, "a");
    assert_int_equal(change, 4);
    assert_int_equal(after, before - SN_NUMBER_SLOTS);

    walked w = {.text = SN_BUF(10000)};
    uint64_t last;
    assert_int_equal(sn_archive_each_change(a, 2, 9, walk_note, &w, &last, NULL), SN_OK);
    assert_string_equal(sn_buf_text(&w.text), "a= a=two");
    assert_true(w.docids[0] == before && w.docids[1] == after && last == 4);
    sn_buf_done(&w.text);
}

static const struct redate_case {
    const char *name, *first, *second;
    bool another;
} redates[] = {
    {"the same day", AT("2021-08-27"), AT("1400/06/05"), false},
    {"another day", AT("2021-08-27"), AT("2021-08-28"), true},
    {"the same minute in another form", AT("2021-08-27T09:41Z"), AT("2021-08-27T14:11:00+04:30"),
     false},
    {"a day gets its time", AT("2021-08-27"), AT("2021-08-27T00:00"), true},
    {"a time loses it", AT("2021-08-27T00:00"), AT("2021-08-27"), true},
    {"a first date", "", AT("2021-08-27"), true},
    {"a date no more", AT("2021-08-27"), "", true},
    {"none both times", "", ",\"lead\":\"x\"", false},
    {"a minute before 1970", AT("1969-12-31T23:59:01Z"), AT("1969-12-31T23:59:59Z"), false},
    {"the minute 1970 began", AT("1969-12-31T23:59:59Z"), AT("1970-01-01T00:00:00Z"), true},
};

static void what_counts_as_a_changed_date(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    for (size_t i = 0; i < COUNT_OF(redates); i++) {
        char id[16];
        print_message("  case: %s\n", redates[i].name);
        snprintf(id, sizeof id, "a%zu", i);
        put_ok(a, id, "one", redates[i].first, SN_PUT_CREATED);
        uint32_t before = docid_of(a, id);
        put_ok(a, id, "two", redates[i].second, SN_PUT_UPDATED);
        assert_int_equal(docid_of(a, id) != before, redates[i].another);
    }
}

static void a_number_given_up_may_go_to_another(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_ok(a, "a", "a1", AT("2021-08-27T09:41Z"), SN_PUT_CREATED);
    uint32_t number = docid_of(a, "a");
    put_ok(a, "a", "a2", AT("2021-08-28T09:41Z"), SN_PUT_UPDATED);
    put_ok(a, "b", "b1", AT("2021-08-27T09:41Z"), SN_PUT_CREATED);
    assert_int_equal(docid_of(a, "b"), number);
    /* Whoever replays from any point ends with b under the number, never with a. */
    expect_changes(a, 0, "a=a2 b=b1");
    expect_changes(a, 1, "a=a2 b=b1");
    walked w = {.text = SN_BUF(10000)};
    uint64_t last;
    assert_int_equal(sn_archive_each_change(a, 0, 2, walk_note, &w, &last, NULL), SN_OK);
    assert_string_equal(sn_buf_text(&w.text), "b=b1");
    assert_int_equal(w.docids[0], number);
    sn_buf_done(&w.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(live_articles_come_newest_first),
        PLACED(a_walk_goes_on_where_it_stopped),
        PLACED(a_stretch_ends_where_so_many_live_ones_are_passed),
        PLACED(changes_come_in_order_and_once),
        PLACED(a_batch_shows_articles_as_they_are_now),
        PLACED(a_walk_ends_with_the_status_it_is_given),
        PLACED(a_changed_date_is_another_number),
        PLACED(what_counts_as_a_changed_date),
        PLACED(a_number_given_up_may_go_to_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
