/* Laws of index and query together: what is asked for is found in a text that has it. The index's
 * terms are those that indexer/apply/document.c writes. */
#include "analysis/analyzer.h"
#include "query/question.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define BUFFER_MAX (1u << 20)

/* One analyzer for the index, one for the queries: tokens of both are looked at together. */
typedef struct sides {
    sn_analyzer *index, *query;
} sides;

/* Does the index have this stem at a position from `from` to `to` - 1? The first one, or `to`. */
static uint32_t find_stem(const sn_tokens *index, sn_str stem, uint32_t from, uint32_t to)
{
    uint32_t first = to;
    for (size_t i = 0; i < index->n_tokens; i++) {
        const sn_token *t = &index->tokens[i];
        if (t->pos >= from && t->pos < first && sn_str_equal(t->stem, stem))
            first = t->pos;
    }
    for (size_t i = 0; i < index->n_extras; i++) {
        const sn_extra *x = &index->extras[i];
        if (x->pos >= from && x->pos < first && sn_str_equal(x->stem, stem))
            first = x->pos;
    }
    return first;
}

static bool has_stem(const sn_tokens *index, sn_str stem)
{
    return find_stem(index, stem, 0, index->n_positions) < index->n_positions;
}

/* Is this the exact form of a token, or of tokens that the query took for one word? */
static bool has_exact(const sn_tokens *index, sn_str exact)
{
    for (size_t i = 0; i < index->n_tokens; i++) {
        sn_str rest = exact;
        for (size_t k = i; k < index->n_tokens; k++) {
            sn_str piece = index->tokens[k].exact;
            if (!sn_str_has_prefix(rest, piece))
                break;
            rest = (sn_str){rest.at + piece.len, rest.len - piece.len};
            if (rest.len == 0)
                return true;
        }
    }
    return false;
}

/* Its terms stand in the index in their order, within the positions that they take. */
static bool has_phrase(const sn_tokens *index, const sn_unit *unit)
{
    for (uint32_t begin = 0; begin < index->n_positions; begin++) {
        uint32_t at = begin, end = begin + unit->span;
        size_t n = 0;
        for (; n < unit->n_terms && at < end; n++, at++) {
            at = find_stem(index, unit->terms[n], at, end);
            if (at == end)
                break;
        }
        if (n == unit->n_terms)
            return true;
    }
    return false;
}

static void check_words(const sn_question *q, const sn_tokens *index, sn_str text)
{
    for (size_t i = 0; i < q->n_words; i++) {
        const sn_asked_word *w = &q->words[i];
        fail_if(!has_stem(index, w->stem), text, "has not the stem that is asked for");
        fail_if(w->exact.len > 0 && !has_exact(index, w->exact), text,
                "has not the exact form that is asked for");
        for (size_t k = 0; k < w->n_parts; k++)
            fail_if(!has_stem(index, w->parts[k]), text, "has not a part that is asked for");
    }
    for (size_t i = 0; i < q->n_units; i++)
        fail_if(q->units[i].kind == SN_UNIT_PHRASE && !has_phrase(index, &q->units[i]), text,
                "has not the phrase that is asked for");
}

/* Ask for words, as they are or as a phrase; false if that is more than a query may have. */
static bool ask(sn_analyzer *a, sn_str words, bool as_phrase, sn_question *out)
{
    SN_CLEANUP(sn_buf) sn_buf q = SN_BUF(BUFFER_MAX);
    sn_problem problem;
    if (as_phrase)
        sn_buf_add_str(&q, SN_STR("«"));
    sn_buf_add_str(&q, words);
    if (as_phrase)
        sn_buf_add_str(&q, SN_STR("»"));
    sn_status status = sn_question_read(a, sn_buf_str(&q), out, &problem);
    assert_true(status == SN_OK || status == SN_ELIMIT);
    return status == SN_OK;
}

/* Words and numbers, none of the query's own signs. */
static void put_words(sn_buf *out)
{
    sn_buf_clear(out);
    for (size_t n = 1 + random_below(4); n > 0; n--) {
        if (random_below(6) == 0)
            sn_buf_add_str(out, SN_STR("۱۲٫۵ covid19"));
        else
            put_persian_word(out);
        if (n > 1)
            sn_buf_add_byte(out, ' ');
    }
}

static void a_text_has_what_it_is_asked_for(void **state)
{
    const sides *s = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(sn_question) sn_question q = {0};
        sn_tokens index;
        put_words(&text);
        assert_int_equal(sn_analyzer_run(s->index, sn_buf_str(&text), &index), SN_OK);
        if (ask(s->query, sn_buf_str(&text), random_below(2) == 0, &q))
            check_words(&q, &index, sn_buf_str(&text));
    }
}

/* The same words on another keyboard find it, and stand where they stood. */
static void another_keyboard_asks_for_the_same(void **state)
{
    const sides *s = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX), other = text;
    char own[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(sn_question) sn_question q = {0};
        sn_tokens index;
        sn_buf_clear(&text);
        sn_buf_clear(&other);
        sn_buf_add_str(&text, lexicon_word());
        sn_buf_add_byte(&text, ' ');
        sn_buf_add_str(&text, random_below(2) == 0 ? lexicon_compound() : random_word(own, 2, 9));
        put_disguised(sn_buf_str(&text), &other);
        assert_int_equal(sn_analyzer_run(s->index, sn_buf_str(&other), &index), SN_OK);
        if (ask(s->query, sn_buf_str(&text), random_below(2) == 0, &q))
            check_words(&q, &index, sn_buf_str(&other));
    }
}

static int begin(void **state)
{
    static sides s;
    random_begin();
    *state = &s;
    return persian_begin() && sn_analyzer_create(sn_lexicon_builtin(), &s.index) == SN_OK &&
                   sn_analyzer_create(sn_lexicon_builtin(), &s.query) == SN_OK
               ? 0
               : -1;
}

static int end(void **state)
{
    sides *s = *state;
    sn_analyzer_destroy(s->index);
    sn_analyzer_destroy(s->query);
    persian_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_has_what_it_is_asked_for),
        cmocka_unit_test(another_keyboard_asks_for_the_same),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
