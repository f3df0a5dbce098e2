#include "base/disk.h"
#include "base/file.h"
#include "indexer/apply/check.h"
#include "indexer/apply/takeover.h"
#include "indexer/backup/backup.h"
#include "layout/index_dir.h"
#include "layout/lock.h"

#include <stdio.h>
#include <string.h>

/* ---- is the backup what it was? ---- */

static sn_status verify_file(const char *source, const sn_backup_file *file, sn_error *err)
{
    char path[SN_PATH_SIZE], digest[SN_DIGEST_SIZE];
    uint64_t bytes = 0;
    sn_status s = sn_path_join(source, file->name, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_digest(path, digest, &bytes, err);
    if (s == SN_ENOTFOUND)
        return sn_fail(err, SN_ECORRUPT, "%s: this file of the backup is missing", path);
    if (s == SN_OK && bytes != file->bytes)
        s = sn_fail(err, SN_ECORRUPT, "%s: this file of the backup has another size", path);
    else if (s == SN_OK && strcmp(digest, file->digest) != 0)
        s = sn_fail(err, SN_ECORRUPT, "%s: this file of the backup has another digest", path);
    return s;
}

static sn_status read_manifest(const char *source, sn_backup_manifest *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_BACKUP_BYTES);
    sn_status s = sn_path_join(source, SN_BACKUP_MANIFEST, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &text, err);
    if (s == SN_ENOTFOUND)
        return sn_fail(err, s, "%s is no backup: it has no " SN_BACKUP_MANIFEST, source);
    return s == SN_OK ? sn_backup_manifest_parse(path, sn_buf_str(&text), out, err) : s;
}

sn_status sn_backup_verify(const char *source, sn_backup_manifest *out, sn_error *err)
{
    sn_backup_manifest manifest = {0};
    sn_status s = read_manifest(source, &manifest, err);
    for (size_t i = 0; s == SN_OK && i < manifest.n_files; i++)
        s = verify_file(source, &manifest.files[i], err);
    if (s == SN_OK)
        *out = manifest;
    else
        sn_backup_manifest_done(&manifest);
    return s;
}

/* ---- beside what is there ---- */

typedef struct restoring {
    const char *dir, *source;
    const sn_restore_opts *opts;
    sn_backup_manifest manifest;
    char folder[SN_PATH_SIZE]; /* INDEX/restore */
    sn_restore_report *report;
    sn_error *err;
} restoring;

static sn_status reserve(const restoring *r)
{
    uint64_t files = 0;
    for (size_t i = 0; i < r->manifest.n_files; i++)
        files += r->manifest.files[i].bytes;
    /* The archive twice: as a file, and in the log of the one it goes into. */
    return sn_disk_reserve(r->dir, 2 * files + r->manifest.index_bytes, "restore", r->err);
}

static sn_status copy_one(const restoring *r, const char *name)
{
    char from[SN_PATH_SIZE], to[SN_PATH_SIZE];
    bool is_key = strcmp(name, "cursor.key") == 0 || strcmp(name, "keys") == 0;
    sn_status s = sn_path_join(r->source, name, from, sizeof from, r->err);
    if (s == SN_OK)
        s = sn_path_join(r->folder, name, to, sizeof to, r->err);
    return s == SN_OK ? sn_file_copy(from, to, is_key ? 0600 : 0644, r->err) : s;
}

/* What has been copied is looked at once more: the backup may be on a disk of its own kind. */
static sn_status copy_all(const restoring *r)
{
    char words[SN_PATH_SIZE];
    sn_status s = sn_dir_remove(r->folder, r->err);
    if (s == SN_OK)
        s = sn_dir_make(r->folder, r->err);
    if (s == SN_OK)
        s = sn_path_join(r->folder, SN_INDEX_WORDS, words, sizeof words, r->err);
    if (s == SN_OK)
        s = sn_dir_make(words, r->err);
    for (size_t i = 0; s == SN_OK && i < r->manifest.n_files; i++) {
        s = copy_one(r, r->manifest.files[i].name);
        if (s == SN_OK)
            s = verify_file(r->folder, &r->manifest.files[i], r->err);
    }
    return s == SN_OK ? sn_tree_sync(r->folder, r->err) : s;
}

static sn_status check_made(sn_writer *w, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(16 << 20);
    size_t errors = 0;
    sn_status s = sn_writer_check(w, &findings, &errors, err);
    if (s == SN_OK && errors > 0)
        s = sn_fail(err, SN_ECORRUPT, "the restored index is not sound: %.300s",
                    sn_buf_text(&findings));
    return s;
}

/* With the takedowns of both, under a name of its own, with numbers above all that were given out here. */
static sn_status adapt(const restoring *r, sn_archive *restored)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *live = NULL;
    uint64_t last = 0;
    sn_status s = sn_archive_open(r->dir, NULL, &live, r->err);
    if (s == SN_OK)
        s = sn_archive_last_change(live, &last, r->err);
    if (s == SN_OK)
        s = sn_ledger_join(restored, r->dir, r->err);
    if (s == SN_OK)
        s = sn_archive_rename(restored, r->err);
    return s == SN_OK ? sn_archive_number_above(restored, last, r->err) : s;
}

static sn_status make_index(const restoring *r)
{
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = NULL;
    sn_apply_report report = {0};
    sn_writer_opts opts = {.program = r->opts->program, .low_priority = true};
    sn_status s = sn_writer_open(r->folder, &opts, &w, r->err);
    if (s == SN_OK)
        s = adapt(r, sn_writer_archive(w));
    if (s == SN_OK)
        s = sn_writer_rebuild(w, r->opts->timeout_ms, r->opts->progress, r->opts->ctx, &report,
                              r->err);
    return s == SN_OK ? check_made(w, r->err) : s;
}

/* ---- all of it ---- */

static sn_status check_target(const restoring *r, sn_writer *w)
{
    sn_archive_counts counts;
    sn_status s = sn_archive_count(sn_writer_archive(w), &counts, r->err);
    if (s == SN_OK && !r->opts->replace && counts.last_change > 0)
        s = sn_fail(r->err, SN_ECONFLICT,
                    "%s holds an index (%llu articles): --replace says that it may go", r->dir,
                    (unsigned long long)counts.live);
    return s;
}

static sn_status open_target(const restoring *r, sn_writer **out)
{
    sn_writer_opts opts = {.create = true, .adopt = r->opts->replace, .program = r->opts->program};
    sn_status s = sn_writer_open(r->dir, &opts, out, r->err);
    if (s == SN_ECORRUPT || s == SN_EFORMAT)
        s = sn_fail_in(r->err, s,
                       "what is there cannot be opened: stop the service, move archive.db* (or the "
                       "file named) away and restore with --replace");
    return s;
}

static sn_status report_made(const restoring *r)
{
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = NULL;
    sn_index_status status;
    sn_status s = sn_writer_open(r->dir, &(sn_writer_opts){0}, &w, r->err);
    if (s == SN_OK)
        s = sn_writer_status(w, &status, r->err);
    if (s != SN_OK)
        return s;
    r->report->articles = status.articles;
    r->report->change = status.change;
    r->report->generation = status.generation;
    memcpy(r->report->made_at, r->manifest.made_at, sizeof r->report->made_at);
    return SN_OK;
}

static sn_status prepare(const restoring *r)
{
    sn_status s = reserve(r);
    if (s == SN_OK)
        s = copy_all(r);
    return s == SN_OK ? make_index(r) : s;
}

/* Once the archive is in place, what is left is for whoever applies next. */
static void discard(const restoring *r, sn_archive *archive)
{
    bool due = true;
    if (sn_takeover_is_due(r->dir, archive, &due, NULL) == SN_OK && !due)
        (void)!sn_dir_remove(r->folder, NULL);
}

static sn_status restore(restoring *r)
{
    SN_CLEANUP_PTR(sn_writer) sn_writer *target = NULL;
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    sn_apply_report report = {0};
    sn_status s = open_target(r, &target);
    if (s == SN_OK)
        s = sn_takeover_begin(target, &lock, r->err);
    if (s == SN_OK)
        s = check_target(r, target);
    if (s != SN_OK)
        return s;
    s = prepare(r);
    if (s == SN_OK)
        s = sn_writer_take_over(r->dir, r->opts->program, r->opts->timeout_ms, &report, r->err);
    if (s != SN_OK)
        discard(r, sn_writer_archive(target));
    return s == SN_OK ? report_made(r) : s;
}

sn_status sn_backup_restore(const char *dir, const char *source, const sn_restore_opts *opts,
                            sn_restore_report *out, sn_error *err)
{
    sn_restore_report report = {0};
    restoring r = {.dir = dir, .source = source, .opts = opts, .report = &report, .err = err};
    sn_status s = sn_path_join(dir, SN_RESTORE_FOLDER, r.folder, sizeof r.folder, err);
    if (s == SN_OK)
        s = sn_backup_verify(source, &r.manifest, err);
    if (s == SN_OK)
        s = restore(&r);
    sn_backup_manifest_done(&r.manifest);
    if (s == SN_OK)
        *out = report;
    return s;
}
