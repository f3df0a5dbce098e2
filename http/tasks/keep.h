/* http/tasks/keep - tasks on the disk, so that they are known after the service has ended, however it did.
 *
 *   INDEX/tasks/7.json     the task, as of task.h: written when it begins, and again when it is over
 *   INDEX/tasks/7.report   what the program writes at its end; goes into 7.json
 *
 * Private to http/tasks/. */
#ifndef SN_HTTP_TASKS_KEEP_H
#define SN_HTTP_TASKS_KEEP_H

#include "base/file.h"
#include "http/tasks/task.h"

/* Where the program is to write its report. SN_ELIMIT: the path is too long. */
SN_MUST_USE sn_status sn_task_report_path(const char *dir, int64_t id, char path[SN_PATH_SIZE],
                                          sn_error *err);

/* Write the task down. SN_ENOSPACE, SN_EIO, SN_ENOTFOUND (no such directory), SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_task_keep(const char *dir, const sn_task *task, sn_error *err);
/* Remove what is kept of a task, and the report of its program, if that wrote one. */
void sn_task_forget(const char *dir, int64_t id);

/* What the program has written: into task->run, and the file goes. */
void sn_task_take_report(const char *dir, sn_task *task);
/* Of a task that ran when the service was killed: it may have come to its end nevertheless, and its report says so. */
void sn_task_settle(const char *dir, sn_task *task);

/* All that are kept, by their numbers, *n of them, for free() each, and the list; *last is the greatest number of any file,
 * also of one that does not read back. No such directory is none. SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_tasks_load(const char *dir, sn_task ***list, size_t *n, int64_t *last,
                                    sn_error *err);
void sn_tasks_free(sn_task **list, size_t n);

#endif
