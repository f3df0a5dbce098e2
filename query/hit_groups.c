/* What an article stands for in an answer, and which story it is of. */
#include "query/answer.h"
#include "query/members.h"

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

/* {"by": …, "count": …}; null if the hit stands for no other article. */
static void write_collapsed(sn_json *j, const char *by, uint32_t count)
{
    if (by == NULL || count == 0) {
        write_null(j, "collapsed");
        return;
    }
    sn_json_key(j, "collapsed");
    sn_json_object(j);
    sn_json_key(j, "by");
    sn_json_text(j, by);
    sn_json_key(j, "count");
    sn_json_int(j, count);
    sn_json_end(j);
}

/* {"count": …, "group": …}; null likewise. */
static sn_status write_duplicates(sn_answer *a, const sn_ref *ref, uint32_t count)
{
    sn_json *j = &a->json;
    const sn_snapshot *now = &a->searcher->snapshot;
    if (count == 0) {
        write_null(j, "duplicates");
        return SN_OK;
    }
    uint64_t name;
    sn_json_key(j, "duplicates");
    sn_json_object(j);
    sn_json_key(j, "count");
    sn_json_int(j, count);
    sn_status s = SN_OK;
    if (sn_members_are_known(now))
        s = sn_members_group(now, ref->docid, SN_GROUP_COPIES, &name, a->err);
    if (s == SN_OK && sn_members_are_known(now))
        write_group(j, "group", SN_GROUP_COPIES, name);
    sn_json_end(j);
    return s;
}

sn_status sn_answer_groups(sn_answer *a, const sn_ref *ref, uint32_t shown)
{
    static const char *const names[] = {
        [SN_COLLAPSE_SOURCE] = "source", [SN_COLLAPSE_STORY] = "story", [SN_COLLAPSE_NONE] = NULL};
    sn_collapse by = a->request->collapse;
    sn_status s = SN_OK;
    if ((shown & SN_SHOW_DUPLICATES) != 0)
        s = write_duplicates(a, ref, by == SN_COLLAPSE_DUPLICATES ? ref->copies : 0);
    if ((shown & SN_SHOW_COLLAPSED) != 0)
        write_collapsed(&a->json, names[by], ref->copies);
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
