#include "query/question.h"

/* Words by themselves, beside each other, from `first` on: how many, at most SN_EXPANSION_WORDS. */
static size_t run_of_words(const bool *is_free, const bool *is_alone, size_t n_words, size_t first)
{
    size_t n = 0;
    while (n < SN_EXPANSION_WORDS && first + n < n_words && is_free[first + n] &&
           (n == 0 || !is_alone[first + n]))
        n++;
    return n > 1 && is_alone[first] ? 1 : n;
}

/* A run is worth it only for a word that is searched for. */
static bool is_any_scored(const sn_question *q, size_t first, size_t n)
{
    for (size_t i = first; i < first + n; i++) {
        if (q->words[i].is_scored)
            return true;
    }
    return false;
}

static void note(sn_question *q, const sn_expansion *const *found, size_t n_found, size_t first,
                 size_t n)
{
    for (size_t i = 0; i < n_found && q->n_alternatives < SN_LIMIT_QUERY_EXPANSIONS; i++)
        q->alternatives[q->n_alternatives++] = (sn_alternative){found[i], first, n};
}

/* The longest run from `first` on that has alternatives; returns how many words it took. */
static size_t expand_at(sn_question *q, const sn_expansions *expansions, size_t first, size_t n)
{
    sn_str stems[SN_EXPANSION_WORDS];
    const sn_expansion *const *found;
    for (size_t i = 0; i < n; i++)
        stems[i] = q->words[first + i].stem;
    for (; n > 0; n--) {
        size_t n_found = sn_expansions_find(expansions, stems, n, &found);
        if (n_found == 0 || !is_any_scored(q, first, n))
            continue;
        note(q, found, n_found, first, n);
        return n;
    }
    return 1;
}

void sn_question_expand(sn_question *q, const sn_expansions *expansions)
{
    bool is_free[SN_LIMIT_QUERY_TERMS] = {false}, is_alone[SN_LIMIT_QUERY_TERMS] = {false};
    for (size_t u = 0; u < q->n_units && !q->is_exact; u++) {
        const sn_unit *unit = &q->units[u];
        if (unit->kind == SN_UNIT_WORD && !unit->is_excluded && unit->list == SN_LIST_STEM) {
            is_free[unit->first] = true;
            is_alone[unit->first] = unit->is_alternative || unit->is_dated;
        }
    }
    for (size_t i = 0; i < q->n_words;) {
        size_t n = run_of_words(is_free, is_alone, q->n_words, i);
        i += n > 0 ? expand_at(q, expansions, i, n) : 1;
    }
}
