#include "indexer/backup/backup.h"

#include "base/clock.h"
#include "base/disk.h"
#include "base/file.h"
#include "calendar/calendar.h"
#include "layout/index_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TMP ".tmp-"

typedef struct making {
    const char *dir;
    char dest[SN_PATH_SIZE], parent[SN_PATH_SIZE], tmp[SN_PATH_SIZE];
    int lock_fd; /* of tmp: who makes one holds it */
    sn_backup_manifest *manifest;
    sn_error *err;
} making;

/* ---- where to ---- */

static sn_status split_dest(making *m, const char *dest)
{
    char copy[SN_PATH_SIZE];
    size_t len = strlen(dest);
    while (len > 1 && dest[len - 1] == '/')
        len--;
    if (len == 0 || len + sizeof TMP + 8 > sizeof m->dest)
        return sn_fail(m->err, SN_ELIMIT, "the path of the backup is empty or too long");
    memcpy(m->dest, dest, len);
    m->dest[len] = '\0';
    strcpy(copy, m->dest);
    snprintf(m->parent, sizeof m->parent, "%s", dirname(copy));
    return SN_OK;
}

static sn_status check_dest(const making *m)
{
    struct stat st;
    if (lstat(m->dest, &st) != 0)
        return errno == ENOENT ? SN_OK : sn_fail_errno(m->err, "cannot look at %s", m->dest);
    DIR *d = S_ISDIR(st.st_mode) ? opendir(m->dest) : NULL;
    size_t names = 0;
    while (d != NULL && readdir(d) != NULL)
        names++;
    if (d != NULL)
        closedir(d);
    if (d == NULL || names > 2)
        return sn_fail(m->err, SN_ECONFLICT, "%s is there already", m->dest);
    return SN_OK;
}

static int lock_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* What a killed backup to the same place has left: nobody holds its lock any more. */
static void remove_left(const making *m)
{
    char copy[SN_PATH_SIZE], prefix[SN_PATH_SIZE], path[SN_PATH_SIZE];
    strcpy(copy, m->dest);
    int n = snprintf(prefix, sizeof prefix, "%s" TMP, basename(copy));
    DIR *d = opendir(m->parent);
    for (struct dirent *e = d != NULL ? readdir(d) : NULL; e != NULL; e = readdir(d)) {
        if (strncmp(e->d_name, prefix, (size_t)n) != 0 || strlen(e->d_name) != (size_t)n + 6 ||
            sn_path_join(m->parent, e->d_name, path, sizeof path, NULL) != SN_OK)
            continue;
        int fd = lock_folder(path);
        if (fd >= 0) {
            (void)!sn_dir_remove(path, NULL);
            close(fd);
        }
    }
    if (d != NULL)
        closedir(d);
}

static sn_status make_tmp(making *m)
{
    snprintf(m->tmp, sizeof m->tmp, "%.4000s" TMP "XXXXXX", m->dest);
    if (mkdtemp(m->tmp) == NULL)
        return sn_fail_errno(m->err, "cannot make %s", m->tmp);
    m->lock_fd = lock_folder(m->tmp);
    return m->lock_fd >= 0 ? SN_OK : sn_fail_errno(m->err, "cannot lock %s", m->tmp);
}

static sn_status size_of(const making *m, const char *name, uint64_t *sum)
{
    char path[SN_PATH_SIZE];
    uint64_t bytes = 0;
    sn_status s = sn_path_join(m->dir, name, path, sizeof path, m->err);
    if (s == SN_OK)
        s = sn_tree_bytes(path, &bytes, m->err);
    *sum += bytes;
    return s;
}

static sn_status reserve(const making *m)
{
    static const char *const names[] = {SN_ARCHIVE_FILE, SN_ARCHIVE_FILE "-wal", SN_LEDGER_FILE,
                                        SN_INDEX_WORDS};
    uint64_t bytes = 0;
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < sizeof names / sizeof *names; i++)
        s = size_of(m, names[i], &bytes);
    return s == SN_OK ? sn_disk_reserve(m->parent, bytes, "backup", m->err) : s;
}

/* ---- what into it ---- */

static sn_status add_file(const making *m, const char *name)
{
    char path[SN_PATH_SIZE], digest[SN_DIGEST_SIZE];
    uint64_t bytes = 0;
    sn_status s = sn_path_join(m->tmp, name, path, sizeof path, m->err);
    if (s == SN_OK)
        s = sn_file_digest(path, digest, &bytes, m->err);
    return s == SN_OK ? sn_backup_manifest_add(m->manifest, name, bytes, digest, m->err) : s;
}

/* A backup that cannot be read back is worse than none: none is noticed. */
static sn_status check_copy(const making *m)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = NULL;
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1 << 20);
    sn_archive_counts counts;
    size_t errors = 0;
    sn_status s = sn_archive_open(m->tmp, &(sn_archive_opts){.read_only = true}, &a, m->err);
    if (s == SN_OK)
        s = sn_archive_check(a, &findings, &errors, m->err);
    if (s == SN_OK && errors > 0)
        s = sn_fail(m->err, SN_ECORRUPT, "the archive is damaged: %.200s", sn_buf_text(&findings));
    if (s == SN_OK)
        s = sn_archive_count(a, &counts, m->err);
    if (s != SN_OK)
        return s;
    m->manifest->articles = counts.live;
    m->manifest->change = counts.last_change;
    snprintf(m->manifest->archive_uuid, SN_UUID_SIZE, "%s", sn_archive_uuid(a));
    return SN_OK;
}

/* A file that the index directory does not have is no mistake. */
static sn_status copy_file(const making *m, const char *name)
{
    char from[SN_PATH_SIZE], to[SN_PATH_SIZE];
    sn_status s = sn_path_join(m->dir, name, from, sizeof from, m->err);
    if (s == SN_OK)
        s = sn_path_join(m->tmp, name, to, sizeof to, m->err);
    if (s == SN_OK)
        s = sn_file_copy(from, to, 0600, m->err);
    if (s == SN_OK)
        return add_file(m, name);
    return s == SN_ENOTFOUND ? SN_OK : s;
}

static bool is_plain_file(const char *dir, const char *name)
{
    char path[SN_PATH_SIZE];
    struct stat st;
    return name[0] != '.' && sn_path_join(dir, name, path, sizeof path, NULL) == SN_OK &&
           stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static sn_status copy_word_file(void *ctx, const char *file, sn_error *err)
{
    const making *m = ctx;
    char from[SN_PATH_SIZE], name[SN_BACKUP_NAME_BYTES];
    sn_status s = sn_path_join(m->dir, SN_INDEX_WORDS, from, sizeof from, err);
    if (s != SN_OK || !is_plain_file(from, file))
        return s;
    int n = snprintf(name, sizeof name, SN_INDEX_WORDS "/%s", file);
    return (size_t)n < sizeof name ? copy_file(m, name)
                                   : sn_fail(err, SN_ELIMIT, "a file name in %s is too long", from);
}

static sn_status copy_words(making *m)
{
    char from[SN_PATH_SIZE], to[SN_PATH_SIZE];
    sn_status s = sn_path_join(m->dir, SN_INDEX_WORDS, from, sizeof from, m->err);
    if (s == SN_OK)
        s = sn_path_join(m->tmp, SN_INDEX_WORDS, to, sizeof to, m->err);
    if (s == SN_OK)
        s = sn_dir_make(to, m->err);
    if (s != SN_OK)
        return s;
    s = sn_dir_each(from, copy_word_file, m, m->err);
    return s == SN_ENOTFOUND ? SN_OK : s;
}

static sn_status measure_index(const making *m)
{
    char path[SN_PATH_SIZE];
    uint32_t current;
    sn_status s = sn_generation_current(m->dir, &current, m->err);
    if (s == SN_OK)
        s = sn_generation_path(m->dir, current, path, sizeof path, m->err);
    if (s == SN_OK)
        s = sn_tree_bytes(path, &m->manifest->index_bytes, m->err);
    return s == SN_ENOTFOUND ? SN_OK : s;
}

static sn_status write_manifest(const making *m)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(2 * SN_BACKUP_BYTES);
    sn_date_write_rfc3339(sn_clock_now_sec(), m->manifest->made_at);
    sn_status s = sn_backup_manifest_write(m->manifest, &text, m->err);
    if (s == SN_OK)
        s = sn_path_join(m->tmp, SN_BACKUP_MANIFEST, path, sizeof path, m->err);
    return s == SN_OK ? sn_file_write(path, sn_buf_str(&text), m->err) : s;
}

static sn_status fill(making *m, sn_copy_progress *progress, void *ctx)
{
    static const char *const made[] = {SN_ARCHIVE_FILE, SN_LEDGER_FILE};
    static const char *const copied[] = {"cursor.key", "keys", "sarnakh.conf"};
    sn_status s = sn_archive_copy(m->dir, m->tmp, progress, ctx, m->err);
    if (s == SN_OK)
        s = check_copy(m);
    for (size_t i = 0; s == SN_OK && i < sizeof made / sizeof *made; i++)
        s = add_file(m, made[i]);
    for (size_t i = 0; s == SN_OK && i < sizeof copied / sizeof *copied; i++)
        s = copy_file(m, copied[i]);
    if (s == SN_OK)
        s = copy_words(m);
    if (s == SN_OK)
        s = measure_index(m);
    if (s == SN_OK)
        s = write_manifest(m);
    return s == SN_OK ? sn_tree_sync(m->tmp, m->err) : s;
}

static sn_status give_name(const making *m)
{
    if (rename(m->tmp, m->dest) != 0)
        return errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR
                   ? sn_fail(m->err, SN_ECONFLICT, "%s is there already", m->dest)
                   : sn_fail_errno(m->err, "cannot rename %s", m->tmp);
    return sn_dir_sync(m->parent, m->err);
}

static sn_status make(making *m, sn_copy_progress *progress, void *ctx)
{
    remove_left(m);
    sn_status s = reserve(m);
    if (s == SN_OK)
        s = make_tmp(m);
    if (s == SN_OK)
        s = fill(m, progress, ctx);
    if (s == SN_OK)
        s = give_name(m);
    if (s != SN_OK && m->tmp[0] != '\0')
        (void)!sn_dir_remove(m->tmp, NULL);
    if (m->lock_fd >= 0)
        close(m->lock_fd);
    return s;
}

/* Read only, so that an archive of an older format is backed up as it is; but after a crash, and where the
 * ledger is lost, only who may write can mend it. */
static sn_status check_index(const char *dir, sn_error *err)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = NULL;
    char ledger[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, SN_LEDGER_FILE, ledger, sizeof ledger, err);
    if (s == SN_OK)
        s = sn_archive_open(dir, &(sn_archive_opts){.read_only = true}, &a, err);
    if (s == SN_EIO || (s == SN_OK && access(ledger, F_OK) != 0)) {
        sn_archive_close(a);
        a = NULL;
        s = sn_archive_open(dir, NULL, &a, err);
    }
    return s == SN_OK ? s : sn_fail_in(err, s, "no index to back up at %s", dir);
}

sn_status sn_backup_make(const char *dir, const char *dest, sn_copy_progress *progress, void *ctx,
                         sn_backup_manifest *out, sn_error *err)
{
    sn_backup_manifest manifest = {0};
    making m = {.dir = dir, .lock_fd = -1, .manifest = &manifest, .err = err};
    sn_status s = split_dest(&m, dest);
    if (s == SN_OK)
        s = check_index(dir, err);
    if (s == SN_OK)
        s = check_dest(&m);
    if (s == SN_OK)
        s = make(&m, progress, ctx);
    if (s == SN_OK)
        *out = manifest;
    else
        sn_backup_manifest_done(&manifest);
    return s;
}
