#include "analysis/fold.h"
#include "base/utf8.h"
#include "query/lookup.h"
#include "query/records.h"
#include "query/suggest.h"

#include <stdlib.h>

/* Does the article still have this title, and may it be shown? */
static sn_status check_title(sn_suggest_check *c, const sn_completion *item, sn_suggested *to,
                             bool *is_shown)
{
    const sn_snapshot *now = &c->searcher->snapshot;
    sn_status s = sn_hit_load(now->db, item->docid, &c->data, c->hit, c->err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    if (s != SN_OK || sn_snapshot_hides(now, c->hit->id))
        return s;
    sn_buf_clear(&c->key);
    s = sn_completion_key(sn_utf8_cut(c->hit->title, SN_LIMIT_SUGGEST_KEY_BYTES), &c->key, NULL,
                          NULL);
    sn_str key = {sn_buf_text(&c->all->keys) + item->key, item->key_len};
    if (s != SN_OK || !sn_str_equal(sn_buf_str(&c->key), key))
        return s;
    s = sn_pool_copy(c->pool, c->hit->title, &to->text);
    if (s == SN_OK)
        s = sn_pool_copy(c->pool, c->hit->id, &to->id);
    *is_shown = s == SN_OK;
    return s;
}

/* Of the articles that have the term, those that may not be shown. */
static sn_status count_hidden(sn_suggest_check *c, sn_term_list list, sn_str key, uint32_t *out)
{
    const sn_snapshot *now = &c->searcher->snapshot;
    SN_CLEANUP(sn_tree) sn_tree tree = {.err = c->err};
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {.max_items = (uint32_t)now->n_hidden_docids,
                              .order = SN_XAP_BY_DOCID};
    sn_xap_query *hidden = now->hidden_query;
    sn_xap_query *both = sn_tree_pair(&tree, SN_XAP_AND, sn_tree_term(&tree, list, key),
                                      sn_tree_join(&tree, SN_XAP_OR, &hidden, 1, 0));
    sn_status s = tree.status;
    if (s == SN_OK)
        s = sn_xap_match(now->db, both, &opts, &m, c->err);
    if (s == SN_OK)
        *out = (uint32_t)sn_xap_matches_count(m);
    return s;
}

static sn_status check_term(sn_suggest_check *c, const sn_completion *item, sn_suggested *to,
                            bool *is_shown)
{
    static const sn_term_list lists[] = {[SN_COMPLETION_OF_TAG] = SN_LIST_TAG,
                                         [SN_COMPLETION_OF_AUTHOR] = SN_LIST_AUTHOR,
                                         [SN_COMPLETION_OF_SOURCE] = SN_LIST_SOURCE};
    char term[SN_INDEX_TERM_SIZE];
    uint32_t freq = 0, hidden = 0;
    const sn_snapshot *now = &c->searcher->snapshot;
    sn_str text = {sn_buf_text(&c->all->texts) + item->text, item->text_len};
    sn_buf_clear(&c->key);
    sn_status s = sn_fold_name(text, &c->key); /* the whole: keys of items are cut */
    sn_str key = sn_buf_str(&c->key);
    sn_term_list list = lists[item->list];
    if (s == SN_OK)
        s = sn_xap_db_term_freq(now->db, sn_index_term(list, key, term), &freq, c->err);
    if (s == SN_OK && freq > 0 && now->hidden_query != NULL)
        s = count_hidden(c, list, key, &hidden);
    if (s != SN_OK || freq <= hidden)
        return s;
    to->count = freq - hidden;
    *is_shown = true;
    return sn_pool_copy(c->pool, text, &to->text);
}

/* Has an article that may be shown all its words, or is it pinned for it? */
static sn_status has_hits(sn_suggest_check *c, const sn_lookup *l, sn_xap_query *query, bool *out)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {.max_items = 1, .order = SN_XAP_BY_DOCID};
    sn_status s =
        l->has_content ? sn_xap_match(c->searcher->snapshot.db, query, &opts, &m, c->err) : SN_OK;
    *out = s == SN_OK && m != NULL && sn_xap_matches_count(m) > 0;
    return s;
}

static sn_status check_query(sn_suggest_check *c, const sn_completion *item, sn_suggested *to,
                             bool *is_shown)
{
    SN_CLEANUP(sn_request) sn_request request = {0};
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = NULL;
    sn_xap_query *query = NULL;
    sn_problem refusal = {0};
    sn_str text = {sn_buf_text(&c->all->texts) + item->text, item->text_len};
    sn_status s = sn_request_init(&request);
    if (s == SN_OK)
        s = sn_request_set(&request, SN_STR("q"), text, SN_ASKER_CLIENT, c->now_sec, &refusal);
    if (s == SN_OK)
        s = sn_lookup_plan(c->searcher, &request, c->now_sec, &l, &refusal, c->err);
    if (s == SN_EINVAL || s == SN_ELIMIT || s == SN_EUTF8)
        return SN_OK; /* no query that could be asked */
    if (s == SN_OK)
        s = sn_plan_matched(&l->plan, &l->question, SN_PLAN_ALL, NULL, &query);
    if (s == SN_OK)
        s = has_hits(c, l, query, is_shown);
    to->count = item->count;
    return s == SN_OK ? sn_pool_copy(c->pool, text, &to->text) : s;
}

sn_status sn_suggest_check_item(sn_suggest_check *c, const sn_completion *item, sn_suggested *to,
                                bool *is_shown)
{
    *is_shown = false;
    switch (item->list) {
    case SN_COMPLETION_OF_RECORD:
        return check_title(c, item, to, is_shown);
    case SN_COMPLETION_OF_QUERIES:
        return check_query(c, item, to, is_shown);
    default:
        return check_term(c, item, to, is_shown);
    }
}
