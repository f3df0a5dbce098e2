#include "http/watch/metrics_internal.h"

#include <stdlib.h>
#include <string.h>

static void add(atomic_uint_fast64_t *counter, uint64_t n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

sn_status sn_metrics_create(const sn_metric_route *routes, size_t n_routes,
                            const char *const *codes, size_t n_codes, sn_metrics **out,
                            sn_error *err)
{
    sn_metrics *m = calloc(1, sizeof *m + (n_routes + 1) * sizeof m->by_route[0]);
    if (m == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    m->n_routes = n_routes;
    m->n_codes = n_codes;
    m->routes = calloc(n_routes + 1, sizeof *m->routes);
    m->codes = calloc(n_codes + 1, sizeof *m->codes);
    m->refused = calloc(n_codes + 1, sizeof *m->refused);
    if (m->routes == NULL || m->codes == NULL || m->refused == NULL) {
        sn_metrics_destroy(m);
        return sn_fail(err, SN_ENOMEM, "no memory");
    }
    memcpy(m->routes, routes, n_routes * sizeof *routes);
    memcpy(m->codes, codes, n_codes * sizeof *codes);
    *out = m;
    return SN_OK;
}

void sn_metrics_destroy(sn_metrics *m)
{
    if (m == NULL)
        return;
    free(m->routes);
    free(m->codes);
    free(m->refused);
    free(m);
}

void sn_metrics_request(sn_metrics *m, size_t route, unsigned http_status, int64_t us)
{
    unsigned by = http_status / 100;
    add(&m->by_route[route].by_class[by < SN_STATUS_CLASSES ? by : SN_STATUS_CLASSES - 1], 1);
    sn_histogram_add(&m->by_route[route].took, us);
}

void sn_metrics_refused(sn_metrics *m, size_t code)
{
    add(&m->refused[code], 1);
}

void sn_metrics_count(sn_metrics *m, sn_count what, uint64_t n)
{
    add(&m->counts[what], n);
}

void sn_metrics_shown(sn_metrics *m, int64_t us)
{
    sn_histogram_add(&m->shown, us);
}

uint64_t sn_metrics_counted(const sn_metrics *m, sn_count what)
{
    return atomic_load_explicit(&m->counts[what], memory_order_relaxed);
}

void sn_metrics_route(const sn_metrics *m, size_t route, sn_distribution *out)
{
    sn_histogram_read(&m->by_route[route].took, out);
}
