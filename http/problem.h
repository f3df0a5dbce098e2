/* http/problem - what went wrong, as the client reads it: RFC 9457, English and Persian.
 *
 *   sn_status, sn_error  ->  sn_problem  ->  HTTP status and application/problem+json
 *
 * The one place that knows which HTTP status an sn_status becomes, and the title of each code. */
#ifndef SN_HTTP_PROBLEM_H
#define SN_HTTP_PROBLEM_H

#include "base/bytes.h"
#include "base/problem.h"

/* The HTTP status of a status that is no SN_OK. */
unsigned sn_http_status(sn_status status);

/* A problem with the standard words of a status; code is the status's name. Returns status, as the next one does. */
sn_status sn_problem_of_status(sn_problem *problem, sn_status status);

/* A problem with the standard words of a code ("forbidden"), one of the table of refusals. Returns status. */
sn_status sn_problem_of_code(sn_problem *problem, sn_status status, const char *code);

/* A problem with the words of an error of a library below where the client is at fault, and with
 * the standard words alone where the server is: internals stay in the log. code NULL: the status's
 * name. */
sn_status sn_problem_of_error(sn_problem *problem, const sn_error *err, sn_status status,
                              const char *code);

/* A refusal that no sn_status stands for: "forbidden" and its like, by code. */
typedef struct sn_refusal {
    const char *code;
    unsigned http_status;
    const char *title, *detail, *detail_fa;
} sn_refusal;

/* The HTTP status of a problem: that of its code, or of its status where the code is none of ours. */
unsigned sn_problem_http_status(const sn_problem *problem);

/* The row of a code, or NULL. */
const sn_refusal *sn_refusal_of(const char *code);
size_t sn_refusals_count(void);
const sn_refusal *sn_refusal_at(size_t i);

/* Append problem as JSON. instance: the path asked for, well-formed UTF-8. The status of *out. */
sn_status sn_problem_write(const sn_problem *problem, unsigned http_status, sn_str instance,
                           const char *request_id, sn_buf *out);

#endif
