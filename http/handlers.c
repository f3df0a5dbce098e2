#include "http/handlers.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "http/problem.h"
#include "query/refuse.h"

#include <stdio.h>

sn_status sn_param_refuse(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    (void)ctx, (void)value;
    return sn_refuse_unknown(problem, name);
}

bool sn_exchange_takes_no_params(sn_exchange *x)
{
    sn_problem problem;
    if (sn_params_each(x->target.query, sn_param_refuse, NULL, &problem) == SN_OK)
        return true;
    sn_exchange_refuse(x, &problem);
    return false;
}

static void log_failure(const sn_exchange *x, sn_status status, const char *reason)
{
    sn_log_line(&x->service->opts.log, SN_LOG_ERROR, "failed", "request=%s status=%s reason=\"%s\"",
                x->request_id, sn_status_name(status), reason);
}

void sn_exchange_refuse_error(sn_exchange *x, sn_status status, const sn_error *err,
                              const char *code)
{
    sn_problem problem;
    sn_problem_of_error(&problem, err, status, code);
    sn_exchange_refuse(x, &problem);
    if (x->answer.http_status >= 500)
        log_failure(x, status, err->msg);
}

void sn_exchange_refuse_unwritten(sn_exchange *x)
{
    sn_exchange_refuse_error(x, SN_ENOMEM, &(sn_error){.msg = "the answer could not be written"},
                             NULL);
}

/* What the engine says of its own failures is for the log, not for the client. */
void sn_exchange_disclose(const sn_exchange *x, sn_status s, sn_problem *problem)
{
    if (sn_http_status(s) < 500)
        return;
    log_failure(x, s, problem->detail);
    sn_problem_of_status(problem, s);
}

void sn_exchange_refuse_query(sn_exchange *x, sn_status s, const sn_problem *problem)
{
    sn_problem disclosed = *problem;
    sn_exchange_disclose(x, s, &disclosed);
    sn_exchange_refuse(x, &disclosed);
}

void sn_exchange_base(const sn_exchange *x, char out[SN_BASE_URL_SIZE])
{
    const char *host = x->headers.host[0] != '\0' ? x->headers.host : "localhost";
    const char *public_url = x->options->public_url;
    if (public_url != NULL)
        snprintf(out, SN_BASE_URL_SIZE, "%s", public_url);
    else
        snprintf(out, SN_BASE_URL_SIZE, "%s://%s", x->headers.https ? "https" : "http", host);
}

void sn_exchange_write_took(const sn_exchange *x, sn_json *j)
{
    sn_json_key(j, "took_ms");
    sn_json_double(j, (double)((sn_clock_monotonic_us() - x->started_us) / 100) / 10);
}

void sn_exchange_finish_json(sn_exchange *x, sn_json *j, unsigned http_status)
{
    sn_json_key(j, "request_id");
    sn_json_text(j, x->request_id);
    sn_json_end(j);
    if (sn_json_finish(j) == SN_OK)
        sn_answer_json(&x->answer, http_status);
    else
        sn_exchange_refuse_unwritten(x);
}

void sn_exchange_answer_query(sn_exchange *x, sn_status s, const sn_problem *problem)
{
    if (s == SN_OK)
        sn_answer_json(&x->answer, 200);
    else
        sn_exchange_refuse_query(x, s, problem);
}
