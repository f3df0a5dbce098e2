/* /v1/articles/{id} and /v1/takedowns/{id}. */
#include "http/handlers.h"

#include "base/json_writer.h"
#include "base/utf8.h"
#include "http/article_body.h"
#include "http/problem.h"
#include "query/refuse.h"

/* What is asked of an article. */
typedef struct asked {
    uint32_t fields;
    bool hidden, has_hidden;
} asked;

static sn_status set_hidden(asked *a, sn_str value, sn_problem *problem)
{
    int choice = 1;
    sn_status s = sn_choose_once(&a->has_hidden, "hidden", value, "true|false", &choice, problem);
    a->hidden = choice == 0;
    return s;
}

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    asked *a = ctx;
    if (sn_str_equal(name, SN_STR("hidden")))
        return set_hidden(a, value, problem);
    if (!sn_str_equal(name, SN_STR("fields")))
        return sn_param_refuse(NULL, name, value, problem);
    return sn_fields_parse(value, SN_SHOW_ARTICLE, &a->fields, problem);
}

static void answer_shown(sn_exchange *x, uint32_t fields)
{
    sn_error err = {0};
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s =
        sn_searcher_article_json(searcher, sn_buf_str(&x->id), fields, &x->answer.body, &err);
    sn_exchange_give_back(x, searcher);
    if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "not_found");
    else if (s != SN_OK)
        sn_exchange_refuse_error(x, s, &err, NULL);
    else
        sn_answer_json(&x->answer, 200);
}

/* {"id": …, "state": …, "change": …, "article": {…}, "request_id": …}; article null: taken down before it came. */
static void write_held(sn_exchange *x, const sn_record *record)
{
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "id");
    sn_json_str(&j, sn_buf_str(&x->id));
    sn_json_key(&j, "state");
    sn_json_text(&j, sn_article_state_name(record->state));
    sn_json_key(&j, "change");
    sn_json_int(&j, (int64_t)record->change);
    sn_json_key(&j, "article");
    if (record->json.len > 0)
        sn_json_raw(&j, sn_buf_str(&record->json));
    else
        sn_json_null(&j);
    sn_exchange_finish_json(x, &j, 200);
    x->answer.is_private = true;
}

/* As the archive holds it, whatever its state. */
static void answer_held(sn_exchange *x)
{
    sn_error err = {0};
    sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    sn_status s = sn_service_record(x->service, sn_buf_str(&x->id), &record, &err);
    if (s == SN_OK)
        write_held(x, &record);
    else if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "not_found");
    else
        sn_exchange_refuse_error(x, s, &err, NULL);
    sn_record_done(&record);
}

/* Who may not ask for what is hidden is told so before anybody looks whether it is there. */
void sn_handle_article(sn_exchange *x)
{
    sn_problem problem;
    asked a = {0};
    sn_status s = sn_params_each(x->target.query, set_param, &a, &problem);
    const char *refusal = a.hidden ? sn_caller_refusal(&x->caller, SN_ROLE_ADMIN) : NULL;
    if (s != SN_OK)
        sn_exchange_refuse(x, &problem);
    else if (refusal != NULL)
        sn_exchange_refuse_code(x, refusal);
    else if (a.hidden)
        answer_held(x);
    else
        answer_shown(x, a.fields);
}

static const char *code_of_refusal(sn_status s, bool mismatch)
{
    if (s == SN_EINVAL)
        return mismatch ? "id_mismatch" : "invalid_article";
    return NULL;
}

void sn_handle_put(sn_exchange *x)
{
    sn_error err = {0};
    bool mismatch = false;
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_job_item *item = sn_job_add_item(&x->job);
    sn_status s = SN_ENOMEM;
    if (item != NULL)
        s = sn_article_parse_as(sn_buf_str(&x->body), sn_buf_str(&x->id), &item->article, &mismatch,
                                &err);
    sn_buf_done(&x->body);
    if (s != SN_OK) {
        sn_exchange_refuse_error(x, s, &err, code_of_refusal(s, mismatch));
        return;
    }
    x->job.kind = SN_JOB_PUT;
    sn_exchange_want_job(x);
}

/* {"id": …, "status": …, "change": …, "visible": …, "request_id": …}; with "state" where the article itself
 * says that it may not be shown now. */
static void answer_write(sn_exchange *x, unsigned http_status, const char *status,
                         sn_article_state state)
{
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "id");
    sn_json_str(&j, sn_buf_str(&x->id));
    sn_json_key(&j, "status");
    sn_json_text(&j, status);
    sn_json_key(&j, "change");
    sn_json_int(&j, (int64_t)x->job.change);
    sn_json_key(&j, "visible");
    sn_json_bool(&j, x->job.visible && state == SN_ARTICLE_LIVE);
    if (state != SN_ARTICLE_LIVE) {
        sn_json_key(&j, "state");
        sn_json_text(&j, sn_article_state_name(state));
    }
    sn_exchange_finish_json(x, &j, x->job.visible ? http_status : 202);
}

void sn_resume_put(sn_exchange *x)
{
    static const char *const outcomes[] = {[SN_PUT_CREATED] = "created",
                                           [SN_PUT_UPDATED] = "updated",
                                           [SN_PUT_UNCHANGED] = "unchanged"};
    const sn_job_item *item = &x->job.items[0];
    if (x->job.status != SN_OK) {
        sn_exchange_refuse_error(x, x->job.status, &x->job.err, NULL);
    } else if (item->status != SN_OK) {
        sn_error err = {0};
        sn_fail(&err, item->status, "%s", item->reason != NULL ? item->reason : "");
        sn_exchange_refuse_error(x, item->status, &err, code_of_refusal(item->status, false));
    } else {
        if (item->put.change != 0)
            x->job.change = item->put.change;
        answer_write(x, item->put.outcome == SN_PUT_CREATED ? 201 : 200,
                     outcomes[item->put.outcome], item->put.state);
    }
}

static sn_status take_reason(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    sn_exchange *x = ctx;
    if (!sn_str_equal(name, SN_STR("reason")))
        return sn_problem_make(problem, SN_EINVAL, "unknown_parameter", name.at,
                               "unknown parameter «%.*s»", "پارامتر «%.*s» شناخته نیست",
                               (int)sn_utf8_cut(name, 60).len, name.at);
    if (x->reason != NULL)
        return sn_problem_make(problem, SN_EINVAL, "repeated_parameter", "reason",
                               "%s is given twice", "پارامتر %s دو بار آمده است", "reason");
    if (value.len > SN_LIMIT_FIELD_BYTES)
        return sn_problem_make(problem, SN_ELIMIT, "limit_exceeded", "reason",
                               "reason: the value has more than %d bytes",
                               "reason: مقدار بیش از %d بایت پذیرفته نیست", SN_LIMIT_FIELD_BYTES);
    x->reason = sn_str_dup(value);
    return x->reason != NULL ? SN_OK : sn_problem_of_status(problem, SN_ENOMEM);
}

void sn_handle_take_down(sn_exchange *x)
{
    sn_problem problem;
    if (sn_params_each(x->target.query, take_reason, x, &problem) != SN_OK) {
        sn_exchange_refuse(x, &problem);
        return;
    }
    x->job.kind = SN_JOB_TAKE_DOWN;
    x->job.id = sn_buf_str(&x->id);
    x->job.why = x->reason;
    sn_exchange_want_job(x);
}

static void refuse_id(sn_exchange *x)
{
    sn_problem problem;
    sn_problem_make(
        &problem, SN_EINVAL, "invalid_parameter", "id", "%s: no article can have this id",
        "%s: هیچ خبری نمی‌تواند این شناسه را داشته باشد", "id");
    sn_exchange_refuse(x, &problem);
}

static void answer_by_id(sn_exchange *x, const char *status)
{
    sn_status s = x->job.status;
    if (s == SN_OK)
        answer_write(x, 200, status, SN_ARTICLE_LIVE);
    else if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "not_found");
    else if (s == SN_EINVAL)
        refuse_id(x);
    else
        sn_exchange_refuse_error(x, s, &x->job.err, NULL);
}

void sn_resume_take_down(sn_exchange *x)
{
    /* The hidden set is full until the index has caught up; asking again is harmless. */
    if (x->job.status == SN_ELIMIT) {
        sn_exchange_refuse_code(x, "busy");
        return;
    }
    answer_by_id(x, "taken_down");
}

void sn_handle_lift(sn_exchange *x)
{
    if (!sn_exchange_takes_no_params(x))
        return;
    x->job.kind = SN_JOB_LIFT;
    x->job.id = sn_buf_str(&x->id);
    sn_exchange_want_job(x);
}

void sn_resume_lift(sn_exchange *x)
{
    answer_by_id(x, "lifted");
}
