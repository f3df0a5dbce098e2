#include "analysis/story_terms.h"

#include "base/digest.h"
#include "base/grow.h"
#include "base/utf8.h"
#include "grouping/mix.h"

#include <math.h>
#include <stdlib.h>

/* Weights are kept in 64ths. sn_word.log_freq is in half octaves: a word of the lexicon weighs the octaves
 * by which it is rarer than the most frequent ones (2^25 of the count), up to RARE, which is also what
 * unknown words weigh: most are names, some are slips. */
#define SCALE       64
#define FREQUENT    25.0
#define RARE        14.0
#define NAME        1.4 /* names tell events apart */
#define NUMBER      6.0 /* the toll, the price: few are shared by chance */
#define LATIN       8.0 /* mostly handles and abbreviations */
#define MAX_REPEATS 1000

void sn_story_draft_done(sn_story_draft *d)
{
    free(d->at);
    *d = (sn_story_draft){0};
}

static double rarity(const sn_lexicon *lexicon, const sn_token *t)
{
    sn_word word = {0};
    if ((t->flags & SN_TOKEN_STOP) != 0 || t->rule == SN_RULE_VERB || t->stem.len < 3)
        return 0;
    if ((t->flags & SN_TOKEN_NUMBER) != 0)
        return NUMBER;
    if ((t->flags & SN_TOKEN_LATIN) != 0)
        return LATIN;
    if (!sn_lexicon_find(lexicon, t->stem, &word))
        return RARE;
    if ((word.classes & SN_WORD_STOP) != 0)
        return 0;
    double octaves = fmin(FREQUENT - word.log_freq / 2.0, RARE);
    return (word.classes & SN_WORD_NAME) != 0 ? octaves * NAME : octaves;
}

static uint32_t hash_of(sn_str stem)
{
    return (uint32_t)sn_mix(sn_digest_add(0, stem.at, stem.len) ^ stem.len);
}

/* For now the weight is that of one occurrence. */
static sn_status add_token(sn_story_draft *d, const sn_lexicon *lexicon, const sn_token *t)
{
    double weight = rarity(lexicon, t);
    if (weight <= 0)
        return SN_OK;
    sn_story_term *at = sn_grow(d->at, d->n, &d->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    d->at = at;
    at[d->n++] = (sn_story_term){hash_of(t->stem), (uint16_t)lround(weight * SCALE)};
    return SN_OK;
}

static int by_hash(const void *left, const void *right)
{
    const sn_story_term *a = left, *b = right;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

/* Equal ones become one, which weighs 1 + log(how many) times as much. */
static void count_repeats(sn_story_draft *d)
{
    size_t kept = 0;
    if (d->n > 0)
        qsort(d->at, d->n, sizeof *d->at, by_hash);
    for (size_t i = 0, end = 0; i < d->n; i = end) {
        while (end < d->n && d->at[end].hash == d->at[i].hash)
            end++;
        size_t repeats = end - i < MAX_REPEATS ? end - i : MAX_REPEATS;
        double weight = d->at[i].weight * (1 + log((double)repeats));
        d->at[kept++] = (sn_story_term){d->at[i].hash, (uint16_t)lround(weight)};
    }
    d->n = kept;
}

static sn_status add_text(sn_story_draft *d, sn_analyzer *analyzer, const sn_lexicon *lexicon,
                          sn_str text)
{
    sn_tokens tokens;
    text = sn_utf8_cut(text, SN_STORY_TEXT_BYTES);
    if (text.len == 0)
        return SN_OK;
    sn_status s = sn_analyzer_run(analyzer, text, &tokens);
    for (size_t i = 0; s == SN_OK && i < tokens.n_tokens; i++)
        s = add_token(d, lexicon, &tokens.tokens[i]);
    return s;
}

sn_status sn_story_terms_make(sn_story_draft *draft, sn_analyzer *analyzer,
                              const sn_lexicon *lexicon, const sn_str *texts, size_t n_texts,
                              sn_story_terms *out)
{
    sn_status s = SN_OK;
    draft->n = 0;
    for (size_t i = 0; s == SN_OK && i < n_texts; i++)
        s = add_text(draft, analyzer, lexicon, texts[i]);
    if (s != SN_OK)
        return s;
    count_repeats(draft);
    sn_story_terms_take(draft->at, draft->n, out);
    return SN_OK;
}
