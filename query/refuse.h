/* query/refuse - what is wrong with a parameter, in both languages, each refusal in the same words everywhere; how a choice
 * is read. NULL for a problem is fine. */
#ifndef SN_QUERY_REFUSE_H
#define SN_QUERY_REFUSE_H

#include "base/bytes.h"
#include "base/problem.h"

/* SN_EINVAL with *problem: for a name that the path has no parameter of; for a parameter given twice; for a value that is
 * none of `values` (as a list to read); for one that is no whole number from least to most. */
sn_status sn_refuse_unknown(sn_problem *problem, sn_str name);
sn_status sn_refuse_repeated(sn_problem *problem, const char *name);
sn_status sn_refuse_value(sn_problem *problem, const char *name, sn_str value, const char *values);
sn_status sn_refuse_number(sn_problem *problem, const char *name, sn_str value, int64_t least,
                           int64_t most);

/* The index of the value in "a|b|c"; -1: it is none of them. */
int sn_one_of(sn_str value, const char *values);
/* The same of a parameter that is given at most once: *given says if it was. SN_EINVAL with *problem. */
SN_MUST_USE sn_status sn_choose_once(bool *given, const char *name, sn_str value,
                                     const char *values, int *choice, sn_problem *problem);

/* What no text of a parameter may be: SN_EUTF8, SN_EINVAL (U+0000), SN_ELIMIT (over max bytes), with
 * *problem; else SN_OK. */
SN_MUST_USE sn_status sn_refuse_bad_text(sn_problem *problem, const char *name, sn_str value,
                                         size_t max);

/* A problem from the error of a library below: the code is the status's name, the English sentence
 * the error's; the Persian one says no more than what a reader can act on. */
sn_status sn_refuse_error(sn_problem *problem, const sn_error *err, sn_status status);

/* At most 60 bytes of text for a message: cut at a character border, control characters as spaces;
 * "…" for ill-formed text. */
#define SN_QUOTE_SIZE 64
const char *sn_quote(sn_str text, char out[SN_QUOTE_SIZE]);

#endif
