/* http/cache - answers that are kept, to be given again as long as they are what would be found.
 *
 *   key (who may see what, and what is asked) + stamp (the state it was answered from) + time
 *
 * An answer is given again for the same key under the same stamp, byte by byte, before its time is over; so
 * whatever changes what is found must change the stamp. What lies there is bounded by bytes: what was not wanted
 * for longest goes. In stripes, each with a lock of its own, held for moments; answers are counted by references and
 * read outside of it.
 *
 * Of requests for the same at the same time one is answered and the others wait for its answer. */
#ifndef SN_HTTP_CACHE_CACHE_H
#define SN_HTTP_CACHE_CACHE_H

#include "base/bytes.h"

#define SN_STAMP_BYTES 32

typedef struct sn_cache sn_cache;

typedef struct sn_cache_key {
    sn_str text;                         /* any bytes; borrowed */
    unsigned char stamp[SN_STAMP_BYTES]; /* the state of what is asked */
    int64_t now_sec;
} sn_cache_key;

/* An answer in it. What is in here never changes but for the packed form, which comes once. */
typedef struct sn_cache_entry sn_cache_entry;
sn_str sn_cache_entry_body(const sn_cache_entry *entry);
sn_str sn_cache_entry_note(const sn_cache_entry *entry);
const char *sn_cache_entry_tag(const sn_cache_entry *entry);
/* Its packed form and the checksum of what it is of, as sn_cache_add_packed() had them; false: none yet. */
bool sn_cache_entry_packed(const sn_cache_entry *entry, sn_str *packed, uint32_t *crc);
void sn_cache_entry_give_back(const sn_cache_entry *entry); /* NULL is fine */

typedef struct sn_cache_counts {
    uint64_t hits, misses, waits; /* waits: hits and misses that waited for another request */
    uint64_t evictions;           /* answers that went for want of room */
    uint64_t entries, bytes;      /* now */
} sn_cache_counts;

/* bytes: all that lies there, with 200 for each answer; 0: nothing is kept. SN_ENOMEM. */
SN_MUST_USE sn_status sn_cache_create(size_t bytes, sn_cache **out, sn_error *err);
void sn_cache_destroy(sn_cache *c); /* all answers are given back, nobody waits; NULL is fine */

typedef enum sn_cache_found {
    SN_CACHE_HIT,  /* *out is the caller's until sn_cache_entry_give_back() */
    SN_CACHE_LEAD, /* others wait for this answer: sn_cache_keep() or sn_cache_leave() is due */
    SN_CACHE_MISS  /* nothing is there, and nothing is due; keeping it is fine */
} sn_cache_found;
SN_MUST_USE sn_cache_found sn_cache_find(sn_cache *c, const sn_cache_key *key,
                                         const sn_cache_entry **out);

/* Only look: nobody is waited for, and a miss is none. *out as of a hit; false: it is not there. */
SN_MUST_USE bool sn_cache_peek(sn_cache *c, const sn_cache_key *key, const sn_cache_entry **out);

typedef struct sn_cache_answer {
    sn_str body;
    sn_str note;       /* what is to be known of it besides, any bytes */
    const char *tag;   /* under 32 bytes */
    int64_t until_sec; /* not longer than to that second */
} sn_cache_answer;

/* Keep an answer, copied, under the key it was looked for by. What is too large for the cache, or for want of
 * memory, is not kept. */
void sn_cache_keep(sn_cache *c, const sn_cache_key *key, const sn_cache_answer *answer);
/* There is no answer to be kept: who waits goes on. */
void sn_cache_leave(sn_cache *c, const sn_cache_key *key);

/* The packed form of an answer, taken over from *packed; the first one stays. */
void sn_cache_add_packed(sn_cache *c, const sn_cache_entry *entry, sn_buf *packed, uint32_t crc);

void sn_cache_count(sn_cache *c, sn_cache_counts *out);

SN_DEFINE_CLEANUP_PTR(sn_cache, sn_cache_destroy)

#endif
