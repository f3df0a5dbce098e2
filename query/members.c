#include "query/members.h"

#include "base/grow.h"
#include "query/date_keys.h"
#include "query/date_runs.h"

#include <stdlib.h>
#include <string.h>

bool sn_members_are_known(const sn_snapshot *now)
{
    return now->db != NULL && now->manifest.format >= SN_GROUPS_FORMAT;
}

sn_status sn_members_group(const sn_snapshot *now, sn_docid docid, sn_group_kind kind,
                           uint64_t *name, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(64);
    uint32_t slot = kind == SN_GROUP_STORY ? SN_SLOT_STORY : SN_SLOT_COPY;
    sn_status s = sn_xap_db_value(now->db, docid, slot, &value, err);
    if (s != SN_OK)
        return s;
    s = sn_group_of_value(sn_buf_str(&value), name);
    return s == SN_OK ? s : sn_fail(err, s, "article number %u is in no group", docid);
}

void sn_members_done(sn_members *m)
{
    free(m->at);
    *m = (sn_members){0};
}

typedef struct numbers {
    const sn_snapshot *now;
    sn_docid *at;
    size_t n, cap;
} numbers;

static int by_docid(const void *left, const void *right)
{
    const sn_docid *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static bool is_hidden(const sn_snapshot *now, sn_docid docid)
{
    return now->n_hidden_docids > 0 && bsearch(&docid, now->hidden_docids, now->n_hidden_docids,
                                               sizeof docid, by_docid) != NULL;
}

static sn_status keep_number(void *ctx, sn_docid docid)
{
    numbers *list = ctx;
    if (is_hidden(list->now, docid))
        return SN_OK;
    sn_docid *at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    list->at = at;
    list->at[list->n++] = docid;
    return SN_OK;
}

/* Those of a group among the hidden ones: the shorter of both lists is gone through. */
static sn_status count_hidden(const sn_snapshot *now, sn_group_kind kind, uint64_t name, uint32_t n,
                              uint32_t *out, sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    sn_status s = SN_OK;
    if (n < now->n_hidden_docids) {
        numbers shown = {.now = now};
        s = sn_xap_db_each_docid(now->db, sn_group_term(kind, name, term), keep_number, &shown,
                                 err);
        *out = n - (uint32_t)shown.n;
        free(shown.at);
        return s;
    }
    for (size_t i = 0; i < now->n_hidden_docids && s == SN_OK; i++) {
        uint64_t other = 0;
        s = sn_members_group(now, now->hidden_docids[i], kind, &other, err);
        *out += s == SN_OK && other == name;
    }
    return s;
}

sn_status sn_members_count(const sn_snapshot *now, sn_group_kind kind, uint64_t name, uint32_t *out,
                           sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    uint32_t n = 0, hidden = 0;
    sn_status s = sn_xap_db_term_freq(now->db, sn_group_term(kind, name, term), &n, err);
    if (s == SN_OK)
        s = count_hidden(now, kind, name, n, &hidden, err);
    if (s == SN_OK)
        *out = n - hidden;
    return s;
}

/* The members that a query finds. */
static sn_status match_numbers(sn_str term, sn_xap_query *found, numbers *list, sn_error *err)
{
    SN_CLEANUP(sn_tree) sn_tree tree = {.err = err};
    SN_CLEANUP_PTR(sn_xap_query) sn_xap_query *both = NULL;
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_query *parts[] = {sn_tree_raw(&tree, term), found};
    sn_xap_match_opts opts = {.max_items = list->now->articles, .order = SN_XAP_BY_DOCID};
    sn_status s = tree.status;
    if (s == SN_OK)
        s = sn_xap_query_join(SN_XAP_AND, parts, 2, 0, &both, err);
    if (s == SN_OK)
        s = sn_xap_match(list->now->db, both, &opts, &m, err);
    for (size_t i = 0; s == SN_OK && i < sn_xap_matches_count(m); i++)
        s = keep_number(list, sn_xap_matches_at(m, i)->docid);
    return s;
}

/* Numbers rise from the newest on. */
static sn_status order_members(const sn_xap_db *db, const numbers *list, sn_members *out,
                               sn_error *err)
{
    size_t first = list->n > SN_LIMIT_GROUP_MEMBERS ? list->n - SN_LIMIT_GROUP_MEMBERS : 0;
    sn_status s = SN_OK;
    out->n = list->n - first;
    out->at = calloc(out->n + 1, sizeof *out->at);
    if (out->at == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    for (size_t i = 0; i < out->n && s == SN_OK; i++) {
        out->at[i] = (sn_ref){.docid = list->at[first + i], .place = (uint32_t)i};
        s = sn_date_set_key(db, false, &out->at[i], err);
    }
    if (s != SN_OK)
        return s;
    sn_date_sort(out->at, out->n, false);
    return sn_date_sort_runs(db, out->at, out->n, 0, out->n, err);
}

sn_status sn_members_find(const sn_snapshot *now, sn_group_kind kind, uint64_t name,
                          sn_xap_query *found, sn_members *out, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    numbers list = {.now = now};
    sn_str term = sn_group_term(kind, name, bytes);
    sn_status s = found != NULL ? match_numbers(term, found, &list, err)
                                : sn_xap_db_each_docid(now->db, term, keep_number, &list, err);
    if (s == SN_OK)
        s = order_members(now->db, &list, out, err);
    free(list.at);
    return s;
}

/* Its place among the preferred sources; their number for none of them. */
static size_t preference(const sn_config *config, sn_str source)
{
    size_t i = 0;
    while (i < config->n_preferred && !sn_str_equal(config->preferred[i], source))
        i++;
    return i;
}

sn_status sn_members_representative(const sn_snapshot *now, const sn_config *config,
                                    const sn_members *m, size_t *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf source = SN_BUF(SN_INDEX_TERM_SIZE);
    size_t best = 0, least = config->n_preferred;
    sn_status s = SN_OK;
    for (size_t i = 0; i < m->n && least > 0 && s == SN_OK; i++) {
        sn_buf_clear(&source);
        s = sn_xap_db_value(now->db, m->at[i].docid, SN_SLOT_SOURCE, &source, err);
        size_t place = s == SN_OK ? preference(config, sn_buf_str(&source)) : least;
        if (place < least) {
            least = place;
            best = i;
        }
    }
    if (s == SN_OK)
        *out = best;
    return s;
}
