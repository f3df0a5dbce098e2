#include "http/exchange.h"

#include "base/clock.h"
#include "http/pages.h"
#include "http/problem.h"

#include <stdlib.h>
#include <string.h>

sn_exchange *sn_exchange_create(sn_service *service, const char *raw_target)
{
    sn_exchange *x = calloc(1, sizeof *x);
    if (x == NULL)
        return NULL;
    x->service = service;
    x->options = sn_http_current_take(&service->options);
    x->started_us = sn_clock_monotonic_us();
    x->id = SN_BUF(SN_LIMIT_SETTING_KEY_BYTES);
    x->raw_target = sn_str_dup(sn_str_of(raw_target));
    sn_answer_init(&x->answer);
    sn_request_id_make(&service->request_ids, x->request_id);
    if (x->raw_target == NULL) {
        sn_exchange_destroy(x);
        return NULL;
    }
    x->target = sn_target_split(sn_str_of(x->raw_target));
    x->raw_query = x->target.query;
    x->query = SN_BUF(x->raw_query.len + 1);
    return x;
}

void sn_exchange_destroy(sn_exchange *x)
{
    if (x == NULL)
        return;
    atomic_fetch_sub(&x->service->body_bytes, x->body_held);
    if (x->begun)
        atomic_fetch_sub(&x->service->active, 1);
    sn_http_options_give_back(x->options);
    sn_job_done(&x->job);
    sn_answer_done(&x->answer);
    sn_gunzip_destroy(x->gunzip);
    sn_buf_done(&x->query);
    sn_key_ring_give_back(x->service->keys, x->keys);
    sn_buf_done(&x->body);
    sn_buf_done(&x->id);
    free(x->reason);
    free(x->asked);
    free(x->raw_target);
    free(x);
}

void sn_exchange_refuse(sn_exchange *x, const sn_problem *problem)
{
    const sn_refusal *row = sn_refusal_of(problem->code);
    if (row != NULL)
        sn_metrics_refused(x->service->metrics, (size_t)(row - sn_refusal_at(0)));
    if (x->route != NULL && x->route->is_page && sn_page_refuse(x, problem))
        return;
    sn_answer_problem(&x->answer, sn_problem_http_status(problem), problem, x->target.path,
                      x->request_id);
}

void sn_exchange_refuse_code(sn_exchange *x, const char *code)
{
    sn_problem problem;
    sn_problem_of_code(&problem, SN_OK, code);
    sn_exchange_refuse(x, &problem);
}

void sn_exchange_want_job(sn_exchange *x)
{
    x->job.bytes = x->body_bytes;
    if (!sn_writes_reserve(x->service->writes, x->job.bytes))
        sn_exchange_refuse_code(x, "busy");
    else
        x->has_job = true;
}

bool sn_exchange_is_search(const sn_exchange *x)
{
    return x->answer.http_status == 0 && x->route->searches;
}

bool sn_exchange_answer_kept(sn_exchange *x)
{
    return x->answer.http_status == 0 && x->gunzip == NULL && x->route->kept != NULL &&
           x->route->kept(x);
}

void sn_exchange_shed(sn_exchange *x)
{
    sn_exchange_refuse_code(x, atomic_load(&x->service->draining) ? "draining" : "overloaded");
}

void sn_exchange_run_queued(sn_exchange *x, bool in_time)
{
    if (in_time)
        (void)sn_exchange_run(x); /* searches have no job, they may want one */
    else
        sn_exchange_shed(x);
    if (!x->wants_job)
        sn_exchange_end(x);
}

bool sn_exchange_run(sn_exchange *x)
{
    if (x->answer.http_status == 0 && x->gunzip != NULL && !sn_gunzip_is_whole(x->gunzip))
        sn_exchange_refuse_code(x, "invalid_encoding");
    int64_t before_us = sn_clock_processor_us();
    if (x->answer.http_status == 0)
        x->route->run(x);
    x->work_us = sn_clock_processor_us() - before_us;
    return !x->has_job;
}

void sn_exchange_resume(sn_exchange *x)
{
    x->has_job = false;
    x->route->resume(x);
}
