/* Editors' settings on their way into the index: carried with their change, by a rebuild too, and
 * whatever is killed. */
#include "archive/settings.h"
#include "indexer/apply/check.h"
#include "indexer/apply/generation.h"
#include "layout/settings.h"
#include "tests/unit/indexer/index_place.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static uint64_t pin(index_place *ix, const char *query, const char *id)
{
    char json[200];
    sn_put_result result = {0};
    SN_CLEANUP(sn_pin) sn_pin p = {0};
    snprintf(json, sizeof json, "{\"pinned\":[\"%s\"]}", id);
    must(ix, sn_pin_parse(sn_str_of(json), sn_str_of(query), &p, &ix->err));
    must(ix, sn_settings_put_pin(sn_writer_archive(ix->w), &p, NULL, &result, &ix->err));
    return result.change;
}

static void unpin(index_place *ix, const char *query)
{
    uint64_t change;
    must(ix, sn_settings_remove(sn_writer_archive(ix->w), SN_SETTING_PIN, sn_str_of(query), NULL,
                                &change, &ix->err));
}

static void put_rules(index_place *ix, const char *name, const char *rules)
{
    sn_put_result result;
    must(ix, sn_settings_put_synonyms(sn_writer_archive(ix->w), sn_str_of(name), sn_str_of(rules),
                                      NULL, &result, &ix->err));
}

/* "change query ..." of the pins that the current generation carries. */
static void expect_pins(index_place *ix, const char *want)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(1 << 20), text = SN_BUF(1 << 20);
    sn_setting_record r;
    must(ix, sn_xap_db_metadata(db, SN_STR(SN_META_PINS), &value, &ix->err));
    sn_str rest = sn_buf_str(&value);
    while (sn_setting_record_take(&rest, &r) == SN_OK)
        sn_buf_add_format(&text, "%d %.*s ", (int)r.change, (int)r.key.len, r.key.at);
    assert_int_equal(rest.len, 0);
    assert_string_equal(sn_buf_text(&text), want);
}

static void settings_come_with_the_commit_of_their_change(void **state)
{
    index_place *ix = *state;
    put(ix, "{'id':'n-1','title':'سیل'}");
    catch_up(ix);
    assert_int_equal(pin(ix, "سیل", "n-1"), 2);
    expect_pins(ix, "");
    assert_int_equal(catch_up(ix).applied, 2);
    expect_pins(ix, "2 سیل ");
    pin(ix, "کتاب", "n-1");
    put(ix, "{'id':'n-2','title':'سیل'}");
    unpin(ix, "سیل");
    assert_int_equal(catch_up(ix).applied, 5);
    expect_pins(ix, "3 کتاب ");
    unpin(ix, "کتاب");
    catch_up(ix);
    expect_pins(ix, "");
    assert_sound(ix);
}

static void a_rebuild_carries_the_same_settings(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf grown = SN_BUF(1 << 20), built = SN_BUF(1 << 20);
    put(ix, "{'id':'n-1','title':'سیل'}");
    pin(ix, "سیل", "n-1");
    put_rules(ix, "water", "سیل, سیلاب");
    pin(ix, "کتاب", "n-9");
    catch_up(ix);
    unpin(ix, "کتاب");
    catch_up(ix);
    describe_index(ix, &grown);
    assert_int_equal(rebuild(ix).applied, 5);
    describe_index(ix, &built);
    assert_string_equal(grown.at, built.at);
    reopen_writer(ix);
    catch_up(ix); /* nothing new: nothing changes */
    sn_buf_clear(&built);
    describe_index(ix, &built);
    assert_string_equal(grown.at, built.at);
    pin(ix, "باران", "n-1");
    catch_up(ix);
    expect_pins(ix, "6 باران 2 سیل ");
}

static bool put_and_die(index_place *ix, void *ctx)
{
    (void)ctx;
    pin(ix, "سیل", "n-1");
    raise(SIGKILL);
    return true;
}

static void die_at_commit(void *ctx, uint64_t done, uint64_t total)
{
    (void)ctx, (void)done, (void)total;
    raise(SIGKILL);
}

static bool apply_and_die(index_place *ix, void *ctx)
{
    (void)ctx;
    sn_apply_report report = {0};
    pin(ix, "کتاب", "n-1");
    return sn_writer_catch_up(ix->w, 0, LONG_MS, die_at_commit, NULL, &report, &ix->err) == SN_OK;
}

static void what_was_accepted_is_carried_after_a_kill(void **state)
{
    index_place *ix = *state;
    catch_up(ix);
    assert_int_equal(wait_child(start_child(ix, put_and_die, NULL)), 1000 + SIGKILL);
    expect_pins(ix, "");
    catch_up(ix);
    expect_pins(ix, "1 سیل ");
    assert_int_equal(wait_child(start_child(ix, apply_and_die, NULL)), 1000 + SIGKILL);
    expect_pins(ix, "1 سیل 2 کتاب ");
    assert_int_equal(catch_up(ix).applied, 2);
    expect_pins(ix, "1 سیل 2 کتاب ");
}

static void a_check_finds_settings_of_another_change(void **state)
{
    index_place *ix = *state;
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1 << 20);
    sn_generation g;
    size_t errors = 0;
    pin(ix, "سیل", "n-1");
    catch_up(ix);
    assert_sound(ix);
    must(ix, sn_generation_open(ix->dir, current_generation(ix), &g, &ix->err));
    g.settings = 0;
    must(ix, sn_generation_commit(&g, g.applied, &ix->err));
    sn_generation_close(&g);
    must(ix, sn_writer_check(ix->w, &findings, &errors, &ix->err));
    assert_int_equal(errors, 1);
    assert_non_null(strstr(sn_buf_text(&findings), "carries settings of change 0"));
}

static void judgements_leave_the_index_as_it_is(void **state)
{
    index_place *ix = *state;
    sn_put_result result;
    pin(ix, "سیل", "n-1");
    must(ix, sn_settings_put_judgement(sn_writer_archive(ix->w), SN_STR("سیل"), SN_STR("n-1"), 3,
                                       NULL, &result, &ix->err));
    assert_int_equal(catch_up(ix).applied, 2);
    expect_pins(ix, "1 سیل ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(settings_come_with_the_commit_of_their_change),
        INDEXED(a_rebuild_carries_the_same_settings),
        INDEXED(what_was_accepted_is_carried_after_a_kill),
        INDEXED(a_check_finds_settings_of_another_change),
        INDEXED(judgements_leave_the_index_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
