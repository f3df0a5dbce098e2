/* query/config - the configuration file: the profiles of the ranking.
 *
 *   INDEX/sarnakh.conf or --config FILE  -->  sn_config (immutable, counted)  -->  a profile a request
 *
 * docs/configuration.md says what the file may hold. Private to query/. */
#ifndef SN_QUERY_CONFIG_H
#define SN_QUERY_CONFIG_H

#include "query/pool.h"
#include "query/profile.h"

typedef struct sn_config {
    sn_profile profiles[SN_LIMIT_PROFILES]; /* the built-in ones first */
    size_t n_profiles;
    size_t standard; /* which of them is for requests that name none */
    sn_str
        *preferred; /* sources that stand for groups of copies, most preferred first: as the value
                          SN_SLOT_SOURCE has them */
    size_t n_preferred;
    sn_pool pool; /* what profiles point to */
    size_t users; /* configs.c: who holds it, under its lock */
} sn_config;

/* Read text; file is what errors call it. On SN_OK *out is the caller's, ended with
 * sn_config_destroy(). SN_EINVAL, SN_EUTF8, SN_ELIMIT: the message names file, line and setting;
 * SN_ENOMEM. */
SN_MUST_USE sn_status sn_config_parse(const char *file, sn_str text, sn_config **out,
                                      sn_error *err);
void sn_config_destroy(sn_config *c); /* NULL is fine */

/* The profile of a name; NULL name: the standard one; NULL: there is none of that name. */
const sn_profile *sn_config_profile(const sn_config *c, const char *name);

/* As above; an unknown name is SN_EINVAL with *problem filled (the names are listed). */
SN_MUST_USE sn_status sn_config_choose(const sn_config *c, const char *name, const sn_profile **out,
                                       sn_problem *problem);

SN_DEFINE_CLEANUP_PTR(sn_config, sn_config_destroy)

#endif
