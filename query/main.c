/* sarnakh-query: searches and shows what the analysis does, for people and evaluation. */
#include "query/main.h"

#include "base/clock.h"
#include "base/options.h"
#include "query/constants.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const sn_option options[] = {
    {"index", 'i', SN_OPTION_TEXT, offsetof(sn_command, index), "DIR", "the index directory", 0, 0},
    {"config", 'c', SN_OPTION_TEXT, offsetof(sn_command, config), "FILE",
     "the configuration (default: DIR/sarnakh.conf, if there is one)", 0, 0},
    {"json", 'j', SN_OPTION_FLAG, offsetof(sn_command, json), NULL,
     "search: the answer as the service gives it", 0, 0},
    {"stems", 0, SN_OPTION_FLAG, offsetof(sn_command, stems), NULL,
     "analyze: line, tab, stems (the default)", 0, 0},
    {"terms", 0, SN_OPTION_FLAG, offsetof(sn_command, terms), NULL,
     "analyze: line, tab, every index term of it", 0, 0},
    {"explain", 0, SN_OPTION_FLAG, offsetof(sn_command, explain), NULL,
     "analyze: stage by stage; search: the parts of each score", 0, 0},
    {"seed", 0, SN_OPTION_INT, offsetof(sn_command, seed), "N",
     "evaluate: of what is drawn at random (1)", 0, INT64_MAX},
    {"url", 0, SN_OPTION_TEXT, offsetof(sn_command, url), "URL",
     "related: to the article of this address", 0, 0},
    {"text", 0, SN_OPTION_TEXT, offsetof(sn_command, text), "FILE",
     "related: to this text (-: standard input)", 0, 0},
    {"batch", 0, SN_OPTION_FLAG, offsetof(sn_command, batch), NULL,
     "related: a JSON object of parameters a line in, an answer or an error a line out", 0, 0},
    {"help", 'h', SN_OPTION_FLAG, offsetof(sn_command, help), NULL, "this page", 0, 0},
    {"version", 'V', SN_OPTION_FLAG, offsetof(sn_command, version), NULL, "the version", 0, 0},
};

static const struct command_row {
    const char *name, *args, *help;
    bool needs_index;
    sn_command_fn *run;
} commands[] = {
    {"search", "QUERY... [NAME=VALUE...]", "the best articles", true, sn_command_search},
    {"suggest", "[TEXT...] [NAME=VALUE...]",
     "completions of a text, or of each line given, as JSON", true, sn_command_suggest},
    {"duplicates", "ID [limit=N] [min=0.8]", "the copies of an article, most alike first, as JSON",
     true, sn_command_duplicates},
    {"related", "[ID] [NAME=VALUE...]", "other articles on what an article or a text is about",
     true, sn_command_related},
    {"spell", "QUERY... [NAME=VALUE...]", "what a query was probably meant to be", true,
     sn_command_spell},
    {"stories", "[STORY] [NAME=VALUE...]", "the biggest stories of a period, or one story, as JSON",
     true, sn_command_stories},
    {"run", "TOPICS.tsv [NAME=VALUE...]", "a TREC run: topic, tab, query a line", true,
     sn_command_run},
    {"evaluate", "TOPICS QRELS [NAME=VALUE... [vs NAME=VALUE...]]",
     "judged queries scored; behind vs: asked again with these changes, and compared", true,
     sn_command_evaluate},
    {"analyze", "[LINE...]", "terms of the lines given, or of standard input", false,
     sn_command_analyze},
};

static void print_constants(sn_buf *out)
{
    sn_constant_info c;
    sn_buf_add_format(out, "\nconstants of the ranking, as constant.NAME=VALUE, to measure them "
                           "(docs/ranking.md):\n ");
    for (size_t i = 0; sn_profile_constant(&sn_profile_default, i, &c); i++)
        sn_buf_add_format(out, "%s%s %g",
                          i == 0       ? " "
                          : i % 8 == 0 ? ",\n  "
                                       : ", ",
                          c.name, c.value);
    sn_buf_add_format(out, "\n");
}

static int print_help(void)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_buf_add_format(&out, "usage: sarnakh-query --index DIR COMMAND [ARGUMENTS]\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        sn_buf_add_format(&out, "  %-10s %-26s %s\n", commands[i].name, commands[i].args,
                          commands[i].help);
    sn_buf_add_format(&out, "  %-10s %-26s %s\n\n", "help", "", "this page");
    sn_options_help(options, sizeof options / sizeof *options, &out);
    sn_buf_add_format(&out, "\nparameters of search, run and evaluate, as NAME=VALUE:\n");
    const sn_parameter *p;
    for (size_t i = 0; (p = sn_parameter_at(i)) != NULL; i++)
        sn_buf_add_format(&out, "  %-16s %-22s %s%s\n", p->name, p->values, p->help,
                          p->repeatable ? " (repeatable)" : "");
    sn_buf_add_format(&out, "\nparameters of related, besides those of search that say what may be "
                            "found and how it is shown:\n");
    for (size_t i = 0; (p = sn_related_parameter_at(i)) != NULL; i++)
        sn_buf_add_format(&out, "  %-16s %-22s %s\n", p->name, p->values, p->help);
    print_constants(&out);
    sn_buf_add_format(&out, "\nexit status: 0 found, 1 nothing found or not done (and why), "
                            "2 usage\n");
    fputs(sn_buf_text(&out), stdout);
    return SN_EXIT_OK;
}

static int print_version(void)
{
    puts("sarnakh-query " SN_VERSION);
    return SN_EXIT_OK;
}

static int usage(const char *sentence, const char *word)
{
    fprintf(stderr, "sarnakh-query: %s%s (sarnakh-query help)\n", sentence, word);
    return SN_EXIT_USAGE;
}

int sn_command_refused(const sn_problem *problem)
{
    fprintf(stderr, "sarnakh-query: %s\n", problem->detail);
    bool is_usage = problem->parameter[0] != '\0';
    return is_usage ? SN_EXIT_USAGE : SN_EXIT_FAILED;
}

int sn_command_read(FILE *input, const char *name, int exit_status)
{
    if (feof(input) && !ferror(input))
        return exit_status;
    fprintf(stderr, "sarnakh-query: %s cannot be read to its end: %s\n", name, strerror(errno));
    return SN_EXIT_FAILED;
}

/* name=value with a name of small letters, dots and brackets; false for a word of the query. */
bool sn_command_setting(const char *arg, sn_str *name, sn_str *value)
{
    size_t len = strspn(arg, "abcdefghijklmnopqrstuvwxyz_.[]0123456789");
    if (len == 0 || arg[len] != '=')
        return false;
    *name = (sn_str){arg, len};
    *value = sn_str_of(arg + len + 1);
    return true;
}

#define CONSTANT SN_STR("constant.")

static sn_status set_constants(const sn_command *c, sn_engine *engine, sn_error *err)
{
    sn_status s = SN_OK;
    for (int i = 0; i < c->n_args && s == SN_OK; i++) {
        sn_str name, value;
        if (!sn_command_setting(c->args[i], &name, &value) || !sn_str_has_prefix(name, CONSTANT))
            continue;
        sn_str constant = {name.at + CONSTANT.len, name.len - CONSTANT.len};
        s = sn_engine_set_constant(engine, constant, value, err);
    }
    return s;
}

int sn_command_open(const sn_command *c, sn_engine **engine, sn_searcher **searcher)
{
    sn_error err = {0};
    sn_status s = sn_engine_open(c->index, c->config, engine, &err);
    if (s == SN_OK)
        s = set_constants(c, *engine, &err);
    if (s == SN_OK)
        s = sn_searcher_create(*engine, searcher, &err);
    if (s == SN_OK)
        return SN_EXIT_OK;
    fprintf(stderr, "sarnakh-query: %s\n", err.msg);
    return SN_EXIT_FAILED;
}

static int apply_settings(const sn_command *c, int first, bool only_now, sn_request *request)
{
    int64_t now = request->now_sec != 0 ? request->now_sec : sn_clock_now_sec();
    for (int i = first; i < c->n_args; i++) {
        sn_str name, value;
        sn_problem problem = {0};
        if (!sn_command_setting(c->args[i], &name, &value) || sn_str_has_prefix(name, CONSTANT) ||
            sn_str_equal(name, SN_STR("now")) != only_now)
            continue;
        if (sn_request_set(request, name, value, SN_ASKER_OPERATOR, now, &problem) != SN_OK)
            return sn_command_refused(&problem);
    }
    return SN_EXIT_OK;
}

int sn_command_request(const sn_command *c, int first, sn_request *request, sn_buf *words)
{
    int exit_status = apply_settings(c, first, true, request);
    if (exit_status == SN_EXIT_OK)
        exit_status = apply_settings(c, first, false, request);
    for (int i = first; i < c->n_args; i++) {
        sn_str name, value;
        if (sn_command_setting(c->args[i], &name, &value))
            continue;
        if (words->len > 0)
            sn_buf_add_byte(words, ' ');
        sn_buf_add_str(words, sn_str_of(c->args[i]));
    }
    return exit_status;
}

static int run_command(sn_command *c, char **argv, int n_args)
{
    const struct command_row *row = NULL;
    if (n_args == 0)
        return usage("which command?", "");
    if (strcmp(argv[1], "help") == 0)
        return print_help();
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].name, argv[1]) == 0)
            row = &commands[i];
    }
    if (row == NULL)
        return usage("no such command: ", argv[1]);
    if (row->needs_index && c->index == NULL)
        return usage("--index DIR is wanted", "");
    c->args = argv + 2;
    c->n_args = n_args - 1;
    return row->run(c);
}

int main(int argc, char **argv)
{
    sn_command c = {.seed = 1};
    sn_error err = {0};
    int n_args = 0;
    if (sn_options_parse(options, sizeof options / sizeof *options, argc, argv, &c, &n_args,
                         &err) != SN_OK)
        return usage(err.msg, "");
    int status = c.help      ? print_help()
                 : c.version ? print_version()
                             : run_command(&c, argv, n_args);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "sarnakh-query: cannot write the output\n");
        return SN_EXIT_FAILED;
    }
    return status;
}
