#include "http/handlers.h"

#include "base/json_writer.h"
#include "base/utf8.h"
#include "http/problem.h"

#include <string.h>

sn_status sn_param_refuse(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    (void)ctx, (void)value;
    sn_str cut = sn_utf8_cut(name, sizeof problem->parameter - 1);
    char text[sizeof problem->parameter];
    memcpy(text, cut.at, cut.len);
    text[cut.len] = '\0';
    return sn_problem_make(problem, SN_EINVAL, "unknown_parameter", text, "unknown parameter «%s»",
                           "پارامتر «%s» شناخته نیست", text);
}

bool sn_exchange_takes_no_params(sn_exchange *x)
{
    sn_problem problem;
    if (sn_params_each(x->target.query, sn_param_refuse, NULL, &problem) == SN_OK)
        return true;
    sn_exchange_refuse(x, &problem);
    return false;
}

void sn_exchange_refuse_error(sn_exchange *x, sn_status status, const sn_error *err,
                              const char *code)
{
    sn_problem problem;
    sn_problem_of_error(&problem, err, status, code);
    sn_exchange_refuse(x, &problem);
    if (x->answer.http_status >= 500)
        sn_log_line(&x->service->opts.log, SN_LOG_ERROR, "failed",
                    "request=%s status=%s reason=\"%s\"", x->request_id, sn_status_name(status),
                    err->msg);
}

void sn_exchange_finish_json(sn_exchange *x, sn_json *j, unsigned http_status)
{
    sn_json_key(j, "request_id");
    sn_json_text(j, x->request_id);
    sn_json_end(j);
    sn_status s = sn_json_finish(j);
    if (s == SN_OK)
        sn_answer_json(&x->answer, http_status);
    else
        sn_exchange_refuse_error(x, s, &(sn_error){.msg = "the answer could not be written"}, NULL);
}

/* What the engine says of its own failures is for the log, not for the client. */
void sn_exchange_refuse_query(sn_exchange *x, sn_status s, const sn_problem *problem)
{
    sn_error err = {0};
    if (sn_http_status(s) < 500) {
        sn_exchange_refuse(x, problem);
        return;
    }
    sn_fail(&err, s, "%s", problem->detail);
    sn_exchange_refuse_error(x, s, &err, NULL);
}

void sn_exchange_answer_query(sn_exchange *x, sn_status s, const sn_problem *problem)
{
    if (s == SN_OK)
        sn_answer_json(&x->answer, 200);
    else
        sn_exchange_refuse_query(x, s, problem);
}
