/* Which story the groups of a chunk belong to. A group of copies has one story: that which its members had
 * before, the oldest of these if it brought several together; or, if all of them are new, that of the
 * neighbours of its first member. Nobody else changes its story for what comes. */
#include "indexer/apply/grouping_internal.h"

#include "base/grow.h"

#include <stdlib.h>

/* Of those found by keys, the ones with the most keys in common are looked at: the rest says the same. */
#define MAX_NEIGHBOURS 64
/* What is further away makes no difference to where an article goes. */
#define LEAST_NEARNESS 0.15

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

static sn_time_keys keys_of(const sn_story_terms *terms, int64_t published_sec, uint64_t *at)
{
    return (sn_time_keys){SN_KEYS_STORY, sn_copies_bucket(published_sec), at,
                          sn_story_keys(terms, at)};
}

typedef sn_status change_keys_fn(sn_archive *a, const sn_time_keys *keys, uint64_t docid,
                                 sn_error *err);

/* Articles without a date are found by nobody. */
static sn_status change_keys(sn_grouping *g, const sn_member *m, sn_str about,
                             change_keys_fn *change)
{
    uint64_t at[SN_STORY_KEYS];
    sn_story_terms terms;
    if (m->published_sec == SN_MEMBER_UNDATED || about.len == 0)
        return SN_OK;
    sn_status s = read_terms(g, about, &terms);
    if (s != SN_OK)
        return s;
    sn_time_keys keys = keys_of(&terms, m->published_sec, at);
    return keys.n > 0 ? change(g->archive, &keys, m->docid, g->err) : SN_OK;
}

sn_status sn_stories_add(sn_grouping *g, const sn_member *m)
{
    return change_keys(g, m, m->about, sn_time_keys_put);
}

static sn_status copy_about(void *ctx, const sn_member *m)
{
    return sn_buf_add_str(ctx, m->about);
}

static sn_status load_about(sn_grouping *g, uint32_t docid, sn_buf *out)
{
    return sn_members_from(g->archive, docid, 1, copy_about, out, g->err);
}

sn_status sn_stories_remove(sn_grouping *g, const sn_member *old)
{
    SN_CLEANUP(sn_buf) sn_buf about = SN_BUF(SN_STORY_TERMS_BYTES);
    sn_status s = load_about(g, old->docid, &about);
    return s == SN_OK ? change_keys(g, old, sn_buf_str(&about), sn_time_keys_remove) : s;
}

/* ---- groups ---- */

/* A member of a group; story 0: it is new. */
typedef struct placed {
    uint32_t docid;
    uint64_t story;
    int64_t published_sec;
} placed;

/* A group of copies, its earliest member first. */
typedef struct group_of_copies {
    sn_grouping *g;
    uint64_t name;
    placed *at;
    size_t n, cap;
} group_of_copies;

static sn_status keep_member(void *ctx, const sn_member *m)
{
    group_of_copies *group = ctx;
    placed *at = sn_grow(group->at, group->n, &group->cap, sizeof *at);
    if (at == NULL)
        return sn_fail(group->g->err, SN_ENOMEM, "no memory for stories");
    group->at = at;
    at[group->n++] = (placed){m->docid, m->story, m->published_sec};
    return SN_OK;
}

static sn_status load_group(group_of_copies *group)
{
    group->n = 0;
    return sn_members_of_copies(group->g->archive, group->name, 0, keep_member, group,
                                group->g->err);
}

static sn_status take_date(void *ctx, const sn_member *m)
{
    *(int64_t *)ctx = m->published_sec;
    return SN_DONE;
}

/* When a story begins; one without any date begins last. */
static sn_status begins(sn_grouping *g, uint64_t story, int64_t *sec, bool *found)
{
    *sec = SN_MEMBER_UNDATED;
    sn_status s = sn_members_of_story(g->archive, story, 1, take_date, sec, g->err);
    *found = s == SN_DONE;
    return s == SN_DONE ? SN_OK : s;
}

/* Of those that members had before; 0: all of them are new. */
static sn_status oldest_story(const group_of_copies *group, uint64_t *story)
{
    int64_t oldest_sec = 0, sec;
    bool found;
    sn_status s = SN_OK;
    *story = 0;
    for (size_t i = 0; s == SN_OK && i < group->n; i++) {
        uint64_t its = group->at[i].story;
        if (its == 0 || its == *story)
            continue;
        s = begins(group->g, its, &sec, &found);
        if (*story == 0 || sec < oldest_sec || (sec == oldest_sec && its < *story)) {
            oldest_sec = sec;
            *story = its;
        }
    }
    return s;
}

static sn_status give_story(const group_of_copies *group, uint64_t story)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < group->n; i++) {
        if (group->at[i].story == story)
            continue;
        s = sn_member_set_story(group->g->archive, group->at[i].docid, story, group->g->err);
        if (s == SN_OK)
            s = sn_grouping_note_moved(group->g, group->at[i].docid);
    }
    return s;
}

/* ---- the story of a new group ---- */

typedef struct neighbours {
    sn_grouping *g;
    sn_story_article article; /* whose neighbours they are */
    sn_story_terms terms;     /* its own */
    sn_story_neighbour at[MAX_NEIGHBOURS];
    size_t n;
} neighbours;

static sn_status take_neighbour(void *ctx, const sn_member *m)
{
    neighbours *near = ctx;
    sn_story_terms terms;
    if (m->published_sec == SN_MEMBER_UNDATED || m->story == 0)
        return SN_OK; /* of the chunk, and has no story yet */
    sn_status s = read_terms(near->g, m->about, &terms);
    if (s != SN_OK)
        return s;
    sn_story_article other = {&terms, m->published_sec};
    double nearness = sn_story_nearness(&near->article, &other);
    if (nearness >= LEAST_NEARNESS)
        near->at[near->n++] = (sn_story_neighbour){m->story, m->copies, nearness, 0};
    return SN_OK;
}

/* A document number that keys found, and by how many. */
typedef struct candidate {
    uint64_t docid;
    uint32_t keys;
} candidate;

typedef struct candidate_list {
    sn_text_list numbers;
    candidate *at; /* one for each */
    size_t cap;
} candidate_list;

static void candidate_list_done(candidate_list *list)
{
    sn_text_list_done(&list->numbers);
    free(list->at);
}
SN_DEFINE_CLEANUP(candidate_list, candidate_list_done)

static sn_status count_candidate(void *ctx, uint64_t docid, sn_reach reach)
{
    candidate_list *list = ctx;
    size_t place = 0;
    bool is_new = false;
    (void)reach;
    sn_status s = sn_text_list_add(&list->numbers, docid, &place, &is_new);
    if (s == SN_OK && is_new) {
        candidate *at = sn_grow(list->at, place, &list->cap, sizeof *at);
        if (at == NULL)
            return SN_ENOMEM;
        list->at = at;
        at[place] = (candidate){docid, 0};
    }
    if (s == SN_OK)
        list->at[place].keys++;
    return s;
}

static int most_keys_first(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    if (a->keys != b->keys)
        return a->keys > b->keys ? -1 : 1;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

static sn_status find_neighbours(neighbours *near)
{
    SN_CLEANUP(candidate_list) candidate_list list = {0};
    uint64_t at[SN_STORY_KEYS];
    sn_grouping *g = near->g;
    sn_time_keys keys = keys_of(&near->terms, near->article.published_sec, at);
    if (keys.n == 0)
        return SN_OK;
    sn_status s = sn_time_keys_find(g->archive, &keys, count_candidate, &list, g->err);
    size_t n = list.numbers.n < MAX_NEIGHBOURS ? list.numbers.n : MAX_NEIGHBOURS;
    if (n > 0)
        qsort(list.at, list.numbers.n, sizeof *list.at, most_keys_first);
    for (size_t i = 0; s == SN_OK && i < n; i++)
        s = sn_members_from(g->archive, (uint32_t)list.at[i].docid, 1, take_neighbour, near,
                            g->err);
    for (size_t i = 0; s == SN_OK && i < near->n; i++) {
        bool is_there;
        s = begins(g, near->at[i].story, &near->at[i].story_begins_sec, &is_there);
    }
    return s;
}

/* The story that the number's article was in before it was corrected; 0: none. */
static uint64_t story_before(const sn_grouping *g, uint32_t docid)
{
    for (size_t i = 0; i < g->chunk->n; i++)
        if (g->chunk->items[i].docid == docid && g->items[i].known)
            return g->items[i].old.story;
    return 0;
}

static sn_status load_neighbours(neighbours *near, const placed *first)
{
    SN_CLEANUP(sn_buf) sn_buf about = SN_BUF(SN_STORY_TERMS_BYTES);
    sn_status s = load_about(near->g, first->docid, &about);
    if (s == SN_OK)
        s = read_terms(near->g, sn_buf_str(&about), &near->terms);
    near->article = (sn_story_article){&near->terms, first->published_sec};
    return s == SN_OK ? find_neighbours(near) : s;
}

/* A new group that begins its own story gives it its name. Others may be in that already: its first member
 * was corrected, or taken down and is back. */
static sn_status find_story(const group_of_copies *group, uint64_t *story)
{
    const placed *first = &group->at[0];
    neighbours near = {.g = group->g};
    int64_t sec;
    bool is_theirs;
    *story = group->name;
    sn_status s = begins(group->g, group->name, &sec, &is_theirs);
    if (s != SN_OK || is_theirs || first->published_sec == SN_MEMBER_UNDATED)
        return s;
    s = load_neighbours(&near, first);
    if (s != SN_OK)
        return s;
    uint64_t kept = story_before(group->g, first->docid);
    if (!sn_story_choose(near.at, near.n, first->published_sec, kept, story))
        *story = group->name;
    return SN_OK;
}

/* ---- all of them ---- */

static sn_status note_group(sn_grouping *g, uint32_t docid, sn_text_list *names)
{
    sn_member m;
    sn_status s = sn_member_get(g->archive, docid, &m, g->err);
    if (s == SN_OK)
        s = sn_text_list_add(names, m.copies, NULL, NULL);
    return s == SN_ENOTFOUND ? SN_OK : s;
}

/* The groups of copies that have new members. */
static sn_status changed_groups(sn_grouping *g, sn_text_list *names)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < g->moved.n; i++)
        s = note_group(g, (uint32_t)g->moved.at[i], names);
    for (size_t i = 0; s == SN_OK && i < g->chunk->n; i++)
        if (g->chunk->items[i].live && g->items[i].changed)
            s = note_group(g, g->chunk->items[i].docid, names);
    return s;
}

/* New groups go in the order of publication, so that in one chunk, too, a story begins with its first
 * article. */
typedef struct new_group {
    uint64_t name;
    int64_t published_sec;
} new_group;

static int by_date(const void *left, const void *right)
{
    const new_group *a = left, *b = right;
    if (a->published_sec != b->published_sec)
        return a->published_sec < b->published_sec ? -1 : 1;
    return (a->name > b->name) - (a->name < b->name);
}

static sn_status settle_old(group_of_copies *group, const sn_text_list *names, new_group *fresh,
                            size_t *n)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < names->n; i++) {
        uint64_t story = 0;
        group->name = names->at[i];
        s = load_group(group);
        if (s == SN_OK)
            s = oldest_story(group, &story);
        if (s == SN_OK && story != 0)
            s = give_story(group, story);
        else if (s == SN_OK && group->n > 0)
            fresh[(*n)++] = (new_group){group->name, group->at[0].published_sec};
    }
    return s;
}

static sn_status settle_new(group_of_copies *group, new_group *fresh, size_t n)
{
    sn_status s = SN_OK;
    if (n > 0)
        qsort(fresh, n, sizeof *fresh, by_date);
    for (size_t i = 0; s == SN_OK && i < n; i++) {
        uint64_t story;
        group->name = fresh[i].name;
        s = load_group(group);
        if (s == SN_OK)
            s = find_story(group, &story);
        if (s == SN_OK)
            s = give_story(group, story);
    }
    return s;
}

sn_status sn_stories_settle(sn_grouping *g)
{
    group_of_copies group = {.g = g};
    sn_text_list names = {0};
    new_group *fresh = NULL;
    size_t n = 0;
    sn_status s = changed_groups(g, &names);
    if (s == SN_OK) {
        fresh = calloc(names.n + 1, sizeof *fresh);
        s = fresh != NULL ? SN_OK : sn_fail(g->err, SN_ENOMEM, "no memory for stories");
    }
    if (s == SN_OK)
        s = settle_old(&group, &names, fresh, &n);
    if (s == SN_OK)
        s = settle_new(&group, fresh, n);
    free(fresh);
    free(group.at);
    sn_text_list_done(&names);
    return s;
}
