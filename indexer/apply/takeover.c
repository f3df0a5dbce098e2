#include "indexer/apply/takeover.h"

#include "archive/copy.h"
#include "base/options.h"
#include "indexer/apply/go_live.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define READY "ready"
/* Takedowns that come while one looks at the last one: more than so many times is no accident. */
#define MAX_LOOKS 50

/* What takes the place of what is there; what a backup does not have stays. */
static const char *const files[] = {"cursor.key", "sarnakh.conf"};
/* What stays if it is there: a key that was revoked since the backup must not come back. */
#define KEYS "keys"

typedef struct ready {
    char uuid[SN_UUID_SIZE];
    uint32_t generation;
} ready;

static sn_status restore_path(const char *dir, const char *name, char out[SN_PATH_SIZE],
                              sn_error *err)
{
    char folder[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, SN_RESTORE_FOLDER, folder, sizeof folder, err);
    return s == SN_OK ? sn_path_join(folder, name, out, SN_PATH_SIZE, err) : s;
}

/* ---- INDEX/restore/ready ---- */

static sn_status write_ready(const char *dir, const ready *r, sn_error *err)
{
    char path[SN_PATH_SIZE], text[64];
    int n = snprintf(text, sizeof text, "%s %u\n", r->uuid, r->generation);
    sn_status s = restore_path(dir, READY, path, err);
    return s == SN_OK ? sn_file_write(path, (sn_str){text, (size_t)n}, err) : s;
}

/* SN_ENOTFOUND: there is none. */
static sn_status read_ready(const char *dir, ready *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(64);
    int64_t generation = 0;
    sn_status s = restore_path(dir, READY, path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &text, err);
    if (s != SN_OK)
        return s;
    sn_str rest = sn_str_trim(sn_buf_str(&text)), uuid, blank;
    if (sn_str_take(&rest, SN_UUID_SIZE - 1, &uuid) != SN_OK ||
        sn_str_take(&rest, 1, &blank) != SN_OK || blank.at[0] != ' ' ||
        sn_int_parse(rest, 1, UINT32_MAX, &generation) != SN_OK)
        return sn_fail(err, SN_ECORRUPT, "%s does not read back", path);
    memcpy(out->uuid, uuid.at, uuid.len);
    out->uuid[uuid.len] = '\0';
    out->generation = (uint32_t)generation;
    return SN_OK;
}

static sn_status remove_ready(const char *dir, sn_error *err)
{
    char path[SN_PATH_SIZE], folder[SN_PATH_SIZE];
    sn_status s = restore_path(dir, READY, path, err);
    if (s == SN_OK && unlink(path) != 0 && errno != ENOENT)
        return sn_fail_errno(err, "cannot remove %s", path);
    if (s == SN_OK)
        s = sn_path_join(dir, SN_RESTORE_FOLDER, folder, sizeof folder, err);
    return s == SN_OK ? sn_dir_sync(folder, err) : s;
}

static sn_status read_due(const char *dir, sn_archive *archive, ready *r, bool *due, sn_error *err)
{
    *due = false;
    sn_status s = read_ready(dir, r, err);
    if (s == SN_OK)
        s = sn_archive_refresh(archive, err);
    if (s == SN_OK)
        *due = strcmp(r->uuid, sn_archive_uuid(archive)) == 0;
    return s == SN_ENOTFOUND ? SN_OK : s;
}

sn_status sn_takeover_is_due(const char *dir, sn_archive *archive, bool *due, sn_error *err)
{
    ready r;
    return read_due(dir, archive, &r, due, err);
}

/* ---- behind the moment of truth ---- */

/* Gone from there: moved already. */
static sn_status move(const char *from, const char *to, sn_error *err)
{
    if (rename(from, to) != 0 && errno != ENOENT)
        return sn_fail_errno(err, "cannot rename %s to %s", from, to);
    return SN_OK;
}

static sn_status move_generation(const char *dir, const ready *r, sn_error *err)
{
    char from[SN_PATH_SIZE], to[SN_PATH_SIZE], parent[SN_PATH_SIZE];
    sn_status s = restore_path(dir, SN_INDEX_GENERATIONS "/000001", from, err);
    if (s == SN_OK)
        s = sn_path_join(dir, SN_INDEX_GENERATIONS, parent, sizeof parent, err);
    if (s == SN_OK)
        s = sn_dir_make(parent, err);
    if (s == SN_OK)
        s = sn_generation_path(dir, r->generation, to, sizeof to, err);
    if (s == SN_OK)
        s = move(from, to, err);
    return s == SN_OK ? sn_dir_sync(parent, err) : s;
}

static sn_status move_keys(const char *dir, sn_error *err)
{
    char from[SN_PATH_SIZE], to[SN_PATH_SIZE];
    sn_status s = restore_path(dir, KEYS, from, err);
    if (s == SN_OK)
        s = sn_path_join(dir, KEYS, to, sizeof to, err);
    return s == SN_OK && access(to, F_OK) != 0 ? move(from, to, err) : s;
}

static sn_status move_files(const char *dir, sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < sizeof files / sizeof *files; i++) {
        char from[SN_PATH_SIZE], to[SN_PATH_SIZE];
        s = restore_path(dir, files[i], from, err);
        if (s == SN_OK)
            s = sn_path_join(dir, files[i], to, sizeof to, err);
        if (s == SN_OK)
            s = move(from, to, err);
    }
    return s;
}

/* All of the dictionaries: a file that the backup does not have is a word that was not there. */
static sn_status move_words(const char *dir, sn_error *err)
{
    char from[SN_PATH_SIZE], to[SN_PATH_SIZE], aside[SN_PATH_SIZE];
    sn_status s = restore_path(dir, SN_INDEX_WORDS, from, err);
    if (s == SN_OK)
        s = restore_path(dir, "words.before", aside, err);
    if (s == SN_OK)
        s = sn_path_join(dir, SN_INDEX_WORDS, to, sizeof to, err);
    if (s != SN_OK || access(from, F_OK) != 0)
        return s;
    s = move(to, aside, err);
    return s == SN_OK ? move(from, to, err) : s;
}

static sn_status read_applied(const char *dir, uint32_t generation, uint64_t *applied,
                              sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    sn_status s = sn_generation_path(dir, generation, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_generation_read_db(path, &db, err);
    return s == SN_OK ? sn_generation_read_applied(db, applied, err) : s;
}

static sn_status finish(const char *dir, const ready *r, sn_epoch *epoch, sn_error *err)
{
    char folder[SN_PATH_SIZE];
    uint64_t applied = 0;
    sn_status s = move_generation(dir, r, err);
    if (s == SN_OK)
        s = move_files(dir, err);
    if (s == SN_OK)
        s = move_keys(dir, err);
    if (s == SN_OK)
        s = move_words(dir, err);
    if (s == SN_OK)
        s = read_applied(dir, r->generation, &applied, err);
    if (s == SN_OK)
        s = sn_generation_switch(dir, r->generation, err); /* makes the names last, too */
    if (s != SN_OK)
        return s;
    sn_epoch_set_applied(epoch, r->generation, applied);
    s = sn_hidden_forget(dir, epoch, applied, err);
    if (s == SN_OK)
        s = remove_ready(dir, err); /* before anybody can switch to another one */
    if (s == SN_OK)
        s = sn_path_join(dir, SN_RESTORE_FOLDER, folder, sizeof folder, err);
    return s == SN_OK ? sn_dir_remove(folder, err) : s;
}

sn_status sn_takeover_finish(const char *dir, sn_archive *archive, sn_epoch *epoch, sn_error *err)
{
    ready r;
    bool due;
    sn_status s = read_due(dir, archive, &r, &due, err);
    return s == SN_OK && due ? finish(dir, &r, epoch, err) : s;
}

/* ---- up to the moment of truth ---- */

sn_status sn_takeover_begin(sn_writer *w, sn_lock **lock, sn_error *err)
{
    return sn_generation_claim(w, lock, err);
}

/* Bring the restored archive and its index along: takedowns of both, numbers above those given out. */
static sn_status follow(const char *dir, const char *restored, const char *program, ready *r,
                        const sn_archive_mark *mark, sn_error *err)
{
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = NULL;
    sn_apply_report report = {0};
    sn_status s = sn_writer_open(restored, &(sn_writer_opts){.program = program}, &w, err);
    if (s == SN_OK)
        s = sn_ledger_join(sn_writer_archive(w), dir, err);
    if (s == SN_OK)
        s = sn_archive_number_above(sn_writer_archive(w), mark->last_change, err);
    if (s == SN_OK)
        s = sn_writer_catch_up(w, 0, 0, NULL, NULL, &report, err);
    if (s == SN_OK)
        snprintf(r->uuid, sizeof r->uuid, "%s", sn_archive_uuid(sn_writer_archive(w)));
    return s;
}

static sn_status number_manifest(const char *restored, uint32_t generation, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_manifest manifest;
    sn_status s = sn_generation_path(restored, 1, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_manifest_read(path, &manifest, err);
    manifest.generation = generation;
    return s == SN_OK ? sn_manifest_write(path, &manifest, err) : s;
}

/* SN_ESTALE: again, something came in between. */
static sn_status try_once(sn_writer *w, const char *restored, ready *r, sn_error *err)
{
    sn_archive_mark mark = {0};
    sn_status s = sn_ledger_join(w->archive, restored, err);
    if (s == SN_OK)
        s = sn_archive_get_mark(w->archive, &mark, err);
    if (s == SN_OK)
        s = follow(w->dir, restored, w->program, r, &mark, err);
    if (s == SN_OK)
        s = number_manifest(restored, r->generation, err);
    if (s == SN_OK)
        s = write_ready(w->dir, r, err);
    return s == SN_OK ? sn_archive_replace(w->archive, w->dir, restored, &mark, err) : s;
}

static sn_status take_over(sn_writer *w, sn_error *err)
{
    char restored[SN_PATH_SIZE];
    ready r = {0};
    sn_status s = sn_path_join(w->dir, SN_RESTORE_FOLDER, restored, sizeof restored, err);
    if (s == SN_OK)
        s = sn_generation_number(w, 0, &r.generation, err);
    if (s != SN_OK)
        return s;
    s = SN_ESTALE;
    for (int look = 0; s == SN_ESTALE && look < MAX_LOOKS; look++)
        s = try_once(w, restored, &r, err);
    return s == SN_ESTALE ? sn_fail(err, SN_ELOCKED, "others write all the time: try again") : s;
}

sn_status sn_writer_take_over(const char *dir, const char *program, int64_t timeout_ms,
                              sn_apply_report *report, sn_error *err)
{
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = NULL;
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    sn_status s = sn_writer_open(dir, &(sn_writer_opts){.program = program}, &w, err);
    if (s == SN_OK)
        s = sn_writer_take_lock(w, timeout_ms, &lock, err);
    if (s == SN_OK)
        s = take_over(w, err);
    if (s == SN_OK)
        s = sn_takeover_finish(dir, w->archive, w->epoch, err);
    if (s == SN_OK)
        report->applied = sn_epoch_get(w->epoch).applied;
    return s == SN_OK ? sn_generation_prune(dir, SN_KEEP_GENERATIONS, err) : s;
}
