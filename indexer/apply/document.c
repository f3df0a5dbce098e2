#include "indexer/apply/document.h"

#include "analysis/analyzer.h"
#include "analysis/fold.h"
#include "archive/shown.h"
#include "base/limits.h"
#include "calendar/span.h"
#include "layout/body.h"
#include "layout/expiry.h"
#include "layout/labels.h"
#include "layout/terms.h"
#include "layout/url.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Folded text and hit record of the largest article: both hold all its texts. */
#define RECORD_BYTES ((size_t)4 * SN_LIMIT_ARTICLE_BYTES)

struct sn_document_maker {
    sn_analyzer *analyzer;
    sn_xap_doc *doc;
    sn_buf key;    /* folded keys, one at a time */
    sn_buf labels; /* of one field */
    sn_buf record; /* the hit record */
    sn_buf body;   /* packed */
    sn_body_packer *packer;
    sn_hit hit;
    uint32_t next_pos; /* of the next field */
};

sn_status sn_document_maker_create(const sn_lexicon *lexicon, sn_document_maker **out,
                                   sn_error *err)
{
    sn_document_maker *m = calloc(1, sizeof *m);
    if (m == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for the indexer");
    m->key = SN_BUF(RECORD_BYTES);
    m->labels = SN_BUF(SN_LIMIT_FACET_LIST_BYTES);
    m->record = SN_BUF(RECORD_BYTES);
    m->body = SN_BUF(RECORD_BYTES);
    sn_status s = sn_analyzer_create(lexicon, &m->analyzer);
    if (s == SN_OK)
        s = sn_xap_doc_create(&m->doc);
    if (s == SN_OK)
        s = sn_body_packer_create(&m->packer);
    if (s != SN_OK) {
        sn_document_maker_destroy(m);
        return sn_fail(err, s, "cannot start the analysis");
    }
    *out = m;
    return SN_OK;
}

void sn_document_maker_destroy(sn_document_maker *m)
{
    if (m == NULL)
        return;
    sn_analyzer_destroy(m->analyzer);
    sn_xap_doc_destroy(m->doc);
    sn_buf_done(&m->key);
    sn_buf_done(&m->labels);
    sn_buf_done(&m->record);
    sn_buf_done(&m->body);
    sn_body_packer_destroy(m->packer);
    free(m);
}

static sn_status add_posting(sn_document_maker *m, sn_term_list list, sn_str text, uint32_t pos,
                             uint32_t wdf, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    return sn_xap_doc_add_posting(m->doc, sn_index_term(list, text, bytes), pos, wdf, err);
}

/* One stem at one place: in the list of stems, and in the title's if it stands there. With a wdf of
 * 0 it is found there and weighs nothing, nor does the article get longer. */
static sn_status add_stem(sn_document_maker *m, sn_str stem, uint32_t pos, uint32_t wdf,
                          bool in_title, sn_error *err)
{
    sn_status s = add_posting(m, SN_LIST_STEM, stem, pos, wdf, err);
    if (s == SN_OK && in_title)
        s = add_posting(m, SN_LIST_TITLE, stem, pos, wdf > 0, err);
    return s;
}

static sn_status add_token(sn_document_maker *m, const sn_tokens *tokens, const sn_token *token,
                           uint32_t wdf, bool in_title, sn_error *err)
{
    uint32_t base = m->next_pos;
    sn_status s = add_stem(m, token->stem, base + token->pos, wdf, in_title, err);
    for (uint32_t i = 0; s == SN_OK && i < token->n_extras; i++) {
        const sn_extra *extra = &tokens->extras[token->first_extra + i];
        uint32_t weight = sn_extra_is_guess(extra) ? 0 : wdf;
        s = add_stem(m, extra->stem, base + extra->pos, weight, in_title, err);
    }
    if (s == SN_OK && !sn_str_equal(token->exact, token->stem)) {
        char bytes[SN_INDEX_TERM_SIZE];
        s = sn_xap_doc_add_term(m->doc, sn_index_term(SN_LIST_EXACT, token->exact, bytes), 1, err);
    }
    return s;
}

static sn_status add_field(sn_document_maker *m, sn_str text, uint32_t wdf, bool in_title,
                           sn_error *err)
{
    sn_tokens tokens;
    if (text.len == 0)
        return SN_OK;
    sn_status s = sn_analyzer_run(m->analyzer, text, &tokens);
    if (s != SN_OK)
        return sn_fail(err, s, "the text cannot be analysed");
    for (size_t i = 0; s == SN_OK && i < tokens.n_tokens; i++)
        s = add_token(m, &tokens, &tokens.tokens[i], wdf, in_title, err);
    m->next_pos += tokens.n_positions + SN_FIELD_GAP;
    return s;
}

static sn_status add_filter(sn_document_maker *m, sn_term_list list, sn_str value, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    sn_buf_clear(&m->key);
    sn_status s = sn_fold_name(value, &m->key);
    if (s != SN_OK || m->key.len == 0)
        return s;
    return sn_xap_doc_add_term(m->doc, sn_index_term(list, sn_buf_str(&m->key), bytes), 0, err);
}

static sn_status add_filters(sn_document_maker *m, sn_term_list list, const sn_list *values,
                             sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < values->n; i++)
        s = add_filter(m, list, sn_str_of(values->at[i]), err);
    return s;
}

static sn_status add_urgency(sn_document_maker *m, int urgency, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE], digit[2] = {(char)('0' + urgency), '\0'};
    return sn_xap_doc_add_term(m->doc, sn_index_term(SN_LIST_URGENCY, sn_str_of(digit), bytes), 0,
                               err);
}

static sn_status add_texts(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    m->next_pos = 0;
    sn_status s = add_field(m, sn_str_of(a->title), SN_WDF_TITLE, true, err);
    if (s == SN_OK)
        s = add_field(m, sn_str_of(a->kicker), SN_WDF_KICKER, false, err);
    if (s == SN_OK)
        s = add_field(m, sn_str_of(a->lead), SN_WDF_LEAD, false, err);
    if (s == SN_OK)
        s = add_field(m, sn_str_of(a->body), SN_WDF_BODY, false, err);
    for (size_t i = 0; s == SN_OK && i < a->tags.n; i++)
        s = add_field(m, sn_str_of(a->tags.at[i]), SN_WDF_TAG, false, err);
    for (size_t i = 0; s == SN_OK && i < a->author.n; i++)
        s = add_field(m, sn_str_of(a->author.at[i]), SN_WDF_TAG, false, err);
    return s;
}

/* So that an article is found by its address. */
static sn_status add_url(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    sn_buf_clear(&m->key);
    sn_status s = sn_url_key(sn_str_of(a->url), &m->key);
    if (s != SN_OK)
        return sn_fail(err, s, "the address has no key");
    return m->key.len == 0
               ? SN_OK
               : sn_xap_doc_add_term(m->doc, sn_index_term(SN_LIST_URL, sn_buf_str(&m->key), bytes),
                                     0, err);
}

/* So that no search shows it from then on, whoever is there to take it out. */
static sn_status add_end(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    int64_t end;
    sn_status s = sn_article_end(a, &end, err);
    if (s != SN_OK || end == SN_NEVER_SEC)
        return s;
    return sn_xap_doc_add_term(m->doc, sn_expiry_term(end, bytes), 0, err);
}

static sn_status add_keys(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    sn_str id = sn_index_term(SN_LIST_ID, sn_str_of(a->id), bytes);
    sn_status s = sn_xap_doc_add_term(m->doc, id, 0, err);
    if (s == SN_OK)
        s = add_url(m, a, err);
    if (s == SN_OK && a->source != NULL)
        s = add_filter(m, SN_LIST_SOURCE, sn_str_of(a->source), err);
    if (s == SN_OK)
        s = add_filters(m, SN_LIST_CATEGORY, &a->category, err);
    if (s == SN_OK)
        s = add_filters(m, SN_LIST_AUTHOR, &a->author, err);
    if (s == SN_OK)
        s = add_filters(m, SN_LIST_TAG, &a->tags, err);
    if (s == SN_OK && a->urgency > 0)
        s = add_urgency(m, a->urgency, err);
    return s == SN_OK ? add_end(m, a, err) : s;
}

static sn_status add_group(sn_document_maker *m, sn_group_kind kind, uint32_t slot, uint64_t name,
                           sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE], value[SN_GROUP_VALUE_SIZE];
    sn_status s = sn_xap_doc_add_term(m->doc, sn_group_term(kind, name, bytes), 0, err);
    return s != SN_OK ? s : sn_xap_doc_set_value(m->doc, slot, sn_group_value(name, value), err);
}

static sn_status add_groups(sn_document_maker *m, const sn_membership *groups, sn_error *err)
{
    sn_status s = add_group(m, SN_GROUP_COPIES, SN_SLOT_COPY, groups->copies, err);
    return s != SN_OK ? s : add_group(m, SN_GROUP_STORY, SN_SLOT_STORY, groups->story, err);
}

/* As in the source's term, so that hits can be collapsed by it. */
static sn_status set_source_value(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    sn_buf_clear(&m->key);
    sn_status s = sn_fold_name(sn_str_of(a->source), &m->key);
    if (s != SN_OK)
        return sn_fail(err, s, "the source cannot be folded");
    sn_str term = sn_index_term(SN_LIST_SOURCE, sn_buf_str(&m->key), bytes);
    return sn_xap_doc_set_value(m->doc, SN_SLOT_SOURCE, (sn_str){term.at + 1, term.len - 1}, err);
}

static sn_status set_labels(sn_document_maker *m, uint32_t slot, char *const *values, size_t n,
                            sn_error *err)
{
    sn_buf_clear(&m->labels);
    for (size_t i = 0; i < n; i++) {
        sn_buf_clear(&m->key);
        sn_status s = sn_fold_name(sn_str_of(values[i]), &m->key);
        if (s == SN_OK)
            s = sn_labels_add(sn_buf_str(&m->key), sn_str_of(values[i]), &m->labels);
        if (s != SN_OK)
            return sn_fail(err, s, "the values of a field cannot be folded");
    }
    return sn_xap_doc_set_value(m->doc, slot, sn_buf_str(&m->labels), err);
}

static sn_status set_all_labels(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    size_t n_sources = a->source != NULL;
    sn_status s = set_labels(m, SN_SLOT_SOURCE_LABEL, &a->source, n_sources, err);
    if (s == SN_OK)
        s = set_labels(m, SN_SLOT_CATEGORY_LABELS, a->category.at, a->category.n, err);
    if (s == SN_OK)
        s = set_labels(m, SN_SLOT_AUTHOR_LABELS, a->author.at, a->author.n, err);
    if (s == SN_OK)
        s = set_labels(m, SN_SLOT_TAG_LABELS, a->tags.at, a->tags.n, err);
    return s;
}

static sn_status set_day(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    int64_t day;
    char value[9];
    if (a->published_at.precision == 0)
        return SN_OK;
    sn_status s = sn_tehran_day(a->published_at.sec, &day);
    if (s != SN_OK)
        return sn_fail(err, s, "the day of publication is not known");
    size_t n = sn_xap_number_to_value((double)day, value);
    return sn_xap_doc_set_value(m->doc, SN_SLOT_DAY, (sn_str){value, n}, err);
}

static sn_status set_values(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    char value[9];
    bool dated = a->published_at.precision != 0;
    size_t n = sn_xap_number_to_value(dated ? (double)a->published_at.sec : INFINITY, value);
    sn_status s = sn_xap_doc_set_value(m->doc, SN_SLOT_PUBLISHED, (sn_str){value, n}, err);
    if (s == SN_OK)
        s = set_source_value(m, a, err);
    if (s == SN_OK)
        s = set_all_labels(m, a, err);
    return s == SN_OK ? set_day(m, a, err) : s;
}

static sn_hit_list hit_list(sn_str *memory, const sn_list *list)
{
    size_t n = list->n < SN_HIT_LIST_MAX ? list->n : SN_HIT_LIST_MAX;
    for (size_t i = 0; i < n; i++)
        memory[i] = sn_str_of(list->at[i]);
    return (sn_hit_list){memory, n};
}

static void fill_hit(sn_hit *hit, const sn_article *a)
{
    hit->id = sn_str_of(a->id);
    hit->url = sn_str_of(a->url);
    hit->title = sn_str_of(a->title);
    hit->kicker = sn_str_of(a->kicker);
    hit->lead = sn_str_of(a->lead);
    hit->body = sn_str_of(a->body);
    hit->source = sn_str_of(a->source);
    hit->image_url = sn_str_of(a->image_url);
    hit->language = sn_str_of(a->language);
    hit->extra_json = sn_str_of(a->extra_json);
    hit->author = hit_list(hit->list_memory, &a->author);
    hit->category = hit_list(hit->list_memory + SN_HIT_LIST_MAX, &a->category);
    hit->tags = hit_list(hit->list_memory + (size_t)2 * SN_HIT_LIST_MAX, &a->tags);
    hit->published_sec = a->published_at.sec;
    hit->published_precision = (int)a->published_at.precision;
    hit->modified_sec = a->modified_at.sec;
    hit->modified_precision = (int)a->modified_at.precision;
    hit->urgency = a->urgency;
    hit->version = a->version;
    hit->has_version = a->has_version;
    hit->etag = sn_article_etag(a);
}

/* What hits are written from: a record of all but the body, and that as a value. */
static sn_status set_record(sn_document_maker *m, const sn_article *a, sn_error *err)
{
    fill_hit(&m->hit, a);
    sn_buf_clear(&m->record);
    sn_buf_clear(&m->body);
    sn_status s = sn_hit_write(&m->hit, &m->record);
    if (s == SN_OK)
        s = sn_body_pack(m->packer, &m->hit, &m->body);
    if (s != SN_OK)
        return sn_fail(err, s, "the hit record is too long");
    s = sn_xap_doc_set_data(m->doc, sn_buf_str(&m->record), err);
    return s == SN_OK ? sn_xap_doc_set_value(m->doc, SN_SLOT_BODY, sn_buf_str(&m->body), err) : s;
}

sn_status sn_document_make(sn_document_maker *m, const sn_article *article,
                           const sn_membership *groups, const sn_xap_doc **out, sn_error *err)
{
    sn_status s = sn_xap_doc_clear(m->doc, err);
    if (s == SN_OK)
        s = add_texts(m, article, err);
    if (s == SN_OK)
        s = add_keys(m, article, err);
    if (s == SN_OK)
        s = add_groups(m, groups, err);
    if (s == SN_OK)
        s = set_values(m, article, err);
    if (s == SN_OK)
        s = set_record(m, article, err);
    if (s == SN_OK)
        *out = m->doc;
    return s;
}

const sn_hit *sn_document_hit(const sn_document_maker *m)
{
    return &m->hit;
}
