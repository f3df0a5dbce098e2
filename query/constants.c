#include "query/constants.h"

#include "query/engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum type { REAL, COUNT } type;

static const struct constant {
    const char *name;
    type type;
    size_t at;
    double min, max;
} constants[] = {
    {"k1", REAL, offsetof(sn_profile, k1), 0.01, 100},
    {"b", REAL, offsetof(sn_profile, b), 0, 1},
    {"length", REAL, offsetof(sn_profile, length), 0, 100000},
    {"title", REAL, offsetof(sn_profile, title), 0, 100},
    {"exact", REAL, offsetof(sn_profile, exact), 0, 100},
    {"parts", REAL, offsetof(sn_profile, parts), 0, 1},
    {"reading", REAL, offsetof(sn_profile, reading), 0, 1},
    {"synonym", REAL, offsetof(sn_profile, synonym), 0, 1},
    {"derived", REAL, offsetof(sn_profile, derived), 0, 1},
    {"pair", REAL, offsetof(sn_profile, pair), 0, 100},
    {"near", REAL, offsetof(sn_profile, near), 0, 100},
    {"near_slack", COUNT, offsetof(sn_profile, near_slack), 0, 50},
    {"near_gap", COUNT, offsetof(sn_profile, near_gap), 1, 50},
    {"near_pairs", COUNT, offsetof(sn_profile, near_pairs), 0, SN_LIMIT_QUERY_TERMS},
    {"title_phrase", REAL, offsetof(sn_profile, title_phrase), 0, 100},
    {"phrase_words", COUNT, offsetof(sn_profile, phrase_words), 0, SN_LIMIT_QUERY_TERMS},
    {"opening", REAL, offsetof(sn_profile, opening), 0, 100},
    {"opening_places", COUNT, offsetof(sn_profile, opening_places), 1, 1000},
    {"passage", REAL, offsetof(sn_profile, passage), 0, 100},
    {"passage_places", COUNT, offsetof(sn_profile, passage_places), 1, 1000},
    {"passage_words", COUNT, offsetof(sn_profile, passage_words), 3, SN_LIMIT_QUERY_TERMS},
    {"all_words", REAL, offsetof(sn_profile, all_words), 0, 100},
    {"refined", COUNT, offsetof(sn_profile, refined), 0, SN_LIMIT_RUN_HITS},
    {"relax_below", COUNT, offsetof(sn_profile, relax_below), 0, SN_LIMIT_DEPTH_HITS},
    {"relax_to", COUNT, offsetof(sn_profile, relax_to), 1, SN_LIMIT_DEPTH_HITS},
    {"related_k1", REAL, offsetof(sn_profile, related.k1), 0.01, 100},
    {"related_b", REAL, offsetof(sn_profile, related.b), 0, 1},
    {"related_title", REAL, offsetof(sn_profile, related.title), 0, 100},
    {"related_rarity", REAL, offsetof(sn_profile, related.rarity), 0, 5},
    {"related_time", REAL, offsetof(sn_profile, related.time), 0, 10},
    {"related_half_days", REAL, offsetof(sn_profile, related.half_days), 0.01, 10000},
    {"related_section", REAL, offsetof(sn_profile, related.section), 0, 10},
    {"related_least", REAL, offsetof(sn_profile, related.least), 0, 1},
    {"related_terms", COUNT, offsetof(sn_profile, related.terms), 1, SN_LIMIT_RELATED_TERMS},
    {"related_finders", COUNT, offsetof(sn_profile, related.finders), 1, SN_LIMIT_RELATED_TERMS},
    {"auto_octaves", REAL, offsetof(sn_profile, auto_octaves), 0.1, 20},
    {"auto_least", REAL, offsetof(sn_profile, auto_least), 0, 10},
    {"auto_most", REAL, offsetof(sn_profile, auto_most), 0, 10},
};
#define N_CONSTANTS (sizeof constants / sizeof *constants)

static double get(const sn_profile *p, const struct constant *c)
{
    const char *at = (const char *)p + c->at;
    return c->type == COUNT ? *(const uint32_t *)(const void *)at
                            : *(const double *)(const void *)at;
}

static void set(sn_profile *p, const struct constant *c, double value)
{
    char *at = (char *)p + c->at;
    if (c->type == COUNT)
        *(uint32_t *)(void *)at = (uint32_t)value;
    else
        *(double *)(void *)at = value;
}

bool sn_profile_constant(const sn_profile *p, size_t i, sn_constant_info *out)
{
    if (i >= N_CONSTANTS)
        return false;
    const struct constant *c = &constants[i];
    *out = (sn_constant_info){c->name, c->min, c->max, get(p, c), c->type == COUNT};
    return true;
}

void sn_profile_set_constant(sn_profile *p, size_t i, double value)
{
    set(p, &constants[i], value);
}

static sn_status fail_unknown(sn_str name, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf names = SN_BUF(4096);
    for (size_t i = 0; i < N_CONSTANTS; i++)
        sn_buf_add_format(&names, "%s%s", i > 0 ? ", " : "", constants[i].name);
    return sn_fail(err, SN_EINVAL, "constant «%.*s» is none of %s",
                   (int)(name.len < 40 ? name.len : 40), name.at, sn_buf_text(&names));
}

/* Decimal, as scripts write them; NaN for anything else. */
static double number_of(sn_str text)
{
    char copy[32], *end = copy;
    if (text.len == 0 || text.len >= sizeof copy)
        return NAN;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    if (strspn(copy, "0123456789.e-") != text.len)
        return NAN;
    double value = strtod(copy, &end);
    return *end == '\0' ? value : NAN;
}

sn_status sn_profile_set(sn_profile *p, sn_str name, sn_str value, sn_error *err)
{
    for (size_t i = 0; i < N_CONSTANTS; i++) {
        const struct constant *c = &constants[i];
        if (!sn_str_equal(name, sn_str_of(c->name)))
            continue;
        double number = number_of(value);
        bool is_good =
            number >= c->min && number <= c->max && (c->type == REAL || floor(number) == number);
        if (!is_good)
            return sn_fail(err, SN_EINVAL, "constant %s: a %s from %g to %g is wanted", c->name,
                           c->type == REAL ? "number" : "whole number", c->min, c->max);
        set(p, c, number);
        return SN_OK;
    }
    return fail_unknown(name, err);
}

sn_status sn_engine_set_constant(sn_engine *e, sn_str name, sn_str value, sn_error *err)
{
    sn_status s = SN_OK;
    sn_config *config = sn_configs_for_change(e->configs);
    for (size_t i = 0; i < config->n_profiles && s == SN_OK; i++)
        s = sn_profile_set(&config->profiles[i], name, value, err);
    return s;
}
