/* The calls that are counted. Each does its work by the system call itself, so that there is no other
 * definition of it to be found, whatever else has been loaded. */
#undef _FILE_OFFSET_BITS /* or pwrite would be another name of pwrite64, and both are wanted */
#include "torture.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* ---- reading and writing */

static size_t half_of(torture_fate fate, size_t size)
{
    return fate == TORTURE_SHORT && size > 1 ? size / 2 : size;
}

/* What was reserved or is overwritten needs no room. */
static torture_kind kind_of_write(int fd, off_t at, size_t size)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return TORTURE_WRITE;
    return at + (off_t)size <= st.st_blocks * 512 ? TORTURE_CHANGE : TORTURE_WRITE;
}

static torture_fate before_write(int fd, off_t at, size_t size)
{
    if (!torture_is_fd(fd))
        return TORTURE_GO;
    torture_fate fate = torture_count(kind_of_write(fd, at, size));
    if (fate != TORTURE_FAIL)
        undo_note_write(fd);
    return fate;
}

static off_t place_of(int fd)
{
    return (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
}

static size_t size_of(const struct iovec *parts, int n)
{
    size_t size = 0;
    for (int i = 0; i < n; i++)
        size += parts[i].iov_len;
    return size;
}

static torture_fate before_read(int fd)
{
    return torture_is_fd(fd) ? torture_count(TORTURE_READ) : TORTURE_GO;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    torture_fate fate = before_write(fd, place_of(fd), size);
    return fate == TORTURE_FAIL ? -1 : syscall(SYS_write, fd, bytes, half_of(fate, size));
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    torture_fate fate = before_write(fd, at, size);
    return fate == TORTURE_FAIL ? -1 : syscall(SYS_pwrite64, fd, bytes, half_of(fate, size), at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    return pwrite(fd, bytes, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
    torture_fate fate = before_write(fd, place_of(fd), size_of(parts, n));
    return fate == TORTURE_FAIL ? -1 : syscall(SYS_writev, fd, parts, n);
}

ssize_t pwritev(int fd, const struct iovec *parts, int n, off_t at)
{
    torture_fate fate = before_write(fd, at, size_of(parts, n));
    return fate == TORTURE_FAIL ? -1 : syscall(SYS_pwritev, fd, parts, n, at, 0);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    torture_fate fate = before_read(fd);
    return fate == TORTURE_FAIL ? -1 : syscall(SYS_read, fd, bytes, half_of(fate, size));
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
    torture_fate fate = before_read(fd);
    return fate == TORTURE_FAIL ? -1 : syscall(SYS_pread64, fd, bytes, half_of(fate, size), at);
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t at)
{
    return pread(fd, bytes, size, at);
}

int ftruncate(int fd, off_t size)
{
    if (torture_is_fd(fd)) {
        if (torture_count(TORTURE_CHANGE) == TORTURE_FAIL)
            return -1;
        undo_note_write(fd);
    }
    return (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate64(int fd, off64_t size)
{
    return ftruncate(fd, size);
}

int fallocate(int fd, int mode, off_t at, off_t size)
{
    if (before_write(fd, at, (size_t)size) == TORTURE_FAIL)
        return -1;
    return (int)syscall(SYS_fallocate, fd, mode, at, size);
}

int fallocate64(int fd, int mode, off64_t at, off64_t size)
{
    return fallocate(fd, mode, at, size);
}

int posix_fallocate(int fd, off_t at, off_t size)
{
    return fallocate(fd, 0, at, size) == 0 ? 0 : errno;
}

/* None of these is known to be there: whoever uses them writes instead. */
ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t size,
                        unsigned flags)
{
    if (torture_is_fd(out)) {
        errno = ENOSYS;
        return -1;
    }
    return syscall(SYS_copy_file_range, in, in_at, out, out_at, size, flags);
}

/* ---- syncing */

/* The directory that holds the index is synced, too, when that is made. */
static int sync_by(long call, int fd)
{
    if (torture_is_fd(fd) && torture_count(TORTURE_SYNC) == TORTURE_FAIL)
        return -1;
    int done = (int)syscall(call, fd);
    if (done == 0)
        undo_note_sync(fd);
    return done;
}

int fsync(int fd)
{
    return sync_by(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return sync_by(SYS_fdatasync, fd);
}

/* Promises nothing. */
int sync_file_range(int fd, off64_t at, off64_t size, unsigned flags)
{
    if (torture_is_fd(fd) && torture_count(TORTURE_SYNC) == TORTURE_FAIL)
        return -1;
    return (int)syscall(SYS_sync_file_range, fd, at, size, flags);
}

/* ---- names */

static int open_file(const char *path, int flags, mode_t mode)
{
    if (torture_is_path(path)) {
        struct stat st;
        bool makes = (flags & O_CREAT) != 0 && stat(path, &st) != 0;
        bool empties = (flags & O_TRUNC) != 0 && !makes;
        torture_kind kind = makes ? TORTURE_WRITE : empties ? TORTURE_CHANGE : TORTURE_READ;
        if (torture_count(kind) == TORTURE_FAIL)
            return -1;
        if (makes)
            undo_note_create(path);
        if (empties) {
            int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
            if (fd >= 0)
                undo_note_write(fd); /* not closed: that would end locks of the process */
        }
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static mode_t mode_of(int flags, va_list args)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(args, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_file(path, flags, mode);
}

/* Its name is known when it is there. */
static int make_temporary(char *pattern, int flags, const char *symbol)
{
    int (*next)(char *, int);
    *(void **)&next = dlsym(RTLD_NEXT, symbol);
    if (next == NULL)
        abort();
    if (torture_is_path(pattern) && torture_count(TORTURE_WRITE) == TORTURE_FAIL)
        return -1;
    int fd = next(pattern, flags);
    if (fd >= 0 && torture_is_path(pattern))
        undo_note_create(pattern);
    return fd;
}

int mkostemp(char *pattern, int flags)
{
    return make_temporary(pattern, flags, "mkostemp");
}

int mkostemp64(char *pattern, int flags)
{
    return make_temporary(pattern, flags, "mkostemp64");
}

int rename(const char *from, const char *to)
{
    if (torture_is_path(to)) {
        if (torture_count(TORTURE_CHANGE) == TORTURE_FAIL)
            return -1;
        undo_note_rename(from, to);
    }
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int link(const char *from, const char *to)
{
    if (torture_is_path(to)) {
        if (torture_count(TORTURE_WRITE) == TORTURE_FAIL)
            return -1;
        undo_note_create(to);
    }
    return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int symlink(const char *target, const char *path)
{
    if (torture_is_path(path)) {
        if (torture_count(TORTURE_WRITE) == TORTURE_FAIL)
            return -1;
        undo_note_create(path);
    }
    return (int)syscall(SYS_symlinkat, target, AT_FDCWD, path);
}

int unlink(const char *path)
{
    if (torture_is_path(path)) {
        if (torture_count(TORTURE_CHANGE) == TORTURE_FAIL)
            return -1;
        undo_note_remove(path);
    }
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t mode)
{
    if (torture_is_path(path)) {
        if (torture_count(TORTURE_WRITE) == TORTURE_FAIL)
            return -1;
        undo_note_make_dir(path);
    }
    return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int rmdir(const char *path)
{
    if (torture_is_path(path)) {
        if (torture_count(TORTURE_CHANGE) == TORTURE_FAIL)
            return -1;
        undo_note_remove_dir(path);
    }
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) ? rmdir(path) : unlink(path);
}
