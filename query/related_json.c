/* Related articles as JSON. */
#include "base/clock.h"
#include "query/answer.h"
#include "query/hit_json.h"
#include "query/related.h"

typedef struct json_output {
    const sn_answer_info *info;
    sn_buf *out;
} json_output;

static void write_published(sn_json *j, sn_instant published)
{
    char text[SN_RFC3339_SIZE] = "";
    if (published.precision == SN_PRECISION_DAY)
        sn_date_write_tehran_day(published.sec, text);
    else if (published.precision != 0)
        sn_date_write_rfc3339(published.sec, text);
    sn_answer_text(j, "published_at", sn_str_of(text));
}

static void write_warnings(sn_json *j, const sn_searcher *s, const sn_related *found)
{
    sn_json_key(j, "warnings");
    sn_json_array(j);
    if (s->snapshot.db == NULL)
        sn_answer_warning(j, "no_index", "nothing is indexed yet", "هنوز چیزی نمایه نشده است");
    else if (found->is_undated)
        sn_answer_warning(j, "undated",
                          "the story has no date, so none is before, behind or near it",
                          "این خبر تاریخ ندارد و پیش و پس آن دانسته نیست");
    else if (found->n_terms == 0)
        sn_answer_warning(j, "no_words", "no word of the story is in other articles",
                          "هیچ واژهٔ این خبر در خبرهای دیگر نیست");
    sn_json_end(j);
}

/* What was looked for: only who asks why wants to know. */
static void write_terms(sn_json *j, const sn_related *found)
{
    sn_json_key(j, "terms");
    sn_json_array(j);
    for (size_t i = 0; i < found->n_terms; i++) {
        sn_json_object(j);
        sn_json_key(j, "term");
        sn_json_str(j, found->terms[i].stem);
        sn_json_key(j, "weight");
        sn_json_double(j, found->terms[i].weight);
        sn_json_key(j, "articles");
        sn_json_int(j, found->terms[i].articles);
        sn_json_end(j);
    }
    sn_json_end(j);
}

static void write_count(sn_json *j, const char *key, int64_t count)
{
    sn_json_key(j, key);
    if (count > 0)
        sn_json_int(j, count);
    else
        sn_json_null(j);
}

static void write_query(sn_json *j, const sn_related_attempt *attempt, const sn_related *found)
{
    char window[SN_HALF_LIFE_SIZE];
    const sn_related_request *r = attempt->request;
    sn_json_key(j, "query");
    sn_json_object(j);
    sn_answer_text(j, "id", found->source.id);
    sn_answer_text(j, "title", found->source.title);
    write_published(j, found->source.published);
    sn_json_key(j, "mode");
    sn_json_text(j, sn_related_mode_name(r->mode));
    if (r->window_days > 0)
        sn_half_life_write(r->window_days, window);
    sn_json_key(j, "window");
    sn_json_text(j, r->window_days > 0 ? window : NULL);
    write_count(j, "max_per_source", r->max_per_source);
    write_count(j, "max_per_story", r->max_per_story);
    if (r->search.explain)
        write_terms(j, found);
    write_warnings(j, attempt->searcher, found);
    sn_json_end(j);
}

static void write_end(sn_json *j, const sn_related_attempt *attempt, const sn_related *found,
                      const sn_answer_info *info)
{
    sn_answer_snapshot(j, &attempt->searcher->snapshot);
    sn_answer_took(j, attempt->started_us);
    sn_json_key(j, "timed_out");
    sn_json_bool(j, found->lookup != NULL && found->lookup->totals.timed_out);
    sn_answer_request(j, info);
}

static sn_status write_hits(sn_answer_writer *a, const char *key, const sn_ref *refs, size_t n)
{
    sn_status s = SN_OK;
    sn_json_key(&a->json, key);
    sn_json_array(&a->json);
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = sn_answer_hit(a, &refs[i]);
    sn_json_end(&a->json);
    return s;
}

static sn_status write_answer(sn_answer_writer *a, const sn_related_attempt *attempt,
                              const sn_related *found)
{
    sn_json *j = &a->json;
    const sn_lookup *l = a->lookup;
    sn_json_object(j);
    write_query(j, attempt, found);
    sn_status s = sn_searcher_look_again(a->searcher, a->err);
    if (s == SN_OK)
        s = write_hits(a, "hits", l != NULL ? l->refs : NULL, l != NULL ? l->n_refs : 0);
    if (s == SN_OK && found->source.docid == 0)
        s = write_hits(a, "copies", found->copies, found->n_copies);
    write_end(j, attempt, found, a->info);
    sn_json_end(j);
    sn_status written = sn_json_finish(j);
    return s == SN_OK ? written : s;
}

/* Hits as a search shows them; nothing is pinned here, and marks are only for who asks for them. */
static uint32_t shown_of(const sn_request *r)
{
    uint32_t marks = r->highlight != SN_HIGHLIGHT_NONE ? 0 : SN_SHOW_HIGHLIGHT;
    return r->fields != 0 ? r->fields : SN_SHOW_HIT & ~(SN_SHOW_PINNED | marks);
}

static sn_status write_json(sn_related_attempt *attempt, const sn_related *found)
{
    json_output *to = attempt->ctx;
    size_t before = to->out->len;
    sn_request request =
        attempt->request->search; /* a view: what it points to stays the request's */
    request.fields = shown_of(&request);
    sn_answer_writer a = {.searcher = attempt->searcher,
                          .request = &request,
                          .info = to->info,
                          .lookup = found->lookup,
                          .now_sec = attempt->now_sec,
                          .started_us = attempt->started_us,
                          .err = &attempt->err};
    sn_status s = sn_answer_begin(&a, to->out);
    if (s == SN_OK)
        s = write_answer(&a, attempt, found);
    if (s != SN_OK)
        sn_buf_cut(to->out, before);
    sn_answer_end(&a);
    return s;
}

sn_status sn_related_json(sn_searcher *s, const sn_related_request *request,
                          const sn_answer_info *info, sn_buf *out, sn_problem *problem)
{
    json_output to = {info, out};
    return sn_related_do(s, request, info != NULL ? info->started_us : 0, write_json, &to, problem);
}
