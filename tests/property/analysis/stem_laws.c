#include "tests/property/analysis/stem_laws.h"

#include "analysis/fold.h"
#include "analysis/run_on.h"
#include "base/utf8.h"
#include "tests/property/analysis/token_laws.h"

#include <string.h>

#define HALF "\xe2\x80\x8c"

#define LAW(holds, says)                                                                           \
    do {                                                                                           \
        if (!(holds))                                                                              \
            return (says);                                                                         \
    } while (0)

/* A word as it is looked up: no half-spaces, alef for alef madda. */
typedef struct joined {
    char at[SN_TERM_MAX_BYTES + 4];
    size_t len;
} joined;

static void drop_madda(joined *j)
{
    for (size_t i = 0; i + 1 < j->len; i++) {
        if (memcmp(j->at + i, "آ", 2) == 0)
            memcpy(j->at + i, "ا", 2);
    }
}

static joined join(sn_str word)
{
    joined j;
    j.len = sn_exact_term(word, j.at);
    drop_madda(&j);
    return j;
}

static sn_str str_of(const joined *j)
{
    return (sn_str){j->at, j->len};
}

static bool has_half_space(sn_str s)
{
    for (size_t i = 0; i + 3 <= s.len; i++) {
        if (memcmp(s.at + i, HALF, 3) == 0)
            return true;
    }
    return false;
}

/* Is the stem this word of the lexicon, or what the tables say that this word stands for? */
static bool stands_for(const sn_lexicon *lexicon, const joined *base, const joined *stem)
{
    sn_word known;
    sn_stem_result of_base;
    if (!sn_lexicon_find(lexicon, str_of(base), &known))
        return false;
    if (sn_str_equal(str_of(base), str_of(stem)))
        return true;
    sn_stem(lexicon, str_of(base), true, &of_base);
    joined mapped = join((sn_str){of_base.text, of_base.len});
    return (of_base.rule == SN_RULE_EXCEPTION || of_base.rule == SN_RULE_BROKEN_PLURAL) &&
           sn_str_equal(str_of(&mapped), str_of(stem));
}

/* Is the stem of a word that the lexicon knows and `word` begins with, but for one lost letter? */
static bool is_of_known_base(const sn_lexicon *lexicon, const joined *word, const joined *stem)
{
    static const char *const lost[] = {"", "ه", "ت"};
    for (size_t len = 4; len < word->len; len += 2) {
        for (size_t k = 0; k < sizeof lost / sizeof *lost; k++) {
            joined base = {.len = len};
            memcpy(base.at, word->at, len);
            memcpy(base.at + len, lost[k], strlen(lost[k]));
            base.len += strlen(lost[k]);
            if (stands_for(lexicon, &base, stem))
                return true;
        }
    }
    return false;
}

static const char *broken_rule_law(const sn_lexicon *lexicon, const joined *word,
                                   const sn_stem_result *got)
{
    joined stem = join((sn_str){got->text, got->len});
    bool same = sn_str_equal(str_of(word), str_of(&stem));
    sn_word known;
    bool is_known = sn_lexicon_find(lexicon, str_of(word), &known);
    switch (got->rule) {
    case SN_RULE_AS_IS:
        return same ? NULL : "a word that is left alone is its stem";
    case SN_RULE_UNKNOWN:
        LAW(!is_known, "a word of the lexicon is known");
        return same ? NULL : "an unknown word is its stem";
    case SN_RULE_KNOWN:
    case SN_RULE_COMPOUND:
        return same && is_known ? NULL : "a known word is its stem, and in the lexicon";
    case SN_RULE_EXCEPTION:
    case SN_RULE_BROKEN_PLURAL:
        return is_known ? NULL : "the tables speak of words of the lexicon";
    case SN_RULE_SUFFIX:
    case SN_RULE_FINAL_YE:
        LAW(!is_known, "endings come off to no word of the lexicon");
        return is_of_known_base(lexicon, word, &stem) ? NULL : "an ending comes off a known word";
    default:
        return NULL;
    }
}

const char *broken_stem_law(const sn_lexicon *lexicon, sn_str word, bool ezafe)
{
    sn_stem_result got, again;
    char exact[SN_TERM_MAX_BYTES + 1];
    sn_stem(lexicon, word, ezafe, &got);
    sn_stem(lexicon, word, ezafe, &again);
    sn_str stem = {got.text, got.len};
    LAW(got.len <= SN_TERM_MAX_BYTES && is_term(stem), "a stem is a term");
    LAW(got.text[got.len] == '\0', "a stem ends with NUL");
    LAW(again.rule == got.rule && again.len == got.len &&
            memcmp(again.text, got.text, got.len) == 0,
        "a word has one stem");
    LAW(strcmp(sn_stem_rule_name(got.rule), "") != 0 && got.rule <= SN_RULE_UNKNOWN,
        "a rule has a name");
    LAW(!has_half_space(stem), "a stem has no half-space");
    LAW(!ezafe || got.rule != SN_RULE_VERB, "what carries an ezafe is no verb");
    size_t len = sn_exact_term(word, exact);
    LAW(is_term((sn_str){exact, len}) && exact[len] == '\0', "an exact form is a term");
    LAW(!has_half_space((sn_str){exact, len}), "an exact form has no half-space");
    joined bare = join(word);
    return broken_rule_law(lexicon, &bare, &got);
}

const char *broken_folding_law(const sn_lexicon *lexicon, sn_str word)
{
    sn_stem_result got;
    char again[SN_TERM_MAX_BYTES * SN_FOLD_GROWTH];
    size_t len = 0;
    sn_stem(lexicon, word, false, &got);
    if (got.len + 4 > SN_TERM_MAX_BYTES)
        return NULL; /* cut: its end is not the word's end */
    LAW(sn_fold_word((sn_str){got.text, got.len}, again, sizeof again, &len) == SN_OK,
        "a stem can be folded");
    LAW(sn_str_equal((sn_str){again, len}, (sn_str){got.text, got.len}), "a stem is folded");
    return NULL;
}

const char *broken_lexicon_law(const sn_lexicon *lexicon, sn_str word)
{
    joined bare = join(word);
    sn_word known;
    if (sn_lexicon_find(lexicon, str_of(&bare), &known))
        LAW(known.log_freq <= 63 && known.classes < 128, "a word's facts are in their ranges");
    int strength = sn_lexicon_verb_strength(lexicon, str_of(&bare));
    LAW(strength >= 0 && strength <= 3, "a verb's strength is 0 to 3");
    sn_str parts;
    if (!sn_lexicon_find_compound(lexicon, str_of(&bare), &parts))
        return NULL;
    joined whole = {.len = 0};
    size_t blanks = 0;
    LAW(parts.len > 2 && parts.at[0] != ' ' && parts.at[parts.len - 1] != ' ',
        "parts have a blank between them only");
    for (size_t i = 0; i < parts.len && whole.len < sizeof whole.at; i++) {
        LAW(parts.at[i] != ' ' || parts.at[i - 1] != ' ', "one blank stands between two parts");
        if (parts.at[i] == ' ')
            blanks++;
        else
            whole.at[whole.len++] = parts.at[i];
    }
    drop_madda(&whole);
    LAW(blanks >= 1, "a compound has two parts");
    LAW(sn_str_equal(str_of(&whole), str_of(&bare)), "its parts are the compound");
    return NULL;
}

const char *broken_run_on_law(const sn_lexicon *lexicon, sn_str word)
{
    sn_run_on got, again;
    if (has_half_space(word) || !sn_run_on_split(lexicon, word, &got))
        return NULL;
    LAW(got.n >= 2 && got.n <= SN_RUN_ON_PARTS, "a run-on has two to four parts");
    size_t letters = sn_utf8_length(word), at = 0;
    LAW(letters >= SN_RUN_ON_MIN_LETTERS && letters <= SN_RUN_ON_MAX_LETTERS,
        "a run-on has so many letters");
    for (size_t k = 0; k < got.n; k++) {
        LAW(got.parts[k].at == word.at + at && got.parts[k].len > 0, "parts are pieces in order");
        at += got.parts[k].len;
        LAW(on_border(word, at), "a part ends at a border");
    }
    LAW(at == word.len, "the parts are the word");
    LAW(sn_run_on_split(lexicon, word, &again) && again.n == got.n, "a word is split one way");
    for (size_t k = 0; k < got.n; k++)
        LAW(again.parts[k].len == got.parts[k].len, "a word is split at one place");
    return NULL;
}

const char *broken_word_law(const sn_lexicon *lexicon, sn_str word)
{
    const char *broken = broken_stem_law(lexicon, word, false);
    if (broken == NULL)
        broken = broken_stem_law(lexicon, word, true);
    if (broken == NULL)
        broken = broken_lexicon_law(lexicon, word);
    return broken != NULL ? broken : broken_run_on_law(lexicon, word);
}
