/* http/events - lines about searches, each kind in a file of its own, none of them unless it is asked for
 * (options slow_query_log, zero_hit_log, click_log). Nobody's address is in them. docs/monitoring.md has
 * the members. */
#ifndef SN_HTTP_EVENTS_H
#define SN_HTTP_EVENTS_H

#include "http/exchange.h"
#include "http/watch/click.h"

/* A search was answered, begun at started_us: it may have been slow, or have found nothing. */
void sn_event_search(sn_exchange *x, const sn_request *request, const sn_answer_facts *facts,
                     int64_t started_us);

/* False: the line could not be written. */
bool sn_event_click(sn_exchange *x, const sn_click *click);

#endif
