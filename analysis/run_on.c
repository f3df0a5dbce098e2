/* The cheapest path through the word, from border to border, over words of the lexicon. Costs are
 * those of the lexicon's frequencies: two for each halving. */
#include "analysis/run_on.h"

#include "analysis/lexicon_blob.h"
#include "analysis/lexicon_letters.h"
#include "base/utf8.h"

#include <string.h>

/* Chosen on the first part of tests/gold-runons/run-ons.tsv. */
enum {
    COST_UNKNOWN_LETTER = 8, /* a letter of a word that nobody listed: one of 16 */
    COST_UNKNOWN_MADDA = 24, /* and more for آ, which begins words, */
    COST_INNER_MADDA = 12,   /* and seldom stands inside one that is listed */
    COST_CERTAIN = 60,       /* less the log frequency: a word of the lexicon */
    COST_JOINING = 12,   /* behind ا د ر ز و a lost space does not show, elsewhere it does */
    COST_RESTORED = 2,   /* as in stem_suffix.c */
    COST_VERB = 12,      /* a form of the most frequent verb, */
    COST_VERB_RANK = 2,  /* for each doubling of the verb's rank, */
    COST_WEAK_VERB = 4,  /* and if it has neither prefix nor personal ending */
    COST_VAV_FIRST = 12, /* «و» stuck to the next word, */
    COST_VAV_INSIDE = 14 /* or between two */
};

/* Words as rare as that make up names of strangers: پال + رمو. */
enum {
    RAREST = 10,
    RAREST_THREE = 20,   /* of three letters */
    RAREST_FUNCTION = 36 /* of two letters only function words are parts */
};

#define NEVER (1 << 20)

typedef struct splitter {
    const sn_lexicon *lexicon;
    sn_automaton words, verbs, suffixes;
    uint8_t at[SN_RUN_ON_MAX_LETTERS];         /* letters, alef for alef madda */
    uint8_t offset[SN_RUN_ON_MAX_LETTERS + 1]; /* of each, in bytes of the word */
    size_t len;
    uint64_t madda; /* bit i: letter i was alef madda */
    /* [k][j]: the letters before j as k parts, the last of them from letter `from` */
    int cost[SN_RUN_ON_PARTS + 1][SN_RUN_ON_MAX_LETTERS + 1];
    uint8_t from[SN_RUN_ON_PARTS + 1][SN_RUN_ON_MAX_LETTERS + 1];
} splitter;

static bool read_letters(splitter *s, sn_str word)
{
    for (size_t i = 0; i < word.len;) {
        if (s->len == SN_RUN_ON_MAX_LETTERS)
            return false;
        s->offset[s->len] = (uint8_t)i;
        uint8_t letter = sn_letter_of(sn_utf8_next(word, &i));
        if (letter == 0)
            return false;
        if (letter == SN_LETTER_MADDA) {
            letter = SN_LETTER_ALEF;
            s->madda |= UINT64_C(1) << s->len;
        }
        s->at[s->len++] = letter;
    }
    s->offset[s->len] = (uint8_t)word.len;
    return s->len >= SN_RUN_ON_MIN_LETTERS;
}

static bool joins_next(uint8_t letter)
{
    switch (letter) {
    case SN_LETTER_ALEF:
    case SN_LETTER_DAL:
    case SN_LETTER_ZAL:
    case SN_LETTER_RE:
    case SN_LETTER_ZE:
    case SN_LETTER_ZHE:
    case SN_LETTER_VAV:
        return false;
    default:
        return true;
    }
}

/* How many letters behind `begin` and before `end` are alef madda. */
static int inner_maddas(const splitter *s, size_t begin, size_t end)
{
    int n = 0;
    for (size_t i = begin + 1; i < end && s->madda != 0; i++)
        n += (s->madda >> i & 1u) != 0;
    return n;
}

/* The letters from begin to end are a part of this cost. */
static void take_part(splitter *s, size_t begin, size_t end, int cost)
{
    cost += COST_INNER_MADDA * inner_maddas(s, begin, end);
    if (end < s->len && joins_next(s->at[end - 1]))
        cost += COST_JOINING;
    for (size_t k = 0; k < SN_RUN_ON_PARTS; k++) {
        if (s->cost[k][begin] + cost >= s->cost[k + 1][end])
            continue;
        s->cost[k + 1][end] = s->cost[k][begin] + cost;
        s->from[k + 1][end] = (uint8_t)begin;
    }
}

/* ای and ان behind a word are its ending, whatever else they are; می belongs to the verb behind it,
 * which may stand apart («وجودمی آید»). */
static bool is_function_word(const splitter *s, size_t begin, uint16_t record)
{
    bool durative = s->at[begin] == SN_LETTER_MIM && s->at[begin + 1] == SN_LETTER_YE;
    if (durative && begin + 2 < s->len)
        return false;
    return (SN_REC_CLASSES(record) & SN_WORD_STOP) != 0 &&
           SN_REC_LOG_FREQ(record) >= RAREST_FUNCTION &&
           sn_automaton_find(&s->suffixes, s->at + begin, 2) == SN_NO_RANK;
}

static int cost_of_word(const splitter *s, size_t begin, size_t len, sn_walk w)
{
    if (!w.final)
        return NEVER;
    uint16_t record = sn_lexicon_record16(s->lexicon, &s->lexicon->words, w.rank);
    unsigned frequency = SN_REC_LOG_FREQ(record);
    bool too_rare = len == 2   ? !is_function_word(s, begin, record)
                    : len == 3 ? frequency < RAREST_THREE
                               : frequency < RAREST;
    return too_rare ? NEVER : COST_CERTAIN - (int)frequency;
}

/* Costs of a base with an ending: as it stands, or if it lost its ه. */
typedef struct base_costs {
    int kept, without_heh;
} base_costs;

/* Function words have no endings. */
static bool takes_endings(const splitter *s, sn_walk w)
{
    return w.final && (SN_REC_CLASSES(sn_lexicon_record16(s->lexicon, &s->lexicon->words, w.rank)) &
                       SN_WORD_STOP) == 0;
}

static base_costs costs_of_base(const splitter *s, size_t begin, size_t len, sn_walk w)
{
    base_costs costs = {NEVER, NEVER};
    if (takes_endings(s, w))
        costs.kept = cost_of_word(s, begin, len, w);
    if (sn_walk_step(&s->words, &w, SN_LETTER_HE))
        costs.without_heh = cost_of_word(s, begin, len + 1, w) + COST_RESTORED;
    return costs;
}

/* Every ending that may stand behind the base: part by part, as long as they go on. */
static void take_endings(splitter *s, size_t begin, size_t end, sn_walk base)
{
    base_costs costs = costs_of_base(s, begin, end - begin, base);
    if (costs.kept >= NEVER && costs.without_heh >= NEVER)
        return;
    unsigned kind = sn_kind_of_end(s->at + begin, end - begin);
    sn_walk w = sn_walk_begin();
    for (size_t i = end; i < s->len && sn_walk_step(&s->suffixes, &w, s->at[i]); i++) {
        if (!w.final)
            continue;
        uint32_t ending = sn_lexicon_record32(s->lexicon, &s->lexicon->suffixes, w.rank);
        int cost = NEVER;
        if ((ending & SN_SUFFIX_KEEP) != 0 && (SN_SUFFIX_AFTER(ending) & kind) != 0)
            cost = costs.kept;
        if ((ending & SN_SUFFIX_ADD_HE) != 0 && costs.without_heh < cost)
            cost = costs.without_heh;
        if (cost < NEVER) /* endings cost half of what frequencies do */
            take_part(s, begin, i + 1, cost + 2 * SN_SUFFIX_COST(ending));
    }
}

static void take_words(splitter *s, size_t begin)
{
    sn_walk w = sn_walk_begin();
    for (size_t i = begin; i < s->len && sn_walk_step(&s->words, &w, s->at[i]); i++) {
        size_t len = i + 1 - begin;
        if (len < 2)
            continue;
        int cost = cost_of_word(s, begin, len, w);
        if (cost < NEVER)
            take_part(s, begin, i + 1, cost);
        if (len >= 3)
            take_endings(s, begin, i + 1, w);
    }
}

/* The classes of verbs are numbered by falling frequency. */
static int cost_of_verb(uint16_t record)
{
    int cost = COST_VERB;
    for (unsigned rank = SN_VERB_CLASS(record) + 1; rank > 1; rank /= 2)
        cost += COST_VERB_RANK;
    return SN_VERB_STRENGTH(record) > 1 ? cost : cost + COST_WEAK_VERB;
}

static void take_verbs(splitter *s, size_t begin)
{
    sn_walk w = sn_walk_begin();
    for (size_t i = begin; i < s->len && sn_walk_step(&s->verbs, &w, s->at[i]); i++) {
        if (!w.final || i + 1 - begin < 3)
            continue;
        uint16_t record = sn_lexicon_record16(s->lexicon, &s->lexicon->verbs, w.rank);
        if ((record & SN_VERB_IS_WORD) == 0)
            take_part(s, begin, i + 1, cost_of_verb(record));
    }
}

static void take_vav(splitter *s, size_t begin)
{
    if (s->at[begin] == SN_LETTER_VAV && begin + 1 < s->len)
        take_part(s, begin, begin + 1, begin == 0 ? COST_VAV_FIRST : COST_VAV_INSIDE);
}

static bool is_reached(const splitter *s, size_t border)
{
    for (size_t k = 0; k < SN_RUN_ON_PARTS; k++) {
        if (s->cost[k][border] < NEVER)
            return true;
    }
    return false;
}

static void find_paths(splitter *s)
{
    for (size_t k = 0; k <= SN_RUN_ON_PARTS; k++) {
        for (size_t i = 0; i <= s->len; i++)
            s->cost[k][i] = NEVER;
    }
    s->cost[0][0] = 0;
    for (size_t i = 0; i < s->len; i++) {
        if (!is_reached(s, i))
            continue;
        take_words(s, i);
        take_verbs(s, i);
        take_vav(s, i);
    }
}

/* The number of parts of the cheapest path, or 0 if one unknown word is cheaper. */
static size_t best_path(const splitter *s)
{
    size_t best = 0;
    int least =
        COST_UNKNOWN_LETTER * (int)s->len + COST_UNKNOWN_MADDA * inner_maddas(s, 0, s->len) + 1;
    for (size_t k = 2; k <= SN_RUN_ON_PARTS; k++) {
        if (s->cost[k][s->len] >= least)
            continue;
        least = s->cost[k][s->len];
        best = k;
    }
    return best;
}

bool sn_run_on_split(const sn_lexicon *lexicon, sn_str word, sn_run_on *out)
{
    splitter s;
    s.lexicon = lexicon;
    s.words = sn_lexicon_automaton(lexicon, &lexicon->words);
    s.verbs = sn_lexicon_automaton(lexicon, &lexicon->verbs);
    s.suffixes = sn_lexicon_automaton(lexicon, &lexicon->suffixes);
    s.len = 0;
    s.madda = 0;
    if (!read_letters(&s, word))
        return false;
    find_paths(&s);
    out->n = best_path(&s);
    for (size_t k = out->n, end = s.len; k > 0; k--) {
        size_t begin = s.from[k][end];
        out->parts[k - 1] =
            (sn_str){word.at + s.offset[begin], (size_t)s.offset[end] - s.offset[begin]};
        end = begin;
    }
    return out->n > 0;
}
