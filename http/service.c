#include "http/service.h"

#include "base/clock.h"

#define MAX_SOCKET_THREADS 16

static sn_status open_engine(sn_service *s, const sn_http_options *o, sn_error *err)
{
    return s->read_only ? sn_engine_open_untouched(o->index, o->config, &s->engine, err)
                        : sn_engine_open(o->index, o->config, &s->engine, err);
}

/* What only reads has none, and shows the tasks of others. */
static sn_status open_writes(sn_service *s, const sn_http_options *o, sn_error *err)
{
    return s->read_only ? SN_OK
                        : sn_writes_open(o->index, o->create, &s->opts.log, &s->writes, err);
}

static sn_status open_tasks(sn_service *s, const sn_http_options *o, sn_error *err)
{
    sn_tasks_opts opts = {.index = o->index,
                          .program = o->index_program,
                          .log = &s->opts.log,
                          .only_shows = s->read_only};
    return sn_tasks_open(&opts, &s->tasks, err);
}

static sn_status start_writes(sn_service *s, sn_error *err)
{
    if (s->read_only)
        return SN_OK;
    sn_writes_watch(s->writes, s->metrics);
    return sn_writes_start(s->writes, s->engine, err);
}

static sn_status open_access(sn_service *s, const char *index, sn_error *err)
{
    sn_status status = sn_key_ring_open(index, &s->keys, err);
    if (status != SN_OK)
        return status;
    status = sn_rates_create(&s->rates);
    return status == SN_OK ? status : sn_fail(err, status, "no memory, or no random numbers");
}

/* A search and its address are a sixteenth of an answer or so. */
static sn_status open_caches(sn_service *s, size_t bytes, sn_error *err)
{
    size_t known = bytes / 16;
    sn_status status = sn_cache_create(bytes - known, &s->cache, err);
    return status == SN_OK ? sn_cache_create(known, &s->known, err) : status;
}

static sn_status open_parts(sn_service *s, sn_error *err)
{
    const sn_http_options *o = s->opts.options;
    sn_status status =
        sn_event_logs_open(&s->events, o->slow_query_log, o->zero_hit_log, o->click_log, err);
    if (status == SN_OK)
        status = open_writes(s, o, err);
    if (status == SN_OK)
        status = open_access(s, o->index, err);
    if (status == SN_OK)
        status = sn_service_open_archive(s, o->index, err);
    if (status == SN_OK)
        status = open_tasks(s, o, err);
    if (status == SN_OK)
        status = open_engine(s, o, err);
    if (status == SN_OK)
        status = sn_engine_hint_in_background(s->engine, err);
    if (status == SN_OK)
        status = sn_searchers_create(s->engine, s->opts.threads, &s->searchers, err);
    if (status == SN_OK)
        status = sn_searcher_create(s->engine, &s->look, err);
    if (status == SN_OK)
        status = sn_searchers_create(s->engine, sn_service_socket_threads(s), &s->aside, err);
    if (status == SN_OK)
        status = sn_search_queue_start(s->opts.threads, &s->queue, err);
    if (status == SN_OK)
        status = open_caches(s, (size_t)o->cache_bytes, err);
    return status == SN_OK ? start_writes(s, err) : status;
}

sn_status sn_service_open(sn_service *s, const sn_service_opts *opts, sn_error *err)
{
    *s = (sn_service){.opts = *opts,
                      .started_us = sn_clock_monotonic_us(),
                      .archive_version = -1,
                      .seen_change_sec = -1,
                      .behind_since_us = INT64_MAX,
                      .read_only = opts->options->read_only};
    pthread_mutex_init(&s->archive_lock, NULL);
    sn_http_current_init(&s->options, opts->options);
    pthread_mutex_init(&s->look_lock, NULL);
    pthread_mutex_init(&s->reload_lock, NULL);
    sn_request_ids_init(&s->request_ids);
    sn_recent_init(&s->recent);
    sn_status status = sn_service_metrics(&s->metrics, err);
    if (status == SN_OK)
        status = sn_popular_create(&s->popular, err);
    if (status == SN_OK)
        status = sn_popular_create(&s->in_vain, err);
    if (status == SN_OK)
        status = open_parts(s, err);
    s->opts.options = NULL; /* s->options has them */
    if (status == SN_OK)
        sn_service_look_behind(s);
    else
        sn_service_close(s);
    return status;
}

void sn_service_close(sn_service *s)
{
    sn_tasks_close(s->tasks);
    sn_writes_stop(s->writes);
    sn_search_queue_destroy(s->queue);
    sn_searchers_destroy(s->searchers);
    sn_searchers_destroy(s->aside);
    sn_searcher_destroy(s->look);
    sn_cache_destroy(s->cache);
    sn_cache_destroy(s->known);
    sn_writes_close(s->writes);
    sn_engine_close(s->engine);
    sn_archive_close(s->archive);
    sn_key_ring_close(s->keys);
    sn_rates_destroy(s->rates);
    sn_http_current_done(&s->options);
    sn_metrics_destroy(s->metrics);
    sn_event_logs_close(&s->events);
    sn_popular_destroy(s->popular);
    sn_popular_destroy(s->in_vain);
    sn_recent_done(&s->recent);
    sn_request_ids_done(&s->request_ids);
    pthread_mutex_destroy(&s->look_lock);
    pthread_mutex_destroy(&s->reload_lock);
    pthread_mutex_destroy(&s->archive_lock);
}

sn_status sn_service_look(sn_service *s, sn_engine_status *out, sn_error *err)
{
    pthread_mutex_lock(&s->look_lock);
    sn_status status = sn_searcher_status(s->look, out, err);
    if (status == SN_OK && (out->applied != s->seen_change || s->seen_change_sec < 0)) {
        s->seen_change_sec = s->seen_change_sec < 0 ? 0 : sn_clock_now_sec();
        s->seen_change = out->applied;
    }
    pthread_mutex_unlock(&s->look_lock);
    return status;
}

void sn_service_tick(sn_service *s)
{
    sn_engine_status now;
    sn_distribution searches;
    if (sn_service_look(s, &now, NULL) != SN_OK)
        sn_log_line(&s->opts.log, SN_LOG_DEBUG, "not_seen", "index=changing");
    sn_service_searches(s, &searches);
    sn_recent_look(&s->recent, sn_clock_monotonic_us(), &searches);
    sn_service_look_behind(s);
}

int64_t sn_service_changed_sec(sn_service *s)
{
    pthread_mutex_lock(&s->look_lock);
    int64_t sec = s->seen_change_sec;
    pthread_mutex_unlock(&s->look_lock);
    return sec > 0 ? sec : 0;
}

bool sn_rebuild_is_wanted(const sn_engine_status *engine)
{
    return engine->generation != 0 && (!engine->analysis_matches || !engine->dictionary_matches);
}

static bool is_rebuild_due(sn_service *s)
{
    sn_engine_status status;
    return sn_service_look(s, &status, NULL) == SN_OK && sn_rebuild_is_wanted(&status);
}

/* The options are read first and put in force last, which fails no more but for want of memory. */
static sn_status reload(sn_service *s, sn_buf *kept, sn_error *err)
{
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *fresh = NULL;
    sn_status status = sn_http_options_read(s->opts.flags, &fresh, err);
    if (status == SN_OK)
        status = sn_engine_reload(s->engine, err);
    if (status == SN_OK)
        status = sn_http_current_replace(&s->options, fresh, kept, err);
    if (status != SN_OK)
        return status;
    atomic_store(&s->opts.log.level, fresh->log_level);
    if (!fresh->log_queries) {
        sn_popular_clear(s->popular);
        sn_popular_clear(s->in_vain);
    }
    fresh = NULL;
    return SN_OK;
}

static void read_keys(sn_service *s)
{
    sn_error err = {0};
    sn_status status = sn_key_ring_look(s->keys, &err);
    if (status == SN_OK)
        sn_log_line(&s->opts.log, SN_LOG_INFO, "keys_read", "file=keys");
    else if (status != SN_DONE)
        sn_log_line(&s->opts.log, SN_LOG_ERROR, "keys_failed", "status=%s reason=\"%s\"",
                    sn_status_name(status), err.msg);
}

/* Who looks each second does not wait for a long list of words to be read: the next second will do. */
void sn_service_read_keys(sn_service *s)
{
    if (pthread_mutex_trylock(&s->reload_lock) != 0)
        return;
    read_keys(s);
    pthread_mutex_unlock(&s->reload_lock);
}

static sn_status reload_all(sn_service *s, sn_buf *restart, sn_error *err)
{
    sn_error lost = {0};
    pthread_mutex_lock(&s->reload_lock);
    read_keys(s);
    if (sn_event_logs_reopen(&s->events, &lost) != SN_OK)
        sn_log_line(&s->opts.log, SN_LOG_ERROR, "not_reopened", "reason=\"%s\"", lost.msg);
    sn_status status = reload(s, restart, err);
    pthread_mutex_unlock(&s->reload_lock);
    return status;
}

sn_status sn_service_reload(sn_service *s, sn_buf *restart, sn_error *err)
{
    sn_status status = reload_all(s, restart, err);
    if (status != SN_OK) {
        sn_log_line(&s->opts.log, SN_LOG_ERROR, "reload_failed", "status=%s reason=\"%s\"",
                    sn_status_name(status), err->msg);
        return status;
    }
    sn_log_line(&s->opts.log, SN_LOG_INFO, "reloaded", "rebuild_due=%s",
                is_rebuild_due(s) ? "true" : "false");
    if (restart->len > 0)
        sn_log_line(&s->opts.log, SN_LOG_WARN, "restart_wanted", "options=\"%s\"",
                    sn_buf_text(restart));
    return SN_OK;
}

size_t sn_service_socket_threads(const sn_service *s)
{
    size_t half = s->opts.threads / 2;
    return half < 2 ? 2 : half > MAX_SOCKET_THREADS ? MAX_SOCKET_THREADS : half;
}

bool sn_service_is_ready(sn_service *s)
{
    sn_engine_status status;
    return !atomic_load(&s->draining) && !atomic_load(&s->is_stale) &&
           sn_service_look(s, &status, NULL) == SN_OK;
}
