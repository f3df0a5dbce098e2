#include "http/tasks/keep.h"

#include "archive/json.h"
#include "base/limits.h"
#include "base/options.h"
#include "calendar/calendar.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RECORD ".json"
/* A report and messages, each byte of which may be escaped, and the rest. */
#define RECORD_BYTES (SN_LIMIT_TASK_REPORT_BYTES + 8 * SN_LIMIT_TASK_MESSAGES_BYTES + 65536)

static sn_status path_of(const char *dir, int64_t id, const char *suffix, char path[SN_PATH_SIZE],
                         sn_error *err)
{
    char name[64];
    snprintf(name, sizeof name, "%" PRId64 "%s", id, suffix);
    return sn_path_join(dir, name, path, SN_PATH_SIZE, err);
}

sn_status sn_task_report_path(const char *dir, int64_t id, char path[SN_PATH_SIZE], sn_error *err)
{
    return path_of(dir, id, ".report", path, err);
}

sn_status sn_task_keep(const char *dir, const sn_task *task, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(RECORD_BYTES);
    sn_json j = SN_JSON(&text);
    sn_json_object(&j);
    sn_task_members(task, true, &j);
    sn_json_end(&j);
    sn_buf_add_byte(&text, '\n');
    sn_status s = sn_json_finish(&j);
    if (s == SN_OK)
        s = path_of(dir, task->id, RECORD, path, err);
    return s == SN_OK ? sn_file_write(path, sn_buf_str(&text), err) : s;
}

void sn_task_forget(const char *dir, int64_t id)
{
    char path[SN_PATH_SIZE];
    if (path_of(dir, id, RECORD, path, NULL) == SN_OK)
        unlink(path);
    if (sn_task_report_path(dir, id, path, NULL) == SN_OK)
        unlink(path);
}

void sn_task_take_report(const char *dir, sn_task *task)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_TASK_REPORT_BYTES);
    if (sn_task_report_path(dir, task->id, path, NULL) != SN_OK)
        return;
    if (sn_file_read(path, &text, NULL) == SN_OK && task->run == NULL)
        task->run = sn_task_run_of(sn_buf_str(&text));
    unlink(path);
}

void sn_task_settle(const char *dir, sn_task *task)
{
    sn_instant ended = {0};
    sn_task_take_report(dir, task);
    task->state = SN_TASK_INTERRUPTED;
    cJSON *run = task->run != NULL ? cJSON_Parse(task->run) : NULL;
    const cJSON *exit_status = cJSON_GetObjectItemCaseSensitive(run, "exit_status");
    const char *at = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(run, "ended_at"));
    if (cJSON_IsNumber(exit_status) && exit_status->valueint >= 0 && exit_status->valueint < 256 &&
        at != NULL && sn_date_parse(sn_str_of(at), &ended, NULL) == SN_OK) {
        task->has_exit = true;
        task->exit_status = exit_status->valueint;
        task->finished_sec = ended.sec;
        task->state = task->exit_status == 0 ? SN_TASK_DONE : SN_TASK_FAILED;
    }
    cJSON_Delete(run);
}

/* "7.json". 0: it is no such name. */
static int64_t number_of(const char *name)
{
    int64_t number = 0;
    size_t len = strlen(name), tail = sizeof RECORD - 1;
    if (len <= tail || strcmp(name + len - tail, RECORD) != 0 ||
        sn_int_parse((sn_str){name, len - tail}, 1, SN_TASK_ID_MAX, &number) != SN_OK)
        return 0;
    return number;
}

/* NULL: it does not read back, which is what is known of it. */
static sn_task *load(const char *dir, int64_t id)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(RECORD_BYTES);
    sn_task *task = calloc(1, sizeof *task);
    if (task != NULL && path_of(dir, id, RECORD, path, NULL) == SN_OK &&
        sn_file_read(path, &text, NULL) == SN_OK &&
        sn_task_parse(sn_buf_str(&text), task, NULL) == SN_OK && task->id == id)
        return task;
    if (task != NULL)
        sn_task_done(task);
    free(task);
    return NULL;
}

void sn_tasks_free(sn_task **list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sn_task_done(list[i]);
        free(list[i]);
    }
    free(list);
}

static int by_id(const void *a, const void *b)
{
    const sn_task *one = *(sn_task *const *)a, *other = *(sn_task *const *)b;
    return one->id < other->id ? -1 : one->id > other->id;
}

static sn_status add_loaded(sn_task ***list, size_t *n, sn_task *task)
{
    sn_task **grown = realloc(*list, (*n + 1) * sizeof *grown);
    if (grown == NULL) {
        sn_task_done(task);
        free(task);
        return SN_ENOMEM;
    }
    *list = grown;
    grown[(*n)++] = task;
    return SN_OK;
}

/* Tasks that a directory has, so far. */
typedef struct loading {
    const char *dir;
    sn_task **found;
    size_t n;
    int64_t greatest;
} loading;

static sn_status load_name(void *ctx, const char *name, sn_error *err)
{
    loading *l = ctx;
    int64_t id = number_of(name);
    sn_task *task = id > 0 ? load(l->dir, id) : NULL;
    (void)err;
    l->greatest = id > l->greatest ? id : l->greatest;
    return task != NULL ? add_loaded(&l->found, &l->n, task) : SN_OK;
}

sn_status sn_tasks_load(const char *dir, sn_task ***list, size_t *n, int64_t *last, sn_error *err)
{
    loading l = {.dir = dir};
    sn_status s = sn_dir_each(dir, load_name, &l, err);
    if (s != SN_OK && s != SN_ENOTFOUND) {
        sn_tasks_free(l.found, l.n);
        return s;
    }
    if (l.n > 1)
        qsort(l.found, l.n, sizeof(sn_task *), by_id);
    *list = l.found;
    *n = l.n;
    *last = l.greatest;
    return SN_OK;
}
