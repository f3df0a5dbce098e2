#include "http/target.h"

#include "base/hex.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "http/problem.h"

#include <string.h>

/* What stands in front of `separator`; *rest is what stands behind it. */
static sn_str take_until(sn_str *rest, char separator)
{
    const char *at = rest->len > 0 ? memchr(rest->at, separator, rest->len) : NULL;
    sn_str front = *rest;
    if (at == NULL) {
        *rest = (sn_str){NULL, 0};
        return front;
    }
    front.len = (size_t)(at - front.at);
    *rest = (sn_str){at + 1, rest->len - front.len - 1};
    return front;
}

static sn_str without_authority(sn_str raw)
{
    sn_str schemes[] = {SN_STR("http://"), SN_STR("https://")};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (!sn_str_has_prefix(raw, schemes[i]))
            continue;
        size_t at = schemes[i].len;
        while (at < raw.len && raw.at[at] != '/' && raw.at[at] != '?')
            at++;
        return (sn_str){raw.at + at, raw.len - at};
    }
    return raw;
}

sn_target sn_target_split(sn_str raw)
{
    sn_str rest = without_authority(raw);
    sn_str path = take_until(&rest, '?');
    return (sn_target){path, rest};
}

static sn_status decode_byte(sn_str in, size_t i, unsigned char *out)
{
    int high = i + 1 < in.len ? sn_hex_digit(in.at[i + 1]) : -1;
    int low = i + 2 < in.len ? sn_hex_digit(in.at[i + 2]) : -1;
    if (high < 0 || low < 0 || (high == 0 && low == 0))
        return SN_EINVAL;
    *out = (unsigned char)(high * 16 + low);
    return SN_OK;
}

/* What is left of a well-formed text, and no less of another. */
static size_t decoded_length(sn_str in)
{
    size_t n = 0;
    for (size_t i = 0; i < in.len; i++, n++)
        i += in.at[i] == '%' ? 2 : 0;
    return n;
}

/* At most decoded_length() bytes at `to`; *end is behind the last. */
static sn_status decode(sn_str in, bool plus_is_space, char *to, char **end)
{
    for (size_t i = 0; i < in.len; i++) {
        unsigned char byte = (unsigned char)in.at[i];
        if (byte == '\0')
            return SN_EINVAL;
        if (byte == '%') {
            sn_status s = decode_byte(in, i, &byte);
            if (s != SN_OK)
                return s;
            i += 2;
        } else if (byte == '+' && plus_is_space) {
            byte = ' ';
        }
        *to++ = (char)byte;
    }
    *end = to;
    return SN_OK;
}

sn_status sn_percent_decode(sn_str in, bool plus_is_space, sn_buf *out)
{
    char *to = sn_buf_reserve(out, decoded_length(in)), *end;
    if (to == NULL)
        return sn_buf_status(out);
    sn_status s = decode(in, plus_is_space, to, &end);
    if (s != SN_OK)
        return s;
    sn_str decoded = {to, (size_t)(end - to)};
    sn_buf_commit(out, decoded.len);
    return sn_utf8_is_valid(decoded, NULL) ? SN_OK : SN_EUTF8;
}

static sn_status refuse(sn_problem *problem, sn_status status, const char *parameter)
{
    if (status == SN_EUTF8)
        return sn_problem_make(problem, status, "invalid_parameter", parameter,
                               "%s: the text is not well-formed UTF-8",
                               "%s: متن به UTF-8 درست نیست", parameter);
    if (status == SN_EINVAL)
        return sn_problem_make(
            problem, status, "invalid_parameter", parameter,
            "%s: %% must be followed by two hexadecimal digits other than 00",
            "%s: پس از %% باید دو رقم شانزده‌شانزدهی جز 00 "
            "بیاید",
            parameter);
    return sn_problem_of_status(problem, status);
}

static sn_status decode_param(sn_str piece, sn_buf *name, sn_buf *value, sn_problem *problem)
{
    sn_str rest = piece;
    sn_str raw_name = take_until(&rest, '=');
    sn_buf_clear(name);
    sn_buf_clear(value);
    sn_status s = sn_percent_decode(raw_name, true, name);
    if (s != SN_OK)
        return refuse(problem, s, "?");
    s = sn_percent_decode(rest, true, value);
    return s == SN_OK ? SN_OK : refuse(problem, s, sn_buf_text(name));
}

sn_status sn_query_without(sn_str query, sn_str name, sn_buf *out)
{
    while (query.len > 0) {
        sn_str piece = take_until(&query, '&'), rest = piece;
        if (piece.len == 0 || sn_str_equal(take_until(&rest, '='), name))
            continue;
        if (out->len > 0)
            sn_buf_add_byte(out, '&');
        sn_buf_add_str(out, piece);
    }
    return sn_buf_status(out);
}

size_t sn_query_values(sn_str query, sn_str name, sn_str *out)
{
    size_t n = 0;
    while (query.len > 0) {
        sn_str rest = take_until(&query, '&');
        if (!sn_str_equal(take_until(&rest, '='), name))
            continue;
        *out = rest;
        n++;
    }
    return n;
}

sn_status sn_params_each(sn_str query, sn_param_fn *fn, void *ctx, sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf name = SN_BUF(SN_LIMIT_HTTP_HEADER_BYTES);
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(SN_LIMIT_HTTP_HEADER_BYTES);
    size_t n = 0;
    while (query.len > 0) {
        sn_str piece = take_until(&query, '&');
        if (piece.len == 0)
            continue;
        if (++n > SN_LIMIT_QUERY_PARAMS)
            return sn_problem_make(problem, SN_ELIMIT, "limit_exceeded", "",
                                   "more than %d parameters", "بیش از %d پارامتر پذیرفته نیست",
                                   SN_LIMIT_QUERY_PARAMS);
        sn_status s = decode_param(piece, &name, &value, problem);
        if (s == SN_OK)
            s = fn(ctx, (sn_str){sn_buf_text(&name), name.len},
                   (sn_str){sn_buf_text(&value), value.len}, problem);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}
