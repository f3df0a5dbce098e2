/* Tasks begun, asked for and ended by many at once; what is left is none that runs, and no child. */
#include "http/tasks/tasks.h"

#include "http/tasks/keep.h"
#include "tests/unit/base/testing.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLIENTS 4
#define ROUNDS  12

typedef struct crowd {
    sn_tasks *tasks;
    int seed;
    const char *wrong; /* what was; NULL: nothing */
} crowd;

static const char *stand_in(const place *p, const char *script)
{
    place_put(p, "stand-in", sn_str_of(script));
    assert_int_equal(chmod(place_path(p, "stand-in"), 0755), 0);
    return place_path(p, "stand-in");
}

static sn_tasks *open_tasks(const place *p, const char *script, const sn_log *log)
{
    char program[SN_PATH_SIZE], index[SN_PATH_SIZE];
    sn_tasks *tasks = NULL;
    sn_error err = {0};
    snprintf(program, sizeof program, "%s", stand_in(p, script));
    snprintf(index, sizeof index, "%s", place_path(p, ""));
    sn_tasks_opts opts = {.index = index, .program = program, .log = log};
    assert_ok(sn_tasks_open(&opts, &tasks, &err), &err);
    return tasks;
}

static void count(void *ctx, const sn_task *task, int64_t process)
{
    size_t *n = ctx;
    if (task->state == SN_TASK_RUNNING && process != 0)
        ++*n;
}

static const char *ask(const crowd *c)
{
    for (int i = 0; i < ROUNDS; i++) {
        sn_task_order order = {.kind = (sn_task_kind)((c->seed + i) % SN_TASK_KINDS),
                               .who = "",
                               .backup_dir = "/nowhere"};
        sn_error err = {0};
        int64_t id = 0;
        size_t running = 0;
        sn_status s = sn_tasks_start(c->tasks, &order, &id, &err);
        if (s != SN_OK && s != SN_ELOCKED)
            return "not begun";
        sn_tasks_each(c->tasks, count, &running);
        if (running > SN_TASK_LANES || !sn_tasks_get(c->tasks, id, count, &running))
            return "more than there may be, or not known";
        s = (i + c->seed) % 2 == 0 ? sn_tasks_cancel(c->tasks, id) : SN_OK;
        if (s != SN_OK && s != SN_DONE)
            return "not to be ended";
    }
    return NULL;
}

static void *ask_in_thread(void *context)
{
    crowd *c = context;
    c->wrong = ask(c);
    return NULL;
}

static void assert_none_is_left(const place *p)
{
    sn_task **list = NULL;
    size_t n = 0;
    int64_t last = 0;
    sn_error err = {0};
    assert_ok(sn_tasks_load(place_path(p, "tasks"), &list, &n, &last, &err), &err);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        assert_int_not_equal(list[i]->state, SN_TASK_RUNNING);
    sn_tasks_free(list, n);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void a_crowd_leaves_nothing_running(void **state)
{
    static const char *const scripts[] = {"#!/bin/sh\nexit 0\n", "#!/bin/sh\nexec cat\n"};
    const place *p = *state;
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    sn_log log = {.fd = null, .level = SN_LOG_ERROR};
    for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++) {
        pthread_t threads[CLIENTS];
        crowd clients[CLIENTS];
        sn_tasks *tasks = open_tasks(p, scripts[k], &log);
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = (crowd){tasks, i, NULL};
            assert_int_equal(pthread_create(&threads[i], NULL, ask_in_thread, &clients[i]), 0);
        }
        for (int i = 0; i < CLIENTS; i++) {
            assert_int_equal(pthread_join(threads[i], NULL), 0);
            if (clients[i].wrong != NULL)
                fail_msg("%s", clients[i].wrong);
        }
        sn_tasks_close(tasks);
        assert_none_is_left(p);
    }
    close(null);
}

static void none_is_begun_once_they_are_to_end(void **state)
{
    const place *p = *state;
    sn_log log = {.fd = -1, .level = SN_LOG_ERROR};
    sn_task_order order = {.kind = SN_TASK_REINDEX, .who = ""};
    sn_error err = {0};
    int64_t id = 0;
    sn_tasks *tasks = open_tasks(p, "#!/bin/sh\nexec cat\n", &log);
    assert_ok(sn_tasks_start(tasks, &order, &id, &err), &err);
    sn_tasks_end(tasks);
    assert_int_equal(sn_tasks_start(tasks, &order, &id, &err), SN_DONE);
    sn_tasks_close(tasks);
    assert_none_is_left(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_crowd_leaves_nothing_running),
        PLACED(none_is_begun_once_they_are_to_end),
    };
    return cmocka_run_group_tests_name("http/tasks/tasks", tests, NULL, NULL);
}
