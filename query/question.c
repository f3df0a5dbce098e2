#include "query/question.h"

#include "query/grouping.h"
#include "query/language.h"
#include "query/refuse.h"

#include <string.h>

/* What reading one chunk needs; positions run on from chunk to chunk. */
typedef struct reading {
    sn_question *question;
    sn_tokens tokens;
    uint32_t base_pos;
    sn_problem *problem;
} reading;

static sn_status refuse_length(const reading *r)
{
    return sn_refuse(r->problem, SN_ELIMIT, "limit_exceeded", "q",
                     "q: the query has more than %d terms",
                     "q: پرسش بیش از %d واژه دارد؛ کوتاه‌ترش کنید",
                     SN_LIMIT_QUERY_TERMS);
}

static sn_status copy_parts(reading *r, const sn_group *group, sn_asked_word *word)
{
    sn_str parts[SN_LIMIT_QUERY_TERMS];
    sn_pool *pool = &r->question->pool;
    size_t n = sn_group_parts(&r->tokens, group, parts, SN_LIMIT_QUERY_TERMS);
    if (r->question->n_terms + n > SN_LIMIT_QUERY_TERMS)
        return refuse_length(r);
    r->question->n_terms += n;
    if (n == 1 && sn_str_equal(parts[0], word->stem))
        return SN_OK;
    word->parts = sn_pool_take(pool, n * sizeof *word->parts);
    sn_status s = word->parts == NULL ? SN_ENOMEM : SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = sn_pool_copy(pool, parts[i], &word->parts[i]);
    word->n_parts = n;
    return s;
}

static sn_status copy_reading(reading *r, const sn_group *group, sn_asked_word *word)
{
    const sn_token *t = &r->tokens.tokens[group->first];
    for (size_t i = 0; i < t->n_extras && group->n == 1; i++) {
        const sn_extra *e = &r->tokens.extras[t->first_extra + i];
        if (e->kind == SN_EXTRA_READING)
            return sn_pool_copy(&r->question->pool, e->stem, &word->reading);
    }
    return SN_OK;
}

/* The exact forms of the tokens, joined: a compound is exact in its joined writing. */
static sn_status copy_exact(reading *r, const sn_group *group, sn_asked_word *word)
{
    const sn_token *t = &r->tokens.tokens[group->first];
    size_t len = 0;
    for (size_t i = 0; i < group->n; i++)
        len += t[i].exact.len;
    char *exact = sn_pool_take(&r->question->pool, len + 1);
    if (exact == NULL)
        return SN_ENOMEM;
    size_t at = 0;
    for (size_t i = 0; i < group->n; i++) {
        if (t[i].exact.len > 0)
            memcpy(exact + at, t[i].exact.at, t[i].exact.len);
        at += t[i].exact.len;
    }
    word->exact = (sn_str){exact, len};
    if (sn_str_equal(word->exact, word->stem))
        word->exact = (sn_str){0};
    return SN_OK;
}

static sn_status add_word(reading *r, const sn_group *group)
{
    sn_question *q = r->question;
    if (q->n_words >= SN_LIMIT_QUERY_TERMS)
        return refuse_length(r);
    const sn_token *t = &r->tokens.tokens[group->first];
    sn_asked_word *word = &q->words[q->n_words];
    *word = (sn_asked_word){
        .pos = r->base_pos + t->pos, .width = sn_group_width(&r->tokens, group), .is_stop = true};
    for (size_t i = 0; i < group->n; i++)
        word->is_stop = word->is_stop && (t[i].flags & SN_TOKEN_STOP) != 0;
    sn_status s = sn_pool_copy(&q->pool, sn_group_stem(&r->tokens, group), &word->stem);
    if (s == SN_OK)
        s = copy_parts(r, group, word);
    if (s == SN_OK)
        s = copy_reading(r, group, word);
    if (s == SN_OK)
        s = copy_exact(r, group, word);
    if (s == SN_OK)
        q->n_words++;
    return s;
}

static sn_status add_words(reading *r)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < r->tokens.n_tokens && s == SN_OK;) {
        sn_group group = sn_group_at(&r->tokens, i);
        s = add_word(r, &group);
        i += group.n;
    }
    return s;
}

/* The stem at each position of the unit's words: what a phrase is matched by, since an article has
 * the parts of a compound at their positions in every writing. */
static sn_status set_terms(sn_question *q, sn_unit *unit)
{
    size_t n = 0;
    for (size_t i = 0; i < unit->n; i++) {
        const sn_asked_word *w = &q->words[unit->first + i];
        n += w->n_parts > 0 ? w->n_parts : 1;
    }
    unit->terms = sn_pool_take(&q->pool, n * sizeof *unit->terms);
    if (unit->terms == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < unit->n; i++) {
        const sn_asked_word *w = &q->words[unit->first + i];
        const sn_str *terms = w->n_parts > 0 ? w->parts : &w->stem;
        size_t k = w->n_parts > 0 ? w->n_parts : 1;
        memcpy(unit->terms + unit->n_terms, terms, k * sizeof *terms);
        unit->n_terms += k;
        unit->span += w->width;
    }
    return SN_OK;
}

static sn_status add_unit(sn_question *q, sn_unit_kind kind, size_t first, size_t n)
{
    sn_unit *unit = &q->units[q->n_units];
    *unit = (sn_unit){.kind = kind, .first = first, .n = n};
    q->n_units++;
    if (kind == SN_UNIT_EXCLUDED)
        q->n_excluded++;
    return kind == SN_UNIT_WORD ? SN_OK : set_terms(q, unit);
}

static sn_status add_chunk(reading *r, sn_analyzer *analyzer, const sn_chunk *chunk)
{
    sn_question *q = r->question;
    size_t first = q->n_words;
    sn_status s = sn_analyzer_run(analyzer, chunk->text, &r->tokens);
    if (s == SN_OK)
        s = add_words(r);
    if (s != SN_OK || q->n_words == first)
        return s;
    r->base_pos += r->tokens.n_positions;
    if (chunk->is_excluded)
        return add_unit(q, SN_UNIT_EXCLUDED, first, q->n_words - first);
    if (chunk->is_phrase && (q->n_words - first > 1 || q->words[first].n_parts > 0))
        return add_unit(q, SN_UNIT_PHRASE, first, q->n_words - first);
    for (size_t i = first; i < q->n_words && s == SN_OK; i++)
        s = add_unit(q, SN_UNIT_WORD, i, 1);
    return s;
}

static bool is_repeated(const sn_question *q, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (q->words[k].is_scored && sn_str_equal(q->words[k].stem, q->words[i].stem))
            return true;
    }
    return false;
}

/* Stop words weigh nothing beside content words; alone they are the query. */
static void choose_scored(sn_question *q)
{
    bool excluded[SN_LIMIT_QUERY_TERMS] = {false};
    size_t content = 0, wanted = 0;
    for (size_t u = 0; u < q->n_units; u++) {
        for (size_t i = 0; i < q->units[u].n; i++)
            excluded[q->units[u].first + i] = q->units[u].kind == SN_UNIT_EXCLUDED;
    }
    for (size_t i = 0; i < q->n_words; i++) {
        wanted += !excluded[i];
        content += !excluded[i] && !q->words[i].is_stop;
    }
    q->all_stop = content == 0 && wanted > 0;
    q->n_scored = 0;
    for (size_t i = 0; i < q->n_words; i++) {
        sn_asked_word *w = &q->words[i];
        w->is_scored = !excluded[i] && (q->all_stop || !w->is_stop) && !is_repeated(q, i);
        q->n_scored += w->is_scored;
    }
}

sn_status sn_question_read(sn_analyzer *analyzer, sn_str q, sn_question *out, sn_problem *problem)
{
    reading r = {.question = out, .problem = problem};
    sn_chunks chunks = sn_chunks_of(q);
    sn_chunk chunk;
    sn_status s = SN_OK;
    while (s == SN_OK && sn_chunks_next(&chunks, &chunk))
        s = add_chunk(&r, analyzer, &chunk);
    if (s == SN_OK)
        choose_scored(out);
    return s;
}

void sn_question_stop(sn_question *q, const sn_dictionary *stop)
{
    for (size_t i = 0; i < q->n_words && stop->n > 0; i++) {
        sn_asked_word *w = &q->words[i];
        w->is_stop =
            w->is_stop || sn_dictionary_is_stop(stop, w->exact.len > 0 ? w->exact : w->stem);
        w->is_scored = false;
    }
    if (stop->n > 0)
        choose_scored(q);
}

void sn_question_done(sn_question *q)
{
    sn_pool_done(&q->pool);
}
