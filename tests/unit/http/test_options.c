#include "tests/unit/base/testing.h"

#include "base/limits.h"
#include "http/options/current.h"
#include "http/options/show.h"
#include "http/options/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const variables[] = {"SARNAKH_INDEX",  "SARNAKH_CONFIG",  "SARNAKH_CREATE",
                                        "SARNAKH_LISTEN", "SARNAKH_THREADS", "SARNAKH_LOG_LEVEL"};

/* A place, and none of our variables in the environment. */
static int clean(void **state)
{
    for (size_t i = 0; i < COUNT_OF(variables); i++)
        unsetenv(variables[i]);
    return place_make(state);
}
#define CLEAN(test) cmocka_unit_test_setup_teardown(test, clean, place_remove)

static sn_http_options *read_options(const sn_http_flags *flags)
{
    sn_error err = {0};
    sn_http_options *o = NULL;
    assert_ok(sn_http_options_read(flags, &o, &err), &err);
    return o;
}

static void without_anything_they_are_the_defaults(void **state)
{
    (void)state;
    char listen[SN_ADDRESS_SIZE];
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *o = read_options(&(sn_http_flags){0});
    sn_address_write(&o->listen, listen);
    assert_string_equal(listen, "127.0.0.1:7700");
    assert_null(o->index);
    assert_false(o->create);
    assert_int_equal(o->threads, 0);
    assert_int_equal(o->log_level, 2);
}

/* One option more in each place: what comes later wins, and says where it came from. */
static void flags_come_before_variables_before_the_file(void **state)
{
    place *p = *state;
    sn_http_flags flags = {0};
    SN_CLEANUP(sn_buf) sn_buf shown = SN_BUF(65536);
    place_put(p, "sarnakh.conf",
              SN_STR("profile = \"editor\";\nservice = {\n threads = 3;\n log_level = \"warn\";\n"
                     " listen = \"[::1]:80\";\n};\n"));
    setenv("SARNAKH_INDEX", p->dir, 1);
    setenv("SARNAKH_THREADS", "5", 1);
    setenv("SARNAKH_LISTEN", "", 1);
    setenv("SARNAKH_LOG_LEVEL", "error", 1);
    flags.values[SN_HTTP_OPTION_log_level] = "debug";
    flags.values[SN_HTTP_OPTION_create] = "true";
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *o = read_options(&flags);
    assert_string_equal(o->index, p->dir);
    assert_true(o->create);
    assert_int_equal(sn_http_options_show(o, &shown), SN_OK);
    static const char *const lines[] = {
        "threads = 5; # SARNAKH_THREADS\n", "log_level = \"debug\"; # --log-level\n",
        "listen = \"[::1]:80\"; # line 5\n", "create = true; # --create\n",
        "# config is not set: default\n"};
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        assert_non_null(strstr(sn_buf_text(&shown), lines[i]));
}

/* Right one by one. */
static void what_only_reads_makes_nothing(void **state)
{
    place *p = *state;
    sn_error err = {0};
    char inside[SN_PATH_SIZE], beside[SN_PATH_SIZE];
    snprintf(inside, sizeof inside, "%s/../%s/clicks", p->dir, strrchr(p->dir, '/') + 1);
    snprintf(beside, sizeof beside, "%s-clicks", p->dir);
    const struct {
        const char *create, *clicks, *part; /* of the message; NULL: taken */
    } cases[] = {{NULL, NULL, NULL},
                 {"false", beside, NULL},
                 {"true", NULL, "create: not with read_only"},
                 {NULL, inside, "click_log: "}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP_PTR(sn_http_options) sn_http_options *o = NULL;
        sn_http_flags flags = {0};
        flags.values[SN_HTTP_OPTION_index] = p->dir;
        flags.values[SN_HTTP_OPTION_read_only] = "true";
        flags.values[SN_HTTP_OPTION_create] = cases[i].create;
        flags.values[SN_HTTP_OPTION_click_log] = cases[i].clicks;
        sn_status s = sn_http_options_read(&flags, &o, &err);
        if (cases[i].part == NULL)
            assert_ok(s, &err);
        else
            assert_fails(s, SN_EINVAL, &err, cases[i].part);
    }
}

static const struct mistake_case {
    const char *name, *text;
    sn_status status;
    const char *part; /* of the message */
} mistakes[] = {
    {"an unknown option", "service = {\n  thread = 2;\n};", SN_EINVAL,
     "sarnakh.conf, line 2: service.thread: there is no setting of this name here"},
    {"what only a flag may say", "service = { index = \"x\"; };", SN_EINVAL,
     "service.index: there is no setting"},
    {"a number out of its range", "service = { threads = 0; };", SN_EINVAL,
     "line 1: service.threads: 0 is not within 1 to 64"},
    {"a text for a number", "service = { threads = \"2\"; };", SN_EINVAL,
     "service.threads: a whole number is wanted"},
    {"a fraction", "service = { threads = 1.5; };", SN_EINVAL,
     "service.threads: a whole number is wanted"},
    {"another word", "\nservice = { log_level = \"all\"; };", SN_EINVAL,
     "line 2: service.log_level: «all» is not one of error|warn|info|debug"},
    {"no public address", "service = { public_url = \"https://h.example/\"; };", SN_EINVAL,
     "service.public_url: «https://h.example/» is not http(s)://HOST[:PORT][/PATH]"},
    {"no address", "service = { listen = \"here\"; };", SN_EINVAL,
     "service.listen: «here» is not an address with a port"},
    {"no group", "service = 3;", SN_EINVAL, "service: { ... } is wanted"},
    {"a setting twice", "service = { threads = 1;\n threads = 2; };", SN_EINVAL, "line 2: "},
    {"ill-formed UTF-8", "# \xd8\n", SN_EUTF8, "line 1: not well-formed UTF-8"},
};

static void a_mistake_in_the_file_is_named_though_a_flag_overrides_it(void **state)
{
    place *p = *state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        const struct mistake_case *c = &mistakes[i];
        print_message("  case: %s\n", c->name);
        sn_error err = {0};
        sn_http_options *o = NULL;
        sn_http_flags flags = {0};
        place_put(p, "sarnakh.conf", sn_str_of(c->text));
        flags.values[SN_HTTP_OPTION_index] = p->dir;
        flags.values[SN_HTTP_OPTION_threads] = "2";
        flags.values[SN_HTTP_OPTION_log_level] = "info";
        assert_fails(sn_http_options_read(&flags, &o, &err), c->status, &err, c->part);
        assert_null(o);
    }
}

static void a_mistake_in_a_flag_or_a_variable_is_named(void **state)
{
    (void)state;
    sn_error err = {0};
    sn_http_options *o = NULL;
    sn_http_flags flags = {0};
    flags.values[SN_HTTP_OPTION_threads] = "65";
    assert_fails(sn_http_flags_read(&flags, &o, &err), SN_EINVAL, &err,
                 "--threads: «65» is not a number from 1 to 64");
    flags = (sn_http_flags){0};
    setenv("SARNAKH_CREATE", "yes", 1);
    assert_fails(sn_http_flags_read(&flags, &o, &err), SN_EINVAL, &err,
                 "SARNAKH_CREATE: «yes» is neither true nor false");
    unsetenv("SARNAKH_CREATE");
    flags.values[SN_HTTP_OPTION_config] = "/nowhere/at.all";
    assert_fails(sn_http_options_read(&flags, &o, &err), SN_ENOTFOUND, &err, "/nowhere/at.all");
    assert_null(o);
}

/* Types that have no row yet, too. */
static void lists_and_texts_are_read_and_written(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written;
        sn_status status;
    } cases[] = {
        {"a", "( \"a\" )", SN_OK},
        {" a , b\"\\ ", "( \"a\", \"b\\\"\\\\\" )", SN_OK},
        {"", "", SN_OK},
        {"a,,b", NULL, SN_EINVAL},
        {"a,b,c,d", NULL, SN_ELIMIT},
        {"a,b\n", "( \"a\", \"b\" )", SN_OK},
        {"a,b\nc", NULL, SN_EINVAL},
        {"a,\xff", NULL, SN_EUTF8},
        {"a,b,c", "( \"a\", \"b\", \"c\" )", SN_OK},
    };
    struct {
        sn_http_options o;
        sn_names list;
    } held = {0};
    sn_http_option row = {.type = SN_HTTP_LIST, .name = "list", .max = 3, .change = SN_HTTP_START};
    row.offset = (size_t)((char *)&held.list - (char *)&held.o);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_error err = {0};
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1024);
        assert_int_equal(sn_http_option_set(&row, cases[i].text, &held.o, &err), cases[i].status);
        if (cases[i].status != SN_OK)
            continue;
        assert_int_equal(sn_http_option_write(&row, &held.o, &out), SN_OK);
        assert_string_equal(sn_buf_text(&out), cases[i].written);
    }
    sn_http_option_clear(&row, &held.o);
    assert_int_equal(held.list.n, 0);
}

static void a_reload_keeps_what_only_a_start_can_change(void **state)
{
    place *p = *state;
    sn_error err = {0};
    sn_http_current current;
    sn_http_flags flags = {0};
    SN_CLEANUP(sn_buf) sn_buf kept = SN_BUF(1024);
    flags.values[SN_HTTP_OPTION_index] = p->dir;
    sn_http_current_init(&current, read_options(&flags));
    const sn_http_options *held = sn_http_current_take(&current);
    place_put(p, "sarnakh.conf",
              SN_STR("service = { threads = 7; log_level = \"error\"; listen = \"[::1]:1\"; };"));
    assert_ok(sn_http_current_replace(&current, read_options(&flags), &kept, &err), &err);
    assert_string_equal(sn_buf_text(&kept), "listen threads");
    assert_int_equal(held->log_level, 2);
    sn_http_options_give_back(held);
    held = sn_http_current_take(&current);
    assert_int_equal(held->log_level, 0);
    assert_int_equal(held->threads, 0);
    assert_true(sn_http_option_equal(&sn_http_option_table[SN_HTTP_OPTION_index], held, held));
    sn_http_options_give_back(held);
    sn_http_current_done(&current);
}

/* Every row can be asked for by name, and its default is one that it may have. */
static void the_table_is_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++) {
        const sn_http_option *row = &sn_http_option_table[i];
        assert_int_equal(strspn(row->name, "abcdefghijklmnopqrstuvwxyz0123456789_"),
                         strlen(row->name));
        assert_true(strlen(row->name) < SN_HTTP_NAME_SIZE - sizeof "SARNAKH_");
        if (row->type == SN_HTTP_INT || row->type == SN_HTTP_LIST || row->type == SN_HTTP_TEXT)
            assert_true(row->min < row->max);
        for (size_t other = 0; other < i; other++) {
            assert_string_not_equal(row->name, sn_http_option_table[other].name);
            assert_true(row->letter == 0 || row->letter != sn_http_option_table[other].letter);
        }
    }
}

/* The example shows every option with its default. */
static void the_example_is_the_defaults(void **state)
{
    (void)state;
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CONFIG_BYTES);
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *built_in = read_options(&(sn_http_flags){0});
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *o = read_options(&(sn_http_flags){0});
    assert_ok(sn_file_read(SN_TEST_SOURCE "/docs/sarnakh.conf.example", &text, &err), &err);
    assert_ok(sn_http_options_fill(o, "example", sn_buf_str(&text), &err), &err);
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++)
        assert_true(sn_http_option_equal(&sn_http_option_table[i], built_in, o));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLEAN(without_anything_they_are_the_defaults),
        CLEAN(flags_come_before_variables_before_the_file),
        CLEAN(a_mistake_in_the_file_is_named_though_a_flag_overrides_it),
        CLEAN(a_mistake_in_a_flag_or_a_variable_is_named),
        CLEAN(lists_and_texts_are_read_and_written),
        CLEAN(a_reload_keeps_what_only_a_start_can_change),
        CLEAN(the_table_is_in_order),
        CLEAN(the_example_is_the_defaults),
        CLEAN(what_only_reads_makes_nothing),
    };
    return cmocka_run_group_tests_name("http/options", tests, NULL, NULL);
}
