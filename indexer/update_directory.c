#include "indexer/update_internal.h"

#include "archive/address.h"
#include "base/names.h"
#include "indexer/readers/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct directory {
    sn_updating *u;
    sn_remembered own;
    sn_status stopped; /* what no other file can go on after */
} directory;

static sn_status visit_file(void *ctx, const char *path, sn_error *err)
{
    directory *d = ctx;
    (void)err; /* that of d->u->feeding */
    sn_feeding_name(&d->u->feeding, path);
    d->stopped = sn_update_one(d->u, path, &d->own);
    return d->stopped;
}

static sn_status note_gone(void *ctx, const sn_remembered *r)
{
    struct stat st;
    if (stat(r->source, &st) == 0 || (errno != ENOENT && errno != ENOTDIR))
        return SN_OK;
    return sn_names_add(ctx, r->source);
}

/* Files that were taken away are forgotten; the articles they brought stay. */
static sn_status forget_gone(sn_updating *u, const char *dir)
{
    SN_CLEANUP(sn_names) sn_names list = {0};
    uint64_t n;
    sn_archive *archive = sn_writer_archive(u->feeding.writer);
    sn_error *err = &u->feeding.err;
    sn_status s = sn_sources_each(archive, dir, note_gone, &list, err);
    for (size_t i = 0; i < list.n && s == SN_OK; i++)
        s = sn_source_forget(archive, list.at[i], &n, err);
    return s;
}

static sn_status update_directory(sn_updating *u, const char *name)
{
    directory d = {.u = u};
    bool known = false, same = false;
    sn_tally before = u->feeding.tally;
    uint64_t n_failed = u->n_failed;
    sn_status s = sn_update_recall(u, name, NULL, &known, &same);
    if (s != SN_OK)
        return s;
    d.own = u->source;
    u->source = (sn_remembered){0};
    s = sn_walk(name, visit_file, &d, &u->feeding.err);
    sn_remembered_done(&u->source);
    u->source = d.own;
    sn_feeding_name(&u->feeding, name);
    if (s != SN_OK)
        return d.stopped != SN_OK ? s : sn_update_fail(u, s, known, &before);
    s = forget_gone(u, name);
    u->source.tried_sec = u->now_sec;
    if (u->n_failed == n_failed)
        u->source.good_sec = u->now_sec;
    u->source.n_read = u->feeding.tally.read - before.read;
    u->source.n_refused = u->feeding.tally.refused - before.refused;
    u->source.n_taken = u->source.n_read - u->source.n_refused -
                        (u->feeding.tally.passed_over - before.passed_over);
    if (s == SN_OK)
        s = sn_update_set_text(&u->source.error,
                               u->n_failed > n_failed ? "files of it failed" : NULL);
    if (s == SN_OK)
        s = sn_source_put(sn_writer_archive(u->feeding.writer), &u->source, &u->feeding.err);
    return s;
}

/* ---- standard input ---- */

static sn_status update_standard_input(sn_updating *u)
{
    sn_feeding *f = &u->feeding;
    sn_tally before = f->tally;
    sn_reader_opts opts = {.format = f->command->format};
    sn_status s = SN_OK;
    sn_remembered_done(&u->source);
    char *stamp = NULL;
    if (f->command->map != NULL) {
        s = sn_update_set_text(&u->source.asked_map, f->command->map);
        if (s == SN_OK)
            s = sn_update_mapping(u, &stamp, &f->err);
        opts.mapping = u->mapping;
    }
    free(stamp);
    sn_reader_close(u->reader);
    u->reader = NULL;
    if (s == SN_OK)
        s = sn_reader_open("-", &opts, &u->reader, &f->err);
    if (s == SN_OK)
        s = sn_feeding_read(f, u->reader);
    if (s != SN_OK && f->stopped)
        return s;
    sn_error why = f->err;
    sn_status committed = sn_feeding_commit(f);
    if (committed != SN_OK)
        return committed;
    if (s != SN_OK) {
        f->err = why;
        return sn_update_fail(u, s, false, &before);
    }
    u->n_read++;
    sn_update_list(u, "read", &before, NULL);
    return SN_OK;
}

sn_status sn_update_source(sn_updating *u, const char *name)
{
    struct stat st;
    sn_feeding_name(&u->feeding, name);
    if (strcmp(name, "-") == 0)
        return update_standard_input(u);
    if (!sn_address_begins(sn_str_of(name)) && stat(name, &st) == 0 && S_ISDIR(st.st_mode))
        return update_directory(u, name);
    return sn_update_one(u, name, NULL);
}
