#include "query/units.h"

#include "analysis/fold.h"
#include "base/utf8.h"
#include "calendar/calendar.h"
#include "query/date_words.h"
#include "query/refuse.h"

static sn_status add_unit(sn_reading *r, const sn_unit *unit)
{
    sn_question *q = r->question;
    if (q->n_units >= SN_LIMIT_QUERY_TERMS)
        return sn_refuse_terms(r);
    q->units[q->n_units] = *unit;
    q->units[q->n_units].is_excluded = r->is_excluded;
    q->n_excluded += r->is_excluded;
    return unit->n == 0 ? SN_OK : sn_unit_set_terms(q, &q->units[q->n_units++]);
}

/* The words from `first` on, each by itself. */
static sn_status add_words(sn_reading *r, size_t first, sn_term_list list)
{
    sn_status s = SN_OK;
    for (size_t i = first; i < r->question->n_words && s == SN_OK; i++)
        s = add_unit(r, &(sn_unit){.kind = SN_UNIT_WORD, .first = i, .n = 1, .list = list});
    return s;
}

/* What the writer marked is wanted as it is: function words carry weight then. */
static void mean_it(sn_reading *r, size_t first)
{
    for (size_t i = first; i < r->question->n_words; i++)
        r->question->words[i].is_stop = false;
}

static sn_status add_phrase(sn_reading *r, size_t first, sn_term_list list, uint32_t slop)
{
    sn_question *q = r->question;
    if (slop > SN_LIMIT_QUERY_SLOP)
        return sn_problem_make(
            r->problem, SN_ELIMIT, "limit_exceeded", "q",
            "q: the slop ~%lu of a phrase is over the limit of %d positions (QUERY_SLOP)",
            "q: فاصلهٔ ~%lu برای عبارت بیش از حد مجاز %d واژه (QUERY_SLOP) است", (unsigned long)slop,
            SN_LIMIT_QUERY_SLOP);
    if (q->n_words == first)
        return SN_OK;
    bool is_word = q->n_words - first == 1 && q->words[first].n_parts == 0;
    return add_unit(r, &(sn_unit){.kind = is_word ? SN_UNIT_WORD : SN_UNIT_PHRASE,
                                  .first = first,
                                  .n = q->n_words - first,
                                  .list = list,
                                  .slop = is_word ? 0 : slop});
}

static size_t letters(sn_str text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.len; n++)
        sn_utf8_next(text, &at);
    return n;
}

/* The last word is known by its beginning, the others are words: «می‌ر*», «رئیس جم*». */
static sn_status add_prefix(sn_reading *r, size_t first, sn_term_list list)
{
    sn_question *q = r->question;
    if (q->n_words == first)
        return SN_OK;
    sn_asked_word *w = &q->words[q->n_words - 1];
    sn_str form = w->exact.len > 0 ? w->exact : w->stem;
    if (letters(form) < 2) {
        q->short_prefix = true;
        return add_words(r, first, list);
    }
    size_t prefixes = 1;
    for (size_t u = 0; u < q->n_units; u++)
        prefixes += q->units[u].kind == SN_UNIT_PREFIX;
    if (prefixes > SN_LIMIT_QUERY_PREFIXES)
        return sn_problem_make(
            r->problem, SN_ELIMIT, "limit_exceeded", "q",
            "q: the query has more than %d prefixes (QUERY_PREFIXES)",
            "q: پرسش بیش از %d پیشوند ستاره‌دار (QUERY_PREFIXES) دارد",
            SN_LIMIT_QUERY_PREFIXES);
    w->stem = form;
    w->exact = w->reading = (sn_str){0};
    w->n_parts = 0;
    w->is_prefix = true;
    w->is_stop = false;
    q->n_words--;
    sn_status s = add_words(r, first, list);
    q->n_words++;
    sn_unit unit = {.kind = SN_UNIT_PREFIX, .first = q->n_words - 1, .n = 1, .list = list};
    return s == SN_OK ? add_unit(r, &unit) : s;
}

static sn_status add_field(sn_reading *r, const sn_chunk *chunk, sn_term_list list)
{
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(16 * SN_LIMIT_FIELD_BYTES);
    sn_question *q = r->question;
    sn_unit unit = {.kind = SN_UNIT_FIELD, .list = list, .value = chunk->text};
    sn_status s = sn_fold_name(chunk->text, &key);
    if (s == SN_OK && key.len > 0)
        s = sn_pool_copy(&q->pool, sn_buf_str(&key), &unit.key);
    if (s != SN_OK || key.len == 0)
        return s;
    if (++q->n_terms > SN_LIMIT_QUERY_TERMS)
        return sn_refuse_terms(r);
    s = add_unit(r, &unit);
    if (s == SN_OK) {
        q->n_units++;
        q->n_fields++;
        q->distant_field = q->distant_field || chunk->is_apart;
    }
    return s;
}

static void add_date(sn_reading *r, const sn_asked_date *date)
{
    sn_question *q = r->question;
    q->dates[q->n_dates] = *date;
    q->dates[q->n_dates++].begin = (size_t)(date->text.at - r->chunks.q.at);
    if (date->is_soft)
        return;
    q->from_sec = date->from_sec > q->from_sec ? date->from_sec : q->from_sec;
    q->to_sec = date->to_sec < q->to_sec ? date->to_sec : q->to_sec;
}

static bool has_letters(sn_str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = sn_utf8_next(text, &at);
        if (!sn_is_blank(cp) && !sn_is_sentence_mark(cp))
            return true;
    }
    return false;
}

/* «دیروز» and the like only narrow at an end of the query: within a sentence it is told of. */
static bool is_at_end(const sn_reading *r, const sn_asked_date *date)
{
    sn_str q = r->chunks.q;
    const char *end = date->text.at + date->text.len;
    sn_str before = {q.at, (size_t)(date->text.at - q.at)};
    sn_str after = {end, (size_t)(q.at + q.len - end)};
    return !has_letters(before) || !has_letters(after);
}

/* A text with the dates taken out that narrow the search; those that may as well be words stay. */
static sn_status add_text(sn_reading *r, sn_str text)
{
    sn_question *q = r->question;
    size_t begin = 0, at = 0, first = q->n_words;
    sn_status s = SN_OK;
    sn_asked_date date;
    while (s == SN_OK && r->opts->reads_dates && q->n_dates < SN_QUESTION_DATES &&
           sn_date_words_find(text, &at, r->opts->now_sec, &date)) {
        if (date.is_relative && !is_at_end(r, &date))
            continue;
        add_date(r, &date);
        if (date.is_soft)
            continue;
        s = sn_words_read(r, (sn_str){text.at + begin, (size_t)(date.text.at - text.at) - begin});
        begin = (size_t)(date.text.at - text.at) + date.text.len;
    }
    if (s == SN_OK)
        s = sn_words_read(r, (sn_str){text.at + begin, text.len - begin});
    return s == SN_OK ? add_words(r, first, SN_LIST_STEM) : s;
}

static bool take_date(sn_reading *r, const sn_chunk *chunk)
{
    sn_asked_date date = {.text = chunk->text};
    if (!r->opts->reads_dates || r->is_excluded || r->question->n_dates >= SN_QUESTION_DATES ||
        sn_period_parse(chunk->text, r->opts->now_sec, &date.from_sec, &date.to_sec, NULL) != SN_OK)
        return false;
    add_date(r, &date);
    return true;
}

static sn_term_list list_of(sn_query_field field)
{
    static const sn_term_list lists[] = {
        [SN_IN_ANY] = SN_LIST_STEM,      [SN_IN_TITLE] = SN_LIST_TITLE,
        [SN_IN_SOURCE] = SN_LIST_SOURCE, [SN_IN_CATEGORY] = SN_LIST_CATEGORY,
        [SN_IN_AUTHOR] = SN_LIST_AUTHOR, [SN_IN_TAG] = SN_LIST_TAG,
        [SN_IN_DATE] = SN_LIST_STEM};
    return lists[field];
}

sn_status sn_units_read(sn_reading *r, const sn_chunk *chunk, const sn_chunk_scope *scope)
{
    sn_query_field field = chunk->field != SN_IN_ANY ? chunk->field : scope->field;
    sn_term_list list = list_of(field);
    size_t first = r->question->n_words;
    bool is_marked = chunk->sign != SN_SIGN_NONE || field != SN_IN_ANY;
    r->is_excluded = scope->is_excluded || chunk->sign == SN_SIGN_EXCLUDED;
    if (field == SN_IN_DATE && take_date(r, chunk))
        return SN_OK;
    if (list != SN_LIST_STEM && list != SN_LIST_TITLE)
        return add_field(r, chunk, list);
    if (chunk->kind == SN_CHUNK_TEXT && !is_marked && scope->depth == 0)
        return add_text(r, chunk->text);
    sn_status s = sn_words_read(r, chunk->text);
    if (s != SN_OK)
        return s;
    if (chunk->sign == SN_SIGN_NEEDED && chunk->kind == SN_CHUNK_TEXT)
        mean_it(r, first);
    if (chunk->kind == SN_CHUNK_PREFIX)
        return add_prefix(r, first, list);
    bool is_loose = r->opts->loose_phrases && !is_marked && !r->is_excluded;
    if ((chunk->kind == SN_CHUNK_PHRASE && !is_loose) || chunk->sign == SN_SIGN_EXCLUDED)
        return add_phrase(r, first, list, chunk->slop);
    return add_words(r, first, list);
}
