#include "indexer/apply/writer.h"

#include "base/clock.h"
#include "base/file.h"
#include "indexer/apply/writer_internal.h"
#include "layout/hidden.h"
#include "layout/index_dir.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Who waits for the lock looks again this often. */
#define LOCK_POLL_MS 20

/* Files of an index that is just being made by another process, before its archive.db is there, and those that are
 * put there first. */
static bool is_index_file(const char *name)
{
    static const char *const names[] = {
        ".",      "..",      SN_ARCHIVE_FILE, SN_LEDGER_FILE, "epoch",
        "hidden", "writer.", "rebuild.",      SN_INDEX_WORDS, "sarnakh.conf"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool whole = i < 2; /* "." would be the beginning of any hidden file */
        if (whole ? strcmp(name, names[i]) == 0 : strncmp(name, names[i], strlen(names[i])) == 0)
            return true;
    }
    return false;
}

/* An empty directory may become an index, somebody's files may not. */
static sn_status may_become_index(const char *dir, bool *out, sn_error *err)
{
    DIR *d = opendir(dir);
    if (d == NULL)
        return sn_fail_errno(err, "cannot list %s", dir);
    *out = true;
    for (const struct dirent *e = readdir(d); e != NULL && *out; e = readdir(d))
        *out = is_index_file(e->d_name);
    closedir(d);
    return SN_OK;
}

static sn_status has_generations(const char *dir, bool *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, SN_INDEX_GENERATIONS, path, sizeof path, err);
    if (s == SN_OK)
        *out = access(path, F_OK) == 0;
    return s;
}

static sn_status check_directory(const char *dir, const sn_writer_opts *opts, sn_error *err)
{
    bool create = opts->create;
    struct stat st;
    if (stat(dir, &st) != 0) {
        if (errno == ENOENT && create)
            return sn_dir_make(dir, err);
        return sn_fail_errno(err, "no index at %s", dir);
    }
    if (!S_ISDIR(st.st_mode))
        return sn_fail(err, SN_ENOTFOUND, "%s is not a directory", dir);
    char archive[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, SN_ARCHIVE_FILE, archive, sizeof archive, err);
    if (s != SN_OK || stat(archive, &st) == 0)
        return s;
    bool usable = false;
    if (create)
        s = may_become_index(dir, &usable, err);
    if (s == SN_OK && opts->adopt && !usable)
        s = has_generations(dir, &usable, err);
    if (s == SN_OK && !usable)
        s = sn_fail(err, SN_ENOTFOUND, "%s is not an index (it has no archive.db)", dir);
    return s;
}

sn_status sn_writer_open(const char *dir, const sn_writer_opts *opts, sn_writer **out,
                         sn_error *err)
{
    sn_status s = check_directory(dir, opts, err);
    if (s != SN_OK)
        return s;
    sn_writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    w->program = opts->program != NULL ? opts->program : "sarnakh";
    w->low_priority = opts->low_priority;
    w->whatever_room = opts->whatever_room;
    w->jobs = opts->jobs;
    w->shards = opts->shards;
    w->dir = sn_str_dup(sn_str_of(dir));
    if (w->dir == NULL)
        s = SN_ENOMEM;
    if (s == SN_OK)
        s = sn_archive_open(dir,
                            &(sn_archive_opts){.create = opts->create, .now_sec = opts->now_sec},
                            &w->archive, err);
    if (s == SN_OK)
        s = sn_epoch_open(dir, true, &w->epoch, err);
    if (s != SN_OK) {
        sn_writer_close(w);
        return s;
    }
    *out = w;
    return SN_OK;
}

void sn_writer_close(sn_writer *w)
{
    if (w == NULL)
        return;
    sn_applier_stop(&w->applier);
    sn_epoch_close(w->epoch);
    sn_archive_close(w->archive);
    free(w->dir);
    free(w);
}

sn_archive *sn_writer_archive(sn_writer *w)
{
    return w->archive;
}

static sn_status check_and_take_down(sn_writer *w, sn_str id, const char *who, const char *why,
                                     sn_writer_check_fn *check, void *ctx, uint64_t *number,
                                     uint32_t *docid, sn_error *err)
{
    sn_status s = sn_archive_begin(w->archive, err);
    if (s != SN_OK)
        return s;
    s = check(ctx, w->archive, err);
    if (s == SN_OK)
        s = sn_archive_take_down(w->archive, id, who, why, number, docid, err);
    if (s == SN_OK)
        return sn_archive_commit(w->archive, err);
    sn_archive_rollback(w->archive);
    return s;
}

sn_status sn_writer_take_down(sn_writer *w, sn_str id, const char *who, const char *why,
                              uint64_t *change, sn_error *err)
{
    return sn_writer_take_down_if(w, id, who, why, NULL, NULL, change, err);
}

sn_status sn_writer_take_down_if(sn_writer *w, sn_str id, const char *who, const char *why,
                                 sn_writer_check_fn *check, void *ctx, uint64_t *change,
                                 sn_error *err)
{
    uint32_t docid = 0;
    uint64_t number = 0;
    sn_status s = check == NULL
                      ? sn_archive_take_down(w->archive, id, who, why, &number, &docid, err)
                      : check_and_take_down(w, id, who, why, check, ctx, &number, &docid, err);
    if (s == SN_OK && docid != 0)
        s = sn_hidden_add(w->dir, w->epoch, id, number, err);
    if (s == SN_OK)
        *change = number;
    return s;
}

static sn_status take_down_item(sn_writer *w, sn_takedown_item *item, const char *who,
                                const char *why, sn_writer_check_fn *check, sn_hidden *hidden,
                                sn_error *err)
{
    uint32_t docid = 0;
    sn_status s = check(item, w->archive, err);
    if (s == SN_EUNMET)
        return SN_OK;
    if (s == SN_OK)
        s = sn_archive_take_down(w->archive, item->id, who, why, &item->change, &docid, err);
    item->is_down = s == SN_OK;
    if (s != SN_OK || docid == 0)
        return s;
    sn_hidden_entry *entry = &hidden->at[hidden->n];
    *entry = (sn_hidden_entry){item->change, sn_str_dup(item->id)};
    hidden->n += entry->id != NULL;
    return entry->id != NULL ? SN_OK : sn_fail(err, SN_ENOMEM, "out of memory");
}

sn_status sn_writer_take_down_all(sn_writer *w, sn_takedown_item *items, size_t n, const char *who,
                                  const char *why, sn_writer_check_fn *check, sn_error *err)
{
    SN_CLEANUP(sn_hidden) sn_hidden hidden = {.at = calloc(n + 1, sizeof *hidden.at)};
    if (hidden.at == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status s = sn_archive_begin(w->archive, err);
    if (s != SN_OK)
        return s;
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = take_down_item(w, &items[i], who, why, check, &hidden, err);
    if (s == SN_OK)
        s = sn_archive_commit(w->archive, err);
    else
        sn_archive_rollback(w->archive);
    return s == SN_OK && hidden.n > 0
               ? sn_hidden_add_all(w->dir, w->epoch, hidden.at, hidden.n, err)
               : s;
}

static sn_status target_of(sn_writer *w, uint64_t change, uint64_t *target, sn_error *err)
{
    *target = change;
    return change != 0 ? SN_OK : sn_archive_last_change(w->archive, target, err);
}

static sn_status apply_until(sn_writer *w, uint64_t target, sn_apply_progress *progress, void *ctx,
                             sn_apply_report *report, sn_error *err)
{
    bool more = true;
    sn_status s = SN_OK;
    while (s == SN_OK && more) {
        s = sn_applier_step(&w->applier, w->dir, w->archive, w->epoch, report, &more, err);
        if (s == SN_OK && progress != NULL)
            progress(ctx, report->applied, target);
    }
    return s;
}

/* Another process applies: wait a little for it. */
static sn_status wait_for_other(sn_writer *w, uint64_t target, int64_t deadline_us, sn_error *err)
{
    if (sn_clock_monotonic_us() >= deadline_us)
        return sn_fail(err, SN_ETIMEOUT,
                       "stored, but the index was not brought along within the time given: "
                       "another process applies, or writes to the archive");
    sn_status s = sn_epoch_wait(w->epoch, target, LOCK_POLL_MS);
    return s == SN_ETIMEOUT ? SN_ELOCKED : s;
}

sn_status sn_writer_catch_up(sn_writer *w, uint64_t change, int64_t timeout_ms,
                             sn_apply_progress *progress, void *ctx, sn_apply_report *report,
                             sn_error *err)
{
    uint64_t target;
    bool held = w->applier.lock != NULL;
    int64_t deadline_us = sn_clock_monotonic_us() + timeout_ms * 1000;
    sn_status s = target_of(w, change, &target, err);
    if (s != SN_OK)
        return s;
    do {
        s = sn_applier_start(&w->applier, w->dir, w->program, w->archive, w->epoch, err);
        if (s == SN_OK)
            s = sn_writer_build_first(w, progress, ctx, report, err);
        if (s == SN_OK)
            s = sn_applier_start(&w->applier, w->dir, w->program, w->archive, w->epoch, err);
        if (s == SN_OK)
            s = apply_until(w, target, progress, ctx, report, err);
        if (s == SN_ELOCKED) /* another applies, or writes to the archive for long */
            s = wait_for_other(w, target, deadline_us, err);
    } while (s == SN_ELOCKED);
    if (!held)
        sn_applier_stop(&w->applier);
    if (report->applied == 0)
        report->applied = sn_epoch_get(w->epoch).applied;
    return s;
}

static bool is_wanted(const sn_writer *w)
{
    SN_CLEANUP(sn_buf) sn_buf holder = SN_BUF(256);
    return sn_lock_holder(w->dir, SN_LOCK_WANTED, &holder, NULL) == SN_OK && holder.len > 0;
}

sn_status sn_writer_hold(sn_writer *w, sn_error *err)
{
    if (is_wanted(w))
        return sn_fail(err, SN_ELOCKED, "a rebuild waits for the index");
    return sn_applier_start(&w->applier, w->dir, w->program, w->archive, w->epoch, err);
}

sn_status sn_writer_apply_pending(sn_writer *w, sn_apply_report *report, sn_error *err)
{
    if (is_wanted(w)) {
        sn_writer_let_go(w);
        return sn_fail(err, SN_ELOCKED, "a rebuild waits for the index");
    }
    sn_status s = sn_applier_start(&w->applier, w->dir, w->program, w->archive, w->epoch, err);
    return s == SN_OK ? apply_until(w, 0, NULL, NULL, report, err) : s;
}

void sn_writer_let_go(sn_writer *w)
{
    sn_applier_stop(&w->applier);
}
