#include "indexer/apply/check.h"

#include "archive/groups.h"
#include "archive/settings.h"
#include "base/grow.h"
#include "indexer/apply/verify.h"
#include "indexer/apply/writer_internal.h"
#include "layout/membership.h"
#include "layout/settings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LOOKS 5

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

/* ---- groups: archive and index say the same of each article -------------------------------------- */

typedef struct names {
    sn_docid docid;
    uint64_t in_archive[2], in_index[2]; /* of copies, story */
} names;

typedef struct name_list {
    names *at;
    size_t n, cap;
    unsigned slot; /* being read: 0 copies, 1 story */
} name_list;

static sn_status keep_names(void *ctx, const sn_member *m)
{
    name_list *list = ctx;
    names *at = sn_grow(list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    list->at = at;
    list->at[list->n++] = (names){.docid = m->docid, .in_archive = {m->copies, m->story}};
    return SN_OK;
}

static void keep_value(void *ctx, size_t i, sn_str value)
{
    name_list *list = ctx;
    uint64_t name;
    if (sn_group_of_value(value, &name) == SN_OK)
        list->at[i].in_index[list->slot] = name;
}

static sn_status read_members(sn_writer *w, name_list *list, sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t before = 1; s == SN_OK && list->n != before;) {
        before = list->n;
        sn_docid next = list->n > 0 ? list->at[list->n - 1].docid + 1 : 1;
        s = sn_members_from(w->archive, next, 10000, keep_names, list, err);
    }
    return s;
}

static sn_status read_values(const sn_xap_db *db, name_list *list, sn_error *err)
{
    static const uint32_t slots[] = {SN_SLOT_COPY, SN_SLOT_STORY};
    sn_docid *docids = calloc(list->n + 1, sizeof *docids);
    sn_status s = docids != NULL ? SN_OK : SN_ENOMEM;
    for (size_t i = 0; s == SN_OK && i < list->n; i++)
        docids[i] = list->at[i].docid;
    for (unsigned i = 0; s == SN_OK && i < 2; i++) {
        list->slot = i;
        s = sn_xap_db_values(db, slots[i], docids, list->n, keep_value, list, err);
    }
    free(docids);
    return s;
}

static int by_docid(const void *left, const void *right)
{
    const sn_docid *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Of those that both have. */
static size_t compare_names(const name_list *list, const docid_list *index, sn_buf *findings)
{
    static const char *const kinds[] = {"copies", "story"};
    size_t errors = 0;
    for (size_t i = 0; i < list->n; i++) {
        const names *n = &list->at[i];
        for (unsigned k = 0; k < 2; k++) {
            if (n->in_archive[k] == n->in_index[k] ||
                bsearch(&n->docid, index->at, index->n, sizeof n->docid, by_docid) == NULL)
                continue;
            sn_buf_add_format(findings,
                              "document %u: %s %016" PRIx64 " in the archive, %016" PRIx64
                              " in the index\n",
                              n->docid, kinds[k], n->in_archive[k], n->in_index[k]);
            errors++;
        }
    }
    return errors;
}

/* Each live article is grouped, and nothing else is. */
static size_t compare_members(const docid_list *live, const name_list *list, sn_buf *findings)
{
    size_t errors = 0, i = 0, k = 0;
    while (i < live->n || k < list->n) {
        if (k == list->n || (i < live->n && live->at[i] < list->at[k].docid))
            errors += report_docid(findings, "in no group", live->at[i++]);
        else if (i == live->n || list->at[k].docid < live->at[i])
            errors += report_docid(findings, "in a group, but not live", list->at[k++].docid);
        else {
            i++;
            k++;
        }
    }
    return errors;
}

static sn_status compare_groups(sn_writer *w, const sn_xap_db *db, const docid_list *live,
                                const docid_list *index, sn_buf *findings, size_t *errors,
                                sn_error *err)
{
    name_list list = {0};
    sn_status s = read_members(w, &list, err);
    if (s == SN_OK)
        s = read_values(db, &list, err);
    if (s == SN_OK)
        *errors += compare_members(live, &list, findings) + compare_names(&list, index, findings);
    free(list.at);
    return s;
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
        s = sn_writer_open_db(w, &generation, &db, err);
    if (s == SN_OK)
        s = sn_xap_db_each_docid(db, (sn_str){0}, keep_docid, &index, err);
    if (s == SN_OK)
        s = live_docids(w, &archive, err);
    if (s == SN_OK)
        *errors += compare_docids(&archive, &index, findings);
    if (s == SN_OK)
        s = compare_settings(w, db, findings, errors, err);
    if (s == SN_OK)
        s = compare_groups(w, db, &archive, &index, findings, errors, err);
    free(archive.at);
    free(index.at);
    return s;
}

static sn_status check_generation(sn_writer *w, sn_buf *findings, size_t *errors, sn_error *err)
{
    char path[SN_PATH_SIZE];
    uint32_t generation;
    size_t found = 0;
    sn_manifest manifest;
    sn_status s = sn_generation_current(w->dir, &generation, err);
    if (s == SN_OK)
        s = sn_generation_path(w->dir, generation, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_manifest_read(path, &manifest, err);
    if (s == SN_OK)
        s = sn_check_tables(path, manifest.shards, findings, &found, err);
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

typedef sn_status part_fn(sn_writer *w, sn_buf *findings, size_t *errors, sn_error *err);

/* What is written over while it is read is read again: then what seems damaged, or differs, may be nothing. */
static sn_status look_at_rest(sn_writer *w, part_fn *part, sn_buf *findings, size_t *errors,
                              sn_error *err)
{
    for (int look = 0; look < MAX_LOOKS; look++) {
        SN_CLEANUP(sn_buf) sn_buf found = SN_BUF(findings->max);
        size_t n = 0;
        uint64_t before = 0, after = 0, applied = sn_epoch_get(w->epoch).applied;
        sn_status s = sn_archive_last_change(w->archive, &before, err);
        if (s == SN_OK)
            s = part(w, &found, &n, err);
        bool moved = sn_archive_last_change(w->archive, &after, NULL) == SN_OK &&
                     (before != after || sn_epoch_get(w->epoch).applied != applied);
        if (s == SN_ESTALE || (moved && (s == SN_ECORRUPT || n > 0)))
            continue;
        sn_buf_add_str(findings, sn_buf_str(&found));
        *errors += n;
        return s;
    }
    sn_buf_add_format(findings, "note: others write all the time, a part was not looked at\n");
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
        s = look_at_rest(w, check_generation, findings, &total, &damage);
        s = find_damage(s, &damage, findings, &total);
        if (s == SN_OK)
            s = look_at_rest(w, compare_holdings, findings, &total, &damage);
        s = find_damage(s, &damage, findings, &total);
    }
    if (s != SN_OK && err != NULL)
        *err = damage;
    if (s == SN_OK)
        *errors = total;
    return s;
}
