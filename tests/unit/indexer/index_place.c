#include "tests/unit/indexer/index_place.h"

#include "indexer/apply/check.h"
#include "indexer/apply/generation.h"
#include "layout/hidden.h"
#include "layout/hit.h"
#include "layout/settings.h"
#include "layout/terms.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define RECORD_BYTES 10000000

/* libxapian frees an object of Database::check with the size of its base class. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

static sn_status open_door(const index_place *ix, sn_writer **out, sn_error *err)
{
    return sn_writer_open(ix->dir, &(sn_writer_opts){.create = true, .program = "test"}, out, err);
}

int index_make(void **state)
{
    index_place *ix = calloc(1, sizeof *ix);
    void *p = NULL;
    if (ix == NULL || place_make(&p) != 0)
        return -1;
    ix->place = p;
    snprintf(ix->dir, sizeof ix->dir, "%s/index", ix->place->dir);
    if (open_door(ix, &ix->w, &ix->err) != SN_OK) {
        print_error("%s\n", ix->err.msg);
        return -1;
    }
    *state = ix;
    return 0;
}

int index_remove(void **state)
{
    index_place *ix = *state;
    void *p = ix->place;
    sn_writer_close(ix->w);
    free(ix);
    return place_remove(&p);
}

sn_writer *open_writer(index_place *ix)
{
    sn_writer *w = NULL;
    must(ix, open_door(ix, &w, &ix->err));
    return w;
}

void reopen_writer(index_place *ix)
{
    sn_writer_close(ix->w);
    ix->w = NULL;
    ix->w = open_writer(ix);
}

/* ---- changes ---------------------------------------------------------------------------------- */

static sn_status try_put(sn_writer *w, const char *json, uint64_t *change, sn_error *err)
{
    SN_CLEANUP(sn_article) sn_article a = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1000000);
    sn_put_result result = {0};
    for (; *json != '\0'; json++)
        sn_buf_add_byte(&text, *json == '\'' ? '"' : (unsigned char)*json);
    sn_status s = sn_article_parse(sn_buf_str(&text), &a, err);
    if (s == SN_OK)
        s = sn_archive_put(sn_writer_archive(w), &a, &result, err);
    *change = result.change;
    return s;
}

uint64_t put_through(sn_writer *w, const char *json)
{
    uint64_t change;
    sn_error err = {0};
    assert_ok(try_put(w, json, &change, &err), &err);
    return change;
}

uint64_t put(index_place *ix, const char *json)
{
    return put_through(ix->w, json);
}

uint64_t withdraw(index_place *ix, const char *id)
{
    uint64_t change = 0;
    must(ix, sn_archive_withdraw(sn_writer_archive(ix->w), sn_str_of(id), &change, &ix->err));
    return change;
}

uint64_t take_down(index_place *ix, const char *id)
{
    uint64_t change = 0;
    must(ix, sn_writer_take_down(ix->w, sn_str_of(id), "desk", "wrong", &change, &ix->err));
    return change;
}

uint64_t lift(index_place *ix, const char *id)
{
    uint64_t change = 0;
    must(ix, sn_archive_lift(sn_writer_archive(ix->w), sn_str_of(id), "desk", &change, &ix->err));
    return change;
}

sn_apply_report catch_up(index_place *ix)
{
    sn_apply_report report = {0};
    must(ix, sn_writer_catch_up(ix->w, 0, LONG_MS, NULL, NULL, &report, &ix->err));
    return report;
}

sn_apply_report rebuild(index_place *ix)
{
    sn_apply_report report = {0};
    must(ix, sn_writer_rebuild(ix->w, LONG_MS, NULL, NULL, &report, &ix->err));
    return report;
}

sn_index_status status_of(index_place *ix)
{
    sn_index_status status = {0};
    must(ix, sn_writer_status(ix->w, &status, &ix->err));
    return status;
}

/* ---- the database ----------------------------------------------------------------------------- */

static void generation_path(index_place *ix, char path[SN_PATH_SIZE])
{
    must(ix, sn_generation_path(ix->dir, current_generation(ix), path, SN_PATH_SIZE, &ix->err));
}

uint32_t current_generation(index_place *ix)
{
    uint32_t number = 0;
    must(ix, sn_generation_current(ix->dir, &number, &ix->err));
    return number;
}

sn_xap_db *open_current(index_place *ix)
{
    char path[SN_PATH_SIZE], db_path[SN_PATH_SIZE];
    sn_xap_db *db = NULL;
    generation_path(ix, path);
    must(ix, sn_generation_db_path(path, db_path, sizeof db_path, &ix->err));
    must(ix, sn_xap_db_open(db_path, &db, &ix->err));
    return db;
}

typedef struct listing {
    sn_xap_db *db;
    sn_buf *out;
} listing;

static sn_status add_id(void *ctx, sn_docid docid)
{
    const listing *l = ctx;
    static sn_hit hit;
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
    sn_status s = sn_xap_db_data(l->db, docid, &record, NULL);
    if (s == SN_OK)
        s = sn_hit_read(sn_buf_str(&record), &hit);
    if (s == SN_OK)
        s = sn_buf_add_format(l->out, "%.*s ", (int)hit.id.len, hit.id.at);
    return s;
}

void list_ids(index_place *ix, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    must(ix, sn_xap_db_each_docid(db, (sn_str){0}, add_id, &(listing){db, out}, &ix->err));
}

void assert_ids(index_place *ix, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf ids = SN_BUF(1000000);
    list_ids(ix, &ids);
    assert_string_equal(sn_buf_text(&ids), want);
}

bool has_term(index_place *ix, const char *term)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    uint32_t freq = 0;
    must(ix, sn_xap_db_term_freq(db, sn_str_of(term), &freq, &ix->err));
    return freq > 0;
}

static void add_bytes(sn_buf *out, sn_str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        sn_buf_add_format(out, "%02x", (unsigned char)bytes.at[i]);
}

static sn_status add_term(void *ctx, sn_str term, uint32_t freq)
{
    return sn_buf_add_format(ctx, " %.*s:%u", (int)term.len, term.at, freq);
}

void describe_document(sn_xap_db *db, sn_docid docid, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(RECORD_BYTES);
    sn_error err = {0};
    sn_buf_add_format(out, "%u terms", docid);
    assert_ok(sn_xap_db_each_doc_term(db, docid, add_term, out, &err), &err);
    for (uint32_t slot = SN_SLOT_PUBLISHED; slot <= SN_SLOT_STORY; slot++) {
        sn_buf_clear(&bytes);
        assert_ok(sn_xap_db_value(db, docid, slot, &bytes, &err), &err);
        sn_buf_add_format(out, "\n%u value %u ", docid, slot);
        add_bytes(out, sn_buf_str(&bytes));
    }
    sn_buf_clear(&bytes);
    assert_ok(sn_xap_db_data(db, docid, &bytes, &err), &err);
    sn_buf_add_format(out, "\n%u record ", docid);
    add_bytes(out, sn_buf_str(&bytes));
    sn_buf_add_byte(out, '\n');
}

static sn_status add_document(void *ctx, sn_docid docid)
{
    const listing *l = ctx;
    describe_document(l->db, docid, l->out);
    return sn_buf_status(l->out);
}

static sn_status add_term_line(void *ctx, sn_str term, uint32_t freq)
{
    return sn_buf_add_format(ctx, "%.*s in %u\n", (int)term.len, term.at, freq);
}

static void describe_settings(index_place *ix, sn_xap_db *db, sn_buf *out)
{
    static const char *const keys[] = {SN_META_SETTINGS, SN_META_SETTINGS_CHANGE, SN_META_PINS,
                                       SN_META_SYNONYMS};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(1 << 20);
        must(ix, sn_xap_db_metadata(db, sn_str_of(keys[i]), &value, &ix->err));
        sn_buf_add_format(out, "%s ", keys[i]);
        add_bytes(out, sn_buf_str(&value));
        sn_buf_add_byte(out, '\n');
    }
}

void describe_index(index_place *ix, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    double length = 0;
    must(ix, sn_xap_db_each_docid(db, (sn_str){0}, add_document, &(listing){db, out}, &ix->err));
    must(ix, sn_xap_db_each_term(db, (sn_str){0}, add_term_line, out, &ix->err));
    must(ix, sn_xap_db_average_length(db, &length, &ix->err));
    sn_buf_add_format(out, "average length %.17g, applied ", length);
    must(ix, sn_xap_db_metadata(db, SN_STR(SN_META_APPLIED), out, &ix->err));
    sn_buf_add_byte(out, '\n');
    describe_settings(ix, db, out);
    assert_int_equal(sn_buf_status(out), SN_OK);
}

void list_hidden(index_place *ix, sn_buf *out)
{
    SN_CLEANUP(sn_hidden) sn_hidden hidden = {0};
    must(ix, sn_hidden_read(ix->dir, &hidden, &ix->err));
    for (size_t i = 0; i < hidden.n; i++)
        sn_buf_add_format(out, "%s ", hidden.at[i].id);
}

void assert_hidden(index_place *ix, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf ids = SN_BUF(1000000);
    list_hidden(ix, &ids);
    assert_string_equal(sn_buf_text(&ids), want);
}

void assert_sound(index_place *ix)
{
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1000000);
    size_t errors = 0;
    must(ix, sn_writer_check(ix->w, &findings, &errors, &ix->err));
    if (errors > 0)
        fail_msg("%zu findings:\n%.3000s", errors, sn_buf_text(&findings));
    assert_null(strstr(sn_buf_text(&findings), "pending")); /* or nothing was compared */
}

void set_analysis(index_place *ix, int version)
{
    char path[SN_PATH_SIZE];
    sn_manifest m;
    generation_path(ix, path);
    must(ix, sn_manifest_read(path, &m, &ix->err));
    m.analysis = version;
    must(ix, sn_manifest_write(path, &m, &ix->err));
}

/* ---- other processes -------------------------------------------------------------------------- */

pid_t start_child(index_place *ix, child_fn *fn, void *ctx)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child != 0)
        return child;
    setrlimit(RLIMIT_CORE, &(struct rlimit){0});
    /* The parent's handles must not be used here, nor closed: SQLite and locks are by process. */
    index_place *own = calloc(1, sizeof *own);
    if (own == NULL)
        _exit(9);
    own->place = ix->place;
    memcpy(own->dir, ix->dir, sizeof own->dir);
    if (open_door(own, &own->w, &own->err) != SN_OK || !fn(own, ctx)) {
        print_error("child: %s\n", own->err.msg);
        _exit(1);
    }
    sn_writer_close(own->w);
    _exit(0);
}

int wait_child(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

void assert_unharmed_by_kill(index_place *ix, child_fn *fn, unsigned work)
{
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1000000), after = SN_BUF(1000000);
    int done[2];
    char byte;
    describe_index(ix, &before);
    assert_int_equal(pipe(done), 0);
    pid_t child = start_child(ix, fn, &done[1]);
    close(done[1]);
    assert_int_equal(read(done[0], &byte, 1), 1);
    for (; work > 0; work--)
        (void)status_of(ix);
    kill(child, SIGKILL);
    assert_int_equal(wait_child(child), 1000 + SIGKILL);
    close(done[0]);
    describe_index(ix, &after);
    assert_string_equal(before.at, after.at);
    assert_sound(ix);
}

uint32_t docid_of(index_place *ix, const char *id)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(1000000)};
    must(ix, sn_archive_get(sn_writer_archive(ix->w), sn_str_of(id), &record, &ix->err));
    return record.docid;
}
