#include "query/suggest_request.h"

#include "base/clock.h"
#include "base/options.h"
#include "base/utf8.h"
#include "query/refuse.h"
#include "query/suggest.h"

#include <string.h>

#define DEFAULT_LIMIT 10
#define ALL_TYPES     ((1u << SN_COMPLETION_TYPES) - 1)

void sn_suggest_request_init(sn_suggest_request *r)
{
    *r = (sn_suggest_request){
        .limit = DEFAULT_LIMIT, .types = ALL_TYPES, .now_sec = sn_clock_now_sec()};
    r->q = (sn_str){r->text, 0};
}

static sn_status set_q(sn_suggest_request *r, sn_str value, sn_problem *problem)
{
    if (value.len > SN_LIMIT_SUGGEST_BYTES)
        return sn_problem_make(
            problem, SN_ELIMIT, "limit_exceeded", "q", "q: the text has %zu bytes; the limit is %d",
            "q: متن %zu بایت است و بیش از %d بایت پذیرفته نیست", value.len, SN_LIMIT_SUGGEST_BYTES);
    if (!sn_utf8_is_valid(value, NULL) || memchr(value.at, '\0', value.len) != NULL)
        return sn_problem_make(problem, SN_EUTF8, "invalid_parameter", "q",
                               "%s: the value is not well-formed UTF-8",
                               "%s: متن به UTF-8 درست نیست", "q");
    memcpy(r->text, value.at, value.len);
    r->q = (sn_str){r->text, value.len};
    return SN_OK;
}

static sn_status set_limit(sn_suggest_request *r, sn_str value, sn_problem *problem)
{
    int64_t limit;
    if (sn_int_parse(value, 1, SN_LIMIT_SUGGEST_ITEMS, &limit) != SN_OK)
        return sn_refuse_number(problem, "limit", value, 1, SN_LIMIT_SUGGEST_ITEMS);
    r->limit = (size_t)limit;
    return SN_OK;
}

static unsigned type_bit(sn_str name)
{
    for (int type = 0; type < SN_COMPLETION_TYPES; type++) {
        if (sn_str_equal(name, sn_str_of(sn_completion_type_name((sn_completion_type)type))))
            return 1u << type;
    }
    return 0;
}

static sn_status set_types(sn_suggest_request *r, sn_str value, sn_problem *problem)
{
    unsigned types = 0;
    char quoted[SN_QUOTE_SIZE];
    for (size_t at = 0; at <= value.len;) {
        const char *comma = at < value.len ? memchr(value.at + at, ',', value.len - at) : NULL;
        size_t end = comma != NULL ? (size_t)(comma - value.at) : value.len;
        unsigned bit = type_bit(sn_str_trim((sn_str){value.at + at, end - at}));
        if (bit == 0)
            return sn_problem_make(
                problem, SN_EINVAL, "invalid_parameter", "types",
                "types: «%s» is not made of title, tag, name, query",
                "types: مقدار «%s» پذیرفته نیست؛ مقدارهای ممکن: title, tag, name, "
                "query",
                sn_quote(value, quoted));
        types |= bit;
        at = end + 1;
    }
    r->types = types;
    return SN_OK;
}

static const struct row {
    const char *name;
    sn_status (*set)(sn_suggest_request *r, sn_str value, sn_problem *problem);
} rows[] = {{"q", set_q}, {"limit", set_limit}, {"types", set_types}};

sn_status sn_suggest_request_set(sn_suggest_request *r, sn_str name, sn_str value,
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

sn_status sn_suggest_request_check(const sn_suggest_request *r, sn_problem *problem)
{
    return (r->seen & 1u) != 0 ? SN_OK
                               : sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "q",
                                                 "%s is wanted", "پارامتر %s لازم است", "q");
}
