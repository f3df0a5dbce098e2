#include "indexer/ages.h"

#include "base/options.h"
#include "calendar/calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Those that bring articles: a run of any of them counts where no kind is named. */
static bool brings_articles(const char *kind)
{
    return strcmp(kind, "add") == 0 || strcmp(kind, "update") == 0;
}

/* ---- limits ---- */

static sn_status parse_run(sn_str item, sn_age_limits *out, sn_error *err)
{
    const char *equals = memchr(item.at, '=', item.len);
    size_t kind_len = equals != NULL ? (size_t)(equals - item.at) : 0;
    size_t skip = equals != NULL ? kind_len + 1 : 0;
    int64_t sec;
    if (sn_duration_parse((sn_str){item.at + skip, item.len - skip}, &sec) != SN_OK ||
        (equals != NULL && kind_len == 0) || kind_len >= SN_BATCH_KIND_SIZE ||
        out->n_runs == SN_AGES_KINDS)
        return sn_fail(err, SN_EINVAL,
                       "--last-good-run-max-age: «%.*s» is not like 2h, or update=2h,rebuild=26h",
                       item.len < 60 ? (int)item.len : 60, item.at);
    snprintf(out->runs[out->n_runs].kind, SN_BATCH_KIND_SIZE, "%.*s", (int)kind_len, item.at);
    out->runs[out->n_runs++].sec = sec;
    return SN_OK;
}

sn_status sn_ages_parse(const char *article_age, const char *run_age, sn_age_limits *out,
                        sn_error *err)
{
    sn_age_limits limits = {0};
    if (article_age != NULL &&
        sn_duration_parse(sn_str_of(article_age), &limits.article_sec) != SN_OK)
        return sn_fail(err, SN_EINVAL, "--newest-article-max-age: «%.60s» is not like 90m, 6h, 2d",
                       article_age);
    sn_status s = SN_OK;
    for (const char *at = run_age; s == SN_OK && at != NULL;) {
        size_t len = strcspn(at, ",");
        s = parse_run((sn_str){at, len}, &limits, err);
        at = at[len] == ',' ? at + len + 1 : NULL;
    }
    if (s == SN_OK)
        *out = limits;
    return s;
}

/* ---- ages ---- */

void sn_age_write(int64_t sec, char out[SN_AGE_SIZE])
{
    int64_t minutes = sec / 60;
    if (minutes < 1)
        snprintf(out, SN_AGE_SIZE, "%" PRId64 " s", sec);
    else if (minutes < 60)
        snprintf(out, SN_AGE_SIZE, "%" PRId64 " min", minutes);
    else if (minutes < 48 * 60)
        snprintf(out, SN_AGE_SIZE, "%" PRId64 " h %" PRId64 " min", minutes / 60, minutes % 60);
    else
        snprintf(out, SN_AGE_SIZE, "%" PRId64 " days %" PRId64 " h", minutes / 1440,
                 minutes / 60 % 24);
}

static void tell(const char *what, int64_t at_sec, int64_t limit_sec, int64_t now_sec,
                 sn_age_fn *fn, void *ctx)
{
    char sentence[300], when[SN_RFC3339_SIZE], age[SN_AGE_SIZE], limit[SN_DURATION_SIZE];
    if (at_sec != 0 && now_sec - at_sec <= limit_sec)
        return;
    sn_duration_write(limit_sec, limit);
    if (at_sec == 0) {
        snprintf(sentence, sizeof sentence, "%s: there is none yet (limit %s)", what, limit);
    } else {
        sn_date_write_rfc3339(at_sec, when);
        sn_age_write(now_sec - at_sec, age);
        snprintf(sentence, sizeof sentence, "%s is %s old, of %s (limit %s)", what, age, when,
                 limit);
    }
    fn(ctx, sentence);
}

typedef struct good_runs {
    const sn_age_limits *limits;
    int64_t at_sec[SN_AGES_KINDS]; /* of each limit */
} good_runs;

static sn_status note_run(void *ctx, const sn_batch *batch)
{
    good_runs *good = ctx;
    for (size_t i = 0; i < good->limits->n_runs; i++) {
        const char *kind = good->limits->runs[i].kind;
        bool is_of_kind =
            kind[0] != '\0' ? strcmp(kind, batch->kind) == 0 : brings_articles(batch->kind);
        if (is_of_kind && batch->good_sec > good->at_sec[i])
            good->at_sec[i] = batch->good_sec;
    }
    return SN_OK;
}

sn_status sn_ages_check(sn_archive *a, const sn_age_limits *limits, int64_t now_sec, sn_age_fn *fn,
                        void *ctx, sn_error *err)
{
    int64_t newest = 0;
    good_runs good = {.limits = limits};
    sn_status s = sn_archive_newest(a, &newest, err);
    if (s == SN_OK)
        s = sn_batches_each(a, note_run, &good, err);
    if (s != SN_OK)
        return s;
    if (limits->article_sec != 0)
        tell("the newest article", newest, limits->article_sec, now_sec, fn, ctx);
    for (size_t i = 0; i < limits->n_runs; i++) {
        char what[80];
        const char *kind = limits->runs[i].kind;
        snprintf(what, sizeof what, "the last good run of %s",
                 kind[0] != '\0' ? kind : "add or update");
        tell(what, good.at_sec[i], limits->runs[i].sec, now_sec, fn, ctx);
    }
    return SN_OK;
}
