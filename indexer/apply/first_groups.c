#include "indexer/apply/first_groups.h"

#include "archive/groups.h"
#include "base/clock.h"
#include "base/grow.h"
#include "indexer/apply/slices.h"

#include <stdlib.h>

static sn_status note_member(void *ctx, const sn_member *m)
{
    (void)m;
    *(bool *)ctx = true;
    return SN_OK;
}

/* Members of articles that are gone by now would be looked at by their changes only. */
sn_status sn_first_groups_begin(sn_first_groups *f, bool *usable, sn_error *err)
{
    bool has_members = false;
    sn_status s = sn_members_from(f->archive, 1, 1, note_member, &has_members, err);
    if (s == SN_OK)
        s = sn_grouping_catch_up(f->archive, f->grouper, 0, err); /* of our version from now on */
    if (s == SN_OK)
        s = sn_archive_last_change(f->archive, &f->last, err);
    if (s == SN_OK)
        *usable = !has_members;
    return s;
}

static void turn_round(sn_chunk *chunk)
{
    for (size_t i = 0, j = chunk->n; i + 1 < j; i++) {
        sn_chunk_item item = chunk->items[i];
        chunk->items[i] = chunk->items[--j];
        chunk->items[j] = item;
    }
}

/* Stories are begun by who comes first: the oldest. *chunk is what was read last, the first time if *reads was 0. */
static sn_status group_stretch(sn_first_groups *f, uint32_t first, uint32_t end, sn_chunk *chunk,
                               size_t *reads, sn_error *err)
{
    sn_status s = SN_OK;
    for (uint32_t docid = first; s == SN_OK && docid != 0; ++*reads) {
        s = sn_chunk_read_live(chunk, f->archive, &docid, end, err);
        turn_round(chunk);
        if (s == SN_OK && chunk->n > 0)
            s = sn_grouping_apply(f->archive, f->grouper, chunk, true, err);
    }
    return s;
}

/* They are in memory, read and with their groups: whoever writes them need not read them again. */
static void hand_over(sn_chunk *chunk, sn_chunk *articles)
{
    size_t bytes = 0;
    for (size_t i = 0; i < chunk->n; i++)
        bytes += chunk->items[i].bytes;
    if (bytes > SN_SLICE_HANDED_BYTES)
        return;
    turn_round(chunk);
    *articles = *chunk;
    *chunk = (sn_chunk){0};
}

/* A slice of a large archive is grouped in stretches, the oldest first, too. */
static sn_status group_slice(sn_first_groups *f, uint32_t first, uint32_t end, sn_chunk *articles,
                             sn_error *err)
{
    SN_CLEANUP(sn_chunk) sn_chunk chunk = {0};
    size_t cap = 0, n = 0, reads = 0;
    uint32_t *starts = NULL, docid = first;
    sn_status s = SN_OK;
    while (s == SN_OK && docid != 0 && (end == 0 || docid < end)) {
        uint32_t *grown = sn_grow(starts, n, &cap, sizeof *starts);
        starts = grown != NULL ? grown : starts;
        if (grown == NULL)
            s = sn_fail(err, SN_ENOMEM, "no memory for a slice");
        else
            starts[n++] = docid;
        if (s == SN_OK)
            s = sn_archive_live_stretch(f->archive, docid, SN_CHUNK_CHANGES, &docid, err);
    }
    for (size_t i = n; s == SN_OK && i-- > 0;)
        s = group_stretch(f, starts[i], i + 1 < n ? starts[i + 1] : end, &chunk, &reads, err);
    free(starts);
    if (s == SN_OK && reads == 1)
        hand_over(&chunk, articles);
    return s;
}

sn_status sn_first_groups_slice(void *ctx, uint32_t first, uint32_t end, sn_chunk *articles,
                                sn_error *err)
{
    sn_first_groups *f = ctx;
    int64_t since_us = sn_clock_processor_us();
    sn_status s = group_slice(f, first, end, articles, err);
    f->processor_us += (uint64_t)(sn_clock_processor_us() - since_us);
    return s;
}

sn_status sn_first_groups_end(sn_first_groups *f, sn_error *err)
{
    sn_status s = sn_archive_begin(f->archive, err);
    if (s != SN_OK)
        return s;
    s = sn_groups_note(f->archive, f->last, err);
    if (s == SN_OK)
        return sn_archive_commit(f->archive, err);
    sn_archive_rollback(f->archive);
    return s;
}
