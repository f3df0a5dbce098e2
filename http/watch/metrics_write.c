/* The counters as text. */
#include "http/watch/metrics_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Rows of one name stand together. */
static const struct counter {
    const char *name, *help;
    sn_label label; /* no name: none */
} counters[SN_COUNTS] = {
    [SN_COUNT_REQUEST_BYTES] = {"sarnakh_http_request_body_bytes_total",
                                "Bytes of bodies received, packed ones as they came.",
                                {0}},
    [SN_COUNT_ANSWER_BYTES] = {"sarnakh_http_response_body_bytes_total",
                               "Bytes of bodies sent, packed ones as they went.",
                               {0}},
    [SN_COUNT_UNANSWERED] = {"sarnakh_http_unanswered_requests_total",
                             "Requests whose client was gone before there was an answer.",
                             {0}},
    [SN_COUNT_CONNECTIONS] = {"sarnakh_http_connections_opened_total",
                              "Connections that clients opened.",
                              {0}},
    [SN_COUNT_HUNG_UP] = {"sarnakh_http_connections_hung_up_total",
                          "Connections ended because a request or an answer took too long.",
                          {0}},
    [SN_COUNT_SEARCHES] = {"sarnakh_searches_total",
                           "Searches answered, from the cache or not.",
                           {0}},
    [SN_COUNT_NO_HITS] = {"sarnakh_searches_without_hits_total",
                          "Searches with words that found nothing.",
                          {0}},
    [SN_COUNT_RELAXED] = {"sarnakh_searches_relaxed_total",
                          "Searches in which words were given up to find more.",
                          {0}},
    [SN_COUNT_CORRECTED] = {"sarnakh_searches_corrected_total",
                            "Searches answered as what was probably meant.",
                            {0}},
    [SN_COUNT_TIMED_OUT] = {"sarnakh_searches_timed_out_total",
                            "Searches answered with what was found in time.",
                            {0}},
    [SN_COUNT_CACHE_HIT] = {"sarnakh_cache_lookups_total",
                            "Answers looked up in the cache of results.",
                            {"result", "hit"}},
    [SN_COUNT_CACHE_MISS] = {"sarnakh_cache_lookups_total", "", {"result", "miss"}},
    [SN_COUNT_CLICKS] = {"sarnakh_clicks_total", "Results chosen by readers, as pages tell.", {0}},
    [SN_COUNT_LINES_LOST] = {"sarnakh_event_lines_lost_total",
                             "Lines of the logs of slow searches, of those without hits and of "
                             "clicks that could not be written.",
                             {0}},
};

static void write_counters(const sn_metrics *m, sn_exposition *e)
{
    for (size_t i = 0; i < SN_COUNTS; i++) {
        const struct counter *c = &counters[i];
        if (i == 0 || strcmp(c->name, counters[i - 1].name) != 0)
            sn_exposition_family(e, c->name, SN_COUNTER, c->help);
        sn_exposition_sample(e, &c->label, c->label.name != NULL,
                             (double)sn_metrics_counted(m, (sn_count)i));
    }
}

static void name_route(const sn_metrics *m, size_t i, sn_label labels[2])
{
    labels[0] = (sn_label){"method", i < m->n_routes ? m->routes[i].method : "none"};
    labels[1] = (sn_label){"route", i < m->n_routes ? m->routes[i].pattern : "none"};
}

/* All of them from the beginning: a rate that begins with its first failure is none. */
static void write_requests(const sn_metrics *m, sn_exposition *e)
{
    sn_exposition_family(e, "sarnakh_http_requests_total", SN_COUNTER,
                         "Requests answered, by route and class of status; HEAD counts as GET.");
    for (size_t i = 0; i <= m->n_routes; i++) {
        sn_label labels[3];
        name_route(m, i, labels);
        for (size_t by = 2; by < SN_STATUS_CLASSES; by++) {
            char text[16];
            snprintf(text, sizeof text, "%zuxx", by);
            labels[2] = (sn_label){"status", text};
            sn_exposition_sample(
                e, labels, 3,
                (double)atomic_load_explicit(&m->by_route[i].by_class[by], memory_order_relaxed));
        }
    }
}

/* Only of routes that were asked: nobody waits for the first of a thousand lines. */
static void write_durations(const sn_metrics *m, sn_exposition *e)
{
    sn_exposition_family(
        e, "sarnakh_http_request_duration_seconds", SN_HISTOGRAM,
        "From the request line to the answer, bodies of requests received, of answers not sent.");
    for (size_t i = 0; i <= m->n_routes; i++) {
        sn_label labels[2];
        sn_distribution d;
        name_route(m, i, labels);
        sn_metrics_route(m, i, &d);
        if (d.n > 0)
            sn_exposition_histogram(e, labels, 2, &d);
    }
}

static void write_refusals(const sn_metrics *m, sn_exposition *e)
{
    sn_exposition_family(e, "sarnakh_http_refusals_total", SN_COUNTER,
                         "Requests answered with a problem, by its code.");
    for (size_t i = 0; i < m->n_codes; i++) {
        sn_label label = {"code", m->codes[i]};
        sn_exposition_sample(e, &label, 1,
                             (double)atomic_load_explicit(&m->refused[i], memory_order_relaxed));
    }
}

void sn_gauges_write(const sn_gauge *gauges, size_t n, sn_exposition *e)
{
    for (size_t i = 0; i < n; i++) {
        if (isnan(gauges[i].value))
            continue;
        sn_exposition_family(e, gauges[i].name, gauges[i].kind, gauges[i].help);
        sn_exposition_sample(e, NULL, 0, gauges[i].value);
    }
}

void sn_metrics_write(const sn_metrics *m, sn_exposition *e)
{
    sn_distribution shown;
    write_requests(m, e);
    write_durations(m, e);
    write_refusals(m, e);
    write_counters(m, e);
    sn_histogram_read(&m->shown, &shown);
    sn_exposition_family(e, "sarnakh_write_visible_seconds", SN_HISTOGRAM,
                         "From the moment a write is accepted until searches see it.");
    sn_exposition_histogram(e, NULL, 0, &shown);
}
