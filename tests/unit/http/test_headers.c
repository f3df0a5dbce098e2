#include "http/headers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void notes_body_length(void **state)
{
    (void)state;
    sn_headers none = {0}, one = {0}, two = {0}, both = {0}, bad = {0};
    assert_false(sn_headers_have_body(&none));
    assert_false(sn_headers_are_ambiguous(&none));
    sn_headers_note(&one, "content-length", " 12 ");
    assert_true(one.length == 12 && sn_headers_have_body(&one));
    assert_false(sn_headers_are_ambiguous(&one));
    sn_headers_note(&two, "Content-Length", "5");
    sn_headers_note(&two, "Content-Length", "5");
    assert_true(sn_headers_are_ambiguous(&two));
    sn_headers_note(&both, "Transfer-Encoding", "chunked");
    assert_true(sn_headers_have_body(&both));
    assert_false(sn_headers_are_ambiguous(&both));
    sn_headers_note(&both, "Content-Length", "5");
    assert_true(sn_headers_are_ambiguous(&both));
    sn_headers_note(&bad, "Content-Length", "+5");
    assert_true(bad.length == UINT64_MAX);
}

static void headers_that_may_be_read_in_two_ways_are_malformed(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
        bool malformed;
    } cases[] = {
        {"Transfer-Encoding", "chunked", false},
        {"Transfer-Encoding", "CHUNKED", false},
        {"Transfer-Encoding", "identity", true},
        {"Transfer-Encoding", "gzip, chunked", true},
        {"Transfer-Encoding", "chunked, gzip", true},
        {"Transfer-Encoding", "chunked, chunked", true},
        {"Transfer-Encoding", "xchunked", true},
        {"Transfer-Encoding",
         "\x0b"
         "chunked",
         true},
        {"Transfer-Encoding", "", true},
        {"Content-Length ", "5", true},
        {" Content-Length", "5", true},
        {"", "5", true},
        {"X Y", "5", true},
        {"X(Y)", "5", true},
        {"X\xd8\xa7", "5", true},
        {"X-Y_z.1~", "5", false},
        {"X", "a\rContent-Length: 5", true},
        {"X", "a\x01", true},
        {"X", "a\x7f", true},
        {"X", "a\tb", false},
        {"X", "\xd8\xa7", false},
        {"X", NULL, false},
        {"Host", "a", false},
        {"Host", "", false},
        {"Host", "a/b", true},
        {"Host", "a@b", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_headers h = {0};
        print_message("  %s: %s\n", cases[i].name, cases[i].value != NULL ? cases[i].value : "");
        sn_headers_note(&h, cases[i].name, cases[i].value);
        assert_true(h.malformed == cases[i].malformed);
        assert_true(sn_headers_are_ambiguous(&h) == cases[i].malformed);
    }
}

static void some_headers_stand_once(void **state)
{
    (void)state;
    sn_headers hosts = {0}, encodings = {0}, old = {0};
    sn_headers_note(&hosts, "Host", "a");
    sn_headers_note(&hosts, "host", "a");
    assert_true(hosts.malformed);
    sn_headers_note(&encodings, "Transfer-Encoding", "chunked");
    sn_headers_note_version(&encodings, "HTTP/1.1");
    assert_false(encodings.malformed);
    sn_headers_note(&encodings, "Transfer-Encoding", "chunked");
    assert_true(encodings.malformed);
    sn_headers_note_version(&old, "HTTP/1.0");
    assert_false(old.malformed);
    sn_headers_note(&old, "Transfer-Encoding", "chunked");
    sn_headers_note_version(&old, "HTTP/1.0");
    assert_true(old.malformed);
}

static void notes_where_it_came_from(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
        bool forwarded, from_page, packed, expects;
    } cases[] = {
        {"X-Forwarded-For", "203.0.113.9", true, false, false, false},
        {"x-real-ip", "203.0.113.9", true, false, false, false},
        {"Forwarded", "for=203.0.113.9", true, false, false, false},
        {"Via", "1.1 proxy", true, false, false, false},
        {"Origin", "http://example.org", false, true, false, false},
        {"Sec-Fetch-Site", "cross-site", false, true, false, false},
        {"Sec-Fetch-Site", "none", false, false, false, false},
        {"Content-Encoding", "gzip", false, false, true, false},
        {"Content-Encoding", "identity", false, false, false, false},
        {"Expect", "100-continue", false, false, false, true},
        {"Accept", NULL, false, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_headers h = {0};
        print_message("  %s\n", cases[i].name);
        sn_headers_note(&h, cases[i].name, cases[i].value);
        assert_true(h.forwarded == cases[i].forwarded);
        assert_true(h.from_page == cases[i].from_page);
        assert_true((h.coding != SN_CODING_NONE) == cases[i].packed);
        assert_true(h.expects == cases[i].expects);
    }
}

static void a_host_is_a_name_or_nothing(void **state)
{
    (void)state;
    char longest[300] = {0};
    memset(longest, 'a', sizeof longest - 1);
    static const struct {
        const char *value, *host;
    } cases[] = {{"news.example", "news.example"},
                 {"127.0.0.1:7700", "127.0.0.1:7700"},
                 {"[::1]:80", "[::1]:80"},
                 {"", ""},
                 {"a/b", ""},
                 {"a b", ""},
                 {"user@a", ""},
                 {"a\"><b", ""},
                 {"خبر", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_headers h = {.host = "before"};
        sn_headers_note(&h, "host", cases[i].value);
        assert_string_equal(h.host, cases[i].host);
    }
    sn_headers h = {0};
    sn_headers_note(&h, "Host", longest);
    assert_string_equal(h.host, "");
    sn_headers_note(&h, "X-Forwarded-Proto", "HTTPS");
    assert_true(h.https);
    sn_headers_note(&h, "X-Forwarded-Proto", "http");
    assert_false(h.https);
}

static void gzip_is_sent_to_who_wants_it(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        bool accepts;
    } cases[] = {{"gzip", true},
                 {"br, gzip", true},
                 {"GZIP;q=0.5", true},
                 {"gzip;q=0", false},
                 {"gzip; q=0.000", false},
                 {"gzip;q=0.001", true},
                 {"*", true},
                 {"*;q=0", false},
                 {"*;q=0, gzip", true},
                 {"gzip;q=0, *", false},
                 {"br", false},
                 {"", false},
                 {"identity", false},
                 {"x-gzip-not", false},
                 {",,gzip", true},
                 {"deflate, gzip;q=1.0", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_headers h = {0};
        print_message("  %s\n", cases[i].value);
        sn_headers_note(&h, "accept-encoding", cases[i].value);
        assert_true(h.accepts_gzip == cases[i].accepts);
    }
}

static void a_tag_is_found_among_others(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        bool matches;
    } cases[] = {{"W/\"12\"", true},
                 {"\"12\"", true},
                 {"*", true},
                 {"\"1\", W/\"12\"", true},
                 {"W/\"12\",\"2\"", true},
                 {"W/\"123\"", false},
                 {"W/\"1\"", false},
                 {"12", false},
                 {"W/\"12\"x", false},
                 {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_headers h = {0};
        print_message("  %s\n", cases[i].value);
        sn_headers_note(&h, "If-None-Match", cases[i].value);
        assert_true(sn_headers_match(&h, "W/\"12\"") == cases[i].matches);
    }
}

static void conditions_are_read_to_their_end_or_not_at_all(void **state)
{
    (void)state;
    char long_value[SN_CONDITION_SIZE + 1];
    sn_headers h = {0};
    sn_headers_note(&h, "if-match", "\"1\"");
    sn_headers_note(&h, "If-Match", "\"2\"");
    sn_headers_note(&h, "If-None-Match", "*");
    assert_string_equal(h.match, "\"1\",\"2\"");
    assert_string_equal(h.none_match, "*");
    assert_false(h.is_condition_lost);
    memset(long_value, 'a', sizeof long_value);
    long_value[SN_CONDITION_SIZE] = '\0';
    sn_headers_note(&h, "If-Match", long_value);
    assert_true(h.is_condition_lost);
    assert_string_equal(h.match, "");
    sn_headers_note(&h, "If-Match", "\"3\"");
    assert_true(h.is_condition_lost);
    h = (sn_headers){0};
    sn_headers_note(&h, "If-Match", "");
    assert_true(h.is_condition_lost);
}

static void notes_what_a_body_is(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        sn_media media;
    } cases[] = {{"application/json", SN_MEDIA_JSON},
                 {"Application/JSON; charset=utf-8", SN_MEDIA_JSON},
                 {"application/merge-patch+json", SN_MEDIA_MERGE_PATCH},
                 {"application/merge-patch+json;charset=utf-8", SN_MEDIA_MERGE_PATCH},
                 {"application/json-patch+json", SN_MEDIA_OTHER},
                 {"application/jsonx", SN_MEDIA_OTHER},
                 {"text/plain", SN_MEDIA_OTHER},
                 {"", SN_MEDIA_OTHER}};
    sn_headers none = {0};
    assert_int_equal(none.media, SN_MEDIA_NONE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_headers h = {0};
        print_message("  %s\n", cases[i].value);
        sn_headers_note(&h, "Content-Type", cases[i].value);
        assert_int_equal(h.media, cases[i].media);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_body_length),
        cmocka_unit_test(headers_that_may_be_read_in_two_ways_are_malformed),
        cmocka_unit_test(some_headers_stand_once),
        cmocka_unit_test(notes_where_it_came_from),
        cmocka_unit_test(a_host_is_a_name_or_nothing),
        cmocka_unit_test(gzip_is_sent_to_who_wants_it),
        cmocka_unit_test(a_tag_is_found_among_others),
        cmocka_unit_test(conditions_are_read_to_their_end_or_not_at_all),
        cmocka_unit_test(notes_what_a_body_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
