/* Tasks as they are kept, and what their program is called with. */
#include "http/tasks/keep.h"

#include "base/limits.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "{\"id\":7,\"kind\":\"reindex\",\"state\":\"done\",\"who\":\"0123456789abcdef\","
#define REST                                                                                       \
    "\"command\":\"rebuild --jobs 2\",\"started_at\":\"2026-11-27T06:00:00Z\","                    \
    "\"finished_at\":\"2026-11-27T06:05:00Z\",\"exit_status\":0,"
#define TAIL "\"messages\":[\"one\",\"two\"],\"run\":{\"n\":1.50,\"a\":[\"\\u003cb\"]}}"

static void write(const sn_task *task, sn_buf *out)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    sn_task_members(task, true, &j);
    sn_json_end(&j);
    assert_int_equal(sn_json_finish(&j), SN_OK);
}

static void a_task_is_read_as_it_was_written(void **state)
{
    static const char json[] = HEAD REST TAIL;
    SN_CLEANUP(sn_task) sn_task task = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_error err = {0};
    (void)state;
    assert_ok(sn_task_parse(SN_STR(json), &task, &err), &err);
    assert_int_equal(task.id, 7);
    assert_int_equal(task.kind, SN_TASK_REINDEX);
    assert_int_equal(task.finished_sec - task.started_sec, 300);
    assert_string_equal(task.messages, "one\ntwo\n");
    write(&task, &out);
    assert_string_equal(out.at, json);
}

static void what_is_no_task_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{}",
        "{\"id\":7}",
        HEAD REST TAIL "x",
        "{\"id\":0,\"kind\":\"reindex\",\"state\":\"done\"," REST TAIL,
        "{\"id\":1.5,\"kind\":\"reindex\",\"state\":\"done\"," REST TAIL,
        "{\"id\":\"7\",\"kind\":\"reindex\",\"state\":\"done\"," REST TAIL,
        "{\"id\":7,\"kind\":\"rm\",\"state\":\"done\"," REST TAIL,
        "{\"id\":7,\"kind\":\"check\",\"state\":\"dead\"," REST TAIL,
        "{\"id\":7,\"kind\":\"check\",\"state\":\"done\",\"who\":"
        "\"0123456789abcdef0123456789\"," REST TAIL,
        HEAD "\"started_at\":\"soon\",\"exit_status\":0," TAIL,
        HEAD "\"exit_status\":256," TAIL,
        HEAD REST "\"run\":[1]}",
        HEAD REST "\"run\":\"x\"}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sn_task task = {.id = 3};
        sn_error err = {0};
        if (sn_task_parse(sn_str_of(bad[i]), &task, &err) == SN_OK)
            fail_msg("%s", bad[i]);
        assert_int_equal(task.id, 3);
    }
}

static void a_killed_one_is_interrupted_unless_its_report_says_otherwise(void **state)
{
    const place *p = *state;
    static const struct {
        const char *report;
        sn_task_state state;
        int64_t finished_sec;
    } cases[] = {
        {NULL, SN_TASK_INTERRUPTED, 0},
        {"{\"exit_status\":0,\"ended_at\":\"1970-01-01T00:00:09Z\"}", SN_TASK_DONE, 9},
        {"{\"exit_status\":1,\"ended_at\":\"1970-01-01T00:00:09Z\"}", SN_TASK_FAILED, 9},
        {"{\"exit_status\":0}", SN_TASK_INTERRUPTED, 0},
        {"{\"exit_status\":\"0\",\"ended_at\":\"1970-01-01T00:00:09Z\"}", SN_TASK_INTERRUPTED, 0},
        {"{\"exit_status\":1e200,\"ended_at\":\"1970-01-01T00:00:09Z\"}", SN_TASK_INTERRUPTED, 0},
        {"{", SN_TASK_INTERRUPTED, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SN_CLEANUP(sn_task) sn_task task = {.id = 5, .state = SN_TASK_RUNNING};
        if (cases[i].report != NULL)
            place_put(p, "5.report", sn_str_of(cases[i].report));
        sn_task_settle(place_path(p, ""), &task);
        assert_int_equal(task.state, cases[i].state);
        assert_int_equal(task.finished_sec, cases[i].finished_sec);
    }
}

static void what_a_program_says_is_text(void **state)
{
    static const char said[] = "a\tb\x1b[1m\n\xff\0\xd8\xb3\n";
    (void)state;
    char *text = sn_task_messages_of((sn_str){said, sizeof said - 1});
    assert_string_equal(text, "a b [1m\n? \xd8\xb3\n");
    free(text);
}

static void the_program_is_called_with_numbers_only(void **state)
{
    static const struct {
        sn_task_order order;
        const char *want;
    } cases[] = {
        {{.kind = SN_TASK_REINDEX}, "rebuild"},
        {{.kind = SN_TASK_REINDEX, .regroup = true, .jobs = 3}, "rebuild --regroup --jobs 3"},
        {{.kind = SN_TASK_VACUUM}, "vacuum"},
        {{.kind = SN_TASK_ROLLBACK}, "rollback"},
        {{.kind = SN_TASK_SWITCH, .generation = 4294967295}, "rollback 4294967295"},
        {{.kind = SN_TASK_CHECK, .deep = true, .sample = 9}, "check --deep --sample 9"},
        {{.kind = SN_TASK_BACKUP, .backup_dir = "/b"}, "backup /b/sarnakh-1970-01-01T000009Z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *arguments[SN_TASK_ARGUMENTS];
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1000);
        SN_CLEANUP(sn_buf) sn_buf joined = SN_BUF(1000);
        size_t n = sn_task_arguments(&cases[i].order, 9, &text, arguments);
        for (size_t k = 0; k < n; k++)
            sn_buf_add_format(&joined, "%s%s", k > 0 ? " " : "", arguments[k]);
        assert_string_equal(sn_buf_text(&joined), cases[i].want);
    }
}

static void kinds_have_names_and_lanes(void **state)
{
    sn_task_kind kind;
    (void)state;
    for (int i = 0; i < SN_TASK_KINDS; i++) {
        assert_true(sn_task_kind_of(sn_task_kind_name((sn_task_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    assert_false(sn_task_kind_of("rebuild", &kind));
    assert_int_equal(sn_task_lane_of(SN_TASK_VACUUM), sn_task_lane_of(SN_TASK_REINDEX));
    assert_int_not_equal(sn_task_lane_of(SN_TASK_BACKUP), sn_task_lane_of(SN_TASK_REINDEX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_is_read_as_it_was_written),
        cmocka_unit_test(what_is_no_task_is_refused),
        PLACED(a_killed_one_is_interrupted_unless_its_report_says_otherwise),
        cmocka_unit_test(what_a_program_says_is_text),
        cmocka_unit_test(the_program_is_called_with_numbers_only),
        cmocka_unit_test(kinds_have_names_and_lanes),
    };
    return cmocka_run_group_tests_name("http/tasks/task", tests, NULL, NULL);
}
