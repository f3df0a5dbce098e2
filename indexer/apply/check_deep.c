#include "archive/groups.h"
#include "base/grow.h"
#include "indexer/apply/check_deep_internal.h"
#include "layout/terms.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void sn_deep_done(sn_deep *d)
{
    for (size_t i = 0; i < d->n_suspects; i++)
        free(d->suspects[i]);
    free(d->suspects);
    sn_xap_db_close(d->db);
    sn_document_maker_destroy(d->maker);
    sn_body_reader_destroy(d->bodies);
    sn_lexicon_destroy(d->lexicon);
}
SN_DEFINE_CLEANUP(sn_deep, sn_deep_done)

/* ---- groups ---- */

typedef struct member {
    uint64_t name, own; /* of its group of copies; that a group has which it stands for */
    int64_t published_sec;
    uint32_t docid;
} member;

typedef struct members {
    member *at;
    size_t n, cap;
} members;

static sn_status keep_member(void *ctx, const sn_member *m)
{
    members *all = ctx;
    member *at = sn_grow(all->at, all->n, &all->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    all->at = at;
    at[all->n++] = (member){m->copies, sn_group_name(m->id), m->published_sec, m->docid};
    return SN_OK;
}

static int by_name_then_time(const void *left, const void *right)
{
    const member *a = left, *b = right;
    if (a->name != b->name)
        return a->name < b->name ? -1 : 1;
    return (a->published_sec > b->published_sec) - (a->published_sec < b->published_sec);
}

/* All of one name, earliest first: it is that of one of the earliest. */
static void check_group(sn_deep *d, const member *first, size_t n)
{
    for (size_t i = 0; i < n && first[i].published_sec == first->published_sec; i++)
        if (first[i].own == first->name)
            return;
    sn_buf_add_format(
        d->findings, "document %u: its group %016" PRIx64 " has not the name of its first member\n",
        first->docid, first->name);
    d->errors++;
}

static sn_status check_groups(sn_deep *d)
{
    members all = {0};
    sn_status s = SN_OK;
    for (size_t before = 1; s == SN_OK && all.n != before;) {
        before = all.n;
        uint32_t next = all.n > 0 ? all.at[all.n - 1].docid + 1 : 1;
        s = sn_members_from(d->w->archive, next, 10000, keep_member, &all, d->err);
    }
    if (s == SN_OK && all.n > 0)
        qsort(all.at, all.n, sizeof *all.at, by_name_then_time);
    for (size_t i = 0, n; s == SN_OK && i < all.n; i += n) {
        for (n = 1; i + n < all.n && all.at[i + n].name == all.at[i].name;)
            n++;
        check_group(d, &all.at[i], n);
    }
    free(all.at);
    return s;
}

/* ---- what is taken down ---- */

typedef struct down {
    sn_deep *d;
    const sn_hidden *hidden;
} down;

static bool is_hidden(const sn_hidden *hidden, const char *id)
{
    for (size_t i = 0; i < hidden->n; i++)
        if (strcmp(hidden->at[i].id, id) == 0)
            return true;
    return false;
}

/* In the index, and nothing keeps it from being shown. */
static sn_status check_down(void *ctx, const sn_takedown *t)
{
    const down *c = ctx;
    char bytes[SN_INDEX_TERM_SIZE];
    sn_docid docid;
    if (t->lifted_at_sec != 0)
        return SN_OK;
    sn_str term = sn_index_term(SN_LIST_ID, sn_str_of(t->id), bytes);
    sn_status s = sn_xap_db_first_with_term(c->d->db, term, &docid, c->d->err);
    if (s == SN_OK && !is_hidden(c->hidden, t->id)) {
        sn_buf_add_format(c->d->findings, "article %s is taken down, and shown as document %u\n",
                          t->id, docid);
        c->d->errors++;
    }
    return s == SN_ENOTFOUND ? SN_OK : s;
}

static sn_status check_hidden(sn_deep *d, const sn_hidden *hidden)
{
    uint64_t last = 0;
    sn_status s = sn_archive_last_change(d->w->archive, &last, d->err);
    for (size_t i = 0; s == SN_OK && i < hidden->n; i++) {
        if (hidden->at[i].change <= last)
            continue;
        sn_buf_add_format(d->findings,
                          "article %s is hidden until change %" PRIu64 ", which was never made\n",
                          hidden->at[i].id, hidden->at[i].change);
        d->errors++;
    }
    return s;
}

static sn_status check_takedowns(sn_deep *d)
{
    SN_CLEANUP(sn_hidden) sn_hidden hidden = {0};
    size_t found = 0;
    sn_status s = sn_archive_check_takedowns(d->w->archive, d->findings, &found, d->err);
    d->errors += found;
    if (s == SN_OK)
        s = sn_deep_open_db(d);
    if (s == SN_OK) /* behind the index: what it has forgotten by now is not shown */
        s = sn_hidden_read(d->w->dir, &hidden, d->err);
    if (s == SN_OK)
        s = check_hidden(d, &hidden);
    down c = {d, &hidden};
    return s == SN_OK ? sn_archive_each_takedown(d->w->archive, check_down, &c, d->err) : s;
}

/* ---- generations ---- */

static sn_status check_generations(sn_deep *d)
{
    uint32_t current = 0, number = 0;
    sn_status s = sn_generation_current(d->w->dir, &current, d->err);
    if (s == SN_OK)
        s = sn_generation_below(d->w->dir, current + 1, &number, d->err);
    while (s == SN_OK && number != 0) {
        char path[SN_PATH_SIZE];
        SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
        sn_manifest manifest;
        sn_error damage = {0};
        s = sn_generation_path(d->w->dir, number, path, sizeof path, d->err);
        if (s != SN_OK)
            return s;
        sn_status read = sn_manifest_read(path, &manifest, &damage);
        if (read == SN_OK)
            read = sn_shards_open(path, manifest.shards, &db, &damage);
        if (read != SN_OK) {
            sn_buf_add_format(d->findings, "generation %u: %s\n", number, damage.msg);
            d->errors++;
        } else if (manifest.generation != number) {
            sn_buf_add_format(d->findings, "generation %u calls itself %u\n", number,
                              manifest.generation);
            d->errors++;
        }
        s = sn_generation_below(d->w->dir, number, &number, d->err);
    }
    return s;
}

/* ---- all of it ---- */

/* Damage that ends a part is a finding; the next part goes on. */
static sn_status run_part(sn_deep *d, sn_status (*part)(sn_deep *))
{
    sn_status s = part(d);
    if (s != SN_ECORRUPT)
        return s;
    sn_buf_add_format(d->findings, "%s\n", d->err->msg);
    d->errors++;
    return SN_OK;
}

sn_status sn_writer_check_deep(sn_writer *w, const sn_deep_opts *opts, sn_buf *findings,
                               size_t *errors, uint64_t *compared, sn_error *err)
{
    static sn_status (*const parts[])(sn_deep *) = {check_generations, sn_deep_check_documents,
                                                    check_groups, check_takedowns};
    uint32_t generation;
    sn_error own = {0};
    SN_CLEANUP(sn_deep)
    sn_deep d = {.w = w, .opts = opts, .random = opts->seed, .findings = findings, .err = &own};
    sn_status s = sn_generation_current(w->dir, &generation, &own);
    if (s == SN_ENOTFOUND) {
        *errors = 0;
        *compared = 0;
        return SN_OK; /* no index yet */
    }
    for (size_t i = 0; (s == SN_OK || s == SN_ECORRUPT) && i < sizeof parts / sizeof *parts; i++)
        s = run_part(&d, parts[i]);
    if (s != SN_OK) {
        if (err != NULL)
            *err = own;
        return s;
    }
    *errors = d.errors;
    *compared = d.compared;
    return SN_OK;
}
