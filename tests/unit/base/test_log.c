#include "base/log.h"
#include "base/utf8.h"
#include "tests/unit/base/testing.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A log whose lines go to a file of the place; lines_of() gives them. */
typedef struct log_file {
    FILE *f;
    sn_log log;
} log_file;

static log_file open_log(const place *p, sn_log_level level)
{
    log_file l = {.f = fopen(place_path(p, "log"), "a+")};
    assert_non_null(l.f);
    l.log = (sn_log){.fd = fileno(l.f), .level = level};
    return l;
}

static void read_log(const place *p, sn_buf *out)
{
    sn_error err = {0};
    sn_buf_clear(out);
    assert_ok(sn_file_read(place_path(p, "log"), out, &err), &err);
}

static void a_line_has_time_level_event_and_values(void **state)
{
    const place *p = *state;
    log_file l = open_log(p, SN_LOG_INFO);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_log_line(&l.log, SN_LOG_INFO, "applied", "change=%d ms=%d", 1204, 85);
    read_log(p, &out);
    int year, month, day, hour, minute, second, used = 0;
    assert_int_equal(sscanf(sn_buf_text(&out), "%4d-%2d-%2dT%2d:%2d:%2dZ %n", &year, &month, &day,
                            &hour, &minute, &second, &used),
                     6);
    assert_int_equal(used, 21);
    assert_string_equal(out.at + used, "info applied change=1204 ms=85\n");
    fclose(l.f);
}

static void lines_above_the_level_are_left_out(void **state)
{
    const place *p = *state;
    log_file l = open_log(p, SN_LOG_WARN);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_log_line(&l.log, SN_LOG_DEBUG, "a", "x=1");
    sn_log_line(&l.log, SN_LOG_INFO, "b", "x=1");
    sn_log_line(NULL, SN_LOG_ERROR, "c", "x=1");
    read_log(p, &out);
    assert_int_equal(out.len, 0);
    sn_log_line(&l.log, SN_LOG_WARN, "d", "x=1");
    sn_log_line(&l.log, SN_LOG_ERROR, "e", "x=1");
    read_log(p, &out);
    assert_non_null(strstr(out.at, " warn d x=1\n"));
    assert_non_null(strstr(out.at, " error e x=1\n"));
    fclose(l.f);
}

static void an_event_is_one_line_whatever_it_quotes(void **state)
{
    const place *p = *state;
    log_file l = open_log(p, SN_LOG_INFO);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_log_line(&l.log, SN_LOG_INFO, "put", "id=%s", "a\nb\r\tc\x1b[31m\x7f«د»");
    read_log(p, &out);
    assert_non_null(strstr(out.at, "put id=a?b??c?[31m?«د»\n"));
    fclose(l.f);
}

static void a_long_line_is_cut_at_2000_bytes(void **state)
{
    const place *p = *state;
    log_file l = open_log(p, SN_LOG_INFO);
    char text[5000];
    for (size_t begin = 0; begin < 2; begin++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
        assert_int_equal(ftruncate(fileno(l.f), 0), 0);
        strcpy(text, begin > 0 ? "a" : "");
        while (strlen(text) < 4000)
            strcat(text, "ی");
        sn_log_line(&l.log, SN_LOG_INFO, "put", "id=%s", text);
        read_log(p, &out);
        assert_in_range(out.len, 1998, 2000);
        assert_int_equal(out.at[out.len - 1], '\n');
        assert_true(sn_utf8_is_valid(sn_buf_str(&out), NULL));
        sn_log_line(&l.log, SN_LOG_INFO, text, "x=%d", 1); /* an event that is no word */
        read_log(p, &out);
        assert_in_range(out.len, 2000, 4000);
        assert_int_equal(out.at[out.len - 1], '\n');
    }
    fclose(l.f);
}

#define THREADS 4
#define LINES   500

static void *log_many(void *arg)
{
    const sn_log *log = arg;
    for (int i = 0; i < LINES; i++)
        sn_log_line(log, SN_LOG_INFO, "line", "of=%s", "سرنخ سرنخ سرنخ سرنخ سرنخ سرنخ سرنخ");
    return NULL;
}

static void threads_do_not_mix_their_lines(void **state)
{
    const place *p = *state;
    log_file l = open_log(p, SN_LOG_INFO);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000000);
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, log_many, &l.log), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    read_log(p, &out);
    size_t lines = 0, length = 0;
    for (char *line = out.at; *line != '\0'; lines++) {
        size_t n = strcspn(line, "\n");
        length = length == 0 ? n : length;
        assert_int_equal(n, length);
        line += n + 1;
    }
    assert_int_equal(lines, THREADS * LINES);
    fclose(l.f);
}

static void levels_have_names(void **state)
{
    (void)state;
    static const struct level_case {
        const char *name;
        sn_log_level want;
    } cases[] = {{"error", SN_LOG_ERROR},
                 {"warn", SN_LOG_WARN},
                 {"info", SN_LOG_INFO},
                 {"debug", SN_LOG_DEBUG}};
    static const char *const none[] = {"", "Error", "warning", "2", "info "};
    sn_log_level level = SN_LOG_WARN;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_true(sn_log_level_parse(cases[i].name, &level));
        assert_int_equal(level, cases[i].want);
    }
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_false(sn_log_level_parse(none[i], &level));
    assert_int_equal(level, SN_LOG_DEBUG);
}

static void a_quoted_text_cannot_end_its_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t cap;
        const char *wanted;
    } rows[] = {
        {"", 3, "\"\""},
        {"پل نو", 100, "\"پل نو\""},
        {"a\" status=\"200", 100, "\"a\\\" status=\\\"200\""},
        {"a\\", 100, "\"a\\\\\""},
        {"abc", 5, "\"ab\""},
        {"a\"", 5, "\"a\""}, /* the quote wants two bytes */
        {"aپ", 5, "\"a\""},
        {"aپ", 6, "\"aپ\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[100];
        memset(out, 'x', sizeof out);
        assert_string_equal(sn_log_quote(sn_str_of(rows[i].text), out, rows[i].cap),
                            rows[i].wanted);
        assert_true(strlen(out) < rows[i].cap);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_line_has_time_level_event_and_values),
        PLACED(lines_above_the_level_are_left_out),
        PLACED(an_event_is_one_line_whatever_it_quotes),
        PLACED(a_long_line_is_cut_at_2000_bytes),
        PLACED(threads_do_not_mix_their_lines),
        cmocka_unit_test(levels_have_names),
        cmocka_unit_test(a_quoted_text_cannot_end_its_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
