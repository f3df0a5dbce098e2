#include "base/limits.h"

static const sn_limit limits[] = {
#define SN_LIMIT(name, value, unit, reason) {#name, (value), unit, reason},
#include "base/limits.def"
#undef SN_LIMIT
};

const sn_limit *sn_limits(size_t *n)
{
    *n = sizeof limits / sizeof *limits;
    return limits;
}
