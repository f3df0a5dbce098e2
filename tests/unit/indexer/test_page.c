#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/page.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

#define PAGE_BYTES 100000

/* ---- every page that the parts below make ----------------------------------------------------- */

enum {
    WITH_TICKER = 1 << 0,
    WITH_DATE = 1 << 1,
    WITH_AGENCY = 1 << 2, /* in front of the lead */
    WITH_REPEAT = 1 << 3, /* the lead once more behind a bullet */
    WITH_BODY = 1 << 4,
    WITH_BYLINE = 1 << 5, /* twice */
    WITH_DISCLAIMER = 1 << 6,
    WITH_FORM = 1 << 7,
    ALL_PARTS = (1 << 8) - 1
};

#define TITLE "گشایش پل مهرسار: پایان دو سال چشم‌به‌راهی"
#define LEAD                                                                                       \
    "پل مهرسار پس از دو سال ساخت‌وساز، صبح دیروز با "        \
    "حضور "                                                                                    \
    "مردم "                                                                                    \
    "شهر "                                                                                      \
    "و "                                                                                          \
    "کارگران "                                                                              \
    "کارگاه "                                                                                \
    "- "                                                                                           \
    "بی "                                                                                        \
    "هیچ "                                                                                      \
    "آیینی - باز شد."
#define FIRST  "کیان فروزنده، سرپرست کارگاه، گفت: «این پل ۱۲ دهانه دارد.»"
#define SECOND "رودخانه سپیدآب بهار گذشته دو بار راه را بسته بود."

static void write_page(unsigned parts, sn_buf *out)
{
    if (parts & WITH_TICKER)
        sn_buf_add_str(out, SN_STR("آخرین خبرها\nبهای نان در نوشهرک\nنام: این تبلیغ است\n\n"));
    sn_buf_add_str(out, SN_STR("کد خبر: ۴۱۷۳۶\n"));
    if (parts & WITH_DATE)
        sn_buf_add_str(out, SN_STR("تاریخ انتشار : ۰۵ شهریور ۱۴۰۰ - ۱۴:۱۱\n"));
    sn_buf_add_str(out, SN_STR("\n\t" TITLE " :\n\n"));
    sn_buf_add_str(out,
                   parts & WITH_AGENCY ? SN_STR("پیک مهرسار - " LEAD "\n") : SN_STR(LEAD "\n"));
    if (parts & WITH_REPEAT)
        sn_buf_add_str(out, SN_STR("  • " LEAD "\n"));
    if (parts & WITH_BYLINE)
        sn_buf_add_str(out, SN_STR("خبرنگار: مینا راد\n"));
    if (parts & WITH_BODY)
        sn_buf_add_str(out, SN_STR("   " FIRST "  \n\n" SECOND "\n"));
    if (parts & WITH_BYLINE)
        sn_buf_add_str(out, SN_STR("نویسنده : مینا  راد\n"));
    if (parts & WITH_DISCLAIMER)
        sn_buf_add_str(out, SN_STR("«پیک مهرسار درباره درستی این سخنان داوری "
                                   "نمی‌کند "
                                   "و "
                                   "هیچ "
                                   "مسئولیتی نمی‌پذیرد»\n"));
    if (parts & WITH_FORM)
        sn_buf_add_str(out, SN_STR("نظرات بینندگان\nنام:\nایمیل:\n* نظر:\nاین هم نظر من است\n"));
}

/* How the same page comes out of another system. */
typedef enum writing { PERSIAN, ARABIC, DOS_LINES, MARKED, WRITINGS } writing;

static void replace_all(sn_buf *text, const char *from, const char *to)
{
    SN_CLEANUP(sn_buf) sn_buf copy = SN_BUF(PAGE_BYTES);
    sn_buf_add_str(&copy, sn_buf_str(text));
    sn_buf_clear(text);
    const char *at = sn_buf_text(&copy);
    for (const char *next; (next = strstr(at, from)) != NULL; at = next + strlen(from)) {
        sn_buf_add(text, at, (size_t)(next - at));
        sn_buf_add_str(text, sn_str_of(to));
    }
    sn_buf_add_str(text, sn_str_of(at));
    assert_int_equal(sn_buf_status(text), SN_OK);
}

static void write_otherwise(sn_buf *text, writing w)
{
    static const char *const letters[][2] = {{"ی", "ي"}, {"ک", "ك"}, {"۰", "٠"},
                                             {"۱", "١"}, {"۳", "٣"}, {"۴", "٤"},
                                             {"۵", "٥"}, {"۶", "٦"}, {"۷", "٧"}};
    if (w == ARABIC)
        for (size_t i = 0; i < COUNT_OF(letters); i++)
            replace_all(text, letters[i][0], letters[i][1]);
    if (w == DOS_LINES)
        replace_all(text, "\n", "\r\n");
    if (w == MARKED)
        replace_all(text, "\n", "\u200f\n\u00a0\u202b");
}

static void assert_text(const char *text, const char *want, writing w)
{
    SN_CLEANUP(sn_buf) sn_buf wanted = SN_BUF(PAGE_BYTES);
    if (want == NULL) {
        assert_null(text);
        return;
    }
    assert_non_null(text);
    sn_buf_add_str(&wanted, sn_str_of(want));
    write_otherwise(&wanted, w == ARABIC ? ARABIC : PERSIAN); /* the article keeps its letters */
    assert_string_equal(text, sn_buf_text(&wanted));
}

static void assert_article_of_parts(const sn_article *a, unsigned parts, writing w)
{
    assert_string_equal(a->id, "41736");
    assert_text(a->title, TITLE, w);
    assert_text(a->lead, LEAD, w);
    assert_text(a->source, parts & WITH_AGENCY ? "پیک مهرسار" : NULL, w);
    assert_text(a->body, parts & WITH_BODY ? FIRST "\n\n" SECOND : NULL, w);
    assert_int_equal(a->author.n, parts & WITH_BYLINE ? 1 : 0);
    if (parts & WITH_BYLINE)
        assert_text(a->author.at[0], "مینا راد", w);
    if (parts & WITH_DATE) {
        assert_int_equal(a->published_at.sec, 1630057260); /* 2021-08-27T14:11+04:30 */
        assert_int_equal(a->published_at.precision, SN_PRECISION_MINUTE);
    } else {
        assert_int_equal(a->published_at.precision, 0);
    }
    assert_null(a->url);
    assert_int_equal(a->category.n + a->tags.n, 0);
}

static void every_page_of_these_parts_is_read(void **state)
{
    (void)state;
    for (unsigned parts = 0; parts <= ALL_PARTS; parts++) {
        for (writing w = 0; w < WRITINGS; w++) {
            SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(PAGE_BYTES);
            SN_CLEANUP(sn_article) sn_article a = {0};
            sn_error err = {0};
            write_page(parts, &page);
            write_otherwise(&page, w);
            assert_ok(sn_page_parse(sn_buf_str(&page), &a, &err), &err);
            assert_article_of_parts(&a, parts, w);
        }
    }
}

/* ---- single pages ----------------------------------------------------------------------------- */

#define HEAD "کد خبر: 1\nتاریخ انتشار: ۱۴۰۰/۰۶/۰۵\n"

static const struct page_case {
    const char *name, *page;
    const char *title, *source, *lead, *body;
    const char *authors; /* joined by '|' */
} pages[] = {
    {"a title is enough", HEAD "پل باز شد", "پل باز شد", NULL, NULL, NULL, ""},
    {"code and date in the other order", "تاریخ انتشار: ۱۴۰۰/۰۶/۰۵\nکد خبر: 1\nپل باز شد\n",
     "پل باز شد", NULL, NULL, NULL, ""},
    {"the first code and date count", HEAD "پل\nکد خبر: 2\nتاریخ انتشار: ۱۳۰۰/۰۱/۰۱\nراه\n", "پل",
     NULL, "راه", NULL, ""},
    {"a title of colons only is passed over", HEAD ": :\nپل باز شد\n", "پل باز شد", NULL, NULL,
     NULL, ""},
    {"several colons at the end of a title", HEAD "پل باز شد : :\n", "پل باز شد", NULL, NULL, NULL,
     ""},
    {"a dash without spaces is no dateline", HEAD "پل\nپیک-مهرسار نوشت\n", "پل", NULL,
     "پیک-مهرسار نوشت", NULL, ""},
    {"what is too long for an agency is a sentence",
     HEAD
     "پل\nپلی که دو سال بسته بود و مردم شهر چشم‌به‌راهش "
     "بودند "
     "- "
     "باز "
     "شد\n",
     "پل", NULL,
     "پلی که دو سال بسته بود و مردم شهر چشم‌به‌راهش "
     "بودند "
     "- "
     "باز "
     "شد",
     NULL, ""},
    {"a dateline without a lead gives its source", HEAD "پل\nپیک مهرسار - \nبند\n", "پل", NULL,
     "پیک مهرسار -", "بند", ""},
    {"the title again is dropped", HEAD "پل باز شد\nخلاصه\n• پل باز شد\nبند\n", "پل باز شد", NULL,
     "خلاصه", "بند", ""},
    {"the lead again in other letters is dropped",
     HEAD "پل\nكتاب‌هاي نو\nکتابهای نو!\nبند\n", "پل", NULL,
     "كتاب‌هاي نو", "بند", ""},
    {"a line that begins like the lead stays", HEAD "پل\nخلاصه\nخلاصه و بیش از آن\n", "پل", NULL,
     "خلاصه", "خلاصه و بیش از آن", ""},
    {"a list keeps its bullets", HEAD "پل\nخلاصه\n- یک\n- دو\n", "پل", NULL, "خلاصه",
     "- یک\n\n- دو", ""},
    {"two authors in order", HEAD "پل\nخبرنگار: مینا راد\nخلاصه\nنویسنده: آرش کیا\n", "پل", NULL,
     "خلاصه", NULL, "مینا راد|آرش کیا"},
    {"one author in two spellings", HEAD "پل\nخبرنگار: آرش كيا\nنويسنده: آرش کیا\n", "پل", NULL,
     NULL, NULL, "آرش كيا"},
    {"an author without a name is none", HEAD "پل\nخبرنگار:\nخبرنگار: \u200f\n", "پل", NULL, NULL,
     NULL, ""},
    {"an author before code and date is the page's", "خبرنگار: آرش کیا\n" HEAD "پل\n", "پل", NULL,
     NULL, NULL, ""},
    {"an interviewer's question is text",
     HEAD "پل\nخلاصه\nخبرنگار: چرا ساخت این پل دو سال زمان برد و چه کسی پاسخگوی این دیرکرد است؟\n"
          "فروزنده: رودخانه دو بار راه را بست.\n",
     "پل", NULL, "خلاصه",
     "خبرنگار: چرا ساخت این پل دو سال زمان برد و چه کسی پاسخگوی این دیرکرد است؟\n\n"
     "فروزنده: رودخانه دو بار راه را بست.",
     ""},
    {"nothing behind the form is read", HEAD "پل\nخلاصه\nنام:\nکد خبر: 9\nخبرنگار: آرش کیا\n", "پل",
     NULL, "خلاصه", NULL, ""},
    {"a form before the title ends nothing", HEAD "نظرات بینندگان\nپل\nخلاصه\n", "پل", NULL,
     "خلاصه", NULL, ""},
};

static void join_authors(const sn_article *a, sn_buf *out)
{
    for (size_t i = 0; i < a->author.n; i++)
        sn_buf_add_format(out, "%s%s", i > 0 ? "|" : "", a->author.at[i]);
}

static void page_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        const struct page_case *c = &pages[i];
        SN_CLEANUP(sn_article) sn_article a = {0};
        SN_CLEANUP(sn_buf) sn_buf authors = SN_BUF(1000);
        sn_error err = {0};
        print_message("  case: %s\n", c->name);
        assert_ok(sn_page_parse(sn_str_of(c->page), &a, &err), &err);
        assert_string_equal(a.id, "1");
        assert_int_equal(a.published_at.precision, SN_PRECISION_DAY);
        assert_text(a.title, c->title, PERSIAN);
        assert_text(a.source, c->source, PERSIAN);
        assert_text(a.lead, c->lead, PERSIAN);
        assert_text(a.body, c->body, PERSIAN);
        join_authors(&a, &authors);
        assert_string_equal(sn_buf_text(&authors), c->authors);
    }
}

static void codes_in_any_digits(void **state)
{
    (void)state;
    static const char *const codes[][2] = {{"۴۱۷۳۶", "41736"},     {"٤١٧٣٦", "41736"},
                                           {"41736", "41736"},     {"\u200f۴۱\u200e", "41"},
                                           {"IR-۴۱/۷", "ir-41/7"}, {"a_b.c", "a_b.c"}};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        char page[200];
        sn_error err = {0};
        snprintf(page, sizeof page, "کد خبر: %s\nپل\n", codes[i][0]);
        assert_ok(sn_page_parse(sn_str_of(page), &a, &err), &err);
        assert_string_equal(a.id, codes[i][1]);
    }
}

#define PAGE(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static void pages_that_are_refused(void **state)
{
    (void)state;
    static const struct bad_case {
        const char *name;
        sn_str page;
        sn_status want;
        const char *message;
    } cases[] = {
        {"nothing", {NULL, 0}, SN_EINVAL, "کد خبر"},
        {"blank lines", PAGE(" \n\n"), SN_EINVAL, "کد خبر"},
        {"no code", PAGE("پل باز شد\nدیروز\n"), SN_EINVAL, "کد خبر"},
        {"an empty code", PAGE("کد خبر:\nپل\n"), SN_EINVAL, "کد خبر"},
        {"a code of two words", PAGE("کد خبر: 1 2\nپل\n"), SN_EINVAL, "«1 2»"},
        {"no title", PAGE("کد خبر: 1\n"), SN_EINVAL, "no title"},
        {"no title but an author", PAGE("کد خبر: 1\nخبرنگار: م\n"), SN_EINVAL, "no title"},
        {"a date that is none", PAGE("کد خبر: 1\nتاریخ خبر: 1400/13/01\nپل\n"), SN_EINVAL, "date"},
        {"a zero byte", PAGE("کد خبر: 1\nپ\0ل\n"), SN_EUTF8, "NUL"},
        {"half a letter", PAGE("کد خبر: 1\nپ\xd9\n"), SN_EUTF8, "byte 17"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_article a = {0};
        sn_error err = {0};
        print_message("  case: %s\n", cases[i].name);
        assert_fails(sn_page_parse(cases[i].page, &a, &err), cases[i].want, &err, cases[i].message);
        assert_null(a.id);
        assert_null(a.title);
    }
}

/* ---- limits: what a page gives, an article may have ------------------------------------------- */

/* head, then n times part, then tail. */
static void make_long(sn_buf *out, const char *head, const char *part, size_t n, const char *tail)
{
    sn_buf_clear(out);
    sn_buf_add_str(out, sn_str_of(head));
    size_t len = n * strlen(part);
    char *to = sn_buf_reserve(out, len);
    assert_non_null(to);
    for (size_t i = 0; i < len; i++)
        to[i] = part[i % strlen(part)];
    sn_buf_commit(out, len);
    sn_buf_add_str(out, sn_str_of(tail));
    assert_int_equal(sn_buf_status(out), SN_OK);
}

#define X16       "xxxxxxxxxxxxxxxx"
#define LONG_LINE X16 X16 X16 X16 X16 X16 X16 X16

static void texts_over_their_limits_are_refused(void **state)
{
    (void)state;
    static const struct long_case {
        const char *name, *head, *part;
        size_t n;
        const char *message;
    } cases[] = {
        {"a code", "کد خبر: ", "1", SN_LIMIT_ID_BYTES + 1, "code"},
        {"a title", "کد خبر: 1\n", "x", SN_LIMIT_TITLE_BYTES + 1, "title"},
        {"a lead", "کد خبر: 1\nپل\n", "x", SN_LIMIT_TEXT_BYTES + 1, "lead"},
        {"a paragraph", "کد خبر: 1\nپل\nخلاصه\n", "x", SN_LIMIT_TEXT_BYTES + 1, "body"},
        {"a body", "کد خبر: 1\nپل\nخلاصه\n", LONG_LINE "\n", SN_LIMIT_TEXT_BYTES / 129, "body"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_PAGE_BYTES);
        sn_article a = {0};
        sn_error err = {0};
        print_message("  case: %s\n", cases[i].name);
        make_long(&page, cases[i].head, cases[i].part, cases[i].n, "\nپل\n");
        assert_fails(sn_page_parse(sn_buf_str(&page), &a, &err), SN_ELIMIT, &err, cases[i].message);
        assert_null(a.id);
        make_long(&page, cases[i].head, cases[i].part, cases[i].n / 2, "\nپل\n");
        assert_ok(sn_page_parse(sn_buf_str(&page), &a, &err), &err);
        sn_article_done(&a);
    }
}

/* The archive stores an article as JSON and reads it back: whatever the page reader makes must be
 * an article by that reader's rules too. */
static void assert_is_an_article(const sn_article *a, const char *page)
{
    SN_CLEANUP(sn_buf)
    sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES), again = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    SN_CLEANUP(sn_article) sn_article read = {0};
    sn_error err = {0};
    assert_int_equal(sn_article_write(a, &json), SN_OK);
    sn_status s = sn_article_parse(sn_buf_str(&json), &read, &err);
    if (s != SN_OK)
        print_error("%.2000s\n", page);
    assert_ok(s, &err);
    assert_int_equal(sn_article_write(&read, &again), SN_OK);
    assert_string_equal(sn_buf_text(&json), sn_buf_text(&again));
}

static void as_many_authors_as_an_article_may_have(void **state)
{
    (void)state;
    for (unsigned more = 0; more < 2; more++) {
        SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_PAGE_BYTES);
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_error err = {0};
        sn_buf_add_str(&page, SN_STR("کد خبر: 1\nپل\n"));
        for (unsigned i = 0; i < SN_LIMIT_LIST_ITEMS + 1000 * more; i++)
            sn_buf_add_format(&page, "خبرنگار: نام %u\n", i);
        sn_status s = sn_page_parse(sn_buf_str(&page), &a, &err);
        assert_fails(s, more ? SN_ELIMIT : SN_OK, &err, more ? "author" : NULL);
        assert_int_equal(a.author.n, more ? 0 : SN_LIMIT_LIST_ITEMS);
    }
}

/* Every line is compared with title and lead: that must not cost their length each time. */
static void many_lines_behind_a_long_lead(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_PAGE_BYTES);
    SN_CLEANUP(sn_article) sn_article a = {0};
    sn_error err = {0};
    sn_buf_add_str(&page, SN_STR("کد خبر: 1\nپل\n"));
    for (unsigned i = 0; i < 800; i++)
        sn_buf_add_str(&page, SN_STR("لید "));
    for (unsigned i = 0; i < 20000; i++)
        sn_buf_add_str(&page, SN_STR("\nب"));
    assert_ok(sn_page_parse(sn_buf_str(&page), &a, &err), &err);
    assert_int_equal(strlen(a.body), 20000 * 4 - 2);
}

static void add_random_line(uint64_t *random, sn_buf *page)
{
    static const char *const lines[] = {"کد خبر: ",
                                        "كد‌خبر : ",
                                        "شناسه مطلب:",
                                        "تاریخ انتشار: ۱۴۰۰/۰۶/۰۵",
                                        "تاریخ انتشار: ",
                                        "خبرنگار: ",
                                        "نویسنده: مینا راد",
                                        "«مسئولیتی نمی‌پذیرد»",
                                        "«",
                                        "نظرات بینندگان",
                                        "نام:",
                                        "پیک مهرسار - ",
                                        "• ",
                                        "پل باز شد:",
                                        "پل باز شد",
                                        ":",
                                        "\u00ad",
                                        "\u2060\u061c",
                                        "\u200c",
                                        "\x01\x1f\x7f",
                                        "\xc2\x85",
                                        "\u1680",
                                        "\u205f",
                                        "<b>&amp;\"\\",
                                        "1",
                                        "۴۱۷۳۶",
                                        "\ufdfa",
                                        " ",
                                        "\t",
                                        ""};
    for (unsigned parts = random_below(random, 4); parts > 0; parts--)
        sn_buf_add_str(page, sn_str_of(lines[random_below(random, COUNT_OF(lines))]));
    if (random_below(random, 4) == 0)
        random_text(random, random_below(random, 6), page);
    sn_buf_add_byte(page, '\n');
}

static void random_pages_are_articles_or_refused(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    unsigned read = 0;
    for (unsigned turn = 0; turn < test_iters(3000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(PAGE_BYTES);
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_error err = {0};
        if (random_below(&random, 4) > 0)
            sn_buf_add_str(&page, SN_STR("کد خبر: 7\n"));
        for (unsigned lines = random_below(&random, 12); lines > 0; lines--)
            add_random_line(&random, &page);
        sn_status s = sn_page_parse(sn_buf_str(&page), &a, &err);
        if (s == SN_OK) {
            assert_is_an_article(&a, sn_buf_text(&page));
            read++;
        } else {
            assert_true(s == SN_EINVAL || s == SN_ELIMIT);
            assert_true(strlen(err.msg) > 0 && sn_utf8_is_valid(sn_str_of(err.msg), NULL));
            assert_null(a.id);
        }
    }
    assert_true(read > 0 || test_iters(3000) < 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_of_these_parts_is_read),
        cmocka_unit_test(page_table),
        cmocka_unit_test(codes_in_any_digits),
        cmocka_unit_test(pages_that_are_refused),
        cmocka_unit_test(texts_over_their_limits_are_refused),
        cmocka_unit_test(as_many_authors_as_an_article_may_have),
        cmocka_unit_test(many_lines_behind_a_long_lead),
        cmocka_unit_test(random_pages_are_articles_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
