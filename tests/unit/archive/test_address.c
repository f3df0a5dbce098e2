#include "archive/address.h"
#include "archive/article.h"
#include "base/limits.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static const struct address_case {
    const char *name, *url, *canonical, *id;
} cases[] = {
    {"an address", "https://peyk.example/news/42", "https://peyk.example/news/42",
     "peyk.example/news/42"},
    {"scheme and host have no capitals", "HTTPS://Peyk.Example/News/42",
     "https://peyk.example/News/42", "peyk.example/News/42"},
    {"the default port is none", "http://peyk.example:80/a", "http://peyk.example/a",
     "peyk.example/a"},
    {"another one is", "http://peyk.example:8080/a", "http://peyk.example:8080/a",
     "peyk.example:8080/a"},
    {"the fragment goes", "https://peyk.example/a#top", "https://peyk.example/a", "peyk.example/a"},
    {"and the white space in front of it", "https://peyk.example/a #top", "https://peyk.example/a",
     "peyk.example/a"},
    {"of a parameter, too, but not of an id", "https://peyk.example/a?b= &utm_source=x",
     "https://peyk.example/a?b=", "peyk.example/a?b=_~ec310b06c717c8d2"},
    {"tracking parameters go", "https://peyk.example/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z",
     "https://peyk.example/a?id=7", "peyk.example/a?id=7"},
    {"all of them", "https://peyk.example/a?utm_source=x", "https://peyk.example/a",
     "peyk.example/a"},
    {"names that only begin so stay", "https://peyk.example/a?gclids=1&utm=2",
     "https://peyk.example/a?gclids=1&utm=2", "peyk.example/a?gclids=1&utm=2"},
    {"www and mobile pages are the page", "https://www.peyk.example/a",
     "https://www.peyk.example/a", "peyk.example/a"},
    {"m.", "https://m.peyk.example/a/", "https://m.peyk.example/a/", "peyk.example/a"},
    {"but not of a whole host", "https://m.example/a", "https://m.example/a", "m.example/a"},
    {"AMP pages too", "https://peyk.example/fa/amp/news/42", "https://peyk.example/fa/amp/news/42",
     "peyk.example/fa/news/42"},
    {"by parameter", "https://amp.peyk.example/a?amp=1&outputType=amp&x=1",
     "https://amp.peyk.example/a?amp=1&outputType=amp&x=1", "peyk.example/a?x=1"},
    {"a word that begins so is no AMP page", "https://peyk.example/amper/a",
     "https://peyk.example/amper/a", "peyk.example/amper/a"},
    {"escaped letters are read", "https://peyk.example/%D9%BE%d9%84/%20%7E",
     "https://peyk.example/%D9%BE%d9%84/%20%7E", "peyk.example/پل/%20~"},
    {"escapes of ASCII have one form", "https://peyk.example/%61%2fb%3F%2D",
     "https://peyk.example/%61%2fb%3F%2D", "peyk.example/a%2Fb%3F-"},
    {"broken escapes stay", "https://peyk.example/%D9/%D9%/%ZZ/%c0%80",
     "https://peyk.example/%D9/%D9%/%ZZ/%c0%80", "peyk.example/%D9/%D9%/%ZZ/%C0%80"},
    {"an AMP page by its ending", "https://peyk.example/news/42.amp",
     "https://peyk.example/news/42.amp", "peyk.example/news/42"},
    {"or before it", "https://peyk.example/news/42.amp.html?x=1",
     "https://peyk.example/news/42.amp.html?x=1", "peyk.example/news/42.html?x=1"},
    {"or by its name", "https://peyk.example/news/42/amp.html",
     "https://peyk.example/news/42/amp.html", "peyk.example/news/42"},
    {"an ending alone is a name", "https://peyk.example/.amp", "https://peyk.example/.amp",
     "peyk.example/.amp"},
    {"the page of a directory is the directory", "https://peyk.example/news/42/index.html",
     "https://peyk.example/news/42/index.html", "peyk.example/news/42"},
    {"with parameters", "https://peyk.example/Index.php?id=7",
     "https://peyk.example/Index.php?id=7", "peyk.example?id=7"},
    {"but not in the middle", "https://peyk.example/index.php/news/42",
     "https://peyk.example/index.php/news/42", "peyk.example/index.php/news/42"},
    {"labels before the host in any order", "http://www.m.peyk.example./a",
     "http://www.m.peyk.example./a", "peyk.example/a"},
    {"a host alone", "https://www.peyk.example/", "https://www.peyk.example/", "peyk.example"},
    {"other names stay as they are", "tag:peyk.example,2026:42", "tag:peyk.example,2026:42",
     "tag:peyk.example,2026:42"},
    {"and what is no address", "https:/x", "https:/x", "https:/x"},
    {"and one with a password", "https://u:p@peyk.example/A", "https://u:p@peyk.example/A",
     "u:p@peyk.example/A"},
    {"white space is replaced, and the whole told apart", "a b\tc", "a b\tc",
     "a_b_c~69812008856ae066"},
    {"whatever kind", "a\u00a0b", "a\u00a0b", "a_b~922e1f80dd0ad2f4"},
};

static void address_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf canonical = SN_BUF(1000);
        SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(1000);
        SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(1000);
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sn_address_canonical(sn_str_of(cases[i].url), &canonical), SN_OK);
        assert_string_equal(sn_buf_text(&canonical), cases[i].canonical);
        assert_int_equal(sn_address_canonical(sn_buf_str(&canonical), &again), SN_OK);
        assert_string_equal(sn_buf_text(&again), cases[i].canonical);
        assert_int_equal(sn_address_id(sn_str_of(cases[i].url), &id), SN_OK);
        assert_string_equal(sn_buf_text(&id), cases[i].id);
    }
}

static void long_names_are_cut_and_stay_different(void **state)
{
    char one[2 * SN_LIMIT_ID_BYTES + 2], two[sizeof one];
    (void)state;
    for (size_t i = 0; i < sizeof one - 1; i += 2)
        memcpy(one + i, "پ", 2);
    one[sizeof one - 2] = '1';
    one[sizeof one - 1] = '\0';
    memcpy(two, one, sizeof one);
    two[sizeof two - 2] = '2';
    SN_CLEANUP(sn_buf) sn_buf id_one = SN_BUF(1000);
    SN_CLEANUP(sn_buf) sn_buf id_two = SN_BUF(1000);
    assert_int_equal(sn_address_id(sn_str_of(one), &id_one), SN_OK);
    assert_int_equal(sn_address_id(sn_str_of(two), &id_two), SN_OK);
    assert_int_equal(sn_article_check_id(sn_buf_str(&id_one), NULL), SN_OK);
    assert_true(id_one.len > SN_LIMIT_ID_BYTES - 20 && id_one.len <= SN_LIMIT_ID_BYTES);
    assert_false(sn_str_equal(sn_buf_str(&id_one), sn_buf_str(&id_two)));
}

/* Random addresses make ids that an article may have. */
static void every_id_is_one(void **state)
{
    static const char *const heads[] = {"https://", "http://www.x.example/", "", "tag:"};
    (void)state;
    uint64_t seed = test_seed();
    for (unsigned i = 0; i < test_iters(2000); i++) {
        SN_CLEANUP(sn_buf) sn_buf given = SN_BUF(4000);
        SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(4000);
        sn_buf_add_str(&given, sn_str_of(heads[random_below(&seed, 4)]));
        random_text(&seed, 1 + random_below(&seed, 300), &given);
        assert_int_equal(sn_address_id(sn_buf_str(&given), &id), SN_OK);
        if (id.len > 0) /* https:// alone, and the like */
            assert_int_equal(sn_article_check_id(sn_buf_str(&id), NULL), SN_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_table),
        cmocka_unit_test(long_names_are_cut_and_stay_different),
        cmocka_unit_test(every_id_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
