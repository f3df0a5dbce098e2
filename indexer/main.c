/* sarnakh-index: everything that changes an index, for people and cron. */
#include "indexer/command.h"

#include "base/limits.h"
#include "base/options.h"
#include "indexer/readers/reader.h"
#include "indexer/run.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const sn_option options[] = {
    {"index", 'i', SN_OPTION_TEXT, offsetof(sn_command, index), "DIR", "the index directory", 0, 0},
    {"json", 0, SN_OPTION_FLAG, offsetof(sn_command, json), NULL, "one JSON report line", 0, 0},
    {"quiet", 'q', SN_OPTION_FLAG, offsetof(sn_command, quiet), NULL,
     "nothing, unless something went wrong: then all of it", 0, 0},
    {"report", 0, SN_OPTION_TEXT, offsetof(sn_command, report_file), "FILE",
     "write what was done, or why not, as JSON", 0, 0},
    {"wait", 'w', SN_OPTION_INT, offsetof(sn_command, wait_ms), "SECONDS",
     "how long to wait for another process (60)", 0, 86400},
    {"overlap", 0, SN_OPTION_TEXT, offsetof(sn_command, overlap), "wait|leave",
     "batches: what to do while another run of the command is at work", 0, 0},
    {"newest-article-max-age", 0, SN_OPTION_TEXT, offsetof(sn_command, article_age), "AGE",
     "batches, status --check: warn when it is older (90m, 6h, 2d)", 0, 0},
    {"last-good-run-max-age", 0, SN_OPTION_TEXT, offsetof(sn_command, run_age), "AGES",
     "the same of runs: 2h, or update=2h,rebuild=26h", 0, 0},
    {"check", 0, SN_OPTION_FLAG, offsetof(sn_command, check), NULL,
     "status: exit status 5 if one of these is too old", 0, 0},
    {"who", 0, SN_OPTION_TEXT, offsetof(sn_command, who), "NAME",
     "delete, lift, settings: who asked for it", 0, 0},
    {"why", 0, SN_OPTION_TEXT, offsetof(sn_command, why), "REASON",
     "delete: the reason, for the ledger", 0, 0},
    {"format", 'f', SN_OPTION_TEXT, offsetof(sn_command, format), "NAME",
     "add: what is read (by content)", 0, 0},
    {"map", 0, SN_OPTION_TEXT, offsetof(sn_command, map), "FILE",
     "add: other names of fields, of JSON lines and tables", 0, 0},
    {"dry-run", 'n', SN_OPTION_FLAG, offsetof(sn_command, dry_run), NULL,
     "add: read and report, store nothing", 0, 0},
    {"print", 0, SN_OPTION_FLAG, offsetof(sn_command, print), NULL,
     "add --dry-run: what would be stored, as JSON lines", 0, 0},
    {"list", 0, SN_OPTION_FLAG, offsetof(sn_command, list), NULL,
     "update: what is remembered of sources", 0, 0},
    {"forget", 0, SN_OPTION_FLAG, offsetof(sn_command, forget), NULL,
     "update: forget these sources; their articles stay", 0, 0},
    {"again", 0, SN_OPTION_FLAG, offsetof(sn_command, again), NULL,
     "update: read what did not change, too", 0, 0},
    {"pages", 0, SN_OPTION_FLAG, offsetof(sn_command, pages), NULL,
     "update: of news sitemaps fetch the pages, which have the text", 0, 0},
    {"timeout", 0, SN_OPTION_INT, offsetof(sn_command, timeout_sec), "SECONDS",
     "add, update: for what is fetched from one address (600)", 1, SN_LIMIT_FETCH_SEC},
    {"proxy", 0, SN_OPTION_TEXT, offsetof(sn_command, proxy), "ADDRESS",
     "add, update: fetch through this proxy (none, whatever the environment says)", 0, 0},
    {"regroup", 0, SN_OPTION_FLAG, offsetof(sn_command, regroup), NULL,
     "rebuild: find groups of copies and stories anew, too", 0, 0},
    {"priority", 0, SN_OPTION_TEXT, offsetof(sn_command, priority), "low|normal",
     "rebuild: let others go first (low), or not", 0, 0},
    {"whatever-room", 0, SN_OPTION_FLAG, offsetof(sn_command, whatever_room), NULL,
     "rebuild: begin even where the disk seems too small", 0, 0},
    {"jobs", 'j', SN_OPTION_INT, offsetof(sn_command, jobs), "N",
     "threads of a build (1 of a rebuild, all processors for the first)", 1, SN_LIMIT_BUILD_JOBS},
    {"shards", 0, SN_OPTION_INT, offsetof(sn_command, shards), "N",
     "rebuild: databases that hold the index together (as many as now; 1 at first)", 1,
     SN_LIMIT_INDEX_SHARDS},
    {"deep", 0, SN_OPTION_FLAG, offsetof(sn_command, deep), NULL,
     "check: analyse every article again and compare its document", 0, 0},
    {"sample", 0, SN_OPTION_INT, offsetof(sn_command, sample), "N",
     "check --deep: so many articles instead of all", 1, UINT32_MAX},
    {"seed", 0, SN_OPTION_INT, offsetof(sn_command, seed), "N", "check --sample: draw these again",
     1, INT64_MAX},
    {"replace", 0, SN_OPTION_FLAG, offsetof(sn_command, replace), NULL,
     "restore: over an index that holds something", 0, 0},
    {"while-stdin", 0, SN_OPTION_FLAG, offsetof(sn_command, while_stdin), NULL,
     "end, as by SIGTERM, when the other end of standard input (a pipe) is closed", 0, 0},
};

static const struct command_row {
    const char *name, *args, *help;
    sn_command_fn *run;
} commands[] = {
    {"add", "FILE...|-",
     "articles in, of files, directories, addresses in any of the formats below", sn_command_add},
    {"update", "[SOURCE...]", "the same of what changed since; without SOURCE of all remembered",
     sn_command_update},
    {"delete", "ID...|-", "take down: the id stays out until it is lifted", sn_command_delete},
    {"lift", "ID...|-", "let a taken-down id in again", sn_command_lift},
    {"withdraw", "ID...|-", "plain delete, undone by a newer version", sn_command_withdraw},
    {"takedowns", "", "the ledger of takedowns", sn_command_takedowns},
    {"catch-up", "", "bring the index along: what is stored, and what is due (embargoes, expiries)",
     sn_command_catch_up},
    {"rebuild", "", "a new generation from the archive; readers go on meanwhile",
     sn_command_rebuild},
    {"rollback", "[N]", "back to the generation before (or N), with all accepted since",
     sn_command_rollback},
    {"backup", "DEST", "all that cannot be made again, of one moment, into a new directory",
     sn_command_backup},
    {"restore", "BACKUP", "an index of a backup; takedowns of both hold", sn_command_restore},
    {"vacuum", "", "give back what archive and index do not need: a new generation, compacted",
     sn_command_vacuum},
    {"status", "", "what the index holds", sn_command_status},
    {"check", "", "check archive and index, and that they agree", sn_command_check},
    {"settings", "VERB KIND …", "pins, sets of synonyms, judgements (settings alone says more)",
     sn_command_settings},
    {"why", "ID", "where an article is, and why it is or is not shown", sn_command_why},
};

static void print_help(void)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_buf_add_format(&out, "usage: sarnakh-index --index DIR COMMAND [ARGUMENTS]\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        sn_buf_add_format(&out, "  %-10s %-11s %s\n", commands[i].name, commands[i].args,
                          commands[i].help);
    sn_buf_add_format(&out, "\n");
    sn_options_help(options, sizeof options / sizeof *options, &out);
    sn_buf_add_format(&out, "\nformats of add, also packed by gzip or zstd:\n");
    sn_status s = sn_reader_formats(&out);
    (void)s; /* far below the buffer's room */
    sn_buf_add_format(&out, "\nexit statuses:\n");
    sn_exit_help(&out);
    fputs(sn_buf_text(&out), stdout);
}

static const struct command_row *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int usage(const char *sentence, const char *word)
{
    fprintf(stderr, "sarnakh-index: %s%s (sarnakh-index --help)\n", sentence, word);
    return SN_EXIT_USAGE;
}

/* A standard stream that is closed must not become a file of the index, into which messages are
 * then written: it is opened so that reading from it, or writing to it, fails. */
static void fill_closed_streams(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
            return;
}

/* A report that cannot be written is no success. */
static int check_output(int status)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return status;
    fprintf(stderr, "sarnakh-index: cannot write the output\n");
    return SN_EXIT_FAILED;
}

/* Whoever started this run holds the other end, and closes it however it ends itself. */
static void *await_hangup(void *unused)
{
    struct pollfd input = {.fd = STDIN_FILENO};
    (void)unused;
    while ((input.revents & (POLLHUP | POLLERR | POLLNVAL)) == 0)
        poll(&input, 1, -1);
    kill(getpid(), SIGTERM);
    return NULL;
}

static sn_status begin_watch(const sn_command *c, sn_error *err)
{
    pthread_t watch;
    for (int i = 0; i < c->n_args; i++)
        if (strcmp(c->args[i], "-") == 0)
            return sn_fail(err, SN_EINVAL, "--while-stdin: the command reads it");
    if (pthread_create(&watch, NULL, await_hangup, NULL) != 0)
        return sn_fail(err, SN_ENOMEM, "no thread to watch standard input");
    pthread_detach(watch);
    return SN_OK;
}

static int run_command(const struct command_row *command, sn_command *c)
{
    int status = sn_run_begin(c->run, c, command->name);
    if (status == SN_EXIT_OK)
        status = command->run(c);
    return sn_run_end(c->run, c, check_output(status));
}

int main(int argc, char **argv)
{
    fill_closed_streams();
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        print_help();
        return check_output(SN_EXIT_OK);
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("sarnakh-index " SN_VERSION);
        return check_output(SN_EXIT_OK);
    }
    /* A file size limit must come back as an error of write(2), like a full disk. */
    signal(SIGXFSZ, SIG_IGN);
    sn_run run;
    sn_command c = {.run = &run, .wait_ms = 60};
    sn_error err = {0};
    int n_args = 0;
    if (sn_options_parse(options, sizeof options / sizeof *options, argc, argv, &c, &n_args,
                         &err) != SN_OK)
        return usage(err.msg, "");
    c.wait_ms *= 1000;
    if (n_args == 0)
        return usage("which command?", "");
    const struct command_row *command = find_command(argv[1]);
    if (command == NULL)
        return usage("no such command: ", argv[1]);
    if (c.index == NULL && !(c.dry_run && command->run == sn_command_add))
        return usage("--index DIR is wanted", "");
    c.args = argv + 2;
    c.n_args = n_args - 1;
    if (c.while_stdin && begin_watch(&c, &err) != SN_OK)
        return usage(err.msg, "");
    return run_command(command, &c);
}
