/* /v1/tasks: what is at work on the index, and what was. */
#include "http/task_pages.h"

#include "base/json_writer.h"
#include "base/options.h"
#include "http/handlers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void sn_run_progress_json(sn_json *j, const sn_run_progress *p)
{
    if (p == NULL) {
        sn_json_null(j);
        return;
    }
    int64_t left_sec = sn_run_progress_left_sec(p);
    sn_json_object(j);
    sn_json_key(j, "doing");
    sn_json_text(j, p->verb);
    sn_json_key(j, "done");
    sn_json_int(j, (int64_t)p->done);
    sn_json_key(j, "total");
    if (p->total > 0)
        sn_json_int(j, (int64_t)p->total);
    else
        sn_json_null(j);
    sn_json_key(j, "per_second");
    sn_json_int(j, (int64_t)p->per_second);
    sn_json_key(j, "left_s");
    if (left_sec >= 0)
        sn_json_int(j, left_sec);
    else
        sn_json_null(j);
    sn_json_end(j);
}

typedef struct page {
    sn_json *json;
    const char *index;
    bool whole;
    int64_t processes[SN_TASK_LANES]; /* of the service's own */
    size_t n;
} page;

static void write_progress(page *p, const sn_task *task, int64_t process)
{
    sn_run_progress progress;
    bool known =
        process != 0 && sn_run_progress_read(p->index, sn_task_command(task->kind), &progress);
    sn_json_key(p->json, "progress");
    sn_run_progress_json(p->json, known ? &progress : NULL);
}

static void write_task(void *ctx, const sn_task *task, int64_t process)
{
    page *p = ctx;
    sn_task_members(task, p->whole, p->json);
    write_progress(p, task, process);
}

static void write_row(void *ctx, const sn_task *task, int64_t process)
{
    page *p = ctx;
    sn_json_object(p->json);
    write_task(ctx, task, process);
    sn_json_end(p->json);
    if (process != 0 && p->n < SN_TASK_LANES)
        p->processes[p->n++] = process;
}

static bool is_own(const page *p, int64_t process)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->processes[i] == process)
            return true;
    return false;
}

/* What cron or people have started. */
static void write_others(page *p, const sn_run_seen *runs, size_t n)
{
    sn_json_key(p->json, "others");
    sn_json_array(p->json);
    for (size_t i = 0; i < n; i++) {
        if (is_own(p, runs[i].process))
            continue;
        sn_json_object(p->json);
        sn_json_key(p->json, "command");
        sn_json_text(p->json, runs[i].command);
        sn_json_key(p->json, "by");
        sn_json_text(p->json, runs[i].by);
        sn_json_key(p->json, "progress");
        sn_run_progress_json(p->json, runs[i].has_progress ? &runs[i].progress : NULL);
        sn_json_end(p->json);
    }
    sn_json_end(p->json);
}

void sn_handle_tasks(sn_exchange *x)
{
    sn_error err = {0};
    sn_run_seen runs[SN_RUNS];
    size_t n = 0;
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s = sn_runs_read(x->options->index, runs, &n, &err);
    if (s != SN_OK) {
        sn_exchange_refuse_error(x, s, &err, NULL);
        return;
    }
    sn_json j = SN_JSON(&x->answer.body);
    page p = {.json = &j, .index = x->options->index};
    sn_json_object(&j);
    sn_json_key(&j, "tasks");
    sn_json_array(&j);
    sn_tasks_each(x->service->tasks, write_row, &p);
    sn_json_end(&j);
    write_others(&p, runs, n);
    sn_exchange_finish_json(x, &j, 200);
}

void sn_exchange_locate_task(sn_exchange *x, int64_t id)
{
    snprintf(x->answer.location, sizeof x->answer.location, "/v1/tasks/%" PRId64, id);
}

void sn_exchange_answer_task(sn_exchange *x, int64_t id, unsigned http_status)
{
    sn_json j = SN_JSON(&x->answer.body);
    page p = {.json = &j, .index = x->options->index, .whole = true};
    sn_json_object(&j);
    if (!sn_tasks_get(x->service->tasks, id, write_task, &p)) {
        sn_exchange_refuse_code(x, "unknown_task");
        return;
    }
    sn_exchange_finish_json(x, &j, http_status);
}

/* 0, which no task has, for what is no number of one. */
static int64_t task_of(const sn_exchange *x)
{
    int64_t id = 0;
    sn_status s = sn_int_parse(sn_buf_str(&x->id), 1, SN_TASK_ID_MAX, &id);
    return s == SN_OK ? id : 0;
}

void sn_handle_task(sn_exchange *x)
{
    if (sn_exchange_takes_no_params(x))
        sn_exchange_answer_task(x, task_of(x), 200);
}

void sn_handle_task_cancel(sn_exchange *x)
{
    int64_t id = task_of(x);
    if (!sn_exchange_takes_no_params(x))
        return;
    switch (sn_tasks_cancel(x->service->tasks, id)) {
    case SN_OK:
        sn_exchange_locate_task(x, id);
        sn_exchange_answer_task(x, id, 202);
        break;
    case SN_DONE:
        sn_exchange_refuse_code(x, "task_over");
        break;
    default:
        sn_exchange_refuse_code(x, "unknown_task");
    }
}
