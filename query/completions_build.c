#include "query/completions.h"

#include "analysis/fold.h"
#include "archive/number.h"
#include "base/clock.h"
#include "base/grow.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "query/engine.h"
#include "query/past_queries.h"
#include "query/records.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX   ((size_t)1 << 30)
#define RECENT     3.           /* doublings of the count that a tag of today is worth */
#define RECENT_MIN (30. * 1440) /* minutes after which it is half of that */
#define REOPENINGS 1000         /* commits that may go away under one build */

typedef struct numbers {
    uint32_t *at;
    size_t n, cap;
} numbers;

/* One type while it is gathered: items found again by list and key. */
typedef struct gathering {
    sn_completion *items;
    size_t n, cap, max;
    uint32_t *table; /* item + 1, 0: free; a power of two */
    size_t table_size;
    numbers starts, first; /* as sn_completion_set_index() wants them */
} gathering;

typedef struct building {
    sn_completions *out;
    gathering of[SN_COMPLETION_TYPES];
    numbers docids;
    sn_buf key, data;
    sn_hit *hit;
    sn_hidden
        hidden; /* a title of theirs would stand for those of others, and be dropped with them */
    sn_error *err;
} building;

static sn_status push(numbers *to, uint32_t value)
{
    uint32_t *at = sn_grow(to->at, to->n, &to->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    to->at = at;
    at[to->n++] = value;
    return SN_OK;
}

sn_status sn_completion_key(sn_str text, sn_buf *key, uint32_t *starts, size_t *n)
{
    SN_CLEANUP(sn_buf) sn_buf spaced = SN_BUF(SN_FOLD_GROWTH * (text.len + 1));
    sn_status s = sn_fold_key(text, &spaced);
    size_t words = 0, begin = key->len;
    for (size_t i = 0; i < spaced.len && s == SN_OK; i++) {
        bool is_start = i == 0 || spaced.at[i - 1] == ' ';
        if (is_start && starts != NULL && words < SN_COMPLETION_STARTS)
            starts[words++] = (uint32_t)(key->len - begin);
        if (spaced.at[i] != ' ')
            s = sn_buf_add_byte(key, (unsigned char)spaced.at[i]);
    }
    if (s == SN_OK && n != NULL)
        *n = words;
    return s;
}

static uint32_t hash_of(uint8_t list, sn_str key)
{
    uint32_t h = 2166136261u ^ list; /* FNV-1a */
    for (size_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.at[i]) * 16777619u;
    return h;
}

static sn_str key_of(const building *b, const sn_completion *item)
{
    return (sn_str){b->out->keys.at + item->key, item->key_len};
}

/* Where the key is in the table, or the free place where it belongs. */
static size_t slot_of(const building *b, const gathering *g, uint8_t list, sn_str key)
{
    size_t at = hash_of(list, key) & (g->table_size - 1);
    while (g->table[at] != 0) {
        const sn_completion *item = &g->items[g->table[at] - 1];
        if (item->list == list && sn_str_equal(key_of(b, item), key))
            break;
        at = (at + 1) & (g->table_size - 1);
    }
    return at;
}

static sn_status grow_table(const building *b, gathering *g)
{
    size_t size = g->table_size > 0 ? 2 * g->table_size : 1024;
    uint32_t *table = calloc(size, sizeof *table);
    if (table == NULL)
        return SN_ENOMEM;
    free(g->table);
    g->table = table;
    g->table_size = size;
    for (uint32_t i = 0; i < g->n; i++)
        table[slot_of(b, g, g->items[i].list, key_of(b, &g->items[i]))] = i + 1;
    return SN_OK;
}

static sn_status add_item(building *b, gathering *g, sn_completion item, sn_str text,
                          const uint32_t *starts, size_t n_starts)
{
    sn_buf *keys = &b->out->keys, *texts = &b->out->texts;
    sn_completion *items = sn_grow(g->items, g->n, &g->cap, sizeof *items);
    if (items == NULL)
        return SN_ENOMEM;
    g->items = items;
    item.key = (uint32_t)keys->len;
    item.key_len = (uint32_t)b->key.len;
    item.text = (uint32_t)texts->len;
    item.text_len = (uint32_t)text.len;
    sn_status s = sn_buf_add_str(keys, sn_buf_str(&b->key));
    if (s == SN_OK)
        s = sn_buf_add_str(texts, text);
    if (s == SN_OK)
        s = push(&g->first, (uint32_t)g->starts.n);
    for (size_t i = 0; i < n_starts && s == SN_OK; i++)
        s = push(&g->starts, item.key + starts[i]);
    if (s == SN_OK)
        items[g->n++] = item;
    return s;
}

/* A text met: counted, or new. Texts come newest first, so the first writing of one is the newest. */
static sn_status gather(building *b, sn_completion_type type, sn_completion item, sn_str text)
{
    gathering *g = &b->of[type];
    uint32_t starts[SN_COMPLETION_STARTS];
    size_t n_starts = 0;
    sn_buf_clear(&b->key);
    sn_str cut = sn_utf8_cut(text, SN_LIMIT_SUGGEST_KEY_BYTES);
    sn_status s = sn_completion_key(cut, &b->key, starts, &n_starts);
    if (s == SN_OK && 2 * (g->n + 1) > g->table_size)
        s = grow_table(b, g);
    if (s != SN_OK || b->key.len == 0)
        return s;
    size_t at = slot_of(b, g, item.list, sn_buf_str(&b->key));
    if (g->table[at] != 0) {
        uint32_t *count = &g->items[g->table[at] - 1].count;
        *count += item.count < UINT32_MAX - *count ? item.count : UINT32_MAX - *count;
        return SN_OK;
    }
    if (g->n >= g->max || b->out->keys.len > KEYS_MAX / 2)
        return SN_OK; /* the newest are in */
    if (item.list == SN_COMPLETION_OF_RECORD)
        text.len = 0; /* read from the record */
    s = add_item(b, g, item, text, starts, n_starts);
    if (s == SN_OK)
        g->table[at] = (uint32_t)g->n;
    return s;
}

static sn_status gather_list(building *b, sn_completion_type type, sn_completion_list list,
                             const sn_hit_list *texts, sn_docid docid)
{
    sn_completion item = {.count = 1, .docid = docid, .list = (uint8_t)list};
    sn_status s = SN_OK;
    for (size_t i = 0; i < texts->n && s == SN_OK; i++)
        s = gather(b, type, item, texts->at[i]);
    return s;
}

static sn_status gather_hit(building *b, sn_docid docid)
{
    sn_hit *hit = b->hit;
    sn_hit_list source = {&hit->source, hit->source.len > 0}, title = {&hit->title, 1};
    sn_status s = gather_list(b, SN_COMPLETES_TITLE, SN_COMPLETION_OF_RECORD, &title, docid);
    if (s == SN_OK)
        s = gather_list(b, SN_COMPLETES_TAG, SN_COMPLETION_OF_TAG, &hit->tags, docid);
    if (s == SN_OK)
        s = gather_list(b, SN_COMPLETES_NAME, SN_COMPLETION_OF_AUTHOR, &hit->author, docid);
    return s == SN_OK ? gather_list(b, SN_COMPLETES_NAME, SN_COMPLETION_OF_SOURCE, &source, docid)
                      : s;
}

static sn_status note_docid(void *ctx, sn_docid docid)
{
    return push(&((building *)ctx)->docids, docid);
}

/* Numbers of documents stay what they are from commit to commit: a walk goes on in the next one. */
static sn_status gather_all(building *b, sn_xap_db *db)
{
    int reopened = 0;
    sn_status s = sn_xap_db_each_docid(db, SN_STR(""), note_docid, b, b->err);
    for (size_t i = 0; i < b->docids.n && s == SN_OK;) {
        s = sn_hit_load(db, b->docids.at[i], &b->data, b->hit, b->err);
        if (s == SN_ESTALE && reopened++ < REOPENINGS) {
            s = sn_xap_db_reopen(db, NULL, b->err);
            continue;
        }
        if (s == SN_OK && !sn_hidden_has(&b->hidden, b->hit->id))
            s = gather_hit(b, b->docids.at[i]);
        i++;
        s = s == SN_ENOTFOUND ? SN_OK : s;
    }
    return s;
}

/* Past queries may be of any number, and a mistake in their file is not the index's. */
static sn_status gather_queries(building *b, const char *dir)
{
    SN_CLEANUP(sn_past_queries) sn_past_queries past = {0};
    sn_status s = sn_past_queries_read(dir, &past, NULL);
    if (s != SN_OK)
        return s == SN_ENOMEM ? s : SN_OK;
    for (size_t i = 0; i < past.n && s == SN_OK; i++)
        s = gather(b, SN_COMPLETES_QUERY,
                   (sn_completion){.count = past.at[i].count, .list = SN_COMPLETION_OF_QUERIES},
                   past.at[i].text);
    return s;
}

/* ---- order ------------------------------------------------------------------------------------ */

typedef struct ranked {
    double worth;
    uint32_t item;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    const ranked *left = a, *right = b;
    if (left->worth != right->worth)
        return left->worth < right->worth ? 1 : -1;
    return (left->item > right->item) - (left->item < right->item);
}

/* How often, and how lately: numbers of documents count minutes down. */
static double worth_of(const sn_completion *item, sn_docid newest)
{
    double worth = log2(1 + (double)item->count);
    if (item->docid == 0 || item->docid > SN_NUMBER_DATED_LAST)
        return worth;
    double age = (double)(item->docid - newest) / SN_NUMBER_SLOTS;
    return worth + RECENT * RECENT_MIN / (RECENT_MIN + age);
}

/* The items in their order, with the places of their words. Titles are newest first already. */
static sn_status order_items(const building *b, gathering *g, sn_completion_type type,
                             sn_completion_set *set)
{
    sn_docid newest = b->docids.n > 0 ? b->docids.at[0] : 0;
    ranked *order = calloc(g->n + 1, sizeof *order);
    numbers starts = {0}, first = {0};
    set->items = calloc(g->n + 1, sizeof *set->items);
    sn_status s =
        order == NULL || set->items == NULL ? SN_ENOMEM : push(&g->first, (uint32_t)g->starts.n);
    for (uint32_t i = 0; i < g->n && s == SN_OK; i++)
        order[i] = (ranked){type == SN_COMPLETES_TITLE ? 0 : worth_of(&g->items[i], newest), i};
    if (s == SN_OK && g->n > 1)
        qsort(order, g->n, sizeof *order, compare_ranked);
    for (size_t i = 0; i < g->n && s == SN_OK; i++) {
        uint32_t item = order[i].item;
        set->items[i] = g->items[item];
        s = push(&first, (uint32_t)starts.n);
        for (uint32_t k = g->first.at[item]; k < g->first.at[item + 1] && s == SN_OK; k++)
            s = push(&starts, g->starts.at[k]);
    }
    set->n_items = g->n;
    if (s == SN_OK)
        s = push(&first, (uint32_t)starts.n);
    if (s == SN_OK)
        s = sn_completion_set_index(set, sn_buf_str(&b->out->keys), starts.at, first.at);
    free(order);
    free(starts.at);
    free(first.at);
    return s;
}

static void building_done(building *b)
{
    for (int type = 0; type < SN_COMPLETION_TYPES; type++) {
        free(b->of[type].items);
        free(b->of[type].table);
        free(b->of[type].starts.at);
        free(b->of[type].first.at);
    }
    free(b->docids.at);
    sn_buf_done(&b->key);
    sn_buf_done(&b->data);
    sn_hidden_done(&b->hidden);
    free(b->hit);
}

sn_status sn_completions_build(const char *dir, sn_xap_db *db, uint64_t applied,
                               sn_completions *out, sn_error *err)
{
    int64_t next_sec;
    building b = {.out = out,
                  .key = SN_BUF(SN_FOLD_GROWTH * 2 * SN_LIMIT_SUGGEST_KEY_BYTES),
                  .data = SN_BUF(SN_RECORD_BYTES),
                  .err = err};
    out->keys = out->texts = SN_BUF(KEYS_MAX);
    for (int type = 0; type < SN_COMPLETION_TYPES; type++)
        b.of[type].max =
            type == SN_COMPLETES_TITLE ? SN_LIMIT_SUGGEST_TITLES : SN_LIMIT_SUGGEST_NAMES;
    b.hit = malloc(sizeof *b.hit);
    sn_status s = b.hit == NULL ? SN_ENOMEM
                                : sn_hidden_collect(dir, db, applied, sn_clock_now_sec(), &b.hidden,
                                                    &next_sec, err);
    if (s == SN_OK)
        s = gather_all(&b, db);
    if (s == SN_OK)
        s = gather_queries(&b, dir);
    for (int type = 0; type < SN_COMPLETION_TYPES && s == SN_OK; type++)
        s = order_items(&b, &b.of[type], (sn_completion_type)type, &out->sets[type]);
    building_done(&b);
    return s == SN_ENOMEM ? sn_fail(err, s, "out of memory") : s;
}

void sn_completions_done(sn_completions *c)
{
    for (int type = 0; type < SN_COMPLETION_TYPES; type++) {
        free(c->sets[type].items);
        free(c->sets[type].places);
        free(c->sets[type].owners);
        free(c->sets[type].tree);
    }
    sn_buf_done(&c->keys);
    sn_buf_done(&c->texts);
    *c = (sn_completions){0};
}
