#include "http/route.h"

#include "base/limits.h"
#include "http/handlers.h"

static const sn_route routes[] = {
    {.method = SN_METHOD_GET, .pattern = "/v1/search", .run = sn_handle_search},
    {.method = SN_METHOD_POST,
     .pattern = "/v1/search",
     .body_max = SN_LIMIT_HTTP_SEARCH_BODY_BYTES,
     .run = sn_handle_search_body},
    {.method = SN_METHOD_GET, .pattern = "/v1/analyze", .run = sn_handle_analyze},
    {.method = SN_METHOD_POST,
     .pattern = "/v1/analyze",
     .body_max = SN_LIMIT_HTTP_SEARCH_BODY_BYTES,
     .run = sn_handle_analyze_body},
    {.method = SN_METHOD_GET, .pattern = "/v1/articles/{id}", .run = sn_handle_article},
    {.method = SN_METHOD_PUT,
     .pattern = "/v1/articles/{id}",
     .body_max = SN_LIMIT_ARTICLE_BYTES,
     .writes = true,
     .run = sn_handle_put,
     .resume = sn_resume_put},
    {.method = SN_METHOD_DELETE,
     .pattern = "/v1/articles/{id}",
     .writes = true,
     .run = sn_handle_take_down,
     .resume = sn_resume_take_down},
    {.method = SN_METHOD_DELETE,
     .pattern = "/v1/takedowns/{id}",
     .writes = true,
     .run = sn_handle_lift,
     .resume = sn_resume_lift},
    {.method = SN_METHOD_POST,
     .pattern = "/v1/articles:bulk",
     .body_max = SN_LIMIT_BULK_BYTES,
     .writes = true,
     .run = sn_handle_bulk,
     .resume = sn_resume_bulk,
     .take = sn_take_bulk},
    {.method = SN_METHOD_GET, .pattern = "/v1/status", .run = sn_handle_status},
    {.method = SN_METHOD_GET, .pattern = "/healthz", .run = sn_handle_health},
    {.method = SN_METHOD_GET, .pattern = "/readyz", .run = sn_handle_ready},
    {.method = SN_METHOD_GET, .pattern = "/", .run = sn_handle_page},
};

const sn_route *sn_routes(size_t *n)
{
    *n = sizeof routes / sizeof *routes;
    return routes;
}
