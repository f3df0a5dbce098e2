/* Groups of copies through all that happens to articles. SN_SEED repeats a run. */
#include "analysis/fingerprint.h"
#include "archive/groups.h"
#include "grouping/groups.h"
#include "grouping/minhash.h"
#include "grouping/similarity.h"
#include "indexer/apply/grouping.h"
#include "layout/membership.h"
#include "layout/terms.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the index says: value and term, which must agree. */
static uint64_t group_in_index(index_place *ix, const char *id)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(64);
    char term[SN_INDEX_TERM_SIZE];
    uint64_t name = 0;
    uint32_t freq = 0;
    must(ix, sn_xap_db_value(db, docid_of(ix, id), SN_SLOT_COPY, &value, &ix->err));
    assert_int_equal(sn_group_of_value(sn_buf_str(&value), &name), SN_OK);
    must(ix, sn_xap_db_term_freq(db, sn_group_term(SN_GROUP_COPIES, name, term), &freq, &ix->err));
    assert_true(freq > 0);
    return name;
}

/* "a" is in the group that "leader" gives its name to. */
static void assert_group(index_place *ix, const char *id, const char *leader)
{
    if (group_in_index(ix, id) != sn_group_name(sn_str_of(leader)))
        fail_msg("%s is not in the group of %s", id, leader);
}

static void the_earliest_stands_for_all(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'late','title':'پل باز شد','published_at':'2021-08-27'}");
    put(ix, "{'id':'none','title':'پل باز شد'}");
    put(ix, "{'id':'other','title':'راه بسته شد','published_at':'2021-08-20'}");
    catch_up(ix);
    assert_group(ix, "late", "late");
    assert_group(ix, "none", "late"); /* without a date is behind all that have one */
    assert_group(ix, "other", "other");
    put(ix, "{'id':'first','title':'پل باز شد','published_at':'2021-08-25'}");
    assert_int_equal(catch_up(ix).put, 3); /* itself, and the two whose name is another now */
    assert_group(ix, "first", "first");
    assert_group(ix, "late", "first");
    assert_group(ix, "none", "first");
    put(ix, "{'id':'again','title':'پل باز شد','published_at':'2021-08-26'}");
    assert_int_equal(catch_up(ix).put, 1);
    assert_group(ix, "again", "first");
    assert_sound(ix);
}

static void of_one_date_the_lower_id_stands_for_all(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'b','title':'پل','published_at':'2021-08-27'}");
    put(ix, "{'id':'a','title':'پل','published_at':'2021-08-27'}");
    catch_up(ix);
    assert_group(ix, "a", "a");
    assert_group(ix, "b", "a");
}

/* What goes or becomes another leaves a group that is as if it had never been there. */
static void who_leaves_leaves_the_rest_right(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل','published_at':'2021-08-21'}");
    put(ix, "{'id':'2','title':'پل','published_at':'2021-08-22'}");
    put(ix, "{'id':'3','title':'پل','published_at':'2021-08-23'}");
    put(ix, "{'id':'4','title':'پل','published_at':'2021-08-24'}");
    catch_up(ix);
    assert_group(ix, "4", "1");
    take_down(ix, "1");
    catch_up(ix);
    assert_group(ix, "2", "2");
    assert_group(ix, "4", "2");
    put(ix, "{'id':'2','title':'راه','published_at':'2021-08-22'}"); /* a correction */
    catch_up(ix);
    assert_group(ix, "2", "2");
    assert_group(ix, "4", "3");
    put(ix, "{'id':'3','title':'پل','published_at':'2021-08-25'}"); /* a changed date */
    catch_up(ix);
    assert_group(ix, "3", "4");
    withdraw(ix, "4");
    catch_up(ix);
    assert_group(ix, "3", "3");
    lift(ix, "1");
    catch_up(ix);
    assert_group(ix, "3", "1");
    assert_sound(ix);
}

/* ---- what is not in step ---------------------------------------------------------------------- */

static sn_groups_state state_of(index_place *ix)
{
    sn_groups_state state;
    must(ix, sn_groups_get_state(sn_writer_archive(ix->w), &state, &ix->err));
    return state;
}

/* As an applier that is killed when the groups of its next chunk are committed and no document is. */
static void group_and_die(index_place *ix)
{
    SN_CLEANUP(sn_chunk) sn_chunk chunk = {0};
    SN_CLEANUP_PTR(sn_grouper) sn_grouper *grouper = NULL;
    sn_archive *archive = sn_writer_archive(ix->w);
    uint64_t applied = status_of(ix).applied;
    must(ix, sn_grouper_create(&grouper, &ix->err));
    must(ix, sn_chunk_read(&chunk, archive, applied, true, &ix->err));
    if (chunk.n == 0)
        return;
    must(ix, sn_grouping_catch_up(archive, grouper, applied, &ix->err));
    must(ix, sn_grouping_apply(archive, grouper, &chunk, true, &ix->err));
}

static void groups_ahead_of_the_index_do_no_harm(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'2','title':'پل','published_at':'2021-08-22'}");
    catch_up(ix);
    put(ix, "{'id':'1','title':'پل','published_at':'2021-08-21'}");
    group_and_die(ix);
    assert_true(state_of(ix).grouped == 2 && status_of(ix).applied == 1);
    reopen_writer(ix);
    put(ix, "{'id':'1','title':'راه','published_at':'2021-08-21'}");
    catch_up(ix);
    assert_group(ix, "2", "2");
    assert_group(ix, "1", "1");
    assert_sound(ix);
}

/* As an archive of another version of the rules, or one whose groups were lost. */
static void lose_groups(index_place *ix, bool members)
{
    sn_archive *archive = sn_writer_archive(ix->w);
    must(ix, sn_archive_begin(archive, &ix->err));
    must(ix, sn_groups_reset(archive, 1, &ix->err));
    for (uint32_t docid = 1; members && docid < 100; docid++)
        must(ix, sn_member_remove(archive, docid, &ix->err));
    must(ix, sn_archive_commit(archive, &ix->err));
}

static void groups_of_other_rules_are_made_again(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1000000), after = SN_BUF(1000000);
    put(ix, "{'id':'2','title':'پل','published_at':'2021-08-22'}");
    put(ix, "{'id':'1','title':'پل','published_at':'2021-08-21'}");
    catch_up(ix);
    describe_index(ix, &before);
    lose_groups(ix, false);
    rebuild(ix);
    assert_int_equal(state_of(ix).version, sn_grouping_version());
    describe_index(ix, &after);
    assert_string_equal(before.at, after.at);
    assert_sound(ix);
    lose_groups(ix, false); /* without a rebuild they are made with the next change */
    put(ix, "{'id':'0','title':'پل','published_at':'2021-08-20'}");
    catch_up(ix);
    assert_int_equal(state_of(ix).version, sn_grouping_version());
    assert_group(ix, "2", "0");
    assert_sound(ix);
}

static void forgotten_groups_are_found_anew(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'2','title':'پل','published_at':'2021-08-22'}");
    put(ix, "{'id':'1','title':'پل','published_at':'2021-08-21'}");
    catch_up(ix);
    assert_true(status_of(ix).groups_match);
    must(ix, sn_writer_forget_groups(ix->w, &ix->err));
    assert_false(status_of(ix).groups_match);
    rebuild(ix);
    assert_true(status_of(ix).groups_match);
    assert_group(ix, "2", "1");
    assert_sound(ix);
}

/* A text that has lost its fingerprint: said, and mended by forgetting. */
static void damaged_groups_are_named(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    sn_member m;
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    sn_archive *archive = sn_writer_archive(ix->w);
    must(ix, sn_member_get(archive, docid_of(ix, "1"), &m, &ix->err));
    must(ix, sn_text_remove(archive, m.text, &ix->err));
    put(ix, "{'id':'1','title':'راه'}");
    assert_fails(sn_writer_catch_up(ix->w, 0, LONG_MS, NULL, NULL, &report, &ix->err), SN_ECORRUPT,
                 &ix->err, "--regroup");
    must(ix, sn_writer_forget_groups(ix->w, &ix->err));
    catch_up(ix);
    assert_group(ix, "1", "1");
    assert_sound(ix);
}

static void groups_of_a_later_program_are_left_to_it(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    sn_archive *archive = sn_writer_archive(ix->w);
    must(ix, sn_groups_reset(archive, sn_grouping_version() + 1, &ix->err));
    put(ix, "{'id':'2','title':'پل'}");
    assert_int_equal(sn_writer_catch_up(ix->w, 0, LONG_MS, NULL, NULL, &report, &ix->err),
                     SN_EFORMAT);
    assert_ids(ix, "1 ");
    rebuild(ix); /* who says so */
    assert_ids(ix, "1 2 ");
    assert_sound(ix);
}

/* More than a chunk holds, all of one text, the earliest last. */
static void a_group_larger_than_a_chunk(void **state)
{
    index_place *ix = *state;
    char json[100];
    must(ix, sn_archive_begin(sn_writer_archive(ix->w), &ix->err));
    for (unsigned i = 0; i < 2 * SN_CHUNK_CHANGES + 10; i++) {
        snprintf(json, sizeof json, "{'id':'%u','title':'پل','published_at':%u}", i,
                 1600000000 - 60 * i);
        put(ix, json);
    }
    must(ix, sn_archive_commit(sn_writer_archive(ix->w), &ix->err));
    catch_up(ix);
    snprintf(json, sizeof json, "%u", 2 * SN_CHUNK_CHANGES + 9);
    assert_group(ix, "0", json);
    assert_group(ix, "300", json);
    assert_sound(ix);
}

/* ---- random histories ------------------------------------------------------------------------- */

#define IDS      14
#define WORDS    40 /* of a body */
#define FAMILIES 3  /* of bodies that have much in common */

static const char *const titles[] = {"پل باز شد", "راه بسته شد", "باران آمد"};
/* Some within hours of each other, some days, in buckets of three days and beyond. */
static const char *const dates[] = {
    "",
    ",'published_at':'2021-08-27T09:41Z'",
    ",'published_at':'2021-08-27T09:42Z'",
    ",'published_at':'2021-08-27T23:00Z'",
    ",'published_at':'2021-08-29'",
    ",'published_at':'2021-08-31T08:00Z'",
    ",'published_at':'2021-09-02T08:00Z'",
    ",'published_at':'2021-09-20T08:00Z'",
    ",'published_at':'1969-08-27'",
    ",'published_at':'1969-08-29'",
};

/* A body of its family in which some words are others, some are left out at the end, and numbers differ:
 * from the same word for word to another piece. */
static void random_body(uint64_t *random, sn_buf *out)
{
    unsigned family = random_below(random, FAMILIES), others = random_below(random, 4) * 4;
    unsigned left_out = random_below(random, 3) * 12, number = random_below(random, 3);
    for (unsigned i = 0; i < WORDS - left_out; i++) {
        unsigned word = 1000 * family + i * 37 + (i < others ? 500 : 0);
        if (i % 10 == 9)
            sn_buf_add_format(out, "%u ", 70 + number * i);
        else
            for (unsigned k = 0; k < 5; k++, word /= 3)
                sn_buf_add_str(out, k == 4
                                        ? SN_STR(" ")
                                        : (sn_str){&"\xd8\xa7\xd8\xa8\xd8\xaa"[2 * (word % 3)], 2});
    }
}

static void random_article(uint64_t *random, const char *id, sn_buf *out)
{
    sn_buf_add_format(out, "{'id':'%s','title':'%s'%s", id,
                      titles[random_below(random, COUNT_OF(titles))],
                      dates[random_below(random, COUNT_OF(dates))]);
    if (random_below(random, 8) != 0) {
        sn_buf_add_str(out, SN_STR(",'body':'"));
        random_body(random, out);
        sn_buf_add_byte(out, '\'');
    }
    sn_buf_add_byte(out, '}');
}

static void random_change(index_place *ix, uint64_t *random)
{
    char id[8];
    uint64_t change;
    uint32_t docid;
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(10000);
    sn_archive *a = sn_writer_archive(ix->w);
    sn_status s = SN_OK;
    snprintf(id, sizeof id, "a%u", random_below(random, IDS));
    unsigned which = random_below(random, 12);
    if (which == 0)
        s = sn_archive_withdraw(a, sn_str_of(id), &change, &ix->err);
    else if (which == 1)
        s = sn_archive_take_down(a, sn_str_of(id), NULL, NULL, &change, &docid, &ix->err);
    else if (which == 2)
        s = sn_archive_lift(a, sn_str_of(id), NULL, &change, &ix->err);
    assert_true(s == SN_OK || s == SN_ENOTFOUND);
    if (which < 3)
        return;
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(1000000)};
    s = sn_archive_get(a, sn_str_of(id), &record, &ix->err);
    if (s == SN_OK && record.state != SN_ARTICLE_LIVE)
        return; /* may be refused */
    random_article(random, id, &json);
    put(ix, sn_buf_text(&json));
}

/* ---- what the rules say of all that is live ---- */

typedef struct one {
    char id[16];
    int64_t published;
    sn_fingerprint print;
    sn_fingerprint_memory memory;
    uint32_t keys[SN_COPY_KEYS];
    size_t n_keys;
} one;

typedef struct all {
    one at[IDS];
    size_t n;
    sn_fingerprint_maker *maker;
} all;

static sn_status note_one(void *ctx, const sn_change *change)
{
    all *list = ctx;
    SN_CLEANUP(sn_article) sn_article a = {0};
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(SN_FINGERPRINT_BYTES);
    sn_fingerprint print;
    assert_int_equal(sn_article_parse(change->json, &a, NULL), SN_OK);
    one *o = &list->at[list->n++];
    snprintf(o->id, sizeof o->id, "%s", a.id);
    o->published = a.published_at.precision != 0 ? a.published_at.sec : SN_GROUP_UNDATED;
    assert_int_equal(sn_fingerprint_make(list->maker, sn_str_of(a.title), sn_str_of(a.lead),
                                         sn_str_of(a.body), &print),
                     SN_OK);
    o->n_keys = sn_copy_keys(&print, o->keys);
    assert_int_equal(sn_fingerprint_write(&print, &bytes), SN_OK);
    return sn_fingerprint_read(sn_buf_str(&bytes), &o->memory, &o->print);
}

static bool have_key_in_common(const one *a, const one *b)
{
    for (size_t i = 0; i < a->n_keys; i++)
        for (size_t k = 0; k < b->n_keys; k++)
            if (a->keys[i] == b->keys[k])
                return true;
    return false;
}

/* One with a date is no copy of one without, unless it is the same text. */
static bool are_copies(const one *a, const one *b)
{
    sn_similarity alike;
    bool dated_a = a->published != SN_GROUP_UNDATED, dated_b = b->published != SN_GROUP_UNDATED;
    sn_similarity_of(&a->print, &b->print, &alike);
    if (alike.same_text)
        return true;
    if (dated_a != dated_b || !have_key_in_common(a, b))
        return false;
    int64_t apart = a->published - b->published;
    return sn_is_copy(&alike, dated_a ? (apart < 0 ? -apart : apart) : SN_APART_UNKNOWN);
}

/* Every pair compared, all of them grouped at once. */
static void find_leaders(const all *list, uint32_t leaders[IDS])
{
    sn_group_node nodes[IDS];
    sn_group_pair pairs[IDS * IDS];
    size_t n_pairs = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        const one *o = &list->at[i];
        nodes[i] = (sn_group_node){o->published, sn_str_of(o->id), o->print.text};
        for (uint32_t k = 0; k < i; k++)
            if (are_copies(o, &list->at[k]))
                pairs[n_pairs++] = (sn_group_pair){i, k};
    }
    assert_int_equal(sn_groups_of(nodes, list->n, pairs, n_pairs, leaders), SN_OK);
}

static void check_groups(index_place *ix)
{
    all list = {.n = 0};
    uint32_t next, leaders[IDS];
    assert_int_equal(sn_fingerprint_maker_create(&list.maker), SN_OK);
    must(ix,
         sn_archive_each_live(sn_writer_archive(ix->w), 1, 1000, note_one, &list, &next, &ix->err));
    find_leaders(&list, leaders);
    for (size_t i = 0; i < list.n; i++)
        assert_group(ix, list.at[i].id, list.at[leaders[i]].id);
    for (size_t i = 0; i < list.n; i++)
        sn_fingerprint_memory_done(&list.at[i].memory);
    sn_fingerprint_maker_destroy(list.maker);
    assert_sound(ix);
}

/* A rebuild changes nothing, unless groups of other rules are still to be made again: stories depend on the
 * order of arrival, so they may be others then, once. Groups of copies never are. */
static void check_rebuild(index_place *ix)
{
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1000000), after = SN_BUF(1000000);
    if (!status_of(ix).groups_match)
        rebuild(ix);
    describe_index(ix, &before);
    rebuild(ix);
    describe_index(ix, &after);
    assert_string_equal(sn_buf_text(&before), sn_buf_text(&after));
    check_groups(ix);
}

/* Whatever happened in whatever order and with whatever deaths in between: the groups are those of what
 * is live now, archive and index agree, and a rebuild changes nothing. */
static void random_histories_end_with_the_groups_of_what_is_left(void **state)
{
    index_place *ix = *state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(30); turn++) {
        for (unsigned i = 0; i <= random_below(&random, 30); i++) {
            random_change(ix, &random);
            unsigned then = random_below(&random, 12);
            if (then == 0)
                catch_up(ix);
            else if (then == 1)
                group_and_die(ix);
            else if (then == 2)
                reopen_writer(ix);
        }
        bool lost = random_below(&random, 16) == 0;
        if (lost || random_below(&random, 16) == 0)
            lose_groups(ix, lost);
        if (lost || random_below(&random, 4) == 0)
            rebuild(ix);
        catch_up(ix);
        check_groups(ix);
        if (random_below(&random, 4) == 0)
            check_rebuild(ix);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(the_earliest_stands_for_all),
        INDEXED(of_one_date_the_lower_id_stands_for_all),
        INDEXED(who_leaves_leaves_the_rest_right),
        INDEXED(groups_ahead_of_the_index_do_no_harm),
        INDEXED(groups_of_other_rules_are_made_again),
        INDEXED(forgotten_groups_are_found_anew),
        INDEXED(damaged_groups_are_named),
        INDEXED(groups_of_a_later_program_are_left_to_it),
        INDEXED(a_group_larger_than_a_chunk),
        INDEXED(random_histories_end_with_the_groups_of_what_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
