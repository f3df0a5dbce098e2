/* The copies of one article, and how alike they are. */
#include "tests/unit/query/shelf.h"

#include "layout/membership.h"
#include "query/duplicates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPENING                                                                                    \
    "پل دوم زرینه‌آب پس از سه سال کار به روی مردم گشوده "  \
    "شد. "
#define MINISTER                                                                                                      \
    "وزیر راه در آیین گشایش گفت این پل راه دو شهر را نیم ساعت کوتاه " \
    "می‌کند. "
#define COST "ساخت آن چهار میلیارد تومان هزینه برد و دویست کارگر در آن کار کردند. "
#define TAIL "گزارش از بخش شهری روزنامه."

static void put(shelf *s, const char *id, const char *title, const char *body, const char *date,
                const char *group)
{
    char json[2000];
    snprintf(json, sizeof json,
             "{\"id\":\"%s\",\"title\":\"%s\",\"body\":\"%s\",\"source\":\"پیک\",\"published_at\":"
             "\"%s\"}",
             id, title, body, date);
    shelf_put_in(s, json, 0, group, group);
}

static int furnish(void **state)
{
    if (shelf_make(state) != 0)
        return -1;
    shelf *s = *state;
    put(s, "wire", "گشایش پل", OPENING MINISTER COST, "2026-11-10T08:00:00Z", "wire");
    put(s, "same", "گشایش پل", OPENING MINISTER COST, "2026-11-10T09:00:00Z", "wire");
    put(s, "tail", "گشایش پل", OPENING MINISTER COST TAIL, "2026-11-10T10:00:00Z", "wire");
    put(s, "cut", "گشایش پل زرینه‌آب", OPENING MINISTER, "2026-11-10T07:00:00Z",
        "wire");
    put(s, "other", "گندم گران شد", "بهای گندم در بازار بالا رفت.", "2026-11-10T11:00:00Z",
        "other");
    shelf_commit(s);
    return 0;
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static sn_status ask(shelf *s, const char *id, const char *const *settings, sn_buf *out)
{
    sn_problem problem = {0};
    sn_duplicates_request r;
    sn_duplicates_request_init(&r);
    for (; *settings != NULL; settings++) {
        const char *equals = strchr(*settings, '=');
        sn_str name = {*settings, (size_t)(equals - *settings)};
        assert_int_equal(sn_duplicates_request_set(&r, name, sn_str_of(equals + 1), &problem),
                         SN_OK);
    }
    return sn_duplicates_json(s->searcher, sn_str_of(id), &r, NULL, out, &problem);
}

static cJSON *answer_of(shelf *s, const char *id, const char *setting)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    assert_int_equal(ask(s, id, (const char *const[]){setting, NULL}, &out), SN_OK);
    return cJSON_Parse(sn_buf_text(&out));
}

/* Ids in their order, joined by blanks. */
static const char *ids_of(const cJSON *answer)
{
    static char out[256];
    const cJSON *one;
    size_t len = 0;
    out[0] = '\0';
    cJSON_ArrayForEach(one, shelf_at(answer, "duplicates")) len += (size_t)snprintf(
        out + len, sizeof out - len, "%s%s", len > 0 ? " " : "", shelf_at(one, "id")->valuestring);
    return out;
}

static void copies_stand_by_how_alike_they_are(void **state)
{
    cJSON *a = answer_of(*state, "wire", NULL);
    assert_string_equal(ids_of(a), "same tail cut");
    assert_int_equal(shelf_at(a, "total")->valueint, 3);
    assert_true(shelf_at(a, "duplicates.0.similarity")->valuedouble == 1);
    assert_true(cJSON_IsTrue(shelf_at(a, "duplicates.0.same_text")));
    double tail = shelf_at(a, "duplicates.1.jaccard")->valuedouble;
    double cut = shelf_at(a, "duplicates.2.jaccard")->valuedouble;
    assert_true(tail > cut && tail < 1 && cut > 0.4);
    double contained = shelf_at(a, "duplicates.2.containment")->valuedouble;
    assert_true(contained > cut && contained < 1);
    assert_true(shelf_at(a, "duplicates.2.similarity")->valuedouble == contained);
    assert_true(cJSON_IsFalse(shelf_at(a, "duplicates.2.same_text")));
    cJSON_Delete(a);
}

static void the_group_and_who_stands_for_it_are_named(void **state)
{
    char want[SN_GROUP_TEXT_SIZE];
    sn_group_write(SN_GROUP_COPIES, sn_group_name(SN_STR("wire")), want);
    cJSON *a = answer_of(*state, "tail", NULL);
    assert_string_equal(shelf_at(a, "id")->valuestring, "tail");
    assert_string_equal(shelf_at(a, "group")->valuestring, want);
    assert_string_equal(shelf_at(a, "representative.id")->valuestring, "cut");
    const cJSON *one;
    cJSON_ArrayForEach(one, shelf_at(a, "duplicates"))
    {
        bool is_first = strcmp(shelf_at(one, "id")->valuestring, "cut") == 0;
        assert_int_equal(cJSON_IsTrue(shelf_at(one, "is_representative")), is_first);
    }
    cJSON_Delete(a);
}

static void as_many_and_as_alike_as_wanted(void **state)
{
    static const struct {
        const char *setting, *want;
    } cases[] = {{"limit=1", "same"},        {"limit=2", "same tail"},
                 {"min=1", "same tail"},     {"min=0.999", "same tail"}, /* it has all of it */
                 {"min=0", "same tail cut"}, {"limit=100", "same tail cut"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        cJSON *a = answer_of(*state, "wire", cases[i].setting);
        assert_string_equal(ids_of(a), cases[i].want);
        assert_int_equal(shelf_at(a, "total")->valueint, 3);
        cJSON_Delete(a);
    }
}

static void an_article_alone_has_none(void **state)
{
    cJSON *a = answer_of(*state, "other", NULL);
    assert_string_equal(ids_of(a), "");
    assert_int_equal(shelf_at(a, "total")->valueint, 0);
    assert_string_equal(shelf_at(a, "representative.id")->valuestring, "other");
    cJSON_Delete(a);
}

static void what_is_taken_down_is_neither_asked_nor_listed(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    static const char *const nothing[] = {NULL};
    assert_int_equal(ask(s, "nobody", nothing, &out), SN_ENOTFOUND);
    shelf_hide(s, "cut");
    assert_int_equal(ask(s, "cut", nothing, &out), SN_ENOTFOUND);
    assert_int_equal(out.len, 0);
    cJSON *a = answer_of(s, "wire", NULL);
    assert_string_equal(ids_of(a), "same tail");
    assert_int_equal(shelf_at(a, "total")->valueint, 2);
    assert_string_equal(shelf_at(a, "representative.id")->valuestring, "wire");
    cJSON_Delete(a);
}

static void an_older_index_knows_no_groups(void **state)
{
    shelf *s = *state;
    shelf_ids(s, "q=پل", NULL);
    s->searcher->snapshot.manifest.format = 2; /* which stays open until a switch */
    cJSON *a = answer_of(s, "wire", NULL);
    assert_true(cJSON_IsNull(shelf_at(a, "group")));
    assert_true(cJSON_IsNull(shelf_at(a, "representative")));
    assert_string_equal(ids_of(a), "");
    cJSON_Delete(a);
}

static void wrong_parameters_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value, *code;
    } cases[] = {
        {"limit", "0", "invalid_parameter"}, {"limit", "101", "invalid_parameter"},
        {"limit", "", "invalid_parameter"},  {"min", "1.01", "invalid_parameter"},
        {"min", "3", "invalid_parameter"},   {"min", "-0.1", "invalid_parameter"},
        {"min", "", "invalid_parameter"},    {"min", "0.", "invalid_parameter"},
        {"min", ".5", "invalid_parameter"},  {"min", "1e-1", "invalid_parameter"},
        {"min", "0x1", "invalid_parameter"}, {"min", "nan", "invalid_parameter"},
        {"min", "۰٫۵", "invalid_parameter"}, {"fields", "id", "unknown_parameter"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_problem problem = {0};
        sn_duplicates_request r;
        sn_duplicates_request_init(&r);
        assert_int_equal(sn_duplicates_request_set(&r, sn_str_of(cases[i].name),
                                                   sn_str_of(cases[i].value), &problem),
                         SN_EINVAL);
        assert_string_equal(problem.code, cases[i].code);
        assert_true(r.min == 0); /* what is refused changes nothing */
    }
    sn_problem problem = {0};
    sn_duplicates_request r;
    sn_duplicates_request_init(&r);
    assert_int_equal(sn_duplicates_request_set(&r, SN_STR("min"), SN_STR("0.5"), &problem), SN_OK);
    assert_int_equal(sn_duplicates_request_set(&r, SN_STR("min"), SN_STR("0.5"), &problem),
                     SN_EINVAL);
    assert_string_equal(problem.code, "repeated_parameter");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(copies_stand_by_how_alike_they_are),
        FURNISHED(the_group_and_who_stands_for_it_are_named),
        FURNISHED(as_many_and_as_alike_as_wanted),
        FURNISHED(an_article_alone_has_none),
        FURNISHED(what_is_taken_down_is_neither_asked_nor_listed),
        FURNISHED(an_older_index_knows_no_groups),
        cmocka_unit_test(wrong_parameters_are_refused),
    };
    return cmocka_run_group_tests_name("query/duplicates", tests, NULL, NULL);
}
