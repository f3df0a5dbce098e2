#include "indexer/apply/verify.h"

#include "base/limits.h"
#include "layout/body.h"
#include "layout/terms.h"

#include <inttypes.h>

#define FINDINGS_BYTES 65536
#define RECORD_BYTES   (2 * SN_LIMIT_ARTICLE_BYTES)

static sn_status open_db(const sn_generation *g, sn_xap_db **db, sn_error *err)
{
    return sn_shards_open(g->path, g->shards, db, err);
}

sn_status sn_check_tables(const char *generation_path, uint32_t shards, sn_buf *findings,
                          size_t *errors, sn_error *err)
{
    sn_shards all;
    sn_status s = sn_shards_of(generation_path, shards, &all, err);
    for (uint32_t i = 0; i < shards && s == SN_OK; i++) {
        char name[SN_SHARD_NAME_SIZE];
        size_t found = 0;
        s = sn_xap_check(all.at[i], findings, &found, err);
        if (s == SN_OK && found > 0 && shards > 1)
            sn_buf_add_format(findings, "%s: %zu errors\n", sn_shard_name(i, shards, name), found);
        *errors += found;
    }
    return s;
}

sn_status sn_verify_tables(const sn_generation *g, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(FINDINGS_BYTES);
    size_t errors = 0;
    sn_status s = sn_check_tables(g->path, g->shards, &findings, &errors, err);
    if (s != SN_OK || errors == 0)
        return s;
    const char *text = sn_buf_text(&findings);
    size_t skip = findings.len > 250 ? findings.len - 250 : 0;
    return sn_fail(err, SN_ECORRUPT, "the new index is damaged (%zu errors): %s", errors,
                   text + skip);
}

/* ---- documents of articles ---- */

typedef struct sample {
    const sn_generation *generation;
    const sn_xap_db *db;
    sn_body_reader *bodies;
    sn_error *err;
} sample;

static sn_status missing(const sample *look, const sn_change *change, const char *what)
{
    return sn_fail(look->err, SN_ECORRUPT, "the new index has no %s of the article %.*s (%u)", what,
                   (int)change->id.len, change->id.at, change->docid);
}

static sn_status look_at_body(const sample *look, const sn_change *change, sn_hit *hit)
{
    SN_CLEANUP(sn_buf) sn_buf body = SN_BUF(RECORD_BYTES);
    if (hit->body_bytes == 0)
        return SN_OK;
    sn_status s = sn_xap_db_value(look->db, change->docid, SN_SLOT_BODY, &body, look->err);
    if (s != SN_OK)
        return s;
    s = sn_body_read(look->bodies, &body, hit);
    return s == SN_ECORRUPT || s == SN_EFORMAT ? missing(look, change, "body") : s;
}

/* The record that hits of it are written from, and its body. */
static sn_status look_at_record(const sample *look, const sn_change *change)
{
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
    sn_hit hit;
    sn_status s = sn_xap_db_data(look->db, change->docid, &record, look->err);
    if (s != SN_OK)
        return s;
    if (sn_hit_read(sn_buf_str(&record), &hit) != SN_OK || !sn_str_equal(hit.id, change->id))
        return missing(look, change, "record");
    return look_at_body(look, change, &hit);
}

static sn_status look_for(void *ctx, const sn_change *change)
{
    const sample *look = ctx;
    char term[SN_INDEX_TERM_SIZE];
    sn_docid docid = 0;
    if (change->change > look->generation->applied)
        return SN_OK; /* it is still to come */
    sn_status s = sn_xap_db_first_with_term(look->db, sn_index_term(SN_LIST_ID, change->id, term),
                                            &docid, look->err);
    if (s == SN_ENOTFOUND || (s == SN_OK && docid != change->docid))
        return missing(look, change, "document");
    return s == SN_OK ? look_at_record(look, change) : s;
}

static sn_status take_number(void *ctx, const sn_change *change)
{
    sn_docid *number = ctx;
    *number = change->docid;
    return SN_OK;
}

static sn_status look_for_some(sample *look, sn_archive *archive)
{
    sn_docid first = 0, last = 0;
    uint32_t next;
    sn_status s = sn_archive_each_live(archive, 1, 1, take_number, &first, &next, look->err);
    if (s == SN_OK && sn_body_reader_create(&look->bodies) != SN_OK)
        s = sn_fail(look->err, SN_ENOMEM, "no memory for bodies");
    if (s == SN_OK)
        s = sn_xap_db_last_docid(look->db, &last, look->err);
    for (uint64_t i = 0; s == SN_OK && first != 0 && last >= first && i < SN_VERIFY_SAMPLE; i++) {
        uint64_t from = first + (uint64_t)(last - first) * i / (SN_VERIFY_SAMPLE - 1);
        s = sn_archive_each_live(archive, (uint32_t)from, 1, look_for, look, &next, look->err);
    }
    return s;
}

/* ---- how many ---- */

static sn_status compare_counts(const sn_generation *g, const sn_xap_db *db, sn_archive *archive,
                                sn_error *err)
{
    sn_archive_counts counts;
    uint32_t documents = 0;
    uint64_t last = 0;
    sn_status s = sn_xap_db_count(db, &documents, err);
    if (s == SN_OK)
        s = sn_archive_count(archive, &counts, err);
    if (s == SN_OK)
        s = sn_archive_last_change(archive, &last, err); /* behind the counts: none is missed */
    if (s != SN_OK)
        return s;
    uint64_t pending = last - g->applied;
    uint64_t apart = counts.live > documents ? counts.live - documents : documents - counts.live;
    if (apart <= pending)
        return SN_OK;
    return sn_fail(err, SN_ECORRUPT,
                   "the new index has %u documents, the archive %" PRIu64 " articles", documents,
                   counts.live);
}

sn_status sn_verify_holdings(const sn_generation *g, sn_archive *archive, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    sn_status s = open_db(g, &db, err);
    if (s == SN_OK)
        s = compare_counts(g, db, archive, err);
    sample look = {.generation = g, .db = db, .err = err};
    if (s == SN_OK)
        s = look_for_some(&look, archive);
    sn_body_reader_destroy(look.bodies);
    return s;
}
