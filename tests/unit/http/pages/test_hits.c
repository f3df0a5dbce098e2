/* Hits, from answers as the API gives them: what they show, where they lead, and that all of it is text. */
#include "tests/unit/http/pages/rows.h"

static void hits_are_text_and_lead_where_readers_may_go(void **state)
{
    static const row rows[] = {
        {.what = "a title is escaped", HIT(",\"title\":\"<b>\""), "<b>", false},
        {.what = "an address of the web is linked",
         HIT(",\"url\":\"https://a.example/1\""),
         "class=\"title\" href=\"https://a.example/1\"",
         true},
        {.what = "in whatever letters",
         HIT(",\"url\":\"HTTP://a.example/\""),
         "href=\"HTTP://a.",
         true},
        {.what = "a script is no address",
         HIT(",\"url\":\"javascript:alert(1)\""),
         "javascript",
         false},
        {.what = "nor are data", HIT(",\"url\":\"data:text/html,x\""), "data:text", false},
        {.what = "without one, our page is linked", HIT(""), "href=\"/articles/n-1\"", true},
        {.what = "which speaks the reader's language",
         HIT(""),
         "href=\"/articles/n-1?lang=en\"",
         true,
         SN_LANG_EN},
        {.what = "clicks are told with the request", HIT(""), "data-clicks=\"r-1\"", true},
        {.what = "editors' choice", HIT(",\"pinned\":true"), "برگزیدهٔ تحریریه", true},
        {.what = "a title is missing", HIT(",\"title\":null"), "بدون عنوان", true},
        {.what = "the list goes on counting", HIT(""), "start=\"21\"", true, SN_LANG_FA, 20},
        {.what = "a story of one is none", HIT(",\"story_articles\":1"), "#story", false},
        {.what = "a story of more is linked",
         HIT(",\"story_articles\":4"),
         "/articles/n-1#story",
         true},
    };
    (void)state;
    CHECK(rows);
}

static void words_found_are_marked_by_code_points(void **state)
{
    static const row rows[] = {
        {.what = "in the title",
         HIT(",\"title\":\"یک پل نو\",\"highlight\":{\"title\":[[3,5]]}"),
         "یک <mark>پل</mark> نو",
         true},
        {.what = "at both ends",
         HIT(",\"title\":\"پل و پل\",\"highlight\":{\"title\":[[0,2],[5,7]]}"),
         "<mark>پل</mark> و <mark>پل</mark>",
         true},
        {.what = "characters of four bytes",
         HIT(",\"title\":\"😀پل\",\"highlight\":{\"title\":[[1,3]]}"),
         "😀<mark>پل</mark>",
         true},
        {.what = "what is marked is escaped",
         HIT(",\"title\":\"<i>\",\"highlight\":{\"title\":[[0,2]]}"),
         "<mark>&lt;i</mark>&gt;",
         true},
        {.what = "ranges out of the text",
         HIT(",\"title\":\"پل\",\"highlight\":{\"title\":[[1,99],[200,300]]}"),
         "پ<mark>ل</mark>",
         true},
        {.what = "ranges out of order",
         HIT(",\"title\":\"پلک\",\"highlight\":{\"title\":[[2,3],[0,1]]}"),
         "پل<mark>ک</mark></a>",
         true},
        {.what = "a passage",
         HIT(",\"highlight\":{\"body\":[{\"text\":\"آن پل\",\"ranges\":[[3,5]]}]}"),
         "آن <mark>پل</mark></p>",
         true},
        {.what = "a passage beside the lead says something new",
         HIT(",\"lead\":\"خلاصه\",\"highlight\":{\"body\":[{\"text\":\"آغاز\",\"ranges\":[]}]}"),
         "آغاز",
         false},
    };
    (void)state;
    CHECK(rows);
}

static void copies_are_folded(void **state)
{
    static const row rows[] = {
        {.what = "how many",
         HIT(",\"duplicates\":{\"count\":3,\"members\":[]}"),
         "۳ نسخهٔ دیگر",
         true},
        {.what = "one in English",
         HIT(",\"duplicates\":{\"count\":1,\"members\":[]}"),
         "1 more copy",
         true,
         SN_LANG_EN},
        {.what = "which",
         HIT(",\"duplicates\":{\"count\":1,\"members\":[{\"id\":\"c\",\"title\":\"رونوشت\"}]}"),
         ">رونوشت</a>",
         true},
        {.what = "all of them, where not all are listed",
         HIT(",\"duplicates\":{\"count\":2,\"members\":[{\"id\":\"c\"}]}"),
         "/articles/n-1#copies",
         true},
        {.what = "but not where they are",
         HIT(",\"duplicates\":{\"count\":1,\"members\":[{\"id\":\"c\"}]}"),
         "/articles/n-1#copies",
         false},
        {.what = "of a source",
         HIT(",\"collapsed\":{\"by\":\"source\",\"count\":2}"),
         "۲ خبر دیگر از همین منبع",
         true},
        {.what = "of a story",
         HIT(",\"collapsed\":{\"by\":\"story\",\"count\":2}"),
         "۲ خبر دیگر از همین ماجرا",
         true},
    };
    (void)state;
    CHECK(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_text_and_lead_where_readers_may_go),
        cmocka_unit_test(words_found_are_marked_by_code_points),
        cmocka_unit_test(copies_are_folded),
    };
    return cmocka_run_group_tests_name("http/pages/hits", tests, NULL, NULL);
}
