#include "indexer/backup/manifest.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD                                                                                       \
    "{\"format\":1,\"made_at\":\"2026-11-27T03:00:00Z\",\"archive\":\"a\",\"change\":7,"           \
    "\"articles\":5,\"index_bytes\":9,\"files\":["
#define FILE_OF(name) "{\"name\":\"" name "\",\"bytes\":1,\"blake2b\":\"" ZEROS "\"}"
#define BOTH          FILE_OF("archive.db") "," FILE_OF("takedowns.db")

static const struct parse_case {
    const char *json, *message; /* NULL: it is taken */
    sn_status status;
} cases[] = {
    {HEAD BOTH "]}", NULL, SN_OK},
    {HEAD BOTH "," FILE_OF("cursor.key") "," FILE_OF("keys") "," FILE_OF("sarnakh.conf") "]}", NULL,
     SN_OK},
    {HEAD BOTH "," FILE_OF("dictionaries/stop.txt") "]}", NULL, SN_OK},
    {"", "no format", SN_ECORRUPT},
    {"[]", "no format", SN_ECORRUPT},
    {"{\"format\":0}", "no format", SN_ECORRUPT},
    {"{\"format\":1.5}", "no format", SN_ECORRUPT},
    {"{\"format\":2}", "format 2, this program knows 1", SN_EFORMAT},
    {"{\"format\":1}", "does not say of what", SN_ECORRUPT},
    {HEAD "]}", "no archive in it", SN_ECORRUPT},
    {HEAD FILE_OF("archive.db") "]}", "no archive in it", SN_ECORRUPT},
    {HEAD BOTH "," FILE_OF("archive.db") "]}", "twice", SN_ECORRUPT},
    {HEAD BOTH "," FILE_OF("../etc/passwd") "]}", "no file of a backup", SN_ECORRUPT},
    {HEAD BOTH "," FILE_OF("/etc/passwd") "]}", "no file of a backup", SN_ECORRUPT},
    {HEAD BOTH "," FILE_OF("dictionaries/../x") "]}", "no file of a backup", SN_ECORRUPT},
    {HEAD BOTH "," FILE_OF("dictionaries/.x") "]}", "no file of a backup", SN_ECORRUPT},
    {HEAD BOTH "," FILE_OF("dictionaries/") "]}", "no file of a backup", SN_ECORRUPT},
    {HEAD BOTH "," FILE_OF("dictionaries/a/b") "]}", "no file of a backup", SN_ECORRUPT},
    {HEAD BOTH "," FILE_OF("generations/000001") "]}", "no file of a backup", SN_ECORRUPT},
    {HEAD BOTH ",{\"name\":\"cursor.key\",\"bytes\":-1,\"blake2b\":\"" ZEROS "\"}]}",
     "no name, size or digest", SN_ECORRUPT},
    {HEAD BOTH ",{\"name\":\"cursor.key\",\"bytes\":1,\"blake2b\":\"xx\"}]}",
     "no name, size or digest", SN_ECORRUPT},
    {HEAD BOTH ",7]}", "no name, size or digest", SN_ECORRUPT},
};

static void only_manifests_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_backup_manifest) sn_backup_manifest m = {0};
        sn_error err = {0};
        sn_status s = sn_backup_manifest_parse("backup.json", sn_str_of(cases[i].json), &m, &err);
        if (s != cases[i].status)
            fail_msg("case %zu: %s %s", i, sn_status_name(s), err.msg);
        assert_fails(s, cases[i].status, &err, cases[i].message);
        assert_int_equal(m.n_files > 0, s == SN_OK);
    }
}

static void what_is_written_is_read(void **state)
{
    SN_CLEANUP(sn_backup_manifest) sn_backup_manifest m = {.change = 1234567890123, .articles = 5};
    SN_CLEANUP(sn_backup_manifest) sn_backup_manifest again = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    sn_error err = {0};
    (void)state;
    snprintf(m.made_at, sizeof m.made_at, "2026-11-27T03:00:00Z");
    snprintf(m.archive_uuid, sizeof m.archive_uuid, "u");
    assert_ok(sn_backup_manifest_add(&m, "archive.db", 1ull << 40, ZEROS, &err), &err);
    assert_ok(sn_backup_manifest_add(&m, "takedowns.db", 0, ZEROS, &err), &err);
    assert_ok(sn_backup_manifest_add(&m, "dictionaries/واژه \"ها\".txt", 3, ZEROS, &err), &err);
    assert_fails(sn_backup_manifest_add(&m, "hidden", 3, ZEROS, &err), SN_EINVAL, &err, "hidden");
    assert_ok(sn_backup_manifest_write(&m, &text, &err), &err);
    assert_ok(sn_backup_manifest_parse("m", sn_buf_str(&text), &again, &err), &err);
    assert_true(again.n_files == 3 && again.change == m.change && again.articles == 5);
    assert_true(again.files[0].bytes == 1ull << 40);
    assert_string_equal(again.files[2].name, m.files[2].name);
}

static void a_digest_is_of_all_bytes(void **state)
{
    const place *p = *state;
    char digest[SN_DIGEST_SIZE], other[SN_DIGEST_SIZE];
    uint64_t bytes = 7;
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(1 << 20);
    place_put(p, "empty", SN_STR(""));
    assert_ok(sn_file_digest(place_path(p, "empty"), digest, &bytes, &err), &err);
    assert_int_equal(bytes, 0);
    /* BLAKE2b of 256 bits, as b2sum -l 256 has it */
    assert_string_equal(digest, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    for (unsigned i = 0; i < 70000; i++)
        sn_buf_add_byte(&content, (unsigned char)i);
    place_put(p, "a", sn_buf_str(&content));
    content.at[69999] ^= 1;
    place_put(p, "b", sn_buf_str(&content));
    assert_ok(sn_file_digest(place_path(p, "a"), digest, &bytes, &err), &err);
    assert_int_equal(bytes, 70000);
    assert_ok(sn_file_digest(place_path(p, "b"), other, &bytes, &err), &err);
    assert_string_not_equal(digest, other);
    assert_int_equal(sn_file_digest(place_path(p, "none"), other, &bytes, &err), SN_ENOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_manifests_are_read),
        cmocka_unit_test(what_is_written_is_read),
        PLACED(a_digest_is_of_all_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
