#include "archive/batches.h"

#include "archive/json_time.h"
#include "archive/number.h"
#include "archive/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Rows of `meta`: "batch:add" -> "began ended status good". */
#define KEY_PREFIX "batch:"

static bool is_kind(const char *kind)
{
    size_t len = strspn(kind, "abcdefghijklmnopqrstuvwxyz");
    return len > 0 && len < SN_BATCH_KIND_SIZE && kind[len] == '\0';
}

static sn_status parse_batch(sn_str key, sn_str value, sn_batch *out, sn_error *err)
{
    sn_batch b = {0};
    char text[96];
    int end = 0;
    snprintf(b.kind, sizeof b.kind, "%.*s", (int)(key.len - strlen(KEY_PREFIX)),
             key.at + strlen(KEY_PREFIX));
    snprintf(text, sizeof text, "%.*s", (int)value.len, value.at);
    if (sscanf(text, "%" SCNd64 " %" SCNd64 " %d %" SCNd64 "%n", &b.began_sec, &b.ended_sec,
               &b.exit_status, &b.good_sec, &end) != 4 ||
        text[end] != '\0')
        return sn_fail(err, SN_ECORRUPT, "archive.db: what is remembered of %s does not read back",
                       b.kind);
    *out = b;
    return SN_OK;
}

sn_status sn_batches_each(sn_archive *a, sn_batch_fn *fn, void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_META_BATCHES, &rows, err, "");
    while (s == SN_OK && (s = sn_rows_next(&rows, err)) == SN_OK) {
        sn_batch batch;
        s = parse_batch(sn_rows_str(&rows, 0), sn_rows_str(&rows, 1), &batch, err);
        if (s == SN_OK)
            s = fn(ctx, &batch);
    }
    return s == SN_DONE ? SN_OK : s;
}

typedef struct search {
    const char *kind;
    int64_t good_sec;
} search;

static sn_status find_good(void *ctx, const sn_batch *batch)
{
    search *find = ctx;
    if (strcmp(batch->kind, find->kind) == 0)
        find->good_sec = batch->good_sec;
    return SN_OK;
}

static sn_status remember(sn_archive *a, const sn_batch *b, sn_error *err)
{
    char key[SN_BATCH_KIND_SIZE + sizeof KEY_PREFIX], value[96];
    search find = {b->kind, 0};
    /* What does not read back is written anew. */
    sn_status s = sn_batches_each(a, find_good, &find, err);
    if (s != SN_OK && s != SN_ECORRUPT)
        return s;
    if (b->exit_status == 0)
        find.good_sec = b->ended_sec;
    snprintf(key, sizeof key, KEY_PREFIX "%s", b->kind);
    snprintf(value, sizeof value, "%" PRId64 " %" PRId64 " %d %" PRId64, b->began_sec, b->ended_sec,
             b->exit_status, find.good_sec);
    return sn_sql_run(a, SN_SQL_META_PUT, err, "tt", key, value);
}

sn_status sn_batch_remember(sn_archive *a, const sn_batch *b, sn_error *err)
{
    if (!is_kind(b->kind) || b->began_sec < 0 || b->ended_sec < 0 || b->exit_status < 0 ||
        b->exit_status > 255)
        return sn_fail(err, SN_EINVAL, "no run to remember: «%.20s»", b->kind);
    sn_status s = sn_write_begin(a, err);
    return s == SN_OK ? sn_write_end(a, remember(a, b, err), err) : s;
}

/* Numbers run newest first, so it is the first one. */
static sn_status take_date(void *ctx, const sn_change *change)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    int64_t *sec = ctx;
    sn_status s = change->docid <= SN_NUMBER_DATED_LAST
                      ? sn_article_parse(change->json, &article, NULL)
                      : SN_DONE;
    if (s == SN_OK && article.published_at.precision != 0)
        *sec = article.published_at.sec;
    return s == SN_DONE ? SN_OK : s;
}

sn_status sn_archive_newest(sn_archive *a, int64_t *sec, sn_error *err)
{
    int64_t newest = 0;
    uint32_t next;
    sn_status s = sn_archive_each_live(a, 1, 1, take_date, &newest, &next, err);
    if (s == SN_OK)
        *sec = newest;
    return s;
}

/* ---- as status tells them ---- */

static sn_status keep_run(void *ctx, const sn_batch *batch)
{
    sn_arrivals *arrivals = ctx;
    if (arrivals->n_runs < SN_ARRIVALS_RUNS)
        arrivals->runs[arrivals->n_runs++] = *batch;
    return SN_OK;
}

sn_status sn_arrivals_read(sn_archive *a, sn_arrivals *out, sn_error *err)
{
    sn_arrivals arrivals = {0};
    sn_status s = sn_archive_newest(a, &arrivals.newest_sec, err);
    if (s == SN_OK)
        s = sn_batches_each(a, keep_run, &arrivals, err);
    if (s == SN_OK)
        *out = arrivals;
    return s;
}

void sn_arrivals_json(sn_json *j, const sn_arrivals *arrivals)
{
    sn_json_time(j, "newest_article_at", arrivals->newest_sec);
    sn_json_key(j, "last_runs");
    sn_json_object(j);
    for (size_t i = 0; i < arrivals->n_runs; i++) {
        const sn_batch *run = &arrivals->runs[i];
        sn_json_key(j, run->kind);
        sn_json_object(j);
        sn_json_time(j, "began_at", run->began_sec);
        sn_json_time(j, "ended_at", run->ended_sec);
        sn_json_key(j, "exit_status");
        sn_json_int(j, run->exit_status);
        sn_json_time(j, "good_at", run->good_sec);
        sn_json_end(j);
    }
    sn_json_end(j);
}
