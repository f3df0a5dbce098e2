/* What becomes of a request when it is over: it is counted, and the log has a line. */
#include "http/events.h"

#include "base/clock.h"

#include <inttypes.h>
#include <string.h>

/* Of a query in the log; the rest of a line is shorter than what is left. */
#define QUOTED_BYTES 1200

void sn_exchange_count(const sn_exchange *x)
{
    size_t n_routes;
    sn_metrics *m = x->service->metrics;
    const sn_route *table = sn_routes(&n_routes);
    size_t route = x->route != NULL ? (size_t)(x->route - table) : n_routes;
    sn_metrics_request(m, route, x->answer.http_status, x->answered_us - x->started_us);
    sn_metrics_count(m, SN_COUNT_REQUEST_BYTES, x->body_seen);
    sn_metrics_count(m, SN_COUNT_ANSWER_BYTES, x->answered_bytes);
}

/* No header, no parameter but the query, and of a key only its id is ever written. */
static void write_line(const sn_exchange *x, bool sent)
{
    char quoted[QUOTED_BYTES];
    bool has_address = x->address[0] != '\0', has_query = x->asked != NULL;
    const sn_key *key = x->caller.key;
    sn_log_line(&x->service->opts.log, SN_LOG_INFO, "request",
                "id=%s method=%s route=%s status=%u us=%" PRId64 " bytes=%zu done=%d%s%s%s%s%s%s",
                x->request_id, x->method, x->route != NULL ? x->route->pattern : "-",
                x->answer.http_status, sn_clock_monotonic_us() - x->started_us, x->answered_bytes,
                sent, key != NULL ? " key=" : "", key != NULL ? key->id : "",
                has_address ? " address=" : "", x->address, has_query ? " q=" : "",
                has_query ? sn_log_quote(sn_str_of(x->asked), quoted, sizeof quoted) : "");
}

void sn_exchange_report(const sn_exchange *x, bool sent)
{
    if (x->answer.http_status == 0)
        sn_metrics_count(x->service->metrics, SN_COUNT_UNANSWERED, 1);
    if (x->options->access_log)
        write_line(x, sent);
}

static void count_search(sn_metrics *m, const sn_answer_facts *facts)
{
    sn_metrics_count(m, SN_COUNT_SEARCHES, 1);
    if (facts->has_words && facts->total == 0)
        sn_metrics_count(m, SN_COUNT_NO_HITS, 1);
    if (facts->relaxed)
        sn_metrics_count(m, SN_COUNT_RELAXED, 1);
    if (facts->corrected)
        sn_metrics_count(m, SN_COUNT_CORRECTED, 1);
    if (facts->timed_out)
        sn_metrics_count(m, SN_COUNT_TIMED_OUT, 1);
}

static void note_query(sn_exchange *x, const char *q, const sn_answer_facts *facts)
{
    SN_CLEANUP(sn_buf) sn_buf folded = SN_BUF(16 * SN_LIMIT_QUERY_BYTES);
    if (x->asked == NULL)
        x->asked = sn_str_dup(sn_str_of(q));
    if (!facts->has_words || sn_query_fold(sn_str_of(q), &folded) != SN_OK)
        return;
    sn_popular_add(x->service->popular, sn_buf_str(&folded));
    if (facts->total == 0)
        sn_popular_add(x->service->in_vain, sn_buf_str(&folded));
}

bool sn_exchange_wants_request(const sn_exchange *x)
{
    const sn_event_logs *logs = &x->service->events;
    return x->options->log_queries || logs->slow != NULL || logs->zero_hits != NULL;
}

void sn_exchange_searched(sn_exchange *x, const sn_request *request, const sn_answer_info *info)
{
    const sn_answer_facts *facts = info->facts;
    count_search(x->service->metrics, facts);
    if (request == NULL)
        return;
    if (x->options->log_queries && request->q != NULL)
        note_query(x, request->q, facts);
    sn_event_search(x, request, facts, info->started_us);
}
