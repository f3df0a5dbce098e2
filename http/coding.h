/* http/coding - gzip in both directions (RFC 9110, 8.4.1): bodies of requests piece by piece, answers whole. */
#ifndef SN_HTTP_CODING_H
#define SN_HTTP_CODING_H

#include "base/bytes.h"

/* Append in, packed. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_gzip(sn_str in, sn_buf *out);

/* The same in two parts, where only a short end differs from one time to the next. Append the beginning, packed;
 * *crc: what the end goes on from. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_gzip_begin(sn_str in, sn_buf *out, uint32_t *crc);
/* Append what sn_gzip_begin() made of `bytes` bytes, and the end as it is: at most 65,535 bytes (SN_EINVAL). */
SN_MUST_USE sn_status sn_gzip_end(sn_str begun, size_t bytes, uint32_t crc, sn_str end,
                                  sn_buf *out);

typedef struct sn_gunzip sn_gunzip;

/* A piece of what was packed, borrowed. False ends the unpacking. */
typedef bool sn_gunzip_fn(void *ctx, sn_str piece);

SN_MUST_USE sn_status sn_gunzip_create(sn_gunzip **out); /* SN_ENOMEM */
void sn_gunzip_destroy(sn_gunzip *g);                    /* NULL is fine */
/* Unpack the next bytes; what they hold goes to fn in pieces of at most 64 KiB, however much it is, so fn
 * sets the limit. Members behind each other are one body. SN_OK, also where fn ended it; SN_ECORRUPT: this is
 * no gzip; SN_ENOMEM. */
SN_MUST_USE sn_status sn_gunzip_take(sn_gunzip *g, sn_str bytes, sn_gunzip_fn *fn, void *ctx);
/* Was that all of it, to the checksum? */
bool sn_gunzip_is_whole(const sn_gunzip *g);

SN_DEFINE_CLEANUP_PTR(sn_gunzip, sn_gunzip_destroy)

#endif
