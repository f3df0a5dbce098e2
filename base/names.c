#include "base/names.h"

#include "base/grow.h"

#include <stdlib.h>

void sn_names_done(sn_names *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->at[i]);
    free(list->at);
    *list = (sn_names){0};
}

sn_status sn_names_add(sn_names *list, const char *name)
{
    char **at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    list->at = at;
    char *copy = sn_str_dup(sn_str_of(name));
    if (copy == NULL)
        return SN_ENOMEM;
    list->at[list->n++] = copy;
    return SN_OK;
}
