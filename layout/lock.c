#include "layout/lock.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Open file description locks: freed by the kernel with the last descriptor, held against other
 * handles of the same process too, and, unlike flock(2), they can be asked about without taking
 * them. */

struct sn_lock {
    int fd;
};

static struct flock whole_file(void)
{
    return (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET};
}

static sn_status open_lock_file(const char *dir, const char *name, int flags, int *fd,
                                sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, name, path, sizeof path, err);
    if (s != SN_OK)
        return s;
    *fd = open(path, flags | O_CLOEXEC, 0644);
    return *fd >= 0 ? SN_OK : sn_fail_errno(err, "cannot open %s", path);
}

static void write_holder(int fd, const char *program)
{
    char line[160], since[32];
    time_t now = time(NULL);
    struct tm utc;
    strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    int n = snprintf(line, sizeof line, "%.60s, process %ld, since %s\n", program, (long)getpid(),
                     since);
    /* For people only: the lock holds without it. */
    if (ftruncate(fd, 0) == 0 && n > 0 && pwrite(fd, line, (size_t)n, 0) < 0)
        return;
}

/* Never empty: between its lock and its line, and on a full disk, a holder has no name. */
static void read_holder(int fd, char *line, size_t cap)
{
    ssize_t n = pread(fd, line, cap - 1, 0);
    line[n > 0 ? n : 0] = '\0';
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '\0')
        snprintf(line, cap, "another process");
}

sn_status sn_lock_take(const char *dir, const char *name, const char *program, sn_lock **out,
                       sn_error *err)
{
    int fd;
    sn_status s = open_lock_file(dir, name, O_RDWR | O_CREAT, &fd, err);
    if (s != SN_OK)
        return s;
    struct flock range = whole_file();
    if (fcntl(fd, F_OFD_SETLK, &range) != 0) {
        int code = errno;
        char holder[160];
        read_holder(fd, holder, sizeof holder);
        errno = code;
        s = code == EAGAIN || code == EACCES
                ? sn_fail(err, SN_ELOCKED, "%s/%s is held by %s", dir, name, holder)
                : sn_fail_errno(err, "cannot lock %s/%s", dir, name);
        close(fd);
        return s;
    }
    sn_lock *lock = malloc(sizeof *lock);
    if (lock == NULL) {
        close(fd);
        return SN_ENOMEM;
    }
    write_holder(fd, program);
    lock->fd = fd;
    *out = lock;
    return SN_OK;
}

void sn_lock_release(sn_lock *lock)
{
    if (lock == NULL)
        return;
    close(lock->fd);
    free(lock);
}

sn_status sn_lock_holder(const char *dir, const char *name, sn_buf *out, sn_error *err)
{
    int fd;
    sn_status s = open_lock_file(dir, name, O_RDONLY, &fd, err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    if (s != SN_OK)
        return s;
    char holder[160] = "";
    struct flock range = whole_file();
    if (fcntl(fd, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK)
        read_holder(fd, holder, sizeof holder);
    close(fd);
    return sn_buf_add(out, holder, strlen(holder));
}
