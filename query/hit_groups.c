/* What an article stands for in an answer, and which story it is of. */
#include "query/answer.h"
#include "query/hit_json.h"
#include "query/members.h"
#include "query/records.h"

static void write_group(sn_json *j, const char *key, sn_group_kind kind, uint64_t name)
{
    char text[SN_GROUP_TEXT_SIZE];
    sn_group_write(kind, name, text);
    sn_json_key(j, key);
    sn_json_text(j, text);
}

static void write_null(sn_json *j, const char *key)
{
    sn_json_key(j, key);
    sn_json_null(j);
}

sn_status sn_hit_write_member(sn_json *j, const sn_snapshot *now, sn_docid docid, sn_buf *data,
                              sn_hit *hit, sn_error *err)
{
    sn_status s = sn_hit_load(now->db, docid, data, hit, err);
    if (s != SN_OK || sn_snapshot_hides(now, hit->id)) {
        sn_json_null(j);
        return s;
    }
    sn_json_object(j);
    sn_hit_write_members(j, hit, SN_SHOW_MEMBER);
    sn_json_end(j);
    return SN_OK;
}

static sn_status write_representative(sn_answer_writer *a, uint64_t name)
{
    size_t which;
    const sn_snapshot *now = &a->searcher->snapshot;
    SN_CLEANUP(sn_members) sn_members all = {0};
    sn_status s = sn_members_find(now, SN_GROUP_COPIES, name, NULL, &all, a->err);
    if (s != SN_OK || all.n == 0)
        return s;
    s = sn_members_representative(now, a->searcher->config, &all, &which, a->err);
    if (s != SN_OK)
        return s;
    sn_json_key(&a->json, "representative");
    return sn_hit_write_member(&a->json, now, all.at[which].docid, &a->other_data, a->other,
                               a->err);
}

/* Is it shown as a hit of its own, whatever its group? */
static bool is_pinned(const sn_lookup *l, sn_docid docid)
{
    size_t i = 0;
    while (i < l->n_pinned && l->pinned[i].docid != docid)
        i++;
    return i < l->n_pinned;
}

/* Those that were found, at most `left` of them, the oldest. */
static sn_status write_found(sn_answer_writer *a, const sn_ref *ref, sn_group_kind kind,
                             uint64_t name, int64_t left)
{
    const sn_snapshot *now = &a->searcher->snapshot;
    SN_CLEANUP(sn_members) sn_members found = {0};
    sn_status s = sn_members_find(now, kind, name, a->lookup->matched, &found, a->err);
    sn_json_key(&a->json, "members");
    sn_json_array(&a->json);
    for (size_t i = 0; i < found.n && left > 0 && s == SN_OK; i++) {
        if (found.at[i].docid == ref->docid || is_pinned(a->lookup, found.at[i].docid))
            continue;
        s = sn_hit_write_member(&a->json, now, found.at[i].docid, &a->other_data, a->other, a->err);
        left--;
    }
    sn_json_end(&a->json);
    return s;
}

/* What an index of groups says of a hit's copies. */
static sn_status write_copies(sn_answer_writer *a, const sn_ref *ref)
{
    uint64_t name;
    sn_status s =
        sn_members_group(&a->searcher->snapshot, ref->docid, SN_GROUP_COPIES, &name, a->err);
    if (s != SN_OK)
        return s;
    write_group(&a->json, "group", SN_GROUP_COPIES, name);
    s = write_representative(a, name);
    if (s != SN_OK || a->request->members == 0)
        return s;
    return write_found(a, ref, SN_GROUP_COPIES, name, a->request->members);
}

/* {"count": …, "group": …, "representative": …, "members": …}; null likewise. */
static sn_status write_duplicates(sn_answer_writer *a, const sn_ref *ref, uint32_t count)
{
    sn_json *j = &a->json;
    if (count == 0) {
        write_null(j, "duplicates");
        return SN_OK;
    }
    sn_json_key(j, "duplicates");
    sn_json_object(j);
    sn_json_key(j, "count");
    sn_json_int(j, count);
    sn_status s = sn_members_are_known(&a->searcher->snapshot) ? write_copies(a, ref) : SN_OK;
    sn_json_end(j);
    return s;
}

static sn_status write_story_members(sn_answer_writer *a, const sn_ref *ref)
{
    uint64_t name;
    sn_status s =
        sn_members_group(&a->searcher->snapshot, ref->docid, SN_GROUP_STORY, &name, a->err);
    return s == SN_OK ? write_found(a, ref, SN_GROUP_STORY, name, a->request->story_members) : s;
}

/* {"by": …, "count": …, "members": …}; null if the hit stands for no other article. */
static sn_status write_collapsed(sn_answer_writer *a, const sn_ref *ref, const char *by,
                                 uint32_t count)
{
    sn_json *j = &a->json;
    if (by == NULL || count == 0) {
        write_null(j, "collapsed");
        return SN_OK;
    }
    sn_json_key(j, "collapsed");
    sn_json_object(j);
    sn_json_key(j, "by");
    sn_json_text(j, by);
    sn_json_key(j, "count");
    sn_json_int(j, count);
    sn_status s = a->request->story_members > 0 ? write_story_members(a, ref) : SN_OK;
    sn_json_end(j);
    return s;
}

sn_status sn_answer_groups(sn_answer_writer *a, const sn_ref *ref, uint32_t shown)
{
    static const char *const names[] = {
        [SN_COLLAPSE_SOURCE] = "source", [SN_COLLAPSE_STORY] = "story", [SN_COLLAPSE_NONE] = NULL};
    sn_collapse by = a->request->collapse;
    sn_status s = SN_OK;
    if ((shown & SN_SHOW_DUPLICATES) != 0)
        s = write_duplicates(a, ref, by == SN_COLLAPSE_DUPLICATES ? ref->copies : 0);
    if (s == SN_OK && (shown & SN_SHOW_COLLAPSED) != 0)
        s = write_collapsed(a, ref, names[by], ref->copies);
    return s;
}

sn_status sn_hit_write_story(sn_json *j, const sn_snapshot *now, sn_docid docid, uint32_t shown,
                             sn_error *err)
{
    uint64_t name = 0;
    uint32_t n = 0;
    bool is_known = sn_members_are_known(now) && (shown & SN_SHOW_GROUPS) != 0;
    sn_status s = is_known ? sn_members_group(now, docid, SN_GROUP_STORY, &name, err) : SN_OK;
    if (s == SN_OK && is_known && (shown & SN_SHOW_STORY_ARTICLES) != 0)
        s = sn_members_count(now, SN_GROUP_STORY, name, &n, err);
    if (s != SN_OK)
        return s;
    if ((shown & SN_SHOW_STORY) != 0) {
        if (is_known)
            write_group(j, "story", SN_GROUP_STORY, name);
        else
            write_null(j, "story");
    }
    if ((shown & SN_SHOW_STORY_ARTICLES) != 0) {
        sn_json_key(j, "story_articles");
        if (is_known)
            sn_json_int(j, n);
        else
            sn_json_null(j);
    }
    return SN_OK;
}
