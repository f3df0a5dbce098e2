/* layout/body - the body of an article, packed: a value of its document (SN_SLOT_BODY), apart from its record
 * (hit.h), so that a list that shows no passages unpacks none.
 *
 *   value:  1 (how it is packed), the body as a frame of zstd
 *
 * Bodies are short: each is packed behind the same words, which it refers to (body_words.h). */
#ifndef SN_LAYOUT_BODY_H
#define SN_LAYOUT_BODY_H

#include "layout/hit.h"

typedef struct sn_body_packer sn_body_packer;

/* A packer or reader is for one thread at a time. SN_ENOMEM. */
SN_MUST_USE sn_status sn_body_packer_create(sn_body_packer **out);
void sn_body_packer_destroy(sn_body_packer *p); /* NULL is fine */

/* Append the value of hit->body to *out: nothing where there is no body. Which bytes these are
 * depends on the library's version: compare what is unpacked. SN_ELIMIT: it is over SN_LIMIT_TEXT_BYTES; SN_ENOMEM. */
SN_MUST_USE sn_status sn_body_pack(sn_body_packer *p, const sn_hit *hit, sn_buf *out);

typedef struct sn_body_reader sn_body_reader;

SN_MUST_USE sn_status sn_body_reader_create(sn_body_reader **out);
void sn_body_reader_destroy(sn_body_reader *r); /* NULL is fine */

/* *memory holds a value and nothing else. Unpack it behind that, and let hit->body be borrowed from
 * *memory: valid until it changes. hit->body_bytes says how many bytes the body has: more are never made room for.
 * SN_EFORMAT: packed in another way; SN_ECORRUPT, SN_ENOMEM, SN_ELIMIT (of *memory); then *hit is as it was. */
SN_MUST_USE sn_status sn_body_read(sn_body_reader *r, sn_buf *memory, sn_hit *hit);

#endif
