#include "http/cache/entry.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_BYTES 200 /* what an answer takes besides its bytes */

sn_str sn_cache_entry_body(const sn_cache_entry *entry)
{
    return entry->body;
}

sn_str sn_cache_entry_note(const sn_cache_entry *entry)
{
    return entry->note;
}

const char *sn_cache_entry_tag(const sn_cache_entry *entry)
{
    return entry->tag;
}

bool sn_cache_entry_packed(const sn_cache_entry *entry, sn_str *packed, uint32_t *crc)
{
    const sn_buf *at = atomic_load_explicit(&entry->packed, memory_order_acquire);
    if (at == NULL)
        return false;
    *packed = sn_buf_str(at);
    *crc = entry->crc;
    return true;
}

static void destroy(sn_cache_entry *entry)
{
    sn_buf *packed = atomic_load(&entry->packed);
    if (packed != NULL)
        sn_buf_done(packed);
    free(packed);
    free(entry);
}

void sn_cache_entry_give_back(const sn_cache_entry *entry)
{
    sn_cache_entry *own = (sn_cache_entry *)entry;
    if (own != NULL && atomic_fetch_sub(&own->users, 1) == 1)
        destroy(own);
}

bool sn_cache_entry_is_good(const sn_cache_entry *entry, const sn_cache_key *key)
{
    return memcmp(entry->stamp, key->stamp, SN_STAMP_BYTES) == 0 && key->now_sec < entry->until_sec;
}

static size_t bytes_of(const sn_cache_key *key, const sn_cache_answer *answer)
{
    return key->text.len + answer->body.len + answer->note.len;
}

size_t sn_cache_entry_size(const sn_cache_key *key, const sn_cache_answer *answer)
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

sn_cache_entry *sn_cache_entry_make(uint64_t hash, const sn_cache_key *key,
                                    const sn_cache_answer *answer)
{
    sn_cache_entry *entry = calloc(1, sizeof *entry + bytes_of(key, answer));
    if (entry == NULL)
        return NULL;
    char *at = entry->bytes;
    entry->hash = hash;
    memcpy(entry->stamp, key->stamp, SN_STAMP_BYTES);
    entry->until_sec = answer->until_sec;
    entry->size = sn_cache_entry_size(key, answer);
    entry->body = copy(&at, answer->body);
    entry->note = copy(&at, answer->note);
    entry->key = copy(&at, key->text);
    strncpy(entry->tag, answer->tag, SN_CACHE_TAG_SIZE - 1);
    atomic_init(&entry->users, 1);
    return entry;
}
