#include "http/events.h"

#include "base/clock.h"
#include "base/json_writer.h"

#include <time.h>

#define TIME_SIZE 24

static const char *write_now(char out[TIME_SIZE])
{
    struct tm utc;
    time_t now = (time_t)sn_clock_now_sec();
    gmtime_r(&now, &utc);
    strftime(out, TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return out;
}

static bool write_line(sn_exchange *x, sn_event_log *log, const sn_buf *line)
{
    if (sn_event_log_write(log, sn_buf_str(line)))
        return true;
    sn_metrics_count(x->service->metrics, SN_COUNT_LINES_LOST, 1);
    return false;
}

static void begin(sn_json *j, const sn_exchange *x)
{
    char now[TIME_SIZE];
    sn_json_object(j);
    sn_json_key(j, "at");
    sn_json_text(j, write_now(now));
    sn_json_key(j, "request_id");
    sn_json_text(j, x->request_id);
}

static void add_flag(sn_json *j, const char *name, bool value)
{
    sn_json_key(j, name);
    sn_json_bool(j, value);
}

static void add_number(sn_json *j, const char *name, uint64_t value)
{
    sn_json_key(j, name);
    sn_json_int(j, (int64_t)value);
}

static void log_slow(sn_exchange *x, const sn_request *request, const sn_answer_facts *facts,
                     int64_t took_us)
{
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(16 * SN_LIMIT_QUERY_BYTES);
    sn_json j = SN_JSON(&line);
    begin(&j, x);
    sn_json_key(&j, "route");
    sn_json_text(&j, x->route->pattern);
    sn_json_key(&j, "ms");
    sn_json_double(&j, (double)(took_us / 100) / 10);
    sn_json_key(&j, "query");
    sn_json_text(&j, request->q != NULL ? request->q : "");
    add_number(&j, "words", facts->words);
    add_number(&j, "parts", facts->parts);
    add_number(&j, "total", facts->total);
    add_number(&j, "hits", facts->hits);
    add_number(&j, "facets", request->n_facets);
    add_flag(&j, "narrowed", facts->narrowed);
    add_flag(&j, "relaxed", facts->relaxed);
    add_flag(&j, "corrected", facts->corrected);
    add_flag(&j, "explained", request->explain);
    add_flag(&j, "timed_out", facts->timed_out);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        (void)write_line(x, x->service->events.slow, &line);
}

/* As past queries are compared, so that the lines of one query are counted together. */
static void log_zero_hits(sn_exchange *x, const sn_request *request, const sn_answer_facts *facts)
{
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(64 * SN_LIMIT_QUERY_BYTES);
    SN_CLEANUP(sn_buf) sn_buf query = SN_BUF(16 * SN_LIMIT_QUERY_BYTES);
    if (sn_query_fold(sn_str_of(request->q), &query) != SN_OK || query.len == 0)
        return;
    sn_json j = SN_JSON(&line);
    begin(&j, x);
    sn_json_key(&j, "query");
    sn_json_text(&j, sn_buf_text(&query));
    add_flag(&j, "narrowed", facts->narrowed);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        (void)write_line(x, x->service->events.zero_hits, &line);
}

void sn_event_search(sn_exchange *x, const sn_request *request, const sn_answer_facts *facts,
                     int64_t started_us)
{
    const sn_event_logs *logs = &x->service->events;
    int64_t took_us = sn_clock_monotonic_us() - started_us;
    if (logs->slow != NULL && took_us >= x->options->slow_query_ms * 1000)
        log_slow(x, request, facts, took_us);
    if (logs->zero_hits != NULL && facts->has_words && facts->total == 0)
        log_zero_hits(x, request, facts);
}

bool sn_event_click(sn_exchange *x, const sn_click *click)
{
    char now[TIME_SIZE];
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(16 * SN_LIMIT_QUERY_BYTES);
    sn_metrics_count(x->service->metrics, SN_COUNT_CLICKS, 1);
    return sn_click_write(click, write_now(now), &line) == SN_OK &&
           write_line(x, x->service->events.clicks, &line);
}
