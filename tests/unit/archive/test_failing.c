/* What an archive does when memory, SQLite or its files fail: every call in its turn. Afterwards the same can be done again. */
#include "tests/unit/archive/helper.h"
#include "tests/unit/base/failing.h"

#include "archive/batches.h"
#include "archive/copy.h"
#include "archive/days.h"
#include "archive/due.h"
#include "archive/groups.h"
#include "archive/json_merge.h"
#include "archive/settings.h"
#include "archive/settings_json.h"
#include "archive/sources.h"
#include "archive/space.h"

#include <stdio.h>
#include <string.h>

/* What scenarios get: an open archive, and a number that is another one each time. */
typedef struct bench {
    const place *place;
    sn_archive *a;
    unsigned turn;
} bench;

static const char *path_of(const bench *b, const char *name)
{
    char numbered[64];
    snprintf(numbered, sizeof numbered, "%s-%u", name, b->turn);
    return place_path(b->place, numbered);
}

/* Whoever was so before is all right. */
static sn_status unless_so(sn_status s)
{
    return s == SN_ENOTFOUND ? SN_OK : s;
}

static sn_status put_text(const bench *b, const char *id, const char *rest, sn_error *err)
{
    char json[500];
    sn_put_result result;
    SN_CLEANUP(sn_article) sn_article article = {0};
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"title\":\"متن %u\",\"version\":%u%s}", id,
             b->turn, b->turn, rest);
    sn_status s = sn_article_parse(sn_str_of(json), &article, err);
    return s == SN_OK ? sn_archive_put(b->a, &article, &result, err) : s;
}

/* ---- opening and whole archives */

static sn_status open_new_and_again(void *ctx, sn_error *err)
{
    bench *b = ctx;
    b->turn++;
    sn_error later = {0};
    const char *dir = path_of(b, "new");
    sn_status s = sn_dir_make(dir, err);
    if (s != SN_OK)
        return s;
    for (int i = 0; i < 3; i++) {
        SN_CLEANUP_PTR(sn_archive) sn_archive *a = NULL;
        sn_archive_opts opts = {.create = i == 0, .read_only = i == 2, .now_sec = NOW_SEC};
        s = sn_archive_open(dir, &opts, &a, err);
        if (s != SN_OK) {
            assert_null(a);
            assert_ok(sn_dir_remove(dir, &later), &later);
            return s;
        }
        assert_int_equal(strlen(sn_archive_uuid(a)), SN_UUID_SIZE - 1);
    }
    assert_ok(sn_dir_remove(dir, &later), &later);
    return SN_OK;
}

static sn_status copy_and_replace(void *ctx, sn_error *err)
{
    bench *b = ctx;
    b->turn++;
    sn_error later = {0};
    sn_archive_mark mark;
    char dir[SN_PATH_SIZE];
    snprintf(dir, sizeof dir, "%s", path_of(b, "copy"));
    sn_status s = sn_dir_make(dir, err);
    if (s == SN_OK)
        s = sn_archive_copy(b->place->dir, dir, NULL, NULL, err);
    if (s == SN_OK)
        s = sn_ledger_join(b->a, dir, err);
    if (s == SN_OK)
        s = sn_archive_get_mark(b->a, &mark, err);
    if (s == SN_OK)
        s = sn_archive_replace(b->a, b->place->dir, dir, &mark, err);
    if (s == SN_OK)
        s = sn_archive_refresh(b->a, err);
    if (s == SN_OK)
        s = sn_archive_rename(b->a, err);
    if (s == SN_OK)
        s = sn_archive_number_above(b->a, 10000 + b->turn, err);
    assert_ok(sn_dir_remove(dir, &later), &later);
    return s;
}

static sn_status give_back_room(void *ctx, sn_error *err)
{
    bench *b = ctx;
    b->turn++;
    sn_archive_space space;
    sn_status s = put_text(b, "room", "", err);
    return s == SN_OK ? sn_archive_vacuum(b->a, b->place->dir, &space, err) : s;
}

/* ---- articles */

static sn_status put_and_put_again(void *ctx, sn_error *err)
{
    bench *b = ctx;
    b->turn += 2;
    sn_status s = put_text(b, "p", ",\"published_at\":\"2025-08-20T08:00:00Z\"", err);
    if (s == SN_OK)
        s = unless_so(sn_archive_withdraw(b->a, SN_STR("p"), &(uint64_t){0}, err));
    b->turn++;
    if (s == SN_OK)
        s = put_text(b, "p", ",\"published_at\":\"2025-08-21T08:00:00Z\"", err);
    return s;
}

static sn_status put_several_in_one(void *ctx, sn_error *err)
{
    bench *b = ctx;
    b->turn++;
    sn_status s = sn_archive_begin(b->a, err);
    if (s == SN_OK)
        s = put_text(b, "q1", ",\"url\":\"https://peyk.example/1\"", err);
    if (s == SN_OK)
        s = put_text(b, "q2", ",\"published_at\":\"2025-08-20T08:00:00Z\"", err);
    if (s == SN_OK)
        return sn_archive_commit(b->a, err);
    sn_archive_rollback(b->a);
    return s;
}

static sn_status take_down_and_lift(void *ctx, sn_error *err)
{
    bench *b = ctx;
    uint64_t change;
    uint32_t docid;
    sn_status s = sn_archive_take_down(b->a, SN_STR("q2"), "who", "why", &change, &docid, err);
    if (s == SN_OK)
        s = sn_archive_take_down(b->a, SN_STR("none"), NULL, NULL, &change, &docid, err);
    if (s == SN_OK)
        s = unless_so(sn_archive_lift(b->a, SN_STR("q2"), "who", &change, err));
    return s;
}

static sn_status ignore_takedown(void *ctx, const sn_takedown *t)
{
    (void)ctx;
    return t->id != NULL ? SN_OK : SN_EINTERNAL;
}

static sn_status ignore_change(void *ctx, const sn_change *change)
{
    *(uint64_t *)ctx += change->json.len;
    return SN_OK;
}

static sn_status walk_all(void *ctx, sn_error *err)
{
    bench *b = ctx;
    uint64_t last, bytes = 0;
    uint32_t next;
    sn_status s = sn_archive_each_change(b->a, 0, 1000, ignore_change, &bytes, &last, err);
    if (s == SN_OK)
        s = sn_archive_each_live(b->a, 0, 1000, ignore_change, &bytes, &next, err);
    if (s == SN_OK)
        s = sn_archive_live_stretch(b->a, 0, 1, &next, err);
    if (s == SN_OK)
        s = sn_archive_each_takedown(b->a, ignore_takedown, NULL, err);
    return s;
}

static sn_status look_up(void *ctx, sn_error *err)
{
    bench *b = ctx;
    bool known;
    SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(1000);
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(1 << 20)};
    sn_archive_counts counts;
    uint32_t minutes;
    int64_t version;
    sn_status s = sn_archive_get(b->a, SN_STR("q1"), &record, err);
    if (s == SN_OK)
        s = sn_archive_knows(b->a, SN_STR("q2"), &known, err);
    if (s == SN_OK)
        s = sn_archive_id_at(b->a, SN_STR("http://www.peyk.example/1?utm_source=x"), &id, err);
    if (s == SN_OK)
        s = sn_archive_count(b->a, &counts, err);
    if (s == SN_OK)
        s = sn_archive_max_spill(b->a, &minutes, err);
    if (s == SN_OK)
        s = sn_archive_data_version(b->a, &version, err);
    return s;
}

static sn_status check_all(void *ctx, sn_error *err)
{
    bench *b = ctx;
    size_t errors = 0;
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1 << 20);
    sn_status s = sn_archive_check(b->a, &findings, &errors, err);
    if (s == SN_OK)
        s = sn_archive_check_takedowns(b->a, &findings, &errors, err);
    if (s == SN_OK)
        assert_int_equal(errors, 0);
    return s;
}

static sn_status fall_due(void *ctx, sn_error *err)
{
    bench *b = ctx;
    b->turn++;
    int64_t sec;
    uint32_t n;
    sn_archive_set_now(b->a, NOW_SEC);
    sn_status s = put_text(b, "due",
                           ",\"publish_at\":\"2025-09-01T00:00:00Z\",\"expires_at\":"
                           "\"2025-10-01T00:00:00Z\"",
                           err);
    if (s == SN_OK)
        s = sn_archive_next_due(b->a, &sec, err);
    if (s == SN_OK)
        s = sn_archive_due_of(b->a, SN_STR("due"), &sec, err);
    for (int64_t day = 10; day <= 50 && s == SN_OK; day += 40) {
        sn_archive_set_now(b->a, NOW_SEC + day * 86400);
        s = sn_archive_fall_due(b->a, 10, &n, err);
    }
    sn_archive_set_now(b->a, NOW_SEC);
    return s;
}

/* ---- what editors say, runs, sources */

static sn_status write_row(void *ctx, const sn_setting_row *row)
{
    sn_json *j = ctx;
    sn_json_object(j);
    sn_status s = sn_setting_write_members(row, j);
    sn_json_end(j);
    return s;
}

static sn_status settings(void *ctx, sn_error *err)
{
    bench *b = ctx;
    b->turn++;
    char grade = (char)(b->turn % 3), json[100];
    SN_CLEANUP(sn_pin) sn_pin pin = {0};
    sn_put_result result;
    uint64_t change;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_json j = SN_JSON(&out);
    snprintf(json, sizeof json, "{\"query\":\"سیل\",\"pinned\":[\"p%u\"],\"hidden\":[\"h\"]}",
             b->turn);
    sn_status s = sn_pin_parse(sn_str_of(json), (sn_str){0}, &pin, err);
    if (s == SN_OK)
        s = sn_settings_put_pin(b->a, &pin, "who", &result, err);
    snprintf(json, sizeof json, "نان, n%u\n", b->turn);
    if (s == SN_OK)
        s = sn_settings_put_synonyms(b->a, SN_STR("set"), sn_str_of(json), NULL, &result, err);
    if (s == SN_OK)
        s = sn_settings_put_judgement(b->a, SN_STR("سیل"), SN_STR("q1"), grade, "who", &result,
                                      err);
    sn_json_array(&j);
    for (int kind = SN_SETTING_PIN; kind <= SN_SETTING_JUDGEMENT && s == SN_OK; kind++)
        s = sn_settings_each(b->a, (sn_setting_kind)kind, (sn_str){0}, write_row, &j, err);
    if (s == SN_OK)
        s = sn_settings_each(b->a, SN_SETTING_JUDGEMENT, SN_STR("سیل"), write_row, &j, err);
    if (s == SN_OK)
        s = sn_settings_last_change(b->a, &change, err);
    if (s == SN_OK)
        s = unless_so(sn_settings_remove(b->a, SN_SETTING_PIN, SN_STR("سیل"), "who", &change, err));
    return s;
}

static sn_status read_judgement(void *ctx, sn_error *err)
{
    (void)ctx;
    sn_judgement_line line = {0};
    sn_status s = sn_judgement_line_parse(SN_STR("{\"query\":\"سیل\",\"id\":\"q1\",\"grade\":2}"),
                                          &line, err);
    sn_judgement_line_done(&line);
    return s;
}

static sn_status runs(void *ctx, sn_error *err)
{
    bench *b = ctx;
    b->turn++;
    sn_batch batch = {"add", NOW_SEC, NOW_SEC + b->turn, 0, NOW_SEC};
    sn_arrivals arrivals;
    sn_day days[SN_DAYS];
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_json j = SN_JSON(&out);
    sn_status s = sn_batch_remember(b->a, &batch, err);
    if (s == SN_OK)
        s = sn_arrivals_read(b->a, &arrivals, err);
    if (s == SN_OK)
        s = sn_archive_days(b->a, NOW_SEC, days, err);
    if (s != SN_OK)
        return s;
    sn_json_object(&j);
    sn_arrivals_json(&j, &arrivals);
    sn_days_json(&j, days);
    sn_json_end(&j);
    return sn_json_finish(&j);
}

static sn_status ignore_source(void *ctx, const sn_remembered *r)
{
    (void)ctx;
    return r->source != NULL ? SN_OK : SN_EINTERNAL;
}

static sn_status sources(void *ctx, sn_error *err)
{
    bench *b = ctx;
    uint64_t n;
    SN_CLEANUP(sn_remembered) sn_remembered again = {0};
    sn_remembered r = {.source = (char[]){"/news/a"},
                       .within = (char[]){"/news"},
                       .format = (char[]){"rss"},
                       .etag = (char[]){"\"1\""},
                       .tried_sec = 1,
                       .n_read = ++b->turn};
    sn_status s = sn_source_put(b->a, &r, err);
    if (s == SN_OK)
        s = sn_source_get(b->a, "/news/a", &again, err);
    if (s == SN_OK)
        s = sn_sources_each(b->a, "/news", ignore_source, NULL, err);
    if (s == SN_OK)
        s = sn_source_forget_old(b->a, "/news", 2, err);
    if (s == SN_OK)
        s = unless_so(sn_source_forget(b->a, "/news", &n, err));
    return s;
}

/* ---- groups */

static sn_status ignore_member(void *ctx, const sn_member *m)
{
    (void)ctx;
    return m->docid > 0 ? SN_OK : SN_EINTERNAL;
}

static sn_status ignore_text(void *ctx, uint64_t text, sn_reach reach)
{
    (void)ctx;
    (void)reach;
    return text > 0 ? SN_OK : SN_EINTERNAL;
}

static sn_status ignore_key(void *ctx, uint32_t key, uint64_t item)
{
    (void)ctx;
    (void)key;
    return item > 0 ? SN_OK : SN_EINTERNAL;
}

static sn_status members(void *ctx, sn_error *err)
{
    bench *b = ctx;
    sn_groups_state state;
    sn_member m = {.docid = 7,
                   .id = SN_STR("q1"),
                   .version = 1,
                   .text = 1,
                   .published_sec = NOW_SEC,
                   .copies = 3,
                   .story = 4,
                   .about = SN_STR("about")};
    sn_status s = sn_groups_reset(b->a, 1, err);
    if (s == SN_OK)
        s = sn_member_put(b->a, &m, err);
    if (s == SN_OK)
        s = sn_member_set_copies(b->a, 7, 3, err);
    if (s == SN_OK)
        s = sn_member_set_story(b->a, 7, 4, true, err);
    if (s == SN_OK)
        s = sn_member_touch(b->a, 7, err);
    if (s == SN_OK)
        s = sn_member_get(b->a, 7, &m, err);
    if (s == SN_OK)
        s = sn_members_of_text(b->a, 1, 0, ignore_member, NULL, err);
    if (s == SN_OK)
        s = sn_members_of_copies(b->a, 3, 0, ignore_member, NULL, err);
    if (s == SN_OK)
        s = sn_members_of_story(b->a, 4, 2, ignore_member, NULL, err);
    if (s == SN_OK)
        s = sn_members_from(b->a, 1, 2, ignore_member, NULL, err);
    if (s == SN_OK)
        s = sn_member_remove(b->a, 7, err);
    if (s == SN_OK)
        s = sn_groups_note(b->a, 1, err);
    return s == SN_OK ? sn_groups_get_state(b->a, &state, err) : s;
}

static sn_status texts(void *ctx, sn_error *err)
{
    bench *b = ctx;
    sn_text_hash hash = {++b->turn, b->turn};
    uint64_t text = 0, same;
    bool others, is_there;
    SN_CLEANUP(sn_buf) sn_buf print = SN_BUF(1000);
    sn_status s = sn_text_find(b->a, &hash, &text, &others, err);
    if (s == SN_OK)
        s = sn_text_put(b->a, &hash, SN_STR("print"), &text, err);
    if (s == SN_OK)
        s = sn_text_get(b->a, text, &same, &print, err);
    if (s == SN_OK)
        s = sn_text_has_between(b->a, text, 0, NOW_SEC, &is_there, err);
    if (s == SN_OK)
        s = sn_texts_are_near(b->a, text, text, 60, &is_there, err);
    if (s == SN_OK)
        s = sn_texts_same(b->a, hash.same, ignore_text, NULL, err);
    if (s == SN_OK)
        s = sn_pair_put(b->a, text, text + 1, (sn_reach){60, true}, err);
    if (s == SN_OK)
        s = sn_pairs_of(b->a, text, ignore_text, NULL, err);
    return s == SN_OK ? sn_text_remove(b->a, text, err) : s;
}

static sn_status keys(void *ctx, sn_error *err)
{
    bench *b = ctx;
    sn_time_key some[9];
    uint32_t wanted[9];
    for (uint32_t i = 0; i < COUNT_OF(some); i++) {
        some[i] = (sn_time_key){SN_KEYS_STORY, 1, i, i + 1};
        wanted[i] = i;
    }
    sn_status s = sn_time_keys_put(b->a, some, COUNT_OF(some), err);
    if (s == SN_OK)
        s = sn_time_keys_find(b->a, SN_KEYS_STORY, 1, wanted, COUNT_OF(wanted), ignore_key, NULL,
                              err);
    if (s == SN_OK)
        s = sn_time_keys_each(b->a, SN_KEYS_STORY, 1, ignore_key, NULL, err);
    return s == SN_OK ? sn_time_key_remove(b->a, &some[0], err) : s;
}

/* ---- texts of articles */

static sn_status read_and_write(void *ctx, sn_error *err)
{
    (void)ctx;
    static const char json[] =
        "{\"id\":\"a\",\"title\":\"سیل\\u200cها\",\"author\":[\"پویان\",\"نیک\"],\"tags\":\"یک\","
        "\"published_at\":\"2025-08-20T08:00:00Z\",\"url\":\"https://peyk.example/1\","
        "\"extra\":{\"a\":[1,2,{\"b\":null}]}}";
    SN_CLEANUP(sn_article) sn_article article = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20), merged = SN_BUF(1 << 20);
    sn_status s = sn_article_parse(SN_STR(json), &article, err);
    if (s == SN_OK)
        s = sn_article_write(&article, &out);
    if (s == SN_OK)
        s = sn_article_check_patch(SN_STR("{\"title\":\"دیگر\",\"tags\":null}"), err);
    if (s == SN_OK)
        s = sn_json_merge(sn_buf_str(&out),
                          SN_STR("{\"title\":\"دیگر\",\"tags\":null,\"extra\":{\"a\":{}}}"),
                          &merged);
    return s;
}

static const struct {
    const char *name;
    failing_fn *scenario;
} cases[] = {
    {"put, withdrawn, put again", put_and_put_again},
    {"several in one transaction", put_several_in_one},
    {"taken down and lifted", take_down_and_lift},
    {"walks", walk_all},
    {"what is held", look_up},
    {"checks", check_all},
    {"moments", fall_due},
    {"settings", settings},
    {"a judgement", read_judgement},
    {"runs of batches", runs},
    {"sources", sources},
    {"members of groups", members},
    {"texts of groups", texts},
    {"keys of groups", keys},
    {"an article read, written, patched", read_and_write},
    {"room given back", give_back_room},
    {"copied, joined, replaced", copy_and_replace},
    {"made, opened, opened for reading", open_new_and_again},
};

static void fail_each(const place *p, unsigned kinds)
{
    sn_error err = {0};
    bench b = {.place = p, .a = archive_make(p->dir)};
    assert_ok(put_several_in_one(&b, &err), &err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t n = each_call_fails_of(kinds, cases[i].scenario, &b);
        print_message("  case: %s: %zu\n", cases[i].name, n);
    }
    assert_ok(check_all(&b, &err), &err);
    sn_archive_close(b.a);
}

static void without_memory_nothing_is_lost_and_all_can_be_done_again(void **state)
{
    fail_each(*state, FAILING_MEMORY);
}

static void so_it_is_when_the_database_fails(void **state)
{
    fail_each(*state, FAILING_SQL);
}

static void so_it_is_when_files_fail(void **state)
{
    fail_each(*state, FAILING_FILES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(without_memory_nothing_is_lost_and_all_can_be_done_again),
        PLACED(so_it_is_when_the_database_fails),
        PLACED(so_it_is_when_files_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
