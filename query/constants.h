/* query/constants - constants of the ranking by name, for the configuration file and for whoever
 * measures what they are worth. */
#ifndef SN_QUERY_CONSTANTS_H
#define SN_QUERY_CONSTANTS_H

#include "query/profile.h"
#include "query/search.h"

/* Set the constant of that name. SN_EINVAL: no such constant (the message names all), no number, or one
 * out of its range. */
SN_MUST_USE sn_status sn_profile_set(sn_profile *p, sn_str name, sn_str value, sn_error *err);

/* The same in every profile of an engine, while nobody searches; until the next reload. Statuses as above. */
SN_MUST_USE sn_status sn_engine_set_constant(sn_engine *e, sn_str name, sn_str value,
                                             sn_error *err);

/* Name, range and value in p of the i-th constant; false: no more. */
typedef struct sn_constant_info {
    const char *name;
    double min, max, value;
    bool is_whole;
} sn_constant_info;
bool sn_profile_constant(const sn_profile *p, size_t i, sn_constant_info *out);
/* value is in its range, and whole if it must be. */
void sn_profile_set_constant(sn_profile *p, size_t i, double value);

#endif
