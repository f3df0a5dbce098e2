/* query/collation - the order of a Persian dictionary, which is not that of bytes: پ stands behind ب,
 * گ behind ک, whatever the letters' numbers. ICU's, for the language fa. Private to query/. */
#ifndef SN_QUERY_COLLATION_H
#define SN_QUERY_COLLATION_H

#include "query/pool.h"

typedef struct sn_collation sn_collation;

/* SN_ENOMEM, SN_EINTERNAL (ICU has no rules for Persian). */
SN_MUST_USE sn_status sn_collation_open(sn_collation **out);
void sn_collation_close(sn_collation *c); /* NULL is fine */

/* Bytes, in the pool, that compare as the text stands in the dictionary. SN_ENOMEM; SN_EINVAL for
 * ill-formed UTF-8; SN_EINTERNAL. */
SN_MUST_USE sn_status sn_collation_key(const sn_collation *c, sn_str text, sn_pool *pool,
                                       sn_str *out);

SN_DEFINE_CLEANUP_PTR(sn_collation, sn_collation_close)

#endif
