/* What is remembered between chunks makes no difference to groups. SN_SEED repeats a run. */
#include "archive/groups.h"
#include "indexer/apply/grouping.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <string.h>

#define ARTICLES 40
#define ROUNDS   25
#define WORDS    45

/* ---- random changes ---- */

static void add_word(sn_buf *out, uint32_t number)
{
    static const char *const syllables[] = {"با",  "تیر", "جام", "دشت", "رود",
                                            "سار", "کوه", "مهر", "نیک", "پل"};
    for (int i = 0; i < 3; i++, number /= 10)
        assert_int_equal(sn_buf_add_str(out, sn_str_of(syllables[number % 10])), SN_OK);
    assert_int_equal(sn_buf_add_byte(out, ' '), SN_OK);
}

/* One of four texts, cut, with some words changed: copies, stories and neither. */
static void random_article(uint64_t *random, unsigned id, sn_buf *out)
{
    uint32_t family = random_below(random, 4), n = WORDS - random_below(random, 3) * 10;
    uint32_t changed = random_below(random, 3) * 8;
    assert_int_equal(sn_buf_add_format(out, "{'id':'a%u','title':'", id), SN_OK);
    for (uint32_t i = 0; i < 4; i++)
        add_word(out, family * 1000 + random_below(random, 8));
    assert_int_equal(sn_buf_add_format(out, "','body':'"), SN_OK);
    for (uint32_t i = 0; i < n; i++)
        add_word(out, random_below(random, 100) < changed ? random_below(random, 9999)
                                                          : family * 1000 + i * 7);
    assert_int_equal(sn_buf_add_format(out, "'"), SN_OK);
    if (random_below(random, 8) > 0)
        assert_int_equal(sn_buf_add_format(out, ",'published_at':'2021-08-%02uT%02u:00:00Z'",
                                           20 + random_below(random, 9), random_below(random, 24)),
                         SN_OK);
    assert_int_equal(sn_buf_add_format(out, "}"), SN_OK);
}

static void change_both(index_place *const both[2], uint64_t *random)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(100000);
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(100000)};
    unsigned id = random_below(random, ARTICLES);
    char name[16];
    snprintf(name, sizeof name, "a%u", id);
    sn_status s =
        sn_archive_get(sn_writer_archive(both[0]->w), sn_str_of(name), &record, &both[0]->err);
    bool goes = s == SN_OK && record.state == SN_ARTICLE_LIVE && random_below(random, 4) == 0;
    random_article(random, id, &json);
    for (size_t i = 0; i < 2; i++) {
        if (goes)
            withdraw(both[i], name);
        else
            put(both[i], sn_buf_text(&json));
    }
}

/* ---- two archives ---- */

/* The next changes by this grouper; *after moves on. */
static void group_next(index_place *ix, sn_grouper *grouper, uint64_t *after)
{
    SN_CLEANUP(sn_chunk) sn_chunk chunk = {0};
    sn_archive *archive = sn_writer_archive(ix->w);
    must(ix, sn_grouping_catch_up(archive, grouper, *after, &ix->err));
    must(ix, sn_chunk_read(&chunk, archive, *after, true, &ix->err));
    must(ix, sn_grouping_apply(archive, grouper, &chunk, true, &ix->err));
    *after = chunk.last;
}

static sn_status say_member(void *ctx, const sn_member *m)
{
    return sn_buf_add_format(ctx, "%.*s %llx %llx %d %d\n", (int)m->id.len, m->id.at,
                             (unsigned long long)m->copies, (unsigned long long)m->story,
                             m->has_copies, m->has_story);
}

static void assert_same_groups(index_place *const both[2])
{
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(100000), other = SN_BUF(100000);
    sn_buf *said[] = {&one, &other};
    for (size_t i = 0; i < 2; i++)
        must(both[i], sn_members_from(sn_writer_archive(both[i]->w), 0, 1000, say_member, said[i],
                                      &both[i]->err));
    assert_string_equal(sn_buf_text(&one), sn_buf_text(&other));
}

/* Or nothing was tried: there are copies, stories of more, and articles alone. */
static void assert_has_groups(index_place *ix)
{
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(100000);
    must(ix, sn_members_from(sn_writer_archive(ix->w), 0, 1000, say_member, &said, &ix->err));
    assert_non_null(strstr(sn_buf_text(&said), " 1 1\n"));
    assert_non_null(strstr(sn_buf_text(&said), " 0 1\n"));
}

/* One that goes on for all chunks; for the other archive a new one each time, which knows nothing. */
static void what_is_remembered_makes_no_difference(void **state)
{
    index_place *ix = *state, second = *ix;
    index_place *const both[] = {ix, &second};
    uint64_t random = test_seed(), after[] = {0, 0};
    SN_CLEANUP_PTR(sn_grouper) sn_grouper *kept = NULL;
    snprintf(second.dir, sizeof second.dir, "%s/second", ix->place->dir);
    second.w = open_writer(&second);
    must(ix, sn_grouper_create(&kept, &ix->err));
    for (int round = 0; round < ROUNDS; round++) {
        SN_CLEANUP_PTR(sn_grouper) sn_grouper *fresh = NULL;
        for (uint32_t i = 1 + random_below(&random, 14); i > 0; i--)
            change_both(both, &random);
        must(&second, sn_grouper_create(&fresh, &second.err));
        group_next(ix, kept, &after[0]);
        group_next(&second, fresh, &after[1]);
        assert_same_groups(both);
    }
    assert_has_groups(ix);
    sn_writer_close(second.w);
}

/* As two processes that hold the lock in turn: each sees what the other has written. */
static void what_another_wrote_is_seen(void **state)
{
    index_place *ix = *state, second = *ix;
    index_place *const both[] = {ix, &second};
    uint64_t random = test_seed(), after[] = {0, 0};
    sn_grouper *turns[2] = {NULL, NULL};
    snprintf(second.dir, sizeof second.dir, "%s/second", ix->place->dir);
    second.w = open_writer(&second);
    for (size_t i = 0; i < 2; i++)
        must(ix, sn_grouper_create(&turns[i], &ix->err));
    for (int round = 0; round < ROUNDS; round++) {
        SN_CLEANUP_PTR(sn_grouper) sn_grouper *fresh = NULL;
        for (uint32_t i = 1 + random_below(&random, 14); i > 0; i--)
            change_both(both, &random);
        must(&second, sn_grouper_create(&fresh, &second.err));
        group_next(ix, turns[random_below(&random, 2)], &after[0]);
        group_next(&second, fresh, &after[1]);
        assert_same_groups(both);
    }
    for (size_t i = 0; i < 2; i++)
        sn_grouper_destroy(turns[i]);
    sn_writer_close(second.w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(what_is_remembered_makes_no_difference),
        INDEXED(what_another_wrote_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
