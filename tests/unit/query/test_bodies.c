/* Bodies that are apart, those of before index format 6, and damaged ones. */
#include "layout/body.h"
#include "layout/hit.h"
#include "layout/membership.h"
#include "layout/terms.h"
#include "query/fields.h"
#include "tests/unit/query/shelf.h"

#include <string.h>

#define BODY "سیل راه را بست"

/* The document of article `id`, as it stands there: its record, and the value of its body, if it has one. */
static void put_as_it_is(shelf *s, sn_docid docid, const char *id, sn_str record, sn_str value)
{
    SN_CLEANUP_PTR(sn_xap_doc) sn_xap_doc *doc = NULL;
    char term[SN_INDEX_TERM_SIZE], group[SN_GROUP_VALUE_SIZE];
    sn_error err = {0};
    assert_ok(sn_xap_doc_create(&doc), NULL);
    assert_ok(sn_xap_doc_add_term(doc, sn_index_term(SN_LIST_ID, sn_str_of(id), term), 0, &err),
              &err);
    assert_ok(sn_xap_doc_add_posting(doc, SN_STR("سیل"), 0, 1, &err), &err);
    assert_ok(sn_xap_doc_set_data(doc, record, &err), &err);
    assert_ok(sn_xap_doc_set_value(doc, SN_SLOT_BODY, value, &err), &err);
    assert_ok(sn_xap_doc_set_value(doc, SN_SLOT_COPY, sn_group_value(1, group), &err), &err);
    assert_ok(sn_xap_doc_set_value(doc, SN_SLOT_STORY, sn_group_value(1, group), &err), &err);
    assert_ok(sn_xap_writer_replace(s->writer, docid, doc, &err), &err);
    s->change++;
    shelf_commit(s);
}

static const char *search(shelf *s, const char *const *settings)
{
    static char text[100000];
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(sizeof text - 1);
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    shelf_request(&r, settings);
    sn_status status = sn_search_json(s->searcher, &r, NULL, &out, &problem);
    memcpy(text, sn_buf_text(&out), out.len + 1);
    return status == SN_OK ? text : NULL;
}

static const char *const passages[] = {"q=سیل", "collapse=none", "freshness=off", NULL},
                         *const list[] = {"q=سیل",           "collapse=none",   "freshness=off",
                                          "fields=id,title", "highlight=false", NULL};

static void an_article_of_before_shows_its_body(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(1000);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100000);
    sn_error err = {0};
    sn_buf_add(&record, "\x01\x01\x01o\x03\x01t\x06", 8);
    sn_buf_add_varint(&record, strlen(BODY));
    sn_buf_add(&record, BODY, strlen(BODY));
    put_as_it_is(s, 7, "o", sn_buf_str(&record), (sn_str){0});
    assert_ok(sn_searcher_article_json(s->searcher, SN_STR("o"), 0, &out, NULL, &err), &err);
    assert_non_null(strstr(sn_buf_text(&out), "\"body\":\"" BODY "\""));
    assert_non_null(strstr(search(s, passages), "راه را بست\"]"));
}

static void an_article_of_now_shows_its_body(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100000);
    sn_error err = {0};
    shelf_put(s, "{\"id\":\"n\",\"title\":\"t\",\"body\":\"" BODY "\"}", 0);
    shelf_commit(s);
    assert_ok(sn_searcher_article_json(s->searcher, SN_STR("n"), 0, &out, NULL, &err), &err);
    assert_non_null(strstr(sn_buf_text(&out), "\"body\":\"" BODY "\""));
    assert_non_null(strstr(search(s, passages), "راه را بست\"]"));
}

/* What needs no body does not look at it; what does has no answer, rather than an article without its text. */
static void a_damaged_body_is_no_empty_one(void **state)
{
    static const sn_str values[] = {{NULL, 0}, {"\x02", 1}, {"\x01\x00zstd", 6}};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        shelf *s = *state;
        SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(1000);
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100000);
        static sn_hit hit;
        sn_error err = {0};
        hit = (sn_hit){.id = SN_STR("d"), .title = SN_STR("t"), .body_bytes = 5};
        assert_int_equal(sn_hit_write(&hit, &record), SN_OK);
        put_as_it_is(s, 7, "d", sn_buf_str(&record), values[i]);
        assert_fails(sn_searcher_article_json(s->searcher, SN_STR("d"), 0, &out, NULL, &err),
                     i == 1 ? SN_EFORMAT : SN_ECORRUPT, &err, "the body of article number 7");
        assert_int_equal(out.len, 0);
        assert_ok(
            sn_searcher_article_json(s->searcher, SN_STR("d"), SN_SHOW_TITLE, &out, NULL, &err),
            &err);
        assert_non_null(search(s, list));
        assert_null(search(s, passages));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELVED(an_article_of_before_shows_its_body),
        SHELVED(an_article_of_now_shows_its_body),
        SHELVED(a_damaged_body_is_no_empty_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
