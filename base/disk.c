#include "base/disk.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Directories in one another: those of an index are three deep. */
#define DEPTH 16

typedef sn_status tree_fn(void *ctx, const char *path, const struct stat *st, sn_error *err);

/* A directory that is walked, and what is done with each file. */
typedef struct tree_walk {
    const char *path;
    int depth;
    tree_fn *fn;
    void *ctx;
} tree_walk;

static sn_status walk(const tree_walk *w, sn_error *err);

static sn_status walk_entry(void *ctx, const char *name, sn_error *err)
{
    const tree_walk *dir = ctx;
    char path[SN_PATH_SIZE];
    tree_walk entry = {path, dir->depth + 1, dir->fn, dir->ctx};
    sn_status s = sn_path_join(dir->path, name, path, sizeof path, err);
    if (s == SN_OK)
        s = walk(&entry, err);
    return s == SN_ENOTFOUND ? SN_OK : s; /* gone meanwhile */
}

static sn_status walk_dir(const tree_walk *w, sn_error *err)
{
    if (w->depth == DEPTH)
        return sn_fail(err, SN_ELIMIT, "%s: more than %d directories deep", w->path, DEPTH);
    tree_walk dir = *w;
    return sn_dir_each(w->path, walk_entry, &dir, err);
}

/* What is in a directory before the directory itself. */
static sn_status walk(const tree_walk *w, sn_error *err)
{
    struct stat st;
    if (lstat(w->path, &st) != 0)
        return sn_fail_errno(err, "cannot look at %s", w->path);
    sn_status s = S_ISDIR(st.st_mode) ? walk_dir(w, err) : SN_OK;
    return s == SN_OK ? w->fn(w->ctx, w->path, &st, err) : s;
}

static sn_status walk_tree(const char *path, tree_fn *fn, void *ctx, sn_error *err)
{
    return walk(&(tree_walk){path, 0, fn, ctx}, err);
}

sn_status sn_disk_free(const char *path, uint64_t *bytes, sn_error *err)
{
    struct statvfs disk;
    if (statvfs(path, &disk) != 0)
        return sn_fail_errno(err, "cannot see how much room there is at %s", path);
    *bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    return SN_OK;
}

static sn_status add_size(void *ctx, const char *path, const struct stat *st, sn_error *err)
{
    uint64_t *bytes = ctx;
    (void)path;
    (void)err;
    if (S_ISREG(st->st_mode))
        *bytes += (uint64_t)st->st_size;
    return SN_OK;
}

sn_status sn_tree_bytes(const char *path, uint64_t *bytes, sn_error *err)
{
    uint64_t sum = 0;
    sn_status s = walk_tree(path, add_size, &sum, err);
    if (s == SN_OK || s == SN_ENOTFOUND)
        *bytes = sum;
    return s == SN_ENOTFOUND ? SN_OK : s;
}

sn_status sn_disk_reserve(const char *path, uint64_t bytes, const char *what, sn_error *err)
{
    uint64_t available = 0, wanted = bytes + bytes / 10;
    sn_status s = sn_disk_free(path, &available, err);
    if (s == SN_OK && available < wanted)
        s = sn_fail(err, SN_ENOSPACE,
                    "%s: no room on the disk of %s: %" PRIu64 " MB are wanted, %" PRIu64
                    " are free",
                    what, path, (wanted >> 20) + 1, available >> 20);
    return s;
}

static sn_status copy_bytes(int from, int to, const char *name, sn_error *err)
{
    for (;;) {
        char chunk[65536];
        ssize_t n = read(from, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return sn_fail_errno(err, "cannot read %s", name);
        if (n == 0)
            return SN_OK;
        for (ssize_t done = 0; done < n;) {
            ssize_t put = write(to, chunk + done, (size_t)(n - done));
            if (put < 0 && errno != EINTR)
                return sn_fail_errno(err, "cannot copy %s", name);
            done += put > 0 ? put : 0;
        }
    }
}

static sn_status copy_open(int from, const char *name, const char *to, uint32_t mode, sn_error *err)
{
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0)
        return sn_fail_errno(err, "cannot make %s", to);
    sn_status s = copy_bytes(from, out, name, err);
    if (s == SN_OK && (fchmod(out, (mode_t)mode) != 0 || fsync(out) != 0))
        s = sn_fail_errno(err, "cannot copy to %s", to);
    if (close(out) != 0 && s == SN_OK)
        s = sn_fail_errno(err, "cannot copy to %s", to);
    return s;
}

sn_status sn_file_copy(const char *from, const char *to, uint32_t mode, sn_error *err)
{
    struct stat st;
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (in < 0)
        return sn_fail_errno(err, "cannot open %s", from);
    sn_status s = SN_OK;
    if (fstat(in, &st) != 0)
        s = sn_fail_errno(err, "cannot look at %s", from);
    else if (!S_ISREG(st.st_mode))
        s = sn_fail(err, SN_EINVAL, "%s is not a plain file", from);
    if (s == SN_OK)
        s = copy_open(in, from, to, mode, err);
    close(in);
    return s;
}

static sn_status sync_one(void *ctx, const char *path, const struct stat *st, sn_error *err)
{
    (void)ctx;
    if (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode))
        return SN_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    sn_status s = fsync(fd) != 0 ? sn_fail_errno(err, "cannot sync %s", path) : SN_OK;
    close(fd);
    return s;
}

sn_status sn_tree_sync(const char *path, sn_error *err)
{
    return walk_tree(path, sync_one, NULL, err);
}
