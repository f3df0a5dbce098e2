#include "http/cache/kept.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_BYTES 200 /* what an answer takes besides its bytes */

sn_str sn_kept_body(const sn_kept *kept)
{
    return kept->body;
}

sn_str sn_kept_note(const sn_kept *kept)
{
    return kept->note;
}

const char *sn_kept_tag(const sn_kept *kept)
{
    return kept->tag;
}

bool sn_kept_packed(const sn_kept *kept, sn_str *packed, uint32_t *crc)
{
    const sn_buf *at = atomic_load_explicit(&kept->packed, memory_order_acquire);
    if (at == NULL)
        return false;
    *packed = sn_buf_str(at);
    *crc = kept->crc;
    return true;
}

static void destroy(sn_kept *kept)
{
    sn_buf *packed = atomic_load(&kept->packed);
    if (packed != NULL)
        sn_buf_done(packed);
    free(packed);
    free(kept);
}

void sn_kept_give_back(const sn_kept *kept)
{
    sn_kept *own = (sn_kept *)kept;
    if (own != NULL && atomic_fetch_sub(&own->users, 1) == 1)
        destroy(own);
}

bool sn_kept_is_good(const sn_kept *kept, const sn_cache_key *key)
{
    return memcmp(kept->stamp, key->stamp, SN_STAMP_BYTES) == 0 && key->now_sec < kept->until_sec;
}

static size_t bytes_of(const sn_cache_key *key, const sn_cache_answer *answer)
{
    return key->text.len + answer->body.len + answer->note.len;
}

size_t sn_kept_size(const sn_cache_key *key, const sn_cache_answer *answer)
{
    return ENTRY_BYTES + bytes_of(key, answer);
}

/* Copied behind *at, which moves on. */
static sn_str copy(char **at, sn_str bytes)
{
    sn_str copied = {*at, bytes.len};
    if (bytes.len > 0)
        memcpy(*at, bytes.at, bytes.len);
    *at += bytes.len;
    return copied;
}

sn_kept *sn_kept_make(uint64_t hash, const sn_cache_key *key, const sn_cache_answer *answer)
{
    sn_kept *kept = calloc(1, sizeof *kept + bytes_of(key, answer));
    if (kept == NULL)
        return NULL;
    char *at = kept->bytes;
    kept->hash = hash;
    memcpy(kept->stamp, key->stamp, SN_STAMP_BYTES);
    kept->until_sec = answer->until_sec;
    kept->size = sn_kept_size(key, answer);
    kept->body = copy(&at, answer->body);
    kept->note = copy(&at, answer->note);
    kept->key = copy(&at, key->text);
    strncpy(kept->tag, answer->tag, SN_KEPT_TAG_SIZE - 1);
    atomic_init(&kept->users, 1);
    return kept;
}
