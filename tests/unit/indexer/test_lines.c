#include "indexer/readers/lines.h"
#include "tests/unit/base/testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int open_content(const place *p, sn_str content)
{
    place_put(p, "lines", content);
    int fd = open(place_path(p, "lines"), O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

/* All lines of content, each followed by '|'; a line over the limit is "!|". */
static void join_lines(int fd, size_t max_line, sn_buf *out)
{
    sn_lines l;
    sn_str line = {0};
    sn_error err = {0};
    uint64_t number = 0;
    assert_int_equal(sn_lines_init(&l, fd, max_line), SN_OK);
    for (;;) {
        sn_status s = sn_lines_next(&l, &line, &err);
        if (s == SN_DONE)
            break;
        if (s != SN_ELIMIT)
            assert_ok(s, &err);
        assert_true(l.number == ++number);
        sn_buf_add_str(out, s == SN_OK ? line : SN_STR("!"));
        sn_buf_add_byte(out, '|');
    }
    assert_int_equal(sn_lines_next(&l, &line, &err), SN_DONE); /* and stays so */
    sn_lines_done(&l);
}

#define MAX_LINE 8

static const struct lines_case {
    const char *name;
    sn_str content;
    sn_str want;
} cases[] = {
    {"no bytes are no lines", {"", 0}, {"", 0}},
    {"a line", {"ab\n", 3}, {"ab|", 3}},
    {"the last line need not end", {"ab\ncd", 5}, {"ab|cd|", 6}},
    {"a line end alone is an empty line", {"\n", 1}, {"|", 1}},
    {"empty lines count", {"\n\na\n\n", 5}, {"||a||", 5}},
    {"line ends of two characters", {"ab\r\ncd\r\n", 8}, {"ab|cd|", 6}},
    {"both kinds mixed", {"ab\r\ncd\nef\r", 10}, {"ab|cd|ef|", 9}},
    {"only one carriage return goes", {"ab\r\r\n", 5}, {"ab\r|", 4}},
    {"a carriage return inside stays", {"a\rb\n", 4}, {"a\rb|", 4}},
    {"an empty line of two characters", {"\r\n", 2}, {"|", 1}},
    {"zero bytes are bytes", {"a\0b\n\0", 5}, {"a\0b|\0|", 6}},
    {"bytes of no encoding are bytes", {"\xff\xfe\n", 3}, {"\xff\xfe|", 3}},
    {"the longest line", {"12345678\n1\n", 11}, {"12345678|1|", 11}},
    {"a longer one is passed over", {"1\n123456789\n2\n", 14}, {"1|!|2|", 6}},
    {"a longer one at the end", {"1\n123456789", 11}, {"1|!|", 4}},
    {"its end does not count, be it one character", {"12345678\n", 9}, {"12345678|", 9}},
    {"or two", {"12345678\r\n", 10}, {"12345678|", 9}},
    {"but two and a carriage return are too long", {"12345678\r\r\n", 11}, {"!|", 2}},
};

static void lines_table(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
        int fd = open_content(p, cases[i].content);
        print_message("  case: %s\n", cases[i].name);
        join_lines(fd, MAX_LINE, &out);
        assert_true(sn_str_equal(sn_buf_str(&out), cases[i].want));
        assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC); /* fd stays the caller's */
        close(fd);
    }
}

static void a_long_line_is_given_whole(void **state)
{
    const place *p = *state;
    const size_t len = 3000000;
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(len + 100), out = SN_BUF(len + 100);
    memset(sn_buf_reserve(&content, len), 'x', len);
    sn_buf_commit(&content, len);
    sn_buf_add(&content, "\nshort\n", 7);
    int fd = open_content(p, sn_buf_str(&content));
    join_lines(fd, len, &out);
    close(fd);
    assert_int_equal(out.len, len + 7);
    assert_string_equal(out.at + len, "|short|");
    sn_buf_clear(&out);
    fd = open_content(p, sn_buf_str(&content));
    join_lines(fd, len - 1, &out);
    close(fd);
    assert_str(sn_buf_str(&out), "!|short|");
}

static void a_slow_pipe_is_read_to_its_end(void **state)
{
    (void)state;
    static const char text[] = "سرنخ\r\n\nدو\nend";
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    int pipe_ends[2], status;
    assert_int_equal(pipe(pipe_ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(pipe_ends[0]);
        for (size_t i = 0; i < sizeof text - 1; i++)
            if (write(pipe_ends[1], text + i, 1) != 1)
                _exit(1);
        _exit(0);
    }
    close(pipe_ends[1]);
    join_lines(pipe_ends[0], 100, &out);
    assert_str(sn_buf_str(&out), "سرنخ||دو|end|");
    close(pipe_ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void what_cannot_be_read_is_an_error(void **state)
{
    const place *p = *state;
    sn_lines l;
    sn_str line;
    sn_error err = {0};
    int fd = open(p->dir, O_RDONLY | O_DIRECTORY);
    assert_int_equal(sn_lines_init(&l, fd, 10), SN_OK);
    assert_fails(sn_lines_next(&l, &line, &err), SN_EIO, &err, "cannot read");
    sn_lines_done(&l);
    close(fd);
}

/* The same by the definition: split at \n, drop one \r, then look at the length. */
static void split_simply(sn_str content, size_t max_line, sn_buf *out)
{
    while (content.len > 0) {
        const char *newline = memchr(content.at, '\n', content.len);
        size_t n = newline != NULL ? (size_t)(newline - content.at) : content.len;
        size_t end = n + (newline != NULL ? 1 : 0);
        if (n > 0 && content.at[n - 1] == '\r')
            n--;
        sn_buf_add_str(out, n <= max_line ? (sn_str){content.at, n} : SN_STR("!"));
        sn_buf_add_byte(out, '|');
        content = (sn_str){content.at + end, content.len - end};
    }
}

static void random_contents_are_split_as_by_the_definition(void **state)
{
    const place *p = *state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(300); turn++) {
        SN_CLEANUP(sn_buf)
        sn_buf content = SN_BUF(2000000), out = SN_BUF(4000000), want = SN_BUF(4000000);
        size_t max_line = random_below(&random, 20);
        bool across_chunks = turn % 30 == 0;
        unsigned n = across_chunks ? 600000 : random_below(&random, 100);
        for (unsigned i = 0; i < n; i++)
            sn_buf_add_byte(&content,
                            (unsigned char)"\n\r\n\0abcdefghijk"[random_below(&random, 15)]);
        split_simply(sn_buf_str(&content), max_line, &want);
        int fd = open_content(p, sn_buf_str(&content));
        join_lines(fd, max_line, &out);
        close(fd);
        assert_true(sn_str_equal(sn_buf_str(&out), sn_buf_str(&want)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(lines_table),
        PLACED(a_long_line_is_given_whole),
        cmocka_unit_test(a_slow_pipe_is_read_to_its_end),
        PLACED(what_cannot_be_read_is_an_error),
        PLACED(random_contents_are_split_as_by_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
