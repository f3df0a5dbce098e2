#include "base/limits.h"
#include "indexer/readers/ahead.h"
#include "tests/unit/base/testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Articles of `bytes` of text, of which every seventh is refused. */
static void put_lines(const place *p, size_t n, size_t bytes)
{
    FILE *f = fopen(place_path(p, "in"), "w");
    char *text = calloc(1, bytes + 1);
    assert_true(f != NULL && text != NULL);
    memset(text, 'x', bytes);
    for (size_t i = 0; i < n; i++)
        fprintf(f, i % 7 == 3 ? "{\"id\":\"a%zu\"%s}\n" : "{\"id\":\"a%zu\",\"title\":\"%s\"}\n", i,
                i % 7 == 3 ? "" : text);
    assert_int_equal(fclose(f), 0);
    free(text);
}

static sn_reader *open_reader(const place *p)
{
    sn_reader *r = NULL;
    sn_error err = {0};
    assert_ok(sn_reader_open(place_path(p, "in"), &(sn_reader_opts){.notes_place = true}, &r, &err),
              &err);
    return r;
}

static bool same_place(sn_reader_place a, sn_reader_place b)
{
    return a.bytes == b.bytes && a.digest == b.digest && a.lines == b.lines;
}

/* Fails unless the record is what the other reader gives. */
static void check_record(const sn_ahead_record *record, sn_reader *reader)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_error err = {0};
    assert_true(same_place(record->before, sn_reader_where(reader)));
    assert_int_equal(record->status, sn_reader_next(reader, &article, &err));
    assert_true(same_place(record->after, sn_reader_where(reader)));
    assert_int_equal(record->line, sn_reader_line(reader));
    assert_int_equal(record->traits, sn_reader_traits(reader));
    assert_string_equal(record->format, sn_reader_format(reader));
    if (record->status == SN_OK)
        assert_string_equal(record->article.id, article.id);
    else
        assert_string_equal(record->err.msg, err.msg);
}

static void records_are_those_of_the_reader_in_their_order(void **state)
{
    const place *p = *state;
    static const struct length_case {
        const char *name;
        size_t n, bytes;
    } cases[] = {
        {"an empty file", 0, 0},
        {"a file that is not worth a thread", 20, 10},
        {"more than are read ahead", 2000, 1000},
        {"large ones", 9, 600000},
        {"a number of whole batches", 128, 9000},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        put_lines(p, cases[i].n, cases[i].bytes);
        SN_CLEANUP_PTR(sn_reader) sn_reader *r = open_reader(p);
        SN_CLEANUP_PTR(sn_reader) sn_reader *other = open_reader(p);
        SN_CLEANUP_PTR(sn_ahead) sn_ahead *ahead = NULL;
        sn_error err = {0};
        assert_ok(sn_ahead_open(r, &ahead, &err), &err);
        const sn_ahead_record *record;
        do {
            record = sn_ahead_next(ahead);
            check_record(record, other);
        } while (record->status != SN_DONE);
    }
}

static void reading_can_be_ended_at_any_record(void **state)
{
    const place *p = *state;
    put_lines(p, 1000, 2000);
    for (size_t taken = 0; taken < 260; taken += 13) {
        SN_CLEANUP_PTR(sn_reader) sn_reader *r = open_reader(p);
        sn_ahead *ahead = NULL;
        sn_error err = {0};
        assert_ok(sn_ahead_open(r, &ahead, &err), &err);
        for (size_t i = 0; i < taken; i++)
            assert_int_equal(sn_ahead_next(ahead)->line, i + 1);
        sn_ahead_close(ahead);
        assert_string_equal(sn_reader_format(r), taken > 0 ? "json" : sn_reader_format(r));
    }
    sn_ahead_close(NULL);
}

/* Who waits for more of a pipe keeps nothing back that has come. */
static void a_record_of_a_pipe_is_given_when_it_has_come(void **state)
{
    const place *p = *state;
    const char *line = "{\"id\":\"a\",\"title\":\"x\"}\n";
    assert_int_equal(mkfifo(place_path(p, "in"), 0600), 0);
    int to = open(place_path(p, "in"), O_RDWR);
    assert_true(to >= 0);
    /* What a format is known by is looked for first. */
    char *padding = malloc(70000);
    assert_non_null(padding);
    memset(padding, '\n', 70000);
    assert_int_equal(fcntl(to, F_SETPIPE_SZ, 1 << 18) >= 1 << 18, 1);
    assert_int_equal(write(to, line, strlen(line)), strlen(line));
    assert_int_equal(write(to, padding, 70000), 70000);
    assert_int_equal(write(to, line, strlen(line)), strlen(line));
    free(padding);
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = open_reader(p);
    sn_ahead *ahead = NULL;
    sn_error err = {0};
    assert_ok(sn_ahead_open(r, &ahead, &err), &err);
    assert_int_equal(sn_ahead_next(ahead)->status, SN_OK);
    sn_ahead_close(ahead);
    close(to);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        PLACED(records_are_those_of_the_reader_in_their_order),
        PLACED(reading_can_be_ended_at_any_record),
        PLACED(a_record_of_a_pipe_is_given_when_it_has_come),
    };
    return cmocka_run_group_tests_name("records read ahead", tests, NULL, NULL);
}
