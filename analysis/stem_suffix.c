/* The grammar of endings over known words: of all ways to cut a word into a word of the lexicon and
 * an ending of the table, the cheapest. */
#include "analysis/stem_internal.h"

#include <string.h>

enum {
    COST_SHORT_BASE = 8,   /* two letters are a word by chance */
    COST_RESTORED = 2,     /* a lost letter has to be put back */
    COST_HEARD_HE = 4,     /* a ه that is a consonant, and the spelling does not show it */
    COST_YE_YE = 10,       /* زندگی + ای without its half-space */
    COST_NAME = 6,         /* names have no plural in ان */
    COST_LETTER = 1,       /* of two bases the longer */
    COST_NOT_NOMINAL = 10, /* endings seldom stand behind function words */
    COST_MAX = 45          /* dearer cuts are less likely than an unknown word */
};

typedef struct cut {
    uint8_t letters[SN_WORD_MAX_LETTERS + 1];
    size_t len;
    uint16_t record;
    unsigned group;
    int cost;
} cut;

static int frequency_cost(uint16_t record)
{
    return (60 - (int)SN_REC_LOG_FREQ(record)) / 2;
}

/* Plurals in ین are of Arabic participles: مسیولین, حاضرین. */
static bool is_participle_shape(const uint8_t *base)
{
    return base[0] == SN_LETTER_MIM || base[1] == SN_LETTER_ALEF || base[2] == SN_LETTER_ALEF;
}

/* «اطلاع‌رسان» + ی is the doing of it, a word of its own. */
static bool is_agent(uint16_t record)
{
    return (record & SN_REC_COMPOUND) != 0 && (SN_REC_CLASSES(record) & SN_WORD_NOUN) == 0;
}

static int cost_of(uint16_t record, size_t base_len, uint32_t ending)
{
    const unsigned nominal =
        SN_WORD_NOUN | SN_WORD_ADJECTIVE | SN_WORD_ADVERB | SN_WORD_NAME | SN_WORD_PARTICIPLE;
    int cost = SN_SUFFIX_COST(ending) + frequency_cost(record);
    if (base_len <= 2 && SN_SUFFIX_GROUP(ending) != SN_GROUP_HA)
        cost += COST_SHORT_BASE;
    if ((SN_REC_CLASSES(record) & nominal) == 0)
        cost += base_len <= 2 ? 2 * COST_NOT_NOMINAL : COST_NOT_NOMINAL;
    if (SN_SUFFIX_GROUP(ending) == SN_GROUP_AN && SN_REC_CLASSES(record) == SN_WORD_NAME)
        cost += COST_NAME;
    return cost;
}

static bool group_allowed(unsigned group, sn_cut allowed)
{
    return allowed == SN_CUT_ALL || group == SN_GROUP_AN || group == SN_GROUP_AT ||
           group == SN_GROUP_IN || group == SN_GROUP_COMPARE || group == SN_GROUP_HA;
}

static void consider(const sn_stemmer *s, const uint8_t *base, size_t len, sn_walk w, int extra,
                     uint32_t ending, cut *best)
{
    if (!w.final)
        return;
    uint16_t record = sn_lexicon_record16(s->lexicon, &s->lexicon->words, w.rank);
    unsigned group = SN_SUFFIX_GROUP(ending);
    int cost = cost_of(record, len, ending) + extra;
    if (cost >= best->cost || (group == SN_GROUP_IN && !is_participle_shape(base)) ||
        (group == SN_GROUP_YE && is_agent(record) && base[len - 1] != SN_LETTER_HE))
        return;
    memcpy(best->letters, base, len);
    best->len = len;
    best->record = record;
    best->group = group;
    best->cost = cost;
}

/* The base with a letter it lost before the ending. */
static void consider_restored(const sn_stemmer *s, const uint8_t *letters, size_t len, sn_walk w,
                              uint8_t letter, uint32_t ending, int extra, cut *best)
{
    uint8_t base[SN_WORD_MAX_LETTERS + 1];
    if (!sn_walk_step(&s->words, &w, letter))
        return;
    memcpy(base, letters, len);
    base[len] = letter;
    consider(s, base, len + 1, w, extra + COST_RESTORED, ending, best);
}

static void consider_ending(const sn_stemmer *s, const uint8_t *letters, size_t len, sn_walk w,
                            uint32_t ending, int extra, cut *best)
{
    unsigned after = SN_SUFFIX_AFTER(ending);
    unsigned kind = sn_kind_of_end(letters, len);
    if ((ending & SN_SUFFIX_KEEP) != 0 && (after & kind) != 0)
        consider(s, letters, len, w, extra, ending, best);
    else if (kind == SN_AFTER_HE && (after & SN_AFTER_CONSONANT) != 0)
        consider(s, letters, len, w, extra + COST_HEARD_HE, ending, best);
    else if (kind == SN_AFTER_YE && (after & SN_AFTER_HE) != 0 &&
             SN_SUFFIX_GROUP(ending) == SN_GROUP_YE)
        consider(s, letters, len, w, extra + COST_YE_YE, ending, best);
    if ((ending & SN_SUFFIX_ADD_HE) != 0)
        consider_restored(s, letters, len, w, SN_LETTER_HE, ending, extra, best);
    if ((ending & SN_SUFFIX_ADD_TE) != 0)
        consider_restored(s, letters, len, w, SN_LETTER_TE, ending, extra, best);
}

bool sn_stemmer_cut_suffix(sn_stemmer *s, const uint8_t *letters, size_t len, sn_cut allowed)
{
    cut best = {.cost = COST_MAX};
    sn_walk w = sn_walk_begin();
    for (size_t i = 0; i + 1 < len && sn_walk_step(&s->words, &w, letters[i]); i++) {
        size_t base = i + 1;
        if (base < 2)
            continue;
        uint32_t rank = sn_automaton_find(&s->suffixes, letters + base, len - base);
        if (rank == SN_NO_RANK)
            continue;
        uint32_t ending = sn_lexicon_record32(s->lexicon, &s->lexicon->suffixes, rank);
        if (group_allowed(SN_SUFFIX_GROUP(ending), allowed))
            consider_ending(s, letters, base, w, ending, (int)(len - base) * COST_LETTER, &best);
    }
    if (best.cost == COST_MAX)
        return false;
    sn_stem_rule rule = best.group == SN_GROUP_YE   ? SN_RULE_FINAL_YE
                        : best.group == SN_GROUP_HA ? SN_RULE_HA
                                                    : SN_RULE_SUFFIX;
    sn_stemmer_put_word(s, best.letters, best.len, best.record, rule);
    return true;
}
