#include "query/duplicates.h"

#include "base/clock.h"
#include "query/answer.h"
#include "query/hit_json.h"
#include "query/members.h"
#include "query/records.h"
#include "query/refuse.h"
#include "query/similar.h"

#include <math.h>
#include <stdlib.h>

typedef struct copy {
    sn_docid docid;
    size_t place; /* among the members, which stand by date and id */
    sn_similarity alike;
    double similarity; /* the greater of jaccard and containment: what was cut is like the whole */
} copy;

/* What one snapshot knows of an article and its copies. */
typedef struct copies {
    sn_str id;
    bool is_grouped; /* the index knows groups */
    uint64_t group;
    sn_members all;
    size_t representative; /* its place among them */
    uint32_t total;        /* others that may be shown */
    copy at[SN_LIMIT_DUPLICATES];
    size_t n;
    sn_similar similar;
    sn_hit hit;
    sn_buf data, body;
} copies;

static copies *make_copies(sn_str id)
{
    copies *c = calloc(1, sizeof *c);
    if (c != NULL) {
        c->id = id;
        c->data = SN_BUF(SN_RECORD_BYTES);
        c->body = SN_BUF(SN_RECORD_BYTES);
    }
    return c;
}

static void destroy_copies(copies *c)
{
    if (c == NULL)
        return;
    sn_members_done(&c->all);
    sn_similar_done(&c->similar);
    sn_buf_done(&c->data);
    sn_buf_done(&c->body);
    free(c);
}

static sn_status find_group(const sn_searcher *s, sn_docid docid, copies *c, sn_error *err)
{
    const sn_snapshot *now = &s->snapshot;
    c->is_grouped = sn_members_are_known(now);
    if (!c->is_grouped)
        return SN_OK;
    sn_status status = sn_members_group(now, docid, SN_GROUP_COPIES, &c->group, err);
    if (status == SN_OK)
        status = sn_members_find(now, SN_GROUP_COPIES, c->group, NULL, &c->all, err);
    if (status == SN_OK && c->all.n > 0)
        status = sn_members_representative(now, s->config, &c->all, &c->representative, err);
    if (status == SN_OK)
        status = sn_members_count(now, SN_GROUP_COPIES, c->group, &c->total, err);
    if (status == SN_OK && c->total > 0)
        c->total--; /* the article itself */
    return status;
}

/* The first of its group, as many as are looked at. */
static sn_status compare(const sn_searcher *s, sn_docid docid, double min, copies *c, sn_error *err)
{
    sn_status status = sn_hit_load_body(s, docid, &c->body, &c->hit, err);
    if (status == SN_OK)
        status = sn_similar_begin(&c->similar, &c->hit);
    size_t looked = 0;
    for (size_t i = 0; i < c->all.n && looked < SN_LIMIT_DUPLICATES && status == SN_OK; i++) {
        copy one = {.docid = c->all.at[i].docid, .place = i};
        if (one.docid == docid)
            continue;
        looked++;
        status = sn_hit_load(s->snapshot.db, one.docid, &c->data, &c->hit, err);
        if (status == SN_OK)
            status = sn_hit_load_body(s, one.docid, &c->body, &c->hit, err);
        if (status == SN_OK)
            status = sn_similar_to(&c->similar, &c->hit, &one.alike);
        one.similarity = fmax(one.alike.jaccard, one.alike.containment);
        if (status == SN_OK && one.similarity >= min)
            c->at[c->n++] = one;
    }
    return status;
}

/* Most alike first; of those the ones that are as long; then the oldest. */
static int by_similarity(const void *x, const void *y)
{
    const copy *a = x, *b = y;
    if (a->similarity != b->similarity)
        return a->similarity < b->similarity ? 1 : -1;
    if (a->alike.jaccard != b->alike.jaccard)
        return a->alike.jaccard < b->alike.jaccard ? 1 : -1;
    return (a->place > b->place) - (a->place < b->place);
}

static sn_status find_copies(sn_searcher *s, bool force, const sn_duplicates_request *r, copies *c,
                             sn_error *err)
{
    sn_docid docid = 0;
    sn_status status = sn_searcher_refresh(s, force, err);
    if (status == SN_OK)
        status = sn_article_find(&s->snapshot, c->id, &docid, &c->data, &c->hit, err);
    if (status == SN_OK)
        status = find_group(s, docid, c, err);
    if (status == SN_OK)
        status = compare(s, docid, r->min, c, err);
    if (status == SN_OK)
        status = sn_searcher_look_again(s, err);
    if (status == SN_OK && sn_snapshot_hides(&s->snapshot, c->id))
        status = SN_ENOTFOUND;
    if (status != SN_OK)
        return status;
    qsort(c->at, c->n, sizeof *c->at, by_similarity);
    c->n = c->n < r->limit ? c->n : r->limit;
    return SN_OK;
}

static void write_share(sn_json *j, const char *key, double share)
{
    sn_json_key(j, key);
    sn_json_double(j, round(share * 1e4) / 1e4);
}

static sn_status write_copy(sn_json *j, const sn_searcher *s, copies *c, const copy *one,
                            sn_error *err)
{
    sn_status status = sn_hit_load(s->snapshot.db, one->docid, &c->data, &c->hit, err);
    if (status != SN_OK || sn_snapshot_hides(&s->snapshot, c->hit.id))
        return status;
    sn_json_object(j);
    sn_hit_write_members(j, &c->hit, SN_SHOW_MEMBER);
    write_share(j, "similarity", one->similarity);
    write_share(j, "jaccard", one->alike.jaccard);
    write_share(j, "containment", one->alike.containment);
    sn_json_key(j, "same_text");
    sn_json_bool(j, one->alike.same_text);
    sn_json_key(j, "is_representative");
    sn_json_bool(j, one->place == c->representative);
    sn_json_end(j);
    return SN_OK;
}

static sn_status write_group(sn_json *j, const sn_searcher *s, copies *c, sn_error *err)
{
    char name[SN_GROUP_TEXT_SIZE];
    sn_json_key(j, "id");
    sn_json_str(j, c->id);
    sn_json_key(j, "group");
    if (c->is_grouped) {
        sn_group_write(SN_GROUP_COPIES, c->group, name);
        sn_json_text(j, name);
    } else {
        sn_json_null(j);
    }
    sn_json_key(j, "representative");
    if (c->all.n == 0) {
        sn_json_null(j);
        return SN_OK;
    }
    return sn_hit_write_member(j, &s->snapshot, c->all.at[c->representative].docid, &c->data,
                               &c->hit, err);
}

static sn_status write_copies(const sn_searcher *s, copies *c, const sn_answer_info *info,
                              int64_t started_us, sn_buf *out, sn_error *err)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    sn_status status = write_group(&j, s, c, err);
    sn_json_key(&j, "total");
    sn_json_int(&j, c->total);
    sn_json_key(&j, "duplicates");
    sn_json_array(&j);
    for (size_t i = 0; i < c->n && status == SN_OK; i++)
        status = write_copy(&j, s, c, &c->at[i], err);
    sn_json_end(&j);
    sn_answer_snapshot(&j, &s->snapshot);
    sn_answer_took(&j, started_us);
    sn_answer_request(&j, info);
    sn_json_end(&j);
    sn_status written = sn_json_finish(&j);
    return status == SN_OK ? written : status;
}

static sn_status try_once(sn_searcher *s, bool force, sn_str id, const sn_duplicates_request *r,
                          const sn_answer_info *info, int64_t started_us, sn_buf *out,
                          sn_error *err)
{
    copies *c = make_copies(id);
    if (c == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status status = find_copies(s, force, r, c, err);
    if (status == SN_OK)
        status = write_copies(s, c, info, started_us, out, err);
    destroy_copies(c);
    return status;
}

sn_status sn_duplicates_json(sn_searcher *s, sn_str id, const sn_duplicates_request *r,
                             const sn_answer_info *info, sn_buf *out, sn_problem *problem)
{
    sn_error err = {0};
    size_t before = out->len;
    int64_t started_us =
        info != NULL && info->started_us != 0 ? info->started_us : sn_clock_monotonic_us();
    sn_status status = SN_ESTALE;
    for (int i = 0; i < SN_SNAPSHOT_TRIES && sn_searcher_is_stale(s, status); i++) {
        sn_buf_cut(out, before);
        err = (sn_error){0};
        status = try_once(s, i > 0, id, r, info, started_us, out, &err);
    }
    if (status == SN_OK)
        return SN_OK;
    sn_buf_cut(out, before);
    if (status == SN_ENOTFOUND)
        return sn_problem_make(problem, status, "not_found", "", "there is no such article",
                               "چنین خبری نیست");
    return sn_refuse_error(problem, &err, status);
}
