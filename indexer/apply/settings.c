#include "indexer/apply/settings.h"

#include "analysis/analyzer.h"
#include "analysis/synonyms.h"
#include "archive/settings.h"
#include "layout/settings.h"

static sn_status add_record(void *ctx, const sn_setting_row *row)
{
    sn_setting_record record = {row->change, row->key, row->value};
    return sn_setting_record_add(&record, ctx);
}

static sn_status collect(sn_archive *archive, sn_setting_kind kind, sn_buf *out, sn_error *err)
{
    sn_status s = sn_settings_each(archive, kind, (sn_str){0}, add_record, out, err);
    if (sn_buf_status(out) != SN_OK)
        s = sn_fail(err, sn_buf_status(out), "the %s do not fit into the index",
                    sn_setting_kind_name(kind));
    return s;
}

/* Of both, with a zero byte between. */
static sn_status digest_of(const sn_buf *pins, const sn_buf *synonyms,
                           char out[SN_DICTIONARY_DIGEST_SIZE])
{
    SN_CLEANUP(sn_buf) sn_buf both = SN_BUF(2 * SN_SETTINGS_BYTES + 1);
    out[0] = '\0';
    if (pins->len + synonyms->len == 0)
        return SN_OK;
    sn_buf_add_str(&both, sn_buf_str(pins));
    sn_buf_add_byte(&both, '\0');
    sn_buf_add_str(&both, sn_buf_str(synonyms));
    sn_dictionary_digest(sn_buf_str(&both), out);
    return sn_buf_status(&both);
}

static sn_status write_all(sn_generation *g, const sn_buf *pins, const sn_buf *synonyms,
                           sn_error *err)
{
    char digest[SN_DICTIONARY_DIGEST_SIZE];
    sn_status s = digest_of(pins, synonyms, digest);
    if (s != SN_OK)
        return sn_fail(err, s, "no memory for the settings");
    s = sn_xap_writer_set_metadata(g->db, SN_STR(SN_META_PINS), sn_buf_str(pins), err);
    if (s == SN_OK)
        s = sn_xap_writer_set_metadata(g->db, SN_STR(SN_META_SYNONYMS), sn_buf_str(synonyms), err);
    if (s == SN_OK)
        s = sn_xap_writer_set_metadata(g->db, SN_STR(SN_META_SETTINGS), sn_str_of(digest), err);
    return s;
}

/* The number first: what changes while they are read is written again with the next batch. */
sn_status sn_settings_carry(sn_generation *g, sn_archive *archive, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf pins = SN_BUF(SN_SETTINGS_BYTES);
    SN_CLEANUP(sn_buf) sn_buf synonyms = SN_BUF(SN_SETTINGS_BYTES);
    uint64_t last = 0;
    sn_status s = sn_settings_last_change(archive, &last, err);
    if (s != SN_OK || last == g->settings)
        return s;
    s = collect(archive, SN_SETTING_PIN, &pins, err);
    if (s == SN_OK)
        s = collect(archive, SN_SETTING_SYNONYMS, &synonyms, err);
    if (s == SN_OK)
        s = write_all(g, &pins, &synonyms, err);
    if (s == SN_OK)
        g->settings = last;
    return s;
}

static sn_status check_entries(sn_analyzer *analyzer, const sn_synonyms *set, const char *name,
                               uint32_t line, size_t first, size_t n, sn_error *err)
{
    sn_tokens tokens;
    sn_status s = SN_OK;
    for (size_t i = first; i < first + n && s == SN_OK; i++) {
        sn_str entry = set->entries[i];
        s = sn_analyzer_run(analyzer, entry, &tokens);
        if (s == SN_OK && tokens.n_tokens == 0)
            s = sn_fail(err, SN_EINVAL, "%s, line %u: «%.*s» has no word", name, line,
                        (int)entry.len, entry.at);
    }
    return s;
}

sn_status sn_settings_check_synonyms(const char *name, sn_str rules, sn_error *err)
{
    SN_CLEANUP(sn_synonyms) sn_synonyms set = {0};
    SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *analyzer = NULL;
    sn_status s = sn_synonyms_parse(name, rules, &set, err);
    if (s == SN_OK && set.n_rules == 0 && !set.starter_off)
        s = sn_fail(err, SN_EINVAL, "%s: there is no rule in it", name);
    if (s == SN_OK)
        s = sn_analyzer_create(sn_lexicon_builtin(), &analyzer);
    for (size_t i = 0; i < set.n_rules && s == SN_OK; i++) {
        const sn_synonym_rule *r = &set.rules[i];
        s = check_entries(analyzer, &set, name, r->line, r->first, r->n, err);
        if (s == SN_OK)
            s = check_entries(analyzer, &set, name, r->line, r->right, r->n_right, err);
    }
    return s;
}
