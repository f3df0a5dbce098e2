/* failing - every call of a scenario that can fail does so in its turn.
 *
 *     static sn_status read_it(void *ctx, sn_error *err) { ... }
 *     each_call_fails(read_it, p);
 *
 * The scenario runs once undisturbed; then for each n its n-th call fails, and behind each of these it runs
 * undisturbed again: nothing that a failure leaves may be in its way. Executables are linked with failing_dep, which puts itself
 * before the calls that the project's own code makes (the linker's --wrap): memory, files, SQLite. What libraries
 * call themselves goes past it, but for cJSON, which is told to ask here. */
#ifndef SN_TESTS_UNIT_FAILING_H
#define SN_TESTS_UNIT_FAILING_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* What can fail; a sum of them. */
typedef enum failing_kind {
    FAILING_MEMORY = 1, /* malloc, calloc, realloc; cJSON's */
    FAILING_FILES = 2,  /* open, read, write, fsync, rename …: EIO */
    FAILING_ROOM = 4,   /* those of them that need room: ENOSPC */
    FAILING_SQL = 8,    /* what SQLite is asked: SQLITE_IOERR */
    FAILING_INDEX = 16, /* what of xapian-c/ has an sn_error: the status set below */
} failing_kind;

/* Fails the test unless a scenario is SN_OK undisturbed; and, with a call failing, either SN_OK all the same (it can do
 * without) or one of the statuses of failures from below: memory, files, room, damage; a lock where SQLite may
 * wait. Of more than FAILING_MOST calls half as many are drawn (SN_SEED). Returns how many calls there are. */
enum { FAILING_MOST = 100 };
typedef sn_status failing_fn(void *ctx, sn_error *err);
size_t each_call_fails_of(unsigned kinds, failing_fn *scenario, void *ctx);
/* Memory, files, room and SQLite, each alone. */
size_t each_call_fails(failing_fn *scenario, void *ctx);

/* The status with which calls of FAILING_INDEX fail: SN_EIO at first. */
void failing_index_status(sn_status status);

/* Is it this call's turn? For the functions that stand before others (failing.c, failing_index.c). */
bool failing_now(failing_kind kind);
sn_status failing_index(sn_error *err);

#endif
