/* Stories through all that happens to articles. SN_SEED repeats a run. */
#include "archive/groups.h"
#include "indexer/apply/grouping.h"
#include "layout/membership.h"
#include "layout/terms.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the index says: value and term, which must agree, and agree with the archive. */
static uint64_t story_in_index(index_place *ix, const char *id)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(64);
    char term[SN_INDEX_TERM_SIZE];
    uint64_t name = 0;
    uint32_t freq = 0;
    sn_member m;
    must(ix, sn_xap_db_value(db, docid_of(ix, id), SN_SLOT_STORY, &value, &ix->err));
    assert_int_equal(sn_group_of_value(sn_buf_str(&value), &name), SN_OK);
    must(ix, sn_xap_db_term_freq(db, sn_group_term(SN_GROUP_STORY, name, term), &freq, &ix->err));
    assert_true(freq > 0);
    must(ix, sn_member_get(sn_writer_archive(ix->w), docid_of(ix, id), &m, &ix->err));
    assert_true(m.story == name);
    return name;
}

/* "a" is in the story that "first" gives its name to. */
static void assert_story(index_place *ix, const char *id, const char *first)
{
    if (story_in_index(ix, id) != sn_group_name(sn_str_of(first)))
        fail_msg("%s is not in the story of %s", id, first);
}

#define FLOOD_1                                                                                    \
    "'title':'سیل در بافت‌آباد','body':'سیل جاده‌های "                  \
    "بافت‌آباد "                                                                         \
    "را "                                                                                        \
    "بست.'"
#define FLOOD_2                                                                                    \
    "'title':'امداد به بافت‌آباد','body':'امدادگران پس از سیل "   \
    "به "                                                                                        \
    "بافت‌آباد "                                                                         \
    "رسیدند.'"
#define FLOOD_3                                                                                    \
    "'title':'جاده‌های بافت‌آباد باز شد','body':'سیل "                  \
    "بافت‌آباد "                                                                         \
    "فروکش "                                                                                  \
    "کرد.'"
#define MATCH                                                                                         \
    "'title':'پیروزی تیم والیبال گلوند','body':'والیبال گلوند در " \
    "زرین‌دشت "                                                                              \
    "پیروز "                                                                                     \
    "شد.'"

static void articles_of_one_event_are_one_story(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'f1'," FLOOD_1 ",'published_at':'2021-08-27T08:00:00Z'}");
    put(ix, "{'id':'m'," MATCH ",'published_at':'2021-08-27T09:00:00Z'}");
    catch_up(ix);
    put(ix, "{'id':'f2'," FLOOD_2 ",'published_at':'2021-08-27T12:00:00Z'}");
    assert_int_equal(catch_up(ix).put, 1); /* nobody else is written again */
    put(ix, "{'id':'late'," FLOOD_3 ",'published_at':'2021-09-27T12:00:00Z'}");
    put(ix, "{'id':'undated'," FLOOD_3 "}");
    catch_up(ix);
    assert_story(ix, "f1", "f1");
    assert_story(ix, "f2", "f1");
    assert_story(ix, "m", "m");
    assert_story(ix, "late", "late");
    assert_story(ix, "undated", "late"); /* as a copy */
    assert_sound(ix);
}

static void in_one_chunk_the_first_published_begins_the_story(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'f3'," FLOOD_3 ",'published_at':'2021-08-27T18:00:00Z'}");
    put(ix, "{'id':'f1'," FLOOD_1 ",'published_at':'2021-08-27T08:00:00Z'}");
    put(ix, "{'id':'f2'," FLOOD_2 ",'published_at':'2021-08-27T12:00:00Z'}");
    catch_up(ix);
    assert_story(ix, "f1", "f1");
    assert_story(ix, "f2", "f1");
    assert_story(ix, "f3", "f1");
}

static void who_began_a_story_may_leave_it(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'f1'," FLOOD_1 ",'published_at':'2021-08-27T08:00:00Z'}");
    put(ix, "{'id':'f2'," FLOOD_2 ",'published_at':'2021-08-27T12:00:00Z'}");
    catch_up(ix);
    take_down(ix, "f1");
    assert_int_equal(catch_up(ix).put, 0);
    assert_story(ix, "f2", "f1"); /* the name stays */
    put(ix, "{'id':'f3'," FLOOD_3 ",'published_at':'2021-08-27T13:00:00Z'}");
    catch_up(ix);
    assert_story(ix, "f3", "f1");
    lift(ix, "f1");
    catch_up(ix);
    assert_story(ix, "f1", "f1");
    withdraw(ix, "f2");
    withdraw(ix, "f3");
    catch_up(ix);
    assert_story(ix, "f1", "f1");
    assert_sound(ix);
}

static void a_correction_places_only_the_article_itself(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'f1'," FLOOD_1 ",'published_at':'2021-08-27T08:00:00Z'}");
    put(ix, "{'id':'m'," MATCH ",'published_at':'2021-08-27T09:00:00Z'}");
    put(ix, "{'id':'f2'," FLOOD_2 ",'published_at':'2021-08-27T12:00:00Z'}");
    catch_up(ix);
    put(ix, "{'id':'f2','source':'x'," FLOOD_2 ",'published_at':'2021-08-27T12:00:00Z'}");
    catch_up(ix);
    assert_story(ix, "f2", "f1");
    put(ix, "{'id':'f2'," MATCH ",'published_at':'2021-08-27T12:00:00Z'}");
    assert_int_equal(catch_up(ix).put, 1);
    assert_story(ix, "f2", "m");
    put(ix, "{'id':'m'," FLOOD_3 ",'published_at':'2021-08-27T09:00:00Z'}");
    catch_up(ix);
    assert_story(ix, "m", "m"); /* f2 is in the story that has its name */
    assert_story(ix, "f1", "f1");
    assert_sound(ix);
}

static void a_copy_that_brings_two_stories_together_takes_them_to_the_older(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'old'," FLOOD_1 ",'published_at':'2021-06-01T08:00:00Z'}");
    put(ix, "{'id':'new'," MATCH ",'published_at':'2021-08-27T08:00:00Z'}");
    put(ix, "{'id':'copy'," MATCH ",'published_at':'2021-08-27T10:00:00Z'}");
    catch_up(ix);
    assert_story(ix, "copy", "new");
    put(ix, "{'id':'new'," FLOOD_1 ",'published_at':'2021-08-27T08:00:00Z'}");
    catch_up(ix);
    assert_story(ix, "new", "old"); /* equal texts are copies whatever their dates */
    assert_story(ix, "copy", "new");
    put(ix, "{'id':'copy'," FLOOD_1 ",'published_at':'2021-08-27T10:00:00Z'}");
    catch_up(ix);
    assert_story(ix, "copy", "old");
    assert_sound(ix);
}

/* As an archive of another version of the rules. */
static void forget_rules(index_place *ix)
{
    sn_archive *archive = sn_writer_archive(ix->w);
    must(ix, sn_archive_begin(archive, &ix->err));
    must(ix, sn_groups_reset(archive, 1, &ix->err));
    must(ix, sn_archive_commit(archive, &ix->err));
}

static void a_rebuild_changes_no_story(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1 << 20), after = SN_BUF(1 << 20);
    put(ix, "{'id':'f3'," FLOOD_3 ",'published_at':'2021-08-27T18:00:00Z'}");
    catch_up(ix);
    put(ix, "{'id':'f1'," FLOOD_1 ",'published_at':'2021-08-27T16:00:00Z'}");
    put(ix, "{'id':'m'," MATCH ",'published_at':'2021-08-27T09:00:00Z'}");
    catch_up(ix);
    assert_story(ix, "f1", "f3"); /* who comes first begins it */
    describe_index(ix, &before);
    rebuild(ix);
    describe_index(ix, &after);
    assert_true(sn_str_equal(sn_buf_str(&before), sn_buf_str(&after)));
    forget_rules(ix);
    rebuild(ix); /* of other rules: all are placed again, in the order of publication */
    assert_story(ix, "f1", "f1");
    assert_story(ix, "f3", "f1");
    assert_story(ix, "m", "m");
    assert_sound(ix);
}

/* With no change to come nobody makes them again but a rebuild, which may give them other names; once. */
static void stories_of_other_rules_stay_until_a_rebuild_places_all_again(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1 << 20), after = SN_BUF(1 << 20);
    put(ix, "{'id':'f3'," FLOOD_3 ",'published_at':'2021-08-27T18:00:00Z'}");
    catch_up(ix);
    put(ix, "{'id':'f1'," FLOOD_1 ",'published_at':'2021-08-27T16:00:00Z'}");
    catch_up(ix);
    forget_rules(ix);
    assert_int_equal(catch_up(ix).put, 0);
    assert_false(status_of(ix).groups_match);
    assert_story(ix, "f1", "f3");
    rebuild(ix);
    assert_true(status_of(ix).groups_match);
    assert_story(ix, "f1", "f1");
    assert_story(ix, "f3", "f1");
    describe_index(ix, &before);
    rebuild(ix);
    describe_index(ix, &after);
    assert_string_equal(sn_buf_text(&before), sn_buf_text(&after));
    assert_sound(ix);
}

/* ---- random histories ---- */

#define ARTICLES 24

static unsigned draw(unsigned *seed, unsigned n)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed / 65536u % n;
}

static void put_at_random(index_place *ix, const char *id, unsigned *seed)
{
    static const char *const texts[] = {FLOOD_1, FLOOD_2, FLOOD_3, MATCH};
    char json[600];
    snprintf(json, sizeof json, "{'id':'%s',%s,'published_at':'2021-08-%02uT%02u:00:00Z'}", id,
             texts[draw(seed, COUNT_OF(texts))], 20 + draw(seed, 6), draw(seed, 24));
    put(ix, json);
}

static void step(index_place *ix, unsigned *seed)
{
    char id[8];
    snprintf(id, sizeof id, "a%u", draw(seed, ARTICLES));
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(1000000)};
    sn_status s = sn_archive_get(sn_writer_archive(ix->w), sn_str_of(id), &record, &ix->err);
    unsigned what = draw(seed, 10);
    if (s != SN_OK || (what < 6 && record.state != SN_ARTICLE_TAKEN_DOWN))
        put_at_random(ix, id, seed);
    else if (record.state == SN_ARTICLE_TAKEN_DOWN)
        lift(ix, id);
    else if (what < 8)
        take_down(ix, id);
    else if (record.state == SN_ARTICLE_LIVE)
        withdraw(ix, id);
}

typedef struct tally {
    size_t n, without;
    uint64_t copies[ARTICLES * 2], stories[ARTICLES * 2];
    bool has_copies[ARTICLES * 2], has_story[ARTICLES * 2];
} tally;

static sn_status count_member(void *ctx, const sn_member *m)
{
    tally *t = ctx;
    t->without += m->story == 0;
    t->copies[t->n] = m->copies;
    t->has_copies[t->n] = m->has_copies;
    t->has_story[t->n] = m->has_story;
    t->stories[t->n++] = m->story;
    return SN_OK;
}

/* Everybody has a story, copies share one, who is not alone is found by its names, and the index says what
 * the archive says. */
static void check_laws(index_place *ix)
{
    tally t = {0};
    must(ix, sn_members_from(sn_writer_archive(ix->w), 0, COUNT_OF(t.copies), count_member, &t,
                             &ix->err));
    assert_int_equal(t.without, 0);
    for (size_t i = 0; i < t.n; i++) {
        for (size_t k = 0; k < i; k++) {
            bool copies = t.copies[i] == t.copies[k], story = t.stories[i] == t.stories[k];
            assert_true(!copies || (story && t.has_copies[i] && t.has_copies[k]));
            assert_true(!story || (t.has_story[i] && t.has_story[k]));
        }
    }
    assert_sound(ix);
}

static void random_histories_leave_stories_whole(void **state)
{
    index_place *ix = *state;
    const char *given = getenv("SN_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : 20211u;
    print_message("SN_SEED=%u\n", seed);
    for (int round = 0; round < 12; round++) {
        for (unsigned i = draw(&seed, 12); i > 0; i--)
            step(ix, &seed);
        catch_up(ix);
        check_laws(ix);
    }
    rebuild(ix);
    check_laws(ix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(articles_of_one_event_are_one_story),
        INDEXED(in_one_chunk_the_first_published_begins_the_story),
        INDEXED(who_began_a_story_may_leave_it),
        INDEXED(a_correction_places_only_the_article_itself),
        INDEXED(a_copy_that_brings_two_stories_together_takes_them_to_the_older),
        INDEXED(a_rebuild_changes_no_story),
        INDEXED(stories_of_other_rules_stay_until_a_rebuild_places_all_again),
        INDEXED(random_histories_leave_stories_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
