/* query/configs - the configuration in force, read at start and again on reload. Searchers of all
 * threads take it at the beginning of a request and keep it as long as they answer. Private to
 * query/. */
#ifndef SN_QUERY_CONFIGS_H
#define SN_QUERY_CONFIGS_H

#include "query/config.h"

typedef struct sn_configs sn_configs;

/* path NULL: dir/sarnakh.conf, which need not be there; a file that is named must be
 * (SN_ENOTFOUND). Other statuses as sn_config_parse, SN_EIO. */
SN_MUST_USE sn_status sn_configs_open(const char *dir, const char *path, sn_configs **out,
                                      sn_error *err);
void sn_configs_close(sn_configs *c); /* after every configuration was given back */

/* Read the file again, without putting it in force: that cannot fail any more and is
 * sn_configs_install(), which takes it over. Statuses as above. */
SN_MUST_USE sn_status sn_configs_read(const sn_configs *c, sn_config **out, sn_error *err);
void sn_configs_install(sn_configs *c, sn_config *fresh);

/* The configuration in force, to be changed in its place: only while nobody searches. */
sn_config *sn_configs_for_change(sn_configs *c);

/* The configuration in force, instead of `held` (NULL: none yet), which is given back. */
const sn_config *sn_configs_take(sn_configs *c, const sn_config *held);
void sn_configs_give_back(sn_configs *c, const sn_config *held); /* NULL is fine */

#endif
