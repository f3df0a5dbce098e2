#include "indexer/apply/grouping_internal.h"

#include "analysis/analyzer.h"

#include <stdlib.h>

#define GROUPING_VERSION 0

int64_t sn_grouping_version(void)
{
    return GROUPING_VERSION * 1000 + SN_ANALYSIS_VERSION;
}

static void grouping_done(sn_grouping *g)
{
    free(g->items);
    free(g->docids);
    free(g->touched.at);
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

bool sn_grouping_has(const sn_grouping *g, uint32_t docid)
{
    return bsearch(&docid, g->docids, g->chunk->n, sizeof docid, by_number) != NULL;
}

static sn_status look_at(sn_grouping *g, sn_document_maker *maker, size_t i)
{
    const sn_chunk_item *item = &g->chunk->items[i];
    sn_grouping_item *found = &g->items[i];
    g->docids[i] = item->docid;
    sn_status s = sn_member_get(g->archive, item->docid, &found->old, g->err);
    if (s != SN_OK && s != SN_ENOTFOUND)
        return s;
    found->known = s == SN_OK;
    found->changed = !found->known || !item->live || found->old.version != item->version;
    if (!item->live || !found->changed)
        return SN_OK;
    return sn_document_text_hash(maker, &item->article, &found->text, g->err);
}

/* All that can be done without keeping others from writing. */
static sn_status look_at_all(sn_grouping *g, sn_document_maker *maker)
{
    size_t n = g->chunk->n;
    g->items = calloc(n + 1, sizeof *g->items);
    g->docids = calloc(n + 1, sizeof *g->docids);
    if (g->items == NULL || g->docids == NULL)
        return sn_fail(g->err, SN_ENOMEM, "no memory for %zu changes", n);
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < n; i++)
        s = look_at(g, maker, i);
    if (s == SN_OK)
        qsort(g->docids, n, sizeof *g->docids, by_number);
    return s;
}

static sn_status add_member(sn_grouping *g, const sn_chunk_item *item, uint64_t text)
{
    bool dated = item->article.published_at.precision != 0;
    uint64_t own = sn_group_name(sn_str_of(item->id));
    sn_member m = {.docid = item->docid,
                   .id = sn_str_of(item->id),
                   .version = item->version,
                   .text = text,
                   .published_sec = dated ? item->article.published_at.sec : SN_MEMBER_UNDATED,
                   .copies = own,
                   .story = own};
    return sn_copies_add(g, &m);
}

/* What goes first: of an article that moved to another number only one is left. */
static sn_status replace_members(sn_grouping *g)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < g->chunk->n; i++)
        if (g->items[i].known && g->items[i].changed)
            s = sn_copies_remove(g, &g->items[i].old);
    for (size_t i = 0; s == SN_OK && i < g->chunk->n; i++)
        if (g->chunk->items[i].live && g->items[i].changed)
            s = add_member(g, &g->chunk->items[i], g->items[i].text);
    return s;
}

/* The names of the chunk's articles, and a change for those that have other ones than before and that
 * nobody writes otherwise. */
static sn_status read_names(sn_grouping *g)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < g->chunk->n; i++) {
        sn_chunk_item *item = &g->chunk->items[i];
        const sn_grouping_item *found = &g->items[i];
        sn_member m;
        if (!item->live)
            continue;
        s = sn_member_get(g->archive, item->docid, &m, g->err);
        if (s != SN_OK)
            break;
        item->groups = (sn_membership){.copies = m.copies, .story = m.story};
        bool same = found->old.copies == m.copies && found->old.story == m.story;
        if (!g->written && found->known && !same)
            s = sn_member_touch(g->archive, item->docid, g->err);
    }
    return s;
}

static sn_status write_groups(sn_grouping *g)
{
    sn_status s = replace_members(g);
    if (s == SN_OK)
        s = sn_copies_settle(g);
    if (s == SN_OK)
        s = read_names(g);
    return s == SN_OK ? sn_groups_note(g->archive, g->chunk->last, g->err) : s;
}

static sn_status in_transaction(sn_grouping *g)
{
    sn_status s = sn_archive_begin(g->archive, g->err);
    if (s != SN_OK)
        return s;
    s = write_groups(g);
    if (s == SN_OK)
        return sn_archive_commit(g->archive, g->err);
    sn_archive_rollback(g->archive);
    return s;
}

sn_status sn_grouping_apply(sn_archive *archive, sn_document_maker *maker, sn_chunk *chunk,
                            bool written, sn_error *err)
{
    sn_grouping g = {.archive = archive, .chunk = chunk, .written = written, .err = err};
    sn_status s = look_at_all(&g, maker);
    if (s == SN_OK)
        s = in_transaction(&g);
    grouping_done(&g);
    return s;
}

static sn_status begin_anew(sn_archive *archive, sn_error *err)
{
    sn_status s = sn_archive_begin(archive, err);
    if (s != SN_OK)
        return s;
    s = sn_groups_reset(archive, sn_grouping_version(), err);
    if (s == SN_OK)
        return sn_archive_commit(archive, err);
    sn_archive_rollback(archive);
    return s;
}

sn_status sn_grouping_catch_up(sn_archive *archive, sn_document_maker *maker, uint64_t upto,
                               sn_error *err)
{
    SN_CLEANUP(sn_chunk) sn_chunk chunk = {0};
    sn_groups_state state;
    sn_status s = sn_groups_get_state(archive, &state, err);
    if (s == SN_OK && state.version != sn_grouping_version()) {
        s = begin_anew(archive, err);
        state.grouped = 0;
    }
    while (s == SN_OK && state.grouped < upto) {
        s = sn_chunk_read(&chunk, archive, state.grouped, true, err);
        if (s != SN_OK || chunk.last == state.grouped)
            break;
        s = sn_grouping_apply(archive, maker, &chunk, false, err);
        state.grouped = chunk.last;
    }
    return s;
}

sn_status sn_grouping_names(sn_archive *archive, uint32_t docid, sn_str id, sn_membership *out,
                            sn_error *err)
{
    sn_member m = {.copies = sn_group_name(id), .story = sn_group_name(id)};
    sn_status s = sn_member_get(archive, docid, &m, err);
    if (s == SN_OK || s == SN_ENOTFOUND)
        *out = (sn_membership){.copies = m.copies, .story = m.story};
    return s == SN_ENOTFOUND ? SN_OK : s;
}
