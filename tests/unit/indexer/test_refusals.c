/* An index that this program or this archive must not write to: made by another analysis, ahead of
 * its archive, or of another archive. */
#include "indexer/apply/generation.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void assert_waits_for_rebuild(index_place *ix, const char *part)
{
    sn_apply_report report = {0};
    assert_fails(sn_writer_catch_up(ix->w, 0, LONG_MS, NULL, NULL, &report, &ix->err), SN_EFORMAT,
                 &ix->err, part);
}

/* ---- another analysis ------------------------------------------------------------------------- */

static void fill(index_place *ix)
{
    put(ix, "{'id':'1','title':'پل','published_at':'2021-08-27T09:41:00Z'}");
    put(ix, "{'id':'2','title':'راه','published_at':'2021-08-26T09:41:00Z'}");
    put(ix, "{'id':'3','title':'کوه','published_at':'2021-08-25T09:41:00Z'}");
    catch_up(ix);
}

static void another_analysis_takes_no_new_articles(void **state)
{
    index_place *ix = *state;
    fill(ix);
    set_analysis(ix, 99);
    put(ix, "{'id':'4','title':'دشت'}");
    assert_waits_for_rebuild(ix, "rebuild");
    assert_ids(ix, "1 2 3 ");
    assert_waits_for_rebuild(ix, "rebuild"); /* and so on */
    sn_index_status status = status_of(ix);
    assert_true(status.applied == 3 && status.change == 4);
    assert_true(status.analysis == 99 && !status.analysis_matches);
    assert_string_equal(status.holder, "");
}

static void another_analysis_changes_no_articles(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(100000), after = SN_BUF(100000);
    fill(ix);
    describe_index(ix, &before);
    set_analysis(ix, 99);
    put(ix, "{'id':'1','title':'پل نو','published_at':'2021-08-27T09:41:00Z'}");
    put(ix, "{'id':'3','title':'کوه','published_at':'2022-08-25T09:41:00Z'}"); /* moves */
    assert_waits_for_rebuild(ix, "rebuild");
    describe_index(ix, &after);
    assert_string_equal(before.at, after.at);
}

static void another_analysis_still_takes_articles_out(void **state)
{
    index_place *ix = *state;
    fill(ix);
    set_analysis(ix, 99);
    put(ix, "{'id':'3','title':'کوه','published_at':'2022-08-25T09:41:00Z'}");
    take_down(ix, "1");
    assert_hidden(ix, "1 ");
    assert_waits_for_rebuild(ix, "deletions were applied");
    assert_ids(ix, "2 3 ");
    withdraw(ix, "2");
    assert_waits_for_rebuild(ix, "rebuild");
    assert_ids(ix, "3 ");
    take_down(ix, "3"); /* which has another number in the archive by now */
    assert_waits_for_rebuild(ix, "rebuild");
    assert_ids(ix, "");
    lift(ix, "1");
    assert_waits_for_rebuild(ix, "rebuild");
    assert_ids(ix, "");
}

static void another_analysis_is_said_to_the_service_too(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    fill(ix);
    set_analysis(ix, 99);
    must(ix, sn_writer_hold(ix->w, &ix->err));
    take_down(ix, "1");
    assert_fails(sn_writer_apply_pending(ix->w, &report, &ix->err), SN_EFORMAT, &ix->err,
                 "rebuild");
    assert_int_equal(report.applied, 3);
    assert_ids(ix, "2 3 ");
    take_down(ix, "2");
    assert_fails(sn_writer_apply_pending(ix->w, &report, &ix->err), SN_EFORMAT, &ix->err,
                 "rebuild");
    assert_ids(ix, "3 "); /* it goes on holding and applying */
}

static void a_rebuild_brings_the_analysis_along(void **state)
{
    index_place *ix = *state;
    fill(ix);
    set_analysis(ix, 99);
    put(ix, "{'id':'4','title':'دشت'}");
    put(ix, "{'id':'1','title':'پل نو','published_at':'2021-08-27T09:41:00Z'}");
    take_down(ix, "2");
    assert_waits_for_rebuild(ix, "rebuild");
    rebuild(ix);
    assert_ids(ix, "1 3 4 ");
    assert_hidden(ix, "");
    assert_true(has_term(ix, "نو") && status_of(ix).analysis_matches);
    put(ix, "{'id':'5','title':'دریا'}");
    catch_up(ix);
    assert_sound(ix);
}

static void another_format_is_not_opened_at_all(void **state)
{
    index_place *ix = *state;
    char path[SN_PATH_SIZE];
    sn_apply_report report = {0};
    fill(ix);
    must(ix, sn_generation_path(ix->dir, 1, path, sizeof path, &ix->err));
    must(ix, sn_manifest_write(path, &(sn_manifest){.format = SN_INDEX_FORMAT + 1, .generation = 1},
                               &ix->err));
    take_down(ix, "1");
    assert_fails(sn_writer_catch_up(ix->w, 0, LONG_MS, NULL, NULL, &report, &ix->err), SN_EFORMAT,
                 &ix->err, "format 7");
    assert_hidden(ix, "1 "); /* no search shows it, whatever reads that index */
    rebuild(ix);
    assert_ids(ix, "2 3 ");
}

/* ---- another archive -------------------------------------------------------------------------- */

static void copy_file(const char *from, const char *to)
{
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(100000000);
    sn_error err = {0};
    assert_ok(sn_file_read(from, &content, &err), &err);
    assert_ok(sn_file_write(to, sn_buf_str(&content), &err), &err);
}

static const char *index_file(index_place *ix, const char *name)
{
    char inside[64];
    snprintf(inside, sizeof inside, "index/%s", name);
    return place_path(ix->place, inside);
}

/* Close the writer, so that all of the archive stands in its files. */
static void close_writer(index_place *ix)
{
    sn_writer_close(ix->w);
    ix->w = NULL;
}

static void put_archive_back(index_place *ix, const char *from)
{
    close_writer(ix);
    unlink(index_file(ix, "archive.db-wal"));
    unlink(index_file(ix, "archive.db-shm"));
    copy_file(from, index_file(ix, "archive.db"));
    ix->w = open_writer(ix);
}

static void an_index_ahead_of_its_archive_is_refused(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    fill(ix);
    close_writer(ix);
    copy_file(index_file(ix, "archive.db"), place_path(ix->place, "backup"));
    ix->w = open_writer(ix);
    put(ix, "{'id':'4','title':'دشت'}");
    put(ix, "{'id':'5','title':'دریا'}");
    catch_up(ix);
    put_archive_back(ix, place_path(ix->place, "backup"));
    put(ix, "{'id':'6','title':'برف'}");
    assert_waits_for_rebuild(ix, "rebuild");
    assert_fails(sn_writer_hold(ix->w, &ix->err), SN_EFORMAT, &ix->err, "archive ends at 4");
    assert_fails(sn_writer_apply_pending(ix->w, &report, &ix->err), SN_EFORMAT, &ix->err, NULL);
    assert_string_equal(status_of(ix).holder, "");
    assert_ids(ix, "1 2 3 4 5 "); /* as it was */
    rebuild(ix);
    assert_ids(ix, "1 2 3 6 ");
    put(ix, "{'id':'7','title':'یخ'}");
    catch_up(ix);
    assert_sound(ix);
}

/* Its change numbers mean other articles, though there are enough of them. */
static void an_index_of_another_archive_is_refused(void **state)
{
    index_place *ix = *state;
    sn_writer *w = NULL;
    fill(ix);
    must(ix, sn_writer_open(place_path(ix->place, "other"), &(sn_writer_opts){.create = true}, &w,
                            &ix->err));
    for (unsigned i = 0; i < 5; i++) {
        char json[100];
        snprintf(json, sizeof json, "{'id':'other-%u','title':'برف'}", i);
        put_through(w, json);
    }
    sn_writer_close(w);
    put_archive_back(ix, place_path(ix->place, "other/archive.db"));
    assert_waits_for_rebuild(ix, "rebuild");
    assert_ids(ix, "1 2 3 ");
    rebuild(ix);
    assert_ids(ix, "other-0 other-1 other-2 other-3 other-4 ");
    catch_up(ix);
    assert_sound(ix);
}

/* The ledger of takedowns outlives the archive that knew of them. */
static void an_archive_put_back_brings_no_takedown_back(void **state)
{
    index_place *ix = *state;
    fill(ix);
    close_writer(ix);
    copy_file(index_file(ix, "archive.db"), place_path(ix->place, "backup"));
    ix->w = open_writer(ix);
    take_down(ix, "2");
    catch_up(ix);
    put_archive_back(ix, place_path(ix->place, "backup"));
    catch_up(ix);
    assert_ids(ix, "1 3 ");
    rebuild(ix);
    assert_ids(ix, "1 3 ");
    assert_sound(ix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(another_analysis_takes_no_new_articles),
        INDEXED(another_analysis_changes_no_articles),
        INDEXED(another_analysis_still_takes_articles_out),
        INDEXED(another_analysis_is_said_to_the_service_too),
        INDEXED(a_rebuild_brings_the_analysis_along),
        INDEXED(another_format_is_not_opened_at_all),
        INDEXED(an_index_ahead_of_its_archive_is_refused),
        INDEXED(an_index_of_another_archive_is_refused),
        INDEXED(an_archive_put_back_brings_no_takedown_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
