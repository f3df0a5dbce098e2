/* query/config_file - the syntax of the configuration file (libconfig's) into profiles. Private to
 * config.c. */
#ifndef SN_QUERY_CONFIG_FILE_H
#define SN_QUERY_CONFIG_FILE_H

#include "query/config.h"

/* Change *c, which has the built-in profiles, as the text says. Statuses as sn_config_parse. */
SN_MUST_USE sn_status sn_config_fill(sn_config *c, const char *file, sn_str text, sn_error *err);

#endif
