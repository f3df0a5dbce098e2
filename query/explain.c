/* The parts of a score. Each is matched by itself against the one article, or weighed by its places, with the statistics
 * of the whole index, so the values are those that the ranking added up. */
#include "query/answer.h"
#include "query/hit_json.h"
#include "query/places.h"

static sn_status match_one(const sn_searcher *s, const sn_bm25 *bm25, sn_xap_query *query,
                           sn_docid docid, double *out, sn_error *err)
{
    SN_CLEANUP(sn_tree) sn_tree tree = {.err = err};
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_docid_range one = {
        .first = docid, .last = docid, .inner_first = docid, .inner_last = docid};
    sn_xap_query *filtered = sn_tree_pair(&tree, SN_XAP_FILTER, query, sn_tree_range(&tree, &one));
    if (tree.status != SN_OK)
        return tree.status;
    sn_xap_match_opts opts = {.max_items = 1, .k1 = bm25->k1, .b = bm25->b};
    sn_status status = sn_xap_match(s->snapshot.db, filtered, &opts, &m, err);
    if (status == SN_OK)
        *out = sn_xap_matches_count(m) > 0 ? sn_xap_matches_at(m, 0)->weight : 0;
    return status;
}

static sn_status weigh_places(const sn_searcher *s, const sn_plan *plan, const sn_part *part,
                              sn_docid docid, double *out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_places) sn_places *places = NULL;
    sn_status status = sn_places_open(s->snapshot.db, plan, &places, err);
    if (status == SN_OK)
        status = sn_places_read(places, docid, err);
    return status == SN_OK ? sn_places_weigh(places, part, out, err) : status;
}

sn_status sn_part_value(const sn_searcher *s, const sn_plan *plan, const sn_part *part,
                        const sn_ref *ref, double *out, sn_error *err)
{
    bool is_common = part->kind == SN_PART_FRESHNESS && part->word == NULL;
    if (is_common || part->kind == SN_PART_TIME) {
        *out = sn_xap_decay_weight(&plan->decay, ref->docid);
        return SN_OK;
    }
    if (sn_part_is_positional(part) && !ref->is_refined) {
        *out = 0;
        return SN_OK;
    }
    if (sn_part_is_positional(part))
        return weigh_places(s, plan, part, ref->docid, out, err);
    double weight;
    sn_status status = match_one(s, &plan->bm25, part->query, ref->docid, &weight, err);
    if (status == SN_OK)
        *out = part->factor * weight;
    return status;
}

sn_str sn_part_term(const sn_part *part)
{
    return part->kind == SN_PART_EXACT ? part->word->exact : part->word->stem;
}

static void write_part(sn_answer_writer *a, const sn_part *part, sn_docid docid, double value)
{
    sn_json *j = &a->json;
    const sn_xap_decay *decay = &a->lookup->plan.decay;
    sn_json_object(j);
    sn_json_key(j, "name");
    sn_json_text(j, sn_part_kind_name(part->kind));
    if (part->word != NULL)
        sn_answer_text(j, "term", sn_part_term(part));
    if (part->as != NULL)
        sn_answer_text(j, "as", part->as->text);
    if (part->kind == SN_PART_READING)
        sn_answer_text(j, "as", part->word->reading);
    if (part->other != NULL)
        sn_answer_text(j, "with", part->other->stem);
    if (part->kind == SN_PART_FRESHNESS) {
        double age = docid > decay->origin ? (docid - decay->origin) / decay->step / 1440 : 0;
        sn_json_key(j, "age_days");
        sn_json_double(j, age);
    }
    if (part->kind == SN_PART_TIME) { /* from the story, negative: before it */
        sn_json_key(j, "days");
        sn_json_double(j, ((double)decay->origin - docid) / decay->step / 1440);
    }
    sn_json_key(j, "value");
    sn_json_double(j, value);
    sn_json_end(j);
}

/* Why it stands where it does; it adds nothing. */
static void write_pinned(sn_json *j, const sn_ref *ref)
{
    sn_json_object(j);
    sn_json_key(j, "name");
    sn_json_text(j, "pinned");
    sn_json_key(j, "place");
    sn_json_int(j, ref->pinned);
    sn_json_key(j, "value");
    sn_json_int(j, 0);
    sn_json_end(j);
}

sn_status sn_answer_explain(sn_answer_writer *a, const sn_ref *ref)
{
    const sn_plan *plan = &a->lookup->plan;
    bool is_weighted = a->lookup->sort == SN_SORT_RELEVANCE;
    double sum = 0;
    sn_status s = SN_OK;
    sn_json_key(&a->json, "explain");
    sn_json_object(&a->json);
    sn_json_key(&a->json, "parts");
    sn_json_array(&a->json);
    if (ref->pinned > 0)
        write_pinned(&a->json, ref);
    for (size_t i = 0; i < plan->n_parts && is_weighted && s == SN_OK; i++) {
        const sn_part *part = &plan->parts[i];
        double value = 0;
        if (part->is_off)
            continue;
        s = sn_part_value(a->searcher, plan, part, ref, &value, a->err);
        if (value > 0)
            write_part(a, part, ref->docid, value);
        sum += value;
    }
    sn_json_end(&a->json);
    sn_json_key(&a->json, "sum");
    sn_json_double(&a->json, sum);
    sn_json_end(&a->json);
    return s;
}
