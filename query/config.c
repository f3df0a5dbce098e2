#include "query/config.h"

#include "query/config_file.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

sn_status sn_config_parse(const char *file, sn_str text, sn_config **out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_config) sn_config *c = calloc(1, sizeof *c);
    if (c == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_profiles_builtin(c->profiles);
    c->n_profiles = SN_PROFILES_BUILTIN;
    sn_status s = sn_config_fill(c, file, text, err);
    if (s != SN_OK)
        return s;
    *out = c;
    c = NULL;
    return SN_OK;
}

void sn_config_destroy(sn_config *c)
{
    if (c == NULL)
        return;
    sn_pool_done(&c->pool);
    free(c);
}

const sn_profile *sn_config_profile(const sn_config *c, const char *name)
{
    if (name == NULL)
        return &c->profiles[c->standard];
    for (size_t i = 0; i < c->n_profiles; i++) {
        if (strcmp(c->profiles[i].name, name) == 0)
            return &c->profiles[i];
    }
    return NULL;
}

sn_status sn_config_choose(const sn_config *c, const char *name, const sn_profile **out,
                           sn_problem *problem)
{
    const sn_profile *found = sn_config_profile(c, name);
    if (found != NULL) {
        *out = found;
        return SN_OK;
    }
    char quoted[SN_QUOTE_SIZE], names[SN_LIMIT_PROFILES * (SN_PROFILE_NAME_SIZE + 1)] = "";
    for (size_t i = 0; i < c->n_profiles; i++) {
        strcat(names, i > 0 ? "|" : "");
        strcat(names, c->profiles[i].name);
    }
    return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "profile",
                           "profile: «%s» is not one of %s",
                           "profile: «%s» شناخته نیست؛ نام‌های ممکن: %s",
                           sn_quote(sn_str_of(name), quoted), names);
}
