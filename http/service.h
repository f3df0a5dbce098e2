/* http/service - what all requests share: index, searchers, writes, log. */
#ifndef SN_HTTP_SERVICE_H
#define SN_HTTP_SERVICE_H

#include "archive/batches.h"
#include "archive/days.h"
#include "http/access/key_ring.h"
#include "http/access/rates.h"
#include "http/cache/cache.h"
#include "http/options/current.h"
#include "http/request_ids.h"
#include "http/search_queue.h"
#include "http/searchers.h"
#include "http/tasks/tasks.h"
#include "http/watch/behind.h"
#include "http/watch/event_log.h"
#include "http/watch/metrics.h"
#include "http/watch/popular.h"
#include "http/watch/recent.h"
#include "http/writes.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct sn_service_opts {
    const sn_http_flags *flags; /* of the command line, for reading the options again; borrowed */
    sn_http_options *options;   /* the first ones, which the service takes over */
    size_t threads;             /* searchers */
    const char *version;
    sn_log log;
} sn_service_opts;

typedef struct sn_service {
    sn_service_opts opts;
    bool read_only; /* the index directory is left as it is: writes is NULL, no job is pushed */
    sn_http_current options; /* in force; an exchange takes them at its beginning */
    int64_t started_us;
    sn_request_ids request_ids;
    sn_engine *engine;
    sn_searchers *searchers;
    sn_searchers *
        aside; /* for what waits for no search: suggestions, articles by id, writes; one a socket thread */
    sn_search_queue *queue; /* of searches; as many threads as searchers */
    sn_cache *cache;        /* of searches */
    sn_cache *known;        /* queries of addresses, and what they ask: keys of the cache */
    sn_writes *writes;
    sn_tasks *tasks; /* what another program does for it */
    sn_metrics *metrics;
    sn_event_logs events;
    sn_recent recent; /* how long searches took */
    sn_popular *popular,
        *in_vain; /* queries, and those that found nothing; only if they may be logged */
    pthread_mutex_t
        reload_lock; /* one reads all of it again at a time, or changes the newsroom's words */
    pthread_mutex_t look_lock; /* of the next three */
    sn_searcher *look;         /* who asks how the index is waits for no search */
    uint64_t seen_change;      /* applied, when it was looked at last */
    int64_t seen_change_sec;   /* since when; 0: from the beginning, -1: not looked yet */
    sn_key_ring *keys;
    sn_rates *rates;
    pthread_mutex_t archive_lock; /* of the next three */
    sn_archive *archive; /* by sn_service_ask_archive() only; NULL: could not be opened again */
    sn_archive_counts counts; /* as of archive_version: counting reads the whole archive */
    sn_day days[SN_DAYS];     /* likewise, and of this hour */
    int64_t archive_version, archive_hour;
    sn_behind behind;                /* of the thread that ticks */
    _Atomic int64_t behind_since_us; /* of its last look; INT64_MAX: searches lack nothing */
    atomic_bool is_stale; /* likewise: by more than max_behind_seconds, so searches are refused */
    atomic_bool draining; /* not ready any more, answers end their connections */
    atomic_bool ending;   /* no new writes either */
    atomic_size_t active; /* requests in flight */
    atomic_size_t body_bytes;  /* of all requests together */
    atomic_size_t connections; /* open ones */
} sn_service;

/* Open everything and start the threads that write; the options are taken over whatever comes back. Statuses as sn_writes_open, sn_engine_open. */
SN_MUST_USE sn_status sn_service_open(sn_service *s, const sn_service_opts *opts, sn_error *err);
/* Writes are stored and answered; no request runs any more when this is called. */
void sn_service_close(sn_service *s);

/* Read the configuration, the newsroom's words and the keys again; the log says how it went. Which options only a new
 * start can change is appended to *restart, with blanks between. After a mistake, which the message names by file and
 * line, all that was before stays: statuses as sn_http_options_read, sn_engine_reload. Safe from every thread. */
SN_MUST_USE sn_status sn_service_reload(sn_service *s, sn_buf *restart, sn_error *err);

/* Look at the key file again, if it has changed; a broken one is named in the log, and the keys of before
 * stay. To be called every second or so. */
void sn_service_read_keys(sn_service *s);

/* ---- the archive (service_archive.c); SN_ESTALE: it became another one while it was read ---- */

/* Open it, to be asked. Statuses as sn_archive_open. */
SN_MUST_USE sn_status sn_service_open_archive(sn_service *s, const char *index, sn_error *err);
/* Call fn with the archive, alone. What it was told counts only if this returns SN_OK. */
typedef sn_status sn_archive_fn(void *ctx, sn_archive *archive, sn_error *err);
SN_MUST_USE sn_status sn_service_ask_archive(sn_service *s, sn_archive_fn *fn, void *ctx,
                                             sn_error *err);
/* The last change that was accepted. False: not now, somebody else reads for longer. */
bool sn_service_glance(sn_service *s, uint64_t *change);
/* When the newest article was published, and the last runs of batches. Statuses as sn_arrivals_read. */
SN_MUST_USE sn_status sn_service_arrivals(sn_service *s, sn_arrivals *out, sn_error *err);
/* An article as the archive holds it, shown or not. Statuses as sn_archive_get. */
SN_MUST_USE sn_status sn_service_record(sn_service *s, sn_str id, sn_record *out, sn_error *err);
/* What the archive holds now, and what came of each of the last days. Statuses as sn_archive_count. */
SN_MUST_USE sn_status sn_service_count(sn_service *s, sn_archive_counts *out, sn_day days[SN_DAYS],
                                       sn_error *err);
/* How long searches took since the service began, by all their routes. */
void sn_service_searches(const sn_service *s, sn_distribution *out);

/* ---- how far the index is behind it (staleness.c) ---- */

/* Look now; from one thread. */
void sn_service_look_behind(sn_service *s);
/* For how many seconds a change has been accepted that searches lack, as of that; 0: they lack none. */
int64_t sn_service_behind_sec(sn_service *s);

/* To be called each second: what is known of the last minute, since when the index is as it is, and how far behind. */
void sn_service_tick(sn_service *s);
/* Is the index other than what a rebuild would make now: by its analysis, or by the newsroom's words? */
bool sn_rebuild_is_wanted(const sn_engine_status *engine);
/* What searches see now. Statuses as sn_searcher_status. */
SN_MUST_USE sn_status sn_service_look(sn_service *s, sn_engine_status *out, sn_error *err);
/* Since when searches see the change that they see, to the second; 0: since the service began. */
int64_t sn_service_changed_sec(sn_service *s);
/* The last change that was accepted, and when the newest article was published (0: none has a date). */
SN_MUST_USE sn_status sn_service_newest(sn_service *s, uint64_t *change, int64_t *newest_sec,
                                        sn_error *err);
/* Counters for the routes and refusals there are (metrics.c). SN_ENOMEM. */
SN_MUST_USE sn_status sn_service_metrics(sn_metrics **out, sn_error *err);

/* How many threads read, parse and send; searches have opts.threads others (search_queue.h). */
size_t sn_service_socket_threads(const sn_service *s);

/* Can it answer a search, and may it? */
bool sn_service_is_ready(sn_service *s);

#endif
