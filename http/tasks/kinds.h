/* http/tasks/kinds - what the service has another program do: sarnakh-index, one command each. */
#ifndef SN_HTTP_TASKS_KINDS_H
#define SN_HTTP_TASKS_KINDS_H

#include "base/bytes.h"

typedef enum sn_task_kind {
    SN_TASK_REINDEX,
    SN_TASK_VACUUM,
    SN_TASK_ROLLBACK,
    SN_TASK_SWITCH,
    SN_TASK_BACKUP,
    SN_TASK_CHECK,
    SN_TASK_KINDS
} sn_task_kind;

/* Two of one lane are not at work at the same time: new generations are made one after the other. */
typedef enum sn_task_lane {
    SN_LANE_GENERATION,
    SN_LANE_BACKUP,
    SN_LANE_CHECK,
    SN_TASK_LANES
} sn_task_lane;

const char *sn_task_kind_name(sn_task_kind kind); /* "reindex" */
bool sn_task_kind_of(const char *name, sn_task_kind *out);
sn_task_lane sn_task_lane_of(sn_task_kind kind);
/* The command whose progress its run writes down (indexer/apply/runs.h): "rebuild". */
const char *sn_task_command(sn_task_kind kind);
/* Does everybody else come first? Commands that hold the lock of the index lower themselves where they may. */
bool sn_task_is_low(sn_task_kind kind);

/* What may be said of a task besides its kind. Numbers only: no byte of a request is part of a path or an argument. */
typedef struct sn_task_order {
    sn_task_kind kind;
    const char *who;        /* the id of the key, "": none */
    const char *backup_dir; /* backup: where to; borrowed, of the configuration */
    uint32_t generation;    /* rollback, switch; 0: the one before */
    uint32_t jobs;          /* reindex; 0: as many as is usual */
    uint32_t sample;        /* check, with deep; 0: all articles */
    bool regroup;           /* reindex */
    bool deep;              /* check */
} sn_task_order;

#define SN_TASK_ARGUMENTS 16

/* What is appended to the program's own arguments: the command first. Texts in *text, which must not be added to as
 * long as they are used. Returns how many. */
size_t sn_task_arguments(const sn_task_order *order, int64_t now_sec, sn_buf *text,
                         const char *out[SN_TASK_ARGUMENTS]);

#endif
