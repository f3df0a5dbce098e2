#include "http/watch/event_log.h"

#include "base/limits.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

struct sn_event_log {
    char *path;
    int fd;           /* the same number as long as it lives */
    atomic_bool torn; /* the last line has no end */
};

/* Not blocking: a pipe that nobody reads must stop nobody. */
static int open_file(const char *path)
{
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0640);
}

sn_status sn_event_log_open(const char *path, sn_event_log **out, sn_error *err)
{
    if (path == NULL) {
        *out = NULL;
        return SN_OK;
    }
    sn_event_log *log = calloc(1, sizeof *log);
    char *kept = sn_str_dup(sn_str_of(path));
    if (log == NULL || kept == NULL) {
        free(log);
        free(kept);
        return sn_fail(err, SN_ENOMEM, "no memory");
    }
    log->path = kept;
    log->fd = open_file(path);
    if (log->fd < 0) {
        sn_status s = sn_fail_errno(err, "cannot open %s", path);
        sn_event_log_close(log);
        return s;
    }
    *out = log;
    return SN_OK;
}

void sn_event_log_close(sn_event_log *log)
{
    if (log == NULL)
        return;
    if (log->fd >= 0)
        close(log->fd);
    free(log->path);
    free(log);
}

/* In the place of the old one, in one step: others write meanwhile. */
sn_status sn_event_log_reopen(sn_event_log *log, sn_error *err)
{
    if (log == NULL)
        return SN_OK;
    int fd = open_file(log->path);
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", log->path);
    sn_status s = SN_OK;
    if (dup3(fd, log->fd, O_CLOEXEC) < 0)
        s = sn_fail_errno(err, "cannot open %s", log->path);
    close(fd);
    return s;
}

static bool is_full(int fd)
{
    struct stat file;
    return fstat(fd, &file) == 0 && file.st_size >= (off_t)SN_LIMIT_EVENT_LOG_BYTES;
}

bool sn_event_log_write(sn_event_log *log, sn_str line)
{
    static const char end[] = "\n";
    if (log == NULL || is_full(log->fd))
        return false;
    bool ends_another = atomic_exchange(&log->torn, false);
    struct iovec parts[] = {{(void *)(uintptr_t)end, ends_another ? 1 : 0},
                            {(void *)(uintptr_t)line.at, line.len},
                            {(void *)(uintptr_t)end, 1}};
    ssize_t written = writev(log->fd, parts, 3);
    size_t all = line.len + 1 + (ends_another ? 1 : 0);
    if (written == (ssize_t)all)
        return true;
    /* Some of it may be there: the next line begins on one of its own. */
    if (written > 0 || ends_another)
        atomic_store(&log->torn, true);
    return false;
}

sn_status sn_event_logs_open(sn_event_logs *logs, const char *slow, const char *zero_hits,
                             const char *clicks, sn_error *err)
{
    sn_status s = sn_event_log_open(slow, &logs->slow, err);
    if (s == SN_OK)
        s = sn_event_log_open(zero_hits, &logs->zero_hits, err);
    return s == SN_OK ? sn_event_log_open(clicks, &logs->clicks, err) : s;
}

sn_status sn_event_logs_reopen(sn_event_logs *logs, sn_error *err)
{
    sn_event_log *const all[] = {logs->slow, logs->zero_hits, logs->clicks};
    sn_status s = SN_OK;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        sn_status one = sn_event_log_reopen(all[i], s == SN_OK ? err : NULL);
        s = s == SN_OK ? one : s;
    }
    return s;
}

void sn_event_logs_close(sn_event_logs *logs)
{
    sn_event_log_close(logs->slow);
    sn_event_log_close(logs->zero_hits);
    sn_event_log_close(logs->clicks);
    *logs = (sn_event_logs){0};
}
