/* What the archive keeps of groups: members, texts, pairs, keys. */
#include "archive/groups.h"
#include "tests/unit/archive/helper.h"

#include <string.h>

static sn_error err;

static sn_archive *groups_begin(const place *p)
{
    sn_archive *a = archive_make(p->dir);
    assert_ok(sn_archive_begin(a, &err), &err);
    return a;
}

static void put_member(sn_archive *a, uint32_t docid, const char *id, uint64_t text,
                       int64_t published)
{
    sn_member m = {.docid = docid,
                   .id = sn_str_of(id),
                   .version = 7,
                   .text = text,
                   .published_sec = published,
                   .copies = UINT64_MAX - docid, /* above what a signed number holds */
                   .story = 5,
                   .about = SN_STR("a\0b")};
    assert_ok(sn_member_put(a, &m, &err), &err);
}

static sn_status note_member(void *ctx, const sn_member *m)
{
    assert_true(m->about.len == 3 && m->about.at[1] == '\0');
    return sn_buf_add_format(ctx, "%.*s ", (int)m->id.len, m->id.at);
}

static sn_status note_text(void *ctx, uint64_t text, sn_reach reach)
{
    return sn_buf_add_format(ctx, "%llu/%lld%s ", (unsigned long long)text,
                             (long long)reach.apart_sec, reach.undated ? "u" : "");
}

static void assert_said(sn_buf *said, const char *want)
{
    assert_string_equal(sn_buf_text(said), want);
    sn_buf_clear(said);
    if (said->at != NULL)
        said->at[0] = '\0';
}

static void members_are_read_back_in_order(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(1000);
    sn_member m;
    put_member(a, 3, "c", 9, 100);
    put_member(a, 1, "b", 9, 100);
    put_member(a, 2, "none", 9, SN_MEMBER_UNDATED);
    put_member(a, 4, "early", 9, -5);
    put_member(a, 5, "other", 8, 1);
    assert_ok(sn_member_get(a, 1, &m, &err), &err);
    assert_true(m.version == 7 && m.text == 9 && m.copies == UINT64_MAX - 1 && m.story == 5);
    assert_true(m.id.len == 0 && m.about.len == 0);
    assert_ok(sn_members_of_text(a, 9, 0, note_member, &said, &err), &err);
    assert_said(&said, "early b c none ");
    assert_ok(sn_members_of_text(a, 9, 1, note_member, &said, &err), &err);
    assert_said(&said, "early ");
    assert_ok(sn_members_of_story(a, 5, 2, note_member, &said, &err), &err);
    assert_said(&said, "early other ");
    assert_ok(sn_members_from(a, 2, 2, note_member, &said, &err), &err);
    assert_said(&said, "none c ");
    assert_ok(sn_member_set_copies(a, 3, 1, &err), &err);
    assert_ok(sn_members_of_copies(a, 1, 0, note_member, &said, &err), &err);
    assert_said(&said, "c ");
    assert_ok(sn_member_remove(a, 3, &err), &err);
    assert_ok(sn_member_remove(a, 3, &err), &err);
    assert_int_equal(sn_member_get(a, 3, &m, &err), SN_ENOTFOUND);
}

/* A touched member has a change, which a walk gives as whatever has its number. */
static void a_touched_member_has_a_change(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    uint64_t last = put_ok(a, "a", "پل", "", SN_PUT_CREATED);
    assert_ok(sn_archive_begin(a, &err), &err);
    put_member(a, docid_of(a, "a"), "a", 9, 1);
    assert_ok(sn_member_touch(a, docid_of(a, "a"), &err), &err);
    assert_ok(sn_member_touch(a, 77, &err), &err); /* nobody: nothing */
    assert_ok(sn_archive_commit(a, &err), &err);
    assert_int_equal(expect_changes(a, last, "a=پل"), last + 1);
}

static void texts_and_pairs_go_together(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(1000), print = SN_BUF(1000);
    uint64_t same;
    assert_ok(sn_text_put(a, 1, 10, SN_STR("x\0y"), &err), &err);
    assert_ok(sn_text_put(a, 2, 10, SN_STR(""), &err), &err);
    assert_ok(sn_text_put(a, UINT64_MAX, 11, SN_STR("z"), &err), &err);
    assert_ok(sn_text_get(a, 1, &same, &print, &err), &err);
    assert_true(same == 10 && print.len == 3 && memcmp(print.at, "x\0y", 3) == 0);
    assert_ok(sn_texts_same(a, 10, note_text, &said, &err), &err);
    assert_said(&said, "1/0 2/0 ");
    assert_ok(sn_pair_put(a, 1, UINT64_MAX, (sn_reach){60, true}, &err), &err);
    assert_ok(sn_pair_put(a, 2, 1, (sn_reach){90, false}, &err), &err);
    assert_ok(sn_pairs_of(a, 1, note_text, &said, &err), &err);
    assert_said(&said, "18446744073709551615/60u 2/90 ");
    assert_ok(sn_text_remove(a, 1, &err), &err);
    assert_int_equal(sn_text_get(a, 1, &same, NULL, &err), SN_ENOTFOUND);
    assert_ok(sn_pairs_of(a, 2, note_text, &said, &err), &err);
    assert_ok(sn_pairs_of(a, UINT64_MAX, note_text, &said, &err), &err);
    assert_said(&said, "");
}

static void nearness_is_of_members_that_have_a_date(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    bool is = true;
    put_member(a, 1, "a", 1, 1000);
    put_member(a, 2, "b", 1, SN_MEMBER_UNDATED);
    put_member(a, 3, "c", 2, 1100);
    put_member(a, 4, "d", 2, SN_MEMBER_UNDATED);
    put_member(a, 5, "e", 3, SN_MEMBER_UNDATED);
    static const struct near_case {
        uint64_t text, other;
        int64_t apart;
        bool near;
    } cases[] = {{1, 2, 99, false},  {1, 2, 100, true},  {2, 1, 100, true},
                 {1, 3, 100, false}, {3, 1, 100, false}, {1, 9, 100, false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct near_case *c = &cases[i];
        assert_ok(sn_texts_are_near(a, c->text, c->other, c->apart, &is, &err), &err);
        assert_int_equal(is, c->near);
    }
    assert_ok(sn_text_has_between(a, 1, 1000, 1000, &is, &err), &err);
    assert_true(is);
    assert_ok(sn_text_has_between(a, 1, 1001, 2000, &is, &err), &err);
    assert_false(is);
    assert_ok(sn_text_has_between(a, 3, SN_MEMBER_UNDATED, SN_MEMBER_UNDATED, &is, &err), &err);
    assert_true(is);
}

static void keys_are_found_in_neighbouring_times(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(1000);
    uint64_t many[20];
    for (size_t i = 0; i < COUNT_OF(many); i++)
        many[i] = i;
    sn_time_keys at[] = {{SN_KEYS_COPIES, -1, many, 20},
                         {SN_KEYS_COPIES, 1, many + 19, 1},
                         {SN_KEYS_COPIES, 2, many, 20},
                         {SN_KEYS_STORY, 0, many, 20},
                         {SN_KEYS_COPIES, INT32_MIN, many, 1}};
    for (size_t i = 0; i < COUNT_OF(at); i++)
        assert_ok(sn_time_keys_put(a, &at[i], 100 + i, &err), &err);
    assert_ok(sn_time_keys_put(a, &at[1], 101, &err), &err); /* again is no other */
    sn_time_keys from = {SN_KEYS_COPIES, 0, many + 19, 1};
    assert_ok(sn_time_keys_find(a, &from, note_text, &said, &err), &err);
    assert_said(&said, "100/0 101/0 ");
    from = (sn_time_keys){SN_KEYS_COPIES, INT32_MIN, many, 20};
    assert_ok(sn_time_keys_find(a, &from, note_text, &said, &err), &err);
    assert_said(&said, "104/0 ");
    assert_ok(sn_time_keys_remove(a, &at[0], 100, &err), &err);
    from = (sn_time_keys){SN_KEYS_COPIES, 0, many, 20};
    assert_ok(sn_time_keys_find(a, &from, note_text, &said, &err), &err);
    assert_said(&said, "101/0 ");
    from.n = 0;
    assert_ok(sn_time_keys_find(a, &from, note_text, &said, &err), &err);
    assert_said(&said, "");
}

static void other_rules_begin_anew(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    sn_groups_state is;
    sn_member m;
    uint64_t same;
    put_member(a, 1, "a", 9, 1);
    assert_ok(sn_text_put(a, 9, 9, SN_STR("x"), &err), &err);
    assert_ok(sn_groups_note(a, 12, &err), &err);
    assert_ok(sn_groups_note(a, 11, &err), &err);
    assert_ok(sn_groups_get_state(a, &is, &err), &err);
    assert_true(is.version == 0 && is.grouped == 12);
    assert_ok(sn_groups_reset(a, 3, &err), &err);
    assert_ok(sn_groups_get_state(a, &is, &err), &err);
    assert_true(is.version == 3 && is.grouped == 0);
    assert_ok(sn_member_get(a, 1, &m, &err), &err);
    assert_true(m.version == 0 && m.text == 0 && m.story == 5); /* the names stay */
    assert_int_equal(sn_text_get(a, 9, &same, NULL, &err), SN_ENOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(members_are_read_back_in_order),
        PLACED(a_touched_member_has_a_change),
        PLACED(texts_and_pairs_go_together),
        PLACED(nearness_is_of_members_that_have_a_date),
        PLACED(keys_are_found_in_neighbouring_times),
        PLACED(other_rules_begin_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
