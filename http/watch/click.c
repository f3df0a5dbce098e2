#include "http/watch/click.h"

#include "archive/json.h"
#include "base/json_writer.h"
#include "query/refuse.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

static const struct member {
    const char *name;
    size_t offset, max; /* of a text; 0: the position */
    bool is_optional;
} members[] = {
    {"query", offsetof(sn_click, query), SN_LIMIT_QUERY_BYTES, false},
    {"id", offsetof(sn_click, id), SN_LIMIT_ID_BYTES, false},
    {"position", 0, 0, false},
    {"request_id", offsetof(sn_click, request_id), SN_CLICK_REQUEST_SIZE - 1, true},
};
#define N_MEMBERS (sizeof members / sizeof *members)

static sn_status refuse(sn_problem *problem, const char *name, const char *wanted,
                        const char *wanted_fa)
{
    return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", name, "%s: %s is wanted%.0s",
                           "%s: %.0s%s لازم است", name, wanted, wanted_fa);
}

static bool has_controls(sn_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < 0x20 || text.at[i] == 0x7f)
            return true;
    return false;
}

static sn_status read_text(const struct member *m, const cJSON *value, sn_click *out,
                           sn_problem *problem)
{
    sn_str text = sn_str_trim(sn_str_of(cJSON_GetStringValue(value)));
    if (!cJSON_IsString(value) || text.len == 0 || has_controls(text))
        return refuse(problem, m->name, "a text without control characters",
                      "متنی بدون نویسهٔ کنترلی");
    sn_status s = sn_refuse_bad_text(problem, m->name, text, m->max);
    if (s != SN_OK)
        return s;
    char *to = (char *)out + m->offset;
    memcpy(to, text.at, text.len);
    to[text.len] = '\0';
    return SN_OK;
}

static sn_status read_position(const cJSON *value, sn_click *out, sn_problem *problem)
{
    double number = cJSON_IsNumber(value) ? value->valuedouble : NAN;
    if (!(number >= 1 && number <= SN_LIMIT_CURSOR_HITS && floor(number) == number))
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "position",
                               "position: a whole number from 1 to %d is wanted (CURSOR_HITS)",
                               "position: عددی درست از ۱ تا %d لازم است (CURSOR_HITS)",
                               SN_LIMIT_CURSOR_HITS);
    out->position = (int64_t)number;
    return SN_OK;
}

static sn_status check_request_id(const sn_click *click, sn_problem *problem)
{
    size_t len = strlen(click->request_id);
    if (len == 0 ||
        (len == SN_CLICK_REQUEST_SIZE - 1 && strspn(click->request_id, "0123456789abcdef") == len))
        return SN_OK;
    return refuse(problem, "request_id", "the request_id of an answer, 16 hexadecimal digits,",
                  "request_id یک پاسخ، ۱۶ رقم شانزده‌شانزدهی،");
}

static sn_status check_names(const cJSON *tree, sn_problem *problem)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, tree)
    {
        size_t i = 0;
        while (i < N_MEMBERS && strcmp(members[i].name, member->string) != 0)
            i++;
        if (i == N_MEMBERS)
            return sn_refuse_unknown(problem, sn_str_of(member->string));
    }
    return SN_OK;
}

static sn_status read_tree(const cJSON *tree, sn_click *out, sn_problem *problem)
{
    if (!cJSON_IsObject(tree))
        return sn_problem_make(problem, SN_EINVAL, "invalid_json", "",
                               "the body must be a JSON object%s", "بدنه باید یک شیء JSON باشد%s",
                               "");
    sn_status s = check_names(tree, problem);
    for (size_t i = 0; i < N_MEMBERS && s == SN_OK; i++) {
        const struct member *m = &members[i];
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(tree, m->name);
        if (m->max == 0)
            s = read_position(value, out, problem);
        else if (!m->is_optional || (value != NULL && !cJSON_IsNull(value)))
            s = read_text(m, value, out, problem);
    }
    return s == SN_OK ? check_request_id(out, problem) : s;
}

sn_status sn_click_read(sn_str json, sn_click *out, sn_problem *problem)
{
    cJSON *tree = NULL;
    sn_error err = {0};
    sn_click click = {0};
    sn_status s = sn_json_parse(json, &tree, &err);
    if (s == SN_ENOMEM)
        return sn_refuse_error(problem, &err, s);
    if (s != SN_OK)
        return sn_problem_make(problem, s, "invalid_json", "", "the body must be a JSON object: %s",
                               "بدنه باید یک شیء JSON باشد: %s", err.msg);
    s = read_tree(tree, &click, problem);
    cJSON_Delete(tree);
    if (s == SN_OK)
        *out = click;
    return s;
}

sn_status sn_click_write(const sn_click *click, const char *at, sn_buf *out)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    sn_json_key(&j, "at");
    sn_json_text(&j, at);
    sn_json_key(&j, "query");
    sn_json_text(&j, click->query);
    sn_json_key(&j, "id");
    sn_json_text(&j, click->id);
    sn_json_key(&j, "position");
    sn_json_int(&j, click->position);
    if (click->request_id[0] != '\0') {
        sn_json_key(&j, "request_id");
        sn_json_text(&j, click->request_id);
    }
    sn_json_end(&j);
    return sn_json_finish(&j);
}
