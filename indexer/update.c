#include "indexer/update_internal.h"

#include "archive/address.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that changed so lately may change again without its times telling. */
#define SETTLED_SEC 2
#define STAMP_BYTES 160

void sn_updating_done(sn_updating *u)
{
    sn_reader_close(u->reader);
    sn_pages_destroy(u->pages);
    sn_remembered_done(&u->source);
    sn_mapping_destroy(u->mapping);
    free(u->map_path);
    sn_fetcher_destroy(u->fetcher);
}

sn_status sn_source_name(const char *given, char out[SN_PATH_SIZE], sn_error *err)
{
    char here[SN_PATH_SIZE];
    if (sn_address_begins(sn_str_of(given)) || given[0] == '/' || strcmp(given, "-") == 0) {
        if (strlen(given) >= SN_PATH_SIZE)
            return sn_fail(err, SN_ELIMIT, "%.100s…: too long", given);
        memcpy(out, given, strlen(given) + 1);
        return SN_OK;
    }
    if (getcwd(here, sizeof here) == NULL)
        return sn_fail_errno(err, "where are we?");
    while (strncmp(given, "./", 2) == 0)
        given += 2;
    return sn_path_join(here, given, out, SN_PATH_SIZE, err);
}

bool sn_update_same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

sn_status sn_update_set_text(char **to, const char *text)
{
    char *copy = text != NULL ? sn_str_dup(sn_str_of(text)) : NULL;
    if (text != NULL && copy == NULL)
        return SN_ENOMEM;
    free(*to);
    *to = copy;
    return SN_OK;
}

/* ---- how it is to be read ---- */

static sn_status stamp_of(const char *path, int fd, int64_t now_sec, char **out, sn_error *err)
{
    struct stat st;
    char text[STAMP_BYTES];
    if ((fd >= 0 ? fstat(fd, &st) : stat(path, &st)) != 0)
        return sn_fail_errno(err, "cannot look at %s", path);
    bool settled = S_ISREG(st.st_mode) && st.st_mtime + SETTLED_SEC < now_sec &&
                   st.st_ctime + SETTLED_SEC < now_sec;
    snprintf(text, sizeof text, "%lld %lld.%09ld %lld.%09ld %llu", (long long)st.st_size,
             (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec, (long long)st.st_ctim.tv_sec,
             st.st_ctim.tv_nsec, (unsigned long long)st.st_ino);
    return sn_update_set_text(out, settled ? text : NULL);
}

sn_status sn_update_mapping(sn_updating *u, char **stamp, sn_error *err)
{
    const char *path = u->source.asked_map;
    if (path == NULL)
        return SN_OK;
    if (sn_update_same_text(u->map_path, path))
        return stamp_of(path, -1, INT64_MAX, stamp, err);
    sn_mapping *mapping = NULL;
    sn_status s = stamp_of(path, -1, INT64_MAX, stamp, err);
    if (s == SN_OK)
        s = sn_mapping_read(path, &mapping, err);
    if (s == SN_OK)
        s = sn_update_set_text(&u->map_path, path);
    if (s != SN_OK) {
        sn_mapping_destroy(mapping);
        return s;
    }
    sn_mapping_destroy(u->mapping);
    u->mapping = mapping;
    return SN_OK;
}

sn_status sn_update_recall(sn_updating *u, const char *name, const sn_remembered *dir, bool *known,
                           bool *same)
{
    const sn_command *c = u->feeding.command;
    char map[SN_PATH_SIZE] = "";
    sn_remembered *r = &u->source;
    sn_remembered_done(r);
    sn_status s = sn_source_get(sn_writer_archive(u->feeding.writer), name, r, &u->feeding.err);
    *known = s == SN_OK;
    if (s == SN_ENOTFOUND) {
        u->feeding.err.msg[0] = '\0';
        s = sn_update_set_text(&r->source, name);
    }
    if (s == SN_OK && dir == NULL && c->map != NULL)
        s = sn_source_name(c->map, map, &u->feeding.err);
    const char *format = dir != NULL ? dir->asked_format : c->format;
    const char *mapping = dir != NULL ? dir->asked_map : map[0] != '\0' ? map : NULL;
    bool follows = dir != NULL ? dir->follows : c->pages;
    *same = (format == NULL || sn_update_same_text(format, r->asked_format)) &&
            (mapping == NULL || sn_update_same_text(mapping, r->asked_map)) &&
            (!follows || r->follows) && !c->again;
    r->follows = r->follows || follows;
    if (s == SN_OK && format != NULL)
        s = sn_update_set_text(&r->asked_format, format);
    if (s == SN_OK && mapping != NULL)
        s = sn_update_set_text(&r->asked_map, mapping);
    if (s == SN_OK)
        s = sn_update_set_text(&r->within,
                               dir != NULL && (!*known || r->within != NULL) ? dir->source : NULL);
    return s;
}

/* ---- reading ---- */

/* In the transaction that has the articles up to here. */
static sn_status note_place(void *ctx, sn_error *err)
{
    sn_updating *u = ctx;
    const sn_reader_place none = {0}, *place = u->holds_back ? &none : &u->feeding.place;
    u->source.bytes = place->bytes;
    u->source.digest = place->digest;
    u->source.lines = place->lines;
    u->source.tried_sec = u->now_sec;
    sn_status s = sn_update_set_text(&u->source.format, sn_reader_format(u->reader)[0] != '\0'
                                                            ? sn_reader_format(u->reader)
                                                            : u->source.format);
    return s == SN_OK ? sn_source_put(sn_writer_archive(u->feeding.writer), &u->source, err) : s;
}

/* Behind what was read before, if that is still there; otherwise from the beginning. */
static sn_status open_reader(sn_updating *u, int fd, const char *address, bool same)
{
    sn_remembered *r = &u->source;
    sn_reader_place place = {r->bytes, r->digest, r->lines};
    sn_reader_opts opts = {.format = r->asked_format,
                           .mapping = r->asked_map != NULL ? u->mapping : NULL,
                           .address = address,
                           .notes_place = true,
                           .fetched = address != NULL};
    sn_error *err = &u->feeding.err;
    sn_reader_close(u->reader);
    u->reader = NULL;
    if (same && place.bytes > 0) {
        sn_reader_opts behind = opts;
        behind.format = r->format;
        behind.after = &place;
        sn_status s = sn_reader_open_fd(fd, &behind, &u->reader, err);
        if (s == SN_OK)
            s = sn_reader_go_behind(u->reader, err);
        if (s == SN_OK)
            return s;
        sn_reader_close(u->reader);
        u->reader = NULL;
        /* Packed data may be broken before that place by now: the reading tells. */
        if (s != SN_ESTALE && !sn_feeding_is_refusal(s))
            return s;
    }
    return sn_reader_open_fd(fd, &opts, &u->reader, err);
}

/* Only then is a sitemap done: killed before, or with pages left, it is read again. */
static sn_status read_pages(sn_updating *u)
{
    bool all = false;
    sn_status s = sn_pages_read(u, &all);
    u->holds_back = !all;
    u->source.whole = all;
    return s == SN_OK ? note_place(u, &u->feeding.err) : s;
}

/* Read what is open, and remember it with its last articles. *etag, *modified, *stamp: what tells it is
 * unchanged the next time, taken over. */
static sn_status read_source(sn_updating *u, const sn_tally *before)
{
    sn_feeding *f = &u->feeding;
    sn_remembered *r = &u->source;
    char *stamp = r->stamp, *etag = r->etag, *modified = r->modified;
    r->stamp = r->etag = r->modified = NULL; /* not before its end */
    r->whole = false;
    f->note = note_place;
    f->note_ctx = u;
    f->seen = r->follows ? sn_pages_note : NULL;
    f->seen_ctx = u;
    f->was_format =
        sn_address_begins(sn_str_of(r->source)) && r->asked_format == NULL ? r->format : NULL;
    sn_status read = sn_feeding_read(f, u->reader), s = read;
    f->seen = NULL;
    f->was_format = NULL;
    u->holds_back = sn_pages_any(u->pages);
    sn_error why = f->err;
    if (read == SN_OK) {
        r->stamp = stamp;
        r->etag = etag;
        r->modified = modified;
        stamp = etag = modified = NULL;
        r->whole = !u->holds_back;
        r->good_sec = u->now_sec;
        r->retry_sec = 0;
        r->n_read = f->tally.read - before->read;
        r->n_refused = f->tally.refused - before->refused;
        r->n_taken = r->n_read - r->n_refused - (f->tally.passed_over - before->passed_over);
        free(r->error);
        r->error = NULL;
    }
    if (read == SN_OK || (!f->stopped && f->in_batch > 0))
        s = sn_feeding_commit(f); /* of a source that broke off, what came before that */
    else if (!f->stopped)
        s = SN_OK;
    f->note = NULL;
    free(stamp);
    free(etag);
    free(modified);
    if (s == SN_OK && read == SN_OK && u->holds_back)
        return read_pages(u);
    if (s != SN_OK || read == SN_OK)
        return s;
    f->err = why;
    return sn_update_fail(u, read, true, before);
}

/* An open file, whose signs of being unchanged stand in the source. */
static sn_status read_open(sn_updating *u, int fd, const char *address, bool known, bool same,
                           const sn_tally *before)
{
    sn_status s = open_reader(u, fd, address, same);
    if (s != SN_OK) {
        u->source.whole = false; /* its signs are those of what could not be opened */
        return sn_update_fail(u, s, known, before);
    }
    bool at_end = sn_reader_is_at_end(u->reader);
    bool was_whole = u->source.whole;
    s = read_source(u, before);
    if (s != SN_OK || u->source.error != NULL)
        return s;
    bool unchanged = at_end && was_whole;
    *(unchanged ? &u->n_unchanged : &u->n_read) += 1;
    sn_update_list(u, unchanged ? "unchanged" : "read", before, NULL);
    return s;
}

sn_status sn_update_fetch(sn_updating *u, const char *address, const char *etag,
                          const char *modified, sn_fetched *out)
{
    sn_fetcher_opts opts;
    sn_command_fetcher_opts(u->feeding.command, &opts);
    sn_status s =
        u->fetcher == NULL ? sn_fetcher_create(&opts, &u->fetcher, &u->feeding.err) : SN_OK;
    return s == SN_OK ? sn_fetcher_get(u->fetcher, address, etag, modified, out, &u->feeding.err)
                      : s;
}

static sn_status update_address(sn_updating *u, bool known, bool same, const sn_tally *before)
{
    SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
    sn_remembered *r = &u->source;
    sn_error *err = &u->feeding.err;
    bool asks = known && same && r->whole;
    sn_status s = SN_OK;
    if (known && r->retry_sec > u->now_sec) {
        s = sn_fail(err, SN_EIO, "the server asked to be left alone for %" PRId64 " s more",
                    r->retry_sec - u->now_sec);
        return sn_update_fail(u, s, known, before);
    }
    s = sn_update_fetch(u, r->source, asks ? r->etag : NULL, asks ? r->modified : NULL, &got);
    r->retry_sec = got.retry_sec > 0 ? u->now_sec + got.retry_sec : 0;
    if (s != SN_OK)
        return sn_update_fail(u, s, known, before);
    if (got.unchanged)
        return sn_update_unchanged(u, before);
    free(r->etag);
    free(r->modified);
    r->etag = got.etag;
    r->modified = got.modified;
    got.etag = got.modified = NULL;
    return read_open(u, got.fd, got.address, known, same, before);
}

static sn_status update_file(sn_updating *u, bool known, bool same, const sn_tally *before)
{
    sn_remembered *r = &u->source;
    sn_error *err = &u->feeding.err;
    char *stamp = NULL;
    int fd = open(r->source, O_RDONLY | O_CLOEXEC);
    sn_status s = fd >= 0 ? stamp_of(r->source, fd, u->now_sec, &stamp, err)
                          : sn_fail_errno(err, "cannot open %s", r->source);
    bool unchanged = s == SN_OK && known && same && r->whole && stamp != NULL &&
                     sn_update_same_text(stamp, r->stamp);
    if (s == SN_OK) {
        free(r->stamp);
        r->stamp = stamp;
    }
    if (s != SN_OK)
        s = sn_update_fail(u, s, known, before);
    else if (unchanged)
        s = sn_update_unchanged(u, before);
    else
        s = read_open(u, fd, NULL, known, same, before);
    if (fd >= 0)
        close(fd);
    return s;
}

sn_status sn_update_one(sn_updating *u, const char *name, const sn_remembered *dir)
{
    bool known = false, same = false;
    char *map_stamp = NULL;
    sn_tally before = u->feeding.tally;
    sn_pages_destroy(u->pages);
    u->pages = NULL;
    u->holds_back = false;
    u->feeding.err.msg[0] = '\0';
    sn_status s = sn_update_recall(u, name, dir, &known, &same);
    if (s != SN_OK)
        return s;
    s = sn_update_mapping(u, &map_stamp, &u->feeding.err);
    if (s != SN_OK)
        return sn_update_fail(u, s, known, &before);
    same = same && sn_update_same_text(map_stamp, u->source.map_stamp);
    if (!same) { /* whatever comes now: what was read, was read otherwise */
        u->source.whole = false;
        u->source.bytes = 0;
    }
    free(u->source.map_stamp);
    u->source.map_stamp = map_stamp;
    return sn_address_begins(sn_str_of(name)) ? update_address(u, known, same, &before)
                                              : update_file(u, known, same, &before);
}
