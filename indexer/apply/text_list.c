#include "indexer/apply/grouping_internal.h"

#include "base/grow.h"
#include "grouping/mix.h"

#include <stdlib.h>
#include <string.h>

void sn_text_list_done(sn_text_list *list)
{
    free(list->at);
    free(list->slots);
    *list = (sn_text_list){0};
}

void sn_text_list_clear(sn_text_list *list)
{
    list->n = 0;
    if (list->n_slots > 0)
        memset(list->slots, 0, list->n_slots * sizeof *list->slots);
}

/* The slot that holds text, or the free one where it belongs. */
static size_t slot_of(const sn_text_list *list, uint64_t text)
{
    size_t mask = list->n_slots - 1, slot = (size_t)sn_mix(text) & mask;
    while (list->slots[slot] != 0 && list->at[list->slots[slot] - 1] != text)
        slot = (slot + 1) & mask;
    return slot;
}

bool sn_text_list_has(const sn_text_list *list, uint64_t text)
{
    return list->n > 0 && list->slots[slot_of(list, text)] != 0;
}

bool sn_text_list_find(const sn_text_list *list, uint64_t text, size_t *place)
{
    size_t slot = list->n > 0 ? slot_of(list, text) : 0;
    if (list->n == 0 || list->slots[slot] == 0)
        return false;
    *place = list->slots[slot] - 1;
    return true;
}

static sn_status make_slots(sn_text_list *list)
{
    size_t n = list->n_slots > 0 ? 2 * list->n_slots : 64;
    uint32_t *slots = calloc(n, sizeof *slots);
    if (slots == NULL)
        return SN_ENOMEM;
    free(list->slots);
    list->slots = slots;
    list->n_slots = n;
    for (size_t i = 0; i < list->n; i++)
        slots[slot_of(list, list->at[i])] = (uint32_t)i + 1;
    return SN_OK;
}

sn_status sn_text_list_add(sn_text_list *list, uint64_t text, size_t *place, bool *is_new)
{
    if (2 * (list->n + 1) > list->n_slots && make_slots(list) != SN_OK)
        return SN_ENOMEM;
    size_t slot = slot_of(list, text);
    bool found = list->slots[slot] != 0;
    if (!found) {
        uint64_t *at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
        if (at == NULL)
            return SN_ENOMEM;
        list->at = at;
        at[list->n++] = text;
        list->slots[slot] = (uint32_t)list->n;
    }
    if (place != NULL)
        *place = list->slots[slot] - 1;
    if (is_new != NULL)
        *is_new = !found;
    return SN_OK;
}
