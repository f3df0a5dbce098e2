/* Health, readiness, status, the page at / and the description of all routes. */
#include "http/handlers.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "http/opensearch.h"
#include "http/page.h"

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
    else if (!sn_service_is_ready(x->service))
        sn_exchange_refuse_code(x, "not_ready");
    else
        sn_handle_health(x);
}

typedef struct number {
    const char *name;
    uint64_t value;
} number;

static void write_numbers(sn_json *j, const number *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sn_json_key(j, numbers[i].name);
        sn_json_int(j, (int64_t)numbers[i].value);
    }
}

static sn_status read_counts(sn_service *s, sn_archive_counts *archive, sn_engine_status *engine,
                             sn_error *err)
{
    sn_status status = sn_service_count(s, archive, err);
    if (status != SN_OK)
        return status;
    return sn_service_look(s, engine, err);
}

/* Counts of all articles are for those who may search all of them. */
static void write_status(sn_exchange *x, const sn_archive_counts *archive,
                         const sn_engine_status *engine, const sn_arrivals *arrivals)
{
    bool sees_all = x->caller.role >= SN_ROLE_SEARCH && x->caller.filter == NULL;
    int64_t uptime_us = sn_clock_monotonic_us() - x->service->started_us;
    const number numbers[] = {
        {"generation", engine->generation},
        {"analysis", (uint64_t)engine->analysis},
        {"format", (uint64_t)engine->format},
        {"uptime_s", (uint64_t)(uptime_us / 1000000)},
    };
    const number counts[] = {
        {"change_accepted", archive->last_change},
        {"change_applied", engine->applied},
        {"articles", archive->live},
        {"documents", engine->articles},
        {"pending_writes", sn_writes_pending(x->service->writes)},
    };
    const number hidden[] = {{"withdrawn", archive->withdrawn},
                             {"taken_down", archive->taken_down}};
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "version");
    sn_json_text(&j, x->service->opts.version);
    write_numbers(&j, numbers, sizeof numbers / sizeof *numbers);
    if (sees_all)
        write_numbers(&j, counts, sizeof counts / sizeof *counts);
    if (x->caller.role >= SN_ROLE_ADMIN)
        write_numbers(&j, hidden, sizeof hidden / sizeof *hidden);
    sn_json_key(&j, "analysis_matches");
    sn_json_bool(&j, engine->analysis_matches);
    sn_json_key(&j, "dictionary_matches");
    sn_json_bool(&j, engine->dictionary_matches);
    sn_json_key(&j, "built_at");
    sn_json_text(&j, engine->built_at[0] != '\0' ? engine->built_at : NULL);
    if (sees_all)
        sn_arrivals_json(&j, arrivals);
    sn_exchange_finish_json(x, &j, 200);
}

void sn_handle_status(sn_exchange *x)
{
    sn_error err = {0};
    sn_archive_counts archive;
    sn_engine_status engine;
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_arrivals arrivals;
    sn_status s = read_counts(x->service, &archive, &engine, &err);
    if (s == SN_OK)
        s = sn_service_arrivals(x->service, &arrivals, &err);
    if (s == SN_OK)
        write_status(x, &archive, &engine, &arrivals);
    else
        sn_exchange_refuse_error(x, s, &err, NULL);
}

void sn_handle_page(sn_exchange *x)
{
    sn_buf_add_str(&x->answer.body, sn_str_of(sn_page_html()));
    x->answer.http_status = 200;
    x->answer.content_type = "text/html; charset=utf-8";
}

void sn_handle_opensearch(sn_exchange *x)
{
    char base[SN_BASE_URL_SIZE];
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_exchange_base(x, base);
    sn_opensearch site = {.title = x->options->title, .base = base};
    sn_status s = sn_opensearch_write(&site, &x->answer.body);
    if (s != SN_OK) {
        sn_exchange_refuse_error(x, s, &(sn_error){0}, NULL);
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
    sn_buf_add_str(&x->answer.body, sn_openapi());
    x->answer.http_status = 200;
    x->answer.content_type = "application/json; charset=utf-8";
}
