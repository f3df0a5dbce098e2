#include "http/route.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct found {
    sn_status status;
    const sn_route *route;
    char id[SN_LIMIT_ID_BYTES + 1];
    unsigned methods;
} found;

static found find(const char *method, const char *path)
{
    size_t n;
    found f = {0};
    SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(SN_LIMIT_ID_BYTES);
    const sn_route *table = sn_routes(&n);
    f.status =
        sn_route_find(table, n, sn_method_of(method), sn_str_of(path), &f.route, &id, &f.methods);
    memcpy(f.id, sn_buf_text(&id), id.len + 1);
    return f;
}

static void finds_routes(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path, *pattern, *id;
    } cases[] = {
        {"GET", "/", "/", ""},
        {"GET", "/v1/search", "/v1/search", ""},
        {"HEAD", "/v1/search", "/v1/search", ""},
        {"POST", "/v1/search", "/v1/search", ""},
        {"GET", "/v1/articles/irna-85341234", "/v1/articles/{id}", "irna-85341234"},
        {"GET", "/v1/articles/a/related", "/v1/articles/{id}/related", "a"},
        {"GET", "/v1/articles/a%2Fb/related", "/v1/articles/{id}/related", "a/b"},
        {"POST", "/v1/related", "/v1/related", ""},
        {"HEAD", "/v1/articles/a", "/v1/articles/{id}", "a"},
        {"PUT", "/v1/articles/a%2Fb", "/v1/articles/{id}", "a/b"},
        {"DELETE", "/v1/articles/a+b", "/v1/articles/{id}", "a+b"},
        {"GET", "/v1/articles/%D8%AE%D8%A8%D8%B1", "/v1/articles/{id}", "خبر"},
        {"DELETE", "/v1/takedowns/x", "/v1/takedowns/{id}", "x"},
        {"POST", "/v1/articles:bulk", "/v1/articles:bulk", ""},
        {"POST", "/v1/articles%3Abulk", "/v1/articles:bulk", ""},
        {"GET", "/v1/pins", "/v1/pins", ""},
        {"PUT", "/v1/pins/a%2Fb", "/v1/pins/{id}", "a/b"},
        {"DELETE", "/v1/synonyms/x", "/v1/synonyms/{id}", "x"},
        {"PUT", "/v1/judgements", "/v1/judgements", ""},
        {"GET", "/healthz", "/healthz", ""},
        {"GET", "/readyz", "/readyz", ""},
        {"GET", "/v1/status", "/v1/status", ""},
        {"POST", "/v1/admin/reindex", "/v1/admin/reindex", ""},
        {"GET", "/v1/tasks", "/v1/tasks", ""},
        {"DELETE", "/v1/tasks/7", "/v1/tasks/{id}", "7"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s %s\n", cases[i].method, cases[i].path);
        found f = find(cases[i].method, cases[i].path);
        assert_int_equal(f.status, SN_OK);
        assert_string_equal(f.route->pattern, cases[i].pattern);
        assert_int_equal(f.route->method, sn_method_of(cases[i].method));
        assert_string_equal(f.id, cases[i].id);
    }
}

static void refuses_other_paths(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path;
        sn_status status;
        const char *allow;
    } cases[] = {
        {"GET", "", SN_ENOTFOUND, ""},
        {"GET", "v1/search", SN_ENOTFOUND, ""},
        {"GET", "//v1/search", SN_ENOTFOUND, ""},
        {"GET", "/v1/search/", SN_ENOTFOUND, ""},
        {"GET", "/V1/search", SN_ENOTFOUND, ""},
        {"GET", "/v1", SN_ENOTFOUND, ""},
        {"GET", "/v1/articles", SN_ENOTFOUND, ""},
        {"GET", "/v1/articles/", SN_ENOTFOUND, ""},
        {"GET", "/v1/articles/a/b", SN_ENOTFOUND, ""},
        {"GET", "/v1/sear%63h%00", SN_ENOTFOUND, ""},
        {"OPTIONS", "*", SN_ENOTFOUND, ""},
        {"PUT", "/v1/search", SN_DONE, "GET, HEAD, POST, OPTIONS"},
        {"POST", "/v1/articles/a", SN_DONE, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"},
        {"GET", "/v1/articles:bulk", SN_DONE, "POST, OPTIONS"},
        {"GET", "/v1/takedowns/a", SN_DONE, "DELETE, OPTIONS"},
        {"OPTIONS", "/", SN_DONE, "GET, HEAD, OPTIONS"},
        {"get", "/", SN_DONE, "GET, HEAD, OPTIONS"},
        {"GET", "/v1/articles/%", SN_EINVAL, "GET, HEAD, OPTIONS"},
        {"GET", "/v1/articles/%00", SN_EINVAL, "GET, HEAD, OPTIONS"},
        {"GET", "/v1/articles/%ff", SN_EUTF8, "GET, HEAD, OPTIONS"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char allow[64];
        print_message("  %s %s\n", cases[i].method, cases[i].path);
        found f = find(cases[i].method, cases[i].path);
        assert_int_equal(f.status, cases[i].status);
        sn_methods_write(f.methods, allow, sizeof allow);
        assert_string_equal(allow, cases[i].allow);
    }
}

static void refuses_long_ids(void **state)
{
    (void)state;
    char path[SN_LIMIT_ID_BYTES + 32] = "/v1/articles/";
    size_t start = strlen(path);
    memset(path + start, 'x', SN_LIMIT_ID_BYTES);
    assert_int_equal(find("GET", path).status, SN_OK);
    path[start + SN_LIMIT_ID_BYTES] = 'x';
    assert_int_equal(find("GET", path).status, SN_ELIMIT);
}

static void rows_are_complete(void **state)
{
    (void)state;
    size_t n;
    const sn_route *table = sn_routes(&n);
    for (size_t i = 0; i < n; i++) {
        assert_non_null(table[i].run);
        assert_true(table[i].writes == (table[i].resume != NULL));
        assert_true(!table[i].writes || table[i].needs >= SN_ROLE_INGEST);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_routes),
        cmocka_unit_test(refuses_other_paths),
        cmocka_unit_test(refuses_long_ids),
        cmocka_unit_test(rows_are_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
