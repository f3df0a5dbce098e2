#include "query/paging.h"

#include "query/records.h"
#include "query/refuse.h"
#include "query/spelling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static sn_status refuse_expired(sn_problem *problem)
{
    return sn_problem_make(
        problem, SN_EINVAL, "cursor_expired", "cursor",
        "%s: the index was built anew with another analysis; begin at the first page",
        "%s: نمایه با تحلیل دیگری بازسازی شده است؛ از صفحهٔ نخست آغاز کنید", "cursor");
}

/* What makes the list: what is asked, and what of it the searcher may see (a cursor knows how much that is). */
static uint64_t list_of(const sn_searcher *s, const sn_request *request)
{
    uint64_t scope = s->scope != NULL ? s->scope->digest : 0;
    return request->digest + scope * UINT64_C(0x9e3779b97f4a7c15);
}

sn_status sn_paging_resume(const sn_searcher *s, const sn_request *asked, sn_request *resumed,
                           sn_cursor *after, sn_problem *problem)
{
    sn_cursor c;
    sn_status status = sn_cursor_read(sn_str_of(asked->cursor), s->engine->cursor_key, &c);
    if (status == SN_EFORMAT)
        return refuse_expired(problem);
    if (status != SN_OK)
        return sn_problem_make(
            problem, SN_EINVAL, "invalid_parameter", "cursor",
            "%s: this service gave out no such cursor",
            "%s: این سرویس چنین مکان‌نمایی نداده است", "cursor");
    if (c.request != list_of(s, asked))
        return sn_problem_make(
            problem, SN_EINVAL, "invalid_parameter", "cursor",
            "%s: it was given out for other parameters",
            "%s: این مکان‌نما از پارامترهای دیگری است", "cursor");
    *after = c;
    *resumed = *asked;
    resumed->now_sec = c.now_sec;
    resumed->from_sec = c.from_sec;
    resumed->to_sec = c.to_sec;
    resumed->after = after;
    return SN_OK;
}

static uint64_t hash_of(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (; *text != '\0'; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h;
}

sn_status sn_paging_check(const sn_searcher *s, const sn_cursor *after, sn_problem *problem)
{
    const sn_snapshot *now = &s->snapshot;
    if (now->db != NULL && now->manifest.analysis == after->analysis &&
        hash_of(now->manifest.dictionary) == after->words)
        return SN_OK;
    return refuse_expired(problem);
}

static bool ranks_behind(const sn_ref *ref, const sn_cursor *c)
{
    return ref->score < c->score || (ref->score == c->score && ref->docid > c->last[0]);
}

/* The place of an article in the list, from 1; 0: it is not there. */
static size_t place_of(const sn_lookup *l, sn_docid docid)
{
    for (size_t i = 0; i < l->n_pinned; i++) {
        if (l->pinned[i].docid == docid)
            return i + 1;
    }
    for (size_t i = 0; i < l->n_refs; i++) {
        if (l->refs[i].docid == docid)
            return l->n_pinned + i + 1;
    }
    return 0;
}

size_t sn_paging_begin(const sn_lookup *l)
{
    const sn_cursor *after = l->after;
    size_t place = 0, n = l->n_refs;
    for (uint32_t k = 0; k < after->n_last && place == 0; k++)
        place = place_of(l, after->last[k]);
    if (place > 0)
        return place;
    while (n > 0 && ranks_behind(&l->refs[n - 1], after))
        n--;
    return l->n_pinned + n;
}

/* The last hits, those of earlier pages after the ones of this. */
static void name_last(const sn_lookup *l, sn_cursor *c)
{
    for (size_t i = l->n_refs; i-- > 0 && c->n_last < SN_CURSOR_LAST;)
        c->last[c->n_last++] = l->refs[i].docid;
    for (uint32_t i = 0; l->after != NULL && i < l->after->n_last && c->n_last < SN_CURSOR_LAST;
         i++)
        c->last[c->n_last++] = l->after->last[i];
}

static sn_status name_id(const sn_searcher *s, sn_docid docid, char id[SN_LIMIT_ID_BYTES + 1],
                         sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    sn_hit *hit = malloc(sizeof *hit);
    sn_status status = hit == NULL ? SN_ENOMEM : SN_OK;
    if (status == SN_OK)
        status = sn_hit_load(s->snapshot.db, docid, &data, hit, err);
    if (status == SN_OK && hit->id.len <= SN_LIMIT_ID_BYTES)
        memcpy(id, hit->id.at, hit->id.len);
    free(hit);
    return status;
}

sn_status sn_paging_next(const sn_searcher *s, const sn_request *request, const sn_lookup *l,
                         sn_buf *out, sn_error *err)
{
    if (!l->has_more || l->is_too_deep || l->n_refs == 0)
        return SN_OK;
    const sn_ref *last = &l->refs[l->n_refs - 1];
    sn_total total = sn_lookup_total(l);
    sn_cursor c = {
        .analysis = s->snapshot.manifest.analysis,
        .words = hash_of(s->snapshot.manifest.dictionary),
        .request = list_of(s, request),
        .sort = (uint8_t)l->sort,
        .mode = (uint8_t)l->mode,
        .misses = l->plan.step.is_any ? SN_CURSOR_ANY : (uint8_t)l->plan.step.misses,
        .reading = (uint8_t)l->reading,
        .now_sec = l->now_sec,
        .from_sec = request->from_sec,
        .to_sec = request->to_sec,
        .position = (uint32_t)(l->position + l->n_refs),
        .total = total.value,
        .uncollapsed = total.uncollapsed,
        .relation = (uint8_t)total.relation,
        .score = last->pinned > 0 ? INFINITY : last->score, /* all others rank behind it */
        .is_corrected = l->spelling != NULL && l->spelling->is_applied,
        .share = l->plan.freshness.share,
        .half_days = l->plan.freshness.half_days,
        .window = l->window,
        .key = last->key,
    };
    name_last(l, &c);
    sn_status status = SN_OK;
    if (l->sort != SN_SORT_RELEVANCE)
        status = name_id(s, last->docid, c.id, err);
    return status == SN_OK ? sn_cursor_write(&c, s->engine->cursor_key, out) : status;
}
