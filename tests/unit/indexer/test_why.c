#include "indexer/apply/check.h"
#include "indexer/apply/generation.h"
#include "indexer/apply/why.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <string.h>

static sn_why why(index_place *ix, const char *id)
{
    sn_why w;
    memset(&w, 0xaa, sizeof w);
    must(ix, sn_writer_why(ix->w, sn_str_of(id), &w, &ix->err));
    return w;
}

static void an_article_is_followed_from_put_to_takedown(void **state)
{
    index_place *ix = *state;
    sn_why w = why(ix, "1");
    assert_true(!w.known && !w.in_index && !w.hidden && w.generation == 0 && w.applied == 0);
    put(ix, "{'id':'1','title':'پل'}");
    w = why(ix, "1");
    assert_true(w.known && w.state == SN_ARTICLE_LIVE && w.docid > 0 && w.change == 1);
    assert_true(!w.in_index && !w.hidden && w.generation == 0 && w.applied == 0);
    catch_up(ix);
    w = why(ix, "1");
    assert_true(w.in_index && w.generation == 1 && w.applied == 1);
    take_down(ix, "1");
    w = why(ix, "1");
    assert_true(w.known && w.state == SN_ARTICLE_TAKEN_DOWN && w.change == 2);
    assert_true(w.in_index && w.hidden && w.applied == 1);
    catch_up(ix);
    w = why(ix, "1");
    assert_true(w.known && !w.in_index && !w.hidden && w.applied == 2);
    lift(ix, "1");
    catch_up(ix);
    withdraw(ix, "1");
    w = why(ix, "1");
    assert_true(w.state == SN_ARTICLE_WITHDRAWN && w.in_index);
}

static void what_nobody_knows_is_unknown(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    sn_why w = why(ix, "2");
    assert_true(!w.known && !w.in_index && w.docid == 0 && w.n_copies == 0);
    w = why(ix, "no id at all");
    assert_false(w.known);
    w = why(ix, "");
    assert_false(w.known);
    take_down(ix, "2"); /* known to the ledger only */
    w = why(ix, "2");
    assert_true(w.known && w.state == SN_ARTICLE_TAKEN_DOWN && w.docid == 0 && !w.in_index);
}

static void copies_are_named_newest_first(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'a','title':'پل باز شد','body':'كتاب','published_at':'2021-08-25'}");
    put(ix, "{'id':'b','title':'پل باز شد','body':'کتاب','published_at':'2021-08-27'}");
    put(ix, "{'id':'c','title':'پل باز شد','body':'کتاب ها','published_at':'2021-08-26'}");
    catch_up(ix);
    sn_why w = why(ix, "a");
    assert_int_equal(w.n_copies, 2);
    assert_string_equal(w.copies[0], "b");
    assert_string_equal(w.copies[1], "a");
    w = why(ix, "c");
    assert_int_equal(w.n_copies, 1);
    assert_string_equal(w.copies[0], "c");
}

static void more_copies_than_there_is_room_for(void **state)
{
    index_place *ix = *state;
    for (unsigned i = 0; i < SN_WHY_COPIES + 5; i++) {
        char json[100];
        snprintf(json, sizeof json, "{'id':'%u','title':'پل باز شد'}", i);
        put(ix, json);
    }
    catch_up(ix);
    assert_int_equal(why(ix, "3").n_copies, SN_WHY_COPIES);
}

/* ---- check ------------------------------------------------------------------------------------ */

static size_t findings(index_place *ix, sn_buf *text)
{
    size_t errors = 0;
    sn_buf_clear(text);
    must(ix, sn_writer_check(ix->w, text, &errors, &ix->err));
    return errors;
}

/* Do to the database behind the archive's back. */
static void spoil(index_place *ix, sn_docid from, sn_docid to)
{
    char path[SN_PATH_SIZE], db_path[SN_PATH_SIZE];
    SN_CLEANUP_PTR(sn_xap_writer) sn_xap_writer *db = NULL;
    SN_CLEANUP_PTR(sn_xap_doc) sn_xap_doc *doc = NULL;
    must(ix, sn_generation_path(ix->dir, 1, path, sizeof path, &ix->err));
    must(ix, sn_generation_db_path(path, db_path, sizeof db_path, &ix->err));
    must(ix, sn_xap_writer_open(db_path, SN_XAP_OPEN, &db, &ix->err));
    must(ix, sn_xap_doc_create(&doc));
    if (from != 0)
        must(ix, sn_xap_writer_delete(db, from, &ix->err));
    if (to != 0)
        must(ix, sn_xap_writer_replace(db, to, doc, &ix->err));
    must(ix, sn_xap_writer_commit(db, &ix->err));
}

static void a_sound_index_has_no_findings(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(100000);
    assert_int_equal(findings(ix, &text), 0); /* not even a generation yet */
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    assert_int_equal(findings(ix, &text), 0);
    put(ix, "{'id':'2','title':'پل'}");
    assert_int_equal(findings(ix, &text), 0);
    assert_non_null(strstr(sn_buf_text(&text), "pending"));
}

static void what_one_has_and_the_other_has_not_is_found(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(100000);
    char lost[64];
    put(ix, "{'id':'1','title':'پل'}");
    put(ix, "{'id':'2','title':'راه'}");
    catch_up(ix);
    sn_docid docid = why(ix, "1").docid;
    snprintf(lost, sizeof lost, "document %u is in the archive only\n", docid);
    spoil(ix, docid, 7);
    assert_int_equal(findings(ix, &text), 2);
    assert_non_null(strstr(sn_buf_text(&text), "document 7 is in the index only\n"));
    assert_non_null(strstr(sn_buf_text(&text), lost));
    rebuild(ix);
    assert_int_equal(findings(ix, &text), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(an_article_is_followed_from_put_to_takedown),
        INDEXED(what_nobody_knows_is_unknown),
        INDEXED(copies_are_named_newest_first),
        INDEXED(more_copies_than_there_is_room_for),
        INDEXED(a_sound_index_has_no_findings),
        INDEXED(what_one_has_and_the_other_has_not_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
