#include "http/tasks/task.h"

#include "archive/json.h"
#include "archive/json_time.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "calendar/calendar.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[SN_TASK_STATES] = {
    [SN_TASK_RUNNING] = "running",         [SN_TASK_DONE] = "done",
    [SN_TASK_FAILED] = "failed",           [SN_TASK_CANCELLED] = "cancelled",
    [SN_TASK_INTERRUPTED] = "interrupted",
};

const char *sn_task_state_name(sn_task_state state)
{
    return states[state];
}

void sn_task_done(sn_task *task)
{
    free(task->command);
    free(task->messages);
    free(task->run);
    *task = (sn_task){0};
}

/* ---- written ---- */

static void write_text(sn_json *j, const char *name, const char *text)
{
    sn_json_key(j, name);
    sn_json_text(j, text != NULL && text[0] != '\0' ? text : NULL);
}

static void write_lines(sn_json *j, const char *text)
{
    sn_json_key(j, "messages");
    sn_json_array(j);
    for (const char *at = text; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, "\n");
        sn_json_str(j, (sn_str){at, len});
        at += len + (at[len] != '\0');
    }
    sn_json_end(j);
}

void sn_task_members(const sn_task *task, bool whole, sn_json *j)
{
    sn_json_key(j, "id");
    sn_json_int(j, task->id);
    write_text(j, "kind", sn_task_kind_name(task->kind));
    write_text(j, "state", states[task->state]);
    write_text(j, "who", task->who);
    write_text(j, "command", task->command);
    sn_json_time(j, "started_at", task->started_sec);
    sn_json_time(j, "finished_at", task->finished_sec);
    sn_json_key(j, "exit_status");
    if (task->has_exit)
        sn_json_int(j, task->exit_status);
    else
        sn_json_null(j);
    if (!whole)
        return;
    write_lines(j, task->messages);
    sn_json_key(j, "run");
    if (task->run != NULL)
        sn_json_raw(j, sn_str_of(task->run));
    else
        sn_json_null(j);
}

/* ---- read ---- */

typedef struct reading {
    const cJSON *object;
    sn_str text; /* of it */
    sn_error *err;
} reading;

static sn_status wrong(const reading *r, const char *member)
{
    return sn_fail(r->err, SN_EINVAL, "%s: it is no task", member);
}

static sn_status read_number(const reading *r, const char *name, int64_t min, int64_t max,
                             int64_t *out)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(r->object, name);
    double value = cJSON_GetNumberValue(item);
    if (!cJSON_IsNumber(item) || !(value >= (double)min && value <= (double)max) ||
        (double)(int64_t)value != value)
        return wrong(r, name);
    *out = (int64_t)value;
    return SN_OK;
}

static const char *text_of(const reading *r, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(r->object, name));
    return text != NULL ? text : "";
}

static sn_status read_names(const reading *r, sn_task *task)
{
    const char *state = text_of(r, "state"), *who = text_of(r, "who");
    size_t i = 0;
    while (i < SN_TASK_STATES && strcmp(states[i], state) != 0)
        i++;
    if (i == SN_TASK_STATES)
        return wrong(r, "state");
    task->state = (sn_task_state)i;
    if (!sn_task_kind_of(text_of(r, "kind"), &task->kind))
        return wrong(r, "kind");
    if (strlen(who) >= sizeof task->who)
        return wrong(r, "who");
    snprintf(task->who, sizeof task->who, "%s", who);
    return SN_OK;
}

/* A time that is null is 0. */
static sn_status read_time(const reading *r, const char *name, int64_t *out)
{
    sn_instant at = {0};
    const char *text = text_of(r, name);
    if (text[0] != '\0' && sn_date_parse(sn_str_of(text), &at, NULL) != SN_OK)
        return wrong(r, name);
    *out = at.sec;
    return SN_OK;
}

static sn_status read_exit(const reading *r, sn_task *task)
{
    int64_t exit_status = 0;
    task->has_exit = !cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(r->object, "exit_status"));
    sn_status s = task->has_exit ? read_number(r, "exit_status", -255, 255, &exit_status) : SN_OK;
    task->exit_status = (int)exit_status;
    return s;
}

static sn_status read_messages(const reading *r, sn_task *task)
{
    const cJSON *line, *lines = cJSON_GetObjectItemCaseSensitive(r->object, "messages");
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(2 * SN_LIMIT_TASK_MESSAGES_BYTES);
    cJSON_ArrayForEach(line, lines)
    {
        const char *one = cJSON_GetStringValue(line);
        sn_buf_add_str(&text, sn_str_of(one != NULL ? one : ""));
        sn_buf_add_byte(&text, '\n');
    }
    if (sn_buf_status(&text) != SN_OK)
        return wrong(r, "messages");
    task->messages = text.len > 0 ? sn_task_messages_of(sn_buf_str(&text)) : NULL;
    return SN_OK;
}

/* As it stands: numbers keep their digits. */
static sn_status read_run(const reading *r, sn_task *task)
{
    const cJSON *run = cJSON_GetObjectItemCaseSensitive(r->object, "run");
    if (run == NULL || cJSON_IsNull(run))
        return SN_OK;
    task->run = sn_task_run_of(sn_json_member(r->text, "run"));
    return task->run != NULL ? SN_OK : wrong(r, "run");
}

static sn_status read_task(const reading *r, sn_task *task)
{
    sn_status s = read_number(r, "id", 1, SN_TASK_ID_MAX, &task->id);
    if (s == SN_OK)
        s = read_names(r, task);
    if (s == SN_OK)
        s = read_time(r, "started_at", &task->started_sec);
    if (s == SN_OK)
        s = read_time(r, "finished_at", &task->finished_sec);
    if (s == SN_OK)
        s = read_exit(r, task);
    if (s == SN_OK)
        s = read_messages(r, task);
    if (s == SN_OK)
        s = read_run(r, task);
    if (s == SN_OK)
        task->command = sn_str_dup(sn_str_of(text_of(r, "command")));
    return s;
}

sn_status sn_task_parse(sn_str json, sn_task *out, sn_error *err)
{
    SN_CLEANUP(sn_task) sn_task task = {0};
    cJSON *tree = NULL;
    sn_status s = sn_json_parse(json, &tree, err);
    if (s != SN_OK)
        return s;
    reading r = {tree, json, err};
    s = cJSON_IsObject(tree) ? read_task(&r, &task) : wrong(&r, "byte 0");
    cJSON_Delete(tree);
    if (s != SN_OK)
        return s;
    *out = task;
    task = (sn_task){0};
    return SN_OK;
}

/* ---- what the program says ---- */

char *sn_task_run_of(sn_str json)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_TASK_REPORT_BYTES);
    json = sn_str_trim(json);
    if (json.len == 0 || json.at[0] != '{' || sn_json_check(json, NULL) != SN_OK ||
        sn_json_compact(json, &text) != SN_OK)
        return NULL;
    return sn_str_dup(sn_buf_str(&text));
}

char *sn_task_messages_of(sn_str text)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(text.len + 1);
    size_t bad;
    while (text.len > 0) {
        size_t good = sn_utf8_is_valid(text, &bad) ? text.len : bad;
        for (size_t i = 0; i < good; i++)
            sn_buf_add_byte(&out, (unsigned char)text.at[i] < 0x20 && text.at[i] != '\n'
                                      ? ' '
                                      : (unsigned char)text.at[i]);
        if (good < text.len)
            sn_buf_add_byte(&out, '?');
        size_t taken = good < text.len ? good + 1 : good;
        text = (sn_str){text.at + taken, text.len - taken};
    }
    return sn_str_dup(sn_buf_str(&out));
}
