#include "indexer/apply/verify.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <unistd.h>

/* Five articles, of all kinds of dates, in the current generation, which is opened for writing. */
static void fill_and_open(index_place *ix, sn_generation *g)
{
    put(ix, "{'id':'1','title':'پل مهرسار','published_at':'2021-08-27T09:41:00Z'}");
    put(ix, "{'id':'2','title':'راه','published_at':'2021-08-27T09:41:10Z'}");
    put(ix, "{'id':'3','title':'کوه','published_at':'1999-01-01'}");
    put(ix, "{'id':'4','title':'دشت'}");
    put(ix, "{'id':'5','title':'دریا'}");
    catch_up(ix);
    must(ix, sn_generation_open(ix->dir, current_generation(ix), g, &ix->err));
}

static sn_archive *archive_of(index_place *ix)
{
    return sn_writer_archive(ix->w);
}

static void what_a_build_made_is_sound(void **state)
{
    index_place *ix = *state;
    sn_generation g;
    fill_and_open(ix, &g);
    must(ix, sn_verify_tables(&g, &ix->err));
    must(ix, sn_verify_holdings(&g, archive_of(ix), &ix->err));
    sn_generation_close(&g);
}

static void an_empty_index_of_an_empty_archive_is_sound(void **state)
{
    index_place *ix = *state;
    sn_generation g;
    rebuild(ix);
    must(ix, sn_generation_open(ix->dir, current_generation(ix), &g, &ix->err));
    must(ix, sn_verify_tables(&g, &ix->err));
    must(ix, sn_verify_holdings(&g, archive_of(ix), &ix->err));
    sn_generation_close(&g);
}

static void a_document_that_is_missing_is_noticed(void **state)
{
    static const char *const ids[] = {"1", "3", "5"}; /* the newest, the oldest, undated */
    index_place *ix = *state;
    sn_generation g;
    fill_and_open(ix, &g);
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        must(ix, sn_generation_delete(&g, docid_of(ix, ids[i]), &ix->err));
        must(ix, sn_generation_commit(&g, g.applied, &ix->err));
        assert_fails(sn_verify_holdings(&g, archive_of(ix), &ix->err), SN_ECORRUPT, &ix->err,
                     "documents, the archive 5 articles");
    }
    sn_generation_close(&g);
}

/* As many documents, but one of them is another article's. */
static void a_document_of_another_article_is_noticed(void **state)
{
    index_place *ix = *state;
    sn_generation g;
    SN_CLEANUP(sn_article) sn_article other = {0};
    sn_membership groups = {0};
    fill_and_open(ix, &g);
    const char *json = "{\"id\":\"9\",\"title\":\"x\"}";
    must(ix, sn_article_parse(sn_str_of(json), &other, &ix->err));
    must(ix, sn_generation_put(&g, docid_of(ix, "5"), &other, &groups, &ix->err));
    must(ix, sn_generation_commit(&g, g.applied, &ix->err));
    assert_fails(sn_verify_holdings(&g, archive_of(ix), &ix->err), SN_ECORRUPT, &ix->err,
                 "no document of the article 5");
    sn_generation_close(&g);
}

static void what_is_still_to_come_is_not_missed(void **state)
{
    index_place *ix = *state;
    sn_generation g;
    fill_and_open(ix, &g);
    put(ix, "{'id':'6','title':'یخ','published_at':'2026-08-27T09:41:00Z'}");
    put(ix, "{'id':'3','title':'کوه','published_at':'2000-01-01'}"); /* another number */
    withdraw(ix, "4");
    must(ix, sn_verify_holdings(&g, archive_of(ix), &ix->err));
    sn_generation_close(&g);
}

static void a_damaged_table_is_noticed(void **state)
{
    index_place *ix = *state;
    sn_generation g;
    char path[SN_PATH_SIZE];
    fill_and_open(ix, &g);
    must(ix, sn_path_join(g.path, "db/postlist.glass", path, sizeof path, &ix->err));
    FILE *table = fopen(path, "r+b");
    assert_non_null(table);
    assert_int_equal(fseek(table, 0, SEEK_END), 0);
    long size = ftell(table);
    rewind(table);
    for (long i = 0; i < size; i++)
        assert_int_equal(fputc(0xa5, table), 0xa5);
    assert_int_equal(fclose(table), 0);
    assert_fails(sn_verify_tables(&g, &ix->err), SN_ECORRUPT, &ix->err, "");
    sn_generation_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(what_a_build_made_is_sound),
        INDEXED(an_empty_index_of_an_empty_archive_is_sound),
        INDEXED(a_document_that_is_missing_is_noticed),
        INDEXED(a_document_of_another_article_is_noticed),
        INDEXED(what_is_still_to_come_is_not_missed),
        INDEXED(a_damaged_table_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
