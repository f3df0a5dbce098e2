#include "query/collation.h"

#include "base/limits.h"
#include "calendar/icu_memory.h"

#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

struct sn_collation {
    UCollator *rules;
};

static sn_status status_of(UErrorCode code)
{
    if (U_SUCCESS(code))
        return SN_OK;
    return code == U_MEMORY_ALLOCATION_ERROR ? SN_ENOMEM : SN_EINTERNAL;
}

sn_status sn_collation_open(sn_collation **out)
{
    UErrorCode code = U_ZERO_ERROR;
    sn_collation *c = calloc(1, sizeof *c);
    if (c == NULL)
        return SN_ENOMEM;
    sn_icu_memory_prepare();
    c->rules = ucol_open("fa", &code);
    /* A default warning means the root's order, which puts some letters elsewhere. */
    sn_status s = code == U_USING_DEFAULT_WARNING ? SN_EINTERNAL : status_of(code);
    if (s != SN_OK) {
        sn_collation_close(c);
        return s;
    }
    *out = c;
    return SN_OK;
}

void sn_collation_close(sn_collation *c)
{
    if (c == NULL)
        return;
    if (c->rules != NULL)
        ucol_close(c->rules);
    free(c);
}

/* UTF-16 needs no more units than UTF-8 has bytes. */
static sn_status key_of_units(const UCollator *rules, const UChar *units, int32_t n, sn_pool *pool,
                              sn_str *out)
{
    int32_t size = ucol_getSortKey(rules, units, n, NULL, 0);
    uint8_t *key = size > 0 ? sn_pool_take(pool, (size_t)size) : NULL;
    if (key == NULL)
        return size > 0 ? SN_ENOMEM : SN_EINTERNAL;
    ucol_getSortKey(rules, units, n, key, size);
    *out = (sn_str){(const char *)key, (size_t)size};
    return SN_OK;
}

sn_status sn_collation_key(const sn_collation *c, sn_str text, sn_pool *pool, sn_str *out)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar units[SN_LIMIT_FACET_LABEL_BYTES + 1];
    int32_t n = 0;
    if (text.len > SN_LIMIT_FACET_LABEL_BYTES)
        return SN_EINVAL;
    u_strFromUTF8(units, SN_LIMIT_FACET_LABEL_BYTES + 1, &n, text.at, (int32_t)text.len, &code);
    if (U_FAILURE(code))
        return code == U_INVALID_CHAR_FOUND ? SN_EINVAL : status_of(code);
    return key_of_units(c->rules, units, n, pool, out);
}
