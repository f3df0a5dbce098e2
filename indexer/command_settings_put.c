#include "indexer/command_settings.h"

#include "base/limits.h"
#include "indexer/apply/settings.h"
#include "indexer/readers/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Lines of one transaction. */
#define BATCH_LINES 10000

static void note(sn_settings_command *c, const sn_put_result *result)
{
    c->tally.created += result->outcome == SN_PUT_CREATED;
    c->tally.updated += result->outcome == SN_PUT_UPDATED;
    c->tally.unchanged += result->outcome == SN_PUT_UNCHANGED;
    if (result->change != 0)
        c->tally.change = result->change;
}

static sn_status put_pin(sn_settings_command *c, sn_str line)
{
    SN_CLEANUP(sn_pin) sn_pin pin = {0};
    sn_put_result result = {0};
    sn_status s = sn_pin_parse(line, (sn_str){0}, &pin, &c->err);
    if (s == SN_OK)
        s = sn_settings_put_pin(sn_writer_archive(c->writer), &pin, c->command->who, &result,
                                &c->err);
    if (s == SN_OK)
        note(c, &result);
    return s;
}

static sn_status put_judgement(sn_settings_command *c, sn_str line)
{
    SN_CLEANUP(sn_judgement_line) sn_judgement_line j = {0};
    sn_put_result result = {0};
    sn_status s = sn_judgement_line_parse(line, &j, &c->err);
    if (s == SN_OK)
        s = sn_settings_put_judgement(sn_writer_archive(c->writer), sn_str_of(j.query),
                                      sn_str_of(j.id), j.grade, c->command->who, &result, &c->err);
    if (s == SN_OK)
        note(c, &result);
    return s;
}

static sn_status put_line(sn_settings_command *c, const char *file, uint64_t number, sn_str line)
{
    c->err.msg[0] = '\0';
    c->tally.read++;
    sn_status s = c->kind == SN_SETTING_PIN ? put_pin(c, line) : put_judgement(c, line);
    if (s != SN_EINVAL && s != SN_EUTF8 && s != SN_ELIMIT)
        return s;
    sn_tally_refuse(&c->tally, file, number, NULL, s, &c->err);
    return SN_OK;
}

/* One transaction of lines. SN_DONE: there are no more. */
static sn_status put_batch(sn_settings_command *c, const char *file, sn_lines *lines)
{
    sn_archive *archive = sn_writer_archive(c->writer);
    sn_str line;
    sn_status s = sn_archive_begin(archive, &c->err), end = SN_OK;
    if (s != SN_OK)
        return s;
    for (int i = 0; i < BATCH_LINES && s == SN_OK && end == SN_OK; i++) {
        end = sn_lines_next(lines, &line, &c->err);
        if (end == SN_ELIMIT) {
            c->tally.read++;
            sn_tally_refuse(&c->tally, file, lines->number, NULL, end, &c->err);
            end = SN_OK;
        } else if (end == SN_OK && sn_str_trim(line).len > 0) {
            s = put_line(c, file, lines->number, sn_str_trim(line));
        }
    }
    if (s != SN_OK || (end != SN_OK && end != SN_DONE)) {
        sn_archive_rollback(archive);
        return s != SN_OK ? s : end;
    }
    s = sn_archive_commit(archive, &c->err);
    return s == SN_OK ? end : s;
}

static int open_file(sn_settings_command *c, const char *file)
{
    if (strcmp(file, "-") == 0)
        return STDIN_FILENO;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        (void)!sn_fail_errno(&c->err, "cannot open %s", file);
    return fd;
}

static sn_status put_lines(sn_settings_command *c, const char *file)
{
    sn_lines lines;
    int fd = open_file(c, file);
    if (fd < 0)
        return c->err.status;
    sn_status s = sn_lines_init(&lines, fd, SN_LIMIT_PIN_BYTES);
    if (s == SN_OK) {
        while (s == SN_OK)
            s = put_batch(c, file, &lines);
        sn_lines_done(&lines);
    }
    if (fd != STDIN_FILENO)
        close(fd);
    return s == SN_DONE ? SN_OK : s;
}

static sn_status read_all(sn_settings_command *c, int fd, sn_buf *out)
{
    ssize_t n;
    do {
        char *to = sn_buf_reserve(out, 4096);
        if (to == NULL)
            return sn_fail(&c->err, sn_buf_status(out), "more than SYNONYM_SET_BYTES allows (%d)",
                           SN_LIMIT_SYNONYM_SET_BYTES);
        n = read(fd, to, 4096);
        if (n < 0 && errno != EINTR)
            return sn_fail_errno(&c->err, "cannot read");
        sn_buf_commit(out, n > 0 ? (size_t)n : 0);
    } while (n != 0);
    return SN_OK;
}

static sn_status put_rules(sn_settings_command *c, const char *name, const char *file)
{
    SN_CLEANUP(sn_buf) sn_buf rules = SN_BUF(SN_LIMIT_SYNONYM_SET_BYTES + 4096);
    sn_put_result result = {0};
    int fd = open_file(c, file);
    if (fd < 0)
        return c->err.status;
    c->tally.read++;
    sn_status s = read_all(c, fd, &rules);
    if (s == SN_OK)
        s = sn_settings_check_synonyms(file, sn_buf_str(&rules), &c->err);
    if (s == SN_OK)
        s = sn_settings_put_synonyms(sn_writer_archive(c->writer), sn_str_of(name),
                                     sn_buf_str(&rules), c->command->who, &result, &c->err);
    if (s == SN_OK)
        note(c, &result);
    if (fd != STDIN_FILENO)
        close(fd);
    return s;
}

sn_status sn_settings_put(sn_settings_command *c)
{
    int wanted = c->kind == SN_SETTING_SYNONYMS ? 2 : 1;
    if (c->n_args != wanted)
        return SN_EINVAL;
    return wanted == 2 ? put_rules(c, c->args[0], c->args[1]) : put_lines(c, c->args[0]);
}
