#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>

enum { FIRST = 64 };

void *sn_grow_more(void *at, size_t *cap, size_t size)
{
    size_t more = *cap == 0 ? FIRST : 2 * *cap;
    if (more > SIZE_MAX / 2 / size)
        return NULL;
    void *moved = realloc(at, more * size);
    if (moved != NULL)
        *cap = more;
    return moved;
}
