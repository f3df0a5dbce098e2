#include "query/profile.h"

#include "base/options.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Found by tools/tune/tune.py; docs/ranking.md says how. */
const sn_profile sn_profile_default = {
    .name = "portal",
    .k1 = 0.8,
    .b = 0.35,
    .length = 245,
    .title = 0,
    .exact = 0.3,
    .parts = 0.05,
    .reading = 0.1,
    .synonym = 0.1,
    .derived = 0.15,
    .pair = 0.1,
    .near = 0.03,
    .near_slack = 6,
    .near_gap = 4,
    .near_pairs = 8,
    .title_phrase = 0.2,
    .phrase_words = 8,
    .opening = 0.05,
    .opening_places = 50,
    .passage = 0.3,
    .passage_places = 25,
    .passage_words = 6,
    .all_words = 0.2,
    .refined = 50,
    .relax_below = 10,
    .relax_to = 100,
    .related = {.k1 = 3,
                .b = 0.8,
                .title = 2,
                .rarity = 1.5,
                .time = 0.03,
                .half_days = 14,
                .section = 0.08,
                .least = 0.03,
                .terms = 100,
                .finders = 10},
    .auto_octaves = 3,
    .auto_least = 1,
    .auto_most = 2,
    .prefer = SN_FRESHNESS_NORMAL,
    .freshness =
        {
            [SN_FRESHNESS_OFF] = {0, 1},
            [SN_FRESHNESS_LOW] = {0.15, 60},
            [SN_FRESHNESS_NORMAL] = {0.35, 7},
            [SN_FRESHNESS_HIGH] = {0.8, 1},
        },
};

/* An editor looks for the article that said something in these words, of last week or last year; an
 * archive's reader for what there is, whenever it was written. */
void sn_profiles_builtin(sn_profile out[SN_PROFILES_BUILTIN])
{
    static const char *const names[SN_PROFILES_BUILTIN] = {"portal", "editor", "archive"};
    for (size_t i = 0; i < SN_PROFILES_BUILTIN; i++) {
        out[i] = sn_profile_default;
        strcpy(out[i].name, names[i]);
    }
    out[1].prefer = SN_FRESHNESS_LOW;
    out[1].exact = 2 * sn_profile_default.exact;
    out[2].prefer = SN_FRESHNESS_OFF;
}

/* k1 * (1 - b + b * length / usual) with length / average in the place of length / usual. */
sn_bm25 sn_profile_bm25(const sn_profile *p, double average_length)
{
    if (p->length <= 0 || average_length <= 0)
        return (sn_bm25){p->k1, p->b};
    double rising = p->k1 * p->b * average_length / p->length;
    double k1 = p->k1 * (1 - p->b) + rising;
    return (sn_bm25){k1, rising / k1};
}

const char *sn_freshness_name(sn_freshness f)
{
    static const char *const names[] = {
        [SN_FRESHNESS_OFF] = "off",       [SN_FRESHNESS_LOW] = "low",
        [SN_FRESHNESS_NORMAL] = "normal", [SN_FRESHNESS_HIGH] = "high",
        [SN_FRESHNESS_AUTO] = "auto",     [SN_FRESHNESS_OF_PROFILE] = NULL};
    return names[f];
}

sn_status sn_half_life_parse(sn_str text, double *days)
{
    static const struct {
        char letter;
        double days;
    } units[] = {{'h', 1.0 / 24}, {'d', 1}, {'w', 7}};
    int64_t n;
    if (text.len < 2)
        return SN_EINVAL;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (text.at[text.len - 1] != units[i].letter)
            continue;
        if (sn_int_parse((sn_str){text.at, text.len - 1}, 0, INT32_MAX, &n) != SN_OK)
            return SN_EINVAL;
        double found = (double)n * units[i].days;
        if (n < 1 || found > SN_LIMIT_HALF_LIFE_DAYS)
            return SN_ELIMIT;
        *days = found;
        return SN_OK;
    }
    return SN_EINVAL;
}

void sn_half_life_write(double days, char out[SN_HALF_LIFE_SIZE])
{
    bool is_whole = fabs(days - round(days)) < 1e-9;
    snprintf(out, SN_HALF_LIFE_SIZE, is_whole ? "%.0fd" : "%.0fh", is_whole ? days : days * 24);
}
