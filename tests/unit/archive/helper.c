#include "tests/unit/archive/helper.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

sn_archive *archive_make(const char *dir)
{
    sn_error err = {0};
    sn_archive *a = NULL;
    assert_ok(
        sn_archive_open(dir, &(sn_archive_opts){.create = true, .now_sec = NOW_SEC}, &a, &err),
        &err);
    return a;
}

sn_archive *archive_reopen(sn_archive *a, const char *dir)
{
    sn_archive_close(a);
    return archive_make(dir);
}

sn_status put(sn_archive *a, const char *id, const char *title, const char *rest,
              sn_put_result *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(1 << 20);
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_error parse_err = {0};
    sn_buf_add_format(&json, "{\"id\":\"%s\",\"title\":\"%s\"%s}", id, title, rest);
    assert_ok(sn_article_parse(sn_buf_str(&json), &article, &parse_err), &parse_err);
    return sn_archive_put(a, &article, out, err);
}

uint64_t put_ok(sn_archive *a, const char *id, const char *title, const char *rest,
                sn_put_outcome outcome)
{
    sn_error err = {0};
    sn_put_result result = {0};
    assert_ok(put(a, id, title, rest, &result, &err), &err);
    assert_int_equal(result.outcome, outcome);
    assert_int_equal(result.change == 0, outcome == SN_PUT_UNCHANGED);
    return result.change;
}

void expect_put(sn_archive *a, const char *id, const char *title, const char *rest,
                sn_status status, const char *message)
{
    sn_error err = {0};
    sn_put_result result = {.outcome = SN_PUT_UPDATED, .change = 77};
    assert_fails(put(a, id, title, rest, &result, &err), status, &err, message);
    assert_int_equal(result.change, 77);
}

uint64_t withdraw_ok(sn_archive *a, const char *id)
{
    sn_error err = {0};
    uint64_t change = 0;
    assert_ok(sn_archive_withdraw(a, sn_str_of(id), &change, &err), &err);
    return change;
}

uint64_t take_down_ok(sn_archive *a, const char *id)
{
    sn_error err = {0};
    uint64_t change = 0;
    uint32_t docid = 77;
    assert_ok(sn_archive_take_down(a, sn_str_of(id), "who", "why", &change, &docid, &err), &err);
    return change;
}

uint64_t lift_ok(sn_archive *a, const char *id)
{
    sn_error err = {0};
    uint64_t change = 0;
    assert_ok(sn_archive_lift(a, sn_str_of(id), "lifter", &change, &err), &err);
    return change;
}

void expect_state(sn_archive *a, const char *id, sn_article_state state, const char *title)
{
    sn_error err = {0};
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    assert_ok(sn_archive_get(a, sn_str_of(id), &record, &err), &err);
    assert_string_equal(sn_article_state_name(record.state), sn_article_state_name(state));
    if (title == NULL)
        assert_int_equal(record.json.len, 0);
    else
        assert_non_null(strstr(sn_buf_text(&record.json), title));
    assert_int_equal(record.docid == 0, title == NULL);
}

void expect_unknown(sn_archive *a, const char *id)
{
    sn_error err = {0};
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    assert_fails(sn_archive_get(a, sn_str_of(id), &record, &err), SN_ENOTFOUND, &err, NULL);
}

uint32_t docid_of(sn_archive *a, const char *id)
{
    sn_error err = {0};
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    assert_ok(sn_archive_get(a, sn_str_of(id), &record, &err), &err);
    return record.docid;
}

sn_status walk_note(void *ctx, const sn_change *change)
{
    walked *w = ctx;
    SN_CLEANUP(sn_article) sn_article article = {0};
    if (change->json.len > 0)
        assert_int_equal(sn_article_parse(change->json, &article, NULL), SN_OK);
    sn_buf_add_format(&w->text, "%s%.*s=%s", w->n == 0 ? "" : " ", (int)change->id.len,
                      change->id.at, article.title != NULL ? article.title : "");
    assert_true(w->n < COUNT_OF(w->docids));
    w->docids[w->n] = change->docid;
    w->changes[w->n] = change->change;
    w->n++;
    return SN_OK;
}

uint64_t expect_changes(sn_archive *a, uint64_t after, const char *want)
{
    sn_error err = {0};
    walked w = {.text = SN_BUF(1 << 20)};
    uint64_t last = 0;
    assert_ok(sn_archive_each_change(a, after, 1000, walk_note, &w, &last, &err), &err);
    assert_string_equal(sn_buf_text(&w.text), want);
    sn_buf_done(&w.text);
    return last;
}

void expect_live(sn_archive *a, const char *want)
{
    sn_error err = {0};
    walked w = {.text = SN_BUF(1 << 20)};
    uint32_t next = 77;
    assert_ok(sn_archive_each_live(a, 0, 1000, walk_note, &w, &next, &err), &err);
    assert_int_equal(next, 0);
    assert_string_equal(sn_buf_text(&w.text), want);
    sn_buf_done(&w.text);
}

void copy_file(const place *p, const char *from, const char *to)
{
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(1 << 26);
    assert_ok(sn_file_read(place_path(p, from), &content, &err), &err);
    place_put(p, to, sn_buf_str(&content));
}
