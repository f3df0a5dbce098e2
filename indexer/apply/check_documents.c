/* Each article analysed again, and its document compared. */
#include "analysis/analyzer.h"
#include "archive/groups.h"
#include "base/grow.h"
#include "base/limits.h"
#include "indexer/apply/check_deep_internal.h"
#include "indexer/apply/grouping.h"
#include "indexer/apply/words.h"
#include "layout/terms.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WALK_ARTICLES 200u
/* Between two looks at what seems to differ. */
#define SETTLE_MS    2000
#define MAX_LOOKS    5
#define RECORD_BYTES ((size_t)4 * SN_LIMIT_ARTICLE_BYTES)

sn_status sn_deep_open_db(sn_deep *d)
{
    uint32_t generation;
    sn_xap_db_close(d->db);
    d->db = NULL;
    sn_status s = sn_writer_open_db(d->w, &generation, &d->db, d->err);
    return s == SN_OK ? sn_generation_read_applied(d->db, &d->applied, d->err) : s;
}

/* ---- one article ---- */

/* Unpacked, since another version of the library packs the same body into other bytes. */
static sn_status compare_body(sn_deep *d, uint32_t docid, sn_buf *findings, size_t *errors)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(RECORD_BYTES);
    const sn_hit *want = sn_document_hit(d->maker);
    sn_hit have = {.body_bytes = want->body.len};
    sn_status s = sn_xap_db_value(d->db, docid, SN_SLOT_BODY, &value, d->err);
    if (s == SN_OK && value.len > 0)
        s = sn_body_read(d->bodies, &value, &have);
    if (s != SN_OK && s != SN_ECORRUPT && s != SN_EFORMAT)
        return s;
    if (sn_str_equal(have.body, want->body))
        return SN_OK;
    ++*errors;
    return sn_buf_add_format(findings, "document %u: its body differs\n", docid);
}

static sn_status compare(sn_deep *d, uint32_t docid, sn_str id, sn_str json, sn_buf *findings,
                         size_t *errors)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    const sn_xap_doc *doc;
    sn_membership groups;
    *errors = 0;
    sn_status s = sn_article_parse(json, &article, d->err);
    if (s != SN_OK) {
        sn_buf_add_format(findings, "article %.*s does not read back from the archive\n",
                          (int)id.len, id.at);
        *errors = 1;
        return SN_OK;
    }
    s = sn_grouping_names(d->w->archive, docid, id, &groups, d->err);
    if (s == SN_OK)
        s = sn_document_make(d->maker, &article, &groups, &doc, d->err);
    if (s == SN_OK)
        s = sn_xap_db_compare(d->db, docid, doc, SN_SLOT_BODY, findings, errors, d->err);
    if (s == SN_OK)
        s = compare_body(d, docid, findings, errors);
    if (s == SN_ENOTFOUND) {
        sn_buf_add_format(findings, "document %u is in the archive only\n", docid);
        *errors = 1;
        s = SN_OK;
    }
    if (s == SN_OK && *errors > 0)
        sn_buf_add_format(findings, "document %u is article %.*s\n", docid, (int)id.len, id.at);
    return s;
}

static sn_status suspect(sn_deep *d, sn_str id)
{
    char **at = sn_grow(d->suspects, d->n_suspects, &d->cap, sizeof *at);
    if (at == NULL)
        return sn_fail(d->err, SN_ENOMEM, "no memory for findings");
    d->suspects = at;
    at[d->n_suspects] = sn_str_dup(id);
    if (at[d->n_suspects] == NULL)
        return sn_fail(d->err, SN_ENOMEM, "no memory for findings");
    d->n_suspects++;
    return SN_OK;
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Of those still to come the rest of the sample, each as likely as another. */
static bool is_drawn(sn_deep *d)
{
    uint64_t to_come = d->total > d->seen ? d->total - d->seen : 1;
    d->seen++;
    if (d->opts->sample == 0)
        return true;
    if (next_random(&d->random) % to_come >= d->left)
        return false;
    d->left--;
    return true;
}

static sn_status look_at(void *ctx, const sn_change *change)
{
    sn_deep *d = ctx;
    size_t errors = 0;
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1 << 20);
    if (!is_drawn(d))
        return SN_OK;
    sn_status s = compare(d, change->docid, change->id, change->json, &findings, &errors);
    d->compared += s == SN_OK;
    /* What is being written at this moment is looked at again, too. */
    if (s == SN_ESTALE || s == SN_ECORRUPT)
        return suspect(d, change->id);
    return s == SN_OK && errors > 0 ? suspect(d, change->id) : s;
}

static sn_status walk(sn_deep *d)
{
    sn_status s = SN_OK;
    for (uint32_t docid = 1; s == SN_OK && docid != 0;) {
        s = sn_deep_open_db(d);
        if (s == SN_OK)
            s = sn_archive_each_live(d->w->archive, docid, WALK_ARTICLES, look_at, d, &docid,
                                     d->err);
        if (s == SN_OK && d->opts->progress != NULL)
            d->opts->progress(d->opts->ctx, d->seen, d->total);
    }
    return s;
}

/* ---- what seems to differ ---- */

static sn_status look_once(sn_deep *d, const char *id, sn_buf *findings, size_t *errors)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(RECORD_BYTES)};
    sn_status s = sn_deep_open_db(d);
    if (s == SN_OK)
        s = sn_archive_get(d->w->archive, sn_str_of(id), &record, d->err);
    if (s == SN_ENOTFOUND || (s == SN_OK && record.state != SN_ARTICLE_LIVE))
        return SN_OK; /* gone meanwhile */
    return s == SN_OK
               ? compare(d, record.docid, sn_str_of(id), sn_buf_str(&record.json), findings, errors)
               : s;
}

/* It differs if it does in an index that holds all that there was before and behind the look. */
static sn_status look_again(sn_deep *d, const char *id)
{
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1 << 20);
    for (int look = 0; look < MAX_LOOKS; look++) {
        uint64_t before = 0, after = 0;
        size_t errors = 0;
        sn_buf_clear(&findings);
        sn_status s = sn_archive_last_change(d->w->archive, &before, d->err);
        if (s == SN_OK && sn_epoch_wait(d->w->epoch, before, SETTLE_MS) != SN_OK)
            break;
        if (s == SN_OK)
            s = look_once(d, id, &findings, &errors);
        if (s == SN_OK && errors == 0)
            return SN_OK;
        bool damaged = s == SN_ECORRUPT;
        if (s == SN_OK || s == SN_ESTALE || damaged)
            s = sn_archive_last_change(d->w->archive, &after, damaged ? NULL : d->err);
        if (s != SN_OK)
            return s;
        if (before != after || d->applied < before || (errors == 0 && !damaged))
            continue;
        if (damaged)
            sn_buf_add_format(d->findings, "article %s: %s\n", id,
                              d->err != NULL ? d->err->msg : "its document is damaged");
        sn_buf_add_str(d->findings, sn_buf_str(&findings));
        d->errors += damaged ? 1 : errors;
        return SN_OK;
    }
    sn_buf_add_format(d->findings, "note: article %s changes all the time, or nobody applies\n",
                      id);
    return SN_OK;
}

/* ---- all articles ---- */

static sn_status note(sn_deep *d, const char *sentence, bool *may)
{
    *may = false;
    return sn_buf_add_format(d->findings, "note: documents were not compared: %s\n", sentence);
}

/* Of another program's documents nothing can be said. */
static sn_status may_compare(sn_deep *d, const sn_manifest *manifest, bool *may)
{
    sn_groups_state state;
    *may = true;
    sn_status s = sn_groups_get_state(d->w->archive, &state, d->err);
    if (s != SN_OK)
        return s;
    if (manifest->analysis != SN_ANALYSIS_VERSION)
        return note(d, "they were built by another analysis", may);
    if (manifest->format != SN_INDEX_FORMAT)
        return note(d, "the index has an older format", may);
    if (d->total > 0 && state.version != sn_grouping_version())
        return note(d, "groups were made by other rules", may);
    return SN_OK;
}

static sn_status prepare(sn_deep *d, bool *may)
{
    char path[SN_PATH_SIZE];
    uint32_t generation;
    sn_manifest manifest;
    sn_archive_counts counts;
    sn_status s = sn_archive_count(d->w->archive, &counts, d->err);
    if (s == SN_OK)
        s = sn_generation_current(d->w->dir, &generation, d->err);
    if (s == SN_OK)
        s = sn_generation_path(d->w->dir, generation, path, sizeof path, d->err);
    if (s == SN_OK)
        s = sn_manifest_read(path, &manifest, d->err);
    if (s != SN_OK)
        return s;
    d->total = counts.live;
    d->left = d->opts->sample;
    s = may_compare(d, &manifest, may);
    if (s == SN_OK && *may) /* compares the digest of the words, too */
        s = sn_words_lexicon(path, manifest.dictionary, &d->lexicon, d->err);
    if (s == SN_OK && *may)
        s = sn_document_maker_create(d->lexicon != NULL ? d->lexicon : sn_lexicon_builtin(),
                                     &d->maker, d->err);
    if (s == SN_OK && *may && sn_body_reader_create(&d->bodies) != SN_OK)
        s = sn_fail(d->err, SN_ENOMEM, "no memory for bodies");
    return s;
}

sn_status sn_deep_check_documents(sn_deep *d)
{
    bool may = false;
    sn_status s = prepare(d, &may);
    if (s != SN_OK || !may)
        return s;
    s = walk(d);
    for (size_t i = 0; s == SN_OK && i < d->n_suspects; i++)
        s = look_again(d, d->suspects[i]);
    return s;
}
