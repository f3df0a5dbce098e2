/* Outcomes of every way to write, and what can be read then. */
#include "tests/unit/archive/helper.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

static sn_archive *open_place(void **state)
{
    return archive_make(((const place *)*state)->dir);
}

static void a_new_archive_is_empty(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_error err = {0};
    sn_archive_counts counts;
    uint64_t last = 77;
    uint32_t spill = 77;
    assert_ok(sn_archive_count(a, &counts, &err), &err);
    assert_true(counts.live == 0 && counts.withdrawn == 0 && counts.taken_down == 0);
    assert_ok(sn_archive_last_change(a, &last, &err), &err);
    assert_int_equal(last, 0);
    assert_ok(sn_archive_max_spill(a, &spill, &err), &err);
    assert_int_equal(spill, 0);
    assert_int_equal(strlen(sn_archive_uuid(a)), SN_UUID_SIZE - 1);
    assert_int_equal(expect_changes(a, 0, ""), 0);
    expect_live(a, "");
    expect_unknown(a, "a");
}

static void the_name_stays_and_is_its_own(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    SN_CLEANUP_PTR(sn_archive) sn_archive *b = NULL;
    char uuid[SN_UUID_SIZE];
    memcpy(uuid, sn_archive_uuid(a), sizeof uuid);
    a = archive_reopen(a, p->dir);
    assert_string_equal(sn_archive_uuid(a), uuid);
    assert_int_equal(sn_dir_make(place_path(p, "other"), NULL), SN_OK);
    b = archive_make(place_path(p, "other"));
    assert_string_not_equal(sn_archive_uuid(b), uuid);
}

static void created_updated_unchanged(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    assert_int_equal(put_ok(a, "a", "one", "", SN_PUT_CREATED), 1);
    put_ok(a, "a", "one", "", SN_PUT_UNCHANGED);
    put_ok(a, "a", " one ", ",\"lead\":null", SN_PUT_UNCHANGED);
    assert_int_equal(put_ok(a, "a", "two", "", SN_PUT_UPDATED), 2);
    assert_int_equal(put_ok(a, "b", "one", "", SN_PUT_CREATED), 3);
    expect_state(a, "a", SN_ARTICLE_LIVE, "two");
    assert_int_equal(expect_changes(a, 0, "a=two b=one"), 3);
}

/* `first` is put; then `second` is; `back` as well, after a withdrawal. */
static const struct version_case {
    const char *name, *first, *second;
    sn_status status; /* of the second */
    sn_status back;   /* of the second after a withdrawal of the first */
    bool same;        /* with the same title */
} versions[] = {
    {"no version, other content", "", "", SN_OK, SN_OK, false},
    {"no version, same content", "", "", SN_OK, SN_ECONFLICT, true},
    {"a greater version", ",\"version\":1", ",\"version\":2", SN_OK, SN_OK, false},
    {"a greater version of the same text", ",\"version\":1", ",\"version\":2", SN_OK, SN_OK, true},
    {"the same version, other content", ",\"version\":2", ",\"version\":2", SN_OK, SN_ECONFLICT,
     false},
    {"the same version, same content", ",\"version\":2", ",\"version\":2", SN_OK, SN_ECONFLICT,
     true},
    {"a lower version", ",\"version\":2", ",\"version\":1", SN_ECONFLICT, SN_ECONFLICT, false},
    {"a first version behind none", "", ",\"version\":1", SN_OK, SN_OK, false},
    {"no version behind one", ",\"version\":1", "", SN_OK, SN_OK, false},
    {"modified later", ",\"modified_at\":1000000", ",\"modified_at\":1000001", SN_OK, SN_OK, true},
    {"modified earlier", ",\"modified_at\":1000001", ",\"modified_at\":1000000", SN_ECONFLICT,
     SN_ECONFLICT, false},
    {"modified at the same second", ",\"modified_at\":1000000", ",\"modified_at\":1000000", SN_OK,
     SN_ECONFLICT, false},
    {"modified earlier, but only one has a version", ",\"modified_at\":1000001,\"version\":1",
     ",\"modified_at\":1000000", SN_ECONFLICT, SN_ECONFLICT, false},
    {"a greater version modified earlier", ",\"modified_at\":1000001,\"version\":1",
     ",\"modified_at\":1000000,\"version\":2", SN_OK, SN_OK, false},
    {"a lower version modified later", ",\"modified_at\":1000000,\"version\":2",
     ",\"modified_at\":1000001,\"version\":1", SN_ECONFLICT, SN_ECONFLICT, false},
    {"the same version modified later", ",\"modified_at\":1000000,\"version\":2",
     ",\"modified_at\":1000001,\"version\":2", SN_OK, SN_OK, false},
    {"the same version modified earlier", ",\"modified_at\":1000001,\"version\":2",
     ",\"modified_at\":1000000,\"version\":2", SN_ECONFLICT, SN_ECONFLICT, false},
    {"modified on the day of the time held", ",\"modified_at\":\"2021-08-27T14:11\"",
     ",\"modified_at\":\"2021-08-27\"", SN_OK, SN_ECONFLICT, false},
    {"modified on the day before", ",\"modified_at\":\"2021-08-27T14:11\"",
     ",\"modified_at\":\"2021-08-26\"", SN_ECONFLICT, SN_ECONFLICT, false},
    {"modified on the day after", ",\"modified_at\":\"2021-08-27T14:11\"",
     ",\"modified_at\":\"2021-08-28\"", SN_OK, SN_OK, false},
};

static void expect_second(sn_archive *a, const char *id, const struct version_case *c,
                          sn_status status)
{
    sn_error err = {0};
    sn_put_result result;
    sn_status got = put(a, id, c->same ? "one" : "two", c->second, &result, &err);
    assert_int_equal(got, status);
    if (status == SN_ECONFLICT)
        assert_non_null(strstr(err.msg, id));
}

static void older_versions_are_refused(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    for (size_t i = 0; i < COUNT_OF(versions); i++) {
        const struct version_case *c = &versions[i];
        char id[32], gone[32];
        print_message("  case: %s\n", c->name);
        snprintf(id, sizeof id, "live-%zu", i);
        snprintf(gone, sizeof gone, "withdrawn-%zu", i);
        put_ok(a, id, "one", c->first, SN_PUT_CREATED);
        expect_second(a, id, c, c->status);
        expect_state(a, id, SN_ARTICLE_LIVE, c->status == SN_OK && !c->same ? "two" : "one");
        put_ok(a, gone, "one", c->first, SN_PUT_CREATED);
        withdraw_ok(a, gone);
        expect_second(a, gone, c, c->back);
        expect_state(a, gone, c->back == SN_OK ? SN_ARTICLE_LIVE : SN_ARTICLE_WITHDRAWN,
                     c->back == SN_OK && !c->same ? "two" : "one");
    }
}

static void withdrawn_and_back(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_error err = {0};
    uint64_t change = 77;
    put_ok(a, "a", "one", "", SN_PUT_CREATED);
    uint32_t docid = docid_of(a, "a");
    assert_int_equal(withdraw_ok(a, "a"), 2);
    expect_state(a, "a", SN_ARTICLE_WITHDRAWN, "one");
    assert_fails(sn_archive_withdraw(a, SN_STR("a"), &change, &err), SN_ENOTFOUND, &err,
                 "\"a\" is not held");
    assert_int_equal(change, 77);
    expect_changes(a, 0, "a=");
    expect_put(a, "a", "one", "", SN_ECONFLICT, "\"a\" was withdrawn");
    put_ok(a, "a", "two", "", SN_PUT_UPDATED);
    assert_int_equal(docid_of(a, "a"), docid);
    expect_changes(a, 0, "a=two");
    expect_changes(a, 2, "a=two");
}

static void unknown_ids_are_not_withdrawn(void **state)
{
    static const char *const ids[] = {"a", "", "a b", "\xFF"};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        uint64_t change;
        assert_int_equal(sn_archive_withdraw(a, sn_str_of(ids[i]), &change, NULL), SN_ENOTFOUND);
        expect_unknown(a, ids[i]);
    }
}

static void articles_that_are_none_are_refused(void **state)
{
    static const struct {
        sn_article article;
        sn_status status;
    } cases[] = {
        {{.title = (char *)(uintptr_t) "t"}, SN_EINVAL},
        {{.id = (char *)(uintptr_t) "a"}, SN_EINVAL},
        {{.id = (char *)(uintptr_t) "a", .title = (char *)(uintptr_t) ""}, SN_EINVAL},
        {{.id = (char *)(uintptr_t) "a b", .title = (char *)(uintptr_t) "t"}, SN_EINVAL},
        {{.id = (char *)(uintptr_t) "\xFF", .title = (char *)(uintptr_t) "t"}, SN_EUTF8},
        {{.id = (char *)(uintptr_t) "a", .title = (char *)(uintptr_t) "\xFF"}, SN_EUTF8},
    };
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_put_result result;
        assert_int_equal(sn_archive_put(a, &cases[i].article, &result, NULL), cases[i].status);
    }
    expect_live(a, "");
}

static void counts_are_by_state(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_archive_counts counts;
    put_ok(a, "a", "t", "", SN_PUT_CREATED);
    put_ok(a, "b", "t", "", SN_PUT_CREATED);
    put_ok(a, "c", "t", "", SN_PUT_CREATED);
    put_ok(a, "d", "t", "", SN_PUT_CREATED);
    withdraw_ok(a, "b");
    take_down_ok(a, "c");
    take_down_ok(a, "never-seen");
    assert_int_equal(sn_archive_count(a, &counts, NULL), SN_OK);
    assert_true(counts.live == 2 && counts.withdrawn == 1 && counts.taken_down == 1 &&
                counts.last_change == 7);
}

static void a_record_is_bounded(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(10), .docid = 77};
    put_ok(a, "a", "t", "", SN_PUT_CREATED);
    assert_int_equal(sn_archive_get(a, SN_STR("a"), &record, NULL), SN_ELIMIT);
    assert_int_equal(record.docid, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_new_archive_is_empty),
        PLACED(the_name_stays_and_is_its_own),
        PLACED(created_updated_unchanged),
        PLACED(older_versions_are_refused),
        PLACED(withdrawn_and_back),
        PLACED(unknown_ids_are_not_withdrawn),
        PLACED(articles_that_are_none_are_refused),
        PLACED(counts_are_by_state),
        PLACED(a_record_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
