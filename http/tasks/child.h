/* http/tasks/child - another program, started by the service and ended with it.
 *
 * No shell stands between, and what it is called with is fixed by the caller. It gets three descriptors and no other:
 * a pipe as standard input, whose other end is closed when the service ends, however that comes about; nothing as
 * standard output; and a pipe that the service reads as standard error. No signal is blocked or ignored in it, and it
 * is a process group of its own, so that what ends the service from a terminal is passed on by the service alone. */
#ifndef SN_HTTP_TASKS_CHILD_H
#define SN_HTTP_TASKS_CHILD_H

#include "base/bytes.h"

#include <sys/types.h>

typedef struct sn_child {
    pid_t process;
    int input;    /* the service's end of its standard input */
    int messages; /* of its standard error */
} sn_child;

/* arguments: of which the first is the path of the program, and NULL behind the last. low: everybody else comes
 * before it. SN_ENOTFOUND: there is no such program, or it may not be run; SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_child_start(const char *const *arguments, bool low, sn_child *out,
                                     sn_error *err);

/* What it says, until it says no more; only the end of it is kept, from the beginning of a line: at most out->max bytes. */
void sn_child_listen(const sn_child *child, sn_buf *out);
/* Wait until it has ended; it is still there to be told, and its number is its own, until sn_child_bury(). */
void sn_child_await(const sn_child *child);
/* How it ended: its exit status, or minus the number of the signal that ended it. */
int sn_child_bury(sn_child *child);

/* Ask it to end; by force if it does not listen. Not after sn_child_bury(). */
void sn_child_end(const sn_child *child, bool by_force);

#endif
