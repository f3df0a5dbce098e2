/* http/tasks/tasks - what takes minutes to hours is done by another program, sarnakh-index, and looked after here.
 *
 *   a request --[start]--> sarnakh-index, a child of the service
 *                             |  ends: its exit status, its report, the last it said
 *                             v
 *                          INDEX/tasks/7.json --[each, get]--> answers
 *
 * The service builds nothing: a rebuild that runs out of memory, crashes or is slow is another process. Each child
 * has a thread that waits for it, so none is left behind as a zombie; it ends with the service, and what it had begun
 * is as after any kill. Of services on one index directory the first looks after its tasks, the others only show
 * them, and so does one that only reads. Safe from every thread. */
#ifndef SN_HTTP_TASKS_TASKS_H
#define SN_HTTP_TASKS_TASKS_H

#include "base/log.h"
#include "http/tasks/task.h"

typedef struct sn_tasks sn_tasks;

typedef struct sn_tasks_opts {
    const char *index;   /* the index directory */
    const char *program; /* sarnakh-index; NULL: in the directory of the service's own */
    const sn_log *log;   /* borrowed */
    bool only_shows;     /* those of other services: none is begun, nothing is written */
} sn_tasks_opts;

/* Tasks that ran when the service was killed are interrupted ones from now on. Tasks that cannot be read are
 * named in the log, and none can be begun then. SN_ELIMIT (the path is too long), SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_tasks_open(const sn_tasks_opts *opts, sn_tasks **out, sn_error *err);
/* Tell those at work to end, and begin no others; does not wait. NULL is fine. */
void sn_tasks_end(sn_tasks *t);
/* The same, and wait until they have. */
void sn_tasks_close(sn_tasks *t);

/* Begin one; *id is its number. SN_ELOCKED: one of its lane is at work, whose number *id is then (0: another service looks
 * after the tasks of this index); SN_ENOTFOUND: the program is not where it is looked for; SN_DONE: the
 * service ends, or only shows them; SN_ENOSPACE, SN_EIO: it cannot be written down, and is not begun; SN_ENOMEM. */
SN_MUST_USE sn_status sn_tasks_start(sn_tasks *t, const sn_task_order *order, int64_t *id,
                                     sn_error *err);

/* Is one of this lane at work? */
bool sn_tasks_is_busy(sn_tasks *t, sn_task_lane lane);

/* Tell one to end. SN_ENOTFOUND: it is not known; SN_DONE: it is over. */
SN_MUST_USE sn_status sn_tasks_cancel(sn_tasks *t, int64_t id);

/* What is told of a task; borrowed. process: of its program, 0: it does not run. */
typedef void sn_task_fn(void *ctx, const sn_task *task, int64_t process);
/* Those kept, the newest first. */
void sn_tasks_each(sn_tasks *t, sn_task_fn *fn, void *ctx);
/* One of them. False: it is not known. */
bool sn_tasks_get(sn_tasks *t, int64_t id, sn_task_fn *fn, void *ctx);

SN_DEFINE_CLEANUP_PTR(sn_tasks, sn_tasks_close)

#endif
