#include "archive/settings.h"

#include "archive/store.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* Rows of meta: how many of each kind are held (counting them at each put would read all), and the
 * last change of those that the index carries. */
static const struct kind {
    const char *name, *field, *count_key, *limit;
    int max;
    bool is_carried;
} kinds[] = {
    [SN_SETTING_PIN] = {"pins", "query", "pins", "PINS", SN_LIMIT_PINS, true},
    [SN_SETTING_SYNONYMS] = {"synonyms", "name", "synonym_sets", "SYNONYM_SETS",
                             SN_LIMIT_SYNONYM_SETS, true},
    [SN_SETTING_JUDGEMENT] = {"judgements", "query", "judgements", "JUDGEMENTS",
                              SN_LIMIT_JUDGEMENTS, false},
};
#define LAST_CHANGE_KEY "settings_change"

const char *sn_setting_kind_name(sn_setting_kind kind)
{
    return kinds[kind].name;
}

bool sn_setting_kind_of(const char *name, sn_setting_kind *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *out = (sn_setting_kind)i;
            return true;
        }
    }
    return false;
}

/* One more (or fewer) of a kind. SN_ELIMIT over its limit. */
static sn_status count(sn_archive *a, sn_setting_kind kind, int64_t by, sn_error *err)
{
    const struct kind *k = &kinds[kind];
    int64_t n = 0;
    sn_status s = sn_meta_int(a, k->count_key, &n, err);
    if (s == SN_OK && by > 0 && n + by > k->max)
        s = sn_fail(err, SN_ELIMIT, "%s: there are %lld %s, %s allows %d", k->field, (long long)n,
                    k->name, k->limit, k->max);
    return s == SN_OK ? sn_sql_run(a, SN_SQL_META_PUT, err, "ti", k->count_key, n + by) : s;
}

/* Settings belong to no document: their changes have number 0, which walks pass over. */
static sn_status add_change(sn_archive *a, sn_setting_kind kind, sn_str key, uint64_t *change,
                            sn_error *err)
{
    sn_status s = sn_change_add(a, 0, key, change, err);
    if (s == SN_OK && kinds[kind].is_carried)
        s = sn_sql_run(a, SN_SQL_META_PUT, err, "ti", LAST_CHANGE_KEY, (int64_t)*change);
    return s;
}

/* What is held now: created if nothing is, unchanged if it is equal. */
static sn_status compare(sn_archive *a, const sn_setting_row *row, sn_put_outcome *out,
                         sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_SETTING_GET, &rows, err, "iss", (int64_t)row->kind,
                               row->key, row->item);
    if (s == SN_OK)
        s = sn_rows_next(&rows, err);
    if (s == SN_OK)
        *out = sn_str_equal(sn_rows_str(&rows, 0), row->value) ? SN_PUT_UNCHANGED : SN_PUT_UPDATED;
    else if (s == SN_DONE)
        *out = SN_PUT_CREATED;
    return s == SN_DONE ? SN_OK : s;
}

static sn_status put(sn_archive *a, const sn_setting_row *row, const char *who, sn_put_result *out,
                     sn_error *err)
{
    out->change = 0;
    sn_status s = compare(a, row, &out->outcome, err);
    if (s != SN_OK || out->outcome == SN_PUT_UNCHANGED)
        return s;
    if (out->outcome == SN_PUT_CREATED)
        s = count(a, row->kind, 1, err);
    if (s == SN_OK)
        s = add_change(a, row->kind, row->key, &out->change, err);
    return s != SN_OK
               ? s
               : sn_sql_run(a, SN_SQL_SETTING_PUT, err, "isssiit", (int64_t)row->kind, row->key,
                            row->item, row->value, (int64_t)out->change, sn_archive_now(a), who);
}

static sn_status check_who(const char *who, sn_error *err)
{
    sn_str text = sn_str_of(who);
    if (text.len > SN_LIMIT_FIELD_BYTES || !sn_utf8_is_valid(text, NULL))
        return sn_fail(err, SN_EINVAL, "who: over %d bytes, or ill-formed UTF-8",
                       SN_LIMIT_FIELD_BYTES);
    return SN_OK;
}

static sn_status put_row(sn_archive *a, const sn_setting_row *row, const char *who,
                         sn_put_result *out, sn_error *err)
{
    sn_put_result result;
    sn_status s = sn_setting_check_key(row->key, kinds[row->kind].field, err);
    if (s == SN_OK)
        s = check_who(who, err);
    if (s == SN_OK)
        s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_write_end(a, put(a, row, who, &result, err), err);
    if (s == SN_OK)
        *out = result;
    return s;
}

sn_status sn_settings_put_pin(sn_archive *a, const sn_pin *pin, const char *who, sn_put_result *out,
                              sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_PIN_BYTES);
    sn_status s = sn_pin_write(pin, &json);
    if (s != SN_OK)
        return sn_fail(err, s, "pinned: over %d bytes as JSON, which PIN_BYTES allows",
                       SN_LIMIT_PIN_BYTES);
    sn_setting_row row = {
        .kind = SN_SETTING_PIN, .key = sn_str_of(pin->query), .value = sn_buf_str(&json)};
    return put_row(a, &row, who, out, err);
}

sn_status sn_settings_put_synonyms(sn_archive *a, sn_str name, sn_str rules, const char *who,
                                   sn_put_result *out, sn_error *err)
{
    if (rules.len > SN_LIMIT_SYNONYM_SET_BYTES)
        return sn_fail(err, SN_ELIMIT, "rules: %zu bytes, SYNONYM_SET_BYTES allows %d", rules.len,
                       SN_LIMIT_SYNONYM_SET_BYTES);
    if (!sn_utf8_is_valid(rules, NULL))
        return sn_fail(err, SN_EUTF8, "rules: ill-formed UTF-8");
    sn_setting_row row = {.kind = SN_SETTING_SYNONYMS, .key = name, .value = rules};
    return put_row(a, &row, who, out, err);
}

sn_status sn_settings_put_judgement(sn_archive *a, sn_str query, sn_str id, int grade,
                                    const char *who, sn_put_result *out, sn_error *err)
{
    char digit[2] = {(char)('0' + grade), '\0'};
    sn_status s = sn_article_check_id(id, err);
    if (s != SN_OK)
        return s;
    if (grade < 0 || grade > SN_SETTING_GRADE_MAX)
        return sn_fail(err, SN_EINVAL, "grade: a whole number from 0 to %d is wanted",
                       SN_SETTING_GRADE_MAX);
    sn_setting_row row = {
        .kind = SN_SETTING_JUDGEMENT, .key = query, .item = id, .value = sn_str_of(digit)};
    return put_row(a, &row, who, out, err);
}

static sn_status note_row(void *ctx, const sn_setting_row *row)
{
    (void)row;
    ++*(int64_t *)ctx;
    return SN_OK;
}

static sn_status remove_key(sn_archive *a, sn_setting_kind kind, sn_str key, const char *who,
                            uint64_t *change, sn_error *err)
{
    int64_t n = 0;
    sn_status s = sn_settings_each(a, kind, key, note_row, &n, err);
    if (s == SN_OK && n == 0)
        return sn_fail(err, SN_ENOTFOUND, "no %s are held for \"%.*s\"", kinds[kind].name,
                       (int)key.len, key.at);
    if (s == SN_OK)
        s = count(a, kind, -n, err);
    if (s == SN_OK)
        s = add_change(a, kind, key, change, err);
    return s != SN_OK ? s
                      : sn_sql_run(a, SN_SQL_SETTINGS_REMOVE, err, "isiit", (int64_t)kind, key,
                                   (int64_t)*change, sn_archive_now(a), who);
}

sn_status sn_settings_remove(sn_archive *a, sn_setting_kind kind, sn_str key, const char *who,
                             uint64_t *change, sn_error *err)
{
    uint64_t made = 0;
    if (sn_setting_check_key(key, kinds[kind].field, NULL) != SN_OK)
        return sn_fail(err, SN_ENOTFOUND, "no %s can have that key", kinds[kind].name);
    sn_status s = check_who(who, err);
    if (s == SN_OK)
        s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_write_end(a, remove_key(a, kind, key, who, &made, err), err);
    if (s == SN_OK)
        *change = made;
    return s;
}

sn_status sn_settings_last_change(sn_archive *a, uint64_t *out, sn_error *err)
{
    int64_t last = 0;
    sn_status s = sn_meta_int(a, LAST_CHANGE_KEY, &last, err);
    if (s == SN_OK)
        *out = (uint64_t)last;
    return s;
}
