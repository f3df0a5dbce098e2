#include "indexer/apply/chunk.h"

#include "base/grow.h"

#include <stdlib.h>

typedef struct reading {
    sn_chunk *chunk;
    bool articles;
    size_t bytes;
    uint64_t stopped_at; /* the change there was no more room for; 0: all fitted */
    uint32_t end;        /* of live articles: not from this number on; 0: to the last one */
    uint32_t docid;      /* of these the one there was no more room for */
    sn_error *err;
} reading;

static void item_done(sn_chunk_item *item)
{
    free(item->id);
    sn_article_done(&item->article);
}

void sn_chunk_done(sn_chunk *c)
{
    for (size_t i = 0; i < c->n; i++)
        item_done(&c->items[i]);
    free(c->items);
    *c = (sn_chunk){0};
}

static sn_status fill_item(sn_chunk_item *item, const sn_change *change, bool article,
                           sn_error *err)
{
    item->docid = change->docid;
    item->live = change->json.len > 0;
    item->version = change->version;
    item->bytes = change->json.len;
    item->id = sn_str_dup(change->id);
    if (item->id == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for a change");
    if (!item->live || !article)
        return SN_OK;
    sn_status s = sn_article_parse(change->json, &item->article, err);
    return s == SN_OK ? s
                      : sn_fail_in(err, SN_ECORRUPT, "the archive's article %.*s",
                                   (int)change->id.len, change->id.at);
}

/* Changes rise, each the last of its number: what stops before one has all that is below it. */
static sn_status keep_change(void *ctx, const sn_change *change)
{
    reading *r = ctx;
    sn_chunk *c = r->chunk;
    if (c->n > 0 && r->bytes + change->json.len > SN_CHUNK_BYTES) {
        r->stopped_at = change->change;
        return SN_DONE;
    }
    sn_chunk_item *items = sn_grow(c->items, c->n, &c->cap, sizeof *items);
    if (items == NULL)
        return sn_fail(r->err, SN_ENOMEM, "no memory for %zu changes", c->n + 1);
    c->items = items;
    items[c->n] = (sn_chunk_item){0};
    r->bytes += change->json.len;
    return fill_item(&items[c->n++], change, r->articles, r->err);
}

sn_status sn_chunk_read(sn_chunk *c, sn_archive *archive, uint64_t after, bool read_articles,
                        sn_error *err)
{
    reading r = {.chunk = c, .articles = read_articles, .err = err};
    sn_chunk_done(c);
    c->last = after;
    sn_status s =
        sn_archive_each_change(archive, after, SN_CHUNK_CHANGES, keep_change, &r, &c->last, err);
    c->bytes = r.bytes;
    if (s != SN_DONE)
        return s;
    c->last = r.stopped_at - 1;
    return SN_OK;
}

static sn_status keep_live(void *ctx, const sn_change *change)
{
    reading *r = ctx;
    if (r->end != 0 && change->docid >= r->end)
        return SN_DONE;
    r->docid = change->docid;
    sn_status s = keep_change(ctx, change);
    if (s != SN_DONE)
        r->docid = 0;
    return s;
}

sn_status sn_chunk_read_live(sn_chunk *c, sn_archive *archive, uint32_t *docid, uint32_t end,
                             sn_error *err)
{
    reading r = {.chunk = c, .articles = true, .end = end, .err = err};
    uint32_t next = 0;
    sn_chunk_done(c);
    sn_status s =
        sn_archive_each_live(archive, *docid, SN_CHUNK_CHANGES, keep_live, &r, &next, err);
    if (s == SN_OK)
        *docid = next;
    if (s == SN_DONE)
        *docid = r.docid;
    return s == SN_DONE ? SN_OK : s;
}
