/* query/refuse - a problem in both languages, filled in one call. */
#ifndef SN_QUERY_REFUSE_H
#define SN_QUERY_REFUSE_H

#include "base/bytes.h"
#include "base/problem.h"

/* Fill *problem (NULL is fine) and return status. Both formats take the same arguments in the same
 * order. parameter: the one at fault, "" if none. */
sn_status sn_refuse(sn_problem *problem, sn_status status, const char *code, const char *parameter,
                    const char *format, const char *format_fa, ...)
    __attribute__((format(printf, 5, 7), format(printf, 6, 7)));

/* A problem from the error of a library below: the code is the status's name, the English sentence
 * the error's; the Persian one says no more than what a reader can act on. */
sn_status sn_refuse_error(sn_problem *problem, const sn_error *err, sn_status status);

/* At most 60 bytes of text for a message: cut at a character border, control characters as spaces;
 * "…" for ill-formed text. */
#define SN_QUOTE_SIZE 64
const char *sn_quote(sn_str text, char out[SN_QUOTE_SIZE]);

#endif
