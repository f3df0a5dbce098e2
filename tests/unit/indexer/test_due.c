/* Embargo, expiry and pubstatus in the index: it holds what may be shown at the moment it is brought along to,
 * whatever happened before and however it was brought there. */
#include "archive/due.h"
#include "archive/shown.h"
#include "indexer/apply/why.h"
#include "layout/expiry.h"
#include "layout/membership.h"
#include "tests/unit/indexer/index_place.h"

#include <stdio.h>
#include <string.h>

#define NOW_SEC 1756000000 /* 2025-08-24T01:46:40Z */

static void set_clock(index_place *ix, int sec)
{
    sn_archive_set_now(sn_writer_archive(ix->w), NOW_SEC + sec);
}

static void put_timed(index_place *ix, const char *id, const char *text, int begin, int end)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(10000);
    sn_buf_add_format(&json, "{'id':'%s',%s", id, text);
    if (begin != 0)
        sn_buf_add_format(&json, ",'publish_at':%d", NOW_SEC + begin);
    if (end != 0)
        sn_buf_add_format(&json, ",'expires_at':%d", NOW_SEC + end);
    sn_buf_add_byte(&json, '}');
    put(ix, sn_buf_text(&json));
}

static sn_why why(index_place *ix, const char *id)
{
    sn_why w;
    must(ix, sn_writer_why(ix->w, sn_str_of(id), &w, &ix->err));
    return w;
}

static bool expires_in_index(index_place *ix, int sec)
{
    char term[SN_INDEX_TERM_SIZE + 1];
    sn_str text = sn_expiry_term(NOW_SEC + sec, term);
    term[text.len] = '\0';
    return has_term(ix, term);
}

static void an_article_comes_and_goes_by_the_clock(void **state)
{
    index_place *ix = *state;
    set_clock(ix, 0);
    put_timed(ix, "1", "'title':'پل مهرسار','tags':['پل']", 10, 20);
    put_timed(ix, "2", "'title':'راه','pubstatus':'withheld'", 0, 0);
    catch_up(ix);
    assert_ids(ix, "");
    assert_false(has_term(ix, "پل") || has_term(ix, "Kپل") || has_term(ix, "راه"));
    sn_why w = why(ix, "1");
    assert_true(w.known && w.state == SN_ARTICLE_EMBARGOED && !w.in_index);
    assert_true(w.due_sec == NOW_SEC + 10);
    sn_index_status status = status_of(ix);
    assert_true(status.articles == 0 && status.embargoed == 1 && status.withheld == 1);
    assert_true(status.next_due_sec == NOW_SEC + 10);
    assert_sound(ix);

    set_clock(ix, 10);
    sn_apply_report report = catch_up(ix);
    assert_true(report.put == 1 && report.deleted == 0);
    assert_ids(ix, "1 ");
    assert_true(expires_in_index(ix, 20));
    assert_sound(ix);
    assert_true(status_of(ix).next_due_sec == NOW_SEC + 20);

    set_clock(ix, 20);
    catch_up(ix);
    assert_ids(ix, "");
    assert_false(expires_in_index(ix, 20));
    status = status_of(ix);
    assert_true(status.expired == 1 && status.next_due_sec == SN_NEVER_SEC);
    assert_true(why(ix, "1").state == SN_ARTICLE_EXPIRED && why(ix, "1").due_sec == SN_NEVER_SEC);
    assert_sound(ix);
}

static uint32_t copies_of(index_place *ix, const char *leader)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_current(ix);
    char term[SN_INDEX_TERM_SIZE];
    uint32_t freq = 0;
    sn_str name = sn_group_term(SN_GROUP_COPIES, sn_group_name(sn_str_of(leader)), term);
    must(ix, sn_xap_db_term_freq(db, name, &freq, &ix->err));
    return freq;
}

/* The earliest of three copies gives them its name, but not while nobody may know of it. */
static void who_waits_is_in_no_group(void **state)
{
    index_place *ix = *state;
    static const char *const of[] = {
        "'title':'پل باز شد','body':'کتاب','published_at':'2021-08-25'",
        "'title':'پل باز شد','body':'کتاب','published_at':'2021-08-26'",
        "'title':'پل باز شد','body':'کتاب','published_at':'2021-08-27'"};
    set_clock(ix, 0);
    put_timed(ix, "first", of[0], 10, 20);
    put_timed(ix, "second", of[1], 0, 0);
    put_timed(ix, "third", of[2], 0, 15);
    catch_up(ix);
    assert_true(copies_of(ix, "first") == 0 && copies_of(ix, "second") == 2);
    set_clock(ix, 10);
    catch_up(ix);
    assert_true(copies_of(ix, "first") == 3 && copies_of(ix, "second") == 0);
    assert_sound(ix);
    set_clock(ix, 15);
    catch_up(ix);
    assert_true(copies_of(ix, "first") == 2 && copies_of(ix, "third") == 0);
    set_clock(ix, 20);
    catch_up(ix);
    assert_true(copies_of(ix, "first") == 0 && copies_of(ix, "second") == 1);
    assert_sound(ix);
}

static void move_clock(void *ctx, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    set_clock(ctx, 10);
}

/* What begins and what ends behind the first read of the archive. */
static void what_falls_due_while_an_index_is_rebuilt_is_in_it(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    set_clock(ix, 0);
    put_timed(ix, "begins", "'title':'پل'", 10, 0);
    put_timed(ix, "ends", "'title':'راه'", 0, 10);
    put_timed(ix, "stays", "'title':'کوه'", 0, 30);
    put_timed(ix, "waits", "'title':'دشت'", 30, 0);
    set_clock(ix, 5);
    must(ix, sn_writer_rebuild(ix->w, LONG_MS, move_clock, ix, &report, &ix->err));
    assert_ids(ix, "begins stays ");
    assert_true(report.deleted >= 1);
    assert_sound(ix);
    set_clock(ix, 30);
    rebuild(ix); /* all of it is due before it begins */
    assert_ids(ix, "begins waits ");
    assert_sound(ix);
}

static void with_another_analysis_articles_expire_and_embargoes_wait(void **state)
{
    index_place *ix = *state;
    sn_apply_report report = {0};
    set_clock(ix, 0);
    put_timed(ix, "begins", "'title':'پل'", 10, 0);
    put_timed(ix, "ends", "'title':'راه'", 0, 10);
    catch_up(ix);
    set_analysis(ix, 1);
    reopen_writer(ix);
    set_clock(ix, 10);
    assert_fails(sn_writer_catch_up(ix->w, 0, LONG_MS, NULL, NULL, &report, &ix->err), SN_EFORMAT,
                 &ix->err, "rebuild");
    assert_ids(ix, "");
    rebuild(ix);
    assert_ids(ix, "begins ");
}

/* ---- random histories --------------------------------------------------------------------------- */

#define IDS 8

typedef struct told {
    bool held, withdrawn, taken, withheld;
    int begin, end;
} told;

static bool is_shown(const told *t, int clock)
{
    return t->held && !t->withdrawn && !t->taken && !t->withheld && clock >= t->begin &&
           (t->end == 0 || clock < t->end);
}

static void random_put(index_place *ix, told *t, unsigned number, int clock, uint64_t *random)
{
    static const char *const bodies[] = {"کتاب", "کتاب و راه", "پل"};
    char id[8], text[300];
    if (t->withdrawn || t->taken)
        return; /* may be refused */
    *t = (told){.held = true, .withheld = random_below(random, 8) == 0};
    if (random_below(random, 2) == 0)
        t->begin = clock + (int)random_below(random, 12) - 1;
    if (random_below(random, 2) == 0)
        t->end = clock + (int)random_below(random, 20) - 1;
    t->begin = t->begin < 0 ? 0 : t->begin;
    t->end = t->end < 0 ? 0 : t->end;
    snprintf(id, sizeof id, "a%u", number);
    /* Numbers run newest first: so the index lists them by their ids. */
    snprintf(text, sizeof text, "'title':'خبر','body':'%s','published_at':%u,'pubstatus':'%s'",
             bodies[random_below(random, 3)], 1600000000 - number * 600,
             t->withheld ? "withheld" : "usable");
    put_timed(ix, id, text, t->begin, t->end);
}

static void random_step(index_place *ix, told *list, int *clock, uint64_t *random)
{
    char id[8];
    uint64_t change;
    unsigned number = random_below(random, IDS), which = random_below(random, 16);
    told *t = &list[number];
    sn_archive *a = sn_writer_archive(ix->w);
    sn_status s = SN_OK;
    snprintf(id, sizeof id, "a%u", number);
    if (which == 0) {
        s = sn_archive_withdraw(a, sn_str_of(id), &change, &ix->err);
        t->withdrawn = t->withdrawn || s == SN_OK;
    } else if (which == 1) {
        take_down(ix, id);
        t->taken = true;
    } else if (which < 4) {
        s = sn_archive_lift(a, sn_str_of(id), NULL, &change, &ix->err);
        t->taken = false;
    } else if (which < 8) {
        *clock += (int)random_below(random, 5);
        set_clock(ix, *clock);
    } else if (which == 8) {
        catch_up(ix);
    } else if (which == 9) {
        reopen_writer(ix);
        set_clock(ix, *clock);
    } else {
        random_put(ix, t, number, *clock, random);
    }
    assert_true(s == SN_OK || s == SN_ENOTFOUND);
}

static void check(index_place *ix, const told *list, int clock)
{
    SN_CLEANUP(sn_buf) sn_buf want = SN_BUF(1000), grown = SN_BUF(1 << 20), built = SN_BUF(1 << 20);
    for (unsigned i = 0; i < IDS; i++)
        if (is_shown(&list[i], clock))
            sn_buf_add_format(&want, "a%u ", i);
    catch_up(ix);
    assert_ids(ix, sn_buf_text(&want));
    assert_sound(ix);
    describe_index(ix, &grown);
    rebuild(ix);
    describe_index(ix, &built);
    assert_string_equal(sn_buf_text(&grown), sn_buf_text(&built));
    assert_sound(ix);
}

static void the_index_is_what_the_rule_says_of_any_history(void **state)
{
    index_place *ix = *state;
    uint64_t random = test_seed();
    told list[IDS] = {{false}};
    int clock = 1;
    set_clock(ix, clock);
    for (unsigned turn = 0; turn < test_iters(40); turn++) {
        for (unsigned i = random_below(&random, 40); i > 0; i--)
            random_step(ix, list, &clock, &random);
        check(ix, list, clock);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED(an_article_comes_and_goes_by_the_clock),
        INDEXED(who_waits_is_in_no_group),
        INDEXED(what_falls_due_while_an_index_is_rebuilt_is_in_it),
        INDEXED(with_another_analysis_articles_expire_and_embargoes_wait),
        INDEXED(the_index_is_what_the_rule_says_of_any_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
