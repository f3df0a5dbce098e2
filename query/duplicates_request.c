#include "query/duplicates.h"

#include "base/options.h"
#include "query/refuse.h"

#define DEFAULT_LIMIT 20

void sn_duplicates_request_init(sn_duplicates_request *r)
{
    *r = (sn_duplicates_request){.limit = DEFAULT_LIMIT};
}

static sn_status set_limit(sn_duplicates_request *r, sn_str value, sn_problem *problem)
{
    int64_t limit;
    if (sn_int_parse(value, 1, SN_LIMIT_DUPLICATES, &limit) != SN_OK)
        return sn_refuse_number(problem, "limit", value, 1, SN_LIMIT_DUPLICATES);
    r->limit = (size_t)limit;
    return SN_OK;
}

/* 0, 1 or either with digits behind a point: no exponents, no signs, no other bases. */
static bool read_share(sn_str text, double *out)
{
    double value = 0, unit = 1;
    for (size_t i = 0; i < text.len; i++) {
        if (i == 1 ? text.at[i] != '.' : text.at[i] < '0' || text.at[i] > '9')
            return false;
        if (i == 1)
            continue;
        value += unit * (text.at[i] - '0');
        unit /= 10;
    }
    if (text.len == 0 || text.len == 2 || value > 1)
        return false;
    *out = value;
    return true;
}

static sn_status set_min(sn_duplicates_request *r, sn_str value, sn_problem *problem)
{
    char quoted[SN_QUOTE_SIZE];
    if (read_share(value, &r->min))
        return SN_OK;
    return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "min",
                           "min: «%s» is not a number from 0 to 1, as 0.85",
                           "min: «%s» عددی از 0 تا 1 نیست؛ نمونه: 0.85", sn_quote(value, quoted));
}

static const struct row {
    const char *name;
    sn_status (*set)(sn_duplicates_request *r, sn_str value, sn_problem *problem);
} rows[] = {{"limit", set_limit}, {"min", set_min}};

sn_status sn_duplicates_request_set(sn_duplicates_request *r, sn_str name, sn_str value,
                                    sn_problem *problem)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!sn_str_equal(name, sn_str_of(rows[i].name)))
            continue;
        if ((r->seen >> i & 1u) != 0)
            return sn_refuse_repeated(problem, rows[i].name);
        r->seen |= 1u << i;
        return rows[i].set(r, value, problem);
    }
    return sn_refuse_unknown(problem, name);
}
