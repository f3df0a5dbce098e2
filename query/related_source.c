#include "query/related_source.h"

#include "analysis/fold.h"
#include "base/grow.h"
#include "base/utf8.h"
#include "layout/membership.h"
#include "layout/url.h"
#include "query/records.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

void sn_related_source_done(sn_related_source *s)
{
    sn_pool_done(&s->pool);
    free(s->words);
    s->words = NULL;
}

static sn_status add_word(sn_related_source *to, sn_str stem, double tf, bool in_title)
{
    sn_related_word *words = sn_grow(to->words, to->n, &to->cap, sizeof *words);
    if (words == NULL)
        return SN_ENOMEM;
    to->words = words;
    sn_related_word *word = &words[to->n];
    *word = (sn_related_word){.tf = tf, .in_title = in_title};
    sn_status s = sn_pool_copy(&to->pool, stem, &word->stem);
    to->n += s == SN_OK;
    return s;
}

static int by_stem(const void *a, const void *b)
{
    const sn_related_word *left = a, *right = b;
    return sn_str_compare(left->stem, right->stem);
}

/* Each word once, with all its mentions. */
static void join_words(sn_related_source *s)
{
    size_t kept = 0;
    if (s->n > 1)
        qsort(s->words, s->n, sizeof *s->words, by_stem);
    for (size_t i = 0; i < s->n; i++) {
        sn_related_word *last = kept > 0 ? &s->words[kept - 1] : NULL;
        if (last == NULL || !sn_str_equal(last->stem, s->words[i].stem)) {
            s->words[kept++] = s->words[i];
            continue;
        }
        last->tf += s->words[i].tf;
        last->in_title = last->in_title || s->words[i].in_title;
    }
    s->n = kept;
    for (size_t i = kept = 0; i < s->n; i++) {
        if (s->words[i].tf > 0.5)
            s->words[kept++] = s->words[i];
    }
    s->n = kept;
}

/* ---- texts ---- */

static sn_status add_token(sn_related_source *to, const sn_tokens *tokens, const sn_token *token,
                           double tf, bool in_title)
{
    sn_status s = add_word(to, token->stem, tf, in_title);
    for (size_t i = 0; i < token->n_extras && s == SN_OK; i++) {
        const sn_extra *extra = &tokens->extras[token->first_extra + i];
        if (!sn_extra_is_guess(extra))
            s = add_word(to, extra->stem, tf, in_title);
    }
    return s;
}

static sn_status add_text(sn_searcher *s, sn_related_source *to, sn_str text, double tf,
                          bool in_title)
{
    sn_tokens tokens;
    size_t before = to->n;
    if (text.len == 0)
        return SN_OK;
    sn_status status = sn_analyzer_run(s->analyzer, text, &tokens);
    for (size_t i = 0; status == SN_OK && i < tokens.n_tokens; i++) {
        const sn_token *token = &tokens.tokens[i];
        status = add_token(to, &tokens, token, tf, in_title);
        to->length += !sn_str_equal(token->exact, token->stem);
    }
    to->length += (double)(to->n - before) * (tf + in_title);
    return status;
}

void sn_related_split(sn_str text, sn_str *title, sn_str *body)
{
    text = sn_str_trim(text);
    const char *end = text.len > 0 ? memchr(text.at, '\n', text.len) : NULL;
    *title = (sn_str){0};
    *body = text;
    if (end == NULL)
        return;
    sn_str line = {text.at, (size_t)(end - text.at)};
    if (sn_utf8_length(line) > SN_RELATED_TITLE_CHARS)
        return;
    *title = sn_str_trim(line);
    *body = (sn_str){end + 1, text.len - line.len - 1};
}

void sn_related_texts(const sn_related_request *request, sn_str texts[SN_TEXT_FIELDS])
{
    for (size_t i = 0; i < SN_TEXT_FIELDS; i++)
        texts[i] = sn_str_of(request->texts[i]);
    if (request->text != NULL)
        sn_related_split(sn_str_of(request->text), &texts[SN_FIELD_TITLE], &texts[SN_FIELD_BODY]);
}

static sn_status read_text(sn_searcher *s, const sn_related_request *request, int64_t now_sec,
                           sn_related_source *out)
{
    static const double tf[SN_TEXT_FIELDS] = {[SN_FIELD_TITLE] = SN_WDF_TITLE,
                                              [SN_FIELD_KICKER] = SN_WDF_KICKER,
                                              [SN_FIELD_LEAD] = SN_WDF_LEAD,
                                              [SN_FIELD_BODY] = SN_WDF_BODY};
    sn_str texts[SN_TEXT_FIELDS];
    sn_status status = SN_OK;
    sn_related_texts(request, texts);
    for (size_t i = 0; i < SN_TEXT_FIELDS && status == SN_OK; i++)
        status = add_text(s, out, texts[i], tf[i], i == SN_FIELD_TITLE);
    out->published = request->published;
    if (request->published.precision == 0)
        out->published = (sn_instant){now_sec, SN_PRECISION_SECOND};
    return status;
}

/* ---- articles ---- */

typedef struct walk {
    sn_related_source *to;
    sn_docid docids[16]; /* that have a term: of one id there is one, of one address may be more */
    size_t n;
} walk;

static sn_status take_docid(void *ctx, sn_docid docid)
{
    walk *w = ctx;
    w->docids[w->n++] = docid;
    return w->n < sizeof w->docids / sizeof *w->docids ? SN_OK : SN_DONE;
}

/* Long keys are cut in terms: is it really the article? */
static sn_status is_wanted(const sn_hit *hit, bool by_url, sn_str key, bool *out)
{
    SN_CLEANUP(sn_buf) sn_buf own = SN_BUF(SN_LIMIT_FIELD_BYTES);
    sn_status s = by_url ? sn_url_key(hit->url, &own) : SN_OK;
    *out = s == SN_OK && sn_str_equal(by_url ? sn_buf_str(&own) : hit->id, key);
    return s == SN_ELIMIT ? SN_OK : s;
}

/* The newest article that has the id or the key of an address, and may be shown. */
static sn_status find_article(sn_searcher *s, sn_term_list list, sn_str key, sn_buf *data,
                              sn_hit *hit, sn_docid *docid, sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    walk w = {0};
    const sn_snapshot *now = &s->snapshot;
    sn_status status =
        sn_xap_db_each_docid(now->db, sn_index_term(list, key, term), take_docid, &w, err);
    for (size_t i = 0; i < w.n && status == SN_OK; i++) {
        bool wanted = false;
        status = sn_hit_load(now->db, w.docids[i], data, hit, err);
        if (status == SN_OK)
            status = is_wanted(hit, list == SN_LIST_URL, key, &wanted);
        if (status == SN_OK && wanted && !sn_snapshot_hides(now, hit->id)) {
            *docid = w.docids[i];
            return SN_OK;
        }
    }
    return status == SN_OK ? SN_ENOTFOUND : status;
}

static sn_status take_term(void *ctx, sn_str term, uint32_t wdf)
{
    walk *w = ctx;
    w->to->length += wdf;
    bool is_listed = term.at[0] >= 'A' && term.at[0] <= 'Z';
    if (!is_listed)
        return wdf > 0 ? add_word(w->to, term, wdf, false) : SN_OK;
    if (term.at[0] == SN_LIST_TITLE)
        return add_word(w->to, (sn_str){term.at + 1, term.len - 1}, 0, true);
    return SN_OK;
}

/* Names of authors are in the list of stems, too; what they write on is not related by that. */
static sn_status take_away(sn_searcher *s, const sn_hit_list *names, double tf,
                           sn_related_source *out)
{
    sn_tokens tokens;
    sn_status status = SN_OK;
    for (size_t i = 0; i < names->n && status == SN_OK; i++) {
        status = sn_analyzer_run(s->analyzer, names->at[i], &tokens);
        for (size_t k = 0; status == SN_OK && k < tokens.n_tokens; k++)
            status = add_token(out, &tokens, &tokens.tokens[k], -tf, false);
    }
    return status;
}

static sn_status read_sections(const sn_hit_list *categories, sn_related_source *out)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < categories->n && i < SN_RELATED_SECTIONS && s == SN_OK; i++) {
        SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(SN_LIMIT_FIELD_BYTES);
        s = sn_fold_name(categories->at[i], &key);
        if (s == SN_OK)
            s = sn_pool_copy(&out->pool, sn_buf_str(&key), &out->sections[out->n_sections]);
        out->n_sections += s == SN_OK;
    }
    return s;
}

static sn_status read_article(sn_searcher *s, sn_docid docid, const sn_hit *hit,
                              sn_related_source *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf copies = SN_BUF(SN_GROUP_VALUE_SIZE);
    const sn_xap_db *db = s->snapshot.db;
    walk w = {.to = out};
    out->docid = docid;
    out->published = (sn_instant){hit->published_sec, (sn_precision)hit->published_precision};
    sn_status status = sn_xap_db_each_doc_term(db, docid, take_term, &w, err);
    if (status == SN_OK)
        status = take_away(s, &hit->author, SN_WDF_TAG, out);
    if (status == SN_OK)
        status = read_sections(&hit->category, out);
    if (status == SN_OK)
        status = sn_pool_copy(&out->pool, hit->id, &out->id);
    if (status == SN_OK)
        status = sn_pool_copy(&out->pool, hit->title, &out->title);
    if (status == SN_OK)
        status = sn_xap_db_value(db, docid, SN_SLOT_COPY, &copies, err);
    return status == SN_OK ? sn_group_of_value(sn_buf_str(&copies), &out->copies) : status;
}

static sn_status refuse_unknown(bool by_url, sn_problem *problem)
{
    return by_url
               ? sn_problem_make(problem, SN_ENOTFOUND, "not_found", "url",
                                 "there is no article at this address", "خبری با این نشانی نداریم")
               : sn_problem_make(problem, SN_ENOTFOUND, "not_found", "id",
                                 "there is no such article", "چنین خبری نداریم");
}

sn_status sn_related_source_read(sn_searcher *s, const sn_related_request *request, int64_t now_sec,
                                 sn_related_source *out, sn_problem *problem, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(SN_LIMIT_FIELD_BYTES);
    bool by_url = request->url != NULL;
    sn_docid docid = 0;
    sn_status status;
    if (request->id == NULL && !by_url) {
        status = read_text(s, request, now_sec, out);
        join_words(out);
        return status;
    }
    status = by_url ? sn_url_key(sn_str_of(request->url), &key)
                    : sn_buf_add_str(&key, sn_str_of(request->id));
    sn_hit *hit = malloc(sizeof *hit);
    if (hit == NULL || status != SN_OK)
        status = status != SN_OK ? status : SN_ENOMEM;
    else
        status = key.len == 0 ? SN_ENOTFOUND
                              : find_article(s, by_url ? SN_LIST_URL : SN_LIST_ID, sn_buf_str(&key),
                                             &data, hit, &docid, err);
    if (status == SN_OK)
        status = read_article(s, docid, hit, out, err);
    else if (status == SN_ENOTFOUND)
        refuse_unknown(by_url, problem);
    free(hit);
    join_words(out);
    return status;
}
