#include "analysis/stem.h"

#include "analysis/stem_internal.h"
#include "base/utf8.h"

#include <string.h>

#define HALF_SPACE 0x200cu
#define ALEF       0x627u
#define MADDA      0x622u

const char *sn_stem_rule_name(sn_stem_rule rule)
{
    static const char *const names[] = {
#define SN_RULE_NAME(code, name) [code] = name,
        SN_STEM_RULES(SN_RULE_NAME)
#undef SN_RULE_NAME
    };
    if ((size_t)rule >= sizeof names / sizeof names[0])
        return "unknown_word";
    return names[rule];
}

/* Copy a word without half-spaces, cut at SN_TERM_MAX_BYTES. */
static size_t copy_term(sn_str word, bool keep_madda, char *out)
{
    size_t len = 0;
    for (size_t at = 0; at < word.len;) {
        char bytes[4];
        uint32_t cp = sn_utf8_next(word, &at);
        if (cp == HALF_SPACE)
            continue;
        if (cp == MADDA && !keep_madda)
            cp = ALEF;
        size_t n = sn_utf8_write(cp, bytes);
        if (len + n > SN_TERM_MAX_BYTES)
            break;
        memcpy(out + len, bytes, n);
        len += n;
    }
    out[len] = '\0';
    return len;
}

size_t sn_exact_term(sn_str word, char *out)
{
    return copy_term(word, true, out);
}

bool sn_stemmer_find_word(const sn_stemmer *s, const uint8_t *letters, size_t len, uint16_t *record)
{
    uint32_t rank = sn_automaton_find(&s->words, letters, len);
    if (rank == SN_NO_RANK)
        return false;
    *record = sn_lexicon_record16(s->lexicon, &s->lexicon->words, rank);
    return true;
}

void sn_stemmer_put_letters(sn_stemmer *s, const uint8_t *letters, size_t len, sn_stem_rule rule)
{
    s->out->len = sn_letters_write(letters, len, s->out->text);
    s->out->rule = rule;
}

/* What an exception or broken plural stands for. */
static uint32_t find_map(const sn_stemmer *s, const uint8_t *letters, size_t len)
{
    sn_automaton maps = sn_lexicon_automaton(s->lexicon, &s->lexicon->maps);
    uint32_t rank = sn_automaton_find(&maps, letters, len);
    return rank == SN_NO_RANK ? SN_NO_RANK
                              : sn_lexicon_record32(s->lexicon, &s->lexicon->maps, rank);
}

static void put_mapped(sn_stemmer *s, uint32_t map, sn_stem_rule rule)
{
    sn_str stem = sn_lexicon_string(s->lexicon, map & ~SN_MAP_PLURAL);
    memcpy(s->out->text, stem.at, stem.len + 1);
    s->out->len = stem.len;
    s->out->rule = rule;
}

void sn_stemmer_put_word(sn_stemmer *s, const uint8_t *letters, size_t len, uint16_t record,
                         sn_stem_rule rule)
{
    if ((record & SN_REC_MAP) != 0) {
        uint32_t map = find_map(s, letters, len);
        if (map != SN_NO_RANK) {
            put_mapped(s, map, rule);
            return;
        }
    }
    sn_stemmer_put_letters(s, letters, len, rule);
    if ((record & SN_REC_MADDA) != 0 && s->word.madda)
        memcpy(s->out->text, "آ", 2);
}

/* Rules of whole words: exceptions, broken plurals. */
static bool try_map(sn_stemmer *s, uint16_t record)
{
    if ((record & SN_REC_MAP) == 0)
        return false;
    uint32_t map = find_map(s, s->word.at, s->word.len);
    bool plural = map != SN_NO_RANK && (map & SN_MAP_PLURAL) != 0;
    sn_stemmer_put_word(s, s->word.at, s->word.len, record,
                        plural ? SN_RULE_BROKEN_PLURAL : SN_RULE_EXCEPTION);
    return true;
}

/* The stem of what stands before an ending that is off already: a word, a plural of one, or
 * whatever it is. */
static void stem_head(sn_stemmer *s, size_t len, sn_stem_rule rule)
{
    uint16_t record;
    const uint8_t *letters = s->word.at;
    if (sn_stemmer_find_word(s, letters, len, &record)) {
        sn_stemmer_put_word(s, letters, len, record, rule);
        return;
    }
    if (!sn_stemmer_cut_suffix(s, letters, len, SN_CUT_PLURAL))
        sn_stemmer_put_letters(s, letters, len, rule);
    s->out->rule = rule;
}

/* Endings behind half-spaces come off any word: the writer has marked them. */
static bool try_half_space(sn_stemmer *s)
{
    size_t len = s->word.len;
    for (size_t i = len - 1; i >= 2; i--) {
        if ((s->word.gaps >> i & 1u) == 0)
            continue;
        uint32_t rank = sn_automaton_find(&s->suffixes, s->word.at + i, len - i);
        if (rank == SN_NO_RANK)
            break;
        uint32_t ending = sn_lexicon_record32(s->lexicon, &s->lexicon->suffixes, rank);
        if ((ending & SN_SUFFIX_HALF_SPACE) == 0)
            break;
        len = i;
    }
    if (len == s->word.len)
        return false;
    stem_head(s, len, SN_RULE_ZWNJ_SUFFIX);
    return true;
}

/* The plural ها is the one ending that comes off words nobody knows. */
static bool try_joined_ha(sn_stemmer *s)
{
    enum { SHORTEST_UNKNOWN = 4 };
    const uint8_t *w = s->word.at;
    for (size_t i = s->word.len; i-- > 2;) {
        if (w[i] != SN_LETTER_HE || i + 1 >= s->word.len || w[i + 1] != SN_LETTER_ALEF)
            continue;
        bool plain = i + 2 == s->word.len || w[i + 2] == SN_LETTER_YE;
        if (!plain || i < SHORTEST_UNKNOWN ||
            sn_automaton_find(&s->suffixes, w + i, s->word.len - i) == SN_NO_RANK)
            continue;
        stem_head(s, i, SN_RULE_HA);
        return true;
    }
    return false;
}

static void stem_word(sn_stemmer *s, bool ezafe)
{
    uint16_t record = 0;
    bool known = sn_stemmer_find_word(s, s->word.at, s->word.len, &record);
    if (known && try_map(s, record))
        return;
    if (s->word.len <= 2) {
        sn_stemmer_put_word(s, s->word.at, s->word.len, record, SN_RULE_AS_IS);
        return;
    }
    if (!ezafe && sn_stemmer_verb(s))
        return;
    if (known) {
        bool compound = (record & SN_REC_COMPOUND) != 0;
        sn_stemmer_put_word(s, s->word.at, s->word.len, record,
                            compound ? SN_RULE_COMPOUND : SN_RULE_KNOWN);
        return;
    }
    if (s->word.gaps != 0 && try_half_space(s))
        return;
    if (sn_stemmer_cut_suffix(s, s->word.at, s->word.len, SN_CUT_ALL) || try_joined_ha(s))
        return;
    sn_stemmer_put_letters(s, s->word.at, s->word.len, SN_RULE_UNKNOWN);
}

void sn_stem(const sn_lexicon *lexicon, sn_str word, bool ezafe, sn_stem_result *out)
{
    sn_stemmer s = {.lexicon = lexicon,
                    .words = sn_lexicon_automaton(lexicon, &lexicon->words),
                    .verbs = sn_lexicon_automaton(lexicon, &lexicon->verbs),
                    .suffixes = sn_lexicon_automaton(lexicon, &lexicon->suffixes),
                    .out = out};
    if (!sn_letters_of(word, &s.word)) {
        out->len = copy_term(word, false, out->text);
        out->rule = SN_RULE_AS_IS;
        return;
    }
    stem_word(&s, ezafe);
}
