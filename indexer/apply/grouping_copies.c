/* Members come and go: the texts they have, the keys by which these find one another, the pairs that are
 * alike. What may belong to another group now is noted, for grouping_names.c. */
#include "indexer/apply/grouping_internal.h"

#include "grouping/minhash.h"
#include "grouping/similarity.h"

#include <stdlib.h>
#include <string.h>

static sn_status note_text(sn_grouping *g, uint64_t text)
{
    if (sn_u64_set_add(&g->touched, text, NULL, NULL) != SN_OK)
        return sn_fail(g->err, SN_ENOMEM, "no memory for groups");
    return SN_OK;
}

static sn_status note_other(void *ctx, uint64_t text, sn_reach reach)
{
    (void)reach;
    return note_text(ctx, text);
}

static sn_status take_earliest(void *ctx, const sn_member *m)
{
    sn_earliest *e = ctx;
    e->found = true;
    e->member = *m;
    e->member.id = e->member.about = (sn_str){NULL, 0};
    if (m->id.len >= sizeof e->id)
        return SN_ECORRUPT;
    memcpy(e->id, m->id.at, m->id.len);
    e->id[m->id.len] = '\0';
    return SN_OK;
}

sn_status sn_copies_earliest(sn_grouping *g, uint64_t text, sn_earliest *out)
{
    out->found = false;
    return sn_members_of_text(g->archive, text, 1, take_earliest, out, g->err);
}

static sn_status is_other(void *ctx, uint64_t text, sn_reach reach)
{
    (void)text;
    (void)reach;
    *(bool *)ctx = true;
    return SN_DONE;
}

static sn_status has_pairs(sn_grouping *g, uint64_t text, bool *out)
{
    *out = false;
    sn_status s = sn_pairs_of(g->archive, text, is_other, out, g->err);
    return s == SN_DONE ? SN_OK : s;
}

/* ---- keys ---- */

static sn_status is_in_bucket(sn_grouping *g, uint64_t text, int64_t published_sec, bool *out)
{
    int64_t first = published_sec, last = published_sec;
    if (published_sec != SN_MEMBER_UNDATED) {
        first = (int64_t)sn_bucket_of(published_sec) * SN_COPY_WINDOW_SEC;
        last = first + SN_COPY_WINDOW_SEC - 1;
    }
    return sn_text_has_between(g->archive, text, first, last, out, g->err);
}

static sn_status read_print(sn_grouping *g, sn_str bytes, unsigned which, sn_fingerprint *out)
{
    sn_status s = sn_fingerprint_read(bytes, &g->grouper->memory[which], out);
    return s == SN_OK ? s : sn_fail(g->err, s, "a fingerprint does not read back");
}

static sn_status load_print(sn_grouping *g, uint64_t text, unsigned which, sn_fingerprint *out)
{
    sn_buf *bytes = &g->grouper->bytes[which];
    uint64_t same;
    sn_buf_clear(bytes);
    sn_status s = sn_text_get(g->archive, text, &same, bytes, g->err);
    return s == SN_OK ? read_print(g, sn_buf_str(bytes), which, out) : s;
}

/* ---- one comes ---- */

static sn_status keep_candidate(void *ctx, uint32_t key, uint64_t text)
{
    (void)key;
    return sn_u64_set_add(ctx, text, NULL, NULL);
}

static sn_status compare(sn_grouping *g, uint64_t text, const sn_fingerprint *print, uint64_t other,
                         bool *paired)
{
    sn_fingerprint other_print;
    sn_similarity similarity;
    sn_status s = load_print(g, other, 1, &other_print);
    if (s != SN_OK)
        return s;
    sn_similarity_of(print, &other_print, &similarity);
    sn_reach reach = {sn_copy_reach_sec(&similarity), sn_is_copy(&similarity, SN_APART_UNKNOWN)};
    if (similarity.same_text || (reach.apart_sec < 0 && !reach.undated))
        return SN_OK;
    *paired = true;
    return sn_pair_put(g->archive, text, other, reach, g->err);
}

static int by_number(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Whoever comes later of two finds the other, whichever that is. Of too many the latest are compared. */
static sn_status find_pairs(sn_grouping *g, const sn_item_keys *keys, uint64_t text,
                            const sn_fingerprint *print, bool *paired)
{
    sn_u64_set found = {0};
    sn_status s = sn_spans_find(g, keys, keep_candidate, &found);
    if (s == SN_OK && found.n > 0)
        qsort(found.at, found.n, sizeof *found.at, by_number);
    size_t first = found.n > SN_LIMIT_COPY_CANDIDATES ? found.n - SN_LIMIT_COPY_CANDIDATES : 0;
    for (size_t i = first; s == SN_OK && i < found.n; i++)
        if (found.at[i] != text)
            s = compare(g, text, print, found.at[i], paired);
    sn_u64_set_done(&found);
    return s;
}

/* The first of its text in this span of time; *paired: there is a text that is alike. */
static sn_status enter_bucket(sn_grouping *g, const sn_member *m, sn_str bytes, bool *paired)
{
    uint32_t at[SN_COPY_KEYS];
    sn_fingerprint print;
    sn_status s = read_print(g, bytes, 0, &print);
    if (s != SN_OK)
        return s;
    sn_item_keys keys = {SN_KEYS_COPIES, sn_bucket_of(m->published_sec), at,
                         sn_copy_keys(&print, at)};
    if (keys.n == 0)
        return SN_OK;
    s = find_pairs(g, &keys, m->text, &print, paired);
    return s == SN_OK ? sn_spans_put(g, &keys, m->text) : s;
}

/* Nobody has its text: it stays alone unless a text is alike, or equal but for a blank. */
static sn_status add_new_text(sn_grouping *g, sn_member *m, const sn_grouping_item *item,
                              bool others)
{
    bool paired = others;
    sn_str print = sn_buf_str(&item->print);
    sn_status s = sn_text_put(g->archive, &item->text, print, &m->text, g->err);
    if (s == SN_OK)
        s = sn_member_put(g->archive, m, g->err);
    if (s == SN_OK)
        s = enter_bucket(g, m, print, &paired);
    return s == SN_OK && paired ? note_text(g, m->text) : s;
}

static sn_status put_beside(sn_grouping *g, sn_member *m, const sn_member *first)
{
    m->copies = first->copies;
    m->story = first->story;
    m->has_copies = true;
    m->has_story = m->story != 0;
    sn_status s = first->has_copies
                      ? SN_OK
                      : sn_member_set_copies(g->archive, first->docid, first->copies, g->err);
    return s == SN_OK ? sn_member_put(g->archive, m, g->err) : s;
}

/* One that comes behind others of its text, which has no pair, joins their group: nothing else changes. */
static sn_status add_to_text(sn_grouping *g, sn_member *m, const sn_grouping_item *item)
{
    sn_earliest before, after = {0};
    bool in_bucket = false, paired = false;
    sn_status s = sn_copies_earliest(g, m->text, &before);
    if (s == SN_OK && !before.found)
        s = sn_fail(g->err, SN_ECORRUPT, "a text has no article");
    if (s == SN_OK)
        s = is_in_bucket(g, m->text, m->published_sec, &in_bucket);
    if (s == SN_OK)
        s = put_beside(g, m, &before.member);
    if (s == SN_OK && !in_bucket)
        s = enter_bucket(g, m, sn_buf_str(&item->print), &paired);
    if (s == SN_OK)
        s = sn_copies_earliest(g, m->text, &after);
    if (s == SN_OK)
        s = has_pairs(g, m->text, &paired);
    if (s == SN_OK && (paired || after.member.docid == m->docid))
        s = note_text(g, m->text);
    return s;
}

sn_status sn_copies_add(sn_grouping *g, sn_member *m, const sn_grouping_item *item)
{
    bool others = false;
    if (item->print.len == 0)
        return sn_member_put(g->archive, m, g->err);
    sn_status s = sn_text_find(g->archive, &item->text, &m->text, &others, g->err);
    if (s != SN_OK)
        return s;
    return m->text != 0 ? add_to_text(g, m, item) : add_new_text(g, m, item, others);
}

/* ---- one goes ---- */

/* The last of its text in this span of time. */
static sn_status leave_bucket(sn_grouping *g, const sn_member *old)
{
    uint32_t at[SN_COPY_KEYS];
    sn_fingerprint print;
    sn_status s = load_print(g, old->text, 0, &print);
    if (s != SN_OK)
        return s;
    sn_item_keys keys = {SN_KEYS_COPIES, sn_bucket_of(old->published_sec), at,
                         sn_copy_keys(&print, at)};
    return sn_spans_remove(g, &keys, old->text);
}

/* All that was together by way of this text: without it, it may fall apart. */
static sn_status note_around(sn_grouping *g, uint64_t text)
{
    uint64_t same = 0;
    sn_buf *bytes = &g->grouper->bytes[0];
    sn_buf_clear(bytes);
    sn_status s = note_text(g, text);
    if (s == SN_OK)
        s = sn_pairs_of(g->archive, text, note_other, g, g->err);
    if (s == SN_OK)
        s = sn_text_get(g->archive, text, &same, bytes, g->err);
    return s == SN_OK ? sn_texts_same(g->archive, same, note_other, g, g->err) : s;
}

sn_status sn_copies_remove(sn_grouping *g, const sn_member *old)
{
    sn_earliest left;
    bool in_bucket = true;
    sn_status s = old->text != 0 ? note_around(g, old->text) : SN_OK;
    if (s == SN_OK)
        s = sn_member_remove(g->archive, old->docid, g->err);
    if (s != SN_OK || old->text == 0)
        return s;
    s = is_in_bucket(g, old->text, old->published_sec, &in_bucket);
    if (s == SN_OK && !in_bucket)
        s = leave_bucket(g, old);
    if (s == SN_OK)
        s = sn_copies_earliest(g, old->text, &left);
    return s == SN_OK && !left.found ? sn_text_remove(g->archive, old->text, g->err) : s;
}
