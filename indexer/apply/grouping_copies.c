/* Which group of copies a text belongs to, and the names of its members. */
#include "indexer/apply/grouping_internal.h"

#include "base/grow.h"

#include <stdlib.h>

/* The earliest member of a text, and the name it gives. */
typedef struct earliest {
    bool found;
    sn_member member; /* without id */
    uint64_t name;
} earliest;

static sn_status take_earliest(void *ctx, const sn_member *m)
{
    earliest *e = ctx;
    *e = (earliest){.found = true, .member = *m, .name = sn_group_name(m->id)};
    e->member.id = (sn_str){NULL, 0};
    return SN_OK;
}

static sn_status find_earliest(sn_grouping *g, uint64_t text, earliest *out)
{
    *out = (earliest){0};
    return sn_members_of_text(g->archive, text, 1, take_earliest, out, g->err);
}

static sn_status note_text(sn_grouping *g, uint64_t text)
{
    sn_text_list *list = &g->touched;
    uint64_t *at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return sn_fail(g->err, SN_ENOMEM, "no memory for groups");
    list->at = at;
    at[list->n++] = text;
    return SN_OK;
}

sn_status sn_copies_remove(sn_grouping *g, const sn_member *old)
{
    earliest first = {0};
    sn_status s = old->text != 0 ? find_earliest(g, old->text, &first) : SN_OK;
    if (s == SN_OK && first.found && first.member.docid == old->docid)
        s = note_text(g, old->text);
    return s == SN_OK ? sn_member_remove(g->archive, old->docid, g->err) : s;
}

/* One that comes behind others of its text joins their group, and nothing else changes. */
sn_status sn_copies_add(sn_grouping *g, sn_member *m)
{
    earliest before, after;
    if (m->text == 0)
        return sn_member_put(g->archive, m, g->err);
    sn_status s = find_earliest(g, m->text, &before);
    if (s == SN_OK && before.found) {
        m->copies = before.member.copies;
        m->story = before.member.story;
    }
    if (s == SN_OK)
        s = sn_member_put(g->archive, m, g->err);
    if (s == SN_OK)
        s = find_earliest(g, m->text, &after);
    if (s == SN_OK && before.found && before.member.docid != after.member.docid)
        s = note_text(g, m->text);
    return s;
}

/* ---- names ---- */

/* Members that have another name than their group. */
typedef struct strays {
    uint64_t name;
    uint32_t *at;
    size_t n, cap;
} strays;

static sn_status keep_stray(void *ctx, const sn_member *m)
{
    strays *list = ctx;
    if (m->copies == list->name && m->story == list->name)
        return SN_OK;
    uint32_t *at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    list->at = at;
    at[list->n++] = m->docid;
    return SN_OK;
}

static sn_status name_members(sn_grouping *g, uint64_t text, uint64_t name)
{
    strays list = {.name = name};
    sn_status s = sn_members_of_text(g->archive, text, 0, keep_stray, &list, g->err);
    for (size_t i = 0; s == SN_OK && i < list.n; i++) {
        s = sn_member_rename(g->archive, list.at[i], name, name, g->err);
        if (s == SN_OK && !sn_grouping_has(g, list.at[i]))
            s = sn_member_touch(g->archive, list.at[i], g->err);
    }
    free(list.at);
    return s;
}

static sn_status settle(sn_grouping *g, uint64_t text)
{
    earliest first;
    sn_status s = find_earliest(g, text, &first);
    return s == SN_OK && first.found ? name_members(g, text, first.name) : s;
}

static int by_value(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

sn_status sn_copies_settle(sn_grouping *g)
{
    sn_text_list *list = &g->touched;
    sn_status s = SN_OK;
    if (list->n > 0)
        qsort(list->at, list->n, sizeof *list->at, by_value);
    for (size_t i = 0; s == SN_OK && i < list->n; i++)
        if (i == 0 || list->at[i] != list->at[i - 1])
            s = settle(g, list->at[i]);
    return s;
}
