/* indexer/command - what the commands of sarnakh-index share: options, report, progress. */
#ifndef SN_INDEXER_COMMAND_H
#define SN_INDEXER_COMMAND_H

#include "base/json_writer.h"
#include "indexer/apply/writer.h"

/* Exit statuses, for cron. */
enum {
    SN_EXIT_OK = 0,      /* everything asked for is done and shown */
    SN_EXIT_FAILED = 1,  /* nothing done, and why */
    SN_EXIT_USAGE = 2,   /* the command line is wrong */
    SN_EXIT_REFUSED = 3, /* some input lines refused, each named; the rest is taken */
    SN_EXIT_PENDING = 75 /* stored, but the index did not catch up within --wait */
};

typedef struct sn_command {
    const char *index;     /* --index */
    bool json;             /* --json: one report line on standard output */
    bool quiet;            /* --quiet: no progress */
    int64_t wait_ms;       /* --wait, given in seconds */
    const char *who, *why; /* --who, --why: for takedowns and settings */
    const char *format;    /* --format: add, NULL by content */
    const char *map;       /* --map: add, a file of names */
    bool dry_run, print;   /* --dry-run, --print: add */
    bool regroup;          /* --regroup: rebuild */
    char **args;           /* behind the command's name */
    int n_args;
} sn_command;

typedef int sn_command_fn(const sn_command *c);

int sn_command_add(const sn_command *c);
int sn_command_delete(const sn_command *c);
int sn_command_withdraw(const sn_command *c);
int sn_command_lift(const sn_command *c);
int sn_command_rebuild(const sn_command *c);
int sn_command_status(const sn_command *c);
int sn_command_check(const sn_command *c);
int sn_command_why(const sn_command *c);
int sn_command_takedowns(const sn_command *c);
int sn_command_settings(const sn_command *c);

/* Open the index, saying on standard error why it cannot be. NULL on failure. */
sn_writer *sn_command_open(const sn_command *c, bool create);

/* "sarnakh-index: what: reason" on standard error; returns SN_EXIT_FAILED. */
int sn_command_failed(const char *what, sn_status status, const sn_error *err);

/* A line of progress on a terminal: "indexing 12,000 of 62,716, 1,900 a second, 27 s left". */
typedef struct sn_progress {
    const char *verb; /* "reading", "indexing" */
    bool shown;       /* on a terminal and not quiet */
    int64_t started_us, last_us;
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
    uint64_t change; /* the last one made */
    sn_buf refusals; /* JSON objects with commas between, for the report; cut at its max */
} sn_tally;

/* Name a refused line on standard error and in the report. */
void sn_tally_refuse(sn_tally *t, const char *file, uint64_t line, const char *id, sn_status status,
                     const sn_error *err);

/* Bring the index along and report. Returns the exit status. */
int sn_command_finish(const sn_command *c, sn_writer *w, const char *name, sn_tally *t,
                      int64_t started_us);

#endif
