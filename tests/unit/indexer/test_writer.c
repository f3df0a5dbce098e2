#include "tests/unit/indexer/index_place.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- opening ---------------------------------------------------------------------------------- */

static void what_is_no_index_is_not_opened(void **state)
{
    index_place *ix = *state;
    const sn_writer_opts no_create = {0}, create = {.create = true};
    sn_writer *w = NULL;
    sn_error *err = &ix->err;
    assert_fails(sn_writer_open(place_path(ix->place, "none"), &no_create, &w, err), SN_ENOTFOUND,
                 err, "/none");
    assert_fails(sn_writer_open(place_path(ix->place, "none/deep"), &create, &w, err), SN_ENOTFOUND,
                 err, "none");
    must(ix, sn_dir_make(place_path(ix->place, "mine"), err));
    assert_fails(sn_writer_open(place_path(ix->place, "mine"), &no_create, &w, err), SN_ENOTFOUND,
                 err, "archive.db");
    place_put(ix->place, "mine/letter", SN_STR("x"));
    assert_fails(sn_writer_open(place_path(ix->place, "mine"), &create, &w, err), SN_ENOTFOUND, err,
                 "archive.db");
    assert_int_equal(count_entries(place_path(ix->place, "mine")), 1);
    place_put(ix->place, "file", SN_STR("x"));
    assert_fails(sn_writer_open(place_path(ix->place, "file"), &create, &w, err), SN_ENOTFOUND, err,
                 "not a directory");
    assert_null(w);
    sn_writer_close(NULL);
}

static void an_index_is_opened_again(void **state)
{
    index_place *ix = *state;
    sn_writer *w = NULL;
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    sn_writer_close(ix->w);
    ix->w = NULL;
    must(ix, sn_writer_open(ix->dir, &(sn_writer_opts){0}, &w, &ix->err));
    ix->w = w;
    assert_ids(ix, "1 ");
    assert_sound(ix);
}

static void an_empty_directory_becomes_an_index(void **state)
{
    index_place *ix = *state;
    sn_writer *w = NULL;
    must(ix, sn_dir_make(place_path(ix->place, "new"), &ix->err));
    must(ix, sn_writer_open(place_path(ix->place, "new"), &(sn_writer_opts){.create = true}, &w,
                            &ix->err));
    sn_writer_close(w);
}

/* ---- changes ---------------------------------------------------------------------------------- */

static void what_is_put_is_shown_when_it_is_applied(void **state)
{
    index_place *ix = *state;
    sn_index_status before = status_of(ix);
    assert_int_equal(before.generation, 0);
    uint64_t first = put(ix, "{'id':'1','title':'پل','published_at':'2021-08-27T09:41:00Z'}");
    put(ix, "{'id':'2','title':'راه','published_at':'2021-08-28T09:41:00Z'}");
    uint64_t last = put(ix, "{'id':'3','title':'کوه'}");
    assert_true(first == 1 && last == 3);
    sn_apply_report report = catch_up(ix);
    assert_true(report.applied == last && report.put == 3 && report.deleted == 0);
    assert_ids(ix, "2 1 3 "); /* newest first, undated last */
    sn_index_status status = status_of(ix);
    assert_int_equal(status.generation, 1);
    assert_true(status.change == 3 && status.applied == 3 && status.articles == 3);
    assert_true(status.documents == 3 && status.hidden == 0 && status.analysis_matches);
    assert_string_equal(status.holder, "");
    assert_sound(ix);
}

static void nothing_pending_is_nothing_done(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = catch_up(ix);
    assert_true(report.applied == 0 && report.put == 0);
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    report = catch_up(ix);
    assert_true(report.applied == 1 && report.put == 0 && report.deleted == 0);
}

static void a_correction_replaces_the_document(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل','published_at':'2021-08-27T09:41:00Z'}");
    catch_up(ix);
    put(ix, "{'id':'1','title':'کوه','published_at':'2021-08-27T09:41:00Z'}");
    catch_up(ix);
    assert_ids(ix, "1 ");
    assert_true(has_term(ix, "کوه") && !has_term(ix, "پل"));
    assert_sound(ix);
}

static void a_changed_date_moves_the_document(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل','published_at':'2021-08-27T09:41:00Z'}");
    put(ix, "{'id':'2','title':'راه','published_at':'2021-08-26T09:41:00Z'}");
    catch_up(ix);
    assert_ids(ix, "1 2 ");
    put(ix, "{'id':'1','title':'پل','published_at':'2020-08-27T09:41:00Z'}");
    sn_apply_report report = catch_up(ix);
    assert_true(report.put == 1 && report.deleted == 1);
    assert_ids(ix, "2 1 ");
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    assert_ids(ix, "2 1 ");
    assert_sound(ix);
}

static void a_withdrawn_article_goes_and_a_newer_version_brings_it_back(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل','version':1}");
    put(ix, "{'id':'2','title':'راه'}");
    catch_up(ix);
    withdraw(ix, "1");
    assert_hidden(ix, "");
    sn_apply_report report = catch_up(ix);
    assert_true(report.put == 0 && report.deleted == 1);
    assert_ids(ix, "2 ");
    put(ix, "{'id':'1','title':'پل','version':2}");
    catch_up(ix);
    assert_sound(ix);
    assert_true(has_term(ix, "Q1"));
}

/* ---- takedowns -------------------------------------------------------------------------------- */

static void a_takedown_hides_at_once(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل'}");
    put(ix, "{'id':'2','title':'راه'}");
    catch_up(ix);
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *epoch = NULL;
    must(ix, sn_epoch_open(ix->dir, false, &epoch, &ix->err));
    sn_epoch_values before = sn_epoch_get(epoch);
    uint64_t change = take_down(ix, "1");
    assert_int_equal(change, 3);
    assert_hidden(ix, "1 ");
    assert_ids(ix, "1 2 "); /* the index does not know of it yet */
    sn_epoch_values after = sn_epoch_get(epoch);
    assert_true(after.hidden > before.hidden && after.applied == before.applied);
    catch_up(ix);
    assert_ids(ix, "2 ");
    assert_hidden(ix, "");
    assert_true(sn_epoch_get(epoch).hidden > after.hidden && sn_epoch_get(epoch).applied == change);
    assert_false(has_term(ix, "پل"));
    assert_sound(ix);
}

static void a_takedown_again_is_the_same_one(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    uint64_t change = take_down(ix, "1");
    assert_true(take_down(ix, "1") == change);
    assert_hidden(ix, "1 ");
    catch_up(ix);
    assert_true(take_down(ix, "1") == change);
    catch_up(ix);
    assert_hidden(ix, "");
    assert_ids(ix, "");
}

static void an_article_taken_down_before_it_was_applied_never_shows(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'1','title':'پل'}");
    take_down(ix, "1");
    catch_up(ix);
    assert_ids(ix, "");
    assert_hidden(ix, "");
    assert_sound(ix);
}

static void an_id_taken_down_is_refused_until_it_is_lifted(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_article) sn_article a = {0};
    sn_put_result result;
    take_down(ix, "7");
    assert_hidden(ix, ""); /* the index holds no such document */
    must(ix, sn_article_parse(SN_STR("{\"id\":\"7\",\"title\":\"پل\"}"), &a, &ix->err));
    assert_fails(sn_archive_put(sn_writer_archive(ix->w), &a, &result, &ix->err), SN_ETAKENDOWN,
                 &ix->err, "7");
    lift(ix, "7");
    put(ix, "{'id':'7','title':'پل'}");
    catch_up(ix);
    assert_ids(ix, "7 ");
    assert_sound(ix);
}

static void a_lifted_article_is_back(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(100000), after = SN_BUF(100000);
    put(ix, "{'id':'1','title':'پل'}");
    catch_up(ix);
    describe_index(ix, &before);
    take_down(ix, "1");
    lift(ix, "1"); /* before anything was applied */
    catch_up(ix);
    assert_hidden(ix, "");
    assert_ids(ix, "1 ");
    take_down(ix, "1");
    catch_up(ix);
    assert_ids(ix, "");
    lift(ix, "1");
    catch_up(ix);
    assert_ids(ix, "1 ");
    describe_index(ix, &after);
    *strstr(before.at, "applied") = *strstr(after.at, "applied") = '\0';
    assert_string_equal(before.at, after.at); /* the same document number, the same terms */
    assert_sound(ix);
}

static void an_impossible_id_is_refused(void **state)
{
    index_place *ix = *state;
    uint64_t change = 42;
    assert_fails(sn_writer_take_down(ix->w, SN_STR("two words"), "desk", NULL, &change, &ix->err),
                 SN_EINVAL, &ix->err, NULL);
    assert_fails(sn_writer_take_down(ix->w, SN_STR("a\nb"), "desk", NULL, &change, &ix->err),
                 SN_EINVAL, &ix->err, NULL);
    assert_int_equal(change, 42);
    assert_hidden(ix, "");
}

/* Those that are named in the check's eyes. */
static sn_status is_not_b(void *ctx, sn_archive *archive, sn_error *err)
{
    const sn_takedown_item *item = ctx;
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(10000)};
    assert_int_equal(sn_archive_get(archive, item->id, &record, err), SN_OK);
    return sn_str_equal(item->id, SN_STR("b")) ? sn_fail(err, SN_EUNMET, "not this one") : SN_OK;
}

static sn_status always_fails(void *ctx, sn_archive *archive, sn_error *err)
{
    (void)ctx, (void)archive;
    return sn_fail(err, SN_EIO, "the disk is gone");
}

static void several_are_taken_down_in_one_transaction(void **state)
{
    index_place *ix = *state;
    uint64_t change = 0;
    sn_takedown_item items[] = {{.id = SN_STR("a")}, {.id = SN_STR("b")}, {.id = SN_STR("c")}};
    put(ix, "{'id':'a','title':'پل'}");
    put(ix, "{'id':'b','title':'پل'}");
    put(ix, "{'id':'c','title':'پل'}");
    catch_up(ix);
    assert_fails(sn_writer_take_down_all(ix->w, items, 3, "desk", "why", always_fails, &ix->err),
                 SN_EIO, &ix->err, "disk is gone");
    assert_hidden(ix, "");
    must(ix, sn_writer_take_down_all(ix->w, items, 3, "desk", "why", is_not_b, &ix->err));
    assert_true(items[0].is_down && !items[1].is_down && items[2].is_down);
    assert_true(items[0].change == 4 && items[2].change == 5);
    assert_hidden(ix, "a c ");
    catch_up(ix);
    assert_ids(ix, "b ");
    assert_hidden(ix, "");
    assert_fails(sn_writer_take_down_if(ix->w, SN_STR("b"), "desk", NULL, is_not_b, &items[1],
                                        &change, &ix->err),
                 SN_EUNMET, &ix->err, "not this one");
    must(ix, sn_writer_take_down_if(ix->w, SN_STR("b"), "desk", NULL, is_not_b, &items[0], &change,
                                    &ix->err));
    assert_hidden(ix, "b ");
}

/* ---- batches ---------------------------------------------------------------------------------- */

typedef struct progress_seen {
    unsigned calls;
    uint64_t done, total;
} progress_seen;

static void note_progress(void *ctx, uint64_t done, uint64_t total)
{
    progress_seen *p = ctx;
    assert_true(done >= p->done && done <= total);
    *p = (progress_seen){p->calls + 1, done, total};
}

static void progress_is_told_behind_each_commit(void **state)
{
    index_place *ix = *state;
    progress_seen seen = {0};
    sn_apply_report report = {0};
    must(ix, sn_archive_begin(sn_writer_archive(ix->w), &ix->err));
    for (unsigned i = 0; i < 12; i++) {
        char json[100];
        snprintf(json, sizeof json, "{'id':'%u','title':'پل'}", i);
        put(ix, json);
    }
    must(ix, sn_archive_commit(sn_writer_archive(ix->w), &ix->err));
    must(ix, sn_writer_catch_up(ix->w, 0, LONG_MS, note_progress, &seen, &report, &ix->err));
    assert_true(seen.calls > 0 && seen.done == 12 && seen.total == 12);
    assert_int_equal(report.put, 12);
}

static void what_is_not_committed_is_not_shown(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP_PTR(sn_writer) sn_writer *other = open_writer(ix);
    sn_apply_report report = {0};
    must(ix, sn_archive_begin(sn_writer_archive(ix->w), &ix->err));
    put(ix, "{'id':'1','title':'پل'}");
    must(ix, sn_writer_catch_up(other, 0, LONG_MS, NULL, NULL, &report, &ix->err));
    assert_ids(ix, "");
    sn_archive_rollback(sn_writer_archive(ix->w));
    catch_up(ix);
    assert_ids(ix, "");
    put(ix, "{'id':'2','title':'پل'}");
    catch_up(ix);
    assert_ids(ix, "2 ");
    assert_sound(ix);
}

/* ---- random histories ------------------------------------------------------------------------- */

static void random_change(index_place *ix, uint64_t *random)
{
    char json[300], id[8];
    uint64_t change;
    snprintf(id, sizeof id, "a%u", random_below(random, 12));
    sn_archive *archive = sn_writer_archive(ix->w);
    sn_status s = SN_OK;
    switch (random_below(random, 6)) {
    case 0:
        s = sn_archive_withdraw(archive, sn_str_of(id), &change, &ix->err);
        break;
    case 1:
        s = sn_writer_take_down(ix->w, sn_str_of(id), "desk", NULL, &change, &ix->err);
        break;
    case 2:
        s = sn_archive_lift(archive, sn_str_of(id), "desk", &change, &ix->err);
        break;
    default: {
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_put_result result;
        snprintf(json, sizeof json,
                 "{\"id\":\"%s\",\"title\":\"پل "
                 "%u\",\"published_at\":\"2021-08-2%u\",\"tags\":[\"t%u\"]}",
                 id, random_below(random, 5), random_below(random, 3), random_below(random, 3));
        must(ix, sn_article_parse(sn_str_of(json), &a, &ix->err));
        s = sn_archive_put(archive, &a, &result, &ix->err);
    }
    }
    assert_true(s == SN_OK || s == SN_ENOTFOUND || s == SN_ETAKENDOWN || s == SN_ECONFLICT);
}

/* However the changes are cut into batches, the index is what the archive says, and a rebuild gives
 * the same documents. */
static void random_histories_end_in_the_same_index(void **state)
{
    index_place *ix = *state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(8); turn++) {
        SN_CLEANUP(sn_buf) sn_buf grown = SN_BUF(1000000), built = SN_BUF(1000000);
        for (unsigned i = 0; i < 25; i++) {
            random_change(ix, &random);
            if (random_below(&random, 5) == 0)
                catch_up(ix);
            if (random_below(&random, 40) == 0)
                reopen_writer(ix);
        }
        catch_up(ix);
        assert_hidden(ix, "");
        assert_sound(ix);
        describe_index(ix, &grown);
        rebuild(ix);
        describe_index(ix, &built);
        assert_string_equal(grown.at, built.at);
        assert_sound(ix);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(what_is_no_index_is_not_opened),
        INDEXED(an_index_is_opened_again),
        INDEXED(an_empty_directory_becomes_an_index),
        INDEXED(what_is_put_is_shown_when_it_is_applied),
        INDEXED(several_are_taken_down_in_one_transaction),
        INDEXED(nothing_pending_is_nothing_done),
        INDEXED(a_correction_replaces_the_document),
        INDEXED(a_changed_date_moves_the_document),
        INDEXED(a_withdrawn_article_goes_and_a_newer_version_brings_it_back),
        INDEXED(a_takedown_hides_at_once),
        INDEXED(a_takedown_again_is_the_same_one),
        INDEXED(an_article_taken_down_before_it_was_applied_never_shows),
        INDEXED(an_id_taken_down_is_refused_until_it_is_lifted),
        INDEXED(a_lifted_article_is_back),
        INDEXED(an_impossible_id_is_refused),
        INDEXED(progress_is_told_behind_each_commit),
        INDEXED(what_is_not_committed_is_not_shown),
        INDEXED(random_histories_end_in_the_same_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
