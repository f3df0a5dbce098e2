/* http/task_pages - tasks as answers show them. */
#ifndef SN_HTTP_TASK_PAGES_H
#define SN_HTTP_TASK_PAGES_H

#include "http/exchange.h"
#include "indexer/apply/runs.h"

struct sn_json;

/* How far a run is, as a value: null if p is NULL. */
void sn_run_progress_json(struct sn_json *j, const sn_run_progress *p);

/* Answer with a task, whole; its address goes into the header Location. What is no task is refused (unknown_task). */
void sn_exchange_answer_task(sn_exchange *x, int64_t id, unsigned http_status);
/* "/v1/tasks/7" into the header. */
void sn_exchange_locate_task(sn_exchange *x, int64_t id);

#endif
