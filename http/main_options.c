#include "http/main_options.h"

#include "http/options/show.h"
#include "http/options/table.h"
#include "query/dictionaries.h"
#include "query/search.h"

#include <stdio.h>
#include <string.h>

static const sn_option commands[] = {
    {"check-config", 0, SN_OPTION_FLAG, offsetof(sn_arguments, check_config), NULL,
     "read the configuration, say what is wrong with it, and end", 0, 0},
    {"verbose", 0, SN_OPTION_FLAG, offsetof(sn_arguments, verbose), NULL,
     "with --check-config: what is in force, and where it came from", 0, 0},
    {"help", 'h', SN_OPTION_FLAG, offsetof(sn_arguments, help), NULL, "this page", 0, 0},
    {"version", 0, SN_OPTION_FLAG, offsetof(sn_arguments, version), NULL, "the version", 0, 0},
};
#define N_COMMANDS (sizeof commands / sizeof *commands)

sn_status sn_arguments_parse(int argc, char **argv, sn_arguments *out, sn_error *err)
{
    int n_args = 0;
    char names[SN_HTTP_OPTIONS][SN_HTTP_NAME_SIZE];
    sn_option table[SN_HTTP_OPTIONS + N_COMMANDS];
    sn_http_option_flags(names, table);
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++)
        table[i].offset += offsetof(sn_arguments, flags);
    memcpy(table + SN_HTTP_OPTIONS, commands, sizeof commands);
    sn_status s =
        sn_options_parse(table, SN_HTTP_OPTIONS + N_COMMANDS, argc, argv, out, &n_args, err);
    if (s == SN_OK && n_args > 0)
        return sn_fail(err, SN_EINVAL, "there are no arguments but the options");
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *read = NULL;
    return s == SN_OK ? sn_http_flags_read(&out->flags, &read, err) : s;
}

int sn_say_usage(const char *sentence)
{
    fprintf(stderr, "sarnakh-httpd: %s (sarnakh-httpd --help)\n", sentence);
    return SN_EXIT_USAGE;
}

int sn_say_failed(const sn_error *err)
{
    fprintf(stderr, "sarnakh-httpd: %s\n", err->msg);
    return SN_EXIT_FAILED;
}

int sn_print_help(void)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_buf_add_str(&out, SN_STR("usage: sarnakh-httpd --index DIR [OPTIONS]\n\n"));
    sn_http_options_help(&out);
    sn_options_help(commands, N_COMMANDS, &out);
    sn_buf_add_str(
        &out,
        SN_STR("\nEach option but the last four is a variable of the environment, too: "
               "SARNAKH_LOG_LEVEL;\n"
               "and, but for index, config, create and read_only, a line of service = { log_level "
               "= \"info\"; "
               "};\n"
               "in the configuration. A flag comes before a variable, a variable before the file.\n"
               "One that is (true) is switched off by --NAME=false.\n"
               "SIGTERM and SIGINT: finish what is in flight, then end.\n"
               "SIGHUP: read the configuration and INDEX/dictionaries again; the log says how\n"
               "it went.\n"
               "exit status: 0 ended as told, 1 failed (and why), 2 usage\n"));
    return fputs(sn_buf_text(&out), stdout) < 0 || fflush(stdout) != 0 ? SN_EXIT_FAILED
                                                                       : SN_EXIT_CLEAN;
}

static int print_options(const sn_http_options *options)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    return sn_http_options_show(options, &text) == SN_OK &&
                   fputs(sn_buf_text(&text), stdout) >= 0 && fflush(stdout) == 0
               ? SN_EXIT_CLEAN
               : SN_EXIT_FAILED;
}

static void say_lines(const char *lines)
{
    for (size_t len; *lines != '\0'; lines += len + 1) {
        len = strcspn(lines, "\n");
        fprintf(stderr, "sarnakh-httpd: %.*s\n", (int)len, lines);
    }
}

/* The two who read the file are both asked, and what both trip over is said once. */
static bool is_right(const sn_http_flags *flags, const sn_http_options *called,
                     sn_http_options **out)
{
    sn_error ours = {0}, rankings = {0}, words = {0};
    SN_CLEANUP(sn_buf) sn_buf others = SN_BUF(1 << 16);
    sn_status first = sn_http_options_check(flags, out, &others, &ours);
    sn_status second = sn_config_check(called->index, called->config, &rankings);
    sn_status third = called->index != NULL ? sn_words_check(called->index, &words) : SN_OK;
    if (first != SN_OK)
        sn_say_failed(&ours);
    say_lines(sn_buf_text(&others));
    if (second != SN_OK && strcmp(ours.msg, rankings.msg) != 0)
        sn_say_failed(&rankings);
    if (third != SN_OK)
        sn_say_failed(&words);
    return first == SN_OK && second == SN_OK && third == SN_OK;
}

int sn_check_config(const sn_arguments *arguments)
{
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *called = NULL;
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *options = NULL;
    if (sn_http_flags_read(&arguments->flags, &called, &err) != SN_OK)
        return sn_say_failed(&err);
    if (called->index == NULL && called->config == NULL)
        return sn_say_usage("--check-config: --index DIR or --config FILE is wanted");
    if (!is_right(&arguments->flags, called, &options))
        return SN_EXIT_FAILED;
    return arguments->verbose ? print_options(options) : SN_EXIT_CLEAN;
}
