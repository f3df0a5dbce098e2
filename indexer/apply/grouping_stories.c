/* Which story the groups of a chunk belong to. A group of copies has one story: that which its members had
 * before, the oldest of these if it brought several together; or, if all of them are new, that of the
 * neighbours of its first member. Nobody else changes its story for what comes. */
#include "indexer/apply/grouping_internal.h"

#include "base/grow.h"

#include <stdlib.h>

/* ---- members come and go ---- */

sn_status sn_stories_look_at(sn_grouping *g, const sn_article *a, sn_grouping_item *item)
{
    sn_grouper *grouper = g->grouper;
    sn_story_terms terms;
    const sn_str texts[] = {sn_str_of(a->title), sn_str_of(a->kicker), sn_str_of(a->lead),
                            sn_str_of(a->body)};
    sn_status s = sn_story_terms_make(&grouper->draft, grouper->analyzer, sn_lexicon_builtin(),
                                      texts, sizeof texts / sizeof *texts, &terms);
    if (s == SN_OK) {
        terms.is_day_only = a->published_at.precision == SN_PRECISION_DAY;
        item->about = SN_BUF(SN_STORY_TERMS_BYTES);
        s = sn_story_terms_write(&terms, &item->about);
    }
    return s == SN_OK ? s : sn_fail(g->err, s, "article \"%s\": what is it about?", a->id);
}

static sn_status read_terms(sn_grouping *g, sn_str about, sn_story_terms *out)
{
    sn_status s = sn_story_terms_read(about, out);
    return s == SN_OK ? s : sn_fail(g->err, s, "the terms of an article do not read back");
}

/* Articles without a date are found by nobody. */
static bool has_keys(const sn_member *m, sn_str about)
{
    return m->published_sec != SN_MEMBER_UNDATED && about.len > 0;
}

sn_status sn_stories_add(sn_grouping *g, const sn_member *m)
{
    uint32_t at[SN_STORY_KEYS];
    sn_story_terms terms;
    if (!has_keys(m, m->about))
        return SN_OK;
    sn_status s = read_terms(g, m->about, &terms);
    if (s == SN_OK)
        s = sn_notes_put(g, m->docid, m->published_sec, &terms);
    if (s != SN_OK)
        return s;
    sn_item_keys keys = sn_story_keys_at(&terms, m->published_sec, at);
    return sn_spans_put(g, &keys, m->docid);
}

static sn_status copy_about(void *ctx, const sn_member *m)
{
    return sn_buf_add_str(ctx, m->about);
}

sn_status sn_stories_remove(sn_grouping *g, const sn_member *old)
{
    SN_CLEANUP(sn_buf) sn_buf about = SN_BUF(SN_STORY_TERMS_BYTES);
    uint32_t at[SN_STORY_KEYS];
    sn_story_terms terms;
    sn_notes_remove(g, old->docid);
    sn_status s = sn_members_from(g->archive, old->docid, 1, copy_about, &about, g->err);
    if (s != SN_OK || !has_keys(old, sn_buf_str(&about)))
        return s;
    s = read_terms(g, sn_buf_str(&about), &terms);
    if (s != SN_OK)
        return s;
    sn_item_keys keys = sn_story_keys_at(&terms, old->published_sec, at);
    return sn_spans_remove(g, &keys, old->docid);
}

/* ---- groups ---- */

/* A member of a group; story 0: it is new. */
typedef struct placed {
    uint32_t docid;
    uint64_t story;
    bool has_story;
    int64_t published_sec;
} placed;

/* A group of copies, its earliest member first. */
typedef struct group_of_copies {
    sn_grouping *g;
    uint64_t name;
    placed *at;
    size_t n, cap;
} group_of_copies;

/* A group that has new members. */
typedef struct changed_group {
    uint64_t name;
    placed only; /* its only member, if it is alone */
    bool is_alone;
    int64_t published_sec; /* of its earliest member; known once its members are */
} changed_group;

static placed placed_of(const sn_member *m)
{
    return (placed){m->docid, m->story, m->has_story, m->published_sec};
}

static sn_status keep_member(void *ctx, const sn_member *m)
{
    group_of_copies *group = ctx;
    placed *at = sn_grow(group->at, group->n, &group->cap, sizeof *at);
    if (at == NULL)
        return sn_fail(group->g->err, SN_ENOMEM, "no memory for stories");
    group->at = at;
    at[group->n++] = placed_of(m);
    return SN_OK;
}

static sn_status load_group(group_of_copies *group, const changed_group *from)
{
    group->n = 0;
    group->name = from->name;
    if (!from->is_alone)
        return sn_members_of_copies(group->g->archive, from->name, 0, keep_member, group,
                                    group->g->err);
    placed *at = sn_grow(group->at, 0, &group->cap, sizeof *at);
    if (at == NULL)
        return sn_fail(group->g->err, SN_ENOMEM, "no memory for stories");
    group->at = at;
    at[group->n++] = from->only;
    return SN_OK;
}

static sn_status begins_with(sn_grouping *g, const placed *member, int64_t *sec)
{
    bool found;
    *sec = member->published_sec;
    return member->has_story ? sn_story_begins(g, member->story, sec, &found) : SN_OK;
}

/* Of those that members had before; 0: all of them are new. */
static sn_status oldest_story(const group_of_copies *group, uint64_t *story)
{
    int64_t oldest_sec = 0, sec;
    sn_status s = SN_OK;
    *story = 0;
    for (size_t i = 0; s == SN_OK && i < group->n; i++) {
        uint64_t its = group->at[i].story;
        if (its == 0 || its == *story)
            continue;
        s = begins_with(group->g, &group->at[i], &sec);
        if (*story == 0 || sec < oldest_sec || (sec == oldest_sec && its < *story)) {
            oldest_sec = sec;
            *story = its;
        }
    }
    return s;
}

/* has_others: there are members of the story that are not of the group. */
static sn_status give_story(const group_of_copies *group, uint64_t story, bool has_others)
{
    bool has_story = has_others || group->n > 1;
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < group->n; i++) {
        const placed *member = &group->at[i];
        bool moved = member->story != story;
        if (!moved && (member->has_story || !has_story))
            continue;
        s = sn_member_set_story(group->g->archive, member->docid, story, has_story, group->g->err);
        if (s == SN_OK && moved)
            s = sn_grouping_note_moved(group->g, member->docid);
    }
    return s;
}

/* ---- the story of a new group ---- */

/* The story that the number's article was in before it was corrected; 0: none. */
static uint64_t story_before(const sn_grouping *g, uint32_t docid)
{
    for (size_t i = 0; i < g->chunk->n; i++)
        if (g->chunk->items[i].docid == docid && g->items[i].known)
            return g->items[i].old.story;
    return 0;
}

/* Who was alone in the story is no longer. */
static sn_status open_story(sn_grouping *g, const sn_neighbours *near, uint64_t story)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < near->n; i++)
        if (near->at[i].near.story == story && !near->at[i].has_story)
            s = sn_member_set_story(g->archive, near->at[i].docid, story, true, g->err);
    return s;
}

/* The story of its neighbours, if they are near enough. */
static sn_status join_neighbours(const group_of_copies *group, uint64_t *story, bool *joined)
{
    sn_neighbours near;
    sn_story_neighbour candidates[SN_MAX_NEIGHBOURS];
    const placed *first = &group->at[0];
    sn_status s = sn_neighbours_find(group->g, first->docid, &near);
    if (s != SN_OK)
        return s;
    for (size_t i = 0; i < near.n; i++)
        candidates[i] = near.at[i].near;
    uint64_t kept = story_before(group->g, first->docid);
    *joined = sn_story_choose(candidates, near.n, first->published_sec, kept, story);
    return *joined ? open_story(group->g, &near, *story) : SN_OK;
}

/* A new group that begins its own story gives it its name. Others may be in that already: its first member
 * was corrected, or taken down and is back. */
static sn_status settle_story(const group_of_copies *group)
{
    uint64_t story = group->name;
    int64_t sec;
    bool has_others = false;
    sn_status s = sn_story_begins(group->g, story, &sec, &has_others);
    if (s == SN_OK && !has_others && group->at[0].published_sec != SN_MEMBER_UNDATED)
        s = join_neighbours(group, &story, &has_others);
    return s == SN_OK ? give_story(group, story, has_others) : s;
}

/* ---- all of them ---- */

typedef struct changed_groups {
    sn_u64_set names;
    changed_group *at; /* one for each */
    size_t cap;
} changed_groups;

static void changed_groups_done(changed_groups *list)
{
    sn_u64_set_done(&list->names);
    free(list->at);
}
SN_DEFINE_CLEANUP(changed_groups, changed_groups_done)

static sn_status note_group(sn_grouping *g, uint32_t docid, changed_groups *list)
{
    sn_member m;
    size_t place = 0;
    bool is_new = false;
    sn_status s = sn_member_get(g->archive, docid, &m, g->err);
    if (s != SN_OK)
        return s == SN_ENOTFOUND ? SN_OK : s;
    s = sn_u64_set_add(&list->names, m.copies, &place, &is_new);
    changed_group *at = s == SN_OK ? sn_grow(list->at, place, &list->cap, sizeof *at) : NULL;
    if (at == NULL)
        return sn_fail(g->err, SN_ENOMEM, "no memory for stories");
    list->at = at;
    if (is_new)
        at[place] = (changed_group){m.copies, placed_of(&m), !m.has_copies, 0};
    return SN_OK;
}

/* The groups of copies that have new members. */
static sn_status find_changed(sn_grouping *g, changed_groups *list)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < g->moved.n; i++)
        s = note_group(g, (uint32_t)g->moved.at[i], list);
    for (size_t i = 0; s == SN_OK && i < g->chunk->n; i++)
        if (g->chunk->items[i].live && g->items[i].changed)
            s = note_group(g, g->chunk->items[i].docid, list);
    return s;
}

static int by_date(const void *left, const void *right)
{
    const changed_group *a = left, *b = right;
    if (a->published_sec != b->published_sec)
        return a->published_sec < b->published_sec ? -1 : 1;
    return (a->name > b->name) - (a->name < b->name);
}

/* Those that have a story; *n new ones are left, moved to the front. */
static sn_status settle_old(group_of_copies *group, changed_groups *list, size_t *n)
{
    sn_status s = SN_OK;
    *n = 0;
    for (size_t i = 0; s == SN_OK && i < list->names.n; i++) {
        changed_group one = list->at[i];
        uint64_t story = 0;
        s = load_group(group, &one);
        if (s == SN_OK)
            s = oldest_story(group, &story);
        if (s == SN_OK && story != 0) {
            s = give_story(group, story, group->at[0].has_story);
        } else if (s == SN_OK && group->n > 0) {
            one.published_sec = group->at[0].published_sec;
            list->at[(*n)++] = one;
        }
    }
    return s;
}

/* New groups go in the order of publication, so that in one chunk, too, a story begins with its first
 * article. */
static sn_status settle_new(group_of_copies *group, changed_group *fresh, size_t n)
{
    sn_status s = SN_OK;
    if (n > 0)
        qsort(fresh, n, sizeof *fresh, by_date);
    for (size_t i = 0; s == SN_OK && i < n; i++) {
        s = load_group(group, &fresh[i]);
        if (s == SN_OK)
            s = settle_story(group);
    }
    return s;
}

sn_status sn_stories_settle(sn_grouping *g)
{
    SN_CLEANUP(changed_groups) changed_groups list = {0};
    group_of_copies group = {.g = g};
    size_t n = 0;
    sn_status s = find_changed(g, &list);
    if (s == SN_OK)
        s = settle_old(&group, &list, &n);
    if (s == SN_OK)
        s = settle_new(&group, list.at, n);
    free(group.at);
    return s;
}
