/* Groups of copies from pairs, and the names of their members. */
#include "indexer/apply/grouping_internal.h"

#include "base/grow.h"
#include "grouping/groups.h"

#include <stdlib.h>
#include <string.h>

/* When the only member of a text was published. */
typedef struct lone_date {
    bool is_lone; /* and has a date */
    int64_t sec;
} lone_date;

/* All texts that hang together by pairs or by being the same: whatever else there is has no say in how
 * they are grouped. */
typedef struct component {
    sn_grouping *g;
    sn_u64_set texts;
    lone_date *dates; /* of the first n_dates of them */
    size_t n_dates, cap_dates;
    sn_group_node *nodes; /* one for each text; ids are in `ids` */
    char (*ids)[SN_LIMIT_ID_BYTES + 1];
    sn_group_pair *pairs;
    size_t n_pairs, cap_pairs;
    uint32_t *leaders;
} component;

static void component_done(component *c)
{
    sn_u64_set_done(&c->texts);
    free(c->dates);
    free(c->nodes);
    free(c->ids);
    free(c->pairs);
    free(c->leaders);
}
SN_DEFINE_CLEANUP(component, component_done)

static sn_status no_memory(const component *c)
{
    return sn_fail(c->g->err, SN_ENOMEM, "no memory for a group of %zu texts", c->texts.n);
}

/* ---- which texts ---- */

typedef struct neighbour {
    uint64_t text;
    sn_reach reach;
} neighbour;

typedef struct neighbour_list {
    neighbour *at;
    size_t n, cap;
} neighbour_list;

static void neighbour_list_done(neighbour_list *list)
{
    free(list->at);
}
SN_DEFINE_CLEANUP(neighbour_list, neighbour_list_done)

static sn_status keep_neighbour(void *ctx, uint64_t text, sn_reach reach)
{
    neighbour_list *list = ctx;
    neighbour *at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    list->at = at;
    at[list->n++] = (neighbour){text, reach};
    return SN_OK;
}

static sn_status take_date(void *ctx, const sn_member *m)
{
    lone_date *date = ctx;
    if (date->sec != SN_MEMBER_UNDATED)
        return SN_DONE; /* a second one */
    date->is_lone = m->published_sec != SN_MEMBER_UNDATED;
    date->sec = m->published_sec;
    return date->is_lone ? SN_OK : SN_DONE;
}

/* Of the text at this place. */
static sn_status find_date(component *c, size_t place, lone_date *out)
{
    for (; c->n_dates <= place; c->n_dates++) {
        lone_date date = {false, SN_MEMBER_UNDATED};
        lone_date *dates = sn_grow(c->dates, c->n_dates, &c->cap_dates, sizeof *dates);
        if (dates == NULL)
            return no_memory(c);
        c->dates = dates;
        sn_status s = sn_members_of_text(c->g->archive, c->texts.at[c->n_dates], 2, take_date,
                                         &date, c->g->err);
        if (s != SN_OK && s != SN_DONE)
            return s;
        date.is_lone = date.is_lone && s == SN_OK;
        dates[c->n_dates] = date;
    }
    *out = c->dates[place];
    return SN_OK;
}

/* Texts of a feed that varies one of them without end have a member each, and so many pairs that the archive
 * is not asked about each. *known: there is nothing to ask. */
static sn_status are_lone_copies(component *c, size_t at, const neighbour *other, bool *known,
                                 bool *out)
{
    size_t place = 0;
    lone_date a = {0}, b = {0};
    *known = false;
    if (!sn_u64_set_find(&c->texts, other->text, &place))
        return SN_OK;
    sn_status s = find_date(c, at, &a);
    if (s == SN_OK)
        s = find_date(c, place, &b);
    if (s != SN_OK || !a.is_lone || !b.is_lone)
        return s;
    *known = true;
    *out = other->reach.apart_sec >= 0 &&
           (a.sec > b.sec ? a.sec - b.sec : b.sec - a.sec) <= other->reach.apart_sec;
    return SN_OK;
}

/* Is a member of the one a copy of a member of the other? */
static sn_status are_copies(const component *c, uint64_t text, const neighbour *other, bool *out)
{
    sn_archive *a = c->g->archive;
    sn_error *err = c->g->err;
    int64_t none = SN_MEMBER_UNDATED;
    sn_status s = SN_OK;
    *out = false;
    if (other->reach.apart_sec >= 0)
        s = sn_texts_are_near(a, text, other->text, other->reach.apart_sec, out, err);
    if (s != SN_OK || *out || !other->reach.undated)
        return s;
    s = sn_text_has_between(a, text, none, none, out, err);
    return s == SN_OK && *out ? sn_text_has_between(a, other->text, none, none, out, err) : s;
}

static sn_status add_pair(component *c, size_t a, size_t b)
{
    sn_group_pair *pairs = sn_grow(c->pairs, c->n_pairs, &c->cap_pairs, sizeof *pairs);
    if (pairs == NULL)
        return no_memory(c);
    c->pairs = pairs;
    pairs[c->n_pairs++] = (sn_group_pair){(uint32_t)a, (uint32_t)b};
    return SN_OK;
}

/* *known: it is one of them, now or before; there is no room for more than the limit. */
static sn_status add_text(component *c, uint64_t text, size_t *place, bool *known)
{
    *known = c->texts.n < SN_LIMIT_COPY_COMPONENT || sn_u64_set_has(&c->texts, text);
    return *known ? sn_u64_set_add(&c->texts, text, place, NULL) : SN_OK;
}

static sn_status follow_pairs(component *c, size_t at)
{
    SN_CLEANUP(neighbour_list) neighbour_list list = {0};
    uint64_t text = c->texts.at[at];
    sn_status s = sn_pairs_of(c->g->archive, text, keep_neighbour, &list, c->g->err);
    for (size_t i = 0; s == SN_OK && i < list.n; i++) {
        bool copies = false, known = false;
        size_t place = 0;
        if (sn_u64_set_find(&c->texts, list.at[i].text, &place) && place <= at)
            continue; /* it was seen from there */
        s = are_lone_copies(c, at, &list.at[i], &known, &copies);
        if (s == SN_OK && !known)
            s = are_copies(c, text, &list.at[i], &copies);
        if (s != SN_OK || !copies)
            continue;
        s = add_text(c, list.at[i].text, &place, &known);
        if (s == SN_OK && known)
            s = add_pair(c, at, place);
    }
    return s;
}

static sn_status add_same(void *ctx, uint64_t text, sn_reach reach)
{
    bool known;
    (void)reach;
    return add_text(ctx, text, NULL, &known);
}

static sn_status collect(component *c)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < c->texts.n; i++) {
        uint64_t same;
        s = sn_text_get(c->g->archive, c->texts.at[i], &same, NULL, c->g->err);
        if (s == SN_OK)
            s = sn_texts_same(c->g->archive, same, add_same, c, c->g->err);
        if (s == SN_OK)
            s = follow_pairs(c, i);
    }
    return s;
}

/* ---- which of them stands for which ---- */

static sn_status fill_node(component *c, size_t i)
{
    sn_earliest first;
    uint64_t same = 0;
    sn_status s = sn_copies_earliest(c->g, c->texts.at[i], &first);
    if (s == SN_OK && !first.found)
        s = sn_fail(c->g->err, SN_ECORRUPT, "a text of a group has no article");
    if (s == SN_OK)
        s = sn_text_get(c->g->archive, c->texts.at[i], &same, NULL, c->g->err);
    if (s != SN_OK)
        return s;
    memcpy(c->ids[i], first.id, sizeof first.id);
    c->nodes[i] = (sn_group_node){first.member.published_sec, sn_str_of(c->ids[i]), same};
    return SN_OK;
}

static sn_status find_leaders(component *c)
{
    size_t n = c->texts.n;
    c->nodes = calloc(n, sizeof *c->nodes);
    c->ids = calloc(n, sizeof *c->ids);
    c->leaders = calloc(n, sizeof *c->leaders);
    if (c->nodes == NULL || c->ids == NULL || c->leaders == NULL)
        return no_memory(c);
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < n; i++)
        s = fill_node(c, i);
    if (s == SN_OK)
        s = sn_groups_of(c->nodes, n, c->pairs, c->n_pairs, c->leaders);
    return s;
}

/* ---- names ---- */

/* Members that have another name than their group, or are not found by it. */
typedef struct stray {
    uint32_t docid;
    bool moved; /* it has another name */
} stray;

typedef struct strays {
    uint64_t name;
    stray *at;
    size_t n, cap;
} strays;

static sn_status keep_stray(void *ctx, const sn_member *m)
{
    strays *list = ctx;
    if (m->copies == list->name && m->has_copies)
        return SN_OK;
    stray *at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    list->at = at;
    at[list->n++] = (stray){m->docid, m->copies != list->name};
    return SN_OK;
}

static sn_status name_members(sn_grouping *g, uint64_t text, uint64_t name)
{
    strays list = {.name = name};
    sn_status s = sn_members_of_text(g->archive, text, 0, keep_stray, &list, g->err);
    for (size_t i = 0; s == SN_OK && i < list.n; i++) {
        s = sn_member_set_copies(g->archive, list.at[i].docid, name, g->err);
        if (s == SN_OK && list.at[i].moved)
            s = sn_grouping_note_moved(g, list.at[i].docid);
    }
    free(list.at);
    return s;
}

/* The groups around one text; all texts that have their names then are added to done. */
static sn_status settle(sn_grouping *g, uint64_t text, sn_u64_set *done)
{
    SN_CLEANUP(component) component c = {.g = g};
    sn_status s = sn_u64_set_add(&c.texts, text, NULL, NULL);
    if (s == SN_OK)
        s = collect(&c);
    if (s == SN_OK)
        s = find_leaders(&c);
    for (size_t i = 0; s == SN_OK && i < c.texts.n; i++) {
        s = name_members(g, c.texts.at[i], sn_group_name(c.nodes[c.leaders[i]].id));
        if (s == SN_OK)
            s = sn_u64_set_add(done, c.texts.at[i], NULL, NULL);
    }
    return s;
}

/* A text that was noted may have lost its last member since. */
static sn_status settle_once(sn_grouping *g, uint64_t text, sn_u64_set *done)
{
    uint64_t same;
    bool is_new = false;
    sn_status s = sn_text_get(g->archive, text, &same, NULL, g->err);
    if (s != SN_OK)
        return s == SN_ENOTFOUND ? SN_OK : s;
    s = sn_u64_set_add(done, text, NULL, &is_new);
    return s == SN_OK && is_new ? settle(g, text, done) : s;
}

sn_status sn_copies_settle(sn_grouping *g)
{
    sn_u64_set done = {0};
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < g->touched.n; i++)
        s = settle_once(g, g->touched.at[i], &done);
    sn_u64_set_done(&done);
    return s;
}
