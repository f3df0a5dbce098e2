#include "http/server.h"

#include "base/clock.h"
#include "http/acceptor.h"
#include "http/connections.h"
#include "http/exchange.h"
#include "http/response.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sn_server {
    sn_service *service;
    sn_server_kind kind;
    sn_connections connections;
    struct MHD_Daemon *daemon;
    sn_acceptor *acceptor; /* NULL: no new connections */
};

static sn_connection *connection_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

/* Only where it is to be logged. */
static void note_address(struct MHD_Connection *connection, sn_exchange *x)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (x->options->log_addresses && info != NULL && info->client_addr != NULL)
        (void)getnameinfo(info->client_addr, sizeof(struct sockaddr_storage), x->address,
                          sizeof x->address, NULL, 0, NI_NUMERICHOST);
}

/* NULL: not known. */
static const struct sockaddr *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info != NULL ? info->client_addr : NULL;
}

/* ---- callbacks, in the order of a request's life ------------------------------------------- */

static void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    sn_server *server = cls;
    sn_service *service = server->service;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        atomic_fetch_add(&service->connections, 1);
        sn_metrics_count(service->metrics, SN_COUNT_CONNECTIONS, 1);
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        if (info != NULL)
            *socket_context = sn_connections_add(&server->connections, info->connect_fd);
        return;
    }
    atomic_fetch_sub(&service->connections, 1);
    if (*socket_context != NULL)
        sn_connections_remove(&server->connections, *socket_context);
    *socket_context = NULL;
}

/* The only place where the target still stands as it was sent. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    sn_server *server = cls;
    (void)connection;
    sn_exchange *x = sn_exchange_create(server->service, target);
    if (x != NULL)
        x->is_probe = server->kind == SN_SERVER_PROBES;
    return x;
}

/* Targets are decoded in http/target. */
static size_t on_unescape(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls, (void)connection;
    return strlen(text);
}

/* The library's strings lie in its buffer where they came in. What it hides shows as a gap between them. */
typedef struct reading {
    sn_headers *headers;
    uintptr_t at;     /* where the next header begins */
    bool is_seamless; /* until there */
} reading;

static uintptr_t end_of(const char *text, const char *separator)
{
    return (uintptr_t)text + strlen(text) + strlen(separator);
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    reading *r = cls;
    (void)kind;
    r->is_seamless = r->is_seamless && r->at == (uintptr_t)name;
    r->at = value != NULL ? end_of(value, "\r\n") : end_of(name, ":\r\n");
    sn_headers_note(r->headers, name, value);
    return MHD_YES;
}

/* libmicrohttpd 0.9.75 cuts targets, names and values at a zero byte, passes over a line without a name, ends lines at
 * a bare LF, and joins a folded line to the *name* of its header: a proxy in front may have read another
 * request. So method, target, version and headers must lie one behind the other, to the last byte. */
static void note_headers(struct MHD_Connection *connection, sn_exchange *x, const char *url,
                         const char *method, const char *version)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    uintptr_t begin = (uintptr_t)method;
    reading r = {&x->headers, end_of(version, "\r\n"), true};
    r.is_seamless = end_of(method, " ") == (uintptr_t)url &&
                    (uintptr_t)url + strlen(x->raw_target) + strlen(" ") == (uintptr_t)version;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, on_header, &r);
    sn_headers_note_version(&x->headers, version);
    if (!r.is_seamless || info == NULL || info->header_size != r.at + strlen("\r\n") - begin)
        x->headers.malformed = true;
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, sn_exchange *x)
{
    if (!x->was_queued) /* else it is ended */
        sn_exchange_end(x);
    sn_exchange_settle(x);
    struct MHD_Response *response = sn_response_make(x);
    if (response == NULL)
        return MHD_NO;
    enum MHD_Result sent = MHD_queue_response(connection, x->answer.http_status, response);
    MHD_destroy_response(response);
    sn_connection_touch(connection_of(connection), false);
    return sent;
}

static enum MHD_Result begin(struct MHD_Connection *connection, sn_exchange *x, const char *url,
                             const char *method, const char *version)
{
    note_headers(connection, x, url, method, version);
    note_address(connection, x);
    const struct sockaddr *peer = peer_of(connection);
    x->peer = sn_client_address_of(peer);
    sn_exchange_begin(x, method, peer != NULL && sn_address_is_loopback(peer));
    if (!sn_exchange_answers_early(x))
        return MHD_YES;
    x->answer.close = true;
    return send_answer(connection, x);
}

static void on_job_done(void *connection)
{
    MHD_resume_connection(connection);
}

/* Suspended before the push: the job may be done at once. */
static enum MHD_Result wait_for_job(struct MHD_Connection *connection, sn_exchange *x)
{
    x->job.done = on_job_done;
    x->job.ctx = connection;
    MHD_suspend_connection(connection);
    sn_writes_push(x->service->writes, &x->job);
    return MHD_YES;
}

/* A place in the queue is taken here, not before: whoever has one pushes the job at once. */
static enum MHD_Result write_found(struct MHD_Connection *connection, sn_exchange *x)
{
    x->wants_job = false;
    x->was_queued = false;
    sn_exchange_want_job(x);
    return x->has_job ? wait_for_job(connection, x) : send_answer(connection, x);
}

static void run_search(void *ctx, bool in_time)
{
    sn_exchange *x = ctx;
    sn_exchange_run_queued(x, in_time);
    MHD_resume_connection(x->connection);
}

static enum MHD_Result wait_for_thread(struct MHD_Connection *connection, sn_exchange *x)
{
    if (!sn_search_queue_enter(x->service->queue)) {
        sn_exchange_shed(x);
        return send_answer(connection, x);
    }
    x->connection = connection;
    x->was_queued = true;
    x->queued = (sn_queued){.run = run_search, .ctx = x, .is_long = x->route->is_long};
    MHD_suspend_connection(connection);
    sn_search_queue_push(x->service->queue, &x->queued);
    return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **context)
{
    (void)cls;
    sn_exchange *x = *context;
    if (x == NULL)
        return MHD_NO;
    if (!x->begun)
        return begin(connection, x, url, method, version);
    if (*data_size > 0) {
        sn_str piece = {data, *data_size};
        *data_size = 0;
        return sn_exchange_take(x, piece) ? MHD_YES : MHD_NO;
    }
    sn_connection_touch(connection_of(connection), true);
    if (x->has_job)
        sn_exchange_resume(x);
    else if (x->wants_job)
        return write_found(connection, x);
    else if (x->was_queued)
        return send_answer(connection, x);
    else if (sn_exchange_answer_kept(x))
        return send_answer(connection, x);
    else if (sn_exchange_is_search(x))
        return wait_for_thread(connection, x);
    else if (!sn_exchange_run(x))
        return wait_for_job(connection, x);
    return send_answer(connection, x);
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    sn_exchange *x = *context;
    (void)cls;
    if (x == NULL)
        return;
    *context = NULL;
    sn_exchange_report(x, code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    sn_exchange_destroy(x);
    sn_connection_touch(connection_of(connection), false);
}

static void on_log(void *cls, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
static void on_log(void *cls, const char *format, va_list args)
{
    sn_server *server = cls;
    char text[400];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\n")] = '\0';
    sn_log_line(&server->service->opts.log, SN_LOG_DEBUG, "microhttpd", "text=\"%s\"", text);
}

/* ---- life ---------------------------------------------------------------------------------- */

static unsigned threads_of(const sn_server *server)
{
    /* 0: one, without a pool. */
    return server->kind == SN_SERVER_PROBES ? 0
                                            : (unsigned)sn_service_socket_threads(server->service);
}

/* A bound that is never met, on any thread: a thread of libmicrohttpd 0.9.75 that meets it while it takes over what was handed
 * to it keeps a lock for ever. http/acceptor counts. */
static unsigned limit_of(const sn_server *server)
{
    return ((unsigned)server->connections.max + 1) * (threads_of(server) + 1);
}

static struct MHD_Daemon *start_daemon(sn_server *server, const sn_http_options *o)
{
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
            MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG,
        0, NULL, NULL, on_request, server, MHD_OPTION_EXTERNAL_LOGGER, on_log, server,
        MHD_OPTION_THREAD_POOL_SIZE, threads_of(server), MHD_OPTION_CONNECTION_LIMIT,
        limit_of(server), MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)o->connections_per_address,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SN_LIMIT_HTTP_HEADER_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->idle_seconds, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, server, MHD_OPTION_UNESCAPE_CALLBACK, on_unescape,
        NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, server, MHD_OPTION_END);
}

static bool has_room(void *ctx)
{
    sn_server *server = ctx;
    return sn_connections_count(&server->connections) < server->connections.max;
}

static void take_client(void *ctx, int client, const struct sockaddr *from, socklen_t len)
{
    sn_server *server = ctx;
    sn_connections_expect(&server->connections);
    if (MHD_add_connection(server->daemon, client, from, len) == MHD_NO) /* closed then */
        sn_connections_forget(&server->connections);
}

static sn_status start_acceptor(sn_server *server, int fd, sn_error *err)
{
    sn_acceptor_opts opts = {.has_room = has_room, .take = take_client, .ctx = server};
    return sn_acceptor_start(fd, &opts, &server->acceptor, err);
}

/* A connection may lie idle before its request begins, and a write may wait for the index. */
static void init_connections(sn_server *server, const sn_http_options *o)
{
    size_t wanted =
        server->kind == SN_SERVER_PROBES ? SN_LIMIT_PROBE_CONNECTIONS : (size_t)o->connections;
    size_t fit = sn_connections_fit(wanted);
    sn_connections_init(&server->connections, fit,
                        (o->request_seconds + o->idle_seconds) * INT64_C(1000000));
    if (fit < wanted)
        sn_log_line(&server->service->opts.log, SN_LOG_ERROR, "few_descriptors",
                    "connections=%zu wanted=%zu", fit, wanted);
}

sn_status sn_server_start(sn_service *service, int fd, sn_server_kind kind, sn_server **out,
                          sn_error *err)
{
    sn_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    server->service = service;
    server->kind = kind;
    const sn_http_options *o = sn_http_current_take(&service->options);
    init_connections(server, o);
    server->daemon = start_daemon(server, o);
    sn_http_options_give_back(o);
    sn_status s =
        server->daemon != NULL ? SN_OK : sn_fail_errno(err, "the HTTP server does not start");
    if (s == SN_OK)
        s = start_acceptor(server, fd, err);
    if (s != SN_OK) {
        sn_server_stop(server);
        return s;
    }
    *out = server;
    return SN_OK;
}

void sn_server_sweep(sn_server *server)
{
    sn_writes_expire(server->service->writes);
    sn_search_queue_sweep(server->service->queue);
    sn_service_tick(server->service);
    size_t n = sn_connections_sweep(&server->connections, sn_clock_monotonic_us());
    sn_metrics_count(server->service->metrics, SN_COUNT_HUNG_UP, n);
    if (n > 0)
        sn_log_line(&server->service->opts.log, SN_LOG_INFO, "hung_up", "connections=%zu", n);
}

void sn_server_quiesce(sn_server *server, bool others_listen)
{
    sn_acceptor_stop(server->acceptor, !others_listen);
    server->acceptor = NULL;
}

bool sn_server_is_busy(const sn_server *server)
{
    return atomic_load(&server->service->active) > 0;
}

bool sn_server_has_clients(sn_server *server)
{
    return sn_connections_count(&server->connections) > 0;
}

void sn_server_stop(sn_server *server)
{
    if (server == NULL)
        return;
    sn_acceptor_stop(server->acceptor, false);
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    sn_connections_done(&server->connections);
    free(server);
}
