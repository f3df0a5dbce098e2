#include "analysis/automaton.h"

uint32_t sn_automaton_find(const sn_automaton *a, const uint8_t *key, size_t len)
{
    sn_walk w = sn_walk_begin();
    for (size_t i = 0; i < len; i++) {
        if (!sn_walk_step(a, &w, key[i]))
            return SN_NO_RANK;
    }
    return w.final ? w.rank : SN_NO_RANK;
}
