/* What is held of the settings, and judgements as lines. */
#include "archive/settings.h"

#include "archive/fields.h"
#include "archive/json.h"
#include "archive/store.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static sn_status give_rows(sn_rows *rows, sn_setting_kind kind, sn_setting_fn *fn, void *ctx,
                           sn_error *err)
{
    sn_status s;
    while ((s = sn_rows_next(rows, err)) == SN_OK) {
        sn_setting_row row = {.kind = kind,
                              .key = sn_rows_str(rows, 0),
                              .item = sn_rows_str(rows, 1),
                              .value = sn_rows_str(rows, 2),
                              .change = (uint64_t)sn_rows_int(rows, 3),
                              .at_sec = sn_rows_int(rows, 4),
                              .who = sn_rows_str(rows, 5)};
        s = fn(ctx, &row);
        if (s != SN_OK)
            return s;
    }
    return s == SN_DONE ? SN_OK : s;
}

sn_status sn_settings_each(sn_archive *a, sn_setting_kind kind, sn_str key, sn_setting_fn *fn,
                           void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    bool any = false;
    sn_status s = sn_sql_has_table(a, "settings", &any, err);
    if (s != SN_OK || !any)
        return s;
    if (key.at != NULL)
        s = sn_rows_open(a, SN_SQL_SETTINGS_OF_KEY, &rows, err, "is", (int64_t)kind, key);
    else
        s = sn_rows_open(a, SN_SQL_SETTINGS_OF_KIND, &rows, err, "i", (int64_t)kind);
    return s == SN_OK ? give_rows(&rows, kind, fn, ctx, err) : s;
}

int sn_setting_grade(const sn_setting_row *row)
{
    return row->value.len == 1 ? row->value.at[0] - '0' : 0;
}

void sn_judgement_line_done(sn_judgement_line *j)
{
    free(j->query);
    free(j->id);
    *j = (sn_judgement_line){0};
}

static sn_status copy_text(const cJSON *member, char **out, sn_error *err)
{
    if (!cJSON_IsString(member))
        return sn_fail(err, SN_EINVAL, "%s: a string is wanted", member->string);
    *out = sn_str_dup(sn_text_trim(sn_str_of(member->valuestring)));
    return *out != NULL ? SN_OK : sn_fail(err, SN_ENOMEM, "no memory for a judgement");
}

static sn_status parse_grade(const cJSON *member, int *out, sn_error *err)
{
    for (int grade = 0; cJSON_IsNumber(member) && grade <= SN_SETTING_GRADE_MAX; grade++) {
        if (member->valuedouble == grade) {
            *out = grade;
            return SN_OK;
        }
    }
    return sn_fail(err, SN_EINVAL, "grade: a whole number from 0 to %d is wanted",
                   SN_SETTING_GRADE_MAX);
}

static sn_status parse_member(const cJSON *member, sn_judgement_line *j, sn_error *err)
{
    if (strcmp(member->string, "query") == 0)
        return copy_text(member, &j->query, err);
    if (strcmp(member->string, "id") == 0)
        return copy_text(member, &j->id, err);
    if (strcmp(member->string, "grade") == 0)
        return parse_grade(member, &j->grade, err);
    return sn_article_refuse_field(sn_str_of(member->string), err);
}

static sn_status parse_tree(const cJSON *tree, sn_judgement_line *j, sn_error *err)
{
    sn_status s = SN_OK;
    if (!cJSON_IsObject(tree))
        return sn_fail(err, SN_EINVAL, "byte 0: an object is wanted");
    j->grade = -1;
    for (const cJSON *member = tree->child; member != NULL && s == SN_OK; member = member->next)
        s = parse_member(member, j, err);
    if (s == SN_OK)
        s = sn_setting_check_key(sn_str_of(j->query), "query", err);
    if (s == SN_OK)
        s = sn_article_check_id(sn_str_of(j->id), err);
    if (s == SN_OK && j->grade < 0)
        s = sn_fail(err, SN_EINVAL, "grade: missing");
    return s;
}

sn_status sn_judgement_line_parse(sn_str json, sn_judgement_line *out, sn_error *err)
{
    SN_CLEANUP(sn_judgement_line) sn_judgement_line j = {0};
    cJSON *tree = NULL;
    sn_status s = sn_json_parse(json, &tree, err);
    if (s == SN_OK)
        s = parse_tree(tree, &j, err);
    cJSON_Delete(tree);
    if (s == SN_OK) {
        *out = j;
        j = (sn_judgement_line){0};
    }
    return s;
}
