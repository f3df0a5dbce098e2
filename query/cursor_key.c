#include "base/file.h"
#include "query/cursor.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME "cursor.key"

/* All of it on the disk, under a name of its own. */
static bool write_whole(const char *path, const unsigned char key[SN_CURSOR_KEY_BYTES])
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool good = write(fd, key, SN_CURSOR_KEY_BYTES) == SN_CURSOR_KEY_BYTES && fsync(fd) == 0;
    return close(fd) == 0 && good;
}

/* link(2) and not rename(2): whoever comes second must not take the first one's key away. */
static void make_key(const char *dir, const char *path)
{
    char name[64], temporary[SN_PATH_SIZE];
    unsigned char key[SN_CURSOR_KEY_BYTES];
    randombytes_buf(key, sizeof key);
    snprintf(name, sizeof name, NAME ".%08x%08x", randombytes_random(), randombytes_random());
    if (sn_path_join(dir, name, temporary, sizeof temporary, NULL) != SN_OK)
        return;
    if (write_whole(temporary, key) && link(temporary, path) == 0)
        (void)!sn_dir_sync(dir, NULL);
    unlink(temporary);
    sodium_memzero(key, sizeof key);
}

static sn_status read_key(const char *path, unsigned char key[SN_CURSOR_KEY_BYTES], sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(4096);
    sn_status s = sn_file_read(path, &text, NULL);
    if (s == SN_ELIMIT || (s == SN_OK && text.len != SN_CURSOR_KEY_BYTES))
        return sn_fail(err, SN_ECORRUPT,
                       "%s is no key of %d bytes: remove it, and a new one is made", path,
                       SN_CURSOR_KEY_BYTES);
    if (s == SN_OK)
        memcpy(key, text.at, SN_CURSOR_KEY_BYTES);
    return s;
}

sn_status sn_cursor_key_take(const char *dir, bool makes, unsigned char key[SN_CURSOR_KEY_BYTES],
                             sn_error *err)
{
    char path[SN_PATH_SIZE];
    if (sodium_init() < 0)
        return sn_fail(err, SN_EINTERNAL, "no random numbers");
    sn_status s = sn_path_join(dir, NAME, path, sizeof path, err);
    if (s != SN_OK)
        return s;
    s = read_key(path, key, err);
    if (s == SN_ENOTFOUND && makes) {
        make_key(dir, path);
        s = read_key(path, key, err);
    }
    if (s != SN_OK && s != SN_ECORRUPT) {
        randombytes_buf(key, SN_CURSOR_KEY_BYTES);
        s = SN_OK;
    }
    return s;
}
