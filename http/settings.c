/* /v1/pins, /v1/synonyms, /v1/judgements: reading, removing, and the answers to writes. */
#include "http/settings.h"

#include "archive/settings_json.h"
#include "base/json_writer.h"
#include "http/problem.h"

#include <string.h>

/* "/v1/pins/{id}" */
static sn_setting_kind kind_of(const sn_exchange *x)
{
    const char *name = x->route->pattern + sizeof "/v1/" - 1;
    char text[32] = "";
    sn_setting_kind kind = SN_SETTING_PIN;
    size_t len = strcspn(name, "/");
    if (len < sizeof text)
        memcpy(text, name, len);
    bool found = sn_setting_kind_of(text, &kind);
    (void)found; /* the table of routes has no others */
    return kind;
}

static const char *key_name(sn_setting_kind kind)
{
    return kind == SN_SETTING_SYNONYMS ? "name" : "query";
}

typedef struct walk {
    sn_setting_kind kind;
    sn_str key;
    sn_setting_fn *fn;
    void *ctx;
} walk;

static sn_status walk_settings(void *ctx, sn_archive *archive, sn_error *err)
{
    walk *w = ctx;
    return sn_settings_each(archive, w->kind, w->key, w->fn, w->ctx, err);
}

sn_status sn_service_each_setting(sn_service *service, sn_setting_kind kind, sn_str key,
                                  sn_setting_fn *fn, void *ctx, sn_error *err)
{
    walk w = {kind, key, fn, ctx};
    return sn_service_ask_archive(service, walk_settings, &w, err);
}

typedef struct listing {
    sn_json *json;
    size_t n;
} listing;

static sn_status write_row(void *ctx, const sn_setting_row *row)
{
    listing *l = ctx;
    l->n++;
    sn_json_object(l->json);
    sn_status s = sn_setting_write_members(row, l->json);
    sn_json_end(l->json);
    return s;
}

void sn_handle_settings(sn_exchange *x)
{
    sn_error err = {0};
    sn_json j = SN_JSON(&x->answer.body);
    listing l = {&j, 0};
    sn_setting_kind kind = kind_of(x);
    sn_str key = x->id.len > 0 ? sn_buf_str(&x->id) : (sn_str){0};
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_json_object(&j);
    sn_json_key(&j, sn_setting_kind_name(kind));
    sn_json_array(&j);
    sn_status s = sn_service_each_setting(x->service, kind, key, write_row, &l, &err);
    sn_json_end(&j);
    if (s != SN_OK)
        sn_exchange_refuse_error(x, s, &err, NULL);
    else if (key.len > 0 && l.n == 0)
        sn_exchange_refuse_code(x, "unknown_setting");
    else
        sn_exchange_finish_json(x, &j, 200);
}

static sn_status write_one(void *ctx, const sn_setting_row *row)
{
    listing *l = ctx;
    l->n++;
    return sn_setting_write_members(row, l->json);
}

void sn_handle_setting(sn_exchange *x)
{
    sn_error err = {0};
    sn_json j = SN_JSON(&x->answer.body);
    listing l = {&j, 0};
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_json_object(&j);
    sn_status s =
        sn_service_each_setting(x->service, kind_of(x), sn_buf_str(&x->id), write_one, &l, &err);
    if (s != SN_OK)
        sn_exchange_refuse_error(x, s, &err, NULL);
    else if (l.n == 0)
        sn_exchange_refuse_code(x, "unknown_setting");
    else
        sn_exchange_finish_json(x, &j, 200);
}

void sn_exchange_want_settings(sn_exchange *x)
{
    x->job.kind = SN_JOB_SETTINGS;
    x->job.settings.kind = kind_of(x);
    x->job.settings.key = x->id.len > 0 ? sn_buf_str(&x->id) : (sn_str){0};
    sn_exchange_want_job(x);
}

void sn_handle_setting_delete(sn_exchange *x)
{
    if (!sn_exchange_takes_no_params(x))
        return;
    x->job.settings.removes = true;
    sn_exchange_want_settings(x);
}

static const char *outcome_of(const sn_settings_job *job)
{
    return job->puts ? sn_put_outcome_name(job->outcome) : "removed";
}

static void answer_settings(sn_exchange *x)
{
    const sn_settings_job *job = &x->job.settings;
    sn_json j = SN_JSON(&x->answer.body);
    unsigned http_status = job->puts && job->outcome == SN_PUT_CREATED ? 201 : 200;
    sn_json_object(&j);
    if (job->key.at != NULL) {
        sn_json_key(&j, key_name(job->kind));
        sn_json_str(&j, job->key);
    }
    if (job->kind == SN_SETTING_JUDGEMENT && job->puts) {
        sn_json_key(&j, "judgements");
        sn_json_int(&j, (int64_t)job->n_judgements);
    }
    sn_json_key(&j, "status");
    sn_json_text(&j, outcome_of(job));
    sn_json_key(&j, "change");
    sn_json_int(&j, (int64_t)x->job.change);
    sn_json_key(&j, "visible");
    sn_json_bool(&j, x->job.visible);
    sn_exchange_finish_json(x, &j, x->job.visible ? http_status : 202);
}

void sn_resume_setting(sn_exchange *x)
{
    sn_status s = x->job.status;
    if (s == SN_OK)
        answer_settings(x);
    else if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "unknown_setting");
    else
        sn_exchange_refuse_error(x, s, &x->job.err, s == SN_EINVAL ? "invalid_setting" : NULL);
}
