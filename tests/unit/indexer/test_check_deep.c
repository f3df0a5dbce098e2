#include "archive/groups.h"
#include "indexer/apply/check.h"
#include "indexer/apply/document.h"
#include "indexer/apply/grouping.h"
#include "layout/hidden.h"
#include "layout/index_dir.h"
#include "layout/terms.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void fill(index_place *ix)
{
    put(ix,
        "{'id':'1','title':'پل مهرسار','lead':'پل باز شد','published_at':'2021-08-27T09:41:00Z',"
        "'tags':['پل'],'source':'x'}");
    put(ix, "{'id':'2','title':'راه','published_at':'2021-08-27T09:41:10Z'}");
    put(ix, "{'id':'3','title':'پل مهرسار','lead':'پل باز شد','published_at':'2021-08-28'}");
    put(ix, "{'id':'4','title':'دشت'}");
    put(ix, "{'id':'5','title':'دریا'}");
    catch_up(ix);
    take_down(ix, "5");
    catch_up(ix);
}

static size_t look(index_place *ix, uint64_t sample, sn_buf *text, uint64_t *compared)
{
    size_t errors = 77;
    sn_deep_opts opts = {.sample = sample, .seed = test_seed()};
    sn_buf_clear(text);
    must(ix, sn_writer_check_deep(ix->w, &opts, text, &errors, compared, &ix->err));
    return errors;
}

static void expect_found(index_place *ix, size_t errors, const char *part)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    uint64_t compared = 0;
    size_t found = look(ix, 0, &text, &compared);
    if (found != errors || (part != NULL && strstr(sn_buf_text(&text), part) == NULL))
        fail_msg("%zu findings, not %zu, or no «%s»:\n%s", found, errors, part != NULL ? part : "",
                 sn_buf_text(&text));
}

static void a_sound_index_is_sound_to_the_last_position(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    uint64_t compared = 77;
    assert_int_equal(look(ix, 0, &text, &compared), 0); /* nothing there yet */
    assert_int_equal(compared, 0);
    fill(ix);
    assert_int_equal(look(ix, 0, &text, &compared), 0);
    assert_int_equal(compared, 4);
    assert_string_equal(sn_buf_text(&text), "");
    rebuild(ix);
    expect_found(ix, 0, NULL);
}

static void a_sample_has_as_many_as_were_asked_for(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    uint64_t compared;
    for (unsigned i = 0; i < 40; i++) {
        char json[100];
        snprintf(json, sizeof json, "{'id':'%u','title':'پل %u'}", i, i);
        put(ix, json);
    }
    catch_up(ix);
    for (unsigned n = 1; n < 60; n += 7) {
        assert_int_equal(look(ix, n, &text, &compared), 0);
        assert_int_equal(compared, n < 40 ? n : 40);
    }
}

/* Write a document of the current generation otherwise. */
static void spoil(index_place *ix, const char *id, sn_xap_doc *doc)
{
    char path[SN_PATH_SIZE], db_path[SN_PATH_SIZE];
    SN_CLEANUP_PTR(sn_xap_writer) sn_xap_writer *db = NULL;
    sn_docid docid = docid_of(ix, id);
    must(ix, sn_generation_path(ix->dir, current_generation(ix), path, sizeof path, &ix->err));
    must(ix, sn_generation_db_path(path, db_path, sizeof db_path, &ix->err));
    must(ix, sn_xap_writer_open(db_path, SN_XAP_OPEN, &db, &ix->err));
    if (doc != NULL)
        must(ix, sn_xap_writer_replace(db, docid, doc, &ix->err));
    else
        must(ix, sn_xap_writer_delete(db, docid, &ix->err));
    must(ix, sn_xap_writer_commit(db, &ix->err));
}

/* One thing at a time: what of a document may differ, by a small database of our own. */
static void each_difference_of_a_document_is_found(void **state)
{
    index_place *ix = *state;
    char path[SN_PATH_SIZE];
    SN_CLEANUP_PTR(sn_xap_writer) sn_xap_writer *writer = NULL;
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    static const struct {
        const char *term;
        uint32_t pos, wdf;
        const char *value, *data, *finding;
    } cases[] = {
        {"a", 3, 1, "v", "d", NULL},
        {"b", 3, 1, "v", "d", "term «b» is missing"},
        {"b", 3, 1, "v", "d", "term «a» should not be there"},
        {"a", 3, 2, "v", "d", "term «a» stands there 1 times, not 2"},
        {"a", 4, 1, "v", "d", "term «a» stands at other places"},
        {"a", 3, 1, "w", "d", "value 1 differs"},
        {"a", 3, 1, "", "d", "value 1 should not be there"},
        {"a", 3, 1, "v", "e", "its record differs"},
        {"\n\x7f", 3, 1, "v", "d", "term «\\x0a\\x7f» is missing"},
    };
    must(ix, sn_path_join(ix->place->dir, "db", path, sizeof path, &ix->err));
    must(ix, sn_xap_writer_open(path, SN_XAP_CREATE, &writer, &ix->err));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP_PTR(sn_xap_doc) sn_xap_doc *doc = NULL;
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
        size_t errors = 77;
        must(ix, sn_xap_doc_create(&doc));
        must(ix, sn_xap_doc_add_posting(doc, sn_str_of(cases[i].term), cases[i].pos, cases[i].wdf,
                                        &ix->err));
        must(ix, sn_xap_doc_set_value(doc, 1, sn_str_of(cases[i].value), &ix->err));
        must(ix, sn_xap_doc_set_data(doc, sn_str_of(cases[i].data), &ix->err));
        if (i == 0) {
            must(ix, sn_xap_writer_replace(writer, 7, doc, &ix->err));
            must(ix, sn_xap_writer_commit(writer, &ix->err));
            must(ix, sn_xap_db_open(path, &db, &ix->err));
        }
        must(ix, sn_xap_db_compare(db, 7, doc, UINT32_MAX, &text, &errors, &ix->err));
        assert_int_equal(errors > 0, cases[i].finding != NULL);
        if (cases[i].finding != NULL && strstr(sn_buf_text(&text), cases[i].finding) == NULL)
            fail_msg("case %zu: %s", i, sn_buf_text(&text));
        assert_int_equal(sn_xap_db_compare(db, 8, doc, UINT32_MAX, &text, &errors, &ix->err),
                         SN_ENOTFOUND);
    }
}

static void a_document_that_is_another_is_found(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP_PTR(sn_xap_doc) sn_xap_doc *doc = NULL;
    fill(ix);
    must(ix, sn_xap_doc_create(&doc));
    must(ix, sn_xap_doc_add_term(doc, SN_STR("x"), 0, &ix->err));
    spoil(ix, "4", doc);
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    uint64_t compared = 0;
    assert_true(look(ix, 0, &text, &compared) > 0);
    assert_non_null(strstr(sn_buf_text(&text), "term «x» should not be there"));
    assert_non_null(strstr(sn_buf_text(&text), "is article 4\n"));
    rebuild(ix);
    expect_found(ix, 0, NULL);
}

static void a_document_that_is_not_there_is_found(void **state)
{
    index_place *ix = *state;
    fill(ix);
    spoil(ix, "2", NULL);
    expect_found(ix, 1, "is in the archive only");
}

/* Article 6, whose body is "x", with this value in place of it. */
static void spoil_body(index_place *ix, sn_str value)
{
    SN_CLEANUP_PTR(sn_document_maker) sn_document_maker *maker = NULL;
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(1 << 20)};
    SN_CLEANUP(sn_article) sn_article article = {0};
    const sn_xap_doc *made;
    sn_membership groups;
    sn_archive *a = sn_writer_archive(ix->w);
    must(ix, sn_archive_get(a, SN_STR("6"), &record, &ix->err));
    must(ix, sn_article_parse(sn_buf_str(&record.json), &article, &ix->err));
    must(ix, sn_grouping_names(a, record.docid, SN_STR("6"), &groups, &ix->err));
    must(ix, sn_document_maker_create(sn_lexicon_builtin(), &maker, &ix->err));
    must(ix, sn_document_make(maker, &article, &groups, &made, &ix->err));
    sn_xap_doc *doc = (sn_xap_doc *)(uintptr_t)made; /* it is the maker's to write */
    must(ix, sn_xap_doc_set_value(doc, SN_SLOT_BODY, value, &ix->err));
    spoil(ix, "6", doc);
}

static void a_body_is_compared_as_what_it_says(void **state)
{
    index_place *ix = *state;
    fill(ix);
    put(ix, "{'id':'6','title':'کوه','body':'x'}");
    catch_up(ix);
    expect_found(ix, 0, NULL);
    /* Frames of one block that is not packed. */
    spoil_body(ix, SN_STR("\x01\x28\xb5\x2f\xfd\x20\x01\x09\x00\x00x"));
    expect_found(ix, 0, NULL);
    spoil_body(ix, SN_STR("\x01\x28\xb5\x2f\xfd\x20\x01\x09\x00\x00y"));
    expect_found(ix, 1, "its body differs");
    spoil_body(ix, SN_STR("\x01zstd"));
    expect_found(ix, 1, "its body differs");
    spoil_body(ix, (sn_str){0});
    expect_found(ix, 1, "its body differs");
}

static void what_is_pending_is_no_finding(void **state)
{
    index_place *ix = *state;
    fill(ix);
    put(ix, "{'id':'4','title':'دشت و کوه'}"); /* nobody applies it */
    put(ix, "{'id':'9','title':'یخ'}");
    expect_found(ix, 0, "note: article");
    catch_up(ix);
    expect_found(ix, 0, NULL);
}

static void another_analysis_is_not_compared(void **state)
{
    index_place *ix = *state;
    fill(ix);
    set_analysis(ix, 1);
    expect_found(ix, 0, "note: documents were not compared: they were built by another analysis");
}

static void a_group_with_the_name_of_nobody_is_found(void **state)
{
    index_place *ix = *state;
    fill(ix);
    sn_archive *a = sn_writer_archive(ix->w);
    must(ix, sn_archive_begin(a, &ix->err));
    must(ix, sn_member_set_copies(a, docid_of(ix, "4"), 0x1234, &ix->err));
    must(ix, sn_member_touch(a, docid_of(ix, "4"), &ix->err));
    must(ix, sn_archive_commit(a, &ix->err));
    catch_up(ix);
    expect_found(ix, 1, "its group 0000000000001234 has not the name of its first member");
}

static void what_is_taken_down_and_shown_is_found(void **state)
{
    index_place *ix = *state;
    fill(ix);
    take_down(ix, "2");
    expect_found(ix, 0, NULL); /* hidden, and the index will forget it */
    char hidden[SN_PATH_SIZE];
    must(ix, sn_path_join(ix->dir, "hidden", hidden, sizeof hidden, &ix->err));
    assert_int_equal(unlink(hidden), 0);
    expect_found(ix, 1, "article 2 is taken down, and shown as document");
    catch_up(ix);
    expect_found(ix, 0, NULL);
    must(ix, sn_file_write(hidden, SN_STR("700 2\n"), &ix->err));
    expect_found(ix, 1, "article 2 is hidden until change 700, which was never made");
}

static void generations_that_are_not_whole_are_found(void **state)
{
    index_place *ix = *state;
    char path[SN_PATH_SIZE], manifest[SN_PATH_SIZE];
    sn_manifest m;
    fill(ix);
    rebuild(ix);
    must(ix, sn_generation_path(ix->dir, 1, path, sizeof path, &ix->err));
    must(ix, sn_manifest_read(path, &m, &ix->err));
    m.generation = 9;
    must(ix, sn_manifest_write(path, &m, &ix->err));
    expect_found(ix, 1, "generation 1 calls itself 9");
    must(ix, sn_path_join(path, "manifest.json", manifest, sizeof manifest, &ix->err));
    must(ix, sn_file_write(manifest, SN_STR("x"), &ix->err));
    expect_found(ix, 1, "is not a manifest");
    must(ix, sn_dir_remove(path, &ix->err));
    expect_found(ix, 0, NULL);
}

#define ADDED 30

static bool add_articles(index_place *ix, void *ctx)
{
    (void)ctx;
    for (unsigned i = 0; i < ADDED; i++) {
        char json[200];
        sn_apply_report report = {0};
        snprintf(json, sizeof json, "{'id':'new-%u','title':'پل مهرسار','lead':'پل باز شد %u'}",
                 i % 7, i);
        uint64_t change = put_through(ix->w, json);
        if (sn_writer_catch_up(ix->w, change, LONG_MS, NULL, NULL, &report, &ix->err) != SN_OK)
            return false;
    }
    return true;
}

static void what_another_process_writes_meanwhile_is_no_finding(void **state)
{
    index_place *ix = *state;
    fill(ix);
    pid_t adder = start_child(ix, add_articles, NULL);
    for (unsigned i = 0; i < 5; i++)
        expect_found(ix, 0, NULL);
    assert_int_equal(wait_child(adder), 0);
    expect_found(ix, 0, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(a_sound_index_is_sound_to_the_last_position),
        INDEXED(a_sample_has_as_many_as_were_asked_for),
        INDEXED(each_difference_of_a_document_is_found),
        INDEXED(a_document_that_is_another_is_found),
        INDEXED(a_document_that_is_not_there_is_found),
        INDEXED(a_body_is_compared_as_what_it_says),
        INDEXED(what_is_pending_is_no_finding),
        INDEXED(another_analysis_is_not_compared),
        INDEXED(a_group_with_the_name_of_nobody_is_found),
        INDEXED(what_is_taken_down_and_shown_is_found),
        INDEXED(generations_that_are_not_whole_are_found),
        INDEXED(what_another_process_writes_meanwhile_is_no_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
