/* GET /v1/articles/{id}. */
#include "http/handlers.h"

#include "base/digest.h"
#include "base/json_writer.h"
#include "http/problem.h"
#include "query/refuse.h"

#include <inttypes.h>
#include <stdio.h>

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

/* Strong: the version of the article, by which it can be written to (http/condition.h), and behind it what this answer
 * says, all of it, for it may say less than the article, and of its story what no version says. */
static void tag(sn_answer *a, uint64_t etag)
{
    uint64_t said = sn_digest_add(SN_DIGEST_BEGIN, a->body.at, a->body.len);
    if (etag != 0)
        snprintf(a->etag, sizeof a->etag, "\"%016" PRIx64 "-%016" PRIx64 "\"", etag, said);
}

static void answer_shown(sn_exchange *x, uint32_t fields)
{
    sn_error err = {0};
    uint64_t etag = 0;
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s = sn_searcher_article_json(searcher, sn_buf_str(&x->id), fields, &x->answer.body,
                                           &etag, &err);
    sn_exchange_give_back(x, searcher);
    if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "not_found");
    else if (s != SN_OK)
        sn_exchange_refuse_error(x, s, &err, NULL);
    else
        sn_answer_json(&x->answer, 200);
    if (s == SN_OK)
        tag(&x->answer, etag);
}

static void write_etag(sn_json *j, const sn_record *record)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    char tag[SN_CONDITION_TAG_SIZE];
    sn_json_key(j, "etag");
    if (record->json.len > 0 &&
        sn_article_parse(sn_buf_str(&record->json), &article, NULL) == SN_OK) {
        sn_condition_tag(sn_article_etag(&article), tag);
        sn_json_text(j, tag);
    } else {
        sn_json_null(j);
    }
}

/* {"id": …, "state": …, "change": …, "etag": …, "article": {…}, "request_id": …}; article null: taken down before
 * it came. */
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
    write_etag(&j, record);
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
