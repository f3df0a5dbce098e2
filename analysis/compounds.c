#include "analysis/compounds.h"

#include "analysis/lexicon_blob.h"
#include "analysis/lexicon_letters.h"

/* One letter further; all letters of the lexicon have two bytes. */
static bool step(const sn_automaton *set, sn_walk *walk, sn_str word, size_t *at)
{
    const unsigned char *in = (const unsigned char *)word.at + *at;
    if ((in[0] & 0xe0) != 0xc0)
        return false;
    *at += 2;
    uint8_t letter = sn_letter_of((uint32_t)(in[0] & 0x1f) << 6 | (in[1] & 0x3f));
    if (letter == SN_LETTER_MADDA)
        letter = SN_LETTER_ALEF;
    return letter != 0 && sn_walk_step(set, walk, letter);
}

bool sn_compounds_walk(const sn_lexicon *lexicon, sn_walk *walk, sn_str word, bool *ends)
{
    sn_automaton set = sn_lexicon_automaton(lexicon, &lexicon->compounds);
    *ends = false;
    for (size_t at = 0; at < word.len;) {
        if (!step(&set, walk, word, &at))
            return false;
        sn_str rest = {word.at + at, word.len - at};
        if (walk->final)
            *ends =
                *ends || rest.len == 0 || sn_lexicon_suffix_apart(lexicon, rest) != SN_APART_NEVER;
    }
    return true;
}
