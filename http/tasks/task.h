/* http/tasks/task - one task: who wanted what, and how it went; as a struct, and as the JSON it is kept as. */
#ifndef SN_HTTP_TASKS_TASK_H
#define SN_HTTP_TASKS_TASK_H

#include "base/json_writer.h"
#include "http/tasks/kinds.h"

typedef enum sn_task_state {
    SN_TASK_RUNNING,
    SN_TASK_DONE,        /* ended well */
    SN_TASK_FAILED,      /* ended otherwise, of itself */
    SN_TASK_CANCELLED,   /* told to end by a client */
    SN_TASK_INTERRUPTED, /* ended with the service */
    SN_TASK_STATES
} sn_task_state;

const char *sn_task_state_name(sn_task_state state);

#define SN_TASK_WHO_SIZE 24
#define SN_TASK_ID_MAX   999999999

typedef struct sn_task {
    int64_t id;
    sn_task_kind kind;
    sn_task_state state;
    char who[SN_TASK_WHO_SIZE]; /* the id of the key, "": there was none */
    int64_t started_sec,
        finished_sec; /* finished 0: it runs, or nobody knows when it was interrupted */
    bool has_exit;
    int exit_status; /* of the program; negative: the signal that ended it */
    char *command;   /* what it was called with, for people */
    char *messages;  /* the last of what it said on standard error; NULL: nothing */
    char *run;       /* its own report, a JSON object; NULL: it wrote none */
} sn_task;

void sn_task_done(sn_task *task);

/* The members of an object that is being written. whole: with messages and run. */
void sn_task_members(const sn_task *task, bool whole, sn_json *j);

/* What those members say, of a whole one. SN_EINVAL, SN_EUTF8, SN_ELIMIT: it is none; SN_ENOMEM. */
SN_MUST_USE sn_status sn_task_parse(sn_str json, sn_task *out, sn_error *err);

/* A report of the program: a JSON object, without white space. NULL: it is none, or too long for one. */
char *sn_task_run_of(sn_str json);
/* Text of another program as well-formed UTF-8 without control characters but line ends; NULL: out of memory. */
char *sn_task_messages_of(sn_str text);

SN_DEFINE_CLEANUP(sn_task, sn_task_done)

#endif
