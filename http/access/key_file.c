#include "http/access/key_file.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_FILE "keys.lock"

bool sn_key_stamp_equal(const sn_key_stamp *a, const sn_key_stamp *b)
{
    return a->is_there == b->is_there && a->device == b->device && a->inode == b->inode &&
           a->size == b->size && a->changed_ns == b->changed_ns;
}

static sn_status look(const char *path, sn_key_stamp *out, sn_error *err)
{
    struct stat st;
    sn_key_stamp stamp = {.is_there = stat(path, &st) == 0};
    if (!stamp.is_there && errno != ENOENT)
        return sn_fail_errno(err, "cannot look at %s", path);
    if (stamp.is_there && (st.st_mode & 077) != 0)
        return sn_fail(err, SN_EINVAL, "%s is for its owner only, its mode is %03o (chmod 600)",
                       path, (unsigned)st.st_mode & 0777);
    if (stamp.is_there) {
        stamp.device = st.st_dev;
        stamp.inode = st.st_ino;
        stamp.size = st.st_size;
        stamp.changed_ns = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
    }
    *out = stamp;
    return SN_OK;
}

sn_status sn_key_file_look(const char *dir, sn_key_stamp *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, SN_KEY_FILE, path, sizeof path, err);
    return s == SN_OK ? look(path, out, err) : s;
}

/* The stamp of before: a file that is written while it is read is looked at once more. */
static sn_status read_keys(const char *path, sn_key_list *out, sn_key_stamp *stamp, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_KEYS_BYTES);
    sn_status s = look(path, stamp, err);
    if (s == SN_OK && stamp->is_there)
        s = sn_file_read(path, &text, err);
    if (s == SN_ENOTFOUND) {
        *stamp = (sn_key_stamp){0};
        s = SN_OK;
    }
    if (s != SN_OK)
        return s;
    s = sn_key_list_parse(sn_buf_str(&text), out, err);
    return s == SN_OK ? s : sn_fail_in(err, s, "%s", path);
}

sn_status sn_key_file_read(const char *dir, sn_key_list *out, sn_key_stamp *stamp, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_key_stamp read = {0};
    sn_status s = sn_path_join(dir, SN_KEY_FILE, path, sizeof path, err);
    if (s == SN_OK)
        s = read_keys(path, out, &read, err);
    if (s == SN_OK && stamp != NULL)
        *stamp = read;
    return s;
}

/* Locked as long as it is open; the kernel lets go of it when the process ends. */
static sn_status lock(const char *dir, int *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, LOCK_FILE, path, sizeof path, err);
    if (s != SN_OK)
        return s;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_OFD_SETLK, &whole) == 0) {
        *out = fd;
        return SN_OK;
    }
    s = errno == EAGAIN || errno == EACCES
            ? sn_fail(err, SN_ELOCKED, "another process changes the keys; try again")
            : sn_fail_errno(err, "cannot lock %s", path);
    close(fd);
    return s;
}

static sn_status write_keys(const char *dir, const sn_key_list *keys, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_KEYS_BYTES);
    if (sn_key_list_write(keys, &text) != SN_OK)
        return sn_fail(err, sn_buf_status(&text), "the keys take more than %d bytes (KEYS_BYTES)",
                       SN_LIMIT_KEYS_BYTES);
    sn_status s = sn_path_join(dir, SN_KEY_FILE, path, sizeof path, err);
    return s == SN_OK ? sn_file_write_private(path, sn_buf_str(&text), err) : s;
}

sn_status sn_key_file_change(const char *dir, sn_key_change_fn *change, void *ctx, sn_error *err)
{
    int fd;
    SN_CLEANUP(sn_key_list) sn_key_list keys = {0};
    sn_status s = lock(dir, &fd, err);
    if (s != SN_OK)
        return s;
    s = sn_key_file_read(dir, &keys, NULL, err);
    if (s == SN_OK)
        s = change(ctx, &keys, err);
    if (s == SN_OK)
        s = write_keys(dir, &keys, err);
    close(fd);
    return s;
}
