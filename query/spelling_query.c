#include "query/spelling_query.h"

#include <string.h>

/* Articles that have the query and may be shown, at most SN_SPELLING_RARE + 1; the best weight. */
static sn_status ask(const sn_spelling_query *q, const sn_xap_query *query, uint32_t *count,
                     double *best)
{
    const sn_searcher *s = q->in->searcher;
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {.max_items = best != NULL ? 1 : SN_SPELLING_RARE + 1,
                              .order = best != NULL ? SN_XAP_BY_WEIGHT : SN_XAP_BY_DOCID,
                              .k1 = q->in->profile->k1,
                              .b = q->in->profile->b,
                              .deadline_us = q->in->deadline_us};
    sn_status status = sn_xap_match(s->snapshot.db, query, &opts, &m, q->err);
    if (status != SN_OK)
        return status;
    *count = (uint32_t)sn_xap_matches_count(m);
    if (best != NULL)
        *best = *count > 0 ? sn_xap_matches_at(m, 0)->weight : 0;
    return SN_OK;
}

/* Without what may not be shown. */
static sn_xap_query *shown(sn_spelling_query *q, sn_xap_query *query)
{
    sn_xap_query *hidden = q->in->searcher->snapshot.hidden_query;
    return hidden == NULL ? query : sn_tree_pair(&q->tree, SN_XAP_AND_NOT, query, hidden);
}

static sn_status freq_of(sn_spelling_query *q, sn_term_list list, sn_str text, uint32_t *out)
{
    char term[SN_INDEX_TERM_SIZE];
    const sn_snapshot *now = &q->in->searcher->snapshot;
    sn_status s = sn_xap_db_term_freq(now->db, sn_index_term(list, text, term), out, q->err);
    if (s != SN_OK || *out == 0 || now->hidden_query == NULL || *out > now->n_hidden_docids)
        return s; /* more than are hidden: one of them is shown */
    sn_xap_query *query = shown(q, sn_tree_term(&q->tree, list, text));
    return q->tree.status == SN_OK ? ask(q, query, out, NULL) : q->tree.status;
}

static sn_status word_freq(sn_spelling_query *q, sn_str stem, sn_str exact, uint32_t *out)
{
    uint32_t of_exact = 0;
    sn_status s = freq_of(q, SN_LIST_STEM, stem, out);
    if (s == SN_OK && *out == 0 && exact.len > 0)
        s = freq_of(q, SN_LIST_EXACT, exact, &of_exact);
    *out = *out > of_exact ? *out : of_exact;
    return s;
}

/* A compound that no article has is known where articles have its parts. */
static sn_status parts_freq(sn_spelling_query *q, const sn_tokens *tokens, const sn_token *t,
                            uint32_t *out)
{
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < t->n_extras && least > 0; i++) {
        const sn_extra *e = &tokens->extras[t->first_extra + i];
        uint32_t freq;
        if (e->kind != SN_EXTRA_PART)
            continue;
        sn_status s = freq_of(q, SN_LIST_STEM, e->stem, &freq);
        if (s != SN_OK)
            return s;
        least = freq < least ? freq : least;
    }
    *out = least == UINT32_MAX ? 0 : least;
    return SN_OK;
}

/* OR and the like, which are no words in capitals. */
static bool is_spelled_operator(sn_str text)
{
    return sn_str_equal(text, SN_STR("OR")) || sn_str_equal(text, SN_STR("AND")) ||
           sn_str_equal(text, SN_STR("NOT"));
}

/* A minus before it, a colon (the name of a field) or a star behind it: no word to be corrected. */
static bool is_operator(sn_str q, const sn_token *t)
{
    if (is_spelled_operator((sn_str){q.at + t->begin, t->end - t->begin}))
        return true;
    bool is_excluded =
        t->begin > 0 && q.at[t->begin - 1] == '-' && (t->begin == 1 || q.at[t->begin - 2] == ' ');
    return is_excluded || (t->end < q.len && strchr(":*", q.at[t->end]) != NULL);
}

static sn_status add_word(sn_spelling_query *q, const sn_tokens *tokens, const sn_token *t)
{
    sn_doubted *w = &q->words[q->n];
    *w = (sn_doubted){.begin = t->begin, .end = t->end};
    sn_status s = sn_pool_copy(q->pool, t->exact, &w->exact);
    if (s == SN_OK)
        s = sn_pool_copy(q->pool, t->stem, &w->stem);
    w->is_content = (t->flags & (SN_TOKEN_STOP | SN_TOKEN_NUMBER | SN_TOKEN_HASHTAG)) == 0 &&
                    !is_operator(q->in->q, t);
    if (!sn_spelled_of(t->exact, &w->letters))
        w->letters.len = 0;
    if (s == SN_OK)
        s = word_freq(q, t->stem, t->exact, &w->freq);
    if (s == SN_OK && w->freq == 0)
        s = parts_freq(q, tokens, t, &w->freq);
    if (w->letters.len > 0) {
        uint32_t rare = sn_letter_is_latin(w->letters.at[0]) ? SN_SPELLING_LATIN : SN_SPELLING_RARE;
        w->is_doubted = w->is_content && w->freq <= rare;
    }
    q->n += s == SN_OK;
    return s;
}

/* The words that nobody doubts, and the best that an article has of them. */
static sn_status plan_rest(sn_spelling_query *q)
{
    sn_xap_query *terms[SN_LIMIT_QUERY_TERMS];
    size_t n = 0;
    uint32_t count;
    for (size_t i = 0; i < q->n; i++) {
        const sn_doubted *w = &q->words[i];
        if (w->is_content && !w->is_doubted && w->freq > 0)
            terms[n++] = sn_tree_term(&q->tree, SN_LIST_STEM, w->stem);
    }
    if (n == 0)
        return SN_OK;
    q->rest = sn_tree_join(&q->tree, SN_XAP_OR, terms, n, 0);
    sn_xap_query *query = shown(q, q->rest);
    return q->tree.status == SN_OK ? ask(q, query, &count, &q->rest_best) : q->tree.status;
}

sn_status sn_spelling_query_read(const sn_spelling_input *in, sn_spelling_query *out, sn_error *err)
{
    sn_tokens tokens;
    out->in = in;
    out->err = err;
    out->tree.err = err;
    sn_status s = sn_analyzer_run(in->searcher->analyzer, in->q, &tokens);
    for (size_t i = 0; i < tokens.n_tokens && i < SN_LIMIT_QUERY_TERMS && s == SN_OK; i++)
        s = add_word(out, &tokens, &tokens.tokens[i]);
    return s == SN_OK ? plan_rest(out) : s;
}

void sn_spelling_query_done(sn_spelling_query *q)
{
    sn_tree_done(&q->tree);
}

/* The stems of text: beside each other if there are several. */
static sn_status plan_text(sn_spelling_query *q, sn_str text, sn_xap_query **out, sn_fit *fit)
{
    sn_tokens tokens;
    sn_str stems[8];
    sn_status s = sn_analyzer_run(q->in->searcher->analyzer, text, &tokens);
    if (s != SN_OK)
        return s;
    size_t n = tokens.n_tokens < 8 ? tokens.n_tokens : 8;
    fit->is_stop = true;
    fit->freq = UINT32_MAX;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        char term[SN_INDEX_TERM_SIZE];
        uint32_t freq = 0;
        stems[i] = tokens.tokens[i].stem;
        fit->is_stop = fit->is_stop && (tokens.tokens[i].flags & SN_TOKEN_STOP) != 0;
        s = sn_xap_db_term_freq(q->in->searcher->snapshot.db,
                                sn_index_term(SN_LIST_STEM, stems[i], term), &freq, q->err);
        fit->freq = freq < fit->freq ? freq : fit->freq;
    }
    if (s != SN_OK)
        return s;
    *out = n == 0   ? sn_tree_nothing(&q->tree)
           : n == 1 ? sn_tree_term(&q->tree, SN_LIST_STEM, stems[0])
                    : sn_tree_phrase(&q->tree, SN_LIST_STEM, stems, n, tokens.n_positions + 0u);
    return q->tree.status;
}

sn_status sn_spelling_fit(sn_spelling_query *q, sn_str text, sn_fit *out)
{
    sn_xap_query *query = NULL;
    uint32_t count = 0;
    double best = 0;
    sn_status s = plan_text(q, text, &query, out);
    if (s != SN_OK)
        return s;
    if (q->rest != NULL) {
        sn_xap_query *both = shown(q, sn_tree_pair(&q->tree, SN_XAP_FILTER, q->rest, query));
        s = q->tree.status == SN_OK ? ask(q, both, &count, &best) : q->tree.status;
    }
    if (s == SN_OK && count == 0) {
        query = shown(q, query);
        s = q->tree.status == SN_OK ? ask(q, query, &count, NULL) : q->tree.status;
    }
    if (s == SN_OK)
        out->share = count == 0 ? -1 : q->rest_best > 0 ? best / q->rest_best : 0;
    return s;
}

sn_status sn_spelling_all_known(sn_spelling_query *q, sn_str text, uint32_t *freq)
{
    sn_tokens tokens;
    uint32_t least = UINT32_MAX;
    sn_status s = sn_analyzer_run(q->in->searcher->analyzer, text, &tokens);
    for (size_t i = 0; s == SN_OK && i < tokens.n_tokens && least > 0; i++) {
        uint32_t one;
        s = word_freq(q, tokens.tokens[i].stem, tokens.tokens[i].exact, &one);
        if (s == SN_OK && one < least)
            least = one;
    }
    if (s == SN_OK)
        *freq = least == UINT32_MAX ? 0 : least;
    return s;
}
