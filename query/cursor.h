/* query/cursor - where a list goes on, as a text that the service signed.
 *
 *   version, what the list is, the last hits shown  --HMAC-SHA-512/256-->  base64url
 *
 * Signed, because it says things that are not checked again: the instant that freshness and dates
 * count from, how many hits were passed. It names the last hits by number (and id), not their place,
 * so it holds through commits, rebuilds and the deletion of those hits. */
#ifndef SN_QUERY_CURSOR_H
#define SN_QUERY_CURSOR_H

#include "base/bytes.h"
#include "base/limits.h"
#include "base/problem.h"
#include "xapian-c/xapian_c.h"

#define SN_CURSOR_KEY_BYTES 32
#define SN_CURSOR_LAST      4
#define SN_CURSOR_ANY       255

typedef struct sn_cursor {
    int analysis;                /* of the generation that was asked */
    uint64_t words;              /* of the newsroom that it was built with: hash of their digest */
    uint64_t request;            /* digest of what makes the list (sn_request.digest) */
    uint8_t sort;                /* sn_sort of the list */
    uint8_t mode;                /* sn_plan_mode that found it */
    uint8_t misses;              /* how far it was relaxed; SN_CURSOR_ANY: any word is enough */
    uint8_t reading;             /* SN_READ_*, bits (lookup.h) */
    bool is_corrected;           /* the query was answered as it was meant (correct.h) */
    int64_t now_sec;             /* frozen */
    int64_t from_sec, to_sec;    /* relative dates, frozen */
    uint32_t position;           /* of the next hit, when this was written */
    uint32_t total, uncollapsed; /* of the first page */
    uint8_t relation;            /* of them, as sn_total_relation */
    uint32_t n_last; /* last hits, the very last one first; others are for when it goes */
    sn_docid last[SN_CURSOR_LAST];
    double score;            /* relevance: of the very last one */
    double share, half_days; /* relevance: how much newer articles are preferred */
    sn_docid window;         /* relevance: end of the hits that were weighed by places; 0: none */
    int64_t key;             /* dates: second of the very last one (date_keys.h) */
    char id[SN_LIMIT_ID_BYTES + 1]; /* dates: its id */
} sn_cursor;

/* Append the text of a cursor. Returns SN_OK, SN_ENOMEM, SN_ELIMIT (of the buffer). */
SN_MUST_USE sn_status sn_cursor_write(const sn_cursor *c,
                                      const unsigned char key[SN_CURSOR_KEY_BYTES], sn_buf *out);

/* Read it back. SN_EINVAL: not one that was signed with this key, whatever is wrong with it;
 * SN_EFORMAT: signed, but of another format. */
SN_MUST_USE sn_status sn_cursor_read(sn_str text, const unsigned char key[SN_CURSOR_KEY_BYTES],
                                     sn_cursor *out);

/* The key that signs, from dir/cursor.key. The first process that needs it makes it (32 random
 * bytes, readable by its user only); of two at once one wins and both have the same. Where it can be
 * neither read nor made, or without makes is not there, the key is one for this process, and so are its cursors.
 * SN_ECORRUPT: the file is no key; SN_EINTERNAL: no random numbers. */
SN_MUST_USE sn_status sn_cursor_key_take(const char *dir, bool makes,
                                         unsigned char key[SN_CURSOR_KEY_BYTES], sn_error *err);

#endif
