/* What is to happen, and when. */
#include "torture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef enum action { NOTHING, KILL, LOSE, TEAR, FAIL, SHORT, FULL } action;

static const struct {
    const char *name;
    action action;
    int code;
} actions[] = {
    {"kill", KILL, 0},      {"lose", LOSE, 0},        {"tear", TEAR, 0},
    {"EIO", FAIL, EIO},     {"ENOSPC", FAIL, ENOSPC}, {"EDQUOT", FAIL, EDQUOT},
    {"EINTR", FAIL, EINTR}, {"short", SHORT, 0},      {"full", FULL, ENOSPC},
};

static struct plan {
    char dir[4096];
    size_t dir_len;
    action action;
    int code; /* errno of a call that fails */
    long at;
    atomic_long calls;
    unsigned long seed;
    bool reads;
    atomic_bool ending; /* who does anything more waits for the end */
    const char *stash, *count_file, *full_while;
} plan;

static _Thread_local bool at_work; /* our own calls do not count */

static long number_of(const char *name)
{
    const char *text = getenv(name);
    return text != NULL ? strtol(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *dir = getenv("SN_TORTURE_DIR"), *what = getenv("SN_TORTURE_DO");
    if (dir == NULL || dir[0] != '/' || strlen(dir) >= sizeof plan.dir)
        return;
    strcpy(plan.dir, dir);
    plan.dir_len = strlen(dir);
    plan.at = number_of("SN_TORTURE_AT");
    plan.seed = (unsigned long)number_of("SN_TORTURE_SEED");
    plan.reads = getenv("SN_TORTURE_READS") != NULL;
    plan.stash = getenv("SN_TORTURE_STASH");
    plan.count_file = getenv("SN_TORTURE_COUNT");
    plan.full_while = getenv("SN_TORTURE_SWITCH");
    for (size_t i = 0; what != NULL && i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(what, actions[i].name) == 0) {
            plan.action = actions[i].action;
            plan.code = actions[i].code;
        }
    }
}

static void wait_for_the_end(void)
{
    while (plan.ending)
        pause();
}

bool torture_is_path(const char *path)
{
    if (!at_work)
        wait_for_the_end();
    return plan.dir_len > 0 && !at_work && strncmp(path, plan.dir, plan.dir_len) == 0;
}

bool torture_is_fd(int fd)
{
    char link[64], path[4096];
    if (plan.dir_len == 0 || at_work || fd < 0)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int before = errno;
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = before;
    if (n < 0)
        return false;
    path[n] = '\0';
    return torture_is_path(path);
}

bool torture_remembers(void)
{
    return plan.action == LOSE || plan.action == TEAR;
}

/* Calls of other threads that have begun are given the time to end: the files are put back behind them. */
static void end_process(void)
{
    const struct timespec a_while = {.tv_nsec = 2000000};
    at_work = true;
    plan.ending = true;
    (void)nanosleep(&a_while, NULL);
    if (torture_remembers())
        undo_all(plan.action == TEAR, plan.seed, plan.stash);
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;)
        pause();
}

static bool is_full(long n)
{
    if (plan.full_while != NULL)
        return access(plan.full_while, F_OK) == 0;
    return plan.at != 0 && n >= plan.at;
}

static bool is_about_room(int code)
{
    return code == ENOSPC || code == EDQUOT;
}

torture_fate torture_count(torture_kind kind)
{
    if (at_work || (kind == TORTURE_READ && !plan.reads))
        return TORTURE_GO;
    int before = errno;
    long n = ++plan.calls;
    if (plan.action == FULL && kind == TORTURE_WRITE && is_full(n)) {
        errno = plan.code;
        return TORTURE_FAIL;
    }
    errno = before;
    if (n != plan.at)
        return TORTURE_GO;
    switch (plan.action) {
    case KILL:
    case LOSE:
    case TEAR:
        end_process();
        break;
    case FAIL:
        if (kind != TORTURE_WRITE && kind != TORTURE_SYNC && is_about_room(plan.code))
            return TORTURE_GO;
        errno = plan.code;
        return TORTURE_FAIL;
    case SHORT:
        return TORTURE_SHORT;
    default:
        break;
    }
    return TORTURE_GO;
}

/* The end counts as a call when what was not synced is lost: what has been acknowledged by then must
 * have been synced. */
__attribute__((destructor)) static void end(void)
{
    if (plan.dir_len == 0)
        return;
    if (torture_remembers())
        (void)torture_count(TORTURE_CHANGE);
    if (plan.count_file == NULL)
        return;
    char line[32];
    int n = snprintf(line, sizeof line, "%ld\n", (long)plan.calls);
    at_work = true;
    int fd = open(plan.count_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0 || write(fd, line, (size_t)n) != n)
        abort();
    close(fd);
}
