#include "base/limits.h"
#include "indexer/readers/mapping.h"
#include "indexer/readers/reader.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static void read_mapped(const place *p, const char *mapping, const char *content, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_mapping) sn_mapping *m = NULL;
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
    sn_error err = {0};
    place_put(p, "map", sn_str_of(mapping));
    place_put(p, "feed", sn_str_of(content));
    assert_ok(sn_mapping_read(place_path(p, "map"), &m, &err), &err);
    sn_reader_opts opts = {.mapping = m};
    assert_ok(sn_reader_open(place_path(p, "feed"), &opts, &r, &err), &err);
    for (;;) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_status s = sn_reader_next(r, &a, &err);
        if (s == SN_DONE)
            break;
        if (s == SN_OK)
            assert_int_equal(sn_article_write(&a, out), SN_OK);
        else
            sn_buf_add_format(out, "!%llu: %s", (unsigned long long)sn_reader_line(r), err.msg);
        sn_buf_add_byte(out, '\n');
    }
}

static const struct mapping_case {
    const char *name, *mapping, *content, *want;
} cases[] = {
    {"another name", "headline = title\n", "{\"id\":\"1\",\"headline\":\"پل\"}",
     "{\"id\":\"1\",\"title\":\"پل\"}\n"},
    {"our own names mean what they mean", "x = title", "{\"id\":\"1\",\"title\":\"پل\"}",
     "{\"id\":\"1\",\"title\":\"پل\"}\n"},
    {"unless a line says otherwise", "title = kicker\nhead = title\n",
     "{\"id\":\"1\",\"title\":\"شهر\",\"head\":\"پل\"}",
     "{\"id\":\"1\",\"title\":\"پل\",\"kicker\":\"شهر\"}\n"},
    {"names inside", "a.b.c = title\n", "{\"id\":\"1\",\"a\":{\"b\":{\"c\":\"پل\",\"d\":1}}}",
     "{\"id\":\"1\",\"title\":\"پل\"}\n"},
    {"through lists", "p.name = author\n",
     "{\"id\":\"1\",\"title\":\"پل\",\"p\":[{\"name\":\"مینا\"},{\"x\":1},{\"name\":[\"سام\","
     "\"مینا\"]}]}",
     "{\"id\":\"1\",\"title\":\"پل\",\"author\":[\"مینا\",\"سام\"]}\n"},
    {"a name with dots in it", "dc.title = title\n", "{\"id\":\"1\",\"dc.title\":\"پل\"}",
     "{\"id\":\"1\",\"title\":\"پل\"}\n"},
    {"the first of two that there is", "long = title\nshort = title\n",
     "{\"id\":\"1\",\"short\":\"کوتاه\",\"long\":\"بلند\"}\n{\"id\":\"2\",\"short\":\"کوتاه\","
     "\"long\":null}",
     "{\"id\":\"1\",\"title\":\"بلند\"}\n{\"id\":\"2\",\"title\":\"کوتاه\"}\n"},
    {"numbers and truth", "nid = id\nn = title\nt = kicker\n",
     "{\"nid\":417,\"n\":-1.5,\"t\":true}",
     "{\"id\":\"417\",\"title\":\"-1.5\",\"kicker\":\"true\"}\n"},
    {"extra keeps what it gets", "desk = extra\n",
     "{\"id\":\"1\",\"title\":\"پل\",\"desk\":{\"n\":12345678901234567890},\"extra\":{\"a\":[1]}}",
     "{\"id\":\"1\",\"title\":\"پل\",\"extra\":{\"desk\":{\"n\":12345678901234567890},\"a\":[1]}}"
     "\n"},
    {"and all other names", "memo = -\n* = extra\n",
     "{\"id\":\"1\",\"title\":\"پل\",\"memo\":\"x\",\"a\":1,\"b\":null}",
     "{\"id\":\"1\",\"title\":\"پل\",\"extra\":{\"a\":1,\"b\":null}}\n"},
    {"or nothing", "* = -", "{\"id\":\"1\",\"title\":\"پل\",\"a\":1}",
     "{\"id\":\"1\",\"title\":\"پل\"}\n"},
    {"an unknown name is refused, the next line is read", "x = title",
     "{\"id\":\"1\",\"title\":\"پل\",\"<a>\":1}\n{\"id\":\"2\",\"x\":\"پل\"}",
     "!1: unknown field \"\\u003ca\\u003e\"\n{\"id\":\"2\",\"title\":\"پل\"}\n"},
    {"objects are no texts", "x = title", "{\"id\":\"1\",\"x\":{\"y\":1}}",
     "!1: x: a text or a list of texts is wanted\n"},
    {"HTML goes", "x = title\ny = body",
     "{\"id\":\"1\",\"x\":\"<b>پل</b>\",\"y\":\"<p>متن</p><p>a</p>\"}",
     "{\"id\":\"1\",\"title\":\"پل\",\"body\":\"متن\\n\\na\"}\n"},
    {"names with spaces and an equals sign", "# یک\n\n  تیتر = خبر = title  \r\n",
     "{\"id\":\"1\",\"تیتر = خبر\":\"پل\"}", "{\"id\":\"1\",\"title\":\"پل\"}\n"},
    {"a table", "کد = id\nتیتر خبر = title\n* = extra\n",
     "کد,تیتر خبر,tags,میز\n1,پل,\"راه، پل\",شهر\n2,پل,,\n",
     "{\"id\":\"1\",\"title\":\"پل\",\"tags\":[\"راه\",\"پل\"],\"extra\":{\"میز\":\"شهر\"}}\n"
     "{\"id\":\"2\",\"title\":\"پل\"}\n"},
    {"a table with a column nobody knows", "کد = id\n", "کد,title,میز\n1,پل,شهر\n2,پل,\n",
     "!1: unknown field \"میز\"\n"},
    {"a hit", "head = title\nby.name = author\n",
     "{\"_id\":\"1\",\"_version\":7,\"_source\":{\"head\":\"پل\",\"by\":[{\"name\":\"ن\"}]}}",
     "{\"id\":\"1\",\"title\":\"پل\",\"author\":[\"ن\"]}\n"},
    {"a hit whose source has an id", "x = title",
     "{\"_id\":\"1\",\"_source\":{\"id\":2,\"x\":\"پل\"}}", "{\"id\":\"2\",\"title\":\"پل\"}\n"},
    {"or has one that is none", "id = -", "{\"_id\":\"1\",\"_source\":{\"id\":2,\"title\":\"پل\"}}",
     "{\"id\":\"1\",\"title\":\"پل\"}\n"},
    {"what stands around a source, where it is wanted", "_version = version\n_index = extra\n",
     "{\"_index\":\"n\",\"_id\":\"1\",\"_version\":7,\"_source\":{\"title\":\"پل\"}}",
     "{\"id\":\"1\",\"title\":\"پل\",\"version\":7,\"extra\":{\"_index\":\"n\"}}\n"},
    {"a bulk request", "x = title\n_version = version\n",
     "{\"index\":{\"_id\":\"1\",\"_version\":7}}\n{\"x\":\"پل\"}\n{\"create\":{}}\n{\"id\":\"2\","
     "\"x\":\"راه\"}",
     "{\"id\":\"1\",\"title\":\"پل\",\"version\":7}\n{\"id\":\"2\",\"title\":\"راه\"}\n"},
    {"lines name=value", "caption = title\nsample = body\nsize = -\n* = extra\n",
     "id=1\ncaption=پل\nsample=الف\n=ب\n=\n=پ\ntags=راه, "
     "پل\ntags=شهر\nsize=3\nk=a=b\n\nid=2\ncaption=راه\n",
     "{\"id\":\"1\",\"title\":\"پل\",\"body\":\"الف\\nب\\n\\nپ\",\"tags\":[\"راه\",\"پل\",\"شهر\"],"
     "\"extra\":{\"k\":\"a=b\"}}\n{\"id\":\"2\",\"title\":\"راه\"}\n"},
    {"xmlpipe2", "head = title\nkind = extra\n",
     "<sphinx:docset><sphinx:schema><sphinx:field name=\"head\"/></sphinx:schema>"
     "<sphinx:document id=\"1\"><head>پل</head><body><p>الف</p><p>ب</p></body><kind>a</kind>"
     "</sphinx:document></sphinx:docset>",
     "{\"id\":\"1\",\"title\":\"پل\",\"body\":\"الف\\n\\nب\",\"extra\":{\"kind\":\"a\"}}\n"},
};

static void mapping_table(void **state)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
        print_message("  case: %s\n", cases[i].name);
        read_mapped(*state, cases[i].mapping, cases[i].content, &out);
        assert_string_equal(sn_buf_text(&out), cases[i].want);
    }
}

static const struct mistake_case {
    const char *mapping;
    sn_status status;
    const char *reason;
} mistakes[] = {
    {"a = titel\n", SN_EINVAL, "map:1: an article has no field «titel»"},
    {"\n# x\na\n", SN_EINVAL, "map:3: «their name = our field» is wanted"},
    {" = title", SN_EINVAL, "map:1: «their name"},
    {"a = ", SN_EINVAL, "map:1: an article has no field «»"},
    {"a = title\na = body\n", SN_EINVAL, "map:2: a second line for the same name"},
    {"* = title\n", SN_EINVAL, "map:1: * may be extra or -"},
    {"a = title\n\xD9 = body\n", SN_EUTF8, "ill-formed UTF-8 at byte 10"},
};

static void mistakes_are_named_by_line(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        sn_mapping *m = NULL;
        sn_error err = {0};
        place_put(p, "map", sn_str_of(mistakes[i].mapping));
        assert_fails(sn_mapping_read(place_path(p, "map"), &m, &err), mistakes[i].status, &err,
                     mistakes[i].reason);
        assert_null(m);
    }
    SN_CLEANUP(sn_buf) sn_buf rows = SN_BUF(SN_LIMIT_MAPPING_BYTES);
    for (int i = 0; i <= SN_LIMIT_MAPPING_ROWS; i++)
        sn_buf_add_format(&rows, "a%d = tags\n", i);
    sn_mapping *m = NULL;
    sn_error err = {0};
    place_put(p, "map", sn_buf_str(&rows));
    assert_fails(sn_mapping_read(place_path(p, "map"), &m, &err), SN_ELIMIT, &err, "MAPPING_ROWS");
    assert_fails(sn_mapping_read(place_path(p, "none"), &m, &err), SN_ENOTFOUND, &err, "none");
    sn_mapping_destroy(NULL);
}

static void a_mapping_is_for_formats_with_names(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_mapping) sn_mapping *m = NULL;
    sn_error err = {0};
    place_put(p, "map", SN_STR("a = title"));
    assert_ok(sn_mapping_read(place_path(p, "map"), &m, &err), &err);
    sn_reader_opts opts = {.format = "rss", .mapping = m};
    assert_fails(sn_reader_check(&opts, &err), SN_EINVAL, &err,
                 "rss has no names to map: a mapping is for elastic, json, csv, xmlpipe2, omega");
    opts.format = "csv";
    assert_ok(sn_reader_check(&opts, &err), &err);
    opts.format = "telex";
    assert_fails(sn_reader_check(&opts, &err), SN_EINVAL, &err, "no such format: telex");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(mapping_table),
        PLACED(mistakes_are_named_by_line),
        PLACED(a_mapping_is_for_formats_with_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
