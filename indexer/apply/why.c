#include "indexer/apply/why.h"

#include "archive/settings.h"
#include "base/grow.h"
#include "indexer/apply/writer_internal.h"
#include "layout/hit.h"
#include "layout/settings.h"
#include "layout/terms.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORD_BYTES ((size_t)4 * SN_LIMIT_ARTICLE_BYTES)

static sn_status open_current_db(const sn_writer *w, uint32_t *generation, sn_xap_db **db,
                                 sn_error *err)
{
    char path[SN_PATH_SIZE], db_path[SN_PATH_SIZE];
    sn_status s = sn_generation_current(w->dir, generation, err);
    if (s == SN_OK)
        s = sn_generation_path(w->dir, *generation, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_generation_db_path(path, db_path, sizeof db_path, err);
    return s == SN_OK ? sn_xap_db_open(db_path, db, err) : s;
}

static sn_status add_copy(const sn_xap_db *db, sn_docid docid, sn_why *why, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
    sn_hit *hit = malloc(sizeof *hit);
    if (hit == NULL)
        return SN_ENOMEM;
    sn_status s = sn_xap_db_data(db, docid, &record, err);
    if (s == SN_OK)
        s = sn_hit_read(sn_buf_str(&record), hit);
    if (s == SN_OK && hit->id.len <= SN_LIMIT_ID_BYTES) {
        char *copy = why->copies[why->n_copies++];
        memcpy(copy, hit->id.at, hit->id.len);
        copy[hit->id.len] = '\0';
    }
    free(hit);
    return s;
}

static sn_status find_copies(const sn_xap_db *db, sn_docid docid, sn_why *why, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(64);
    SN_CLEANUP_PTR(sn_xap_query) sn_xap_query *same = NULL;
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *matches = NULL;
    sn_str key;
    sn_status s = sn_xap_db_value(db, docid, SN_SLOT_COPY, &value, err);
    if (s != SN_OK || value.len == 0)
        return s;
    key = sn_buf_str(&value);
    s = sn_xap_query_value_range(SN_SLOT_COPY, key, key, &same, err);
    if (s == SN_OK)
        s = sn_xap_match(db, same,
                         &(sn_xap_match_opts){.max_items = SN_WHY_COPIES, .order = SN_XAP_BY_DOCID},
                         &matches, err);
    for (size_t i = 0; s == SN_OK && i < sn_xap_matches_count(matches); i++)
        s = add_copy(db, sn_xap_matches_at(matches, i)->docid, why, err);
    return s;
}

static sn_status look_in_index(const sn_writer *w, sn_str id, sn_why *why, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    char bytes[SN_INDEX_TERM_SIZE];
    sn_docid docid;
    sn_status s = open_current_db(w, &why->generation, &db, err);
    if (s == SN_OK)
        s = sn_xap_db_first_with_term(db, sn_index_term(SN_LIST_ID, id, bytes), &docid, err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    if (s != SN_OK)
        return s;
    why->in_index = true;
    return find_copies(db, docid, why, err);
}

static sn_status look_in_hidden(const sn_writer *w, sn_str id, sn_why *why, sn_error *err)
{
    SN_CLEANUP(sn_hidden) sn_hidden hidden = {0};
    sn_status s = sn_hidden_read(w->dir, &hidden, err);
    for (size_t i = 0; s == SN_OK && i < hidden.n; i++)
        why->hidden |= sn_str_equal(sn_str_of(hidden.at[i].id), id);
    return s;
}

sn_status sn_writer_why(sn_writer *w, sn_str id, sn_why *out, sn_error *err)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(RECORD_BYTES)};
    memset(out, 0, sizeof *out);
    out->applied = sn_epoch_get(w->epoch).applied;
    sn_status s = sn_archive_get(w->archive, id, &record, err);
    if (s == SN_OK) {
        out->known = true;
        out->state = record.state;
        out->docid = record.docid;
        out->change = record.change;
    }
    if (s == SN_OK || s == SN_ENOTFOUND)
        s = look_in_index(w, id, out, err);
    return s == SN_OK ? look_in_hidden(w, id, out, err) : s;
}

/* ---- check ------------------------------------------------------------------------------------ */

typedef struct docid_list {
    sn_docid *at;
    size_t n, cap;
} docid_list;

static sn_status keep_docid(void *ctx, sn_docid docid)
{
    docid_list *list = ctx;
    sn_docid *at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    list->at = at;
    list->at[list->n++] = docid;
    return SN_OK;
}

static sn_status keep_change(void *ctx, const sn_change *change)
{
    return keep_docid(ctx, change->docid);
}

static sn_status live_docids(sn_writer *w, docid_list *list, sn_error *err)
{
    sn_status s = SN_OK;
    for (uint32_t next = 1; s == SN_OK && next != 0;)
        s = sn_archive_each_live(w->archive, next, 10000, keep_change, list, &next, err);
    return s;
}

static size_t report_docid(sn_buf *findings, const char *what, sn_docid docid)
{
    sn_buf_add_format(findings, "document %u is %s\n", docid, what);
    return 1;
}

/* Both lists rise. */
static size_t compare_docids(const docid_list *archive, const docid_list *index, sn_buf *findings)
{
    size_t errors = 0, i = 0, k = 0;
    while (i < archive->n || k < index->n) {
        if (k == index->n || (i < archive->n && archive->at[i] < index->at[k]))
            errors += report_docid(findings, "in the archive only", archive->at[i++]);
        else if (i == archive->n || index->at[k] < archive->at[i])
            errors += report_docid(findings, "in the index only", index->at[k++]);
        else {
            i++;
            k++;
        }
    }
    return errors;
}

/* Nothing is pending: the settings that the index carries are those of the archive. */
static sn_status compare_settings(sn_writer *w, const sn_xap_db *db, sn_buf *findings,
                                  size_t *errors, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf carried = SN_BUF(64);
    uint64_t last = 0;
    char want[24];
    sn_status s = sn_settings_last_change(w->archive, &last, err);
    if (s == SN_OK)
        s = sn_xap_db_metadata(db, SN_STR(SN_META_SETTINGS_CHANGE), &carried, err);
    snprintf(want, sizeof want, "%" PRIu64, last);
    if (s != SN_OK || strcmp(sn_buf_text(&carried), want) == 0 || (last == 0 && carried.len == 0))
        return s;
    sn_buf_add_format(findings, "the index carries settings of change %s, the archive has %s\n",
                      sn_buf_text(&carried), want);
    ++*errors;
    return SN_OK;
}

static sn_status compare_holdings(sn_writer *w, sn_buf *findings, size_t *errors, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    docid_list archive = {0}, index = {0};
    uint32_t generation;
    uint64_t last;
    sn_status s = sn_archive_last_change(w->archive, &last, err);
    if (s == SN_OK && sn_epoch_get(w->epoch).applied != last) {
        sn_buf_add_format(findings, "note: changes are pending, holdings were not compared\n");
        return SN_OK;
    }
    if (s == SN_OK)
        s = open_current_db(w, &generation, &db, err);
    if (s == SN_OK)
        s = sn_xap_db_each_docid(db, (sn_str){0}, keep_docid, &index, err);
    if (s == SN_OK)
        s = live_docids(w, &archive, err);
    if (s == SN_OK)
        *errors += compare_docids(&archive, &index, findings);
    if (s == SN_OK)
        s = compare_settings(w, db, findings, errors, err);
    free(archive.at);
    free(index.at);
    return s;
}

static sn_status check_generation(sn_writer *w, sn_buf *findings, size_t *errors, sn_error *err)
{
    char path[SN_PATH_SIZE], db_path[SN_PATH_SIZE];
    uint32_t generation;
    size_t found = 0;
    sn_status s = sn_generation_current(w->dir, &generation, err);
    if (s == SN_OK)
        s = sn_generation_path(w->dir, generation, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_generation_db_path(path, db_path, sizeof db_path, err);
    if (s == SN_OK)
        s = sn_xap_check(db_path, findings, &found, err);
    *errors += found;
    return s;
}

/* Damage that ends a part of the check is a finding like others; the next part goes on. */
static sn_status find_damage(sn_status s, const sn_error *err, sn_buf *findings, size_t *errors)
{
    if (s != SN_ECORRUPT)
        return s;
    sn_buf_add_format(findings, "%s\n", err != NULL ? err->msg : sn_status_name(s));
    ++*errors;
    return SN_OK;
}

sn_status sn_writer_check(sn_writer *w, sn_buf *findings, size_t *errors, sn_error *err)
{
    size_t total = 0;
    uint32_t generation;
    sn_error damage = {0};
    sn_status s = sn_archive_check(w->archive, findings, &total, &damage);
    s = find_damage(s, &damage, findings, &total);
    if (s == SN_OK && sn_generation_current(w->dir, &generation, &damage) != SN_ENOTFOUND) {
        s = check_generation(w, findings, &total, &damage);
        s = find_damage(s, &damage, findings, &total);
        if (s == SN_OK)
            s = compare_holdings(w, findings, &total, &damage);
        s = find_damage(s, &damage, findings, &total);
    }
    if (s != SN_OK && err != NULL)
        *err = damage;
    if (s == SN_OK)
        *errors = total;
    return s;
}
