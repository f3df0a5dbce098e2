/* Hits, from answers as the API gives them: what they show, where they lead, and that all of it is text. */
#include "tests/unit/http/pages/rows.h"

static void hits_are_text_and_lead_where_readers_may_go(void **state)
{
    static const row rows[] = {
        {"a title is escaped", HIT(",\"title\":\"<b>\""), "<b>", .is_there = false},
        {"an address of the web is linked", HIT(",\"url\":\"https://a.example/1\""),
         "class=\"title\" href=\"https://a.example/1\"", .is_there = true},
        {"in whatever letters", HIT(",\"url\":\"HTTP://a.example/\""), "href=\"HTTP://a.",
         .is_there = true},
        {"a script is no address", HIT(",\"url\":\"javascript:alert(1)\""), "javascript",
         .is_there = false},
        {"nor are data", HIT(",\"url\":\"data:text/html,x\""), "data:text", .is_there = false},
        {"without one, our page is linked", HIT(""), "href=\"/articles/n-1\"", .is_there = true},
        {"which speaks the reader's language", HIT(""), "href=\"/articles/n-1?lang=en\"",
         .is_there = true, .lang = SN_LANG_EN},
        {"clicks are told with the request", HIT(""), "data-clicks=\"r-1\"", .is_there = true},
        {"editors' choice", HIT(",\"pinned\":true"), "برگزیدهٔ تحریریه", .is_there = true},
        {"a title is missing", HIT(",\"title\":null"), "بدون عنوان", .is_there = true},
        {"the list goes on counting", HIT(""), "start=\"21\"", .is_there = true, .offset = 20},
        {"a story of one is none", HIT(",\"story_articles\":1"), "#story", .is_there = false},
        {"a story of more is linked", HIT(",\"story_articles\":4"), "/articles/n-1#story",
         .is_there = true},
    };
    (void)state;
    CHECK(rows);
}

static void words_found_are_marked_by_code_points(void **state)
{
    static const row rows[] = {
        {"in the title", HIT(",\"title\":\"یک پل نو\",\"highlight\":{\"title\":[[3,5]]}"),
         "یک <mark>پل</mark> نو", .is_there = true},
        {"at both ends", HIT(",\"title\":\"پل و پل\",\"highlight\":{\"title\":[[0,2],[5,7]]}"),
         "<mark>پل</mark> و <mark>پل</mark>", .is_there = true},
        {"characters of four bytes", HIT(",\"title\":\"😀پل\",\"highlight\":{\"title\":[[1,3]]}"),
         "😀<mark>پل</mark>", .is_there = true},
        {"what is marked is escaped", HIT(",\"title\":\"<i>\",\"highlight\":{\"title\":[[0,2]]}"),
         "<mark>&lt;i</mark>&gt;", .is_there = true},
        {"ranges out of the text",
         HIT(",\"title\":\"پل\",\"highlight\":{\"title\":[[1,99],[200,300]]}"), "پ<mark>ل</mark>",
         .is_there = true},
        {"ranges out of order", HIT(",\"title\":\"پلک\",\"highlight\":{\"title\":[[2,3],[0,1]]}"),
         "پل<mark>ک</mark></a>", .is_there = true},
        {"a passage", HIT(",\"highlight\":{\"body\":[{\"text\":\"آن پل\",\"ranges\":[[3,5]]}]}"),
         "آن <mark>پل</mark></p>", .is_there = true},
        {"a passage beside the lead says something new",
         HIT(",\"lead\":\"خلاصه\",\"highlight\":{\"body\":[{\"text\":\"آغاز\",\"ranges\":[]}]}"),
         "آغاز", .is_there = false},
    };
    (void)state;
    CHECK(rows);
}

static void copies_are_folded(void **state)
{
    static const row rows[] = {
        {"how many", HIT(",\"duplicates\":{\"count\":3,\"members\":[]}"), "۳ نسخهٔ دیگر",
         .is_there = true},
        {"one in English", HIT(",\"duplicates\":{\"count\":1,\"members\":[]}"), "1 more copy",
         .is_there = true, .lang = SN_LANG_EN},
        {"which",
         HIT(",\"duplicates\":{\"count\":1,\"members\":[{\"id\":\"c\",\"title\":\"رونوشت\"}]}"),
         ">رونوشت</a>", .is_there = true},
        {"all of them, where not all are listed",
         HIT(",\"duplicates\":{\"count\":2,\"members\":[{\"id\":\"c\"}]}"), "/articles/n-1#copies",
         .is_there = true},
        {"but not where they are",
         HIT(",\"duplicates\":{\"count\":1,\"members\":[{\"id\":\"c\"}]}"), "/articles/n-1#copies",
         .is_there = false},
        {"of a source", HIT(",\"collapsed\":{\"by\":\"source\",\"count\":2}"),
         "۲ خبر دیگر از همین منبع", .is_there = true},
        {"of a story", HIT(",\"collapsed\":{\"by\":\"story\",\"count\":2}"),
         "۲ خبر دیگر از همین ماجرا", .is_there = true},
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
