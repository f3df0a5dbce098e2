#include "archive/article.h"
#include "base/limits.h"
#include "tests/unit/base/testing.h"

#include <string.h>

#define FULL                                                                                                \
    "{\"id\":\"n-1\",\"url\":\"https://example.org/1\",\"title\":\"باران در راه است\","        \
    "\"kicker\":\"هواشناسی\",\"lead\":\"فردا\",\"body\":\"متن\\nخبر\","                   \
    "\"published_at\":\"2021-08-27T09:41Z\",\"modified_at\":\"2021-08-27T09:41:30Z\","                      \
    "\"version\":7,\"author\":[\"الف\",\"ب\"],\"source\":\"نمونه\",\"category\":[\"جامعه\"]," \
    "\"tags\":[\"باران\",\"هوا\"],\"image_url\":\"https://example.org/1.jpg\","                     \
    "\"language\":\"fa\",\"urgency\":3,\"publish_at\":\"2021-08-27\","                                      \
    "\"expires_at\":\"2031-08-27T00:00:00Z\",\"pubstatus\":\"usable\","                                     \
    "\"extra\":{\"n\":9007199254740993,\"a\":[true,null]}}"

static sn_status parse(const char *json, sn_article *out, sn_error *err)
{
    return sn_article_parse(sn_str_of(json), out, err);
}

/* The canonical form of what json says, in *out. */
static void canonical(const char *json, sn_buf *out)
{
    sn_error err = {0};
    SN_CLEANUP(sn_article) sn_article article = {0};
    assert_ok(parse(json, &article, &err), &err);
    sn_buf_clear(out);
    assert_int_equal(sn_article_write(&article, out), SN_OK);
}

static void every_field_is_read(void **state)
{
    sn_error err = {0};
    SN_CLEANUP(sn_article) sn_article a = {0};
    (void)state;
    assert_ok(parse(FULL, &a, &err), &err);
    assert_string_equal(a.id, "n-1");
    assert_string_equal(a.url, "https://example.org/1");
    assert_string_equal(a.title, "باران در راه است");
    assert_string_equal(a.kicker, "هواشناسی");
    assert_string_equal(a.lead, "فردا");
    assert_string_equal(a.body, "متن\nخبر");
    assert_true(a.published_at.sec == 1630057260 &&
                a.published_at.precision == SN_PRECISION_MINUTE);
    assert_true(a.modified_at.sec == 1630057290 && a.modified_at.precision == SN_PRECISION_SECOND);
    assert_true(a.has_version && a.version == 7);
    assert_int_equal(a.author.n, 2);
    assert_string_equal(a.author.at[1], "ب");
    assert_string_equal(a.source, "نمونه");
    assert_int_equal(a.category.n, 1);
    assert_int_equal(a.tags.n, 2);
    assert_string_equal(a.image_url, "https://example.org/1.jpg");
    assert_string_equal(a.language, "fa");
    assert_int_equal(a.urgency, 3);
    assert_true(a.publish_at.sec == 1630006200 && a.publish_at.precision == SN_PRECISION_DAY);
    assert_int_equal(a.expires_at.precision, SN_PRECISION_SECOND);
    assert_string_equal(a.pubstatus, "usable");
    assert_string_equal(a.extra_json, "{\"n\":9007199254740993,\"a\":[true,null]}");
}

static void the_canonical_form_is_stable(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    (void)state;
    canonical(FULL, &text);
    assert_str(sn_buf_str(&text), FULL);
}

#define WITH(members) "{\"id\":\"a\",\"title\":\"ت\"," members "}"
#define OUT(members)  "{\"id\":\"a\",\"title\":\"ت\"" members "}"

static const struct form_case {
    const char *name, *json, *want;
} forms[] = {
    {"only what is required", "{\"title\":\"ت\",\"id\":\"a\"}", OUT("")},
    {"order does not matter", "{\"lead\":\"ل\",\"title\":\"ت\",\"id\":\"a\"}",
     OUT(",\"lead\":\"ل\"")},
    {"a number for the id", "{\"id\":1234567890123,\"title\":\"ت\"}",
     "{\"id\":\"1234567890123\",\"title\":\"ت\"}"},
    {"the greatest number for an id", "{\"id\":9007199254740991,\"title\":\"ت\"}",
     "{\"id\":\"9007199254740991\",\"title\":\"ت\"}"},
    {"a string for a list", WITH("\"tags\":\"ب\""), OUT(",\"tags\":[\"ب\"]")},
    {"blank items of a list are dropped", WITH("\"tags\":[\" \",\"ب\",\"\"]"),
     OUT(",\"tags\":[\"ب\"]")},
    {"an empty list is not given", WITH("\"tags\":[]"), OUT("")},
    {"null is not given",
     WITH("\"lead\":null,\"tags\":null,\"urgency\":null,\"extra\":null,"
          "\"version\":null,\"published\":null"),
     OUT("")},
    {"blank text is not given", WITH("\"lead\":\" \\n\",\"url\":\"\",\"published_at\":\"\""),
     OUT("")},
    {"text loses white space at its ends", WITH("\"lead\":\"\\n\\u00a0 ل ل\\u2003 \""),
     OUT(",\"lead\":\"ل ل\"")},
    {"the id does too", "{\"id\":\" a\\n\",\"title\":\" ت \"}", OUT("")},
    {"a half-space at the end stays", WITH("\"lead\":\"ل\\u200c\""), OUT(",\"lead\":\"ل‌\"")},
    {"published for published_at", WITH("\"published\":\"1381/10/11\""),
     OUT(",\"published_at\":\"2003-01-01\"")},
    {"a Jalali date", WITH("\"published_at\":\"۰۵ شهريور ۱۴۰۰ - ۱۴:۱۱\""),
     OUT(",\"published_at\":\"2021-08-27T09:41Z\"")},
    {"seconds", WITH("\"modified_at\":1630057260"),
     OUT(",\"modified_at\":\"2021-08-27T09:41:00Z\"")},
    {"seconds with a fraction", WITH("\"modified_at\":1630057260.9"),
     OUT(",\"modified_at\":\"2021-08-27T09:41:00Z\"")},
    {"milliseconds", WITH("\"modified_at\":1630057260123"),
     OUT(",\"modified_at\":\"2021-08-27T09:41:00Z\"")},
    {"a version of zero", WITH("\"version\":0"), OUT(",\"version\":0")},
    {"urgency as 3.0", WITH("\"urgency\":3.0"), OUT(",\"urgency\":3")},
    {"extra without white space", WITH("\"extra\" : { \"a\" : \"<b>\" } "),
     OUT(",\"extra\":{\"a\":\"\\u003cb\\u003e\"}")},
    {"extra under an escaped name", WITH("\"ex\\u0074ra\":{\"a\":1.10}"),
     OUT(",\"extra\":{\"a\":1.10}")},
    {"an empty extra", WITH("\"extra\":{}"), OUT(",\"extra\":{}")},
    {"control characters inside text", WITH("\"lead\":\"ا\\u0001\\tب\""),
     OUT(",\"lead\":\"ا\\u0001\\tب\"")},
};

static void forms_that_are_accepted(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        SN_CLEANUP(sn_buf) sn_buf once = SN_BUF(1 << 20);
        SN_CLEANUP(sn_buf) sn_buf twice = SN_BUF(1 << 20);
        print_message("  case: %s\n", forms[i].name);
        canonical(forms[i].json, &once);
        assert_str(sn_buf_str(&once), forms[i].want);
        canonical(sn_buf_text(&once), &twice);
        assert_str(sn_buf_str(&twice), forms[i].want);
    }
}

static const struct refused_case {
    const char *name, *json;
    sn_status status;
    const char *message;
} refused[] = {
    {"no object", "[1]", SN_EINVAL, "byte 0: an article is a JSON object"},
    {"a string", "\"id\"", SN_EINVAL, "an article is a JSON object"},
    {"an empty object", "{}", SN_EINVAL, "id: missing or blank"},
    {"no title", "{\"id\":\"a\"}", SN_EINVAL, "title: missing or blank"},
    {"a blank title", "{\"id\":\"a\",\"title\":\" \\n\\t\"}", SN_EINVAL, "title: missing or blank"},
    {"a title of marks nobody sees", "{\"id\":\"a\",\"title\":\"\\u200c\\u200f\\u00a0\"}",
     SN_EINVAL, "title: missing or blank"},
    {"no id", "{\"title\":\"ت\"}", SN_EINVAL, "id: missing or blank"},
    {"a blank id", "{\"id\":\" \",\"title\":\"ت\"}", SN_EINVAL, "id: missing or blank"},
    {"null for the id", "{\"id\":null,\"title\":\"ت\"}", SN_EINVAL, "id: missing or blank"},
    {"white space inside the id", "{\"id\":\"a b\",\"title\":\"ت\"}", SN_EINVAL,
     "id: has white space or a control character"},
    {"a no-break space inside the id", "{\"id\":\"a\\u00a0b\",\"title\":\"ت\"}", SN_EINVAL,
     "id: has white space"},
    {"a control character inside the id", "{\"id\":\"a\\u0007b\",\"title\":\"ت\"}", SN_EINVAL,
     "id: has white space or a control"},
    {"a fraction for the id", "{\"id\":1.5,\"title\":\"ت\"}", SN_EINVAL,
     "id: a string or a whole number below 2^53"},
    {"a number too large for the id", "{\"id\":9007199254740993,\"title\":\"ت\"}", SN_EINVAL,
     "id: a string or a whole number below 2^53"},
    {"a list for the id", "{\"id\":[\"a\"],\"title\":\"ت\"}", SN_EINVAL, "id: a string is wanted"},
    {"an unknown field", WITH("\"titel\":\"ت\""), SN_EINVAL, "unknown field \"titel\""},
    {"a field in capitals", WITH("\"Lead\":\"ل\""), SN_EINVAL, "unknown field \"Lead\""},
    {"an unknown field with a line end", WITH("\"a\\nb\":1"), SN_EINVAL, "unknown field \"a\\nb\""},
    {"a field twice", WITH("\"lead\":\"a\",\"lead\":\"b\""), SN_EINVAL, "\"lead\" a second time"},
    {"a field under both its names", WITH("\"published\":1,\"published_at\":1"), SN_EINVAL,
     "published_at: given twice"},
    {"a number for a text", WITH("\"lead\":5"), SN_EINVAL, "lead: a string is wanted"},
    {"a list for a text", WITH("\"body\":[\"a\"]"), SN_EINVAL, "body: a string is wanted"},
    {"a number for a list", WITH("\"tags\":5"), SN_EINVAL, "tags: a list of strings is wanted"},
    {"an object for a list", WITH("\"tags\":{\"a\":\"b\"}"), SN_EINVAL,
     "tags: a list of strings is wanted"},
    {"a number in a list", WITH("\"author\":[\"a\",5]"), SN_EINVAL,
     "author: a list of strings is wanted"},
    {"null in a list", WITH("\"category\":[null]"), SN_EINVAL,
     "category: a list of strings is wanted"},
    {"a month that is none", WITH("\"published_at\":\"۱۴۰۵/۱۳/۰۱\""), SN_EINVAL,
     "published_at: «۱۴۰۵/۱۳/۰۱» is not a date"},
    {"true for a date", WITH("\"modified_at\":true"), SN_EINVAL, "modified_at: a date is wanted"},
    {"a date far away", WITH("\"expires_at\":1e20"), SN_EINVAL, "expires_at: a date is wanted"},
    {"a date too late", WITH("\"expires_at\":5000000000"), SN_EINVAL,
     "expires_at: 5000000000 is not a date"},
    {"an urgency of zero", WITH("\"urgency\":0"), SN_EINVAL, "urgency: a whole number from 1 to 8"},
    {"an urgency of nine", WITH("\"urgency\":9"), SN_EINVAL, "urgency: a whole number from 1"},
    {"an urgency as text", WITH("\"urgency\":\"3\""), SN_EINVAL, "urgency: a whole number"},
    {"a version below zero", WITH("\"version\":-1"), SN_EINVAL, "version: a whole number"},
    {"a version that is no integer", WITH("\"version\":1.5"), SN_EINVAL, "version: a whole"},
    {"extra as a list", WITH("\"extra\":[]"), SN_EINVAL, "extra: an object is wanted"},
    {"extra as text", WITH("\"extra\":\"{}\""), SN_EINVAL, "extra: an object is wanted"},
    {"ill-formed UTF-8", WITH("\"lead\":\"\xFF\""), SN_EUTF8, "ill-formed UTF-8"},
};

static void what_is_no_article_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        sn_error err = {0};
        sn_article article = {0}, empty = {0};
        print_message("  case: %s\n", refused[i].name);
        assert_fails(parse(refused[i].json, &article, &err), refused[i].status, &err,
                     refused[i].message);
        assert_memory_equal(&article, &empty, sizeof empty);
        assert_int_equal(parse(refused[i].json, &article, NULL), refused[i].status);
    }
}

/* {"id": "a", "title": "t", "<field>": <open> n times unit <close>} */
static sn_status parse_long(const char *field, const char *open, const char *unit, size_t n,
                            const char *close, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(1 << 26);
    SN_CLEANUP(sn_article) sn_article article = {0};
    const char *title = strcmp(field, "title") == 0 ? "" : "\"title\":\"t\",";
    const char *id = strcmp(field, "id") == 0 ? "" : "\"id\":\"a\",";
    sn_buf_add_format(&json, "{%s%s\"%s\":%s", id, title, field, open);
    for (size_t i = 0; i < n; i++)
        sn_buf_add_str(&json, sn_str_of(unit));
    sn_buf_add_format(&json, "%s}", close);
    assert_int_equal(sn_buf_status(&json), SN_OK);
    return sn_article_parse(sn_buf_str(&json), &article, err);
}

static const struct limit_case {
    const char *field, *open, *unit, *close;
    size_t most;
    const char *message;
} limits[] = {
    {"id", "\"", "i", "\"", SN_LIMIT_ID_BYTES, "id: 201 bytes, at most 200 are allowed"},
    {"title", "\"", "t", "\"", SN_LIMIT_TITLE_BYTES, "title: 8193 bytes"},
    {"url", "\"", "u", "\"", SN_LIMIT_FIELD_BYTES, "url: 4097 bytes"},
    {"tags", "[\"", "t", "\"]", SN_LIMIT_FIELD_BYTES, "tags: 4097 bytes"},
    {"tags", "[\"a\"", ",\"b\"", "]", SN_LIMIT_LIST_ITEMS - 1, "tags: 257 items, at most 256"},
    {"body", "\"", "b", "\"", SN_LIMIT_TEXT_BYTES, "body: 4194305 bytes"},
    {"extra", "{\"k\":\"", "e", "\"}", SN_LIMIT_EXTRA_BYTES - 8, "extra: over 65536 bytes"},
};

static void limits_hold_to_the_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        const struct limit_case *c = &limits[i];
        sn_error err = {0};
        print_message("  case: %s\n", c->message);
        assert_ok(parse_long(c->field, c->open, c->unit, c->most, c->close, &err), &err);
        assert_fails(parse_long(c->field, c->open, c->unit, c->most + 1, c->close, &err), SN_ELIMIT,
                     &err, c->message);
    }
}

static void escapes_may_not_make_it_too_long(void **state)
{
    sn_error err = {0};
    (void)state;
    assert_fails(parse_long("body", "\"", "<", SN_LIMIT_TEXT_BYTES, "\"", &err), SN_ELIMIT, &err,
                 "over 16777216 bytes as JSON");
    assert_fails(parse_long("body", "\"", "abcdefgh", 2100000, "\"", &err), SN_ELIMIT, &err,
                 "16800032 bytes, an article has at most 16777216");
}

static void ending_an_empty_article_is_fine(void **state)
{
    sn_article article = {0};
    (void)state;
    sn_article_done(&article);
    sn_article_done(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(the_canonical_form_is_stable),
        cmocka_unit_test(forms_that_are_accepted),
        cmocka_unit_test(what_is_no_article_is_refused),
        cmocka_unit_test(limits_hold_to_the_byte),
        cmocka_unit_test(escapes_may_not_make_it_too_long),
        cmocka_unit_test(ending_an_empty_article_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
