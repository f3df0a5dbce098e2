#include "analysis/second_reading.h"

#include "analysis/fold.h"

#include <string.h>

#define HEH "ه"

enum { LETTER_BYTES = 2, LEAST_BASE = 2 * LETTER_BYTES };

/* What is written apart behind a silent ه; with the ه in front it may be ها and its endings. */
static const char *const endings[] = {"ای", "اش", "ام", "ات", "اند", "ایم", "اید", NULL};

static bool is_word(const sn_lexicon *lexicon, sn_str word)
{
    sn_stem_result stem;
    sn_stem(lexicon, word, false, &stem);
    return stem.rule == SN_RULE_KNOWN || stem.rule == SN_RULE_EXCEPTION ||
           stem.rule == SN_RULE_BROKEN_PLURAL;
}

/* The stem of the word with a half-space at the border. */
static void stem_apart(const sn_lexicon *lexicon, sn_str word, size_t border, sn_stem_result *out)
{
    char apart[SN_TERM_MAX_BYTES + 4];
    memcpy(apart, word.at, border);
    memcpy(apart + border, SN_HALF_SPACE, 3);
    memcpy(apart + border + 3, word.at + border, word.len - border);
    sn_stem(lexicon, (sn_str){apart, word.len + 3}, false, out);
}

static bool differs(const sn_stem_result *a, const sn_stem_result *b)
{
    return a->len != b->len || memcmp(a->text, b->text, a->len) != 0;
}

/* heh: where the ه stands. */
static bool read_at(const sn_lexicon *lexicon, sn_str word, size_t heh, const sn_stem_result *first,
                    sn_stem_result *out)
{
    if (heh < LEAST_BASE || !is_word(lexicon, (sn_str){word.at, heh}) ||
        !is_word(lexicon, (sn_str){word.at, heh + LETTER_BYTES}))
        return false;
    stem_apart(lexicon, word, heh, out);
    if (differs(out, first))
        return sn_rule_is_inflection(out->rule);
    stem_apart(lexicon, word, heh + LETTER_BYTES, out);
    return differs(out, first) && sn_rule_is_inflection(out->rule);
}

bool sn_second_reading(const sn_lexicon *lexicon, sn_str word, const sn_stem_result *first,
                       sn_stem_result *out)
{
    if (!sn_rule_is_inflection(first->rule) || word.len > SN_TERM_MAX_BYTES)
        return false;
    for (const char *const *e = endings; *e != NULL; e++) {
        size_t len = strlen(*e) + LETTER_BYTES;
        if (word.len < len + LEAST_BASE ||
            memcmp(word.at + word.len - len, HEH, LETTER_BYTES) != 0 ||
            memcmp(word.at + word.len - len + LETTER_BYTES, *e, len - LETTER_BYTES) != 0)
            continue;
        if (read_at(lexicon, word, word.len - len, first, out))
            return true;
    }
    return false;
}
