/* GET /metrics: what the service counts, and how it is at this moment. */
#include "http/handlers.h"

#include "http/problem.h"
#include "http/watch/process.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

sn_status sn_service_metrics(sn_metrics **out, sn_error *err)
{
    size_t n_routes, n_codes = sn_refusals_count();
    const sn_route *table = sn_routes(&n_routes);
    sn_metric_route *routes = calloc(n_routes, sizeof *routes);
    const char **codes = calloc(n_codes, sizeof *codes);
    sn_status s = SN_ENOMEM;
    for (size_t i = 0; i < n_routes && routes != NULL; i++)
        routes[i] = (sn_metric_route){sn_method_name(table[i].method), table[i].pattern};
    for (size_t i = 0; i < n_codes && codes != NULL; i++)
        codes[i] = sn_refusal_at(i)->code;
    if (routes != NULL && codes != NULL)
        s = sn_metrics_create(routes, n_routes, codes, n_codes, out, err);
    free(routes);
    free(codes);
    return s == SN_OK ? s : sn_fail(err, s, "no memory");
}

static void write_cache(sn_service *s, sn_exposition *e)
{
    sn_cache_counts c;
    sn_cache_count(s->cache, &c);
    const sn_gauge gauges[] = {
        {"sarnakh_cache_waits_total", "Searches that waited for the same one of another request.",
         SN_COUNTER, (double)c.waits},
        {"sarnakh_cache_evictions_total", "Kept answers that went for want of room.", SN_COUNTER,
         (double)c.evictions},
        {"sarnakh_cache_answers", "Answers that are kept.", SN_GAUGE, (double)c.entries},
        {"sarnakh_cache_bytes", "Their bytes.", SN_GAUGE, (double)c.bytes},
    };
    sn_gauges_write(gauges, sizeof gauges / sizeof *gauges, e);
}

/* An answer that searches, of any route for it. */
static bool is_search(const sn_route *route)
{
    return strcmp(route->pattern, "/v1/search") == 0 ||
           strcmp(route->pattern, "/v1/search:batch") == 0;
}

void sn_service_searches(const sn_service *s, sn_distribution *out)
{
    size_t n;
    const sn_route *table = sn_routes(&n);
    *out = (sn_distribution){0};
    for (size_t i = 0; i < n; i++) {
        sn_distribution d;
        if (!is_search(&table[i]))
            continue;
        sn_metrics_route(s->metrics, i, &d);
        sn_distribution_add(out, &d);
    }
}

static void write_service(sn_exchange *x, sn_exposition *e)
{
    sn_service *s = x->service;
    sn_writes_state writes = sn_writes_look(s->writes);
    sn_search_queue_counts queue;
    sn_search_queue_count(s->queue, &queue);
    sn_label version = {"version", s->opts.version};
    const sn_gauge gauges[] = {
        {"sarnakh_ready", "1 if searches are answered, 0 if not or the service is ending.",
         SN_GAUGE, sn_service_is_ready(s)},
        {"sarnakh_read_only", "1 if the service only reads its index.", SN_GAUGE, s->read_only},
        {"sarnakh_http_requests_in_flight", "Requests begun and not ended, this one among them.",
         SN_GAUGE, (double)atomic_load(&s->active)},
        {"sarnakh_http_connections", "Connections that are open.", SN_GAUGE,
         (double)atomic_load(&s->connections)},
        {"sarnakh_http_request_bodies_bytes", "Bytes of request bodies held in memory.", SN_GAUGE,
         (double)atomic_load(&s->body_bytes)},
        {"sarnakh_search_queue_searches", "Searches that wait for a thread.", SN_GAUGE,
         (double)queue.waiting},
        {"sarnakh_search_run_seconds_mean", "What the last searches took of a thread.", SN_GAUGE,
         (double)queue.mean_us / 1e6},
        {"sarnakh_write_queue_requests", "Writes that the archive has not stored yet.", SN_GAUGE,
         (double)writes.queued},
        {"sarnakh_write_queue_bytes", "Bytes of their bodies.", SN_GAUGE,
         (double)writes.queued_bytes},
        {"sarnakh_writes_waiting", "Writes stored, whose request waits for the index.", SN_GAUGE,
         (double)writes.waiting},
    };
    write_cache(s, e);
    sn_exposition_family(e, "sarnakh_build_info", SN_GAUGE, "1; the label says what runs.");
    sn_exposition_sample(e, &version, 1, 1);
    sn_gauges_write(gauges, sizeof gauges / sizeof *gauges, e);
}

static double known(int64_t value, int64_t unknown)
{
    return value != unknown ? (double)value : NAN;
}

/* Whatever cannot be read now is left out: the page must come when the index is broken. */
static void write_index(sn_service *s, sn_exposition *e)
{
    sn_engine_status now;
    uint64_t accepted = 0;
    int64_t newest_sec = 0;
    bool seen = sn_service_look(s, &now, NULL) == SN_OK;
    bool read = sn_service_newest(s, &accepted, &newest_sec, NULL) == SN_OK;
    double behind = accepted > now.applied ? (double)(accepted - now.applied) : 0;
    const sn_gauge gauges[] = {
        {"sarnakh_index_generation", "The build of the index that searches use.", SN_GAUGE,
         seen ? (double)now.generation : NAN},
        {"sarnakh_index_documents", "Articles that searches may show.", SN_GAUGE,
         seen ? (double)now.articles : NAN},
        {"sarnakh_index_matches_analysis", "0: built by another analysis, a rebuild is due.",
         SN_GAUGE, seen ? (double)now.analysis_matches : NAN},
        {"sarnakh_index_matches_dictionary",
         "0: the newsroom's words changed since it was built, a rebuild is due.", SN_GAUGE,
         seen ? (double)now.dictionary_matches : NAN},
        {"sarnakh_index_applied_change", "The last change that searches see.", SN_GAUGE,
         seen ? (double)now.applied : NAN},
        {"sarnakh_archive_accepted_change", "The last change that was accepted.", SN_GAUGE,
         read ? (double)accepted : NAN},
        {"sarnakh_index_pending_changes", "Changes accepted that searches do not see yet.",
         SN_GAUGE, seen && read ? behind : NAN},
        {"sarnakh_index_behind_seconds",
         "For how long a change has been accepted that searches do not see.", SN_GAUGE,
         (double)sn_service_behind_sec(s)},
        {"sarnakh_index_commit_timestamp_seconds",
         "When the last commit of the index was written, by its file.", SN_GAUGE,
         seen ? known(now.committed_sec, 0) : NAN},
        {"sarnakh_index_change_timestamp_seconds",
         "When searches began to see that change; nothing before one came under this process.",
         SN_GAUGE, known(sn_service_changed_sec(s), 0)},
        {"sarnakh_newest_article_timestamp_seconds", "When the newest article was published.",
         SN_GAUGE, read ? known(newest_sec, 0) : NAN},
    };
    sn_gauges_write(gauges, sizeof gauges / sizeof *gauges, e);
}

/* By the names that all programs have for these. */
static void write_process(sn_exposition *e)
{
    sn_process p;
    sn_process_look(&p);
    const sn_gauge gauges[] = {
        {"process_cpu_seconds_total", "Processor time, of the user and the system.", SN_COUNTER,
         p.cpu_sec >= 0 ? p.cpu_sec : NAN},
        {"process_start_time_seconds", "When the process began.", SN_GAUGE,
         p.start_sec >= 0 ? p.start_sec : NAN},
        {"process_resident_memory_bytes", "Memory in use.", SN_GAUGE, known(p.resident_bytes, -1)},
        {"process_virtual_memory_bytes", "Memory mapped.", SN_GAUGE, known(p.virtual_bytes, -1)},
        {"process_open_fds", "Descriptors that are open.", SN_GAUGE, known(p.open_fds, -1)},
        {"process_max_fds", "Descriptors that may be open.", SN_GAUGE, known(p.max_fds, -1)},
        {"process_threads", "Threads.", SN_GAUGE, known(p.threads, -1)},
    };
    sn_gauges_write(gauges, sizeof gauges / sizeof *gauges, e);
}

void sn_handle_metrics(sn_exchange *x)
{
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_exposition e = {.out = &x->answer.body, .is_openmetrics = x->headers.accepts_openmetrics};
    write_service(x, &e);
    sn_metrics_write(x->service->metrics, &e);
    write_index(x->service, &e);
    write_process(&e);
    if (sn_exposition_end(&e) != SN_OK) {
        sn_exchange_refuse_unwritten(x);
        return;
    }
    x->answer.http_status = 200;
    x->answer.content_type = e.is_openmetrics ? SN_OPENMETRICS_TYPE : SN_EXPOSITION_TYPE;
}
