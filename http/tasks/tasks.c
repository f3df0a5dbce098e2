#include "http/tasks/tasks.h"

#include "base/clock.h"
#include "base/limits.h"
#include "http/tasks/child.h"
#include "http/tasks/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define FOLDER  "tasks"
#define PROGRAM "sarnakh-index"
/* How long the program may wait for the lock of the index: a long batch of another process. */
#define WAIT_SEC "600"
/* The program ends at once when it is told to; after so long by force. */
#define PATIENCE_SEC 10
#define TEXT_BYTES   32768

typedef struct lane {
    sn_tasks *tasks;
    sn_task *task; /* at work; NULL: none. In the list, too */
    sn_child child;
    bool is_cancelled, is_ended; /* by a client; with the service */
    bool has_thread;             /* to be joined */
    pthread_t thread;
} lane;

struct sn_tasks {
    char *index;
    char dir[SN_PATH_SIZE], program[SN_PATH_SIZE];
    const sn_log *log;
    bool only_shows;
    pthread_mutex_t lock; /* of all that follows */
    int owned;            /* the directory, locked by this service; -1: not */
    bool is_ending;
    sn_task **list; /* by number */
    size_t n;
    int64_t last; /* number given */
    lane lanes[SN_TASK_LANES];
};

/* ---- what is kept ---- */

static void forget_list(sn_tasks *t)
{
    sn_tasks_free(t->list, t->n);
    t->list = NULL;
    t->n = 0;
}

/* Be the one who looks after them, if nobody else is. */
static void claim(sn_tasks *t)
{
    int fd = t->owned < 0 && !t->only_shows ? open(t->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        t->owned = fd;
    else if (fd >= 0)
        close(fd);
}

static void settle_all(sn_tasks *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->list[i]->state != SN_TASK_RUNNING)
            continue;
        sn_task_settle(t->dir, t->list[i]);
        sn_error err = {0};
        if (sn_task_keep(t->dir, t->list[i], &err) != SN_OK)
            sn_log_line(t->log, SN_LOG_ERROR, "task_not_kept", "id=%" PRId64 " reason=\"%s\"",
                        t->list[i]->id, err.msg);
    }
}

/* Read once by whoever looks after them, each time by others. */
static sn_status refresh(sn_tasks *t, sn_error *err)
{
    if (t->owned >= 0)
        return SN_OK;
    claim(t);
    forget_list(t);
    sn_status s = sn_tasks_load(t->dir, &t->list, &t->n, &t->last, err);
    if (s == SN_OK && t->owned >= 0)
        settle_all(t);
    return s;
}

static void prune(sn_tasks *t)
{
    while (t->n > SN_LIMIT_TASKS_KEPT) {
        size_t i = 0;
        while (i < t->n && t->list[i]->state == SN_TASK_RUNNING)
            i++;
        if (i == t->n)
            return;
        sn_task_forget(t->dir, t->list[i]->id);
        sn_task_done(t->list[i]);
        free(t->list[i]);
        memmove(t->list + i, t->list + i + 1, (--t->n - i) * sizeof(sn_task *));
    }
}

static sn_task *find(const sn_tasks *t, int64_t id)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->list[i]->id == id)
            return t->list[i];
    return NULL;
}

static lane *lane_of(sn_tasks *t, const sn_task *task)
{
    lane *l = &t->lanes[sn_task_lane_of(task->kind)];
    return l->task == task ? l : NULL;
}

/* ---- open, close ---- */

static sn_status find_program(sn_tasks *t, const char *given, sn_error *err)
{
    char own[SN_PATH_SIZE];
    if (given != NULL)
        return (size_t)snprintf(t->program, sizeof t->program, "%s", given) < sizeof t->program
                   ? SN_OK
                   : sn_fail(err, SN_ELIMIT, "path too long: %.80s", given);
    ssize_t len = readlink("/proc/self/exe", own, sizeof own - 1);
    if (len < 0)
        return sn_fail_errno(err, "cannot tell where this program is");
    own[len] = '\0';
    char *slash = strrchr(own, '/');
    if (slash != NULL)
        *slash = '\0';
    return sn_path_join(own, PROGRAM, t->program, sizeof t->program, err);
}

sn_status sn_tasks_open(const sn_tasks_opts *opts, sn_tasks **out, sn_error *err)
{
    sn_tasks *t = calloc(1, sizeof *t);
    if (t == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    *t = (sn_tasks){.log = opts->log, .only_shows = opts->only_shows, .owned = -1};
    pthread_mutex_init(&t->lock, NULL);
    t->index = sn_str_dup(sn_str_of(opts->index));
    sn_status s = t->index != NULL ? SN_OK : sn_fail(err, SN_ENOMEM, "no memory");
    if (s == SN_OK)
        s = sn_path_join(t->index, FOLDER, t->dir, sizeof t->dir, err);
    if (s == SN_OK)
        s = find_program(t, opts->program, err);
    if (s != SN_OK) {
        sn_tasks_close(t);
        return s;
    }
    if (refresh(t, err) != SN_OK) /* no reason not to search */
        sn_log_line(t->log, SN_LOG_ERROR, "tasks_not_read", "reason=\"%s\"", err->msg);
    *out = t;
    return SN_OK;
}

static void end_all(sn_tasks *t, bool by_force)
{
    pthread_mutex_lock(&t->lock);
    t->is_ending = true;
    for (size_t i = 0; i < SN_TASK_LANES; i++)
        if (t->lanes[i].task != NULL) {
            t->lanes[i].is_ended = true;
            sn_child_end(&t->lanes[i].child, by_force);
        }
    pthread_mutex_unlock(&t->lock);
}

void sn_tasks_end(sn_tasks *t)
{
    if (t != NULL)
        end_all(t, false);
}

void sn_tasks_close(sn_tasks *t)
{
    if (t == NULL)
        return;
    end_all(t, false);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_SEC;
    for (size_t i = 0; i < SN_TASK_LANES; i++) {
        lane *l = &t->lanes[i];
        if (l->has_thread && pthread_timedjoin_np(l->thread, NULL, &until) != 0) {
            end_all(t, true);
            pthread_join(l->thread, NULL);
        }
    }
    if (t->owned >= 0)
        close(t->owned);
    forget_list(t);
    pthread_mutex_destroy(&t->lock);
    free(t->index);
    free(t);
}

/* ---- a child ---- */

static sn_task_state state_of(const lane *l, int exit_status)
{
    if (exit_status == 0)
        return SN_TASK_DONE;
    if (l->is_cancelled)
        return SN_TASK_CANCELLED;
    return l->is_ended ? SN_TASK_INTERRUPTED : SN_TASK_FAILED;
}

/* Whoever sees it as over sees how it ended. */
static void finish(lane *l, sn_str said)
{
    sn_tasks *t = l->tasks;
    sn_task *task = l->task;
    sn_error err = {0};
    task->exit_status = sn_child_bury(&l->child);
    task->has_exit = true;
    task->state = state_of(l, task->exit_status);
    task->finished_sec = sn_clock_now_sec();
    task->messages = said.len > 0 ? sn_task_messages_of(said) : NULL;
    sn_task_take_report(t->dir, task);
    l->task = NULL;
    if (sn_task_keep(t->dir, task, &err) != SN_OK)
        sn_log_line(t->log, SN_LOG_ERROR, "task_not_kept", "id=%" PRId64 " reason=\"%s\"", task->id,
                    err.msg);
    sn_log_line(t->log, task->state == SN_TASK_FAILED ? SN_LOG_ERROR : SN_LOG_INFO, "task_ended",
                "id=%" PRId64 " kind=%s state=%s exit=%d", task->id, sn_task_kind_name(task->kind),
                sn_task_state_name(task->state), task->exit_status);
}

static void *look_after(void *context)
{
    lane *l = context;
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(SN_LIMIT_TASK_MESSAGES_BYTES);
    sn_child_listen(&l->child, &said);
    sn_child_await(&l->child);
    pthread_mutex_lock(&l->tasks->lock);
    finish(l, sn_buf_str(&said));
    pthread_mutex_unlock(&l->tasks->lock);
    return NULL;
}

static void abandon(lane *l)
{
    sn_child_end(&l->child, true);
    sn_child_await(&l->child);
    (void)sn_child_bury(&l->child);
}

/* The command is behind what all commands are called with. */
static sn_status run(lane *l, const sn_task *task, const char *const *command, size_t n,
                     sn_error *err)
{
    sn_tasks *t = l->tasks;
    char report[SN_PATH_SIZE];
    sn_status s = sn_task_report_path(t->dir, task->id, report, err);
    if (s != SN_OK)
        return s;
    const char *arguments[SN_TASK_ARGUMENTS + 16] = {
        t->program, "--index", t->index, "--report", report, "--wait", WAIT_SEC, "--while-stdin"};
    memcpy(arguments + 8, command, n * sizeof *command);
    s = sn_child_start(arguments, sn_task_is_low(task->kind), &l->child, err);
    if (s != SN_OK)
        return s;
    l->is_cancelled = l->is_ended = false;
    if (pthread_create(&l->thread, NULL, look_after, l) != 0) {
        abandon(l);
        return sn_fail(err, SN_ENOMEM, "no thread");
    }
    l->has_thread = true;
    return SN_OK;
}

/* ---- begin ---- */

/* The words of the command with blanks between, for people. */
static char *join(const char *const *words, size_t n)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(TEXT_BYTES);
    for (size_t i = 0; i < n; i++)
        sn_buf_add_format(&text, "%s%s", i > 0 ? " " : "", words[i]);
    return sn_buf_status(&text) == SN_OK ? sn_task_messages_of(sn_buf_str(&text)) : NULL;
}

static sn_task *make(sn_tasks *t, const sn_task_order *order, const char *const *command, size_t n,
                     int64_t now_sec)
{
    sn_task **grown = realloc(t->list, (t->n + 1) * sizeof *grown);
    if (grown == NULL)
        return NULL;
    t->list = grown;
    sn_task *task = calloc(1, sizeof *task);
    if (task == NULL)
        return NULL;
    *task = (sn_task){.id = t->last + 1,
                      .kind = order->kind,
                      .state = SN_TASK_RUNNING,
                      .started_sec = now_sec,
                      .command = join(command, n)};
    snprintf(task->who, sizeof task->who, "%s", order->who);
    return task;
}

static sn_status begin(sn_tasks *t, lane *l, const sn_task_order *order, int64_t *id, sn_error *err)
{
    const char *command[SN_TASK_ARGUMENTS];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(TEXT_BYTES);
    int64_t now_sec = sn_clock_now_sec();
    size_t n = sn_task_arguments(order, now_sec, &text, command);
    sn_task *task = n > 0 ? make(t, order, command, n, now_sec) : NULL;
    if (task == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    sn_status s = sn_task_keep(t->dir, task, err);
    if (s == SN_OK) {
        l->task = task;
        s = run(l, task, command, n, err);
    }
    if (s != SN_OK) {
        l->task = NULL;
        sn_task_forget(t->dir, task->id);
        sn_task_done(task);
        free(task);
        return s;
    }
    t->list[t->n++] = task;
    t->last = *id = task->id;
    prune(t);
    sn_log_line(t->log, SN_LOG_INFO, "task_started", "id=%" PRId64 " kind=%s who=%s", task->id,
                sn_task_kind_name(task->kind), task->who[0] != '\0' ? task->who : "-");
    return SN_OK;
}

static sn_status start(sn_tasks *t, const sn_task_order *order, int64_t *id, sn_error *err)
{
    lane *l = &t->lanes[sn_task_lane_of(order->kind)];
    if (t->is_ending || t->only_shows)
        return SN_DONE;
    sn_status s = sn_dir_make(t->dir, err);
    if (s == SN_OK)
        s = refresh(t, err);
    if (s != SN_OK)
        return s;
    *id = l->task != NULL ? l->task->id : 0;
    if (l->task != NULL)
        return sn_fail(err, SN_ELOCKED, "task %" PRId64 " is at work", *id);
    if (t->owned < 0)
        return sn_fail(err, SN_ELOCKED, "another service looks after the tasks of this index");
    if (l->has_thread) /* it has nothing left to do */
        pthread_join(l->thread, NULL);
    l->has_thread = false;
    l->tasks = t;
    return begin(t, l, order, id, err);
}

sn_status sn_tasks_start(sn_tasks *t, const sn_task_order *order, int64_t *id, sn_error *err)
{
    pthread_mutex_lock(&t->lock);
    sn_status s = start(t, order, id, err);
    pthread_mutex_unlock(&t->lock);
    return s;
}

/* ---- the others ---- */

bool sn_tasks_is_busy(sn_tasks *t, sn_task_lane which)
{
    pthread_mutex_lock(&t->lock);
    bool busy = t->lanes[which].task != NULL;
    pthread_mutex_unlock(&t->lock);
    return busy;
}

sn_status sn_tasks_cancel(sn_tasks *t, int64_t id)
{
    pthread_mutex_lock(&t->lock);
    sn_status s = refresh(t, NULL);
    const sn_task *task = s == SN_OK ? find(t, id) : NULL;
    lane *l = task != NULL ? lane_of(t, task) : NULL;
    if (l != NULL) {
        l->is_cancelled = true;
        sn_child_end(&l->child, false);
    }
    pthread_mutex_unlock(&t->lock);
    if (s != SN_OK)
        return s;
    return task == NULL ? SN_ENOTFOUND : l == NULL ? SN_DONE : SN_OK;
}

static void tell(sn_tasks *t, const sn_task *task, sn_task_fn *fn, void *ctx)
{
    const lane *l = lane_of(t, task);
    fn(ctx, task, l != NULL ? l->child.process : 0);
}

void sn_tasks_each(sn_tasks *t, sn_task_fn *fn, void *ctx)
{
    pthread_mutex_lock(&t->lock);
    if (refresh(t, NULL) == SN_OK)
        for (size_t i = t->n; i-- > 0;)
            tell(t, t->list[i], fn, ctx);
    pthread_mutex_unlock(&t->lock);
}

bool sn_tasks_get(sn_tasks *t, int64_t id, sn_task_fn *fn, void *ctx)
{
    pthread_mutex_lock(&t->lock);
    const sn_task *task = refresh(t, NULL) == SN_OK ? find(t, id) : NULL;
    if (task != NULL)
        tell(t, task, fn, ctx);
    pthread_mutex_unlock(&t->lock);
    return task != NULL;
}
