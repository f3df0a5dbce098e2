#include "http/tasks/kinds.h"

#include "calendar/calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct kind_row {
    const char *name, *command;
    sn_task_lane lane;
    bool low;
} kinds[SN_TASK_KINDS] = {
    [SN_TASK_REINDEX] = {"reindex", "rebuild", SN_LANE_GENERATION, false},
    [SN_TASK_VACUUM] = {"vacuum", "vacuum", SN_LANE_GENERATION, false},
    [SN_TASK_ROLLBACK] = {"rollback", "rollback", SN_LANE_GENERATION, false},
    [SN_TASK_SWITCH] = {"switch", "rollback", SN_LANE_GENERATION, false},
    [SN_TASK_BACKUP] = {"backup", "backup", SN_LANE_BACKUP, true},
    [SN_TASK_CHECK] = {"check", "check", SN_LANE_CHECK, true},
};

const char *sn_task_kind_name(sn_task_kind kind)
{
    return kinds[kind].name;
}

bool sn_task_kind_of(const char *name, sn_task_kind *out)
{
    for (size_t i = 0; i < SN_TASK_KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            *out = (sn_task_kind)i;
            return true;
        }
    return false;
}

sn_task_lane sn_task_lane_of(sn_task_kind kind)
{
    return kinds[kind].lane;
}

const char *sn_task_command(sn_task_kind kind)
{
    return kinds[kind].command;
}

bool sn_task_is_low(sn_task_kind kind)
{
    return kinds[kind].low;
}

/* The texts lie one behind the other in a buffer that may move: by their places, until all are there. */
typedef struct arguments {
    sn_buf *text;
    size_t at[SN_TASK_ARGUMENTS], n;
} arguments;

static void add(arguments *a, const char *text)
{
    if (a->n == SN_TASK_ARGUMENTS)
        return;
    a->at[a->n++] = a->text->len;
    sn_buf_add(a->text, text, strlen(text) + 1);
}

static void add_number(arguments *a, const char *option, uint32_t number)
{
    char text[16];
    if (number == 0)
        return;
    snprintf(text, sizeof text, "%" PRIu32, number);
    if (option != NULL)
        add(a, option);
    add(a, text);
}

/* A name as packaging/sarnakh-backup gives, which clears old ones away: sarnakh-2026-11-27T013000Z. */
static void add_backup(arguments *a, const char *folder, int64_t now_sec)
{
    char at[SN_RFC3339_SIZE], name[64] = "", path[4400];
    size_t n = 0;
    sn_date_write_rfc3339(now_sec, at);
    for (const char *c = at; *c != '\0' && n + 1 < sizeof name; c++)
        if (*c != ':')
            name[n++] = *c;
    snprintf(path, sizeof path, "%s/sarnakh-%s", folder, name);
    add(a, path);
}

size_t sn_task_arguments(const sn_task_order *order, int64_t now_sec, sn_buf *text,
                         const char *out[SN_TASK_ARGUMENTS])
{
    arguments a = {.text = text};
    add(&a, kinds[order->kind].command);
    if (order->regroup)
        add(&a, "--regroup");
    if (order->deep)
        add(&a, "--deep");
    add_number(&a, "--jobs", order->jobs);
    add_number(&a, "--sample", order->sample);
    if (order->kind == SN_TASK_BACKUP)
        add_backup(&a, order->backup_dir, now_sec);
    add_number(&a, NULL, order->generation);
    for (size_t i = 0; i < a.n && sn_buf_status(text) == SN_OK; i++)
        out[i] = text->at + a.at[i];
    return sn_buf_status(text) == SN_OK ? a.n : 0;
}
