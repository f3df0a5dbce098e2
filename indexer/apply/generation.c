#include "indexer/apply/generation.h"

#include "analysis/analyzer.h"
#include "archive/number.h"
#include "base/clock.h"
#include "base/options.h"
#include "indexer/apply/grouping.h"
#include "layout/settings.h"
#include "layout/terms.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Behind the lexicon. */
static sn_status open_parts(sn_generation *g, sn_xap_open_mode mode, sn_error *err)
{
    char db_path[SN_PATH_SIZE];
    sn_status s = sn_generation_db_path(g->path, db_path, sizeof db_path, err);
    if (s == SN_OK)
        s = sn_shards_write(db_path, g->shards, mode, &g->db, err);
    if (s == SN_OK)
        s = sn_document_maker_create(g->lexicon != NULL ? g->lexicon : sn_lexicon_builtin(),
                                     &g->maker, err);
    if (s == SN_OK)
        s = sn_grouper_create(&g->grouper, err);
    return s;
}

static sn_status read_number(const sn_generation *g, const char *key, int64_t max, int64_t *out,
                             sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(64);
    sn_status s = sn_xap_writer_get_metadata(g->db, sn_str_of(key), &value, err);
    *out = 0;
    if (s == SN_OK && value.len > 0 && sn_int_parse(sn_buf_str(&value), 0, max, out) != SN_OK)
        s = sn_fail(err, SN_ECORRUPT, "%s: %s does not read back", g->path, key);
    return s;
}

static sn_status write_number(sn_generation *g, const char *key, uint64_t number, sn_error *err)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%" PRIu64, number);
    return sn_xap_writer_set_metadata(g->db, sn_str_of(key), (sn_str){text, (size_t)n}, err);
}

static sn_status read_state(sn_generation *g, sn_error *err)
{
    int64_t applied = 0, spill = 0, settings = 0;
    sn_status s = read_number(g, SN_META_APPLIED, INT64_MAX, &applied, err);
    if (s == SN_OK)
        s = read_number(g, SN_META_SPILL, UINT32_MAX, &spill, err);
    if (s == SN_OK)
        s = read_number(g, SN_META_SETTINGS_CHANGE, INT64_MAX, &settings, err);
    g->applied = (uint64_t)applied;
    g->spill = (uint32_t)spill;
    g->settings = (uint64_t)settings;
    return s;
}

sn_status sn_generation_open(const char *dir, uint32_t number, sn_generation *out, sn_error *err)
{
    sn_generation g = {.number = number};
    sn_manifest manifest;
    sn_status s = sn_generation_path(dir, number, g.path, sizeof g.path, err);
    if (s == SN_OK)
        s = sn_manifest_read(g.path, &manifest, err);
    if (s == SN_OK) {
        g.shards = manifest.shards;
        g.analysis_matches = manifest.analysis == SN_ANALYSIS_VERSION;
        snprintf(g.archive_uuid, sizeof g.archive_uuid, "%.36s", manifest.archive_uuid);
        snprintf(g.dictionary, sizeof g.dictionary, "%s", manifest.dictionary);
        s = sn_words_lexicon(g.path, g.dictionary, &g.lexicon, err);
    }
    if (s == SN_OK)
        s = open_parts(&g, SN_XAP_OPEN, err);
    if (s == SN_OK)
        s = read_state(&g, err);
    if (s != SN_OK) {
        sn_generation_close(&g);
        return s;
    }
    *out = g;
    return SN_OK;
}

sn_status sn_generation_read_applied(const sn_xap_db *db, uint64_t *applied, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(64);
    int64_t number = 0;
    sn_status s = sn_xap_db_metadata(db, SN_STR(SN_META_APPLIED), &text, err);
    if (s == SN_OK && sn_int_parse(sn_buf_str(&text), 0, INT64_MAX, &number) != SN_OK)
        s = sn_fail(err, SN_ECORRUPT, SN_META_APPLIED " does not read back");
    if (s == SN_OK)
        *applied = (uint64_t)number;
    return s;
}

static sn_status write_manifest(const sn_generation *g, sn_error *err)
{
    sn_manifest manifest = {.format = SN_INDEX_FORMAT,
                            .analysis = SN_ANALYSIS_VERSION,
                            .generation = g->number,
                            .shards = g->shards};
    snprintf(manifest.archive_uuid, sizeof manifest.archive_uuid, "%s", g->archive_uuid);
    snprintf(manifest.dictionary, sizeof manifest.dictionary, "%s", g->dictionary);
    sn_date_write_rfc3339(sn_clock_now_sec(), manifest.built_at);
    return sn_manifest_write(g->path, &manifest, err);
}

sn_status sn_generation_draft(const char *dir, uint32_t number, const char *uuid, uint32_t shards,
                              sn_generation *out, sn_error *err)
{
    sn_generation g = {.number = number, .analysis_matches = true, .shards = shards};
    char parent[SN_PATH_SIZE];
    snprintf(g.archive_uuid, sizeof g.archive_uuid, "%s", uuid);
    sn_status s = sn_path_join(dir, SN_INDEX_GENERATIONS, parent, sizeof parent, err);
    if (s == SN_OK)
        s = sn_dir_make(parent, err);
    if (s == SN_OK)
        s = sn_generation_path(dir, number, g.path, sizeof g.path, err);
    if (s == SN_OK)
        s = sn_dir_make(g.path, err);
    if (s == SN_OK)
        s = sn_words_freeze(dir, g.path, g.dictionary, err);
    if (s == SN_OK)
        s = sn_words_lexicon(g.path, g.dictionary, &g.lexicon, err);
    if (s == SN_OK)
        *out = g;
    return s;
}

sn_status sn_generation_begin(sn_generation *g, sn_xap_open_mode mode, sn_error *err)
{
    sn_status s = open_parts(g, mode, err);
    return s == SN_OK ? write_manifest(g, err) : s;
}

sn_status sn_generation_create(const char *dir, uint32_t number, const char *uuid,
                               sn_generation *out, sn_error *err)
{
    sn_generation g;
    sn_status s = sn_generation_draft(dir, number, uuid, 1, &g, err);
    if (s != SN_OK)
        return s;
    s = sn_generation_begin(&g, SN_XAP_CREATE, err);
    if (s == SN_OK)
        *out = g;
    else
        sn_generation_close(&g);
    return s;
}

void sn_generation_close(sn_generation *g)
{
    if (g == NULL)
        return;
    sn_xap_writer_close(g->db);
    sn_document_maker_destroy(g->maker);
    sn_grouper_destroy(g->grouper);
    sn_lexicon_destroy(g->lexicon);
    g->db = NULL;
    g->maker = NULL;
    g->grouper = NULL;
    g->lexicon = NULL;
}

/* How far the number's minute is from the publication's, for the edges of date ranges. */
static void note_spill(sn_generation *g, const sn_article *a, uint32_t docid)
{
    if (a->published_at.precision == 0 || docid > SN_NUMBER_DATED_LAST)
        return;
    int64_t apart = sn_minute_of_second(a->published_at.sec) - sn_minute_of_number(docid);
    apart = apart < 0 ? -apart : apart;
    if (apart > g->spill)
        g->spill = apart > UINT32_MAX ? UINT32_MAX : (uint32_t)apart;
}

sn_status sn_generation_put(sn_generation *g, uint32_t docid, const sn_article *article,
                            const sn_membership *groups, sn_error *err)
{
    const sn_xap_doc *doc;
    sn_status s = sn_document_make(g->maker, article, groups, &doc, err);
    if (s != SN_OK)
        return s;
    note_spill(g, article, docid);
    return sn_xap_writer_replace(g->db, docid, doc, err);
}

sn_status sn_generation_delete(sn_generation *g, uint32_t docid, sn_error *err)
{
    return sn_xap_writer_delete(g->db, docid, err);
}

sn_status sn_generation_commit(sn_generation *g, uint64_t applied, sn_error *err)
{
    sn_status s = write_number(g, SN_META_APPLIED, applied, err);
    if (s == SN_OK)
        s = write_number(g, SN_META_SPILL, g->spill, err);
    if (s == SN_OK)
        s = write_number(g, SN_META_SETTINGS_CHANGE, g->settings, err);
    if (s == SN_OK)
        s = sn_xap_writer_commit(g->db, err);
    if (s == SN_OK)
        g->applied = applied;
    return s;
}
