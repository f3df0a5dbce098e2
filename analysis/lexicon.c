#include "analysis/lexicon.h"

#include "analysis/lexicon_blob.h"
#include "analysis/lexicon_letters.h"

/* The blob, linked in by the assembly that compile_lexicon writes. */
extern const sn_lexicon sn_lexicon_blob;

const sn_lexicon *sn_lexicon_builtin(void)
{
    return &sn_lexicon_blob;
}

static uint32_t find(const sn_lexicon *lexicon, const sn_lexicon_set *set, sn_str joined)
{
    sn_letters word;
    if (!sn_letters_of(joined, &word))
        return SN_NO_RANK;
    sn_automaton a = sn_lexicon_automaton(lexicon, set);
    return sn_automaton_find(&a, word.at, word.len);
}

bool sn_lexicon_find(const sn_lexicon *lexicon, sn_str joined, sn_word *out)
{
    uint32_t rank = find(lexicon, &lexicon->words, joined);
    if (rank == SN_NO_RANK)
        return false;
    uint16_t record = sn_lexicon_record16(lexicon, &lexicon->words, rank);
    *out = (sn_word){SN_REC_CLASSES(record), SN_REC_LOG_FREQ(record)};
    return true;
}

int sn_lexicon_verb_strength(const sn_lexicon *lexicon, sn_str joined)
{
    uint32_t rank = find(lexicon, &lexicon->verbs, joined);
    if (rank == SN_NO_RANK)
        return 0;
    uint16_t record = sn_lexicon_record16(lexicon, &lexicon->verbs, rank);
    return SN_VERB_STRENGTH(record);
}

bool sn_lexicon_find_compound(const sn_lexicon *lexicon, sn_str joined, sn_str *parts)
{
    uint32_t rank = find(lexicon, &lexicon->compounds, joined);
    if (rank == SN_NO_RANK)
        return false;
    *parts = sn_lexicon_string(lexicon, sn_lexicon_record32(lexicon, &lexicon->compounds, rank));
    return true;
}

bool sn_lexicon_is_stop(const sn_lexicon *lexicon, sn_str joined)
{
    sn_word known;
    return sn_lexicon_find(lexicon, joined, &known) && (known.classes & SN_WORD_STOP) != 0;
}

sn_apart sn_lexicon_suffix_apart(const sn_lexicon *lexicon, sn_str suffix)
{
    uint32_t rank = find(lexicon, &lexicon->suffixes, suffix);
    if (rank == SN_NO_RANK)
        return SN_APART_NEVER;
    uint32_t record = sn_lexicon_record32(lexicon, &lexicon->suffixes, rank);
    if ((record & SN_SUFFIX_SPACE) != 0)
        return SN_APART_SPACE;
    return (record & SN_SUFFIX_HALF_SPACE) != 0 ? SN_APART_HALF_SPACE : SN_APART_NEVER;
}

unsigned sn_kind_of_end(const uint8_t *letters, size_t len)
{
    switch (letters[len - 1]) {
    case SN_LETTER_ALEF:
    case SN_LETTER_VAV:
        return SN_AFTER_VOWEL;
    case SN_LETTER_HE:
        return letters[len - 2] == SN_LETTER_ALEF || letters[len - 2] == SN_LETTER_VAV
                   ? SN_AFTER_CONSONANT
                   : SN_AFTER_HE;
    case SN_LETTER_YE:
        return SN_AFTER_YE;
    default:
        return SN_AFTER_CONSONANT;
    }
}
