/* A Persian word to its terms: exact, stem, and the parts if it is a compound. */
#include "analysis/analyzer_state.h"
#include "analysis/compounds.h"
#include "analysis/run_on.h"
#include "analysis/second_reading.h"

#include <string.h>

/* U+0622 becomes U+0627, in place (both have two bytes). */
static void drop_madda(char *at, size_t len)
{
    for (size_t i = 0; i + 1 < len; i++) {
        if (at[i] == '\xd8' && at[i + 1] == '\xa2')
            at[i + 1] = '\xa7';
    }
}

int sn_verb_strength(const sn_analyzer *a, sn_str word)
{
    char bare[SN_TERM_MAX_BYTES + 1];
    size_t len = sn_exact_term(word, bare);
    drop_madda(bare, len);
    return sn_lexicon_verb_strength(a->lexicon, (sn_str){bare, len});
}

static size_t last_half_space(sn_str word)
{
    for (size_t i = word.len; i >= 3; i--) {
        if (memcmp(word.at + i - 3, SN_HALF_SPACE, 3) == 0)
            return i - 3;
    }
    return 0;
}

/* «رئیس‌جمهورهای» may be stemmed to what the list of compounds does not have; the last part alone
 * brings it there: رییس + stem(جمهورهای). */
static bool find_by_last_part(const sn_lexicon *lexicon, sn_str word, sn_stem_result *stem,
                              sn_str *parts)
{
    size_t border = last_half_space(word);
    if (border == 0)
        return false;
    char key[SN_TERM_MAX_BYTES + 1];
    size_t len = sn_exact_term((sn_str){word.at, border}, key);
    sn_stem_result last;
    sn_stem(lexicon, (sn_str){word.at + border + 3, word.len - border - 3}, false, &last);
    if (!sn_rule_is_inflection(last.rule) || len + last.len > SN_TERM_MAX_BYTES)
        return false;
    memcpy(key + len, last.text, last.len);
    len += last.len;
    drop_madda(key, len);
    if (!sn_lexicon_find_compound(lexicon, (sn_str){key, len}, parts))
        return false;
    memcpy(stem->text, key, len);
    stem->len = len;
    return true;
}

/* However a compound is written, its stem is the spelling of the list. bare: joined, no madda;
 * listed: it is in the list itself. */
static sn_str find_compound(const sn_lexicon *lexicon, sn_str word, sn_str bare, bool listed,
                            sn_stem_result *stem)
{
    sn_str parts = {0}, stemmed = {stem->text, stem->len};
    if (stem->rule == SN_RULE_VERB || bare.len < 6)
        return parts;
    bool same = sn_str_equal(stemmed, bare);
    if (!same && sn_lexicon_find_compound(lexicon, stemmed, &parts))
        return parts;
    if (listed && (same || stem->rule != SN_RULE_EXCEPTION) &&
        sn_lexicon_find_compound(lexicon, bare, &parts)) {
        memcpy(stem->text, bare.at, bare.len);
        stem->len = bare.len;
    } else if (stem->rule == SN_RULE_EXCEPTION || !find_by_last_part(lexicon, word, stem, &parts)) {
        return (sn_str){0};
    }
    if (!same || stem->rule == SN_RULE_UNKNOWN)
        stem->rule = SN_RULE_COMPOUND;
    return parts;
}

/* The segments of an unknown compound; none of a verb. inflected: the stemmer took something off,
 * so endings at the end are no parts (کتاب‌ها); else they are (سی‌ان‌ان). */
static sn_str segments(const sn_lexicon *lexicon, sn_str word, sn_stem_rule rule, bool inflected)
{
    size_t border = rule == SN_RULE_VERB ? 0 : last_half_space(word);
    while (border > 0 && inflected &&
           sn_lexicon_suffix_apart(
               lexicon, (sn_str){word.at + border + 3, word.len - border - 3}) != SN_APART_NEVER) {
        word.len = border;
        border = last_half_space(word);
    }
    return border > 0 ? word : (sn_str){0};
}

static uint32_t count_parts(sn_str parts)
{
    uint32_t n = parts.len > 0;
    for (size_t i = 0; i < parts.len; i++)
        n += sn_is_part_border(parts.at[i]);
    return n;
}

/* The term of a word that the cache does not have, its strings in these buffers. */
typedef struct draft_term {
    char exact[SN_TERM_MAX_BYTES + 1], bare[SN_TERM_MAX_BYTES + 1];
    char parts[SN_TERM_MAX_BYTES + SN_RUN_ON_PARTS]; /* of a run-on */
    sn_stem_result stem, second;
    sn_term term;
} draft_term;

static void make_known_term(const sn_lexicon *lexicon, sn_str word, bool ezafe, draft_term *d)
{
    size_t len = sn_exact_term(word, d->exact);
    memcpy(d->bare, d->exact, len);
    drop_madda(d->bare, len);
    sn_str bare = {d->bare, len};
    sn_term *term = &d->term;
    sn_stem(lexicon, word, ezafe, &d->stem);
    *term = (sn_term){.exact = {d->exact, len}, .walk = sn_walk_begin()};
    bool ends;
    term->begins = sn_compounds_walk(lexicon, &term->walk, bare, &ends);
    bool listed = term->begins && term->walk.final;
    term->parts = find_compound(lexicon, word, bare, listed, &d->stem);
    term->stem = (sn_str){d->stem.text, d->stem.len};
    if (term->parts.len == 0)
        term->parts = segments(lexicon, word, d->stem.rule, !sn_str_equal(term->stem, bare));
    term->n_parts = count_parts(term->parts);
    term->width = term->n_parts > 1 ? term->n_parts : 1;
    term->rule = (uint8_t)d->stem.rule;
    term->stop = sn_lexicon_is_stop(lexicon, bare);
}

/* The parts of a run-on, a space between them, if the stemmer knows each of them. A part that is a
 * compound takes its positions, as it does when it stands alone. */
static void find_run_on(const sn_lexicon *lexicon, draft_term *d)
{
    sn_run_on found;
    size_t len = 0;
    uint32_t width = 0;
    if (!sn_run_on_split(lexicon, d->term.exact, &found))
        return;
    for (size_t k = 0; k < found.n; k++) {
        draft_term part;
        make_known_term(lexicon, found.parts[k], false, &part);
        if (part.term.rule == SN_RULE_UNKNOWN)
            return;
        width += part.term.width;
        if (k > 0)
            d->parts[len++] = ' ';
        memcpy(d->parts + len, found.parts[k].at, found.parts[k].len);
        len += found.parts[k].len;
    }
    d->term.parts = (sn_str){d->parts, len};
    d->term.n_parts = (uint32_t)found.n;
    d->term.width = width;
    d->term.guess = SN_GUESS_RUN_ON;
}

static void find_second_reading(const sn_lexicon *lexicon, draft_term *d)
{
    if (!sn_second_reading(lexicon, d->term.exact, &d->stem, &d->second))
        return;
    d->term.parts = (sn_str){d->second.text, d->second.len};
    d->term.guess = SN_GUESS_READING;
}

/* Guesses are made only of words that nobody divided: run-ons of those that nobody knows. */
static void make_term(const sn_lexicon *lexicon, sn_str word, bool ezafe, draft_term *d)
{
    make_known_term(lexicon, word, ezafe, d);
    if (d->term.parts.len > 0 || d->term.exact.len != word.len)
        return;
    if (d->term.rule == SN_RULE_UNKNOWN)
        find_run_on(lexicon, d);
    else
        find_second_reading(lexicon, d);
}

/* Strings that are not in the word or the lexicon move to the arena. */
static const sn_term *keep_in_arena(sn_analyzer *a, const sn_term *term)
{
    a->term = *term;
    a->term.exact = sn_term_keep(a, term->exact);
    a->term.stem = sn_term_keep(a, term->stem);
    if (term->guess != SN_GUESS_NONE)
        a->term.parts = sn_term_keep(a, term->parts);
    return &a->term;
}

const sn_term *sn_term_of_word(sn_analyzer *a, sn_str word, bool ezafe)
{
    uint64_t hash = sn_term_hash(word, ezafe);
    const sn_term *known = sn_term_cache_find(&a->cache, hash, word, ezafe);
    if (known != NULL)
        return known;
    draft_term d;
    make_term(a->lexicon, word, ezafe, &d);
    known = sn_term_cache_keep(&a->cache, hash, word, ezafe, &d.term);
    return known != NULL ? known : keep_in_arena(a, &d.term);
}
