/* query/config_file - the settings of the configuration file into profiles. Private to config.c. */
#ifndef SN_QUERY_CONFIG_FILE_H
#define SN_QUERY_CONFIG_FILE_H

#include "config/reader.h"
#include "query/config.h"

/* Change *c, which has the built-in profiles, as the text says. Statuses as sn_config_parse, here and below. */
SN_MUST_USE sn_status sn_config_fill(sn_config *c, const char *file, sn_str text, sn_error *err);

/* config_priors.c: the lists source_priors and urgency_priors, instead of those inherited. */
SN_MUST_USE sn_status sn_config_source_priors(const sn_config_reader *r, const sn_config_node *list,
                                              sn_config *c, sn_profile *p);
SN_MUST_USE sn_status sn_config_urgency_priors(const sn_config_reader *r,
                                               const sn_config_node *list, sn_profile *p);
/* The list preferred_sources. */
SN_MUST_USE sn_status sn_config_preferred_sources(const sn_config_reader *r,
                                                  const sn_config_node *list, sn_config *c);

#endif
