/* What the service tells of the archive: one reads it at a time. */
#include "http/service.h"

#include "base/clock.h"

#include <string.h>

/* Files are put in the place of others, or somebody begins to write, a few times a day at most. */
#define TRIES 3

sn_status sn_service_open_archive(sn_service *s, const char *index, sn_error *err)
{
    sn_archive_opts opts = {.read_only = true, .untouched = s->read_only};
    return sn_archive_open(index, &opts, &s->archive, err);
}

/* Open it again if it is not what was opened any more. */
static sn_status refresh(sn_service *s, sn_error *err)
{
    if (s->archive != NULL && !sn_archive_is_outdated(s->archive))
        return SN_OK;
    sn_archive_close(s->archive);
    s->archive = NULL;
    s->archive_version = -1;
    const sn_http_options *o = sn_http_current_take(&s->options);
    sn_status status = sn_service_open_archive(s, o->index, err);
    sn_http_options_give_back(o);
    return status;
}

/* Under the lock. What was read while it became outdated is worth nothing, whether it looks like a failure or not. */
static sn_status ask(sn_service *s, unsigned tries, sn_archive_fn *fn, void *ctx, sn_error *err)
{
    for (unsigned i = 0; i < tries; i++) {
        sn_status status = refresh(s, err);
        if (status == SN_OK)
            status = fn(ctx, s->archive, err);
        if (s->archive == NULL || !sn_archive_is_outdated(s->archive))
            return status;
    }
    return sn_fail(err, SN_ESTALE, "the archive changed while it was read");
}

static sn_status ask_alone(sn_service *s, unsigned tries, sn_archive_fn *fn, void *ctx,
                           sn_error *err)
{
    pthread_mutex_lock(&s->archive_lock);
    sn_status status = ask(s, tries, fn, ctx, err);
    pthread_mutex_unlock(&s->archive_lock);
    return status;
}

sn_status sn_service_ask_archive(sn_service *s, sn_archive_fn *fn, void *ctx, sn_error *err)
{
    return ask_alone(s, 1, fn, ctx, err);
}

static sn_status count(void *ctx, sn_archive *archive, sn_error *err)
{
    sn_service *s = ctx;
    int64_t version, now_sec = sn_clock_now_sec();
    sn_status status = sn_archive_data_version(archive, &version, err);
    if (status != SN_OK || (version == s->archive_version && now_sec / 3600 == s->archive_hour))
        return status;
    s->archive_version = -1;
    status = sn_archive_count(archive, &s->counts, err);
    if (status == SN_OK)
        status = sn_archive_days(archive, now_sec, s->days, err);
    if (status != SN_OK)
        return status;
    s->archive_version = version;
    s->archive_hour = now_sec / 3600;
    return SN_OK;
}

sn_status sn_service_count(sn_service *s, sn_archive_counts *out, sn_day days[SN_DAYS],
                           sn_error *err)
{
    pthread_mutex_lock(&s->archive_lock);
    sn_status status = ask(s, TRIES, count, s, err);
    if (status == SN_OK) {
        *out = s->counts;
        memcpy(days, s->days, sizeof s->days);
    }
    pthread_mutex_unlock(&s->archive_lock);
    return status;
}

typedef struct wanted_record {
    sn_str id;
    sn_record *out;
} wanted_record;

static sn_status read_record(void *ctx, sn_archive *archive, sn_error *err)
{
    wanted_record *wanted = ctx;
    sn_buf_clear(&wanted->out->json);
    return sn_archive_get(archive, wanted->id, wanted->out, err);
}

sn_status sn_service_record(sn_service *s, sn_str id, sn_record *out, sn_error *err)
{
    return ask_alone(s, TRIES, read_record, &(wanted_record){id, out}, err);
}

static sn_status read_arrivals(void *ctx, sn_archive *archive, sn_error *err)
{
    return sn_arrivals_read(archive, ctx, err);
}

sn_status sn_service_arrivals(sn_service *s, sn_arrivals *out, sn_error *err)
{
    return ask_alone(s, TRIES, read_arrivals, out, err);
}

typedef struct newest {
    uint64_t change;
    int64_t sec;
} newest;

static sn_status read_newest(void *ctx, sn_archive *archive, sn_error *err)
{
    newest *n = ctx;
    sn_status status = sn_archive_last_change(archive, &n->change, err);
    return status == SN_OK ? sn_archive_newest(archive, &n->sec, err) : status;
}

sn_status sn_service_newest(sn_service *s, uint64_t *change, int64_t *newest_sec, sn_error *err)
{
    newest n;
    sn_status status = ask_alone(s, TRIES, read_newest, &n, err);
    if (status == SN_OK) {
        *change = n.change;
        *newest_sec = n.sec;
    }
    return status;
}

static sn_status read_last_change(void *ctx, sn_archive *archive, sn_error *err)
{
    return sn_archive_last_change(archive, ctx, err);
}

bool sn_service_glance(sn_service *s, uint64_t *change)
{
    if (pthread_mutex_trylock(&s->archive_lock) != 0)
        return false;
    sn_status status = ask(s, TRIES, read_last_change, change, NULL);
    pthread_mutex_unlock(&s->archive_lock);
    return status == SN_OK;
}
