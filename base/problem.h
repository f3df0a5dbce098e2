/* base/problem - an error that a client of the service reads: RFC 9457, in English and Persian.
 *
 * query/ makes them for parameters, http/ for everything else and writes them as
 * application/problem+json; the command line prints `detail`. */
#ifndef SN_BASE_PROBLEM_H
#define SN_BASE_PROBLEM_H

#include "base/status.h"

typedef struct sn_problem {
    sn_status status;
    char code[32];       /* stable, snake_case: "invalid_parameter", "unknown_parameter", ... */
    char parameter[64];  /* the parameter or field at fault, "" if none */
    char detail[400];    /* one English sentence */
    char detail_fa[600]; /* the same in Persian */
    char etag[24];       /* of what is there instead of what was named, "" if that is not told */
} sn_problem;

/* Fill *problem (NULL is fine) and return status. parameter: the one at fault, "" if none. Both formats take the same
 * arguments in the same order; what is too long is cut, and so is what is not UTF-8, from there on. */
sn_status sn_problem_make(sn_problem *problem, sn_status status, const char *code,
                          const char *parameter, const char *format, const char *format_fa, ...)
    __attribute__((format(printf, 5, 7), format(printf, 6, 7)));

#endif
