/* Articles of nearby days that are about the same: what they are about is kept in memory, for those of a day
 * are asked for again and again. */
#include "indexer/apply/grouping_internal.h"

#include "base/grow.h"

#include <stdlib.h>

/* What is further away makes no difference to where an article goes. */
#define LEAST_NEARNESS 0.15

/* What an article is about; without a date: nothing is known. */
typedef struct note {
    int64_t published_sec;
    sn_story_terms terms;
} note;

/* An article that keys found, and by how many. */
typedef struct candidate {
    uint32_t docid, keys;
} candidate;

struct sn_notes {
    sn_u64_set docids;
    note *at; /* one for each */
    size_t cap;
    /* of the article being placed: */
    sn_u64_set found;
    candidate *candidates; /* one for each */
    size_t cap_candidates;
};

sn_notes *sn_notes_create(void)
{
    return calloc(1, sizeof(sn_notes));
}

void sn_notes_drop(sn_notes *notes)
{
    sn_u64_set_clear(&notes->docids);
}

void sn_notes_destroy(sn_notes *notes)
{
    if (notes == NULL)
        return;
    sn_u64_set_done(&notes->docids);
    sn_u64_set_done(&notes->found);
    free(notes->at);
    free(notes->candidates);
    free(notes);
}

static sn_status no_memory(const sn_grouping *g)
{
    return sn_fail(g->err, SN_ENOMEM, "no memory for stories");
}

/* ---- what articles are about ---- */

static sn_status place_note(sn_grouping *g, uint32_t docid, note **out, bool *is_new)
{
    sn_notes *notes = g->grouper->notes;
    size_t place = 0;
    if (notes->docids.n >= SN_LIMIT_GROUPING_NOTES)
        sn_notes_drop(notes);
    if (sn_u64_set_add(&notes->docids, docid, &place, is_new) != SN_OK)
        return no_memory(g);
    note *at = sn_grow(notes->at, place, &notes->cap, sizeof *at);
    if (at == NULL)
        return no_memory(g);
    notes->at = at;
    *out = &at[place];
    return SN_OK;
}

sn_status sn_notes_put(sn_grouping *g, uint32_t docid, int64_t published_sec,
                       const sn_story_terms *terms)
{
    note *at = NULL;
    bool is_new;
    sn_status s = place_note(g, docid, &at, &is_new);
    if (s == SN_OK)
        *at = (note){published_sec, *terms};
    return s;
}

void sn_notes_remove(sn_grouping *g, uint32_t docid)
{
    sn_notes *notes = g->grouper->notes;
    size_t place = 0;
    if (sn_u64_set_find(&notes->docids, docid, &place))
        notes->at[place].published_sec = SN_MEMBER_UNDATED;
}

static sn_status read_note(void *ctx, const sn_member *m)
{
    note *out = ctx;
    out->published_sec = m->published_sec;
    return m->published_sec == SN_MEMBER_UNDATED ? SN_OK
                                                 : sn_story_terms_read(m->about, &out->terms);
}

/* *out is right until another number is asked for. */
static sn_status find_note(sn_grouping *g, uint32_t docid, const note **out)
{
    note *at = NULL;
    bool is_new;
    sn_status s = place_note(g, docid, &at, &is_new);
    if (s != SN_OK)
        return s;
    if (is_new)
        at->published_sec = SN_MEMBER_UNDATED;
    *out = at;
    if (at->published_sec != SN_MEMBER_UNDATED)
        return SN_OK;
    s = sn_members_from(g->archive, docid, 1, read_note, at, g->err);
    return s == SN_ECORRUPT ? sn_fail(g->err, s, "the terms of an article do not read back") : s;
}

/* ---- who is found ---- */

sn_item_keys sn_story_keys_at(const sn_story_terms *terms, int64_t published_sec, uint32_t *at)
{
    return (sn_item_keys){SN_KEYS_STORY, sn_bucket_of(published_sec), at, sn_story_keys(terms, at)};
}

static sn_status count_candidate(void *ctx, uint32_t key, uint64_t docid)
{
    sn_notes *notes = ctx;
    size_t place = 0;
    bool is_new = false;
    (void)key;
    if (sn_u64_set_add(&notes->found, docid, &place, &is_new) != SN_OK)
        return SN_ENOMEM;
    if (!is_new) {
        notes->candidates[place].keys++;
        return SN_OK;
    }
    candidate *at = sn_grow(notes->candidates, place, &notes->cap_candidates, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    notes->candidates = at;
    at[place] = (candidate){(uint32_t)docid, 1};
    return SN_OK;
}

static int most_keys_first(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    if (a->keys != b->keys)
        return a->keys > b->keys ? -1 : 1;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

/* *n of them have enough keys in common; of too many those with the most: the rest says the same. */
static sn_status find_candidates(sn_grouping *g, const sn_item_keys *keys, size_t *n)
{
    sn_notes *notes = g->grouper->notes;
    uint32_t enough = keys->n > 1 ? 2 : 1;
    size_t kept = 0;
    sn_u64_set_clear(&notes->found);
    sn_status s = sn_spans_find(g, keys, count_candidate, notes);
    for (size_t i = 0; s == SN_OK && i < notes->found.n; i++)
        if (notes->candidates[i].keys >= enough)
            notes->candidates[kept++] = notes->candidates[i];
    if (kept > SN_MAX_NEIGHBOURS)
        qsort(notes->candidates, kept, sizeof *notes->candidates, most_keys_first);
    *n = kept < SN_MAX_NEIGHBOURS ? kept : SN_MAX_NEIGHBOURS;
    return s == SN_ENOMEM ? no_memory(g) : s;
}

static sn_status take_date(void *ctx, const sn_member *m)
{
    *(int64_t *)ctx = m->published_sec;
    return SN_DONE;
}

sn_status sn_story_begins(sn_grouping *g, uint64_t story, int64_t *sec, bool *found)
{
    *sec = SN_MEMBER_UNDATED;
    sn_status s = sn_members_of_story(g->archive, story, 1, take_date, sec, g->err);
    *found = s == SN_DONE;
    return s == SN_DONE ? SN_OK : s;
}

/* One of the chunk may have no story yet. */
static sn_status add_neighbour(sn_grouping *g, uint32_t docid, double nearness, sn_neighbours *out)
{
    sn_member m;
    bool is_there;
    sn_status s = sn_member_get(g->archive, docid, &m, g->err);
    if (s != SN_OK || m.story == 0)
        return s;
    int64_t begins_sec = m.published_sec;
    if (m.has_story)
        s = sn_story_begins(g, m.story, &begins_sec, &is_there);
    if (s == SN_OK)
        out->at[out->n++] =
            (sn_neighbour){{m.story, m.copies, nearness, begins_sec}, docid, m.has_story};
    return s;
}

sn_status sn_neighbours_find(sn_grouping *g, uint32_t docid, sn_neighbours *out)
{
    uint32_t at[SN_STORY_KEYS];
    const note *found = NULL;
    size_t n = 0;
    out->n = 0;
    sn_status s = find_note(g, docid, &found);
    if (s != SN_OK)
        return s;
    note own = *found;
    sn_item_keys keys = sn_story_keys_at(&own.terms, own.published_sec, at);
    s = keys.n > 0 ? find_candidates(g, &keys, &n) : SN_OK;
    for (size_t i = 0; s == SN_OK && i < n; i++) {
        uint32_t other = g->grouper->notes->candidates[i].docid;
        s = find_note(g, other, &found);
        if (s != SN_OK || found->published_sec == SN_MEMBER_UNDATED)
            continue;
        double nearness =
            sn_story_nearness(&(sn_story_article){&own.terms, own.published_sec},
                              &(sn_story_article){&found->terms, found->published_sec});
        if (nearness >= LEAST_NEARNESS)
            s = add_neighbour(g, other, nearness, out);
    }
    return s;
}
