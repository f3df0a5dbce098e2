/* What the archive keeps of groups: members, texts, pairs, keys. */
#include "archive/groups.h"
#include "tests/unit/archive/helper.h"

#include <sqlite3.h>
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
                   .has_copies = docid % 2 == 0,
                   .has_story = true,
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
    assert_true(!m.has_copies && m.has_story && m.id.len == 0 && m.about.len == 0);
    assert_ok(sn_members_of_text(a, 9, 0, note_member, &said, &err), &err);
    assert_said(&said, "early b c none ");
    assert_ok(sn_members_of_text(a, 9, 1, note_member, &said, &err), &err);
    assert_said(&said, "early ");
    assert_ok(sn_members_of_story(a, 5, 2, note_member, &said, &err), &err);
    assert_said(&said, "early other ");
    assert_ok(sn_members_from(a, 2, 2, note_member, &said, &err), &err);
    assert_said(&said, "none c ");
    assert_ok(sn_members_of_copies(a, UINT64_MAX - 2, 0, note_member, &said, &err), &err);
    assert_said(&said, "none ");
    assert_ok(sn_members_of_copies(a, UINT64_MAX - 3, 0, note_member, &said, &err), &err);
    assert_said(&said, ""); /* alone: not found by its name, until it is given one */
    assert_ok(sn_member_set_copies(a, 3, 1, &err), &err);
    assert_ok(sn_members_of_copies(a, 1, 0, note_member, &said, &err), &err);
    assert_said(&said, "c ");
    assert_ok(sn_member_set_story(a, 3, 6, false, &err), &err);
    assert_ok(sn_members_of_story(a, 6, 0, note_member, &said, &err), &err);
    assert_said(&said, "");
    assert_ok(sn_member_set_story(a, 3, 6, true, &err), &err);
    assert_ok(sn_members_of_story(a, 6, 0, note_member, &said, &err), &err);
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

/* Of 40 bits of `same` a hash is made: some are as alike. */
static void texts_are_known_by_their_letters_and_their_print(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    static const sn_text_hash hashes[] = {{UINT64_C(0xfedcba9876543210), 1},
                                          {UINT64_C(0xfedcba9876543210), 2},
                                          {UINT64_C(0xfedcba9876543211), 1},
                                          {UINT64_C(0x7edcba9876543210), 1},
                                          {UINT64_MAX, 3},
                                          {1, UINT64_MAX}};
    uint64_t texts[COUNT_OF(hashes)];
    bool others = true;
    for (size_t i = 0; i < COUNT_OF(hashes); i++) {
        assert_ok(sn_text_find(a, &hashes[i], &texts[i], &others, &err), &err);
        assert_true(texts[i] == 0 && others == (i == 1));
        assert_ok(sn_text_put(a, &hashes[i], SN_STR("x"), &texts[i], &err), &err);
        assert_int_equal(texts[i], i + 1);
    }
    for (size_t i = 0; i < COUNT_OF(hashes); i++) {
        uint64_t text = 0;
        assert_ok(sn_text_find(a, &hashes[i], &text, &others, &err), &err);
        /* the third has the hash of the first, and other letters */
        assert_true(text == texts[i] && others == (i < 2));
    }
}

static void texts_and_pairs_go_together(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(1000), print = SN_BUF(1000);
    uint64_t same, one = 0, two = 0, far = UINT64_MAX;
    assert_ok(sn_text_put(a, &(sn_text_hash){10, 1}, SN_STR("x\0y"), &one, &err), &err);
    assert_ok(sn_text_put(a, &(sn_text_hash){10, 2}, SN_STR(""), &two, &err), &err);
    assert_true(one == 1 && two == 2);
    assert_ok(sn_text_get(a, 1, &same, &print, &err), &err);
    assert_true(same == 10 && print.len == 3 && memcmp(print.at, "x\0y", 3) == 0);
    assert_ok(sn_texts_same(a, 10, note_text, &said, &err), &err);
    assert_said(&said, "1/0 2/0 ");
    assert_ok(sn_pair_put(a, 1, far, (sn_reach){60, true}, &err), &err);
    assert_ok(sn_pair_put(a, 2, 1, (sn_reach){90, false}, &err), &err);
    assert_ok(sn_pairs_of(a, 1, note_text, &said, &err), &err);
    assert_said(&said, "18446744073709551615/60u 2/90 ");
    assert_ok(sn_text_remove(a, 1, &err), &err);
    assert_int_equal(sn_text_get(a, 1, &same, NULL, &err), SN_ENOTFOUND);
    assert_ok(sn_pairs_of(a, 2, note_text, &said, &err), &err);
    assert_ok(sn_pairs_of(a, far, note_text, &said, &err), &err);
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

static sn_status note_key(void *ctx, uint32_t key, uint64_t item)
{
    return sn_buf_add_format(ctx, "%u:%llu ", key, (unsigned long long)item);
}

static void keys_are_of_one_kind_and_time(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(1000);
    sn_time_key keys[40];
    uint32_t asked[10];
    for (uint32_t i = 0; i < COUNT_OF(keys); i++)
        keys[i] = (sn_time_key){SN_KEYS_COPIES, -1, i / 2, 100 + i};
    keys[38] = (sn_time_key){SN_KEYS_STORY, -1, 3, UINT32_MAX};
    keys[39] = (sn_time_key){SN_KEYS_COPIES, INT32_MIN, INT32_MAX, 9};
    for (uint32_t i = 0; i < COUNT_OF(asked); i++)
        asked[i] = 3 + i;
    assert_ok(sn_time_keys_put(a, keys, COUNT_OF(keys), &err), &err);
    assert_ok(sn_time_keys_put(a, keys, COUNT_OF(keys), &err), &err); /* again is no other */
    assert_ok(sn_time_keys_find(a, SN_KEYS_COPIES, -1, asked, 1, note_key, &said, &err), &err);
    assert_said(&said, "3:106 3:107 ");
    assert_ok(sn_time_keys_find(a, SN_KEYS_COPIES, -1, asked + 7, 3, note_key, &said, &err), &err);
    assert_said(&said, "10:120 10:121 11:122 11:123 12:124 12:125 ");
    assert_ok(sn_time_keys_find(a, SN_KEYS_COPIES, -1, asked, 9, note_key, &said, &err), &err);
    assert_int_equal(said.len, strlen("3:106 ") * 2 * 7 + strlen("10:106 ") * 2 * 2);
    assert_said(&said, sn_buf_text(&said));
    assert_ok(sn_time_keys_find(a, SN_KEYS_COPIES, 0, asked, 10, note_key, &said, &err), &err);
    assert_said(&said, "");
    assert_ok(sn_time_keys_each(a, SN_KEYS_STORY, -1, note_key, &said, &err), &err);
    assert_said(&said, "3:4294967295 ");
    assert_ok(sn_time_keys_each(a, SN_KEYS_COPIES, INT32_MIN, note_key, &said, &err), &err);
    assert_said(&said, "2147483647:9 ");
    assert_ok(sn_time_key_remove(a, &keys[6], &err), &err);
    assert_ok(sn_time_key_remove(a, &keys[6], &err), &err);
    assert_ok(sn_time_keys_find(a, SN_KEYS_COPIES, -1, asked, 1, note_key, &said, &err), &err);
    assert_said(&said, "3:107 ");
}

static void other_rules_begin_anew(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = groups_begin(*state);
    sn_groups_state is;
    sn_member m;
    uint64_t same, text = 0;
    put_member(a, 1, "a", 9, 1);
    assert_ok(sn_text_put(a, &(sn_text_hash){9, 9}, SN_STR("x"), &text, &err), &err);
    assert_ok(sn_groups_note(a, 12, &err), &err);
    assert_ok(sn_groups_note(a, 11, &err), &err);
    assert_ok(sn_groups_get_state(a, &is, &err), &err);
    assert_true(is.version == 0 && is.grouped == 12 && is.turn == 2);
    assert_ok(sn_groups_reset(a, 3, &err), &err);
    assert_ok(sn_groups_get_state(a, &is, &err), &err);
    assert_true(is.version == 3 && is.grouped == 0 && is.turn == 3);
    assert_ok(sn_member_get(a, 1, &m, &err), &err);
    assert_true(m.version == 0 && m.text == 0 && m.story == 5); /* the names stay */
    assert_int_equal(sn_text_get(a, text, &same, NULL, &err), SN_ENOTFOUND);
}

/* As the third format had it, with one member and what belonged to it. */
static const char third_format[] =
    "DROP TABLE sources; DROP TABLE due; DROP TABLE addresses; DROP TABLE members; DROP TABLE "
    "texts;"
    "CREATE TABLE members (docid INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL,"
    " text INTEGER NOT NULL, published INTEGER NOT NULL, copies INTEGER NOT NULL,"
    " story INTEGER NOT NULL, about BLOB NOT NULL DEFAULT x'');"
    "CREATE INDEX members_text ON members (text, published, id);"
    "CREATE INDEX members_copies ON members (copies, published, id);"
    "CREATE INDEX members_story ON members (story, published, id);"
    "CREATE TABLE texts (text INTEGER PRIMARY KEY, same INTEGER NOT NULL, print BLOB NOT NULL);"
    "CREATE INDEX texts_same ON texts (same);"
    "INSERT INTO members VALUES (3, 'a', 7, 99, 100, 11, 5, x'610062');"
    "INSERT INTO texts VALUES (99, 98, x'00');"
    "INSERT INTO keys VALUES (1, 2, 3, 99);"
    "INSERT INTO pairs VALUES (99, 98, 1, 0);"
    "PRAGMA user_version = 3;";

/* Names stay, for documents have them; what they are found by is made again by the new rules. */
static void an_archive_of_the_third_format_keeps_the_names(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(1000);
    sqlite3 *db = NULL;
    sn_member m;
    uint64_t same;
    uint32_t key = 3;
    sn_archive_close(a);
    assert_int_equal(sqlite3_open(place_path(p, "archive.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, third_format, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    a = archive_make(p->dir);
    assert_ok(sn_member_get(a, 3, &m, &err), &err);
    assert_true(m.version == 0 && m.text == 0 && m.copies == 11 && m.story == 5);
    assert_ok(sn_members_of_copies(a, 11, 0, note_member, &said, &err), &err);
    assert_ok(sn_members_of_story(a, 5, 0, note_member, &said, &err), &err);
    assert_said(&said, "a a ");
    assert_int_equal(sn_text_get(a, 99, &same, NULL, &err), SN_ENOTFOUND);
    assert_ok(sn_pairs_of(a, 99, note_text, &said, &err), &err);
    assert_ok(sn_time_keys_find(a, SN_KEYS_COPIES, 2, &key, 1, note_key, &said, &err), &err);
    assert_said(&said, "");
    sn_archive_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(members_are_read_back_in_order),
        PLACED(a_touched_member_has_a_change),
        PLACED(texts_are_known_by_their_letters_and_their_print),
        PLACED(texts_and_pairs_go_together),
        PLACED(nearness_is_of_members_that_have_a_date),
        PLACED(keys_are_of_one_kind_and_time),
        PLACED(other_rules_begin_anew),
        PLACED(an_archive_of_the_third_format_keeps_the_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
