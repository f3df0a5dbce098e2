/* http/watch/popular - which texts came most often, in bounded memory (the Space-Saving algorithm).
 *
 * A text that is not among those kept takes the place of the rarest of them, and its count, plus one: so
 * counts are never too small, and too large by at most `error`. What makes up more than one in
 * SN_POPULAR_TEXTS of all that came is always among them. Safe from every thread. */
#ifndef SN_HTTP_WATCH_POPULAR_H
#define SN_HTTP_WATCH_POPULAR_H

#include "base/bytes.h"

#define SN_POPULAR_TEXTS 256
#define SN_POPULAR_BYTES 200 /* longer texts are passed over: nobody asks them twice */

typedef struct sn_popular sn_popular;

SN_MUST_USE sn_status sn_popular_create(sn_popular **out, sn_error *err); /* SN_ENOMEM */
void sn_popular_destroy(sn_popular *p);                                   /* NULL is fine */

/* Count a text, not empty. */
void sn_popular_add(sn_popular *p, sn_str text);

typedef struct sn_popular_text {
    char text[SN_POPULAR_BYTES + 1];
    uint64_t count, error;
} sn_popular_text;
/* The first n of those kept, by count, at most max. */
size_t sn_popular_read(sn_popular *p, sn_popular_text *out, size_t max);
void sn_popular_clear(sn_popular *p);

SN_DEFINE_CLEANUP_PTR(sn_popular, sn_popular_destroy)

#endif
