/* POST /v1/admin/…: what takes long becomes a task, in the path's last word. */
#include "base/limits.h"
#include "base/options.h"
#include "http/handlers.h"
#include "http/problem.h"
#include "http/task_pages.h"
#include "indexer/apply/kept.h"
#include "query/refuse.h"

#include <stdio.h>
#include <string.h>

#define OF(kind) (1U << (kind))

typedef enum parameter_type { A_FLAG, A_NUMBER } parameter_type;

static const struct parameter_row {
    const char *name;
    unsigned kinds; /* OF() those that take it */
    parameter_type type;
    size_t offset;
    int64_t max;
} parameters[] = {
    {"regroup", OF(SN_TASK_REINDEX), A_FLAG, offsetof(sn_task_order, regroup), 0},
    {"jobs", OF(SN_TASK_REINDEX), A_NUMBER, offsetof(sn_task_order, jobs), SN_LIMIT_BUILD_JOBS},
    {"generation", OF(SN_TASK_ROLLBACK) | OF(SN_TASK_SWITCH), A_NUMBER,
     offsetof(sn_task_order, generation), UINT32_MAX},
    {"deep", OF(SN_TASK_CHECK), A_FLAG, offsetof(sn_task_order, deep), 0},
    {"sample", OF(SN_TASK_CHECK), A_NUMBER, offsetof(sn_task_order, sample), UINT32_MAX},
};
#define N_PARAMETERS (sizeof parameters / sizeof *parameters)

typedef struct reading {
    sn_task_order order;
    bool seen[N_PARAMETERS];
} reading;

static sn_status set_number(const struct parameter_row *row, sn_str value, void *member,
                            sn_problem *problem)
{
    int64_t number = 0;
    if (sn_int_parse(value, 1, row->max, &number) != SN_OK)
        return sn_refuse_number(problem, row->name, value, 1, row->max);
    *(uint32_t *)member = (uint32_t)number;
    return SN_OK;
}

static sn_status set_flag(const struct parameter_row *row, sn_str value, void *member,
                          sn_problem *problem)
{
    int choice = sn_one_of(value, "true|false");
    if (choice < 0)
        return sn_refuse_value(problem, row->name, value, "true|false");
    *(bool *)member = choice == 0;
    return SN_OK;
}

static sn_status set_parameter(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    reading *r = ctx;
    size_t i = 0;
    while (i < N_PARAMETERS && !sn_str_equal(name, sn_str_of(parameters[i].name)))
        i++;
    const struct parameter_row *row = &parameters[i];
    if (i == N_PARAMETERS || (row->kinds & OF(r->order.kind)) == 0)
        return sn_param_refuse(NULL, name, value, problem);
    if (r->seen[i])
        return sn_refuse_repeated(problem, row->name);
    r->seen[i] = true;
    char *member = (char *)&r->order + row->offset;
    return row->type == A_FLAG ? set_flag(row, value, member, problem)
                               : set_number(row, value, member, problem);
}

/* What no parameter can say alone. */
static sn_status check_order(const sn_task_order *order, sn_problem *problem)
{
    if (order->kind == SN_TASK_SWITCH && order->generation == 0)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "generation",
                               "%s: the number of a generation is wanted",
                               "%s: شمارهٔ یک نسل می‌خواهد", "generation");
    if (order->sample > 0 && !order->deep)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "sample",
                               "%s: goes with deep=true only",
                               "%s: فقط با deep=true می‌آید", "sample");
    return SN_OK;
}

static void refuse_running(sn_exchange *x, const char *who)
{
    sn_problem problem;
    sn_problem_make(&problem, SN_ELOCKED, "task_running", "", "at work already: %s",
                    "این کار در جریان است: %s", who);
    sn_exchange_refuse(x, &problem);
}

/* Another process may be at it: cron, or somebody at a terminal. */
static bool is_free(sn_exchange *x, const sn_task_order *order)
{
    sn_kept kept = {0};
    sn_run_seen runs[SN_RUNS];
    size_t n = 0;
    const char *who = "";
    sn_task_lane lane = sn_task_lane_of(order->kind);
    if (lane == SN_LANE_GENERATION && sn_kept_read(x->options->index, &kept, NULL) == SN_OK)
        who = kept.builder;
    if (sn_runs_read(x->options->index, runs, &n, NULL) != SN_OK)
        n = 0;
    for (size_t i = 0; i < n && who[0] == '\0'; i++)
        if (strcmp(runs[i].command, sn_task_command(order->kind)) == 0)
            who = runs[i].by;
    if (who[0] != '\0')
        refuse_running(x, who);
    return who[0] == '\0';
}

static void refuse_start(sn_exchange *x, sn_status s, int64_t id, const sn_error *err)
{
    char text[32];
    if (s == SN_ELOCKED) {
        snprintf(text, sizeof text, "/v1/tasks/%lld", (long long)id);
        refuse_running(x, id != 0 ? text : err->msg);
        if (id != 0)
            sn_exchange_locate_task(x, id);
    } else if (s == SN_ENOTFOUND) {
        sn_log_line(&x->service->opts.log, SN_LOG_ERROR, "no_program", "reason=\"%s\"", err->msg);
        sn_exchange_refuse_code(x, "no_program");
    } else if (s == SN_DONE) {
        sn_exchange_refuse_code(x, "draining");
    } else {
        sn_exchange_refuse_error(x, s, err, NULL);
    }
}

/* Its own task first: that one has a number to tell. */
static void start(sn_exchange *x, sn_task_order *order)
{
    sn_error err = {0};
    int64_t id = 0;
    order->who = x->caller.key != NULL ? x->caller.key->id : "";
    order->backup_dir = x->options->backup_dir;
    if (order->kind == SN_TASK_BACKUP && order->backup_dir == NULL) {
        sn_exchange_refuse_code(x, "no_backup_dir");
        return;
    }
    if (!sn_tasks_is_busy(x->service->tasks, sn_task_lane_of(order->kind)) && !is_free(x, order))
        return;
    sn_status s = sn_tasks_start(x->service->tasks, order, &id, &err);
    if (s != SN_OK) {
        refuse_start(x, s, id, &err);
        return;
    }
    sn_exchange_locate_task(x, id);
    sn_exchange_answer_task(x, id, 202);
}

void sn_handle_task_start(sn_exchange *x)
{
    sn_problem problem = {0};
    reading r = {.order = {.kind = SN_TASK_REINDEX}};
    bool found = sn_task_kind_of(x->route->pattern + sizeof "/v1/admin/" - 1, &r.order.kind);
    (void)found; /* the table of routes has no others */
    sn_status s = sn_params_each(x->target.query, set_parameter, &r, &problem);
    if (s == SN_OK)
        s = check_order(&r.order, &problem);
    if (s == SN_OK)
        start(x, &r.order);
    else
        sn_exchange_refuse(x, &problem);
}
