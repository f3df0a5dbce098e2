#include "http/access/items.h"

static bool is_between(char c)
{
    return c == ',' || c == ' ' || c == '\t';
}

bool sn_items_next(sn_str *list, sn_str *item)
{
    size_t from = 0;
    while (from < list->len && is_between(list->at[from]))
        from++;
    size_t to = from;
    while (to < list->len && !is_between(list->at[to]))
        to++;
    if (from == to)
        return false;
    *item = (sn_str){list->at + from, to - from};
    *list = (sn_str){list->at + to, list->len - to};
    return true;
}
