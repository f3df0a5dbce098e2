/* What an article gains for its source or its urgency, whatever the words: profiles may say so, the
 * built-in ones do not. A share of what the words can reach, like freshness, so that it is as strong
 * for every query. */
#include "query/plan_parts.h"

static void add_bonus(sn_plan *p, sn_part_kind kind, double share, sn_xap_query *articles)
{
    p->parts[p->n_parts++] = (sn_part){
        .kind = kind,
        .query = sn_tree_constant(&p->tree, share * p->attainable, articles),
        .factor = 1,
    };
}

/* Sources of one share are one part: each part is looked at for every article. */
static void add_sources(sn_plan *p, const sn_profile *profile)
{
    sn_xap_query *terms[SN_LIMIT_PRIORS];
    bool is_done[SN_LIMIT_PRIORS] = {false};
    const sn_source_prior *priors = profile->source_priors;
    for (size_t i = 0; i < profile->n_source_priors; i++) {
        size_t n = 0;
        for (size_t k = i; k < profile->n_source_priors; k++) {
            if (is_done[k] || priors[k].share != priors[i].share)
                continue;
            terms[n++] = sn_tree_term(&p->tree, SN_LIST_SOURCE, priors[k].key);
            is_done[k] = true;
        }
        if (n > 0 && priors[i].share > 0)
            add_bonus(p, SN_PART_SOURCE, priors[i].share,
                      sn_tree_join(&p->tree, SN_XAP_OR, terms, n, 0));
    }
}

static void add_urgencies(sn_plan *p, const sn_profile *profile)
{
    for (int u = 1; u <= SN_URGENCY_LAST; u++) {
        char digit[2] = {(char)('0' + u), '\0'};
        if (profile->urgency_priors[u] > 0)
            add_bonus(p, SN_PART_URGENCY, profile->urgency_priors[u],
                      sn_tree_term(&p->tree, SN_LIST_URGENCY, sn_str_of(digit)));
    }
}

void sn_plan_priors(sn_plan *p)
{
    if (p->attainable <= 0)
        return;
    add_sources(p, p->profile);
    add_urgencies(p, p->profile);
}
