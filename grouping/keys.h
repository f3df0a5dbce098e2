/* grouping/keys - keys by which articles find one another, as the archive keeps them: each below 2^31, rising, each once.
 * Internal to grouping/. */
#ifndef SN_GROUPING_KEYS_H
#define SN_GROUPING_KEYS_H

#include <stddef.h>
#include <stdint.h>

/* Sort n keys in place, each once; returns how many are left. By insertion: there are two dozen at most. */
size_t sn_sort_keys(uint32_t *keys, size_t n);

#endif
