#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static sn_status read_all(int fd, const char *path, sn_buf *out, sn_error *err)
{
    for (;;) {
        char chunk[65536];
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return sn_fail_errno(err, "cannot read %s", path);
        if (n == 0)
            return SN_OK;
        sn_status s = sn_buf_add(out, chunk, (size_t)n);
        if (s == SN_ELIMIT)
            return sn_fail(err, s, "%s has more than %zu bytes", path, out->max);
        if (s != SN_OK)
            return sn_fail(err, s, "no memory to read %s", path);
    }
}

sn_status sn_file_read(const char *path, sn_buf *out, sn_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    size_t before = out->len;
    sn_status s = read_all(fd, path, out, err);
    close(fd);
    if (s != SN_OK && out->at != NULL) {
        out->len = before;
        out->at[before] = '\0';
    }
    return s;
}

static sn_status write_all(int fd, sn_str content)
{
    while (content.len > 0) {
        ssize_t n = write(fd, content.at, content.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return SN_EIO;
        content = (sn_str){content.at + n, content.len - (size_t)n};
    }
    return fsync(fd) == 0 ? SN_OK : SN_EIO;
}

sn_status sn_dir_sync(const char *path, sn_error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    int failed = fsync(fd);
    sn_status s = failed ? sn_fail_errno(err, "cannot sync %s", path) : SN_OK;
    close(fd);
    return s;
}

static sn_status sync_parent(const char *path, sn_error *err)
{
    char copy[SN_PATH_SIZE];
    if (strlen(path) >= sizeof copy)
        return sn_fail(err, SN_ELIMIT, "path too long: %.80s", path);
    strcpy(copy, path);
    return sn_dir_sync(dirname(copy), err);
}

static sn_status write_as(const char *path, sn_str content, mode_t mode, sn_error *err)
{
    char temp[SN_PATH_SIZE];
    int n = snprintf(temp, sizeof temp, "%s.XXXXXX", path);
    if (n < 0 || (size_t)n >= sizeof temp)
        return sn_fail(err, SN_ELIMIT, "path too long: %.80s", path);
    int fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0)
        return sn_fail_errno(err, "cannot write beside %s", path);
    sn_status s = write_all(fd, content);
    if (s == SN_OK && (fchmod(fd, mode) != 0 || rename(temp, path) != 0))
        s = SN_EIO;
    if (s != SN_OK) {
        s = sn_fail_errno(err, "cannot write %s", path);
        unlink(temp);
    }
    close(fd);
    return s == SN_OK ? sync_parent(path, err) : s;
}

sn_status sn_file_write(const char *path, sn_str content, sn_error *err)
{
    return write_as(path, content, 0644, err);
}

sn_status sn_file_write_private(const char *path, sn_str content, sn_error *err)
{
    return write_as(path, content, 0600, err);
}

sn_status sn_dir_make(const char *path, sn_error *err)
{
    if (mkdir(path, 0755) == 0)
        return sync_parent(path, err);
    struct stat st;
    int code = errno;
    if (code == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return SN_OK;
    errno = code == EEXIST ? ENOTDIR : code;
    return sn_fail_errno(err, "cannot make directory %s", path);
}

/* readdir(3) tells an error only by errno: a directory that cannot be read to its end is not a shorter one. */
static sn_status each_name(DIR *d, const char *path, sn_dir_fn *fn, void *ctx, sn_error *err)
{
    for (;;) {
        errno = 0;
        const struct dirent *e = readdir(d);
        if (e == NULL)
            return errno == 0 ? SN_OK : sn_fail_errno(err, "cannot list %s", path);
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        sn_status s = fn(ctx, e->d_name, err);
        if (s != SN_OK)
            return s == SN_DONE ? SN_OK : s;
    }
}

sn_status sn_dir_each(const char *path, sn_dir_fn *fn, void *ctx, sn_error *err)
{
    DIR *d = opendir(path);
    if (d == NULL)
        return sn_fail_errno(err, "cannot list %s", path);
    sn_status s = each_name(d, path, fn, ctx, err);
    closedir(d);
    return s;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)st;
    (void)type;
    (void)walk;
    return remove(path);
}

sn_status sn_dir_remove(const char *path, sn_error *err)
{
    if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0 && errno != ENOENT)
        return sn_fail_errno(err, "cannot remove %s", path);
    return SN_OK;
}

sn_status sn_path_join(const char *dir, const char *name, char *out, size_t cap, sn_error *err)
{
    int n = snprintf(out, cap, "%s/%s", dir, name);
    if (n < 0 || (size_t)n >= cap)
        return sn_fail(err, SN_ELIMIT, "path too long: %.80s", dir);
    return SN_OK;
}
