#include "base/limits.h"
#include "indexer/apply/document.h"
#include "layout/body.h"
#include "layout/labels.h"
#include "layout/terms.h"
#include "tests/unit/indexer/index_place.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Take out the term of a group: its name is a hash, and has tests of its own. */
static void drop_group(char *terms, char list)
{
    char begin[] = {' ', list, '\0'};
    for (char *at = terms; (at = strstr(at, begin)) != NULL; at++) {
        size_t n = strcspn(at + 1, " ") + 1;
        if (n == strlen(" D0123456789abcdef:0"))
            memmove(at, at + n, strlen(at + n) + 1);
    }
}

/* The terms of the only document, each as " TERM:WDF", but those of its groups. */
static void assert_terms(index_place *ix, const char *want)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1000000);
    sn_docid docid;
    must(ix, sn_xap_db_first_with_term(db, (sn_str){0}, &docid, &ix->err));
    describe_document(db, docid, &text);
    char *begin = strchr(text.at, ' ') + strlen(" terms");
    *strchr(begin, '\n') = '\0';
    drop_group(begin, SN_LIST_COPIES);
    drop_group(begin, SN_LIST_STORY);
    assert_string_equal(begin, want);
}

static void a_small_article_has_these_terms(void **state)
{
    index_place *ix = *state;
    put(ix,
        "{'id':'n1','title':'پل مهرسار','kicker':'راه','lead':'پل "
        "کتاب‌ها','body':'راه\\n\\nراه',"
        "'author':'مینا راد','source':'پیک‌مهرسار','category':['شهر','راه "
        "و "
        "پل'],'tags':['پل']}");
    catch_up(ix);
    /* پل: title 3, lead 2, tag 1; راه: kicker 2, body 1 + 1; کتابها is the exact form of کتاب. */
    assert_terms(ix, " Aمیناراد:0 Eکتابها:1 Gراهوپل:0 Gشهر:0 Hپیکمهرسار:0 Kپل:0 Qn1:0 Tمهرسار:1"
                     " Tپل:1 راد:1 راه:4 مهرسار:1 مینا:1 پل:4 کتاب:2");
}

static void an_urgency_that_is_given_is_a_term(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل','urgency':8}");
    catch_up(ix);
    assert_terms(ix, " Q1:0 Tپل:1 U8:0 پل:1");
}

static void the_least_article_has_an_id_and_a_title(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'N-1','title':'پل'}");
    catch_up(ix);
    assert_terms(ix, " QN-1:0 Tپل:1 پل:1"); /* the id as it is, not folded */
}

static void filters_are_folded_and_empty_ones_left_out(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل','source':'خبرگزاري  مهرسار!','category':['--','كتاب'],"
            "'tags':['«»','BBC فارسی'],'author':['…']}");
    catch_up(ix);
    assert_true(has_term(ix, "Hخبرگزاریمهرسار"));
    assert_true(has_term(ix, "Gکتاب"));
    assert_true(has_term(ix, "Kbbcفارسی"));
    assert_false(has_term(ix, "G"));
    assert_false(has_term(ix, "K"));
    assert_false(has_term(ix, "A"));
}

static void long_values_are_terms_too(void **state)
{
    index_place *ix = *state;
    char json[3000], id[SN_LIMIT_ID_BYTES + 1], tag[1001], term[SN_INDEX_TERM_SIZE], text[246];
    memset(id, 'i', sizeof id - 1);
    id[sizeof id - 1] = '\0';
    memset(tag, 'x', sizeof tag - 1);
    tag[sizeof tag - 1] = '\0';
    snprintf(json, sizeof json, "{'id':'%s','title':'پل','tags':['%s','%.999sy']}", id, tag, tag);
    put(ix, json);
    catch_up(ix);
    sn_str expected = sn_index_term(SN_LIST_TAG, sn_str_of(tag), term);
    snprintf(text, sizeof text, "%.*s", (int)expected.len, expected.at);
    assert_true(has_term(ix, text));
    expected = sn_index_term(SN_LIST_ID, sn_str_of(id), term);
    snprintf(text, sizeof text, "%.*s", (int)expected.len, expected.at);
    assert_true(has_term(ix, text));
    tag[999] = 'y';
    expected = sn_index_term(SN_LIST_TAG, sn_str_of(tag), term);
    snprintf(text, sizeof text, "%.*s", (int)expected.len, expected.at);
    assert_true(has_term(ix, text));
}

/* How many documents have these words in this order, at most `window` positions from first to
 * last (0: one behind the other). */
static size_t count_phrase(index_place *ix, const char *const words[], size_t n, uint32_t window)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    sn_xap_query *terms[8] = {0}, *phrase = NULL;
    sn_xap_matches *matches = NULL;
    for (size_t i = 0; i < n; i++)
        must(ix, sn_xap_query_term(sn_str_of(words[i]), 1, &terms[i], &ix->err));
    must(ix, sn_xap_query_join(SN_XAP_PHRASE, terms, n, window, &phrase, &ix->err));
    must(ix, sn_xap_match(db, phrase, &(sn_xap_match_opts){.max_items = 10}, &matches, &ix->err));
    size_t found = sn_xap_matches_count(matches);
    sn_xap_matches_destroy(matches);
    sn_xap_query_destroy(phrase);
    for (size_t i = 0; i < n; i++)
        sn_xap_query_destroy(terms[i]);
    return found;
}

static void phrases_are_found_within_a_field_only(void **state)
{
    index_place *ix = *state;
    static const struct phrase_case {
        const char *name;
        const char *words[3];
        size_t n;
        uint32_t window;
        size_t want;
    } cases[] = {
        {"two words of the title", {"پل", "مهرسار"}, 2, 0, 1},
        {"in the other order", {"مهرسار", "پل"}, 2, 0, 0},
        {"two words of the title's own list", {"Tپل", "Tمهرسار"}, 2, 0, 1},
        {"across two paragraphs of the body", {"دریا", "باران"}, 2, 50, 1},
        {"title and kicker", {"مهرسار", "راه"}, 2, 50, 0},
        {"kicker and lead", {"راه", "کوه"}, 2, 50, 0},
        {"lead and body", {"دشت", "دریا"}, 2, 50, 0},
        {"body and tag", {"باران", "برف"}, 2, 50, 0},
        {"two tags", {"برف", "یخ"}, 2, 50, 0},
        {"tag and author", {"یخ", "مینا"}, 2, 50, 0},
        {"an author's names", {"مینا", "راد"}, 2, 0, 1},
        {"from title to kicker over the whole gap", {"مهرسار", "راه"}, 2, 200, 1},
    };
    put(ix,
        "{'id':'1','title':'پل مهرسار','kicker':'راه','lead':'کوه دشت','body':'دریا\\n\\nباران',"
        "'tags':['برف','یخ'],'author':'مینا راد'}");
    catch_up(ix);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(count_phrase(ix, cases[i].words, cases[i].n, cases[i].window),
                         cases[i].want);
    }
}

static void get_value(index_place *ix, const char *id, uint32_t slot, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    char term[SN_INDEX_TERM_SIZE];
    sn_docid docid;
    must(ix, sn_xap_db_first_with_term(db, sn_index_term(SN_LIST_ID, sn_str_of(id), term), &docid,
                                       &ix->err));
    sn_buf_clear(out);
    must(ix, sn_xap_db_value(db, docid, slot, out, &ix->err));
}

static void the_date_is_a_value_and_undated_is_last(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf dated = SN_BUF(100), undated = SN_BUF(100);
    put(ix, "{'id':'1','title':'پل','published_at':'2021-08-27T09:41:07Z'}");
    put(ix, "{'id':'2','title':'پل'}");
    catch_up(ix);
    get_value(ix, "1", SN_SLOT_PUBLISHED, &dated);
    get_value(ix, "2", SN_SLOT_PUBLISHED, &undated);
    assert_true(sn_xap_number_of_value(sn_buf_str(&dated)) == 1630057267);
    assert_true(isinf(sn_xap_number_of_value(sn_buf_str(&undated))));
    assert_true(sn_str_compare(sn_buf_str(&dated), sn_buf_str(&undated)) < 0);
}

static void copies_have_one_value_others_another(void **state)
{
    index_place *ix = *state;
    static const struct copy_case {
        const char *name, *json;
        bool same;
    } cases[] = {
        {"the same text", "{'id':'x','title':'پل مهرسار','lead':'باز شد','body':'دیروز کتاب'}",
         true},
        {"in other letters and signs, from elsewhere",
         "{'id':'x','title':'پل  مهرسار:','lead':'باز "
         "شد.','body':'ديروز\\n\\nكتاب','source':'پیک'}",
         true},
        {"another body", "{'id':'x','title':'پل مهرسار','lead':'باز شد','body':'باران آمد و رفت'}",
         false},
        {"another title", "{'id':'x','title':'راه نو','lead':'باز شد','body':'دیروز کتاب'}", false},
        {"no lead", "{'id':'x','title':'پل مهرسار','body':'دیروز کتاب'}", false},
        {"lead and body the other way round",
         "{'id':'x','title':'پل مهرسار','lead':'دیروز کتاب','body':'باز شد'}", false},
    };
    SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(100), other = SN_BUF(100);
    put(ix, "{'id':'1','title':'پل مهرسار','lead':'باز شد','body':'دیروز کتاب'}");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        put(ix, cases[i].json);
        catch_up(ix);
        get_value(ix, "1", SN_SLOT_COPY, &first);
        get_value(ix, "x", SN_SLOT_COPY, &other);
        assert_int_equal(first.len, SN_GROUP_VALUE_SIZE);
        assert_int_equal(sn_str_equal(sn_buf_str(&first), sn_buf_str(&other)), cases[i].same);
    }
}

static void the_source_is_a_value_by_its_key(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(1000);
    put(ix, "{'id':'1','title':'پل','source':'پيك  مهرسار!'}");
    put(ix, "{'id':'2','title':'پل','source':'…'}");
    put(ix, "{'id':'3','title':'پل'}");
    catch_up(ix);
    get_value(ix, "1", SN_SLOT_SOURCE, &value);
    assert_str(sn_buf_str(&value), "پیکمهرسار");
    get_value(ix, "2", SN_SLOT_SOURCE, &value);
    assert_int_equal(value.len, 0);
    get_value(ix, "3", SN_SLOT_SOURCE, &value);
    assert_int_equal(value.len, 0);
}

static void get_labels(index_place *ix, const char *id, uint32_t slot, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(10000);
    sn_label label;
    get_value(ix, id, slot, &value);
    sn_buf_clear(out);
    for (sn_str rest = sn_buf_str(&value); sn_labels_take(&rest, &label) == SN_OK;) {
        sn_buf_add_str(out, label.key);
        sn_buf_add_byte(out, '=');
        sn_buf_add_str(out, label.text);
        sn_buf_add_byte(out, ';');
    }
}

static void values_of_fields_are_labels_as_published(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf labels = SN_BUF(10000);
    put(ix, "{'id':'1','title':'پل','source':'پيك مهرسار','author':'مینا راد',"
            "'category':['محیط زیست','--','محیط‌زیست','BBC'],'tags':['پل']}");
    put(ix, "{'id':'2','title':'پل'}");
    catch_up(ix);
    get_labels(ix, "1", SN_SLOT_SOURCE_LABEL, &labels);
    assert_str(sn_buf_str(&labels), "پیکمهرسار=پيك مهرسار;");
    get_labels(ix, "1", SN_SLOT_CATEGORY_LABELS, &labels);
    assert_str(sn_buf_str(&labels), "محیطزیست=محیط زیست;bbc=BBC;");
    get_labels(ix, "1", SN_SLOT_AUTHOR_LABELS, &labels);
    assert_str(sn_buf_str(&labels), "میناراد=مینا راد;");
    get_labels(ix, "1", SN_SLOT_TAG_LABELS, &labels);
    assert_str(sn_buf_str(&labels), "پل=پل;");
    for (uint32_t slot = SN_SLOT_SOURCE_LABEL; slot <= SN_SLOT_TAG_LABELS; slot++) {
        get_labels(ix, "2", slot, &labels);
        assert_int_equal(labels.len, 0);
    }
}

static void the_day_of_publication_is_that_of_tehran(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(100);
    put(ix, "{'id':'1','title':'پل','published_at':'1970-01-02T20:29:59Z'}");
    put(ix, "{'id':'2','title':'پل','published_at':'1970-01-02T20:30:00Z'}");
    put(ix, "{'id':'3','title':'پل','published_at':'1970-01-03'}");
    put(ix, "{'id':'4','title':'پل'}");
    catch_up(ix);
    static const struct day_case {
        const char *id;
        double day;
    } cases[] = {{"1", 1}, {"2", 2}, {"3", 2}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        get_value(ix, cases[i].id, SN_SLOT_DAY, &value);
        assert_true(sn_xap_number_of_value(sn_buf_str(&value)) == cases[i].day);
    }
    get_value(ix, "4", SN_SLOT_DAY, &value);
    assert_int_equal(value.len, 0);
}

static void read_body(index_place *ix, const sn_xap_db *db, sn_docid docid, sn_buf *body,
                      sn_hit *hit)
{
    sn_body_reader *reader = NULL;
    must(ix, sn_body_reader_create(&reader));
    must(ix, sn_xap_db_value(db, docid, SN_SLOT_BODY, body, &ix->err));
    must(ix, sn_body_read(reader, body, hit));
    sn_body_reader_destroy(reader);
}

static void the_record_has_all_that_a_hit_shows(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf body = SN_BUF(10000);
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(10000);
    static sn_hit hit;
    sn_docid docid;
    put(ix,
        "{'id':'n1','url':'https://example.ir/1','title':'پل','kicker':'راه','lead':'کوه',"
        "'body':'رود','published_at':'2021-08-27','modified_at':'2021-08-28T10:00:01Z',"
        "'version':4,'author':['مینا','آرش'],'source':'پیک','category':'شهر','tags':['پل','راه'],"
        "'image_url':'https://example.ir/1.jpg','language':'fa','urgency':2,'extra':{'a':[1]}}");
    catch_up(ix);
    db = open_current(ix);
    must(ix, sn_xap_db_first_with_term(db, SN_STR("Qn1"), &docid, &ix->err));
    must(ix, sn_xap_db_data(db, docid, &record, &ix->err));
    assert_int_equal(sn_hit_read(sn_buf_str(&record), &hit), SN_OK);
    assert_str(hit.id, "n1");
    assert_str(hit.url, "https://example.ir/1");
    assert_str(hit.title, "پل");
    assert_str(hit.kicker, "راه");
    assert_str(hit.lead, "کوه");
    assert_int_equal(hit.body.len, 0);
    read_body(ix, db, docid, &body, &hit);
    assert_str(hit.body, "رود");
    assert_str(hit.source, "پیک");
    assert_str(hit.image_url, "https://example.ir/1.jpg");
    assert_str(hit.language, "fa");
    assert_str(hit.extra_json, "{\"a\":[1]}");
    assert_int_equal(hit.author.n, 2);
    assert_str(hit.author.at[1], "آرش");
    assert_int_equal(hit.category.n, 1);
    assert_int_equal(hit.tags.n, 2);
    assert_int_equal(hit.published_precision, SN_PRECISION_DAY);
    assert_int_equal(hit.modified_precision, SN_PRECISION_SECOND);
    assert_int_equal(hit.modified_sec, 1630144801);
    assert_true(hit.has_version && hit.version == 4 && hit.urgency == 2);
}

/* Its parts are in both lists and at their positions, with a wdf of 0; a part that is in the text by
 * itself has that weight only. */
static void words_of_a_run_on_are_found_and_weigh_nothing(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل برایمدیران','body':'مدیر مجلهآفتاب'}");
    catch_up(ix);
    assert_terms(ix, " Eمجلهآفتاب:1 Q1:0 Tبرای:0 Tبرایمدیران:1 Tمدیر:0 Tپل:1 افتاب:0 برای:0"
                     " برایمدیران:1 مجله:0 مجلهافتاب:1 مدیر:1 پل:1");
    assert_int_equal(count_phrase(ix, (const char *const[]){"پل", "برای", "مدیر"}, 3, 0), 1);
    assert_int_equal(count_phrase(ix, (const char *const[]){"Tپل", "Tبرای", "Tمدیر"}, 3, 0), 1);
    assert_int_equal(count_phrase(ix, (const char *const[]){"مدیر", "مجله", "افتاب"}, 3, 0), 1);
    assert_int_equal(count_phrase(ix, (const char *const[]){"برای", "افتاب"}, 2, 0), 0);
}

/* So has the other word that a joined form may be of, at its position. */
static void a_second_reading_is_found_and_weighs_nothing(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل','body':'مربی حرفهای شهر'}");
    catch_up(ix);
    assert_terms(ix, " Eحرفهای:1 Q1:0 Tپل:1 حرف:1 حرفه:0 شهر:1 مربی:1 پل:1");
    assert_int_equal(count_phrase(ix, (const char *const[]){"مربی", "حرفه", "شهر"}, 3, 0), 1);
    assert_int_equal(count_phrase(ix, (const char *const[]){"مربی", "حرف", "شهر"}, 3, 0), 1);
}

/* One maker makes all documents: nothing of one is left in the next. */
static void documents_do_not_mix(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل','lead':'کوه','tags':['برف'],'source':'پیک','extra':{'a':1}}");
    put(ix, "{'id':'2','title':'راه'}");
    catch_up(ix);
    withdraw(ix, "1");
    catch_up(ix);
    assert_terms(ix, " Q2:0 Tراه:1 راه:1");
}

static void a_large_article_is_one_document(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(1000000);
    sn_buf_add_str(&json, SN_STR("{'id':'1','title':'پل','body':'"));
    for (unsigned i = 0; i < 60000; i++)
        sn_buf_add_format(&json, "w%c%c%c%c ", 'a' + i / 17576, 'a' + i / 676 % 26,
                          'a' + i / 26 % 26, 'a' + i % 26);
    sn_buf_add_str(&json, SN_STR("','tags':['t0'"));
    for (unsigned i = 1; i < SN_LIMIT_LIST_ITEMS; i++)
        sn_buf_add_format(&json, ",'t%u'", i);
    sn_buf_add_str(&json, SN_STR("]}"));
    put(ix, sn_buf_text(&json));
    catch_up(ix);
    assert_true(has_term(ix, "waaaa") && has_term(ix, "wdktr") && has_term(ix, "Kt255"));
    assert_int_equal(count_phrase(ix, (const char *const[]){"wdktq", "wdktr"}, 2, 0), 1);
    assert_sound(ix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(a_small_article_has_these_terms),
        INDEXED(an_urgency_that_is_given_is_a_term),
        INDEXED(the_least_article_has_an_id_and_a_title),
        INDEXED(filters_are_folded_and_empty_ones_left_out),
        INDEXED(long_values_are_terms_too),
        INDEXED(phrases_are_found_within_a_field_only),
        INDEXED(the_date_is_a_value_and_undated_is_last),
        INDEXED(copies_have_one_value_others_another),
        INDEXED(the_source_is_a_value_by_its_key),
        INDEXED(values_of_fields_are_labels_as_published),
        INDEXED(the_day_of_publication_is_that_of_tehran),
        INDEXED(the_record_has_all_that_a_hit_shows),
        INDEXED(words_of_a_run_on_are_found_and_weigh_nothing),
        INDEXED(a_second_reading_is_found_and_weighs_nothing),
        INDEXED(documents_do_not_mix),
        INDEXED(a_large_article_is_one_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
