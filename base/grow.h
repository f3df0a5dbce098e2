/* base/grow - arrays that double.
 *
 *     row *rows = sn_grow(d->rows, d->n, &d->cap, sizeof *rows);
 *     if (rows == NULL)
 *         return SN_ENOMEM;
 *     d->rows = rows;
 *     d->rows[d->n++] = ...; */
#ifndef SN_BASE_GROW_H
#define SN_BASE_GROW_H

#include <stddef.h>

/* at moved to where more fits; NULL if there is no memory, and then at is as it was. */
void *sn_grow_more(void *at, size_t *cap, size_t size);

/* Room behind n elements of `size` bytes for one more; *cap counts elements, 0 for at == NULL. What
 * is returned is the array from now on, which the caller frees. NULL: no memory, at stays as it is. */
static inline void *sn_grow(void *at, size_t n, size_t *cap, size_t size)
{
    return n < *cap ? at : sn_grow_more(at, cap, size);
}

#endif
