/* indexer/command - what the commands of sarnakh-index share: options, report, progress. */
#ifndef SN_INDEXER_COMMAND_H
#define SN_INDEXER_COMMAND_H

#include "base/json_writer.h"
#include "indexer/apply/writer.h"

#include <stdio.h>

/* Exit statuses, for cron: name in reports, and what --help says. docs/batches.md has the same
 * table; a test holds it to this one. */
#define SN_EXIT_LIST(X)                                                                            \
    X(SN_EXIT_OK, 0, "done", "everything asked for is done and shown")                             \
    X(SN_EXIT_FAILED, 1, "failed", "failed, and why; what was stored before stays")                \
    X(SN_EXIT_USAGE, 2, "usage", "the command line is wrong; nothing was done")                    \
    X(SN_EXIT_REFUSED, 3, "refused", "some input was refused, each named; the rest is taken")      \
    X(SN_EXIT_LEFT, 4, "left", "another run of this command is at work, and was left to it")       \
    X(SN_EXIT_AGED, 5, "aged", "status --check: the newest article or last good run is too old")   \
    X(SN_EXIT_PENDING, 75, "pending",                                                              \
      "stored, but not in the index within --wait: another process has it")

enum {
#define SN_EXIT_ENUM(code, number, name, sentence) code = (number),
    SN_EXIT_LIST(SN_EXIT_ENUM)
#undef SN_EXIT_ENUM
};

typedef struct sn_run sn_run; /* run.h */

typedef struct sn_command {
    const char *index;        /* --index */
    bool json;                /* --json: one report line on standard output */
    bool quiet;               /* --quiet: nothing unless something went wrong */
    int64_t wait_ms;          /* --wait, given in seconds */
    const char *who, *why;    /* --who, --why: for takedowns and settings */
    const char *format;       /* --format: add, NULL by content */
    const char *map;          /* --map: add, a file of names */
    bool dry_run, print;      /* --dry-run, --print: add */
    bool regroup;             /* --regroup: rebuild */
    int64_t jobs;             /* --jobs: threads of a build, 0 by its kind */
    int64_t shards;           /* --shards: rebuild, 0 as many as there are */
    const char *priority;     /* --priority: rebuild, "low" or "normal", NULL low */
    bool whatever_room;       /* --whatever-room: rebuild */
    bool deep;                /* --deep: check */
    int64_t sample, seed;     /* --sample, --seed: check --deep; 0: all, any */
    bool replace;             /* --replace: restore */
    bool list, forget, again; /* --list, --forget, --again: update */
    bool pages;               /* --pages: update */
    int64_t timeout_sec;      /* --timeout: add, update; 0: FETCH_SEC */
    const char *proxy;        /* --proxy: add, update */
    const char *report_file;  /* --report: or NULL */
    const char *overlap;      /* --overlap: "wait", "leave", NULL as is usual for the command */
    const char *article_age;  /* --newest-article-max-age, a duration, or NULL */
    const char *run_age;      /* --last-good-run-max-age, KIND=DURATION and so on, or NULL */
    bool check;               /* --check: status */
    bool while_stdin;         /* --while-stdin: whoever started it holds the other end */
    char **args;              /* behind the command's name */
    int n_args;
    sn_run *run; /* what is told of it at its end */
} sn_command;

typedef int sn_command_fn(const sn_command *c);

int sn_command_add(const sn_command *c);
int sn_command_update(const sn_command *c);
int sn_command_delete(const sn_command *c);
int sn_command_withdraw(const sn_command *c);
int sn_command_lift(const sn_command *c);
int sn_command_catch_up(const sn_command *c);
int sn_command_rebuild(const sn_command *c);
int sn_command_backup(const sn_command *c);
int sn_command_restore(const sn_command *c);
int sn_command_vacuum(const sn_command *c);
int sn_command_rollback(const sn_command *c);
int sn_command_status(const sn_command *c);
int sn_command_check(const sn_command *c);
int sn_command_why(const sn_command *c);
int sn_command_takedowns(const sn_command *c);
int sn_command_settings(const sn_command *c);

/* Open the index, saying on standard error why it cannot be. NULL on failure. */
sn_writer *sn_command_open(const sn_command *c, bool create);

/* "sarnakh-index: what: reason" on standard error and in the report; returns SN_EXIT_FAILED. */
int sn_command_failed(const sn_command *c, const char *what, sn_status status, const sn_error *err);

/* What the command did, a JSON object: printed on standard output with --json, kept for --report. */
void sn_command_report(const sn_command *c, sn_str json);
/* Is anybody to read it? */
bool sn_command_reports(const sn_command *c);

/* A text of outside on a stream, without what a terminal would obey. */
void sn_command_print(FILE *to, const char *text);

typedef struct sn_fetcher_opts sn_fetcher_opts;
/* How addresses are fetched, by the options given. */
void sn_command_fetcher_opts(const sn_command *c, sn_fetcher_opts *out);

/* A line of progress on a terminal: "indexing 12,000 of 62,716, 1,900 a second, 27 s left". A run that holds its lock
 * (run.h) tells it in a file, too (indexer/apply/runs.h). */
typedef struct sn_progress {
    const char *verb;       /* "reading", "indexing" */
    bool shown;             /* on a terminal and not quiet */
    const sn_command *told; /* in the file of its run; NULL: it has none */
    int64_t started_us, last_us, told_us;
    uint64_t first; /* number at the start */
    bool begun;
} sn_progress;

void sn_progress_start(sn_progress *p, const sn_command *c, const char *verb);
void sn_progress_show(sn_progress *p, uint64_t done, uint64_t total); /* total 0: not known */
void sn_progress_end(sn_progress *p);
/* For sn_apply_progress; ctx is the sn_progress. */
void sn_progress_apply(void *ctx, uint64_t done, uint64_t total);

/* What a command did. */
typedef struct sn_tally {
    uint64_t read, created, updated, unchanged, removed, refused;
    uint64_t passed_over; /* older than what is held, or taken down: of update */
    uint64_t failed;      /* sources that could not be read to their end: of update */
    uint64_t change;      /* the last one made */
    sn_buf refusals;      /* JSON objects with commas between, for the report; cut at its max */
    sn_buf sources;       /* the same of what update was given */
} sn_tally;

/* Name a refused line on standard error and in the report. */
void sn_tally_refuse(sn_tally *t, const char *file, uint64_t line, const char *id, sn_status status,
                     const sn_error *err);

/* The report of what was done: JSON for who asked for it, a line for people (with --quiet only if it
 * was not good). shown: the index has caught up. */
void sn_command_tell(const sn_command *c, const char *name, const sn_tally *t,
                     const sn_apply_report *report, bool shown, bool good, int64_t started_us);
/* Bring the index along and report. Returns the exit status. */
int sn_command_finish(const sn_command *c, sn_writer *w, const char *name, sn_tally *t,
                      int64_t started_us);

#endif
