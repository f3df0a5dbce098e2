#include "http/tasks/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define NICER 10

typedef struct pipes {
    int input[2], messages[2];
} pipes;

static void close_pipes(const pipes *p)
{
    const int all[] = {p->input[0], p->input[1], p->messages[0], p->messages[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] >= 0)
            close(all[i]);
}

static sn_status open_pipes(pipes *p, sn_error *err)
{
    *p = (pipes){{-1, -1}, {-1, -1}};
    if (pipe2(p->input, O_CLOEXEC) == 0 && pipe2(p->messages, O_CLOEXEC) == 0)
        return SN_OK;
    sn_status s = sn_fail_errno(err, "no pipe to another program");
    close_pipes(p);
    return s;
}

/* Those of the service above the three are closed, even ones that were not opened to be. */
static int wire(posix_spawn_file_actions_t *actions, const pipes *p)
{
    int code = posix_spawn_file_actions_adddup2(actions, p->input[0], STDIN_FILENO);
    if (code == 0)
        code = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(actions, p->messages[1], STDERR_FILENO);
    if (code == 0)
        code = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
    return code;
}

static int set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int code = posix_spawnattr_setsigmask(attributes, &none);
    if (code == 0)
        code = posix_spawnattr_setsigdefault(attributes, &all);
    if (code == 0)
        code = posix_spawnattr_setpgroup(attributes, 0);
    if (code == 0)
        code = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                        POSIX_SPAWN_SETPGROUP);
    return code;
}

/* The number of an error, 0 for none. The arguments are not written to, whatever the interface says. */
static int spawn(const char *const *arguments, const pipes *p, pid_t *process)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    int code = posix_spawnattr_init(&attributes);
    if (code == 0) {
        code = wire(&actions, p);
        if (code == 0)
            code = set_signals(&attributes);
        if (code == 0)
            code = posix_spawn(process, arguments[0], &actions, &attributes,
                               (char *const *)(uintptr_t)arguments, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

sn_status sn_child_start(const char *const *arguments, bool low, sn_child *out, sn_error *err)
{
    pipes p;
    pid_t process = 0;
    sn_status s = open_pipes(&p, err);
    if (s != SN_OK)
        return s;
    errno = spawn(arguments, &p, &process);
    if (errno != 0) {
        bool is_none = errno == EACCES || errno == ENOENT || errno == ENOTDIR || errno == ENOEXEC;
        s = sn_fail_errno(err, "cannot start %s", arguments[0]);
        close_pipes(&p);
        return is_none ? SN_ENOTFOUND : s;
    }
    close(p.input[0]);
    close(p.messages[1]);
    if (low) /* where it may not be, the work is done all the same */
        (void)setpriority(PRIO_PROCESS, (id_t)process, getpriority(PRIO_PROCESS, 0) + NICER);
    *out = (sn_child){process, p.input[1], p.messages[0]};
    return SN_OK;
}

/* Without its first half, and what of a line is left in front then. */
static void forget_half(sn_buf *out)
{
    size_t cut = out->len / 2;
    const char *end = memchr(out->at + cut, '\n', out->len - cut);
    cut = end != NULL ? (size_t)(end - out->at) + 1 : cut;
    size_t rest = out->len - cut;
    memmove(out->at, out->at + cut, rest);
    sn_buf_cut(out, rest);
}

void sn_child_listen(const sn_child *child, sn_buf *out)
{
    char piece[512];
    size_t want = out->max / 2 < sizeof piece ? out->max / 2 : sizeof piece;
    ssize_t n;
    do {
        n = read(child->messages, piece, want);
        while (n > 0 && out->len > 0 && out->len + (size_t)n > out->max)
            forget_half(out);
        if (n > 0)
            sn_buf_add(out, piece, (size_t)n);
    } while (n > 0 || (n < 0 && errno == EINTR));
}

void sn_child_await(const sn_child *child)
{
    siginfo_t how;
    while (waitid(P_PID, (id_t)child->process, &how, WEXITED | WNOWAIT) != 0 && errno == EINTR)
        ;
}

int sn_child_bury(sn_child *child)
{
    int how = 0;
    pid_t process;
    do
        process = waitpid(child->process, &how, 0);
    while (process < 0 && errno == EINTR);
    close(child->input);
    close(child->messages);
    child->process = 0;
    if (process < 0)
        return -SIGKILL; /* somebody else has asked for it: nobody knows */
    return WIFSIGNALED(how) ? -WTERMSIG(how) : WEXITSTATUS(how);
}

void sn_child_end(const sn_child *child, bool by_force)
{
    if (child->process > 0)
        kill(-child->process, by_force ? SIGKILL : SIGTERM);
}
