/* What a setting of the configuration is called, and what it may be (numbers: constants.c). An
 * unknown name is a mistake: a setting that is spelled wrongly would be one that does nothing. */
#include "query/config_file.h"

#include "query/constants.h"

#include <string.h>

static sn_status read_half_life(const sn_config_reader *r, const sn_config_node *setting,
                                double *days)
{
    sn_str text;
    sn_status s = sn_config_text(r, setting, &text);
    if (s == SN_OK && sn_half_life_parse(text, days) != SN_OK)
        return sn_config_mistake(r, setting, SN_EINVAL,
                                 "not a half-life from 1h to %dd, as «12h», «3d», «2w»",
                                 SN_LIMIT_HALF_LIFE_DAYS);
    return s;
}

static sn_status read_level(const sn_config_reader *r, const sn_config_node *group,
                            sn_freshness_level *level)
{
    sn_status s = sn_config_is_group(r, group);
    for (size_t i = 0; s == SN_OK && i < sn_config_count(group); i++) {
        const sn_config_node *setting = sn_config_at(group, i);
        if (strcmp(sn_config_name(setting), "share") == 0)
            s = sn_config_number(r, setting, 0, 10, false, &level->share);
        else if (strcmp(sn_config_name(setting), "half_life") == 0)
            s = read_half_life(r, setting, &level->half_days);
        else
            s = sn_config_unknown(r, setting);
    }
    return s;
}

/* freshness_levels: what low, normal and high mean. */
static sn_status read_levels(const sn_config_reader *r, const sn_config_node *group, sn_profile *p)
{
    sn_status s = sn_config_is_group(r, group);
    for (size_t i = 0; s == SN_OK && i < sn_config_count(group); i++) {
        const sn_config_node *setting = sn_config_at(group, i);
        sn_freshness level = SN_FRESHNESS_LOW;
        while (level <= SN_FRESHNESS_HIGH &&
               strcmp(sn_config_name(setting), sn_freshness_name(level)) != 0)
            level++;
        s = level > SN_FRESHNESS_HIGH ? sn_config_unknown(r, setting)
                                      : read_level(r, setting, &p->freshness[level]);
    }
    return s;
}

static sn_status read_preference(const sn_config_reader *r, const sn_config_node *setting,
                                 sn_profile *p)
{
    sn_str text;
    sn_status s = sn_config_text(r, setting, &text);
    if (s != SN_OK)
        return s;
    for (sn_freshness f = SN_FRESHNESS_OFF; f < SN_FRESHNESS_OF_PROFILE; f++) {
        if (sn_str_equal(text, sn_str_of(sn_freshness_name(f)))) {
            p->prefer = f;
            return SN_OK;
        }
    }
    return sn_config_mistake(r, setting, SN_EINVAL, "not one of off, low, normal, high, auto");
}

static sn_status read_constant(const sn_config_reader *r, const sn_config_node *setting, size_t i,
                               const sn_constant_info *constant, sn_profile *p)
{
    double value;
    sn_status s =
        sn_config_number(r, setting, constant->min, constant->max, constant->is_whole, &value);
    if (s == SN_OK)
        sn_profile_set_constant(p, i, value);
    return s;
}

/* One setting of a profile, `inherits` apart, which was looked at before. */
static sn_status read_member(const sn_config_reader *r, const sn_config_node *setting, sn_config *c,
                             sn_profile *p)
{
    sn_constant_info constant;
    for (size_t i = 0; sn_profile_constant(p, i, &constant); i++) {
        if (strcmp(sn_config_name(setting), constant.name) == 0)
            return read_constant(r, setting, i, &constant, p);
    }
    if (strcmp(sn_config_name(setting), "freshness") == 0)
        return read_preference(r, setting, p);
    if (strcmp(sn_config_name(setting), "freshness_levels") == 0)
        return read_levels(r, setting, p);
    if (strcmp(sn_config_name(setting), "source_priors") == 0)
        return sn_config_source_priors(r, setting, c, p);
    if (strcmp(sn_config_name(setting), "urgency_priors") == 0)
        return sn_config_urgency_priors(r, setting, p);
    return strcmp(sn_config_name(setting), "inherits") == 0 ? SN_OK : sn_config_unknown(r, setting);
}

/* What the profile begins as: the one it inherits, itself if it is built in, or portal. */
static sn_status begin_profile(const sn_config_reader *r, const sn_config_node *group,
                               const sn_config *c, sn_profile *p)
{
    const sn_config_node *inherits = sn_config_member(group, "inherits");
    const sn_profile *from = sn_config_profile(c, sn_config_name(group));
    if (inherits != NULL) {
        sn_str name;
        sn_status s = sn_config_text(r, inherits, &name);
        if (s != SN_OK)
            return s;
        from = sn_config_profile(c, name.at);
        if (from == NULL)
            return sn_config_mistake(r, inherits, SN_EINVAL,
                                     "no profile «%.40s» is built in or stands above", name.at);
    }
    *p = from != NULL ? *from : sn_profile_default;
    strcpy(p->name, sn_config_name(group));
    return SN_OK;
}

static sn_status read_profile(const sn_config_reader *r, const sn_config_node *group, sn_config *c)
{
    sn_profile p;
    sn_status s = sn_config_is_group(r, group);
    if (s != SN_OK)
        return s;
    if (strlen(sn_config_name(group)) >= sizeof p.name)
        return sn_config_mistake(r, group, SN_EINVAL, "the name is longer than %d letters",
                                 SN_PROFILE_NAME_SIZE - 1);
    s = begin_profile(r, group, c, &p);
    for (size_t i = 0; s == SN_OK && i < sn_config_count(group); i++)
        s = read_member(r, sn_config_at(group, i), c, &p);
    if (s != SN_OK)
        return s;
    sn_profile *to = (sn_profile *)sn_config_profile(c, p.name);
    if (to == NULL && c->n_profiles == SN_LIMIT_PROFILES)
        return sn_config_mistake(r, group, SN_ELIMIT, "there are more than %d profiles",
                                 SN_LIMIT_PROFILES);
    *(to != NULL ? to : &c->profiles[c->n_profiles++]) = p;
    return SN_OK;
}

static sn_status read_profiles(const sn_config_reader *r, const sn_config_node *group, sn_config *c)
{
    sn_status s = sn_config_is_group(r, group);
    for (size_t i = 0; s == SN_OK && i < sn_config_count(group); i++)
        s = read_profile(r, sn_config_at(group, i), c);
    return s;
}

/* profile = "editor": for requests that name none. After the profiles, wherever it stands. */
static sn_status read_standard(const sn_config_reader *r, const sn_config_node *setting,
                               sn_config *c)
{
    sn_str name;
    sn_status s = sn_config_text(r, setting, &name);
    if (s != SN_OK)
        return s;
    const sn_profile *p = sn_config_profile(c, name.at);
    if (p == NULL)
        return sn_config_mistake(r, setting, SN_EINVAL, "there is no profile «%.40s»", name.at);
    c->standard = (size_t)(p - c->profiles);
    return SN_OK;
}

sn_status sn_config_fill(sn_config *c, const char *file, sn_str text, sn_error *err)
{
    SN_CLEANUP(sn_config_reader) sn_config_reader r;
    sn_status s = sn_config_reader_init(&r, file, text, err);
    const sn_config_node *standard = NULL;
    for (size_t i = 0; s == SN_OK && i < sn_config_count(r.root); i++) {
        const sn_config_node *setting = sn_config_at(r.root, i);
        if (strcmp(sn_config_name(setting), "profiles") == 0)
            s = read_profiles(&r, setting, c);
        else if (strcmp(sn_config_name(setting), "profile") == 0)
            standard = setting;
        else if (strcmp(sn_config_name(setting), "preferred_sources") == 0)
            s = sn_config_preferred_sources(&r, setting, c);
        else if (strcmp(sn_config_name(setting), "service") != 0) /* http/options reads that */
            s = sn_config_unknown(&r, setting);
    }
    return s == SN_OK && standard != NULL ? read_standard(&r, standard, c) : s;
}
