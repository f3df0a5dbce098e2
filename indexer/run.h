/* indexer/run - one run of a command as cron wants it: not beside another of its kind, told in a file,
 * remembered, and looked at with suspicion when nothing new comes any more.
 *
 *   main: sn_run_begin -> the command -> sn_run_end -> exit status
 *
 * Batches (indexer/apply/runs.h) hold INDEX/run-COMMAND.lock while they run, unless
 * another run of theirs has it and nobody asked for more, and are remembered in the archive. */
#ifndef SN_INDEXER_RUN_H
#define SN_INDEXER_RUN_H

#include "indexer/command.h"
#include "layout/lock.h"

struct sn_run {
    const char *command; /* its name */
    int64_t began_sec, began_us;
    sn_lock *lock;           /* or NULL */
    sn_buf report;           /* what the command said of itself; empty: nothing */
    sn_buf errors, warnings; /* JSON strings with commas between; cut at their max */
};

/* Check the options and take the lock, waiting for it if asked. Returns SN_EXIT_OK to go on, or the
 * exit status to end with (by sn_run_end, too) after a sentence on standard error. */
int sn_run_begin(sn_run *run, const sn_command *c, const char *command);

/* Remember the run, warn of old age, write the file of --report, let go of the lock. Returns the
 * exit status: that of the command, or SN_EXIT_FAILED where it was good and the report cannot be written. */
int sn_run_end(sn_run *run, const sn_command *c, int status);

/* One more sentence for the report. */
void sn_run_note(sn_buf *list, const char *sentence);
/* A warning: on standard error and in the report. */
void sn_run_warn(sn_run *run, const char *sentence);

/* "refused" for SN_EXIT_REFUSED. */
const char *sn_exit_name(int status);
/* The table of exit statuses as --help prints it, appended. */
void sn_exit_help(sn_buf *out);

#endif
