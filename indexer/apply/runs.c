#include "indexer/apply/runs.h"

#include "base/file.h"
#include "base/options.h"
#include "layout/lock.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_BYTES 256

const char *const sn_run_commands[SN_RUNS] = {"add", "backup", "rebuild", "update", "vacuum"};

int64_t sn_run_progress_left_sec(const sn_run_progress *p)
{
    if (p->total < p->done || p->total == 0 || p->per_second == 0)
        return -1;
    return (int64_t)((p->total - p->done + p->per_second - 1) / p->per_second);
}

void sn_run_progress_format(const sn_run_progress *p, sn_buf *out)
{
    sn_buf_add_format(out, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %s", p->done, p->total,
                      p->per_second, p->verb);
}

static bool take_number(sn_str *line, uint64_t *out)
{
    const char *blank = line->len > 0 ? memchr(line->at, ' ', line->len) : NULL;
    int64_t number = 0;
    if (blank == NULL)
        return false;
    size_t len = (size_t)(blank - line->at);
    if (sn_int_parse((sn_str){line->at, len}, 0, INT64_MAX, &number) != SN_OK)
        return false;
    *line = (sn_str){blank + 1, line->len - len - 1};
    *out = (uint64_t)number;
    return true;
}

static bool is_verb(sn_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] < 'a' || text.at[i] > 'z') && text.at[i] != ' ')
            return false;
    return text.len > 0 && text.len < SN_RUN_VERB_SIZE;
}

bool sn_run_progress_parse(sn_str line, sn_run_progress *out)
{
    sn_run_progress p = {.done = 0};
    line = sn_str_trim(line);
    if (!take_number(&line, &p.done) || !take_number(&line, &p.total) ||
        !take_number(&line, &p.per_second) || !is_verb(line))
        return false;
    memcpy(p.verb, line.at, line.len);
    *out = p;
    return true;
}

static bool path_of(const char *dir, const char *command, const char *suffix, char *path)
{
    char name[64];
    snprintf(name, sizeof name, "run-%s.progress%s", command, suffix);
    return sn_path_join(dir, name, path, SN_PATH_SIZE, NULL) == SN_OK;
}

void sn_run_progress_write(const char *dir, const char *command, const sn_run_progress *p)
{
    char path[SN_PATH_SIZE], fresh[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(PROGRESS_BYTES);
    sn_run_progress_format(p, &line);
    sn_buf_add_byte(&line, '\n');
    if (!path_of(dir, command, "", path) || !path_of(dir, command, ".new", fresh))
        return;
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool whole = fd >= 0 && write(fd, line.at, line.len) == (ssize_t)line.len;
    if (fd >= 0)
        close(fd);
    if (!whole || rename(fresh, path) != 0)
        unlink(fresh);
}

void sn_run_progress_remove(const char *dir, const char *command)
{
    char path[SN_PATH_SIZE];
    if (path_of(dir, command, "", path))
        unlink(path);
    if (path_of(dir, command, ".new", path))
        unlink(path);
}

bool sn_run_progress_read(const char *dir, const char *command, sn_run_progress *out)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(PROGRESS_BYTES);
    return path_of(dir, command, "", path) && sn_file_read(path, &line, NULL) == SN_OK &&
           sn_run_progress_parse(sn_buf_str(&line), out);
}

static int64_t process_of(const char *by)
{
    static const char mark[] = ", process ";
    const char *at = strstr(by, mark);
    return at != NULL ? strtoll(at + sizeof mark - 1, NULL, 10) : 0;
}

sn_status sn_runs_read(const char *dir, sn_run_seen out[SN_RUNS], size_t *n, sn_error *err)
{
    sn_status s = SN_OK;
    size_t found = 0;
    for (size_t i = 0; i < SN_RUNS && s == SN_OK; i++) {
        char name[64];
        sn_run_seen seen = {.command = sn_run_commands[i]};
        SN_CLEANUP(sn_buf) sn_buf holder = SN_BUF(sizeof seen.by - 1);
        snprintf(name, sizeof name, SN_LOCK_RUN, sn_run_commands[i]);
        s = sn_lock_holder(dir, name, &holder, err);
        if (s != SN_OK || holder.len == 0)
            continue;
        snprintf(seen.by, sizeof seen.by, "%s", sn_buf_text(&holder));
        seen.process = process_of(seen.by);
        seen.has_progress = sn_run_progress_read(dir, sn_run_commands[i], &seen.progress);
        out[found++] = seen;
    }
    if (s == SN_OK)
        *n = found;
    return s;
}
