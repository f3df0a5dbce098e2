/* What writes /v1/articles/{id} and /v1/takedowns/{id}. */
#include "http/handlers.h"

#include "base/json_writer.h"
#include "http/article_body.h"
#include "http/problem.h"
#include "query/refuse.h"

static const char *code_of_refusal(sn_status s, bool mismatch)
{
    if (s == SN_EINVAL)
        return mismatch ? "id_mismatch" : "invalid_article";
    return NULL;
}

/* What the request is about, and what it depends on. */
static void set_condition(sn_exchange *x)
{
    x->job.id = sn_buf_str(&x->id);
    x->job.condition = (sn_condition){.match = x->headers.match,
                                      .none_match = x->headers.none_match,
                                      .is_lost = x->headers.is_condition_lost,
                                      .sees_hidden = x->caller.role >= SN_ROLE_ADMIN};
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
    set_condition(x);
    sn_exchange_want_job(x);
}

static bool is_patch(sn_exchange *x)
{
    sn_problem problem;
    sn_error err = {0};
    if (x->headers.media == SN_MEDIA_OTHER) {
        sn_problem_make(&problem, SN_OK, "unsupported_media_type", "",
                        "a patch is %s or application/json (Content-Type)",
                        "Content-Type وصله باید %s یا application/json باشد",
                        "application/merge-patch+json");
        sn_exchange_refuse(x, &problem);
        return false;
    }
    sn_status s = sn_article_check_patch(sn_buf_str(&x->body), &err);
    if (s != SN_OK)
        sn_exchange_refuse_error(x, s, &err, code_of_refusal(s, false));
    return s == SN_OK;
}

/* What becomes of the article is told by the store thread, which has it. */
void sn_handle_patch(sn_exchange *x)
{
    if (!sn_exchange_takes_no_params(x) || !is_patch(x))
        return;
    sn_job_item *item = sn_job_add_item(&x->job);
    if (item == NULL) {
        sn_exchange_refuse_code(x, "internal_error");
        return;
    }
    item->patch = sn_buf_str(&x->body);
    x->job.kind = SN_JOB_PUT;
    set_condition(x);
    sn_exchange_want_job(x);
}

/* Of the version that is stored now, for the next write; 0: it has none. */
static void write_etag(sn_json *j, uint64_t etag)
{
    char tag[SN_CONDITION_TAG_SIZE];
    if (etag == 0)
        return;
    sn_condition_tag(etag, tag);
    sn_json_key(j, "etag");
    sn_json_text(j, tag);
}

/* What stands there instead, if everyone may know: the tag of it. */
static void refuse_unmet(sn_exchange *x, uint64_t etag)
{
    sn_problem problem;
    sn_problem_of_code(&problem, SN_EUNMET, "precondition_failed");
    if (etag != 0)
        sn_condition_tag(etag, problem.etag);
    sn_exchange_refuse(x, &problem);
}

/* {"id": …, "status": …, "change": …, "visible": …, "etag": …, "request_id": …}; with "state" where the article itself
 * says that it may not be shown now. */
static void answer_write(sn_exchange *x, unsigned http_status, const char *status,
                         sn_article_state state, uint64_t etag)
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
    write_etag(&j, etag);
    sn_exchange_finish_json(x, &j, x->job.visible ? http_status : 202);
}

void sn_resume_put(sn_exchange *x)
{
    const sn_job_item *item = &x->job.items[0];
    if (x->job.status != SN_OK) {
        sn_exchange_refuse_error(x, x->job.status, &x->job.err, NULL);
    } else if (item->status == SN_EUNMET) {
        refuse_unmet(x, item->etag);
    } else if (item->status == SN_ENOTFOUND) {
        sn_exchange_refuse_code(x, "not_found");
    } else if (item->status != SN_OK) {
        sn_error err = {0};
        sn_fail(&err, item->status, "%s", item->reason != NULL ? item->reason : "");
        sn_exchange_refuse_error(x, item->status, &err,
                                 code_of_refusal(item->status, item->mismatch));
    } else {
        if (item->put.change != 0)
            x->job.change = item->put.change;
        answer_write(x, item->put.outcome == SN_PUT_CREATED ? 201 : 200,
                     sn_put_outcome_name(item->put.outcome), item->put.state, item->etag);
    }
}

static sn_status take_reason(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    sn_exchange *x = ctx;
    if (!sn_str_equal(name, SN_STR("reason")))
        return sn_refuse_unknown(problem, name);
    if (x->reason != NULL)
        return sn_refuse_repeated(problem, "reason");
    sn_status s = sn_refuse_bad_text(problem, "reason", value, SN_LIMIT_FIELD_BYTES);
    if (s != SN_OK)
        return s;
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
    set_condition(x);
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
        answer_write(x, 200, status, SN_ARTICLE_LIVE, 0);
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
    if (x->job.status == SN_EUNMET)
        refuse_unmet(x, x->job.etag);
    else
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
