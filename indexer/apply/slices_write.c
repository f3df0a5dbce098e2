/* What a thread does: it takes the next slice and writes it. */
#include "indexer/apply/slices_internal.h"

#include "base/grow.h"
#include "indexer/apply/grouping.h"

#include <stdio.h>
#include <stdlib.h>

/* Articles that are written out at once. */
#define AT_ONCE    1000u
#define TELL_EVERY 100u /* articles */

sn_status sn_slices_put(sn_generation *g, sn_archive *archive, const sn_change *change,
                        sn_error *err)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_membership groups;
    sn_status s = sn_article_parse(change->json, &article, err);
    if (s != SN_OK)
        return sn_fail_in(err, SN_ECORRUPT, "the archive's article %.*s", (int)change->id.len,
                          change->id.at);
    s = sn_grouping_names(archive, change->docid, change->id, &groups, err);
    return s == SN_OK ? sn_generation_put(g, change->docid, &article, &groups, err) : s;
}

/* ---- what threads tell each other ---- */

static sn_status tell(sn_slice_writer *w)
{
    sn_slices *all = w->all;
    pthread_mutex_lock(&all->lock);
    all->put += w->untold;
    sn_status s = all->status;
    pthread_cond_signal(&all->moved);
    pthread_mutex_unlock(&all->lock);
    w->untold = 0;
    return s;
}

void sn_slices_note_failure(sn_slices *all, sn_status s, const sn_error *err)
{
    if (s == SN_OK || all->status != SN_OK)
        return;
    all->status = s;
    all->err = *err;
    pthread_cond_broadcast(&all->ready);
}

static void end_thread(sn_slice_writer *w, sn_status s)
{
    sn_slices *all = w->all;
    pthread_mutex_lock(&all->lock);
    sn_slices_note_failure(all, s, &w->err);
    all->put += w->untold;
    if (w->part.spill > all->spill)
        all->spill = w->part.spill;
    all->running--;
    pthread_cond_signal(&all->moved);
    pthread_mutex_unlock(&all->lock);
}

uint32_t sn_slices_end_of(const sn_slices *all, size_t slice)
{
    return slice + 1 < all->n ? all->first[slice + 1] : 0;
}

/* SN_DONE: none is left, or another thread failed. */
static sn_status take_slice(sn_slice_writer *w, size_t *slice)
{
    sn_slices *all = w->all;
    pthread_mutex_lock(&all->lock);
    while (all->status == SN_OK && all->left > 0 && all->left <= all->prepared)
        pthread_cond_wait(&all->ready, &all->lock);
    sn_status s = all->status == SN_OK && all->left > 0 ? SN_OK : SN_DONE;
    if (s == SN_OK)
        *slice = --all->left;
    pthread_cond_signal(&all->moved);
    pthread_mutex_unlock(&all->lock);
    return s;
}

static sn_status keep_path(sn_slice_writer *w)
{
    sn_slices *all = w->all;
    sn_status s = SN_ENOMEM;
    char *path = sn_str_dup(sn_str_of(w->path));
    pthread_mutex_lock(&all->lock);
    char **paths = sn_grow(all->paths, all->n_paths, &all->paths_cap, sizeof *paths);
    if (paths != NULL)
        all->paths = paths;
    if (paths != NULL && path != NULL) {
        all->paths[all->n_paths++] = path;
        s = SN_OK;
    }
    pthread_mutex_unlock(&all->lock);
    if (s == SN_OK)
        return s;
    free(path);
    return sn_fail(&w->err, s, "no memory for a slice");
}

/* ---- one slice ---- */

static sn_status count_put(sn_slice_writer *w)
{
    w->put++;
    return ++w->untold < TELL_EVERY ? SN_OK : tell(w);
}

/* SN_DONE: the slice ends before this one, or what is held must be written out first. */
static sn_status put_one(void *ctx, const sn_change *change)
{
    sn_slice_writer *w = ctx;
    bool behind = w->end != 0 && change->docid >= w->end;
    w->docid = behind ? 0 : change->docid;
    if (behind || (w->bytes > 0 && w->bytes + change->json.len > w->all->bytes))
        return SN_DONE;
    w->bytes += change->json.len;
    sn_status s = sn_slices_put(&w->part, w->archive, change, &w->err);
    return s == SN_OK ? count_put(w) : s;
}

/* As many as are written out at once. w->docid is 0 behind the last. */
static sn_status write_some(sn_slice_writer *w)
{
    uint32_t next = 0;
    w->bytes = 0;
    sn_status s = sn_archive_each_live(w->archive, w->docid, AT_ONCE, put_one, w, &next, &w->err);
    if (s == SN_OK)
        w->docid = next;
    if (s == SN_DONE)
        s = SN_OK;
    return s == SN_OK ? sn_xap_writer_commit(w->part.db, &w->err) : s;
}

static sn_status write_read(sn_slice_writer *w)
{
    sn_status s = SN_OK;
    while (s == SN_OK && w->docid != 0)
        s = write_some(w);
    return s;
}

static sn_status write_handed(sn_slice_writer *w, const sn_chunk *articles)
{
    sn_status s = SN_OK;
    w->bytes = 0;
    for (size_t i = 0; s == SN_OK && i < articles->n; i++) {
        const sn_chunk_item *item = &articles->items[i];
        if (w->bytes > 0 && w->bytes + item->bytes > w->all->bytes) {
            s = sn_xap_writer_commit(w->part.db, &w->err);
            w->bytes = 0;
        }
        w->bytes += item->bytes;
        if (s == SN_OK)
            s = sn_generation_put(&w->part, item->docid, &item->article, &item->groups, &w->err);
        if (s == SN_OK)
            s = count_put(w);
    }
    return s == SN_OK ? sn_xap_writer_commit(w->part.db, &w->err) : s;
}

static sn_status write_slice(sn_slice_writer *w, size_t slice)
{
    sn_chunk *handed = &w->all->handed[slice];
    char name[24];
    snprintf(name, sizeof name, "%04zu", slice);
    w->put = 0;
    w->docid = w->all->first[slice];
    w->end = sn_slices_end_of(w->all, slice);
    sn_status s = sn_path_join(w->all->folder, name, w->path, sizeof w->path, &w->err);
    if (s == SN_OK)
        s = sn_shards_write(w->path, w->all->draft->shards, SN_XAP_SCRATCH, &w->part.db, &w->err);
    if (s == SN_OK)
        s = handed->n > 0 ? write_handed(w, handed) : write_read(w);
    sn_xap_writer_close(w->part.db);
    w->part.db = NULL;
    sn_chunk_done(handed);
    return s == SN_OK && w->put > 0 ? keep_path(w) : s;
}

/* ---- a thread ---- */

static sn_status write_slices(sn_slice_writer *w)
{
    const sn_lexicon *lexicon = w->all->draft->lexicon;
    size_t slice;
    sn_status s = sn_archive_open(w->all->opts->dir, &(sn_archive_opts){.read_only = true},
                                  &w->archive, &w->err);
    if (s == SN_OK)
        s = sn_document_maker_create(lexicon != NULL ? lexicon : sn_lexicon_builtin(),
                                     &w->part.maker, &w->err);
    while (s == SN_OK && (s = take_slice(w, &slice)) == SN_OK)
        s = write_slice(w, slice);
    return s == SN_DONE ? SN_OK : s;
}

void *sn_slices_write(void *writer)
{
    sn_slice_writer *w = writer;
    sn_status s = write_slices(w);
    sn_document_maker_destroy(w->part.maker);
    sn_archive_close(w->archive);
    end_thread(w, s);
    return NULL;
}
