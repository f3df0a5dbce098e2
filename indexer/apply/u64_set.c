#include "indexer/apply/u64_set.h"

#include "base/grow.h"
#include "grouping/mix.h"

#include <stdlib.h>
#include <string.h>

void sn_u64_set_done(sn_u64_set *set)
{
    free(set->at);
    free(set->slots);
    *set = (sn_u64_set){0};
}

void sn_u64_set_clear(sn_u64_set *set)
{
    set->n = 0;
    if (set->n_slots > 0)
        memset(set->slots, 0, set->n_slots * sizeof *set->slots);
}

/* The slot that holds number, or the free one where it belongs. */
static size_t slot_of(const sn_u64_set *set, uint64_t number)
{
    size_t mask = set->n_slots - 1, slot = (size_t)sn_mix(number) & mask;
    while (set->slots[slot] != 0 && set->at[set->slots[slot] - 1] != number)
        slot = (slot + 1) & mask;
    return slot;
}

bool sn_u64_set_has(const sn_u64_set *set, uint64_t number)
{
    return set->n > 0 && set->slots[slot_of(set, number)] != 0;
}

bool sn_u64_set_find(const sn_u64_set *set, uint64_t number, size_t *place)
{
    size_t slot = set->n > 0 ? slot_of(set, number) : 0;
    if (set->n == 0 || set->slots[slot] == 0)
        return false;
    *place = set->slots[slot] - 1;
    return true;
}

static sn_status make_slots(sn_u64_set *set)
{
    size_t n = set->n_slots > 0 ? 2 * set->n_slots : 64;
    uint32_t *slots = calloc(n, sizeof *slots);
    if (slots == NULL)
        return SN_ENOMEM;
    free(set->slots);
    set->slots = slots;
    set->n_slots = n;
    for (size_t i = 0; i < set->n; i++)
        slots[slot_of(set, set->at[i])] = (uint32_t)i + 1;
    return SN_OK;
}

sn_status sn_u64_set_add(sn_u64_set *set, uint64_t number, size_t *place, bool *is_new)
{
    if (2 * (set->n + 1) > set->n_slots && make_slots(set) != SN_OK)
        return SN_ENOMEM;
    size_t slot = slot_of(set, number);
    bool found = set->slots[slot] != 0;
    if (!found) {
        uint64_t *at = sn_grow(set->at, set->n, &set->cap, sizeof *at);
        if (at == NULL)
            return SN_ENOMEM;
        set->at = at;
        at[set->n++] = number;
        set->slots[slot] = (uint32_t)set->n;
    }
    if (place != NULL)
        *place = set->slots[slot] - 1;
    if (is_new != NULL)
        *is_new = !found;
    return SN_OK;
}
