/* The verb reading of a word: the table of forms, and a pronoun behind a form. */
#include "analysis/stem_internal.h"

#include <string.h>

/* Does a half-space stand behind a می of the word? Then it is a verb whatever else it spells. */
static bool explicit_durative(const sn_letters *w)
{
    for (size_t i = 2; i < w->len && i < 8; i++) {
        bool gap = (w->gaps >> i & 1u) != 0;
        if (gap && w->at[i - 2] == SN_LETTER_MIM && w->at[i - 1] == SN_LETTER_YE)
            return true;
    }
    return false;
}

static bool find_form(const sn_stemmer *s, size_t len, uint16_t *record)
{
    uint32_t rank = sn_automaton_find(&s->verbs, s->word.at, len);
    if (rank == SN_NO_RANK)
        return false;
    *record = sn_lexicon_record16(s->lexicon, &s->lexicon->verbs, rank);
    return true;
}

static void put_class(sn_stemmer *s, uint16_t record)
{
    const uint32_t *classes =
        (const uint32_t *)(const void *)((const char *)s->lexicon + s->lexicon->verb_classes);
    sn_str stem = sn_lexicon_string(s->lexicon, classes[SN_VERB_CLASS(record)]);
    memcpy(s->out->text, stem.at, stem.len + 1);
    s->out->len = stem.len;
    s->out->rule = SN_RULE_VERB;
}

/* The length without a pronoun at the end (دیدمش, می‌بینندشان), or 0. */
static size_t without_pronoun(const sn_letters *w)
{
    size_t n = w->len;
    if (n > 4 && w->at[n - 1] == SN_LETTER_SHIN)
        return n - 1;
    bool plural = n > 6 && w->at[n - 1] == SN_LETTER_NUN && w->at[n - 2] == SN_LETTER_ALEF;
    uint8_t first = plural ? w->at[n - 3] : 0;
    return first == SN_LETTER_SHIN || first == SN_LETTER_TE || first == SN_LETTER_MIM ? n - 3 : 0;
}

/* «رفته‌ای» with its half-space is the perfect, where «رفته» is a participle and no noun. */
static bool perfect_second_person(const sn_stemmer *s, uint16_t *record)
{
    const sn_letters *w = &s->word;
    return w->len > 4 && (w->gaps >> (w->len - 2) & 1u) != 0 && w->at[w->len - 1] == SN_LETTER_YE &&
           w->at[w->len - 2] == SN_LETTER_ALEF && w->at[w->len - 3] == SN_LETTER_HE &&
           find_form(s, w->len - 2u, record) && (*record & SN_VERB_IS_WORD) == 0;
}

/* «پیچیده‌ای», where «پیچیده» is an adjective first: with ی, not the perfect. */
static bool is_word_with_ye(const sn_stemmer *s)
{
    const sn_letters *w = &s->word;
    uint16_t record;
    return w->len > 4 && w->at[w->len - 1] == SN_LETTER_YE && w->at[w->len - 2] == SN_LETTER_ALEF &&
           w->at[w->len - 3] == SN_LETTER_HE && find_form(s, w->len - 2u, &record) &&
           (record & SN_VERB_IS_WORD) != 0;
}

bool sn_stemmer_verb(sn_stemmer *s)
{
    uint16_t record;
    if (is_word_with_ye(s))
        return false;
    if (s->word.gaps != 0 && perfect_second_person(s, &record)) {
        put_class(s, record);
        return true;
    }
    bool durative = s->word.gaps != 0 && explicit_durative(&s->word);
    if (find_form(s, s->word.len, &record)) {
        if ((record & SN_VERB_IS_WORD) != 0 && !durative)
            return false;
        put_class(s, record);
        return true;
    }
    size_t len = without_pronoun(&s->word);
    uint16_t word;
    if (len == 0 || !find_form(s, len, &record) || SN_VERB_STRENGTH(record) < 2 ||
        sn_stemmer_find_word(s, s->word.at, s->word.len, &word))
        return false;
    if ((record & SN_VERB_IS_WORD) != 0 && !durative)
        return false;
    put_class(s, record);
    return true;
}
