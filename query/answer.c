#include "query/answer.h"

#include "base/clock.h"
#include "calendar/calendar.h"
#include "query/filters.h"
#include "query/hit_json.h"
#include "query/paging.h"
#include "query/records.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void write_freshness(sn_answer_writer *a)
{
    const sn_lookup *l = a->lookup;
    bool is_ranked = l != NULL && l->sort == SN_SORT_RELEVANCE;
    const sn_freshness_choice *choice = is_ranked ? &l->plan.freshness : NULL;
    bool is_used = is_ranked && l->plan.has_decay && sn_lookup_total(l).value > 0;
    char half[SN_HALF_LIFE_SIZE];
    if (is_used)
        sn_half_life_write(choice->half_days, half);
    sn_json_key(&a->json, "profile");
    sn_json_text(&a->json, sn_config_profile(a->searcher->config, a->request->profile)->name);
    sn_json_key(&a->json, "freshness");
    sn_json_text(&a->json, sn_freshness_name(is_ranked ? choice->asked : SN_FRESHNESS_OFF));
    sn_json_key(&a->json, "freshness_share");
    sn_json_double(&a->json, is_used ? choice->share : 0);
    sn_json_key(&a->json, "freshness_reason");
    sn_json_text(&a->json, is_ranked ? choice->reason : "unranked");
    if (is_ranked && choice->burst > 0) {
        sn_json_key(&a->json, "burst");
        sn_json_double(&a->json, choice->burst);
    }
    sn_json_key(&a->json, "half_life");
    sn_json_text(&a->json, is_used ? half : NULL);
}

static void write_query(sn_answer_writer *a)
{
    static const char *const forms[] = {[SN_MODE_STEM] = "stem", [SN_MODE_EXACT] = "exact"};
    static const char *const modes[] = {
        [SN_MATCH_AUTO] = "auto", [SN_MATCH_ALL] = "all", [SN_MATCH_ANY] = "any"};
    static const char *const sorts[] = {
        [SN_SORT_RELEVANCE] = "relevance", [SN_SORT_NEWEST] = "-date", [SN_SORT_OLDEST] = "date"};
    sn_json *j = &a->json;
    char now[SN_RFC3339_SIZE];
    sn_date_write_rfc3339(a->now_sec, now);
    sn_json_key(j, "query");
    sn_json_object(j);
    sn_json_key(j, "q");
    sn_json_text(j, a->request->q);
    sn_answer_interpreted(a);
    sn_answer_spelling(a);
    sn_json_key(j, "match");
    sn_json_text(j, modes[a->request->match]);
    sn_json_key(j, "mode");
    sn_json_text(j, forms[a->request->mode]);
    sn_json_key(j, "sort");
    sn_json_text(j, sorts[a->lookup != NULL ? a->lookup->sort : a->request->sort]);
    write_freshness(a);
    sn_json_key(j, "max_per_source");
    if (a->request->max_per_source > 0)
        sn_json_int(j, a->request->max_per_source);
    else
        sn_json_null(j);
    sn_json_key(j, "now");
    sn_json_text(j, now);
    sn_answer_warnings(a);
    sn_json_end(j);
}

void sn_answer_total(sn_json *j, sn_total t)
{
    static const char *const relations[] = {
        [SN_TOTAL_EXACT] = "eq", [SN_TOTAL_ABOUT] = "approx", [SN_TOTAL_AT_LEAST] = "gte"};
    sn_json_key(j, "total");
    sn_json_object(j);
    sn_json_key(j, "value");
    sn_json_int(j, t.value);
    sn_json_key(j, "relation");
    sn_json_text(j, relations[t.relation]);
    sn_json_key(j, "uncollapsed");
    sn_json_int(j, t.uncollapsed);
    sn_json_end(j);
}

static uint32_t shown_of(const sn_request *r)
{
    if (r->fields != 0)
        return r->fields;
    bool is_by_other = r->collapse == SN_COLLAPSE_SOURCE || r->collapse == SN_COLLAPSE_STORY;
    return is_by_other ? SN_SHOW_HIT | SN_SHOW_COLLAPSED : SN_SHOW_HIT;
}

static void write_score(sn_answer_writer *a, const sn_ref *ref)
{
    sn_json_key(&a->json, "score");
    if (a->lookup->sort == SN_SORT_RELEVANCE)
        sn_json_double(&a->json, ref->score);
    else
        sn_json_null(&a->json);
}

static void write_pinned(sn_answer_writer *a, const sn_ref *ref)
{
    sn_json_key(&a->json, "pinned");
    sn_json_bool(&a->json, ref->pinned > 0);
}

static bool has_highlight(const sn_request *r)
{
    return (shown_of(r) & SN_SHOW_HIGHLIGHT) != 0 && r->highlight != SN_HIGHLIGHT_NONE;
}

static bool has_passages(const sn_request *r)
{
    return has_highlight(r) && r->snippet_count > 0;
}

sn_status sn_answer_hit(sn_answer_writer *a, const sn_ref *ref)
{
    const sn_snapshot *now = &a->searcher->snapshot;
    sn_status s = sn_hit_load(now->db, ref->docid, &a->data, a->hit, a->err);
    if (s != SN_OK || sn_snapshot_hides(now, a->hit->id))
        return s;
    sn_json *j = &a->json;
    uint32_t shown = shown_of(a->request);
    if (has_passages(a->request) || (shown & SN_SHOW_BODY) != 0)
        s = sn_hit_load_body(a->searcher, ref->docid, &a->body, a->hit, a->err);
    if (s != SN_OK)
        return s;
    sn_json_object(j);
    sn_hit_write_members(j, a->hit, shown);
    if ((shown & SN_SHOW_SCORE) != 0)
        write_score(a, ref);
    if ((shown & SN_SHOW_PINNED) != 0)
        write_pinned(a, ref);
    if (has_highlight(a->request))
        s = sn_answer_highlight(a, ref->docid);
    if (s == SN_OK)
        s = sn_answer_groups(a, ref, shown);
    if (s == SN_OK)
        s = sn_hit_write_story(j, now, ref->docid, shown, a->err);
    if (s == SN_OK && a->request->explain)
        s = sn_answer_explain(a, ref);
    sn_json_end(j);
    return s;
}

/* Where words stand is what the analysis made of the texts: of another version it tells nothing of them. */
static sn_status read_spots(sn_answer_writer *a)
{
    const sn_snapshot *now = &a->searcher->snapshot;
    const sn_lookup *l = a->lookup;
    if (l == NULL || !has_passages(a->request) || now->manifest.analysis != SN_ANALYSIS_VERSION)
        return SN_OK;
    return sn_page_spots_read(&a->spots, now->db, &l->question, l->refs, l->n_refs, a->err);
}

static sn_status write_hits(sn_answer_writer *a)
{
    sn_status s = sn_searcher_look_again(a->searcher, a->err);
    if (s == SN_OK)
        s = read_spots(a);
    sn_json_key(&a->json, "hits");
    sn_json_array(&a->json);
    for (size_t i = 0; a->lookup != NULL && i < a->lookup->n_refs && s == SN_OK; i++)
        s = sn_answer_hit(a, &a->lookup->refs[i]);
    sn_json_end(&a->json);
    return s;
}

static sn_status write_next(sn_answer_writer *a)
{
    sn_status s = SN_OK;
    sn_buf_clear(&a->text);
    if (a->lookup != NULL)
        s = sn_paging_next(a->searcher, a->request, a->lookup, &a->text, a->err);
    sn_answer_text(&a->json, "next_cursor", sn_buf_str(&a->text));
    return s;
}

sn_status sn_answer_begin(sn_answer_writer *a, sn_buf *out)
{
    a->json = SN_JSON(out);
    a->data = SN_BUF(SN_RECORD_BYTES);
    a->body = SN_BUF(SN_RECORD_BYTES);
    a->other_data = SN_BUF(SN_RECORD_BYTES);
    a->text = SN_BUF(8 * SN_RECORD_BYTES);
    a->hit = malloc(sizeof *a->hit);
    a->other = malloc(sizeof *a->other);
    return a->hit != NULL && a->other != NULL ? SN_OK : SN_ENOMEM;
}

void sn_answer_end(sn_answer_writer *a)
{
    free(a->hit);
    free(a->other);
    sn_buf_done(&a->data);
    sn_buf_done(&a->body);
    sn_buf_done(&a->other_data);
    sn_buf_done(&a->text);
    sn_highlighter_done(&a->highlighter);
    sn_page_spots_done(&a->spots);
}

sn_status sn_answer_write(sn_answer_writer *a)
{
    sn_json *j = &a->json;
    sn_json_object(j);
    write_query(a);
    sn_answer_total(&a->json, a->lookup != NULL ? sn_lookup_total(a->lookup) : (sn_total){0});
    sn_status s = write_hits(a);
    if (s == SN_OK)
        s = write_next(a);
    sn_answer_facets(a);
    sn_answer_snapshot(j, &a->searcher->snapshot);
    sn_json_key(j, "timed_out");
    sn_json_bool(j, a->lookup != NULL && a->lookup->totals.timed_out);
    a->lasting = j->out->len;
    sn_answer_took(j, a->started_us);
    sn_answer_request(j, a->info);
    sn_json_end(j);
    sn_status written = sn_json_finish(j);
    return s == SN_OK ? written : s;
}
