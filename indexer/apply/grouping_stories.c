/* Which story a member belongs to. For now that of its copies: each group is a story of its own. */
#include "indexer/apply/grouping_internal.h"

sn_status sn_stories_look_at(sn_grouping *g, const sn_article *article, sn_grouping_item *item)
{
    (void)g;
    (void)article;
    (void)item;
    return SN_OK;
}

sn_status sn_stories_remove(sn_grouping *g, const sn_member *old)
{
    (void)g;
    (void)old;
    return SN_OK;
}

sn_status sn_stories_add(sn_grouping *g, const sn_member *m)
{
    (void)g;
    (void)m;
    return SN_OK;
}

static sn_status settle_one(sn_grouping *g, uint32_t docid)
{
    sn_member m;
    sn_status s = sn_member_get(g->archive, docid, &m, g->err);
    if (s != SN_OK || m.story == m.copies)
        return s;
    s = sn_member_set_story(g->archive, docid, m.copies, g->err);
    return s == SN_OK ? sn_grouping_note_moved(g, docid) : s;
}

sn_status sn_stories_settle(sn_grouping *g)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < g->moved.n; i++)
        s = settle_one(g, (uint32_t)g->moved.at[i]);
    for (size_t i = 0; s == SN_OK && i < g->chunk->n; i++)
        if (g->chunk->items[i].live && g->items[i].changed)
            s = settle_one(g, g->chunk->items[i].docid);
    return s;
}
