#include "http/evaluate_body.h"

#include "archive/json.h"
#include "base/limits.h"
#include "http/problem.h"
#include "http/search_body.h"
#include "query/refuse.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

void sn_evaluate_body_done(sn_evaluate_body *b)
{
    sn_judged_done(&b->judged);
    sn_request_done(&b->a);
    sn_request_done(&b->b);
}

static sn_status refuse(sn_problem *problem, const char *parameter, const char *reason,
                        const char *reason_fa)
{
    return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", parameter, "%s: %s%.0s",
                           "%s: %.0s%s", parameter, reason, reason_fa);
}

static sn_status refuse_judged(sn_problem *problem, sn_status s, const sn_error *err)
{
    if (s == SN_ENOMEM)
        return sn_problem_of_status(problem, s);
    return sn_problem_make(
        problem, s, s == SN_ELIMIT ? "limit_exceeded" : "invalid_parameter", "topics", "topics: %s",
        "topics: موضوع‌ها یا داوری‌ها پذیرفته نیست: %s", err->msg);
}

/* Members other than those named, or of another type, are refused. */
static sn_status check_topic(const cJSON *topic, sn_problem *problem)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, topic)
    {
        bool is_text = strcmp(member->string, "topic") == 0 || strcmp(member->string, "q") == 0;
        bool is_judgements = strcmp(member->string, "judgements") == 0;
        if (!(is_text && cJSON_IsString(member)) && !(is_judgements && cJSON_IsObject(member)))
            break;
    }
    if (cJSON_IsObject(topic) && member == NULL && cJSON_GetArraySize(topic) == 3)
        return SN_OK;
    return refuse(problem, "topics", "each is an object with topic, q (texts) and judgements",
                  "هر عضو یک شیء است با topic و q (متن) و judgements");
}

static sn_status read_grade(sn_judged *judged, sn_str name, const cJSON *member,
                            sn_problem *problem)
{
    sn_error err = {0};
    double grade = cJSON_IsNumber(member) ? member->valuedouble : NAN;
    if (!(grade >= 0 && grade <= SN_GRADE_MAX && floor(grade) == grade))
        return refuse(problem, "topics", "a grade is a whole number from 0 to 30",
                      "درجهٔ داوری عددی درست از ۰ تا ۳۰ است");
    sn_status s = sn_judged_grade(judged, name, sn_str_of(member->string), (int64_t)grade, &err);
    return s == SN_OK ? SN_OK : refuse_judged(problem, s, &err);
}

static sn_status read_topic(sn_judged *judged, const cJSON *topic, sn_problem *problem)
{
    sn_error err = {0};
    sn_status s = check_topic(topic, problem);
    if (s != SN_OK)
        return s;
    sn_str name = sn_str_of(cJSON_GetObjectItemCaseSensitive(topic, "topic")->valuestring);
    const char *q = cJSON_GetObjectItemCaseSensitive(topic, "q")->valuestring;
    s = sn_judged_ask(judged, name, sn_str_of(q), &err);
    if (s != SN_OK)
        return refuse_judged(problem, s, &err);
    const cJSON *member;
    cJSON_ArrayForEach(member, cJSON_GetObjectItemCaseSensitive(topic, "judgements"))
    {
        s = read_grade(judged, name, member, problem);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

static sn_status read_topics(sn_judged *judged, const cJSON *topics, sn_problem *problem)
{
    sn_error err = {0};
    const cJSON *topic;
    if (!cJSON_IsArray(topics) || cJSON_GetArraySize(topics) == 0)
        return refuse(problem, "topics", "a list of judged queries is wanted",
                      "فهرستی از پرسش‌های داوری‌شده لازم است");
    cJSON_ArrayForEach(topic, topics)
    {
        sn_status s = read_topic(judged, topic, problem);
        if (s != SN_OK)
            return s;
    }
    sn_status s = sn_judged_settle(judged, &err);
    return s == SN_OK ? SN_OK : refuse_judged(problem, s, &err);
}

typedef struct setting {
    sn_request *request;
    int64_t now_sec;
} setting;

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    const setting *s = ctx;
    if (sn_str_equal(name, SN_STR("q")))
        return refuse(problem, "q", "the topics say what is asked",
                      "پرسش‌ها در topics می‌آیند");
    return sn_request_set(s->request, name, value, SN_ASKER_CLIENT, s->now_sec, problem);
}

/* A way of asking: the members of a, and then those of b. */
static sn_status read_way(const cJSON *a, const cJSON *b, int64_t now_sec, sn_request *out,
                          sn_problem *problem)
{
    setting to = {out, now_sec};
    sn_status s = sn_evaluate_request(out);
    if (s != SN_OK)
        return sn_problem_of_status(problem, s);
    if (a != NULL)
        s = sn_search_object_each(a, set_param, &to, problem);
    out->seen = 0;
    if (s == SN_OK && b != NULL)
        s = sn_search_object_each(b, set_param, &to, problem);
    return s;
}

static sn_status read_seed(const cJSON *seed, int64_t *out, sn_problem *problem)
{
    double number = cJSON_IsNumber(seed) ? seed->valuedouble : NAN;
    if (!(number >= 0 && number < 9e15 && floor(number) == number))
        return refuse(problem, "seed", "a whole number from 0 is wanted",
                      "عددی درست از صفر به بالا لازم است");
    *out = (int64_t)number;
    return SN_OK;
}

static sn_status check_names(const cJSON *tree, sn_problem *problem)
{
    static const char *const names[] = {"topics", "a", "b", "seed"};
    const cJSON *member;
    cJSON_ArrayForEach(member, tree)
    {
        size_t i = 0;
        while (i < 4 && strcmp(names[i], member->string) != 0)
            i++;
        if (i == 4)
            return sn_refuse_unknown(problem, sn_str_of(member->string));
    }
    return SN_OK;
}

static sn_status read_tree(const cJSON *tree, int64_t now_sec, sn_evaluate_body *out,
                           sn_problem *problem)
{
    const cJSON *a = cJSON_GetObjectItemCaseSensitive(tree, "a");
    const cJSON *b = cJSON_GetObjectItemCaseSensitive(tree, "b");
    const cJSON *seed = cJSON_GetObjectItemCaseSensitive(tree, "seed");
    sn_status s = check_names(tree, problem);
    const cJSON *topics = cJSON_GetObjectItemCaseSensitive(tree, "topics");
    if (s == SN_OK && topics != NULL)
        s = read_topics(&out->judged, topics, problem);
    if (s == SN_OK)
        s = read_way(a, NULL, now_sec, &out->a, problem);
    out->has_b = b != NULL;
    if (s == SN_OK && b != NULL)
        s = read_way(a, b, now_sec, &out->b, problem);
    out->seed = 1;
    if (s == SN_OK && seed != NULL)
        s = read_seed(seed, &out->seed, problem);
    return s;
}

sn_status sn_evaluate_body_read(sn_str json, int64_t now_sec, sn_evaluate_body *out,
                                sn_problem *problem)
{
    cJSON *tree = NULL;
    sn_error err = {0};
    sn_status s = sn_json_parse(json, &tree, &err);
    if (s == SN_ENOMEM)
        return sn_problem_of_status(problem, s);
    if (s != SN_OK || !cJSON_IsObject(tree))
        s = sn_problem_make(problem, s != SN_OK ? s : SN_EINVAL, "invalid_json", "",
                            "the body must be a JSON object: %s", "بدنه باید یک شیء JSON باشد: %s",
                            s != SN_OK ? err.msg : "it is something else");
    else
        s = read_tree(tree, now_sec, out, problem);
    cJSON_Delete(tree);
    return s;
}
