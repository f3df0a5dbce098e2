/* indexer/apply/runs - which batches of sarnakh-index are at work on an index directory, and how far they are.
 *
 *   INDEX/run-rebuild.lock       held by the run, for as long as it lasts; who it is stands in it (layout/lock.h)
 *   INDEX/run-rebuild.progress   how far it is: one line, replaced each second, removed at its end
 *
 * What a killed run has left says nothing: nobody holds its lock, and the next run removes it. */
#ifndef SN_INDEXER_RUNS_H
#define SN_INDEXER_RUNS_H

#include "base/bytes.h"

#define SN_RUN_VERB_SIZE 32

typedef struct sn_run_progress {
    char verb[SN_RUN_VERB_SIZE]; /* "rebuilding": lower-case letters and blanks */
    uint64_t done, total;        /* articles, changes or pages; total 0: not known */
    uint64_t per_second;         /* since it began; 0: not known yet */
} sn_run_progress;

/* Seconds until it has done all, by its rate; -1: not known. */
int64_t sn_run_progress_left_sec(const sn_run_progress *p);

/* The line of the file, without its end, appended; and read again (white space around it is fine). False: it is none. */
void sn_run_progress_format(const sn_run_progress *p, sn_buf *out);
bool sn_run_progress_parse(sn_str line, sn_run_progress *out);

/* Of the run of a command ("rebuild") that holds its lock. It does not last through a crash of the machine, and need
 * not: what cannot be written is not known. */
void sn_run_progress_write(const char *dir, const char *command, const sn_run_progress *p);
void sn_run_progress_remove(const char *dir, const char *command);
/* False: it is not known. */
bool sn_run_progress_read(const char *dir, const char *command, sn_run_progress *out);

#define SN_RUNS 5
/* The commands that are batches: what cron runs. By name. */
extern const char *const sn_run_commands[SN_RUNS];

typedef struct sn_run_seen {
    const char *command;
    char by[160];    /* "sarnakh-index, process 4711, since 2026-11-22T03:00:00Z" */
    int64_t process; /* its number as it says; 0: it does not */
    bool has_progress;
    sn_run_progress progress;
} sn_run_seen;

/* Those at work now, *n of them, in the order of their names. Of commands that may run side by side (add) the
 * first. SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_runs_read(const char *dir, sn_run_seen out[SN_RUNS], size_t *n,
                                   sn_error *err);

#endif
