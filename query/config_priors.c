/* source_priors and urgency_priors of a profile: lists of groups, because names of sources are no
 * names of settings. And preferred_sources, which is of none. */
#include "analysis/fold.h"
#include "layout/terms.h"
#include "query/config_file.h"

#include <math.h>
#include <string.h>

/* The source of an element { source = "..."; prior = 0.1; }, as its articles' term has it. */
static sn_status read_source(const sn_config_reader *r, const sn_config_node *setting, sn_config *c,
                             sn_str *out)
{
    sn_str name;
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(16 * SN_LIMIT_FIELD_BYTES);
    sn_status s = sn_config_text(r, setting, &name);
    if (s == SN_OK)
        s = sn_fold_name(name, &key);
    if (s != SN_OK)
        return s;
    if (key.len == 0)
        return sn_config_mistake(r, setting, SN_EINVAL, "the name of a source is wanted");
    s = sn_pool_copy(&c->pool, sn_buf_str(&key), out);
    return s == SN_OK ? s : sn_fail(r->err, s, "out of memory");
}

static sn_status read_source_prior(const sn_config_reader *r, const sn_config_node *group,
                                   sn_config *c, sn_source_prior *prior)
{
    sn_status s = sn_config_is_group(r, group);
    *prior = (sn_source_prior){.share = -1};
    for (size_t i = 0; s == SN_OK && i < sn_config_count(group); i++) {
        const sn_config_node *setting = sn_config_at(group, i);
        if (strcmp(sn_config_name(setting), "source") == 0)
            s = read_source(r, setting, c, &prior->key);
        else if (strcmp(sn_config_name(setting), "prior") == 0)
            s = sn_config_number(r, setting, 0, 1, false, &prior->share);
        else
            s = sn_config_unknown(r, setting);
    }
    if (s == SN_OK && (prior->key.len == 0 || prior->share < 0))
        return sn_config_mistake(r, group, SN_EINVAL, "source and prior are wanted");
    return s;
}

sn_status sn_config_source_priors(const sn_config_reader *r, const sn_config_node *list,
                                  sn_config *c, sn_profile *p)
{
    sn_status s = sn_config_is_list(r, list);
    size_t n = s == SN_OK ? sn_config_count(list) : 0;
    if (n > SN_LIMIT_PRIORS)
        return sn_config_mistake(r, list, SN_ELIMIT, "more than %d sources", SN_LIMIT_PRIORS);
    sn_source_prior *priors = sn_pool_take(&c->pool, (n + 1) * sizeof *priors);
    if (priors == NULL)
        return sn_fail(r->err, SN_ENOMEM, "out of memory");
    for (size_t i = 0; s == SN_OK && i < n; i++) {
        s = read_source_prior(r, sn_config_at(list, i), c, &priors[i]);
        for (size_t k = 0; s == SN_OK && k < i; k++) {
            if (sn_str_equal(priors[k].key, priors[i].key))
                s = sn_config_mistake(r, sn_config_at(list, i), SN_EINVAL,
                                      "this source stands above already");
        }
    }
    p->source_priors = priors;
    p->n_source_priors = n;
    return s;
}

static sn_status read_urgency_prior(const sn_config_reader *r, const sn_config_node *group,
                                    sn_profile *p)
{
    double urgency = 0, prior = -1;
    sn_status s = sn_config_is_group(r, group);
    for (size_t i = 0; s == SN_OK && i < sn_config_count(group); i++) {
        const sn_config_node *setting = sn_config_at(group, i);
        if (strcmp(sn_config_name(setting), "urgency") == 0)
            s = sn_config_number(r, setting, 1, SN_URGENCY_LAST, true, &urgency);
        else if (strcmp(sn_config_name(setting), "prior") == 0)
            s = sn_config_number(r, setting, 0, 1, false, &prior);
        else
            s = sn_config_unknown(r, setting);
    }
    if (s == SN_OK && (urgency == 0 || prior < 0))
        return sn_config_mistake(r, group, SN_EINVAL, "urgency and prior are wanted");
    if (s == SN_OK && p->urgency_priors[(size_t)urgency] >= 0)
        return sn_config_mistake(r, group, SN_EINVAL, "this urgency stands above already");
    if (s == SN_OK)
        p->urgency_priors[(size_t)urgency] = prior;
    return s;
}

sn_status sn_config_urgency_priors(const sn_config_reader *r, const sn_config_node *list,
                                   sn_profile *p)
{
    sn_status s = sn_config_is_list(r, list);
    for (size_t u = 0; u <= SN_URGENCY_LAST; u++)
        p->urgency_priors[u] = -1; /* not said yet */
    for (size_t i = 0; s == SN_OK && i < sn_config_count(list); i++)
        s = read_urgency_prior(r, sn_config_at(list, i), p);
    for (size_t u = 0; u <= SN_URGENCY_LAST; u++)
        p->urgency_priors[u] = fmax(p->urgency_priors[u], 0);
    return s;
}

/* As the articles' value has it, which is cut like the term. */
static sn_status read_preferred(const sn_config_reader *r, const sn_config_node *setting,
                                sn_config *c, sn_str *out)
{
    char bytes[SN_INDEX_TERM_SIZE];
    sn_str key = {NULL, 0};
    sn_status s = read_source(r, setting, c, &key);
    if (s != SN_OK)
        return s;
    sn_str term = sn_index_term(SN_LIST_SOURCE, key, bytes);
    s = sn_pool_copy(&c->pool, (sn_str){term.at + 1, term.len - 1}, out);
    return s == SN_OK ? s : sn_fail(r->err, s, "out of memory");
}

sn_status sn_config_preferred_sources(const sn_config_reader *r, const sn_config_node *list,
                                      sn_config *c)
{
    sn_status s = sn_config_is_list(r, list);
    size_t n = s == SN_OK ? sn_config_count(list) : 0;
    if (n > SN_LIMIT_PREFERRED_SOURCES)
        return sn_config_mistake(r, list, SN_ELIMIT, "more than %d sources",
                                 SN_LIMIT_PREFERRED_SOURCES);
    sn_str *preferred = sn_pool_take(&c->pool, (n + 1) * sizeof *preferred);
    if (preferred == NULL)
        return sn_fail(r->err, SN_ENOMEM, "out of memory");
    for (size_t i = 0; s == SN_OK && i < n; i++) {
        s = read_preferred(r, sn_config_at(list, i), c, &preferred[i]);
        for (size_t k = 0; s == SN_OK && k < i; k++) {
            if (sn_str_equal(preferred[k], preferred[i]))
                s = sn_config_mistake(r, sn_config_at(list, i), SN_EINVAL,
                                      "this source stands above already");
        }
    }
    c->preferred = preferred;
    c->n_preferred = n;
    return s;
}
