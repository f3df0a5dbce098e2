#include "indexer/readers/csv.h"
#include "tests/unit/base/testing.h"

#include <string.h>

#define BYTES(text) text, sizeof(text) - 1

static const struct csv_case {
    const char *name, *bytes;
    size_t n;
    const char *want; /* LINE[field|field] or LINE!reason */
} cases[] = {
    {"nothing", BYTES(""), ""},
    {"records and fields", BYTES("a,b\nc,d\n"), "1[a|b]2[c|d]"},
    {"the last line need not end", BYTES("a,b\nc,d"), "1[a|b]2[c|d]"},
    {"line ends of two characters", BYTES("a,b\r\nc,d\r\n"), "1[a|b]2[c|d]"},
    {"empty lines are none", BYTES("\na,b\n\r\n\nc,d\n"), "2[a|b]5[c|d]"},
    {"empty fields are fields", BYTES("a,,\n,b,\n,,\n"), "1[a||]2[|b|]3[||]"},
    {"semicolons", BYTES("a;b,c;d\n"), "1[a|b,c|d]"},
    {"tabs", BYTES("a\tb,c\td\n"), "1[a|b,c|d]"},
    {"quotes", BYTES("a,\"b,\nc\"\n\"d\",e\n"), "1[a|b,\nc]3[d|e]"},
    {"quotes in quotes", BYTES("a,\"b \"\"c\"\" d\"\n"), "1[a|b \"c\" d]"},
    {"empty quotes", BYTES("a,\"\"\n\"\"\nb,c\n"), "1[a|]3[b|c]"},
    {"a carriage return in quotes stays", BYTES("a,\"b\r\nc\"\r\nd,e"), "1[a|b\r\nc]3[d|e]"},
    {"a mark of UTF-8",
     BYTES("\xEF\xBB\xBF"
           "a,b\n"),
     "1[a|b]"},
    {"spaces stay", BYTES(" a , b\n"), "1[ a | b]"},
    {"quotes without an end", BYTES("a,b\nc,\"d\ne,f\n"),
     "1[a|b]2!the quotes opened on line 2 have no end"},
    {"quotes inside of a field", BYTES("a,b\nc,d\"e\"\nf,g\n"),
     "1[a|b]2!quotes inside of field 2, which has none around 3[f|g]"},
    {"bytes behind quotes", BYTES("a,b\n\"c\"d,e\nf,g\n"),
     "1[a|b]2!bytes behind the quotes of field 1 3[f|g]"},
    {"ill-formed bytes", BYTES("a,b\nc,\xD9\nd,e\n"),
     "1[a|b]2!bytes that are ill-formed in its encoding 3[d|e]"},
    {"a zero byte", BYTES("a,b\nc,x\0y\nd,e\n"), "1[a|b]2!a control character 3[d|e]"},
};

static void csv_table(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
        SN_CLEANUP_PTR(sn_input) sn_input *in = NULL;
        sn_csv c;
        sn_error err = {0};
        sn_status s;
        print_message("  case: %s\n", cases[i].name);
        place_put(p, "csv", (sn_str){cases[i].bytes, cases[i].n});
        assert_ok(sn_input_open(place_path(p, "csv"), &in, &err), &err);
        assert_ok(sn_csv_init(&c, in, &err), &err);
        while ((s = sn_csv_next(&c, &err)) != SN_DONE) {
            sn_buf_add_format(&out, "%llu", (unsigned long long)c.line);
            if (s != SN_OK) {
                bool last = strstr(cases[i].want, err.msg) != NULL &&
                            strcmp(strstr(cases[i].want, err.msg), err.msg) == 0;
                sn_buf_add_format(&out, "!%s%s", err.msg, last ? "" : " ");
                continue;
            }
            for (size_t k = 0; k < c.n; k++) {
                sn_buf_add_byte(&out, k == 0 ? '[' : '|');
                sn_buf_add_str(&out, sn_csv_field(&c, k));
            }
            sn_buf_add_byte(&out, ']');
        }
        sn_csv_done(&c);
        assert_string_equal(sn_buf_text(&out), cases[i].want);
    }
}

static void a_table_is_known_by_its_names(void **state)
{
    static const struct {
        const char *head;
        bool is;
        char separator;
    } heads[] = {
        {"id,title\n", true, ','},
        {"\xEF\xBB\xBF"
         "title;url;x\r\n",
         true, ';'},
        {"\"id\"\t\"title\"\n", true, '\t'},
        {"id,titel\n", false, ','},
        {"title\n", false, ','},
        {"", false, ','},
        {"کد خبر: ۴۲\nid,title\n", false, ','},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        char separator = 0;
        assert_true(sn_csv_matches(sn_str_of(heads[i].head), &separator) == heads[i].is);
        assert_int_equal(separator, heads[i].separator);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(csv_table),
        cmocka_unit_test(a_table_is_known_by_its_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
