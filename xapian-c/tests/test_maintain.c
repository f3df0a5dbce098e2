#include "xapian-c/tests/helpers.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void make_db(place *p)
{
    sn_xap_writer *w = create_db(p);
    for (sn_docid i = 1; i <= 300; i++)
        put_words(p, w, 1000000 + 1000 * i, i % 2 == 0 ? "even all" : "odd all");
    must(p, sn_xap_writer_set_metadata(w, SN_STR("applied"), SN_STR("300"), &p->err));
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
}

static void a_sound_database_has_no_findings(void **state)
{
    place *p = *state;
    make_db(p);
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(100000);
    size_t errors = 9;
    must(p, sn_xap_check(p->db, &findings, &errors, &p->err));
    assert_int_equal(errors, 0);
}

/* Overwrites 2000 bytes of a table at the given place; the rest is sound. */
static void damage(place *p, long at)
{
    char path[400], junk[2000];
    memset(junk, 0x55, sizeof junk);
    snprintf(path, sizeof path, "%s/postlist.glass", p->db);
    FILE *f = fopen(path, "r+");
    assert_non_null(f);
    fseek(f, at, SEEK_SET);
    assert_int_equal(fwrite(junk, sizeof junk, 1, f), 1);
    fclose(f);
}

/* Both ways the library tells: by count, and by giving up. */
static void damage_is_found(void **state)
{
    place *p = *state;
    make_db(p);
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(100000);
    size_t errors = 0;
    damage(p, 4000);
    must(p, sn_xap_check(p->db, &findings, &errors, &p->err));
    assert_true(errors > 0);
    assert_non_null(strstr(sn_buf_text(&findings), "item ends outside block"));
    damage(p, 0);
    errors = 0;
    must(p, sn_xap_check(p->db, &findings, &errors, &p->err));
    assert_true(errors > 0);
}

static void check_of_nothing(void **state)
{
    place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1000);
    size_t errors = 9;
    assert_int_equal(sn_xap_check(p->db, &findings, &errors, &p->err), SN_ENOTFOUND);
    assert_int_equal(errors, 9);
}

static sn_status same_number(void *ctx, sn_docid docid)
{
    uint32_t *i = ctx;
    ++*i;
    return docid == 1000000 + 1000 * *i ? SN_OK : SN_ECORRUPT;
}

static void compaction_keeps_the_numbers(void **state)
{
    place *p = *state;
    make_db(p);
    char compacted[300];
    snprintf(compacted, sizeof compacted, "%s/compacted", p->dir);
    must(p, sn_xap_compact(p->db, compacted, &p->err));
    sn_xap_db *db = NULL;
    must(p, sn_xap_db_open(compacted, &db, &p->err));
    uint32_t i = 0;
    must(p, sn_xap_db_each_docid(db, SN_STR("all"), same_number, &i, &p->err));
    assert_int_equal(i, 300);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    must(p, sn_xap_db_metadata(db, SN_STR("applied"), &out, &p->err));
    must(p, sn_xap_db_data(db, 1001000, &out, &p->err));
    assert_string_equal(sn_buf_text(&out), "300odd all");
    sn_xap_db_close(db);
}

static void compaction_refuses_what_is_there(void **state)
{
    place *p = *state;
    make_db(p);
    char target[300];
    assert_int_equal(sn_xap_compact(p->db, p->dir, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_compact(p->db, p->db, &p->err), SN_EINVAL);
    snprintf(target, sizeof target, "%s/target", p->dir);
    assert_int_equal(sn_xap_compact(target, p->dir, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_compact(target, target, &p->err), SN_ENOTFOUND);
    assert_int_not_equal(access(target, F_OK), 0);
}

/* ---- joining ---- */

/* A part with the numbers first to last, each with a word of its own. */
static void make_part(place *p, char path[300], const char *name, sn_docid first, sn_docid last)
{
    sn_xap_writer *w = NULL;
    snprintf(path, 300, "%s/%s", p->dir, name);
    must(p, sn_xap_writer_open(path, SN_XAP_SCRATCH, &w, &p->err));
    for (sn_docid i = first; i <= last; i++) {
        char words[40];
        snprintf(words, sizeof words, "all own%u", i);
        put_words(p, w, i, words);
    }
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
}

static sn_status next_number(void *ctx, sn_docid docid)
{
    uint32_t *at = ctx;
    return docid == ++*at ? SN_OK : SN_ECORRUPT;
}

static void parts_are_joined_in_any_order(void **state)
{
    place *p = *state;
    char parts[3][300];
    uint32_t at = 0, freq = 0;
    make_part(p, parts[0], "middle", 31, 50);
    make_part(p, parts[1], "last", 51, 90);
    make_part(p, parts[2], "first", 1, 30);
    must(p, sn_xap_join((const char *const[]){parts[0], parts[1], parts[2]}, 3, p->db, &p->err));
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = open_db(p);
    must(p, sn_xap_db_each_docid(db, SN_STR("all"), next_number, &at, &p->err));
    assert_int_equal(at, 90);
    must(p, sn_xap_db_term_freq(db, SN_STR("own31"), &freq, &p->err));
    assert_int_equal(freq, 1);
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(100);
    must(p, sn_xap_db_data(db, 50, &data, &p->err));
    assert_string_equal(sn_buf_text(&data), "all own50");
}

static void what_is_joined_can_be_written_to(void **state)
{
    place *p = *state;
    char parts[2][300];
    sn_xap_writer *w = NULL;
    uint32_t n = 0;
    make_part(p, parts[0], "a", 1, 20);
    make_part(p, parts[1], "b", 21, 40);
    must(p, sn_xap_join((const char *const[]){parts[0], parts[1]}, 2, p->db, &p->err));
    must(p, sn_xap_writer_open(p->db, SN_XAP_OPEN, &w, &p->err));
    put_words(p, w, 20, "other");
    must(p, sn_xap_writer_delete(w, 21, &p->err));
    put_words(p, w, 50, "new");
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = finish(p, w);
    must(p, sn_xap_db_count(db, &n, &p->err));
    assert_int_equal(n, 40);
    must(p, sn_xap_db_term_freq(db, SN_STR("all"), &n, &p->err));
    assert_int_equal(n, 38);
}

static void numbers_that_overlap_are_not_joined(void **state)
{
    place *p = *state;
    char parts[2][300];
    make_part(p, parts[0], "a", 1, 20);
    make_part(p, parts[1], "b", 20, 40);
    const char *const paths[] = {parts[0], parts[1]};
    assert_int_equal(sn_xap_join(paths, 2, p->db, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_join(paths, 0, p->db, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_join(paths, 1, parts[1], &p->err), SN_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_sound_database_has_no_findings),
        PLACED(damage_is_found),
        PLACED(check_of_nothing),
        PLACED(compaction_keeps_the_numbers),
        PLACED(compaction_refuses_what_is_there),
        PLACED(parts_are_joined_in_any_order),
        PLACED(what_is_joined_can_be_written_to),
        PLACED(numbers_that_overlap_are_not_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
