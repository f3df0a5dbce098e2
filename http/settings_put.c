/* PUT of pins, synonym sets and judgements: the body read and checked before it is queued. */
#include "http/settings.h"

#include "archive/json.h"
#include "base/text_lines.h"
#include "http/problem.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void refuse(sn_exchange *x, sn_status s, const sn_error *err)
{
    sn_exchange_refuse_error(x, s, err, s == SN_EINVAL ? "invalid_setting" : NULL);
}

typedef sn_status check_fn(sn_searcher *s, sn_str text, sn_error *err);

static sn_status check_with(sn_exchange *x, check_fn *check, sn_str text, sn_error *err)
{
    sn_searcher *searcher = sn_searchers_borrow(x->service->aside);
    sn_status s = check(searcher, text, err);
    sn_searchers_give_back(x->service->aside, searcher);
    return s;
}

void sn_handle_pin_put(sn_exchange *x)
{
    sn_error err = {0};
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s =
        sn_pin_parse(sn_buf_str(&x->body), sn_buf_str(&x->id), &x->job.settings.pin, &err);
    if (s == SN_OK)
        s = check_with(x, sn_searcher_check_pin, sn_buf_str(&x->id), &err);
    if (s != SN_OK) {
        refuse(x, s, &err);
        return;
    }
    x->job.settings.puts = true;
    sn_exchange_want_settings(x);
}

/* "rules, line 3: …" */
static void refuse_rules(sn_exchange *x, sn_status s, const sn_error *err)
{
    sn_problem problem;
    unsigned line = 0;
    if (sscanf(err->msg, "rules, line %u", &line) != 1) {
        refuse(x, s, err);
        return;
    }
    sn_problem_make(&problem, s, s == SN_EINVAL ? "invalid_setting" : sn_status_name(s), "rules",
                    "%s", "%s", err->msg);
    snprintf(problem.detail_fa, sizeof problem.detail_fa,
             "سطر %u از قاعده‌های مترادف پذیرفته نیست", line);
    sn_exchange_refuse(x, &problem);
}

void sn_handle_synonyms_put(sn_exchange *x)
{
    sn_error err = {0};
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s = sn_setting_check_key(sn_buf_str(&x->id), "name", &err);
    if (s == SN_OK)
        s = check_with(x, sn_searcher_check_synonyms, sn_buf_str(&x->body), &err);
    if (s != SN_OK) {
        refuse_rules(x, s, &err);
        return;
    }
    x->job.settings.rules = sn_buf_str(&x->body);
    x->job.settings.puts = true;
    sn_exchange_want_settings(x);
}

static sn_status add_grade(sn_settings_job *job, sn_str query, const cJSON *member, sn_error *err)
{
    sn_judgement_line *line = sn_settings_job_add(job);
    if (line == NULL)
        return SN_ENOMEM;
    line->grade = -1;
    for (int grade = 0; cJSON_IsNumber(member) && grade <= SN_SETTING_GRADE_MAX; grade++)
        line->grade = member->valuedouble == grade ? grade : line->grade;
    if (line->grade < 0)
        return sn_fail(err, SN_EINVAL, "grade: \"%.60s\": a whole number from 0 to %d is wanted",
                       member->string, SN_SETTING_GRADE_MAX);
    line->query = sn_str_dup(query);
    line->id = sn_str_dup(sn_str_of(member->string));
    if (line->query == NULL || line->id == NULL)
        return SN_ENOMEM;
    return sn_article_check_id(sn_str_of(line->id), err);
}

/* {"n-1": 3, "n-7": 0} */
static sn_status read_grades(sn_exchange *x, sn_error *err)
{
    cJSON *tree = NULL;
    sn_str query = sn_buf_str(&x->id);
    sn_status s = sn_setting_check_key(query, "query", err);
    if (s == SN_OK)
        s = sn_json_parse(sn_buf_str(&x->body), &tree, err);
    if (s == SN_OK && (!cJSON_IsObject(tree) || tree->child == NULL))
        s = sn_fail(err, SN_EINVAL, "byte 0: an object of ids and their grades is wanted");
    for (const cJSON *member = s == SN_OK ? tree->child : NULL; member != NULL && s == SN_OK;
         member = member->next)
        s = add_grade(&x->job.settings, query, member, err);
    cJSON_Delete(tree);
    return s;
}

void sn_handle_judgements_put(sn_exchange *x)
{
    sn_error err = {0};
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s = read_grades(x, &err);
    if (s != SN_OK) {
        refuse(x, s, &err);
        return;
    }
    x->job.settings.removes = true;
    x->job.settings.puts = true;
    sn_exchange_want_settings(x);
}

static sn_status read_line(sn_settings_job *job, sn_str text, sn_error *err)
{
    if (sn_str_trim(text).len == 0)
        return SN_OK;
    sn_judgement_line *line = sn_settings_job_add(job);
    return line != NULL ? sn_judgement_line_parse(sn_str_trim(text), line, err) : SN_ENOMEM;
}

static void refuse_line(sn_exchange *x, sn_status s, uint32_t line, const sn_error *err)
{
    sn_problem problem;
    if (sn_http_status(s) >= 500) {
        refuse(x, s, err);
        return;
    }
    sn_problem_of_error(&problem, err, s, s == SN_EINVAL ? "invalid_setting" : NULL);
    snprintf(problem.detail, sizeof problem.detail, "line %u: %.300s", line, err->msg);
    snprintf(problem.detail_fa, sizeof problem.detail_fa, "سطر %u داوری درستی نیست؛ چیزی ذخیره نشد",
             line);
    sn_exchange_refuse(x, &problem);
}

void sn_handle_judgements(sn_exchange *x)
{
    sn_error err = {0};
    sn_status s = SN_OK;
    sn_str line;
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_text_lines lines = sn_text_lines_of(sn_buf_str(&x->body));
    while (s == SN_OK && sn_text_lines_next(&lines, &line))
        s = read_line(&x->job.settings, line, &err);
    if (s != SN_OK) {
        refuse_line(x, s, lines.number, &err);
        return;
    }
    if (x->job.settings.n_judgements == 0) {
        sn_fail(&err, SN_EINVAL, "byte 0: there is no judgement in it");
        refuse(x, SN_EINVAL, &err);
        return;
    }
    x->job.settings.puts = true;
    sn_exchange_want_settings(x);
}
