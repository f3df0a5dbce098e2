#include "tests/unit/query/shelf.h"

#include "analysis/fingerprint.h"
#include "archive/article.h"
#include "archive/number.h"
#include "base/cleanup.h"
#include "config/file.h"
#include "indexer/apply/document.h"
#include "layout/terms.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SETTINGS 16

int shelf_make(void **state)
{
    sn_error err = {0};
    shelf *s = calloc(1, sizeof *s);
    void *made = NULL;
    if (s == NULL || place_make(&made) != 0)
        return -1;
    s->place = made;
    assert_ok(sn_dir_make(place_path(s->place, "generations"), &err), &err);
    assert_ok(sn_epoch_open(s->place->dir, true, &s->epoch, &err), &err);
    shelf_generation(s);
    shelf_switch(s);
    assert_ok(sn_engine_open(s->place->dir, NULL, &s->engine, &err), &err);
    assert_ok(sn_searcher_create(s->engine, &s->searcher, &err), &err);
    *state = s;
    return 0;
}

int shelf_furnish(void **state, const char *const *articles, size_t n)
{
    if (shelf_make(state) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        shelf_put(*state, articles[i], 0);
    shelf_commit(*state);
    return 0;
}

int shelf_remove(void **state)
{
    shelf *s = *state;
    sn_searcher_destroy(s->searcher);
    sn_engine_close(s->engine);
    sn_xap_writer_close(s->writer);
    sn_epoch_close(s->epoch);
    void *made = s->place;
    free(s);
    return place_remove(&made);
}

void shelf_generation(shelf *s)
{
    char path[SN_PATH_SIZE], db[SN_PATH_SIZE];
    sn_error err = {0};
    s->generation++;
    assert_ok(sn_generation_path(s->place->dir, s->generation, path, sizeof path, &err), &err);
    assert_ok(sn_dir_make(path, &err), &err);
    sn_manifest m = {.format = SN_INDEX_FORMAT,
                     .analysis = SN_ANALYSIS_VERSION,
                     .archive_uuid = "8a1f0e4c-0000-4000-8000-000000000001",
                     .built_at = "2026-11-22T00:00:00Z",
                     .generation = s->generation};
    assert_ok(sn_manifest_write(path, &m, &err), &err);
    assert_ok(sn_path_join(path, "db", db, sizeof db, &err), &err);
    sn_xap_writer_close(s->writer);
    s->writer = NULL;
    assert_ok(sn_xap_writer_open(db, SN_XAP_CREATE, &s->writer, &err), &err);
    assert_ok(sn_xap_writer_commit(s->writer, &err), &err);
}

void shelf_switch(shelf *s)
{
    sn_error err = {0};
    assert_ok(sn_generation_switch(s->place->dir, s->generation, &err), &err);
    s->current = s->generation;
    sn_epoch_set_applied(s->epoch, s->generation, s->change);
}

/* Unless told otherwise, articles of equal text are copies. */
static void find_groups(const sn_article *a, const char *copies, const char *story,
                        sn_membership *out)
{
    SN_CLEANUP_PTR(sn_fingerprint_maker) sn_fingerprint_maker *maker = NULL;
    sn_fingerprint print;
    out->story = sn_group_name(sn_str_of(story != NULL ? story : a->id));
    out->copies = sn_group_name(sn_str_of(copies != NULL ? copies : a->id));
    if (copies != NULL)
        return;
    assert_int_equal(sn_fingerprint_maker_create(&maker), SN_OK);
    assert_int_equal(sn_fingerprint_make(maker, sn_str_of(a->title), sn_str_of(a->lead),
                                         sn_str_of(a->body), &print),
                     SN_OK);
    out->copies = print.text != 0 ? print.text : out->copies;
}

sn_docid shelf_put(shelf *s, const char *json, uint32_t slot)
{
    return shelf_put_in(s, json, slot, NULL, NULL);
}

sn_docid shelf_put_in(shelf *s, const char *json, uint32_t slot, const char *copies,
                      const char *story)
{
    sn_error err = {0};
    SN_CLEANUP(sn_article) sn_article a = {0};
    SN_CLEANUP_PTR(sn_document_maker) sn_document_maker *maker = NULL;
    const sn_xap_doc *doc;
    assert_ok(sn_article_parse(sn_str_of(json), &a, &err), &err);
    assert_ok(sn_document_maker_create(sn_lexicon_builtin(), &maker, &err), &err);
    sn_membership groups;
    find_groups(&a, copies, story, &groups);
    assert_ok(sn_document_make(maker, &a, &groups, &doc, &err), &err);
    bool is_dated = a.published_at.precision != 0;
    sn_docid docid = is_dated ? sn_number_of_minute(sn_minute_of_second(a.published_at.sec)) + slot
                              : SN_NUMBER_DATED_LAST + ++s->undated;
    assert_ok(sn_xap_writer_replace(s->writer, docid, doc, &err), &err);
    s->change++;
    return docid;
}

void shelf_delete(shelf *s, sn_docid docid)
{
    sn_error err = {0};
    assert_ok(sn_xap_writer_delete(s->writer, docid, &err), &err);
    s->change++;
}

void shelf_commit(shelf *s)
{
    char number[24];
    sn_error err = {0};
    snprintf(number, sizeof number, "%" PRIu64, s->change);
    assert_ok(
        sn_xap_writer_set_metadata(s->writer, SN_STR(SN_META_APPLIED), sn_str_of(number), &err),
        &err);
    assert_ok(sn_xap_writer_set_metadata(s->writer, SN_STR(SN_META_SPILL), SN_STR("12"), &err),
              &err);
    assert_ok(sn_xap_writer_commit(s->writer, &err), &err);
    if (s->current == s->generation)
        sn_epoch_set_applied(s->epoch, s->generation, s->change);
}

void shelf_hide(shelf *s, const char *id)
{
    sn_error err = {0};
    s->change++;
    assert_ok(sn_hidden_add(s->place->dir, s->epoch, sn_str_of(id), s->change, &err), &err);
}

void shelf_configure(shelf *s, const char *text)
{
    sn_error err = {0};
    place_put(s->place, SN_CONFIG_NAME, sn_str_of(text));
    assert_ok(sn_engine_reload(s->engine, &err), &err);
}

void shelf_request(sn_request *r, const char *const *settings)
{
    assert_int_equal(sn_request_init(r), SN_OK);
    r->now_sec = 1795000000; /* 2026-11-18, so that runs do not differ */
    for (; *settings != NULL; settings++) {
        sn_problem problem = {0};
        const char *equals = strchr(*settings, '=');
        assert_non_null(equals);
        sn_str name = {*settings, (size_t)(equals - *settings)};
        sn_status status =
            sn_request_set(r, name, sn_str_of(equals + 1), SN_ASKER_OPERATOR, r->now_sec, &problem);
        if (status != SN_OK)
            fail_msg("%s: %s", *settings, problem.detail);
    }
}

static void request_of(sn_request *r, va_list args)
{
    const char *settings[MAX_SETTINGS + 1];
    size_t n = 0;
    do {
        assert_true(n <= MAX_SETTINGS);
        settings[n] = va_arg(args, const char *);
    } while (settings[n++] != NULL);
    shelf_request(r, settings);
}

static void rank(shelf *s, const sn_request *r, sn_ranking *out)
{
    sn_problem problem = {0};
    if (sn_search_ranking(s->searcher, r, out, &problem) != SN_OK)
        fail_msg("search: %s", problem.detail);
}

const char *shelf_ids(shelf *s, ...)
{
    static char ids[65536];
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_ranking) sn_ranking ranking = {0};
    va_list args;
    va_start(args, s);
    request_of(&r, args);
    va_end(args);
    rank(s, &r, &ranking);
    size_t len = 0;
    ids[0] = '\0';
    for (size_t i = 0; i < ranking.n; i++)
        len += (size_t)snprintf(ids + len, sizeof ids - len, "%s%s", i == 0 ? "" : " ",
                                ranking.at[i].id);
    return ids;
}

static int compare_words(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

const char *shelf_sorted(const char *ids)
{
    static char out[4096];
    char copy[4096], *words[256];
    size_t n = 0, len = 0;
    snprintf(copy, sizeof copy, "%s", ids);
    for (char *w = strtok(copy, " "); w != NULL; w = strtok(NULL, " "))
        words[n++] = w;
    if (n > 1)
        qsort(words, n, sizeof *words, compare_words);
    out[0] = '\0';
    for (size_t i = 0; i < n; i++)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%s", i > 0 ? " " : "", words[i]);
    return out;
}

const char *shelf_json(shelf *s, ...)
{
    static sn_buf out = {.max = (size_t)64 << 20};
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    va_list args;
    va_start(args, s);
    request_of(&r, args);
    va_end(args);
    sn_buf_clear(&out);
    if (sn_search_json(s->searcher, &r, NULL, &out, &problem) != SN_OK)
        fail_msg("search: %s", problem.detail);
    return sn_buf_text(&out);
}

const char *shelf_next(const char *json)
{
    static char setting[2048];
    static const char member[] = "\"next_cursor\":\"";
    const char *at = strstr(json, member);
    if (at == NULL)
        return NULL;
    at += sizeof member - 1;
    snprintf(setting, sizeof setting, "cursor=%.*s", (int)strcspn(at, "\""), at);
    return setting;
}

const cJSON *shelf_at(const cJSON *value, const char *path)
{
    char copy[128];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *key = strtok(copy, "."); key != NULL && value != NULL; key = strtok(NULL, "."))
        value = cJSON_IsArray(value) ? cJSON_GetArrayItem(value, atoi(key))
                                     : cJSON_GetObjectItem(value, key);
    if (value == NULL)
        fail_msg("no %s in the answer", path);
    return value;
}

double shelf_score(shelf *s, const char *id, ...)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_ranking) sn_ranking ranking = {0};
    va_list args;
    va_start(args, id);
    request_of(&r, args);
    va_end(args);
    rank(s, &r, &ranking);
    for (size_t i = 0; i < ranking.n; i++) {
        if (strcmp(ranking.at[i].id, id) == 0)
            return ranking.at[i].score;
    }
    return -1;
}
