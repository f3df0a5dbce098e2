/* delete, withdraw, lift: ids from the command line, or a line each from standard input for "-". */
#include "indexer/command.h"

#include "base/clock.h"
#include "base/limits.h"
#include "indexer/readers/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct removal {
    const sn_command *command;
    sn_writer *writer;
    sn_tally tally;
    sn_error err;
} removal;

typedef sn_status removal_fn(removal *r, sn_str id, uint64_t *change);

static sn_status take_down(removal *r, sn_str id, uint64_t *change)
{
    sn_status s =
        sn_writer_take_down(r->writer, id, r->command->who, r->command->why, change, &r->err);
    if (s != SN_ELIMIT)
        return s;
    /* Too many wait in the hidden set: let the index forget them, then go on. */
    sn_apply_report report = {0};
    s = sn_writer_catch_up(r->writer, 0, r->command->wait_ms, NULL, NULL, &report, &r->err);
    if (s == SN_OK)
        s = sn_writer_take_down(r->writer, id, r->command->who, r->command->why, change, &r->err);
    return s;
}

static sn_status withdraw(removal *r, sn_str id, uint64_t *change)
{
    return sn_archive_withdraw(sn_writer_archive(r->writer), id, change, &r->err);
}

static sn_status lift(removal *r, sn_str id, uint64_t *change)
{
    return sn_archive_lift(sn_writer_archive(r->writer), id, r->command->who, change, &r->err);
}

static sn_status remove_one(removal *r, removal_fn *fn, const char *file, uint64_t line, sn_str id)
{
    uint64_t change = 0;
    r->err.msg[0] = '\0';
    r->tally.read++;
    sn_status s = fn(r, id, &change);
    if (s == SN_ENOTFOUND || s == SN_EINVAL || s == SN_EUTF8) {
        char *copy = sn_str_dup(id);
        sn_tally_refuse(&r->tally, file, line, copy, s, &r->err);
        free(copy);
        return SN_OK;
    }
    if (s == SN_OK) {
        r->tally.removed++;
        r->tally.change = change;
    }
    return s;
}

static sn_status remove_lines(removal *r, removal_fn *fn)
{
    sn_lines lines;
    sn_status s = sn_lines_init(&lines, STDIN_FILENO, SN_LIMIT_FIELD_BYTES);
    if (s != SN_OK)
        return s;
    for (sn_str line; s == SN_OK;) {
        s = sn_lines_next(&lines, &line, &r->err);
        if (s == SN_ELIMIT) {
            r->tally.read++;
            sn_tally_refuse(&r->tally, "-", lines.number, NULL, s, &r->err);
            s = SN_OK;
        } else if (s == SN_OK && sn_str_trim(line).len > 0) {
            s = remove_one(r, fn, "-", lines.number, sn_str_trim(line));
        }
    }
    sn_lines_done(&lines);
    return s == SN_DONE ? SN_OK : s;
}

static int run_removal(const sn_command *c, const char *name, removal_fn *fn)
{
    if (c->n_args == 0) {
        fprintf(stderr, "sarnakh-index: %s wants ids, or - for standard input\n", name);
        return SN_EXIT_USAGE;
    }
    int64_t started_us = sn_clock_monotonic_us();
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    removal r = {.command = c, .writer = w};
    sn_status s = SN_OK;
    for (int i = 0; i < c->n_args && s == SN_OK; i++) {
        if (strcmp(c->args[i], "-") == 0)
            s = remove_lines(&r, fn);
        else
            s = remove_one(&r, fn, "argument", (uint64_t)i + 1, sn_str_of(c->args[i]));
    }
    if (s != SN_OK) {
        sn_buf_done(&r.tally.refusals);
        return sn_command_failed(c, name, s, &r.err);
    }
    return sn_command_finish(c, w, name, &r.tally, started_us);
}

int sn_command_delete(const sn_command *c)
{
    return run_removal(c, "delete", take_down);
}

int sn_command_withdraw(const sn_command *c)
{
    return run_removal(c, "withdraw", withdraw);
}

int sn_command_lift(const sn_command *c)
{
    return run_removal(c, "lift", lift);
}
