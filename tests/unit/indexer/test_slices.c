#include "indexer/apply/applier.h"
#include "indexer/apply/first_groups.h"
#include "indexer/apply/slices.h"
#include "layout/terms.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DESCRIBED_BYTES 200000000
#define ARTICLES        40

/* Some of one day, some of one minute, one text twice, some undated, some gone. */
static void fill(index_place *ix)
{
    for (unsigned i = 0; i < ARTICLES; i++) {
        char json[300], date[60] = "";
        if (i % 7 != 0)
            snprintf(date, sizeof date, ",'published_at':'2021-0%u-%02uT09:%02u:00Z'", 1 + i % 5,
                     1 + i % 3, i % 2);
        snprintf(json, sizeof json,
                 "{'id':'%u','title':'پل شماره %u باز شد','body':'مردم مهرسار از پل %u گذشتند و به "
                 "بازار رسیدند.','source':'s%u'%s}",
                 i, i / 2, i / 2, i % 3, date);
        put(ix, json);
    }
    withdraw(ix, "3");
    take_down(ix, "20");
    catch_up(ix);
}

typedef struct told {
    uint64_t done;
    unsigned calls;
} told;

static void note_progress(void *ctx, uint64_t done, uint64_t total)
{
    told *t = ctx;
    assert_true(done > t->done && total == ARTICLES);
    t->done = done;
    t->calls++;
}

static sn_status build(index_place *ix, uint32_t number, const sn_slices_opts *opts, uint64_t *put)
{
    sn_generation g = {0};
    sn_status s = sn_generation_draft(ix->dir, number, sn_archive_uuid(sn_writer_archive(ix->w)), 1,
                                      &g, &ix->err);
    if (s == SN_OK)
        s = sn_slices_build(&g, opts, put, &ix->err);
    if (s == SN_OK)
        s = sn_generation_commit(&g, status_of(ix).change, &ix->err);
    sn_generation_close(&g);
    if (s == SN_OK)
        s = sn_generation_switch(ix->dir, number, &ix->err);
    return s;
}

static void slices_of_any_size_by_any_number_of_threads_are_the_same_index(void **state)
{
    static const struct {
        uint32_t jobs, slice;
    } ways[] = {{1, 0}, {1, 1}, {1, 7}, {2, 1}, {2, 5}, {3, 2}, {4, 100}, {5, 3}};
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf grown = SN_BUF(DESCRIBED_BYTES);
    fill(ix);
    describe_index(ix, &grown);
    for (uint32_t i = 0; i < COUNT_OF(ways); i++) {
        SN_CLEANUP(sn_buf) sn_buf built = SN_BUF(DESCRIBED_BYTES);
        told t = {0};
        uint64_t n = 0;
        sn_slices_opts opts = {.dir = ix->dir,
                               .archive = sn_writer_archive(ix->w),
                               .jobs = ways[i].jobs,
                               .slice = ways[i].slice,
                               .articles = ARTICLES,
                               .progress = note_progress,
                               .ctx = &t};
        must(ix, build(ix, 2 + i, &opts, &n));
        assert_true(n == ARTICLES - 2 && t.done == n && t.calls > 0);
        describe_index(ix, &built);
        assert_string_equal(grown.at, built.at);
        assert_sound(ix);
    }
}

static void slices_are_gone_when_they_are_joined(void **state)
{
    index_place *ix = *state;
    char path[SN_PATH_SIZE], slices[SN_PATH_SIZE];
    uint64_t n = 0;
    fill(ix);
    must(ix, build(ix, 2,
                   &(sn_slices_opts){
                       .dir = ix->dir, .archive = sn_writer_archive(ix->w), .jobs = 2, .slice = 3},
                   &n));
    must(ix, sn_generation_path(ix->dir, 2, path, sizeof path, &ix->err));
    must(ix, sn_path_join(path, "slices", slices, sizeof slices, &ix->err));
    assert_int_not_equal(access(slices, F_OK), 0);
}

static void nothing_is_an_empty_index(void **state)
{
    index_place *ix = *state;
    uint64_t n = 0;
    must(ix,
         build(ix, 1,
               &(sn_slices_opts){.dir = ix->dir, .archive = sn_writer_archive(ix->w), .jobs = 3},
               &n));
    assert_int_equal(n, 0);
    assert_ids(ix, "");
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    assert_ids(ix, "1 ");
}

/* A file stands where one of the slices wants to be. */
static void one_thread_that_fails_ends_all(void **state)
{
    index_place *ix = *state;
    uint64_t n = 0;
    fill(ix);
    for (uint32_t jobs = 1; jobs <= 3; jobs++) {
        char path[SN_PATH_SIZE], slices[SN_PATH_SIZE], third[SN_PATH_SIZE];
        must(ix, sn_generation_path(ix->dir, 2, path, sizeof path, &ix->err));
        must(ix, sn_dir_make(path, &ix->err));
        must(ix, sn_path_join(path, "slices", slices, sizeof slices, &ix->err));
        must(ix, sn_dir_make(slices, &ix->err));
        must(ix, sn_path_join(slices, "0002", third, sizeof third, &ix->err));
        must(ix, sn_file_write(third, SN_STR("in the way"), &ix->err));
        sn_slices_opts opts = {
            .dir = ix->dir, .archive = sn_writer_archive(ix->w), .jobs = jobs, .slice = 4};
        assert_int_not_equal(build(ix, 2, &opts, &n), SN_OK);
        assert_non_null(strstr(ix->err.msg, "0002"));
        assert_int_equal(n, 0);
        must(ix, sn_dir_remove(path, &ix->err));
    }
    assert_int_equal(current_generation(ix), 1);
}

static void a_rebuild_by_many_threads_is_that_of_one(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(DESCRIBED_BYTES), many = SN_BUF(DESCRIBED_BYTES);
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = NULL;
    sn_apply_report report = {0};
    fill(ix);
    rebuild(ix);
    describe_index(ix, &one);
    must(ix, sn_writer_open(ix->dir, &(sn_writer_opts){.jobs = 1000}, &w, &ix->err));
    must(ix, sn_writer_rebuild(w, LONG_MS, NULL, NULL, &report, &ix->err));
    assert_int_equal(report.put, ARTICLES - 2);
    describe_index(ix, &many);
    assert_string_equal(one.at, many.at);
}

/* ---- what is prepared before a slice is written ---- */

typedef struct prepared {
    uint32_t first[ARTICLES], end[ARTICLES];
    size_t n, fails_at; /* 0: never */
} prepared;

static sn_status note_slice(void *ctx, uint32_t first, uint32_t end, sn_chunk *articles,
                            sn_error *err)
{
    prepared *p = ctx;
    (void)articles; /* they are read again */
    assert_true(p->n < ARTICLES && (end == 0 || end > first));
    p->first[p->n] = first;
    p->end[p->n] = end;
    return ++p->n == p->fails_at ? sn_fail(err, SN_ETIMEOUT, "not prepared") : SN_OK;
}

static void slices_are_prepared_the_oldest_first(void **state)
{
    index_place *ix = *state;
    prepared p = {0};
    uint64_t n = 0;
    fill(ix);
    sn_slices_opts opts = {.dir = ix->dir,
                           .archive = sn_writer_archive(ix->w),
                           .jobs = 3,
                           .slice = 4,
                           .prepare = note_slice,
                           .prepare_ctx = &p};
    must(ix, build(ix, 2, &opts, &n));
    assert_int_equal(p.n, 10);
    assert_true(p.end[0] == 0 && p.first[9] == 1);
    for (size_t i = 1; i < p.n; i++)
        assert_int_equal(p.end[i], p.first[i - 1]);
}

static void a_slice_that_cannot_be_prepared_ends_the_build(void **state)
{
    index_place *ix = *state;
    uint64_t n = 0;
    fill(ix);
    for (size_t at = 1; at <= 10; at += 3) {
        prepared p = {.fails_at = at};
        char path[SN_PATH_SIZE];
        sn_slices_opts opts = {.dir = ix->dir,
                               .archive = sn_writer_archive(ix->w),
                               .jobs = 2,
                               .slice = 4,
                               .prepare = note_slice,
                               .prepare_ctx = &p};
        assert_int_equal(build(ix, 2, &opts, &n), SN_ETIMEOUT);
        assert_string_equal(ix->err.msg, "not prepared");
        assert_true(p.n == at && n == 0);
        must(ix, sn_generation_path(ix->dir, 2, path, sizeof path, &ix->err));
        must(ix, sn_dir_remove(path, &ix->err));
    }
}

/* ---- the first build ---- */

/* Three have the text of one, on days that are near enough or not. */
static void put_many(index_place *ix, unsigned first, unsigned n)
{
    sn_archive *archive = sn_writer_archive(ix->w);
    must(ix, sn_archive_begin(archive, &ix->err));
    for (unsigned i = first; i < first + n; i++) {
        char json[600];
        unsigned text = i * 7919 % n / 3;
        snprintf(
            json, sizeof json,
            "{'id':'%u','title':'خبر %u از مهرسار','body':'شهردار مهرسار گفت پل شماره %u و خیابان "
            "%u از فردا باز است و رانندگان باید از راه %u بگذرند تا به میدان %u برسند.',"
            "'published_at':'2021-01-%02uT%02u:%02u:00Z'}",
            i, text, text * 31, text * 17, text * 13, text * 7, 1 + i % 28, i % 24, i % 60);
        put(ix, json);
    }
    must(ix, sn_archive_commit(archive, &ix->err));
}

/* The names of groups of copies, by document number. */
static void list_copies(index_place *ix, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf all = SN_BUF(DESCRIBED_BYTES);
    char slot[20];
    snprintf(slot, sizeof slot, " value %d ", SN_SLOT_COPY);
    describe_index(ix, &all);
    for (char *line = strtok(all.at, "\n"); line != NULL; line = strtok(NULL, "\n"))
        if (strstr(line, slot) != NULL)
            sn_buf_add_format(out, "%s\n", line);
}

/* Stories are what the order of arrival makes of them, copies are not. */
static void assert_copies_as_in_the_order_of_changes(index_place *ix)
{
    SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(DESCRIBED_BYTES), again = SN_BUF(DESCRIBED_BYTES);
    list_copies(ix, &first);
    must(ix, sn_writer_forget_groups(ix->w, &ix->err));
    rebuild(ix);
    list_copies(ix, &again);
    assert_true(first.len > (size_t)20 * SN_APPLY_BATCH);
    assert_string_equal(first.at, again.at);
}

static void assert_rebuilt_the_same(index_place *ix)
{
    SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(DESCRIBED_BYTES), again = SN_BUF(DESCRIBED_BYTES);
    describe_index(ix, &first);
    rebuild(ix);
    describe_index(ix, &again);
    assert_string_equal(first.at, again.at);
}

/* Many articles into an empty index are built by threads, and their groups are found by date. */
static void the_first_build_is_what_applying_would_have_made(void **state)
{
    index_place *ix = *state;
    put_many(ix, 0, SN_APPLY_BATCH + 1);
    sn_apply_report report = catch_up(ix);
    assert_int_equal(current_generation(ix), 2);
    assert_true(report.put >= SN_APPLY_BATCH + 1 && report.grouping_us > 0);
    sn_index_status status = status_of(ix);
    assert_true(status.applied == status.change && report.applied == status.change);
    assert_sound(ix);
    assert_rebuilt_the_same(ix);
    assert_copies_as_in_the_order_of_changes(ix);
    put_many(ix, 1000000, 10); /* not the first any more */
    catch_up(ix);
    assert_int_equal(current_generation(ix), 4);
    assert_sound(ix);
}

static void a_first_build_goes_on_where_one_was_killed(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP_PTR(sn_grouper) sn_grouper *grouper = NULL;
    SN_CLEANUP(sn_chunk) sn_chunk chunk = {0};
    bool usable = false;
    put_many(ix, 0, SN_APPLY_BATCH + 1);
    must(ix, sn_grouper_create(&grouper, &ix->err));
    sn_first_groups groups = {.archive = sn_writer_archive(ix->w), .grouper = grouper};
    must(ix, sn_first_groups_begin(&groups, &usable, &ix->err));
    assert_true(usable);
    must(ix, sn_first_groups_slice(&groups, 1, docid_of(ix, "300"), &chunk, &ix->err));
    withdraw(ix, "4000");
    must(ix, sn_first_groups_begin(&groups, &usable, &ix->err));
    assert_false(usable); /* some may be of articles that are gone */
    catch_up(ix);
    assert_int_equal(current_generation(ix), 2);
    assert_sound(ix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(slices_of_any_size_by_any_number_of_threads_are_the_same_index),
        INDEXED(slices_are_gone_when_they_are_joined),
        INDEXED(nothing_is_an_empty_index),
        INDEXED(one_thread_that_fails_ends_all),
        INDEXED(a_rebuild_by_many_threads_is_that_of_one),
        INDEXED(slices_are_prepared_the_oldest_first),
        INDEXED(a_slice_that_cannot_be_prepared_ends_the_build),
        INDEXED(the_first_build_is_what_applying_would_have_made),
        INDEXED(a_first_build_goes_on_where_one_was_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
