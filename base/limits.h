/* base/limits - every limit of the project, from the one table base/limits.def: SN_LIMIT_ID_BYTES and so on. Unit and
 * reason stand there; messages name a limit as docs/limits.md does. */
#ifndef SN_BASE_LIMITS_H
#define SN_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

enum {
#define SN_LIMIT(name, value, unit, reason) SN_LIMIT_##name = (value),
#include "base/limits.def"
#undef SN_LIMIT
};

typedef struct sn_limit {
    const char *name; /* as in the enum without its prefix: "ID_BYTES" */
    int64_t value;
    const char *unit, *reason;
} sn_limit;

/* The table, *n rows. */
const sn_limit *sn_limits(size_t *n);

#endif
