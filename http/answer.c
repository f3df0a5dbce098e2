#include "http/answer.h"

#include "base/utf8.h"
#include "http/problem.h"

#define RETRY_AFTER_SEC 1

void sn_answer_init(sn_answer *a)
{
    *a = (sn_answer){.body = SN_BUF(SN_ANSWER_BYTES)};
}

void sn_answer_done(sn_answer *a)
{
    sn_buf_done(&a->body);
}

void sn_answer_json(sn_answer *a, unsigned http_status)
{
    a->http_status = http_status;
    a->content_type = "application/json; charset=utf-8";
}

void sn_answer_problem(sn_answer *a, unsigned http_status, const sn_problem *problem,
                       sn_str instance, const char *request_id)
{
    size_t bad;
    if (!sn_utf8_is_valid(instance, &bad))
        instance.len = bad;
    sn_buf_clear(&a->body);
    /* Without memory even for this the client gets the status alone. */
    if (sn_problem_write(problem, http_status, instance, request_id, &a->body) != SN_OK)
        sn_buf_clear(&a->body);
    a->http_status = http_status;
    a->content_type = "application/problem+json; charset=utf-8";
    a->retry_after_sec = http_status == 503 ? RETRY_AFTER_SEC : 0;
}
