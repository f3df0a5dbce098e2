#include "base/options.h"
#include "base/utf8.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

typedef struct opts {
    const char *index;
    const char *index_dir;
    int64_t n;
    bool json, quiet;
    const char *sure;
} opts;

static const sn_option table[] = {
    {"index", 'i', SN_OPTION_TEXT, offsetof(opts, index), "DIR", "the index directory", 0, 0},
    {"index-dir", 0, SN_OPTION_TEXT, offsetof(opts, index_dir), "DIR", "another", 0, 0},
    {"n", 'n', SN_OPTION_INT, offsetof(opts, n), "N", "how many", -5, 100},
    {"json", 0, SN_OPTION_FLAG, offsetof(opts, json), NULL, "one JSON line", 0, 0},
    {"quiet", 'q', SN_OPTION_FLAG, offsetof(opts, quiet), NULL, "say nothing", 0, 0},
    {"sure", 's', SN_OPTION_SWITCH, offsetof(opts, sure), NULL, "or not", 0, 0},
};

#define MAX_ARGS 8

static const struct parse_case {
    const char *name;
    const char *args[MAX_ARGS]; /* ended by NULL */
    opts want;
    const char *kept; /* arguments left, joined by '|' */
} good[] = {
    {"nothing leaves the defaults", {NULL}, {.n = 7}, ""},
    {"a value behind its name", {"--index", "d"}, {.index = "d", .n = 7}, ""},
    {"a value behind =", {"--index=d"}, {.index = "d", .n = 7}, ""},
    {"an empty value behind =", {"--index="}, {.index = "", .n = 7}, ""},
    {"a value with = in it", {"--index=a=b"}, {.index = "a=b", .n = 7}, ""},
    {"an empty value behind its name", {"--index", ""}, {.index = "", .n = 7}, ""},
    {"a short option", {"-i", "d", "-q"}, {.index = "d", .n = 7, .quiet = true}, ""},
    {"a name that begins like another", {"--index-dir", "d"}, {.index_dir = "d", .n = 7}, ""},
    {"flags", {"--json", "--quiet"}, {.n = 7, .json = true, .quiet = true}, ""},
    {"a switch alone is true", {"--sure", "x"}, {.n = 7, .sure = "true"}, "x"},
    {"its short form, too", {"-s"}, {.n = 7, .sure = "true"}, ""},
    {"a switch has a value behind = alone", {"--sure=no", "x"}, {.n = 7, .sure = "no"}, "x"},
    {"a negative number is a value", {"--n", "-5"}, {.n = -5}, ""},
    {"the greatest number allowed", {"--n=100"}, {.n = 100}, ""},
    {"the last one wins", {"--n=1", "--n=2"}, {.n = 2}, ""},
    {"arguments before, between and behind",
     {"a", "--json", "b", "-n", "3", "c"},
     {.n = 3, .json = true},
     "a|b|c"},
    {"behind -- all are arguments",
     {"--json", "--", "--quiet", "-i"},
     {.n = 7, .json = true},
     "--quiet|-i"},
    {"the second -- is an argument", {"--", "--"}, {.n = 7}, "--"},
    {"a dash alone is an argument", {"-"}, {.n = 7}, "-"},
    {"-- may be a value", {"--index", "--"}, {.index = "--", .n = 7}, ""},
    {"an empty argument is kept", {"", "--json"}, {.n = 7, .json = true}, ""},
};

static int make_argv(const char *const *args, char *argv[MAX_ARGS + 2])
{
    static char copies[MAX_ARGS + 1][32];
    int argc = 1;
    strcpy(copies[0], "program");
    argv[0] = copies[0];
    for (; args[argc - 1] != NULL; argc++) {
        snprintf(copies[argc], sizeof copies[argc], "%s", args[argc - 1]);
        argv[argc] = copies[argc];
    }
    argv[argc] = NULL;
    return argc;
}

static void assert_text(const char *text, const char *want)
{
    if (want == NULL)
        assert_null(text);
    else
        assert_string_equal(text, want);
}

static void good_command_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        const struct parse_case *c = &good[i];
        char *argv[MAX_ARGS + 2], kept[100] = "";
        opts o = {.n = 7};
        int n_args = -1, argc = make_argv(c->args, argv);
        sn_error err = {0};
        print_message("  case: %s\n", c->name);
        assert_ok(sn_options_parse(table, COUNT_OF(table), argc, argv, &o, &n_args, &err), &err);
        assert_text(o.index, c->want.index);
        assert_text(o.index_dir, c->want.index_dir);
        assert_int_equal(o.n, c->want.n);
        assert_int_equal(o.json, c->want.json);
        assert_int_equal(o.quiet, c->want.quiet);
        assert_text(o.sure, c->want.sure);
        for (int k = 1; k <= n_args; k++)
            snprintf(kept + strlen(kept), sizeof kept - strlen(kept), "%s%s", k > 1 ? "|" : "",
                     argv[k]);
        assert_string_equal(kept, c->kept);
    }
}

static const struct bad_case {
    const char *name;
    const char *args[MAX_ARGS];
    const char *message;
} bad[] = {
    {"an unknown name", {"--nope"}, "--nope"},
    {"an unknown letter", {"-x"}, "-x"},
    {"the beginning of a name", {"--ind=d"}, "--ind=d"},
    {"a name and more", {"--indexes", "d"}, "--indexes"},
    {"a long name with one dash", {"-json"}, "-json"},
    {"a value missing at the end", {"a", "--index"}, "--index wants a value (DIR)"},
    {"a short option's value missing", {"-n"}, "--n wants a value (N)"},
    {"a flag with a value", {"--json=1"}, "--json takes no value"},
    {"a number that is none", {"--n", "ten"}, "--n: «ten» is not a number from -5 to 100"},
    {"a number below", {"--n", "-6"}, "-5 to 100"},
    {"a number above", {"--n=101"}, "-5 to 100"},
    {"an empty number", {"--n="}, "-5 to 100"},
    {"an unknown one behind good ones", {"--json", "a", "--nope"}, "--nope"},
};

static void bad_command_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        char *argv[MAX_ARGS + 2];
        opts o = {.n = 7};
        int n_args = -1, argc = make_argv(bad[i].args, argv);
        sn_error err = {0};
        print_message("  case: %s\n", bad[i].name);
        sn_status s = sn_options_parse(table, COUNT_OF(table), argc, argv, &o, &n_args, &err);
        assert_fails(s, SN_EINVAL, &err, bad[i].message);
        assert_int_equal(n_args, -1);
        assert_int_equal(o.n, 7);
    }
}

/* The quoted part of a long value is cut between letters. */
static void a_message_about_a_persian_value_is_well_formed(void **state)
{
    (void)state;
    for (size_t begin = 0; begin < 2; begin++) {
        char value[200] = "a", *argv[] = {value, value, value, NULL};
        opts o = {0};
        int n_args;
        sn_error err = {0};
        value[begin] = '\0';
        for (int i = 0; i < 45; i++)
            strcat(value, "ده");
        char name[] = "--n";
        argv[1] = name;
        assert_int_equal(sn_options_parse(table, COUNT_OF(table), 3, argv, &o, &n_args, &err),
                         SN_EINVAL);
        assert_true(sn_utf8_is_valid(sn_str_of(err.msg), NULL));
        char unknown[256];
        snprintf(unknown, sizeof unknown, "--%s", value);
        argv[1] = unknown;
        assert_int_equal(sn_options_parse(table, COUNT_OF(table), 3, argv, &o, &n_args, &err),
                         SN_EINVAL);
        assert_true(sn_utf8_is_valid(sn_str_of(err.msg), NULL));
    }
}

static void no_arguments_at_all(void **state)
{
    (void)state;
    char program[] = "program", *argv[] = {program, NULL};
    int n_args = -1;
    opts o = {0};
    assert_int_equal(sn_options_parse(table, COUNT_OF(table), 1, argv, &o, &n_args, NULL), SN_OK);
    assert_int_equal(n_args, 0);
    assert_int_equal(sn_options_parse(table, COUNT_OF(table), 0, argv, &o, &n_args, NULL), SN_OK);
    assert_int_equal(n_args, 0);
}

static void help_has_a_line_for_each_option(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    assert_int_equal(sn_options_help(table, 2, &out), SN_OK);
    assert_str(sn_buf_str(&out), "  -i, --index DIR                the index directory\n"
                                 "      --index-dir DIR            another\n");
    SN_CLEANUP(sn_buf) sn_buf small = SN_BUF(20);
    assert_int_equal(sn_options_help(table, COUNT_OF(table), &small), SN_ELIMIT);
}

static void whole_numbers(void **state)
{
    (void)state;
    static const struct int_case {
        const char *text;
        sn_status status;
        int64_t want;
    } cases[] = {
        {"0", SN_OK, 0},
        {"-1", SN_OK, -1},
        {"007", SN_OK, 7},
        {"9223372036854775807", SN_OK, INT64_MAX},
        {"-9223372036854775808", SN_OK, INT64_MIN},
        {"9223372036854775808", SN_EINVAL, 0},
        {"-9223372036854775809", SN_EINVAL, 0},
        {"99999999999999999999999999999999", SN_EINVAL, 0},
        {"", SN_EINVAL, 0},
        {"-", SN_EINVAL, 0},
        {"--1", SN_EINVAL, 0},
        {"1-", SN_EINVAL, 0},
        {"+1", SN_EINVAL, 0},
        {" 1", SN_EINVAL, 0},
        {"1 ", SN_EINVAL, 0},
        {"0x10", SN_EINVAL, 0},
        {"1e3", SN_EINVAL, 0},
        {"1.0", SN_EINVAL, 0},
        {"۱", SN_EINVAL, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t value = 42;
        sn_status s = sn_int_parse(sn_str_of(cases[i].text), INT64_MIN, INT64_MAX, &value);
        print_message("  case: «%s»\n", cases[i].text);
        assert_int_equal(s, cases[i].status);
        assert_true(value == (s == SN_OK ? cases[i].want : 42));
    }
    int64_t value = 42;
    assert_int_equal(sn_int_parse(SN_STR("5"), 5, 5, &value), SN_OK);
    assert_int_equal(sn_int_parse(SN_STR("4"), 5, 6, &value), SN_EINVAL);
    assert_int_equal(sn_int_parse(SN_STR("7"), 5, 6, &value), SN_EINVAL);
    assert_int_equal(sn_int_parse(SN_STR("1\0"), 0, 6, &value), SN_EINVAL);
    assert_int_equal(sn_int_parse((sn_str){NULL, 0}, 0, 6, &value), SN_EINVAL);
    assert_int_equal(sn_int_parse((sn_str){"123", 2}, 0, 99, &value), SN_OK);
    assert_int_equal(value, 12);
}

static const struct duration_case {
    const char *text;
    int64_t sec;         /* 0: refused */
    const char *written; /* in the largest unit that says it whole */
} durations[] = {
    {"90s", 90, "90s"},
    {"60s", 60, "1m"},
    {"15m", 900, "15m"},
    {"26h", 93600, "26h"},
    {"48h", 172800, "2d"},
    {"7d", 604800, "1w"},
    {"3650d", 315360000, "3650d"},
    {"3651d", 0, NULL},
    {"0h", 0, NULL},
    {"-1h", 0, NULL},
    {"1", 0, NULL},
    {"h", 0, NULL},
    {"", 0, NULL},
    {"1.5h", 0, NULL},
    {"1 h", 0, NULL},
    {"1H", 0, NULL},
    {"1h30m", 0, NULL},
    {"99999999999w", 0, NULL},
};

static void durations_have_a_number_and_a_unit(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(durations); i++) {
        const struct duration_case *d = &durations[i];
        char written[SN_DURATION_SIZE];
        int64_t sec = -7;
        sn_status s = sn_duration_parse(sn_str_of(d->text), &sec);
        assert_int_equal(s, d->sec != 0 ? SN_OK : SN_EINVAL);
        assert_int_equal(sec, d->sec != 0 ? d->sec : -7);
        if (d->sec == 0)
            continue;
        sn_duration_write(sec, written);
        assert_string_equal(written, d->written);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_have_a_number_and_a_unit),
        cmocka_unit_test(good_command_lines),
        cmocka_unit_test(bad_command_lines),
        cmocka_unit_test(a_message_about_a_persian_value_is_well_formed),
        cmocka_unit_test(no_arguments_at_all),
        cmocka_unit_test(help_has_a_line_for_each_option),
        cmocka_unit_test(whole_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
