/* Keys of the times that a chunk is about, in memory. The archive has all of them and is what is right:
 * what is here is read from there, and is gone when another process has written or a transaction failed.
 * A bucket is read whole if the chunk asks for much of it; what is asked of others, and of those that are
 * too large, is asked of the archive. What comes into a bucket that is here goes to the archive when
 * the chunk is through, in the order of the archive's rows. */
#include "indexer/apply/grouping_internal.h"

#include "base/grow.h"
#include "grouping/mix.h"
#include "grouping/similarity.h"
#include "grouping/stories.h"

#include <stdlib.h>
#include <string.h>

/* To read so many keys of a bucket takes as long as to ask it for those of one article. */
#define WORTH_KEYS 64u
/* What is asked for by fewer articles is not worth looking for. */
#define FEW 4u
/* Keys of all buckets here: what a busy year of a newsroom has. */
#define MOST_KEYS ((size_t)SN_LIMIT_GROUPING_KEYS)

typedef struct entry {
    uint32_t key, item; /* item 0: it is gone */
    uint32_t next;      /* of the same slot, + 1; 0: none */
} entry;

typedef struct span {
    sn_key_kind kind;
    int32_t bucket;
    bool loaded;     /* false: it was not read, for it has too many keys: */
    size_t too_many; /* so many and more */
    size_t asked;    /* by so many articles */
    uint64_t used;   /* when; rises */
    entry *entries;
    size_t n, cap;
    uint32_t *heads; /* by key, entry + 1 */
    size_t n_heads;
} span;

struct sn_spans {
    span *at; /* by kind, then bucket */
    size_t n, cap;
    uint64_t clock;
    sn_time_key *waiting;
    size_t n_waiting, cap_waiting;
};

_Static_assert(SN_STORY_WINDOW_SEC <= SN_COPY_WINDOW_SEC, "buckets are too short for stories");

sn_spans *sn_spans_create(void)
{
    return calloc(1, sizeof(sn_spans));
}

static void span_clear(span *s)
{
    free(s->entries);
    free(s->heads);
    s->entries = NULL;
    s->heads = NULL;
    s->n = s->cap = s->n_heads = 0;
    s->loaded = false;
}

void sn_spans_drop(sn_spans *spans)
{
    for (size_t i = 0; i < spans->n; i++)
        span_clear(&spans->at[i]);
    spans->n = spans->n_waiting = 0;
}

void sn_spans_destroy(sn_spans *spans)
{
    if (spans == NULL)
        return;
    sn_spans_drop(spans);
    free(spans->at);
    free(spans->waiting);
    free(spans);
}

static sn_status no_memory(const sn_grouping *g)
{
    return sn_fail(g->err, SN_ENOMEM, "no memory for keys of groups");
}

/* ---- time ---- */

/* As wide as copies may be apart, so that they are in the same one or in neighbours; and stories. */
int32_t sn_bucket_of(int64_t published_sec)
{
    int64_t width = SN_COPY_WINDOW_SEC;
    if (published_sec == SN_MEMBER_UNDATED)
        return SN_NO_DATE_BUCKET;
    return (int32_t)((published_sec - (published_sec < 0 ? width - 1 : 0)) / width);
}

sn_bucket_range sn_buckets_around(int32_t bucket)
{
    bool dated = bucket != SN_NO_DATE_BUCKET;
    return (sn_bucket_range){bucket - dated, bucket + dated};
}

/* ---- one bucket ---- */

static size_t slot_of(const span *s, uint32_t key)
{
    return (size_t)sn_mix(key) & (s->n_heads - 1);
}

static sn_status make_heads(span *s)
{
    size_t n = s->n_heads > 0 ? 2 * s->n_heads : 1024;
    uint32_t *heads = calloc(n, sizeof *heads);
    if (heads == NULL)
        return SN_ENOMEM;
    free(s->heads);
    s->heads = heads;
    s->n_heads = n;
    for (size_t i = 0; i < s->n; i++) {
        uint32_t *head = &heads[slot_of(s, s->entries[i].key)];
        s->entries[i].next = *head;
        *head = (uint32_t)i + 1;
    }
    return SN_OK;
}

static sn_status add_entry(span *s, uint32_t key, uint64_t item)
{
    if (s->n >= s->n_heads && make_heads(s) != SN_OK)
        return SN_ENOMEM;
    entry *entries = sn_grow(s->entries, s->n, &s->cap, sizeof *entries);
    if (entries == NULL)
        return SN_ENOMEM;
    s->entries = entries;
    uint32_t *head = &s->heads[slot_of(s, key)];
    entries[s->n++] = (entry){key, (uint32_t)item, *head};
    *head = (uint32_t)s->n;
    return SN_OK;
}

static void remove_entry(span *s, uint32_t key, uint64_t item)
{
    for (uint32_t at = s->n_heads > 0 ? s->heads[slot_of(s, key)] : 0; at != 0;) {
        entry *e = &s->entries[at - 1];
        if (e->key == key && e->item == item)
            e->item = 0;
        at = e->next;
    }
}

static sn_status find_entries(const span *s, const uint32_t *keys, size_t n, sn_key_fn *fn,
                              void *ctx)
{
    for (size_t i = 0; i < n && s->n_heads > 0; i++) {
        for (uint32_t at = s->heads[slot_of(s, keys[i])]; at != 0;) {
            const entry *e = &s->entries[at - 1];
            bool is_one = e->key == keys[i] && e->item != 0;
            sn_status status = is_one ? fn(ctx, e->key, e->item) : SN_OK;
            if (status != SN_OK)
                return status;
            at = e->next;
        }
    }
    return SN_OK;
}

/* ---- which buckets are here ---- */

static int compare(const span *s, sn_key_kind kind, int32_t bucket)
{
    if (s->kind != kind)
        return s->kind < kind ? -1 : 1;
    return (s->bucket > bucket) - (s->bucket < bucket);
}

/* Where it is or belongs. */
static size_t place_of(const sn_spans *spans, sn_key_kind kind, int32_t bucket)
{
    size_t low = 0, high = spans->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&spans->at[middle], kind, bucket) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static span *find_span(sn_spans *spans, sn_key_kind kind, int32_t bucket)
{
    size_t at = place_of(spans, kind, bucket);
    if (at == spans->n || compare(&spans->at[at], kind, bucket) != 0)
        return NULL;
    return &spans->at[at];
}

static span *insert_span(sn_spans *spans, sn_key_kind kind, int32_t bucket)
{
    size_t place = place_of(spans, kind, bucket);
    span *at = sn_grow(spans->at, spans->n, &spans->cap, sizeof *at);
    if (at == NULL)
        return NULL;
    spans->at = at;
    memmove(&at[place + 1], &at[place], (spans->n - place) * sizeof *at);
    spans->n++;
    at[place] = (span){.kind = kind, .bucket = bucket};
    return &at[place];
}

static size_t count_keys(const sn_spans *spans)
{
    size_t n = 0;
    for (size_t i = 0; i < spans->n; i++)
        n += spans->at[i].n;
    return n;
}

/* Those that were not used for longest go until half of the room is free. */
static void make_room(sn_spans *spans)
{
    size_t left = count_keys(spans);
    if (left <= MOST_KEYS)
        return;
    while (left > MOST_KEYS / 2) {
        size_t oldest = 0;
        for (size_t i = 1; i < spans->n; i++)
            oldest = spans->at[i].used < spans->at[oldest].used ? i : oldest;
        left -= spans->at[oldest].n;
        span_clear(&spans->at[oldest]);
        memmove(&spans->at[oldest], &spans->at[oldest + 1],
                (spans->n - oldest - 1) * sizeof *spans->at);
        spans->n--;
    }
}

typedef struct loading {
    span *into;
    size_t most;
} loading;

static sn_status load_key(void *ctx, uint32_t key, uint64_t item)
{
    loading *l = ctx;
    return l->into->n < l->most ? add_entry(l->into, key, item) : SN_DONE;
}

static sn_status load(sn_grouping *g, span *s, size_t most)
{
    loading l = {s, most};
    sn_status status = sn_time_keys_each(g->archive, s->kind, s->bucket, load_key, &l, g->err);
    if (status == SN_OK)
        s->loaded = true;
    else
        span_clear(s);
    if (status == SN_DONE)
        s->too_many = most;
    return status == SN_ENOMEM ? no_memory(g) : status == SN_DONE ? SN_OK : status;
}

/* A bucket that this many articles ask for. It is tried again when twice as much was asked for. */
static sn_status want_bucket(sn_grouping *g, sn_key_kind kind, int32_t bucket, size_t articles)
{
    sn_spans *spans = g->grouper->spans;
    span *s = find_span(spans, kind, bucket);
    if (s == NULL)
        s = insert_span(spans, kind, bucket);
    if (s == NULL)
        return no_memory(g);
    s->used = ++spans->clock;
    s->asked += articles;
    size_t most = s->asked * WORTH_KEYS;
    most = most < MOST_KEYS / 4 ? most : MOST_KEYS / 4;
    if (s->loaded || s->asked < FEW || most < 2 * s->too_many)
        return SN_OK;
    return load(g, s, most);
}

/* ---- for a chunk ---- */

static int by_bucket(const void *left, const void *right)
{
    const int32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static size_t asked_buckets(const sn_grouping *g, int32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < g->chunk->n; i++) {
        const sn_chunk_item *item = &g->chunk->items[i];
        if (!item->live || !g->items[i].changed)
            continue;
        sn_bucket_range around = sn_buckets_around(sn_bucket_of(sn_grouping_date(item)));
        for (int32_t bucket = around.first; bucket <= around.last; bucket++)
            out[n++] = bucket;
    }
    return n;
}

static sn_status want_buckets(sn_grouping *g, int32_t *buckets, size_t n)
{
    sn_status s = SN_OK;
    if (n > 0)
        qsort(buckets, n, sizeof *buckets, by_bucket);
    for (size_t i = 0, end = 0; s == SN_OK && i < n; i = end) {
        while (end < n && buckets[end] == buckets[i])
            end++;
        s = want_bucket(g, SN_KEYS_COPIES, buckets[i], end - i);
        if (s == SN_OK && buckets[i] != SN_NO_DATE_BUCKET)
            s = want_bucket(g, SN_KEYS_STORY, buckets[i], end - i);
    }
    return s;
}

sn_status sn_spans_begin(sn_grouping *g)
{
    make_room(g->grouper->spans);
    int32_t *buckets = calloc(3 * g->chunk->n + 1, sizeof *buckets);
    if (buckets == NULL)
        return no_memory(g);
    sn_status s = want_buckets(g, buckets, asked_buckets(g, buckets));
    free(buckets);
    return s;
}

static int by_row(const void *left, const void *right)
{
    const sn_time_key *a = left, *b = right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->bucket != b->bucket)
        return a->bucket < b->bucket ? -1 : 1;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

sn_status sn_spans_end(sn_grouping *g)
{
    sn_spans *spans = g->grouper->spans;
    if (spans->n_waiting == 0)
        return SN_OK;
    qsort(spans->waiting, spans->n_waiting, sizeof *spans->waiting, by_row);
    sn_status s = sn_time_keys_put(g->archive, spans->waiting, spans->n_waiting, g->err);
    spans->n_waiting = 0;
    return s;
}

/* ---- keys come, go and are looked for ---- */

static sn_status put_here(sn_grouping *g, span *s, const sn_time_key *key)
{
    sn_spans *spans = g->grouper->spans;
    sn_time_key *waiting =
        sn_grow(spans->waiting, spans->n_waiting, &spans->cap_waiting, sizeof *waiting);
    if (waiting == NULL)
        return no_memory(g);
    spans->waiting = waiting;
    waiting[spans->n_waiting++] = *key;
    return add_entry(s, key->key, key->item) == SN_OK ? SN_OK : no_memory(g);
}

sn_status sn_spans_put(sn_grouping *g, const sn_item_keys *keys, uint64_t item)
{
    span *here = find_span(g->grouper->spans, keys->kind, keys->bucket);
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < keys->n; i++) {
        sn_time_key key = {keys->kind, keys->bucket, keys->at[i], item};
        s = here != NULL && here->loaded ? put_here(g, here, &key)
                                         : sn_time_keys_put(g->archive, &key, 1, g->err);
    }
    return s;
}

sn_status sn_spans_remove(sn_grouping *g, const sn_item_keys *keys, uint64_t item)
{
    span *here = find_span(g->grouper->spans, keys->kind, keys->bucket);
    sn_status s = sn_spans_end(g); /* or it would come behind */
    for (size_t i = 0; s == SN_OK && i < keys->n; i++) {
        sn_time_key key = {keys->kind, keys->bucket, keys->at[i], item};
        if (here != NULL && here->loaded)
            remove_entry(here, key.key, item);
        s = sn_time_key_remove(g->archive, &key, g->err);
    }
    return s;
}

sn_status sn_spans_find(sn_grouping *g, const sn_item_keys *keys, sn_key_fn *fn, void *ctx)
{
    sn_bucket_range around = sn_buckets_around(keys->bucket);
    sn_status s = SN_OK;
    for (int32_t bucket = around.first; s == SN_OK && bucket <= around.last; bucket++) {
        const span *here = find_span(g->grouper->spans, keys->kind, bucket);
        s = here != NULL && here->loaded ? find_entries(here, keys->at, keys->n, fn, ctx)
                                         : sn_time_keys_find(g->archive, keys->kind, bucket,
                                                             keys->at, keys->n, fn, ctx, g->err);
    }
    return s;
}
