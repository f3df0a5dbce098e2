/* Databases read without making a file beside them.
 *
 * SQLite makes two for whoever opens a database with a log, to read as well: archive.db-wal and archive.db-shm. Here
 * they are only used if a writer has made them (readonly_shm), and where there is no log, all is in the file itself,
 * which then counts as one that nobody writes (immutable) until it looks otherwise. A VFS of our own sees to it that no
 * file is made, written or removed, whatever SQLite would do in a case that nobody has thought of. */
#include "archive/store.h"

#include "base/file.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define VFS_NAME "sarnakh-untouched"
#define OURS                                                                                       \
    (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)
#define WRITES (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE)
/* An address: each byte of the path may take three. */
#define ADDRESS_BYTES (3 * SN_PATH_SIZE + 64)

static sqlite3_vfs *usual;
static sqlite3_vfs ours;
static int registered = SQLITE_ERROR;

/* What is sorted on the disk is no file of the database. */
static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    (void)vfs;
    if ((flags & OURS) != 0)
        flags = (flags & ~WRITES) | SQLITE_OPEN_READONLY;
    return usual->xOpen(usual, name, file, flags, out);
}

static int remove_file(sqlite3_vfs *vfs, const char *name, int syncs)
{
    (void)vfs, (void)name, (void)syncs;
    return SQLITE_IOERR_DELETE;
}

static void register_vfs(void)
{
    usual = sqlite3_vfs_find(NULL);
    if (usual == NULL)
        return;
    ours = *usual;
    ours.pNext = NULL;
    ours.zName = VFS_NAME;
    ours.xOpen = open_file;
    ours.xDelete = remove_file;
    registered = sqlite3_vfs_register(&ours, 0);
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("/._-", c) != NULL;
}

static void write_address(const char *path, const char *how, char out[ADDRESS_BYTES])
{
    char *at = out + sprintf(out, *path == '/' ? "file://" : "file:");
    for (; *path != '\0'; path++) {
        if (is_plain(*path))
            *at++ = *path;
        else
            at += sprintf(at, "%%%02X", (unsigned)(unsigned char)*path);
    }
    sprintf(at, "?%s", how);
}

int sn_untouched_open(const char *path, sn_untouched_how how, sqlite3 **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static const char *const parameters[] = {
        [SN_UNTOUCHED_SHARED] = "readonly_shm=1", [SN_UNTOUCHED_AT_REST] = "immutable=1"};
    char address[ADDRESS_BYTES];
    pthread_once(&once, register_vfs);
    if (registered != SQLITE_OK)
        return registered;
    write_address(path, parameters[how], address);
    return sqlite3_open_v2(address, out,
                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, VFS_NAME);
}

/* Zeros: it is not there. whole: it may not even be written to. */
static sn_file_mark mark_of(const char *dir, const char *name, bool whole)
{
    char path[SN_PATH_SIZE];
    struct stat st;
    sn_file_mark mark = {0};
    if (sn_path_join(dir, name, path, sizeof path, NULL) != SN_OK || stat(path, &st) != 0)
        return mark;
    mark.device = (uint64_t)st.st_dev;
    mark.inode = (uint64_t)st.st_ino;
    if (whole) {
        mark.bytes = (int64_t)st.st_size;
        mark.changed_ns = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
    }
    return mark;
}

static sn_file_marks look(const char *dir, sn_untouched_how how)
{
    bool at_rest = how == SN_UNTOUCHED_AT_REST;
    return (sn_file_marks){.how = how,
                           .archive = mark_of(dir, "archive.db", at_rest),
                           .log = mark_of(dir, "archive.db-wal", at_rest),
                           .ledger = mark_of(dir, "takedowns.db", false)};
}

sn_status sn_untouched_look(const char *dir, sn_file_marks *out, sn_error *err)
{
    sn_file_mark log = mark_of(dir, "archive.db-wal", true);
    if (log.bytes > 0 && mark_of(dir, "archive.db-shm", false).inode == 0)
        return sn_fail(err, SN_EIO, "%s: archive.db-wal is there without archive.db-shm", dir);
    *out = look(dir, log.bytes > 0 ? SN_UNTOUCHED_SHARED : SN_UNTOUCHED_AT_REST);
    return SN_OK;
}

static bool is_same(const sn_file_mark *a, const sn_file_mark *b)
{
    return a->device == b->device && a->inode == b->inode && a->bytes == b->bytes &&
           a->changed_ns == b->changed_ns;
}

bool sn_archive_is_outdated(const sn_archive *a)
{
    if (!a->untouched)
        return false;
    sn_file_marks now = look(a->dir, a->marks.how);
    return !is_same(&now.archive, &a->marks.archive) || !is_same(&now.log, &a->marks.log) ||
           !is_same(&now.ledger, &a->marks.ledger);
}
