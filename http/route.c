#include "http/route.h"

#include "base/limits.h"
#include "http/target.h"

#include <stdio.h>
#include <string.h>

static const struct method_name {
    const char *name;
    sn_method method;
} method_names[] = {{"GET", SN_METHOD_GET},     {"HEAD", SN_METHOD_GET},
                    {"POST", SN_METHOD_POST},   {"PUT", SN_METHOD_PUT},
                    {"PATCH", SN_METHOD_PATCH}, {"DELETE", SN_METHOD_DELETE}};
#define N_METHODS (sizeof method_names / sizeof *method_names)

sn_method sn_method_of(const char *name)
{
    for (size_t i = 0; i < N_METHODS; i++)
        if (strcmp(method_names[i].name, name) == 0)
            return method_names[i].method;
    return SN_METHOD_OTHER;
}

const char *sn_method_name(sn_method method)
{
    for (size_t i = 0; i < N_METHODS; i++)
        if (method_names[i].method == method)
            return method_names[i].name;
    return "none";
}

void sn_methods_write(unsigned methods, char *out, size_t cap)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < N_METHODS && used < cap; i++) {
        if ((methods & method_names[i].method) == 0)
            continue;
        int n =
            snprintf(out + used, cap - used, "%s%s", used > 0 ? ", " : "", method_names[i].name);
        used += n > 0 ? (size_t)n : 0;
    }
    if (used > 0 && used < cap)
        snprintf(out + used, cap - used, ", OPTIONS");
}

static sn_str take_segment(sn_str *rest)
{
    const char *slash = rest->len > 0 ? memchr(rest->at, '/', rest->len) : NULL;
    sn_str segment = *rest;
    if (slash != NULL)
        segment.len = (size_t)(slash - rest->at);
    size_t used = slash != NULL ? segment.len + 1 : segment.len;
    *rest = (sn_str){rest->at + used, rest->len - used};
    return segment;
}

/* Names of the API may be sent encoded too: articles%3Abulk. */
static bool is_literal(sn_str segment, sn_str pattern)
{
    SN_CLEANUP(sn_buf) sn_buf decoded = SN_BUF(64);
    return sn_percent_decode(segment, false, &decoded) == SN_OK &&
           sn_str_equal(sn_buf_str(&decoded), pattern);
}

/* Does path match? *id is the segment in place of {id}, still encoded. */
static bool is_match(sn_str pattern, sn_str path, sn_str *id)
{
    size_t slashes = 0, pattern_slashes = 0;
    for (size_t i = 0; i < path.len; i++)
        slashes += path.at[i] == '/' ? 1u : 0u;
    for (size_t i = 0; i < pattern.len; i++)
        pattern_slashes += pattern.at[i] == '/' ? 1u : 0u;
    if (slashes != pattern_slashes)
        return false;
    while (pattern.len > 0) {
        sn_str want = take_segment(&pattern), have = take_segment(&path);
        if (sn_str_equal(want, SN_STR("{id}")) && have.len > 0)
            *id = have;
        else if (!sn_str_equal(want, have) && !is_literal(have, want))
            return false;
    }
    return path.len == 0;
}

bool sn_route_needs_writing(const sn_route *route)
{
    return route->writes || route->changes;
}

size_t sn_route_id_max(const sn_route *route)
{
    return route->id_max > 0 ? route->id_max : SN_LIMIT_ID_BYTES;
}

static sn_status decode_id(sn_str encoded, size_t max, sn_buf *id)
{
    sn_status s = sn_percent_decode(encoded, false, id);
    return s == SN_OK && id->len > max ? SN_ELIMIT : s;
}

sn_status sn_route_find(const sn_route *table, size_t n, sn_method method, sn_str path,
                        const sn_route **out, sn_buf *id, unsigned *methods)
{
    *methods = 0;
    for (size_t i = 0; i < n; i++) {
        sn_str encoded = {NULL, 0};
        if (!is_match(sn_str_of(table[i].pattern), path, &encoded))
            continue;
        *methods |= table[i].method;
        if (table[i].method != method)
            continue;
        *out = &table[i];
        return encoded.len > 0 ? decode_id(encoded, sn_route_id_max(&table[i]), id) : SN_OK;
    }
    return *methods != 0 ? SN_DONE : SN_ENOTFOUND;
}
