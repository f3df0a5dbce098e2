#include "layout/index_dir.h"
#include "layout/shards.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static const sn_manifest sample = {.format = SN_INDEX_FORMAT,
                                   .analysis = 3,
                                   .archive_uuid = "0f8fad5b-d9cb-469f-a165-70867728950e",
                                   .built_at = "2026-11-22T03:00:00Z",
                                   .generation = 7};

static void assert_is_sample(const sn_manifest *m)
{
    assert_int_equal(m->format, sample.format);
    assert_int_equal(m->analysis, sample.analysis);
    assert_int_equal(m->generation, sample.generation);
    assert_string_equal(m->archive_uuid, sample.archive_uuid);
    assert_string_equal(m->built_at, sample.built_at);
}

static void a_manifest_comes_back(void **state)
{
    const place *p = *state;
    sn_manifest m;
    sn_error err = {0};
    memset(&m, 0xaa, sizeof m);
    assert_ok(sn_manifest_write(p->dir, &sample, &err), &err);
    assert_ok(sn_manifest_read(p->dir, &m, &err), &err);
    assert_is_sample(&m);
    assert_int_equal(count_entries(p->dir), 1);
}

/* People and other programs read it. */
static void the_file_is_json_with_these_members(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(10000);
    sn_error err = {0};
    assert_ok(sn_manifest_write(p->dir, &sample, &err), &err);
    assert_ok(sn_file_read(place_path(p, "manifest.json"), &text, &err), &err);
    assert_str(sn_buf_str(&text),
               "{\"format\":6,\"analysis\":3,\"archive\":\"0f8fad5b-d9cb-469f-a165-70867728950e\","
               "\"generation\":7,\"built_at\":\"2026-11-22T03:00:00Z\",\"dictionary\":null,"
               "\"shards\":[\"db\"]}\n");
}

static void members_of_a_later_program_are_no_harm(void **state)
{
    const place *p = *state;
    sn_manifest m;
    sn_error err = {0};
    place_put(p, "manifest.json",
              SN_STR("{ \"new\": [1, {}], \"format\": 6, \"analysis\": 3, \"generation\": 7,\n"
                     "\"archive\": \"0f8fad5b-d9cb-469f-a165-70867728950e\",\n"
                     "\"built_at\": \"2026-11-22T03:00:00Z\"}"));
    assert_ok(sn_manifest_read(p->dir, &m, &err), &err);
    assert_is_sample(&m);
}

static void shards_come_back(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(10000);
    sn_manifest several = sample, m;
    sn_error err = {0};
    for (uint32_t n = 1; n <= SN_LIMIT_INDEX_SHARDS; n++) {
        several.shards = n;
        assert_ok(sn_manifest_write(p->dir, &several, &err), &err);
        assert_ok(sn_manifest_read(p->dir, &m, &err), &err);
        assert_is_sample(&m);
        assert_int_equal(m.shards, n);
    }
    assert_ok(sn_file_read(place_path(p, "manifest.json"), &text, &err), &err);
    assert_non_null(strstr(sn_buf_text(&text), "{\"format\":106,")); /* for programs of before */
    assert_non_null(strstr(sn_buf_text(&text), "[\"db/0\",\"db/1\",\"db/2\",\"db/3\"]"));
}

static void shards_that_cannot_be_opened_are_refused(void **state)
{
    static const char *const wrong[] = {
        "{\"format\":106,\"shards\":[\"db/0\",\"db/2\"]}",
        "{\"format\":106,\"shards\":[\"db/0\",\"10.0.0.1:7000\"]}",
        "{\"format\":106,\"shards\":[\"db/0\",\"db/1\",\"db/2\",\"db/3\",\"db/4\"]}",
        "{\"format\":106,\"shards\":[\"db\"]}",
        "{\"format\":106}",
        "{\"format\":6,\"shards\":[\"db/0\",\"db/1\"]}",
        "{\"format\":6,\"shards\":[\"elsewhere\"]}",
        "{\"format\":6,\"shards\":[]}",
        "{\"format\":6,\"shards\":[7]}",
        "{\"format\":6,\"shards\":7}",
    };
    const place *p = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        sn_manifest m = {0};
        sn_error err = {0};
        place_put(p, "manifest.json", sn_str_of(wrong[i]));
        assert_fails(sn_manifest_read(p->dir, &m, &err), SN_EFORMAT, &err, "INDEX_SHARDS");
    }
}

static void paths_of_shards(void **state)
{
    sn_shards shards;
    sn_error err = {0};
    (void)state;
    assert_ok(sn_shards_of("g", 1, &shards, &err), &err);
    assert_string_equal(shards.at[0], "g/db");
    assert_ok(sn_shards_of("g", 3, &shards, &err), &err);
    assert_string_equal(shards.at[2], "g/db/2");
    assert_fails(sn_shards_of("g", SN_LIMIT_INDEX_SHARDS + 1, &shards, &err), SN_ELIMIT, &err,
                 "INDEX_SHARDS");
    assert_fails(sn_shards_of("g", 0, &shards, &err), SN_ELIMIT, &err, "INDEX_SHARDS");
}

static void another_format_is_named(void **state)
{
    const place *p = *state;
    sn_manifest other = sample, m = {0};
    sn_error err = {0};
    other.format = 7;
    assert_ok(sn_manifest_write(p->dir, &other, &err), &err);
    assert_fails(sn_manifest_read(p->dir, &m, &err), SN_EFORMAT, &err, "format 7");
    assert_int_equal(m.format, 7);
    place_put(p, "manifest.json", SN_STR("{\"analysis\":1}"));
    assert_fails(sn_manifest_read(p->dir, &m, &err), SN_EFORMAT, &err, NULL);
    place_put(p, "manifest.json", SN_STR("{\"format\":\"1\"}"));
    assert_fails(sn_manifest_read(p->dir, &m, &err), SN_EFORMAT, &err, NULL);
}

static void the_format_before_is_still_read(void **state)
{
    const place *p = *state;
    sn_manifest older = sample, m = {0};
    sn_error err = {0};
    older.format = 1;
    assert_ok(sn_manifest_write(p->dir, &older, &err), &err);
    assert_ok(sn_manifest_read(p->dir, &m, &err), &err);
    assert_int_equal(m.format, 1);
}

static void what_is_no_manifest_is_corrupt(void **state)
{
    const place *p = *state;
    static const char *const texts[] = {"", "{", "[]", "null", "manifest", "{\"format\":1,"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        sn_manifest m = sample;
        sn_error err = {0};
        print_message("  case: «%s»\n", texts[i]);
        place_put(p, "manifest.json", sn_str_of(texts[i]));
        assert_fails(sn_manifest_read(p->dir, &m, &err), SN_ECORRUPT, &err, "manifest.json");
        assert_is_sample(&m);
    }
}

static void a_missing_manifest_is_not_found(void **state)
{
    const place *p = *state;
    sn_manifest m;
    sn_error err = {0};
    assert_fails(sn_manifest_read(p->dir, &m, &err), SN_ENOTFOUND, &err, "manifest.json");
    assert_fails(sn_manifest_write(place_path(p, "none"), &sample, &err), SN_ENOTFOUND, &err, NULL);
}

static void long_members_are_cut_not_overrun(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(10000);
    sn_manifest m;
    sn_error err = {0};
    sn_buf_add_str(&text, SN_STR("{\"format\":1,\"generation\":99999999999,\"archive\":\""));
    for (int i = 0; i < 1000; i++)
        sn_buf_add_byte(&text, 'a');
    sn_buf_add_str(&text, SN_STR("\"}"));
    place_put(p, "manifest.json", sn_buf_str(&text));
    assert_ok(sn_manifest_read(p->dir, &m, &err), &err);
    assert_int_equal(strlen(m.archive_uuid), sizeof m.archive_uuid - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_manifest_comes_back),
        PLACED(the_file_is_json_with_these_members),
        PLACED(members_of_a_later_program_are_no_harm),
        PLACED(shards_come_back),
        PLACED(shards_that_cannot_be_opened_are_refused),
        cmocka_unit_test(paths_of_shards),
        PLACED(another_format_is_named),
        PLACED(the_format_before_is_still_read),
        PLACED(what_is_no_manifest_is_corrupt),
        PLACED(a_missing_manifest_is_not_found),
        PLACED(long_members_are_cut_not_overrun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
