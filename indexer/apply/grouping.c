#include "indexer/apply/grouping_internal.h"

#include "analysis/analyzer.h"

#include <stdlib.h>

int64_t sn_grouping_version(void)
{
    return SN_GROUPING_VERSION * 1000 + SN_ANALYSIS_VERSION;
}

/* ---- working memory ---- */

sn_status sn_grouper_create(sn_grouper **out, sn_error *err)
{
    sn_grouper *grouper = calloc(1, sizeof *grouper);
    sn_status s = grouper != NULL ? sn_fingerprint_maker_create(&grouper->maker) : SN_ENOMEM;
    if (s == SN_OK)
        s = sn_analyzer_create(sn_lexicon_builtin(), &grouper->analyzer);
    if (s == SN_OK) {
        grouper->spans = sn_spans_create();
        grouper->notes = sn_notes_create();
        s = grouper->spans != NULL && grouper->notes != NULL ? SN_OK : SN_ENOMEM;
    }
    if (s != SN_OK) {
        sn_grouper_destroy(grouper);
        return sn_fail(err, s, "no memory for groups");
    }
    for (size_t i = 0; i < 2; i++)
        grouper->bytes[i] = SN_BUF(SN_FINGERPRINT_BYTES);
    *out = grouper;
    return SN_OK;
}

void sn_grouper_destroy(sn_grouper *grouper)
{
    if (grouper == NULL)
        return;
    sn_fingerprint_maker_destroy(grouper->maker);
    sn_analyzer_destroy(grouper->analyzer);
    sn_story_draft_done(&grouper->draft);
    sn_spans_destroy(grouper->spans);
    sn_notes_destroy(grouper->notes);
    for (size_t i = 0; i < 2; i++) {
        sn_fingerprint_memory_done(&grouper->memory[i]);
        sn_buf_done(&grouper->bytes[i]);
    }
    free(grouper);
}

static void forget(sn_grouper *grouper)
{
    sn_spans_drop(grouper->spans);
    sn_notes_drop(grouper->notes);
}

static void grouping_done(sn_grouping *g)
{
    for (size_t i = 0; g->items != NULL && i < g->chunk->n; i++) {
        sn_buf_done(&g->items[i].print);
        sn_buf_done(&g->items[i].about);
    }
    free(g->items);
    free(g->docids);
    sn_u64_set_done(&g->touched);
    sn_u64_set_done(&g->moved);
}

/* ---- one chunk ---- */

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Is this the number of one of the chunk? */
static bool is_of_chunk(const sn_grouping *g, uint32_t docid)
{
    return bsearch(&docid, g->docids, g->chunk->n, sizeof docid, by_number) != NULL;
}

/* Articles of the same fingerprint are one text: so it is the text's, whichever of them came first. */
static sn_status fingerprint(sn_grouping *g, const sn_article *a, sn_grouping_item *found)
{
    sn_fingerprint print;
    sn_status s = sn_fingerprint_make(g->grouper->maker, sn_str_of(a->title), sn_str_of(a->lead),
                                      sn_str_of(a->body), &print);
    found->print = SN_BUF(SN_FINGERPRINT_BYTES);
    if (s == SN_OK && print.text != 0)
        s = sn_fingerprint_write(&print, &found->print);
    if (s != SN_OK)
        return sn_fail(g->err, s, "article \"%s\": no fingerprint", a->id);
    if (print.text == 0)
        return SN_OK;
    found->text = (sn_text_hash){print.text, sn_group_name(sn_buf_str(&found->print))};
    return SN_OK;
}

static sn_status look_at(sn_grouping *g, size_t i)
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
    s = fingerprint(g, &item->article, found);
    return s == SN_OK ? sn_stories_look_at(g, &item->article, found) : s;
}

/* All that can be done without keeping others from writing. */
static sn_status look_at_all(sn_grouping *g)
{
    size_t n = g->chunk->n;
    g->items = calloc(n + 1, sizeof *g->items);
    g->docids = calloc(n + 1, sizeof *g->docids);
    if (g->items == NULL || g->docids == NULL)
        return sn_fail(g->err, SN_ENOMEM, "no memory for %zu changes", n);
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < n; i++)
        s = look_at(g, i);
    if (s == SN_OK)
        qsort(g->docids, n, sizeof *g->docids, by_number);
    return s;
}

int64_t sn_grouping_date(const sn_chunk_item *item)
{
    const sn_instant *date = &item->article.published_at;
    return date->precision != 0 ? date->sec : SN_MEMBER_UNDATED;
}

static sn_status add_member(sn_grouping *g, const sn_chunk_item *item,
                            const sn_grouping_item *found)
{
    uint64_t own = sn_group_name(sn_str_of(item->id));
    sn_member m = {.docid = item->docid,
                   .id = sn_str_of(item->id),
                   .version = item->version,
                   .published_sec = sn_grouping_date(item),
                   .copies = own,
                   .story = 0, /* none yet */
                   .about = sn_buf_str(&found->about)};
    sn_status s = sn_copies_add(g, &m, found);
    return s == SN_OK ? sn_stories_add(g, &m) : s;
}

static sn_status remove_member(sn_grouping *g, const sn_member *old)
{
    sn_status s = sn_stories_remove(g, old);
    return s == SN_OK ? sn_copies_remove(g, old) : s;
}

/* What goes first: of an article that moved to another number only one is left. */
static sn_status replace_members(sn_grouping *g)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < g->chunk->n; i++)
        if (g->items[i].known && g->items[i].changed)
            s = remove_member(g, &g->items[i].old);
    for (size_t i = 0; s == SN_OK && i < g->chunk->n; i++)
        if (g->chunk->items[i].live && g->items[i].changed)
            s = add_member(g, &g->chunk->items[i], &g->items[i]);
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

sn_status sn_grouping_note_moved(sn_grouping *g, uint32_t docid)
{
    if (sn_u64_set_add(&g->moved, docid, NULL, NULL) != SN_OK)
        return sn_fail(g->err, SN_ENOMEM, "no memory for groups");
    return SN_OK;
}

/* Those of the chunk are written with it, or looked at behind this. */
static sn_status touch_moved(sn_grouping *g)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < g->moved.n; i++)
        if (!is_of_chunk(g, (uint32_t)g->moved.at[i]))
            s = sn_member_touch(g->archive, (uint32_t)g->moved.at[i], g->err);
    return s;
}

/* What is remembered holds if nobody else has written since. */
static sn_status remember(sn_grouping *g)
{
    sn_groups_state state;
    sn_status s = sn_groups_get_state(g->archive, &state, g->err);
    if (s != SN_OK)
        return s;
    if (state.turn != g->grouper->turn)
        forget(g->grouper);
    g->grouper->turn = state.turn;
    return sn_spans_begin(g);
}

static sn_status write_groups(sn_grouping *g)
{
    sn_status s = remember(g);
    if (s == SN_OK)
        s = replace_members(g);
    if (s == SN_OK)
        s = sn_copies_settle(g);
    if (s == SN_OK)
        s = sn_stories_settle(g);
    if (s == SN_OK)
        s = touch_moved(g);
    if (s == SN_OK)
        s = read_names(g);
    if (s == SN_OK)
        s = sn_spans_end(g);
    return s == SN_OK ? sn_groups_note(g->archive, g->chunk->last, g->err) : s;
}

static sn_status in_transaction(sn_grouping *g)
{
    sn_status s = sn_archive_begin(g->archive, g->err);
    if (s != SN_OK)
        return s;
    s = write_groups(g);
    if (s == SN_OK) {
        s = sn_archive_commit(g->archive, g->err);
        g->grouper->turn++;
    } else {
        sn_archive_rollback(g->archive);
    }
    if (s != SN_OK)
        forget(g->grouper);
    if (s == SN_ENOTFOUND || s == SN_ECORRUPT) /* what one table has, another has not */
        s = sn_fail_in(g->err, SN_ECORRUPT,
                       "groups in the archive are damaged (`sarnakh-index rebuild --regroup`)");
    return s;
}

sn_status sn_grouping_apply(sn_archive *archive, sn_grouper *grouper, sn_chunk *chunk, bool written,
                            sn_error *err)
{
    sn_grouping g = {
        .grouper = grouper, .archive = archive, .chunk = chunk, .written = written, .err = err};
    sn_status s = look_at_all(&g);
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

sn_status sn_grouping_catch_up(sn_archive *archive, sn_grouper *grouper, uint64_t upto,
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
        s = sn_grouping_apply(archive, grouper, &chunk, false, err);
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
