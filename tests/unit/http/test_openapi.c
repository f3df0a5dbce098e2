/* The description of the routes says what the tables say: http/openapi.json beside routes.c, refusals.c and
 * the parameters of searches. */
#include "http/handlers.h"
#include "http/problem.h"
#include "http/route.h"
#include "query/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

static int parse(void **state)
{
    sn_str text = sn_openapi();
    *state = cJSON_ParseWithLength(text.at, text.len);
    return *state != NULL ? 0 : -1;
}

static int forget(void **state)
{
    cJSON_Delete(*state);
    return 0;
}

static const char *name_of(sn_method method)
{
    switch (method) {
    case SN_METHOD_GET:
        return "get";
    case SN_METHOD_POST:
        return "post";
    case SN_METHOD_PUT:
        return "put";
    case SN_METHOD_DELETE:
        return "delete";
    case SN_METHOD_PATCH:
        return "patch";
    case SN_METHOD_OTHER:
        break;
    }
    return "none";
}

static void every_route_is_described(void **state)
{
    const cJSON *paths = cJSON_GetObjectItemCaseSensitive(*state, "paths"), *path, *method;
    size_t n, described = 0;
    const sn_route *routes = sn_routes(&n);
    for (size_t i = 0; i < n; i++) {
        path = cJSON_GetObjectItemCaseSensitive(paths, routes[i].pattern);
        method = cJSON_GetObjectItemCaseSensitive(path, name_of(routes[i].method));
        if (method == NULL)
            fail_msg("%s %s", name_of(routes[i].method), routes[i].pattern);
        const cJSON *kept = cJSON_GetObjectItemCaseSensitive(
            cJSON_GetObjectItemCaseSensitive(method, "responses"), "304");
        assert_true((kept != NULL) == routes[i].tagged);
    }
    cJSON_ArrayForEach(path, paths) described += (size_t)cJSON_GetArraySize(path);
    assert_int_equal(described, n);
}

/* The role of a way to say who one is; NULL: the operation does not have it. */
static const char *role_by(const cJSON *security, const char *scheme)
{
    const cJSON *way;
    cJSON_ArrayForEach(way, security)
    {
        const cJSON *roles = cJSON_GetObjectItemCaseSensitive(way, scheme);
        if (roles != NULL)
            return cJSON_GetArrayItem(roles, 0)->valuestring;
    }
    return NULL;
}

static void the_role_that_a_route_needs_is_described(void **state)
{
    const cJSON *paths = cJSON_GetObjectItemCaseSensitive(*state, "paths");
    size_t n;
    const sn_route *routes = sn_routes(&n);
    for (size_t i = 0; i < n; i++) {
        const cJSON *path = cJSON_GetObjectItemCaseSensitive(paths, routes[i].pattern);
        const cJSON *method = cJSON_GetObjectItemCaseSensitive(path, name_of(routes[i].method));
        const cJSON *security = cJSON_GetObjectItemCaseSensitive(method, "security");
        print_message("  %s %s\n", name_of(routes[i].method), routes[i].pattern);
        if (routes[i].needs == SN_ROLE_NONE) {
            assert_null(security);
            continue;
        }
        assert_string_equal(role_by(security, "bearer"), sn_role_name(routes[i].needs));
        assert_string_equal(role_by(security, "api_key"), sn_role_name(routes[i].needs));
        assert_true((role_by(security, "public_key") != NULL) ==
                    (routes[i].needs == SN_ROLE_SEARCH));
    }
}

static void every_code_is_described(void **state)
{
    const cJSON *schemas = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(*state, "components"), "schemas");
    const cJSON *code, *codes = cJSON_GetObjectItemCaseSensitive(
                           cJSON_GetObjectItemCaseSensitive(schemas, "Code"), "enum");
    size_t n = 0;
    cJSON_ArrayForEach(code, codes)
    {
        const sn_refusal *found = sn_refusal_of(code->valuestring);
        if (found == NULL || strcmp(found->code, code->valuestring) != 0)
            fail_msg("%s", code->valuestring);
        n++;
    }
    assert_int_equal(n, sn_refusals_count());
}

/* "a|b|c" of an enum, "1..100" of a number with bounds; "" for what has neither. */
static void values_of(const cJSON *schema, char *out, size_t cap)
{
    const cJSON *items = cJSON_GetObjectItemCaseSensitive(schema, "items"), *value;
    const cJSON *of = items != NULL ? items : schema;
    const cJSON *low = cJSON_GetObjectItemCaseSensitive(of, "minimum");
    const cJSON *high = cJSON_GetObjectItemCaseSensitive(of, "maximum");
    size_t n = 0;
    out[0] = '\0';
    if (low != NULL && high != NULL)
        snprintf(out, cap, "%d..%d", low->valueint, high->valueint);
    if (strcmp(cJSON_GetObjectItemCaseSensitive(of, "type")->valuestring, "boolean") == 0)
        snprintf(out, cap, "true|false");
    cJSON_ArrayForEach(value, cJSON_GetObjectItemCaseSensitive(of, "enum")) n +=
        (size_t)snprintf(out + n, cap - n, "%s%s", n > 0 ? "|" : "", value->valuestring);
}

/* A row's values that are such a list or range. */
static int is_closed(const char *values)
{
    return strstr(values, "..") != NULL || strstr(values, "true|") != NULL ||
           (strchr(values, '|') != NULL && strcmp(values, "date|period") != 0 &&
            strcmp(values, "12h|3d|2w") != 0);
}

static void every_parameter_of_searches_is_described(void **state)
{
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(*state, "components"), "parameters");
    const sn_parameter *p;
    for (size_t i = 0; (p = sn_parameter_at(i)) != NULL; i++) {
        char values[512];
        const cJSON *parameter = cJSON_GetObjectItemCaseSensitive(all, p->name);
        if ((parameter == NULL) != p->operator_only)
            fail_msg("%s", p->name);
        if (parameter == NULL)
            continue;
        values_of(cJSON_GetObjectItemCaseSensitive(parameter, "schema"), values, sizeof values);
        if (is_closed(p->values) && strcmp(values, p->values) != 0)
            fail_msg("%s: %s, and described: %s", p->name, p->values, values);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_is_described),
        cmocka_unit_test(the_role_that_a_route_needs_is_described),
        cmocka_unit_test(every_code_is_described),
        cmocka_unit_test(every_parameter_of_searches_is_described),
    };
    return cmocka_run_group_tests_name("http/openapi", tests, parse, forget);
}
