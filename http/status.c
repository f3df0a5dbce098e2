/* GET /v1/status, and what is asked for most. */
#include "http/handlers.h"

#include "archive/json_time.h"
#include "base/clock.h"
#include "base/json_writer.h"
#include "http/task_pages.h"
#include "indexer/apply/kept.h"

/* What is read for an answer. */
typedef struct state {
    sn_archive_counts archive;
    sn_engine_status engine;
    sn_arrivals arrivals;
    sn_day days[SN_DAYS];
    sn_kept kept;
    sn_run_progress progress; /* of the rebuild, if one is at work and says it */
    bool has_progress;
} state;

static sn_status read_state(sn_exchange *x, state *st, sn_error *err)
{
    sn_service *s = x->service;
    sn_status status = sn_service_count(s, &st->archive, st->days, err);
    if (status == SN_OK)
        status = sn_service_look(s, &st->engine, err);
    if (status == SN_OK)
        status = sn_service_arrivals(s, &st->arrivals, err);
    if (status == SN_OK)
        status = sn_kept_read(x->options->index, &st->kept, err);
    if (status != SN_OK)
        return status;
    /* What a killed run has left says nothing as long as nobody builds. */
    st->has_progress = st->kept.builder[0] != '\0' &&
                       sn_run_progress_read(x->options->index, "rebuild", &st->progress);
    return SN_OK;
}

static void write_number(sn_json *j, const char *name, double value)
{
    sn_json_key(j, name);
    sn_json_double(j, value);
}

static void write_ms(sn_json *j, const char *name, const sn_distribution *d, double share)
{
    double us = sn_distribution_quantile_us(d, share);
    write_number(j, name, (double)(int64_t)(us / 100) / 10);
}

/* Searches of the last minute, by all their routes. */
static void write_last_minute(sn_json *j, sn_service *s)
{
    double seconds;
    sn_distribution counted;
    sn_service_searches(s, &counted);
    sn_distribution d = sn_recent_read(&s->recent, sn_clock_monotonic_us(), &counted, &seconds);
    sn_json_key(j, "last_minute");
    sn_json_object(j);
    write_number(j, "seconds", (double)(int64_t)(seconds * 10) / 10);
    sn_json_key(j, "searches");
    sn_json_int(j, (int64_t)d.n);
    write_number(j, "searches_per_s",
                 seconds > 0 ? (double)(int64_t)((double)d.n / seconds * 100) / 100 : 0);
    write_ms(j, "p50_ms", &d, 0.5);
    write_ms(j, "p90_ms", &d, 0.9);
    write_ms(j, "p99_ms", &d, 0.99);
    sn_json_end(j);
}

typedef struct member {
    const char *name;
    uint64_t value;
} member;

static void write_members(sn_json *j, const member *members, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sn_json_key(j, members[i].name);
        sn_json_int(j, (int64_t)members[i].value);
    }
}

/* Since the service began. */
static void write_searches(sn_json *j, const sn_metrics *m)
{
    const member members[] = {
        {"answered", sn_metrics_counted(m, SN_COUNT_SEARCHES)},
        {"without_hits", sn_metrics_counted(m, SN_COUNT_NO_HITS)},
        {"relaxed", sn_metrics_counted(m, SN_COUNT_RELAXED)},
        {"corrected", sn_metrics_counted(m, SN_COUNT_CORRECTED)},
        {"timed_out", sn_metrics_counted(m, SN_COUNT_TIMED_OUT)},
        {"cache_hits", sn_metrics_counted(m, SN_COUNT_CACHE_HIT)},
        {"cache_misses", sn_metrics_counted(m, SN_COUNT_CACHE_MISS)},
    };
    sn_json_key(j, "searches");
    sn_json_object(j);
    write_members(j, members, sizeof members / sizeof *members);
    sn_json_end(j);
}

static void write_kept(sn_json *j, const state *st)
{
    const sn_kept *kept = &st->kept;
    sn_json_key(j, "generations");
    sn_json_array(j);
    for (size_t i = 0; i < kept->n; i++)
        sn_json_int(j, kept->generations[i]);
    sn_json_end(j);
    sn_json_key(j, "rebuild");
    sn_json_text(j, kept->builder[0] != '\0' ? kept->builder : NULL);
    sn_json_key(j, "rebuild_progress");
    sn_run_progress_json(j, st->has_progress ? &st->progress : NULL);
}

static void write_index(sn_json *j, sn_service *s, const sn_engine_status *engine)
{
    int64_t uptime_us = sn_clock_monotonic_us() - s->started_us;
    const member members[] = {
        {"generation", engine->generation},
        {"analysis", (uint64_t)engine->analysis},
        {"format", (uint64_t)engine->format},
        {"uptime_s", (uint64_t)(uptime_us / 1000000)},
    };
    write_members(j, members, sizeof members / sizeof *members);
    sn_json_key(j, "analysis_matches");
    sn_json_bool(j, engine->analysis_matches);
    sn_json_key(j, "dictionary_matches");
    sn_json_bool(j, engine->dictionary_matches);
    sn_json_key(j, "rebuild_wanted");
    sn_json_bool(j, sn_rebuild_is_wanted(engine));
    sn_json_key(j, "built_at");
    sn_json_text(j, engine->built_at[0] != '\0' ? engine->built_at : NULL);
}

/* How far what searches see is behind what was accepted. */
static void write_behind(sn_json *j, sn_exchange *x, const state *st)
{
    uint64_t accepted = st->archive.last_change, applied = st->engine.applied;
    bool lacks = accepted > applied;
    sn_json_key(j, "behind");
    sn_json_object(j);
    sn_json_key(j, "changes");
    sn_json_int(j, lacks ? (int64_t)(accepted - applied) : 0);
    sn_json_key(j, "seconds");
    sn_json_int(j, lacks ? sn_service_behind_sec(x->service) : 0);
    sn_json_key(j, "max_seconds");
    sn_json_int(j, x->options->max_behind_seconds);
    sn_json_key(j, "is_stale");
    sn_json_bool(j, atomic_load(&x->service->is_stale));
    sn_json_time(j, "committed_at", st->engine.committed_sec);
    sn_json_end(j);
}

/* What is of all articles is for those who may search all of them. */
static void write_all(sn_json *j, sn_exchange *x, const state *st)
{
    sn_service *s = x->service;
    const member counts[] = {
        {"change_accepted", st->archive.last_change},
        {"change_applied", st->engine.applied},
        {"articles", st->archive.live},
        {"documents", st->engine.articles},
        {"pending_writes", sn_writes_pending(s->writes)},
    };
    write_members(j, counts, sizeof counts / sizeof *counts);
    write_behind(j, x, st);
    write_kept(j, st);
    write_last_minute(j, s);
    write_searches(j, s->metrics);
    sn_arrivals_json(j, &st->arrivals);
    sn_days_json(j, st->days);
}

static void write_status(sn_exchange *x, const state *st)
{
    const member hidden[] = {{"withdrawn", st->archive.withdrawn},
                             {"taken_down", st->archive.taken_down}};
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "version");
    sn_json_text(&j, x->service->opts.version);
    sn_json_key(&j, "read_only");
    sn_json_bool(&j, x->service->read_only);
    write_index(&j, x->service, &st->engine);
    if (x->caller.role >= SN_ROLE_SEARCH && x->caller.filter == NULL)
        write_all(&j, x, st);
    if (x->caller.role >= SN_ROLE_ADMIN)
        write_members(&j, hidden, sizeof hidden / sizeof *hidden);
    sn_exchange_finish_json(x, &j, 200);
}

void sn_handle_status(sn_exchange *x)
{
    sn_error err = {0};
    state st;
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s = read_state(x, &st, &err);
    if (s == SN_OK)
        write_status(x, &st);
    else
        sn_exchange_refuse_error(x, s, &err, NULL);
}

static void write_popular(sn_json *j, const char *name, sn_popular *popular)
{
    sn_popular_text texts[SN_LIMIT_POPULAR_QUERIES];
    size_t n = sn_popular_read(popular, texts, SN_LIMIT_POPULAR_QUERIES);
    sn_json_key(j, name);
    sn_json_array(j);
    for (size_t i = 0; i < n; i++) {
        sn_json_object(j);
        sn_json_key(j, "query");
        sn_json_text(j, texts[i].text);
        sn_json_key(j, "count");
        sn_json_int(j, (int64_t)texts[i].count);
        sn_json_key(j, "error");
        sn_json_int(j, (int64_t)texts[i].error);
        sn_json_end(j);
    }
    sn_json_end(j);
}

void sn_handle_queries(sn_exchange *x)
{
    if (!sn_exchange_takes_no_params(x))
        return;
    if (!x->options->log_queries) {
        sn_exchange_refuse_code(x, "not_logged");
        return;
    }
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    write_popular(&j, "popular", x->service->popular);
    write_popular(&j, "without_hits", x->service->in_vain);
    sn_exchange_finish_json(x, &j, 200);
}
