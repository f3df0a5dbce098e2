/* Health, readiness and the description of all routes. */
#include "http/handlers.h"

#include "base/json_writer.h"
#include "http/opensearch.h"

void sn_handle_health(sn_exchange *x)
{
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "status");
    sn_json_text(&j, "ok");
    sn_exchange_finish_json(x, &j, 200);
}

void sn_handle_ready(sn_exchange *x)
{
    if (atomic_load(&x->service->draining))
        sn_exchange_refuse_code(x, "draining");
    else if (atomic_load(&x->service->is_stale))
        sn_exchange_refuse_stale(x);
    else if (!sn_service_is_ready(x->service))
        sn_exchange_refuse_code(x, "not_ready");
    else
        sn_handle_health(x);
}

void sn_handle_opensearch(sn_exchange *x)
{
    char base[SN_BASE_URL_SIZE];
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_exchange_base(x, base);
    sn_opensearch site = {.title = x->options->title, .base = base};
    if (sn_opensearch_write(&site, &x->answer.body) != SN_OK) {
        sn_exchange_refuse_unwritten(x);
        return;
    }
    x->answer.http_status = 200;
    x->answer.content_type = "application/opensearchdescription+xml; charset=utf-8";
}

/* http/openapi.json, linked by http/meson.build. */
extern const char sn_http_openapi[];
extern const uint64_t sn_http_openapi_len;

sn_str sn_openapi(void)
{
    return (sn_str){sn_http_openapi, (size_t)sn_http_openapi_len};
}

void sn_handle_openapi(sn_exchange *x)
{
    if (!sn_exchange_takes_no_params(x))
        return;
    if (sn_buf_add_str(&x->answer.body, sn_openapi()) == SN_OK)
        sn_answer_json(&x->answer, 200);
    else
        sn_exchange_refuse_unwritten(x);
}
