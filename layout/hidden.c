#include "layout/hidden.h"

#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* INDEX/hidden: a line "CHANGE ID" each. Replaced whole, under a lock of its own, because takedowns
 * come from any process while another one applies. */
#define HIDDEN_FILE_BYTES ((size_t)SN_LIMIT_HIDDEN_IDS * (SN_LIMIT_ID_BYTES + 24))

void sn_hidden_done(sn_hidden *h)
{
    if (h == NULL)
        return;
    for (size_t i = 0; i < h->n; i++)
        free(h->at[i].id);
    free(h->at);
    *h = (sn_hidden){0};
}

static sn_status add_entry(sn_hidden *h, uint64_t change, sn_str id)
{
    sn_hidden_entry *at = realloc(h->at, (h->n + 1) * sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    h->at = at;
    char *copy = sn_str_dup(id);
    if (copy == NULL)
        return SN_ENOMEM;
    h->at[h->n++] = (sn_hidden_entry){change, copy};
    return SN_OK;
}

static sn_status parse_line(sn_hidden *h, sn_str line)
{
    char *end;
    errno = 0;
    if (line.len == 0 || line.at[0] < '0' || line.at[0] > '9') /* strtoull takes signs, spaces */
        return SN_ECORRUPT;
    uint64_t change = strtoull(line.at, &end, 10);
    size_t digits = (size_t)(end - line.at);
    if (errno != 0 || digits + 1 >= line.len || *end != ' ')
        return SN_ECORRUPT;
    return add_entry(h, change, (sn_str){end + 1, line.len - digits - 1});
}

static sn_status parse_hidden(sn_str text, sn_hidden *h)
{
    while (text.len > 0) {
        const char *newline = memchr(text.at, '\n', text.len);
        if (newline == NULL)
            return SN_ECORRUPT;
        sn_str line = {text.at, (size_t)(newline - text.at)};
        sn_status s = parse_line(h, line);
        if (s != SN_OK)
            return s;
        text = (sn_str){newline + 1, text.len - line.len - 1};
    }
    return SN_OK;
}

sn_status sn_hidden_read(const char *dir, sn_hidden *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(HIDDEN_FILE_BYTES);
    sn_status s = sn_path_join(dir, "hidden", path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &text, err);
    if (s == SN_ENOTFOUND)
        s = SN_OK;
    if (s != SN_OK)
        return s;
    sn_hidden read = {0};
    s = parse_hidden(sn_buf_str(&text), &read);
    if (s != SN_OK) {
        sn_hidden_done(&read);
        return sn_fail(err, s, "%s does not read back", path);
    }
    *out = read;
    return SN_OK;
}

static sn_status write_hidden(const char *dir, const sn_hidden *h, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(HIDDEN_FILE_BYTES);
    for (size_t i = 0; i < h->n; i++)
        sn_buf_add_format(&text, "%" PRIu64 " %s\n", h->at[i].change, h->at[i].id);
    sn_status s = sn_buf_status(&text);
    if (s == SN_OK)
        s = sn_path_join(dir, "hidden", path, sizeof path, err);
    return s == SN_OK ? sn_file_write(path, sn_buf_str(&text), err) : s;
}

static sn_status lock_hidden(const char *dir, int *fd, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, "hidden.lock", path, sizeof path, err);
    if (s != SN_OK)
        return s;
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (*fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    while (flock(*fd, LOCK_EX) != 0) {
        if (errno != EINTR) {
            s = sn_fail_errno(err, "cannot lock %s", path);
            close(*fd);
            return s;
        }
    }
    return SN_OK;
}

static bool is_held(const sn_hidden *h, uint64_t change, sn_str id)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->at[i].change == change && sn_str_equal(sn_str_of(h->at[i].id), id))
            return true;
    return false;
}

/* *is_new: one of them was not held. */
static sn_status add_entries(sn_hidden *h, const sn_hidden_entry *entries, size_t n, bool *is_new,
                             sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        sn_str id = sn_str_of(entries[i].id);
        if (is_held(h, entries[i].change, id))
            continue;
        if (h->n >= SN_LIMIT_HIDDEN_IDS)
            return sn_fail(err, SN_ELIMIT, "%d takedowns wait for the index: bring it along first",
                           SN_LIMIT_HIDDEN_IDS);
        s = add_entry(h, entries[i].change, id);
        *is_new = true;
    }
    return s;
}

sn_status sn_hidden_add_all(const char *dir, sn_epoch *epoch, const sn_hidden_entry *entries,
                            size_t n, sn_error *err)
{
    int fd;
    bool is_new = false;
    sn_status s = lock_hidden(dir, &fd, err);
    if (s != SN_OK)
        return s;
    SN_CLEANUP(sn_hidden) sn_hidden h = {0};
    s = sn_hidden_read(dir, &h, err);
    if (s == SN_OK)
        s = add_entries(&h, entries, n, &is_new, err);
    if (s == SN_OK && is_new)
        s = write_hidden(dir, &h, err);
    if (s == SN_OK && is_new)
        sn_epoch_bump_hidden(epoch);
    close(fd);
    return s;
}

sn_status sn_hidden_add(const char *dir, sn_epoch *epoch, sn_str id, uint64_t change, sn_error *err)
{
    char *text = sn_str_dup(id);
    if (text == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status s = sn_hidden_add_all(dir, epoch, &(sn_hidden_entry){change, text}, 1, err);
    free(text);
    return s;
}

static size_t drop_applied(sn_hidden *h, uint64_t applied)
{
    size_t kept = 0, dropped = 0;
    for (size_t i = 0; i < h->n; i++) {
        if (h->at[i].change <= applied) {
            free(h->at[i].id);
            dropped++;
        } else {
            h->at[kept++] = h->at[i];
        }
    }
    h->n = kept;
    return dropped;
}

sn_status sn_hidden_forget(const char *dir, sn_epoch *epoch, uint64_t applied, sn_error *err)
{
    int fd;
    sn_status s = lock_hidden(dir, &fd, err);
    if (s != SN_OK)
        return s;
    SN_CLEANUP(sn_hidden) sn_hidden h = {0};
    s = sn_hidden_read(dir, &h, err);
    if (s == SN_OK && drop_applied(&h, applied) > 0) {
        s = write_hidden(dir, &h, err);
        if (s == SN_OK)
            sn_epoch_bump_hidden(epoch);
    }
    close(fd);
    return s;
}
