#include "base/problem.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

/* Messages are cut by snprintf, maybe inside a character, and may quote what a client sent. */
static void cut_at_invalid(char *text)
{
    size_t bad;
    if (!sn_utf8_is_valid(sn_str_of(text), &bad))
        text[bad] = '\0';
}

sn_status sn_problem_make(sn_problem *problem, sn_status status, const char *code,
                          const char *parameter, const char *format, const char *format_fa, ...)
{
    if (problem == NULL)
        return status;
    *problem = (sn_problem){.status = status};
    snprintf(problem->code, sizeof problem->code, "%s", code);
    snprintf(problem->parameter, sizeof problem->parameter, "%s", parameter);
    va_list args, args_fa;
    va_start(args, format_fa);
    va_copy(args_fa, args);
    vsnprintf(problem->detail, sizeof problem->detail, format, args);
    vsnprintf(problem->detail_fa, sizeof problem->detail_fa, format_fa, args_fa);
    va_end(args_fa);
    va_end(args);
    cut_at_invalid(problem->parameter);
    cut_at_invalid(problem->detail);
    cut_at_invalid(problem->detail_fa);
    return status;
}
