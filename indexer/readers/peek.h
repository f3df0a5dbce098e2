/* indexer/readers/peek - the bytes of an input one at a time, the next of which may be looked at. */
#ifndef SN_READERS_PEEK_H
#define SN_READERS_PEEK_H

#include "indexer/readers/input.h"

/* In place of a byte: there is none any more. */
#define SN_PEEK_END (-1)

typedef struct sn_peek {
    sn_input *input;
    char *chunk;
    size_t at, len;
} sn_peek;

/* The input stays the caller's. SN_ENOMEM. */
SN_MUST_USE sn_status sn_peek_init(sn_peek *p, sn_input *input);
void sn_peek_done(sn_peek *p);

/* The next chunk. Statuses of sn_input_read. */
SN_MUST_USE sn_status sn_peek_fill(sn_peek *p, sn_error *err);

/* The next byte, which stays, or SN_PEEK_END. Statuses of sn_input_read. */
SN_MUST_USE static inline sn_status sn_peek_byte(sn_peek *p, int *byte, sn_error *err)
{
    sn_status s = p->at == p->len ? sn_peek_fill(p, err) : SN_OK;
    if (s == SN_OK)
        *byte = p->len > 0 ? (unsigned char)p->chunk[p->at] : SN_PEEK_END;
    return s;
}

/* Take the byte that was looked at. */
static inline char sn_peek_take(sn_peek *p)
{
    return p->chunk[p->at++];
}

#endif
