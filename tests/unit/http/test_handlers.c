/* An answer that cannot be written is refused, and no cache keeps half of it. */
#include "http/handlers.h"

#include "http/pages.h"
#include "tests/unit/base/testing.h"

#include <string.h>

typedef struct stage {
    sn_service service;
    sn_exchange x;
} stage;

static void set_up(stage *p, const sn_route *route, const char *id, size_t room)
{
    *p = (stage){.service.opts.log = {.fd = -1, .level = SN_LOG_ERROR}};
    sn_error err = {0};
    assert_ok(sn_service_metrics(&p->service.metrics, &err), &err);
    p->x = (sn_exchange){.service = &p->service, .route = route, .id = SN_BUF(64)};
    assert_int_equal(sn_buf_add_str(&p->x.id, sn_str_of(id)), SN_OK);
    sn_answer_init(&p->x.answer);
    p->x.answer.body = SN_BUF(room);
}

static void tear_down(stage *p)
{
    sn_answer_done(&p->x.answer);
    sn_buf_done(&p->x.id);
    sn_metrics_destroy(p->service.metrics);
}

static void what_cannot_be_written_is_refused(void **state)
{
    static const struct {
        const char *what;
        void (*run)(sn_exchange *x);
        const char *id;
    } rows[] = {
        {"the description of the routes", sn_handle_openapi, ""},
        {"a file of pages", sn_handle_asset, "search.js"},
        {"health", sn_handle_health, ""},
    };
    const sn_route route = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        stage p;
        print_message("  case: %s\n", rows[i].what);
        set_up(&p, &route, rows[i].id, 8);
        rows[i].run(&p.x);
        assert_int_equal(p.x.answer.http_status, 500);
        assert_int_equal(p.x.answer.lasts, SN_LASTS_NOT);
        assert_string_equal(p.x.answer.etag, "");
        assert_false(p.x.answer.is_packed);
        tear_down(&p);
    }
}

static void a_file_of_pages_lasts(void **state)
{
    const sn_route route = {0};
    stage p;
    (void)state;
    set_up(&p, &route, "search.js", SN_ANSWER_BYTES);
    sn_handle_asset(&p.x);
    assert_int_equal(p.x.answer.http_status, 200);
    assert_int_equal(p.x.answer.lasts, SN_LASTS_AN_HOUR);
    assert_true(p.x.answer.body.len > 0);
    tear_down(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_written_is_refused),
        cmocka_unit_test(a_file_of_pages_lasts),
    };
    return cmocka_run_group_tests_name("http/handlers", tests, NULL, NULL);
}
