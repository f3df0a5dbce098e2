#include "query/diverse.h"

#include <stdlib.h>
#include <string.h>

/* A hit's source: a hash of 64 bits of its key, 0 for none. */
typedef struct hit {
    sn_docid docid;
    size_t place;
    uint64_t source;
} hit;

/* How many hits each source has had; open addressing, a power of two of rows, half of them empty. */
typedef struct shares {
    struct share {
        uint64_t source;
        uint32_t n;
    } * at;
    size_t mask;
} shares;

static sn_status shares_init(shares *out, size_t sources)
{
    size_t rows = 16;
    while (rows < 2 * sources)
        rows *= 2;
    out->at = calloc(rows, sizeof *out->at);
    out->mask = rows - 1;
    return out->at != NULL ? SN_OK : SN_ENOMEM;
}

/* One more of the source, unless it has had `most`. */
static bool take(shares *s, uint64_t source, int64_t most)
{
    if (source == 0)
        return true;
    size_t i = (size_t)source & s->mask;
    while (s->at[i].source != 0 && s->at[i].source != source)
        i = (i + 1) & s->mask;
    s->at[i].source = source;
    if (s->at[i].n >= most)
        return false;
    s->at[i].n++;
    return true;
}

static int by_number(const void *a, const void *b)
{
    const hit *left = a, *right = b;
    return (left->docid > right->docid) - (left->docid < right->docid);
}

static int by_place(const void *a, const void *b)
{
    const hit *left = a, *right = b;
    return (left->place > right->place) - (left->place < right->place);
}

/* FNV-1a, finished so that its low bits are as good as its high ones. */
static void note_source(void *ctx, size_t i, sn_str key)
{
    uint64_t h = 14695981039346656037u;
    for (size_t k = 0; k < key.len; k++)
        h = (h ^ (unsigned char)key.at[k]) * 1099511628211u;
    h ^= h >> 32;
    ((hit *)ctx)[i].source = key.len == 0 ? 0 : h | 1;
}

/* The values of hits that stand by place, which they do again afterwards. */
static sn_status read_values(const sn_searcher *s, uint32_t slot, hit *hits, size_t n,
                             sn_error *err)
{
    sn_docid *docids = calloc(n + 1, sizeof *docids);
    if (docids == NULL)
        return SN_ENOMEM;
    if (n > 1)
        qsort(hits, n, sizeof *hits, by_number);
    for (size_t i = 0; i < n; i++)
        docids[i] = hits[i].docid;
    sn_status status = sn_xap_db_values(s->snapshot.db, slot, docids, n, note_source, hits, err);
    if (n > 1)
        qsort(hits, n, sizeof *hits, by_place);
    free(docids);
    return status;
}

/* The pinned ones and the hits after them, with their sources, in the order of the list. */
static sn_status read_sources(const sn_searcher *s, const sn_lookup *l, hit **out, sn_error *err)
{
    size_t n = l->n_pinned + l->n_refs;
    hit *hits = calloc(n + 1, sizeof *hits);
    if (hits == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        bool is_pinned = i < l->n_pinned;
        hits[i] = (hit){is_pinned ? l->pinned[i].docid : l->refs[i - l->n_pinned].docid, i, 0};
    }
    sn_status status = read_values(s, SN_SLOT_SOURCE, hits, n, err);
    if (status != SN_OK) {
        free(hits);
        return status;
    }
    *out = hits;
    return SN_OK;
}

sn_status sn_diverse_keys(const sn_searcher *s, uint32_t slot, const sn_ref *refs, size_t n,
                          uint64_t *out, sn_error *err)
{
    hit *hits = calloc(n + 1, sizeof *hits);
    if (hits == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < n; i++)
        hits[i] = (hit){refs[i].docid, i, 0};
    sn_status status = read_values(s, slot, hits, n, err);
    for (size_t i = 0; i < n && status == SN_OK; i++)
        out[i] = hits[i].source;
    free(hits);
    return status;
}

sn_status sn_diverse_thin(const sn_searcher *s, sn_lookup *l, int64_t most, sn_error *err)
{
    hit *hits;
    shares had;
    sn_status status = read_sources(s, l, &hits, err);
    if (status != SN_OK)
        return status;
    size_t n = l->n_pinned + l->n_refs, kept = 0;
    status = shares_init(&had, n);
    for (size_t i = 0; i < n && status == SN_OK; i++) {
        bool fits = take(&had, hits[i].source, most);
        if (fits && i >= l->n_pinned)
            l->refs[kept++] = l->refs[i - l->n_pinned];
    }
    l->n_refs = kept;
    free(had.at);
    free(hits);
    return status;
}
