#include "indexer/apply/applier.h"
#include "indexer/apply/slices.h"
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
    sn_status s = sn_generation_draft(ix->dir, number, sn_archive_uuid(sn_writer_archive(ix->w)),
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
    must(ix, build(ix, 2, &(sn_slices_opts){.dir = ix->dir, .jobs = 2, .slice = 3}, &n));
    must(ix, sn_generation_path(ix->dir, 2, path, sizeof path, &ix->err));
    must(ix, sn_path_join(path, "slices", slices, sizeof slices, &ix->err));
    assert_int_not_equal(access(slices, F_OK), 0);
}

static void nothing_is_an_empty_index(void **state)
{
    index_place *ix = *state;
    uint64_t n = 0;
    must(ix, build(ix, 1, &(sn_slices_opts){.dir = ix->dir, .jobs = 3}, &n));
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
        sn_slices_opts opts = {.dir = ix->dir, .jobs = jobs, .slice = 4};
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

static void put_many(index_place *ix, unsigned first, unsigned n)
{
    sn_archive *archive = sn_writer_archive(ix->w);
    must(ix, sn_archive_begin(archive, &ix->err));
    for (unsigned i = first; i < first + n; i++) {
        char json[200];
        snprintf(json, sizeof json,
                 "{'id':'%u','title':'خبر %u','published_at':'2021-01-%02uT%02u:%02u:00Z'}", i,
                 i * 7919 % 3001, 1 + i % 28, i % 24, i % 60);
        put(ix, json);
    }
    must(ix, sn_archive_commit(archive, &ix->err));
}

/* Many articles into an empty index are built by threads; into one that has some they are applied. Both ways
 * are one index. */
static void the_first_build_is_what_applying_would_have_made(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(DESCRIBED_BYTES), rebuilt = SN_BUF(DESCRIBED_BYTES);
    put_many(ix, 0, SN_APPLY_BATCH + 1);
    sn_apply_report report = catch_up(ix);
    assert_int_equal(current_generation(ix), 2);
    assert_true(report.put == SN_APPLY_BATCH + 1 && report.grouping_us > 0);
    sn_index_status status = status_of(ix);
    assert_true(status.applied == status.change && report.applied == status.change);
    assert_sound(ix);
    put_many(ix, 1000000, SN_APPLY_BATCH + 1); /* not the first any more */
    catch_up(ix);
    assert_int_equal(current_generation(ix), 2);
    describe_index(ix, &first);
    rebuild(ix);
    describe_index(ix, &rebuilt);
    assert_string_equal(first.at, rebuilt.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(slices_of_any_size_by_any_number_of_threads_are_the_same_index),
        INDEXED(slices_are_gone_when_they_are_joined),
        INDEXED(nothing_is_an_empty_index),
        INDEXED(one_thread_that_fails_ends_all),
        INDEXED(a_rebuild_by_many_threads_is_that_of_one),
        INDEXED(the_first_build_is_what_applying_would_have_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
