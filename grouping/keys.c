#include "grouping/keys.h"

size_t sn_sort_keys(uint32_t *keys, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t key = keys[i];
        size_t at = kept;
        while (at > 0 && keys[at - 1] > key)
            at--;
        if (at > 0 && keys[at - 1] == key)
            continue;
        for (size_t j = kept; j > at; j--)
            keys[j] = keys[j - 1];
        keys[at] = key;
        kept++;
    }
    return kept;
}
