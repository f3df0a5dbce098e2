/* sarnakh-httpd: the service on HTTP. */
#include "base/clock.h"
#include "base/descriptors.h"
#include "http/key_command.h"
#include "http/listen.h"
#include "http/main_options.h"
#include "http/options/table.h"
#include "http/server.h"
#include "http/systemd.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How long requests in flight may take when the service is told to end. */
#define DRAIN_MS      30000
#define DRAIN_LOOK_MS 20
#define QUIET_MS      500
/* How often connections are looked at that have had their time. */
#define SWEEP_MS 1000

static size_t threads_of(const sn_http_options *o)
{
    int64_t max = sn_http_option_table[SN_HTTP_OPTION_threads].max;
    long n = o->threads > 0 ? (long)o->threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > max ? (size_t)max : (size_t)n;
}

/* Signals are waited for in one place; blocked here, before there are threads. */
static sigset_t block_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_DFL); /* nohup leaves it ignored, and then it never comes */
    /* A file size limit must come back as an error of write(2), like a full disk. */
    signal(SIGXFSZ, SIG_IGN);
    return set;
}

static bool reload(sn_service *service)
{
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf restart = SN_BUF(4096);
    return sn_service_reload(service, &restart, &err) == SN_OK; /* the log has the rest */
}

/* SIGHUP is no reason to end: the configuration and the newsroom's words are read again. */
static bool is_told_to_end(sn_service *service, const sigset_t *signals, long wait_ms)
{
    struct timespec wait = {wait_ms / 1000, wait_ms % 1000 * 1000000L};
    int number = sigtimedwait(signals, NULL, &wait);
    if (number == SIGHUP) {
        sn_systemd_reloading();
        sn_systemd_reloaded(reload(service));
    }
    return number > 0 && number != SIGHUP;
}

/* What is done each time round. The sign of life tells that this thread goes on; requests have deadlines of
 * their own. Only if it is wanted: it would wait for a manager that does not read. */
static void look_after(sn_server *server)
{
    sn_server_sweep(server);
    if (sn_systemd_patience_us() > 0)
        sn_systemd_alive();
}

/* Two signs of life, or more, in what the manager waits for one. */
static long sweep_ms(void)
{
    int64_t patience_ms = sn_systemd_patience_us() / 1000;
    return patience_ms > 0 && patience_ms < 2 * SWEEP_MS ? (long)patience_ms / 2 : SWEEP_MS;
}

/* Until nothing has been in flight for so long, with nobody there who could ask at once, time is up, or a second signal comes. */
static void await_quiet(sn_server *server, sn_service *service, const sigset_t *signals,
                        int64_t until_us, int64_t quiet_us)
{
    int64_t now_us = sn_clock_monotonic_us(), busy_us = now_us;
    while (now_us < until_us && (sn_server_is_busy(server) ||
                                 (sn_server_has_clients(server) && now_us < busy_us + quiet_us))) {
        if (is_told_to_end(service, signals, DRAIN_LOOK_MS))
            break;
        look_after(server);
        now_us = sn_clock_monotonic_us();
        if (sn_server_is_busy(server))
            busy_us = now_us;
    }
}

/* Quiet for a moment, because a request may have arrived that no thread has begun to read, or be on its way from a client
 * who has just read an answer. Writes are taken as long as clients that were here before have something to say; storing the
 * last ones may take its time, in which others come. */
static void drain(sn_server *server, sn_service *service, const sigset_t *signals,
                  bool others_listen)
{
    int64_t until_us = sn_clock_monotonic_us() + DRAIN_MS * 1000LL;
    sn_systemd_stopping();
    atomic_store(&service->draining, true);
    sn_tasks_end(service->tasks); /* a rebuild has hours, and begins again */
    sn_server_quiesce(server, others_listen);
    await_quiet(server, service, signals, until_us, QUIET_MS * 1000LL);
    atomic_store(&service->ending, true);
    sn_writes_stop(service->writes);
    await_quiet(server, service, signals, until_us, 0);
    sn_search_queue_stop(service->queue);
}

/* Where it listens: for all, and for probes if it is told an address for them (len 0: it is not). */
typedef struct door {
    sn_server_kind kind;
    int fd; /* -1: none, or it is the server's */
    sn_address address;
    bool is_passed; /* opened by the service manager, who keeps it open */
    sn_server *server;
} door;

/* The socket that was passed, if one was; before there are threads. */
static sn_status look_for_door(door *d, sn_error *err)
{
    sn_status s = sn_systemd_socket(&d->address, &d->fd, err);
    d->is_passed = s == SN_OK;
    return s == SN_ENOTFOUND ? SN_OK : s;
}

static sn_status open_door(door *d, sn_service *service, sn_error *err)
{
    if (d->address.len == 0)
        return SN_OK;
    sn_status s = d->is_passed ? SN_OK : sn_listen(&d->address, &d->fd, err);
    if (s != SN_OK)
        return s;
    s = sn_server_start(service, d->fd, d->kind, &d->server, err);
    if (s != SN_OK)
        close(d->fd);
    d->fd = -1;
    return s;
}

static void announce(const door *d, const char *as, char text[SN_ADDRESS_SIZE])
{
    sn_address_write(&d->address, text);
    printf("sarnakh-httpd listens%s on http://%s\n", as, text);
    fflush(stdout);
}

static void serve(sn_service *service, const door *all, const door *probes, const sigset_t *signals)
{
    char text[SN_ADDRESS_SIZE], other[SN_ADDRESS_SIZE];
    announce(all, "", text);
    if (probes->server != NULL)
        announce(probes, " for probes", other);
    sn_log_line(&service->opts.log, SN_LOG_INFO, "started",
                "address=%s passed=%s version=%s threads=%zu", text,
                all->is_passed ? "true" : "false", service->opts.version, service->opts.threads);
    sn_systemd_ready(text);
    for (long wait_ms = sweep_ms(); !is_told_to_end(service, signals, wait_ms);) {
        look_after(all->server);
        if (probes->server != NULL)
            sn_server_sweep(probes->server);
        sn_service_read_keys(service);
    }
    drain(all->server, service, signals, all->is_passed);
}

/* Takes the options over. */
static int run(const sn_http_flags *flags, sn_http_options *options)
{
    door all = {.kind = SN_SERVER_ALL, .fd = -1, .address = options->listen};
    door probes = {.kind = SN_SERVER_PROBES, .fd = -1, .address = options->probe_listen};
    sn_service service;
    sn_error err = {0};
    sigset_t signals = block_signals();
    sn_service_opts opts = {.flags = flags,
                            .options = options,
                            .version = SN_VERSION,
                            .threads = threads_of(options),
                            .log = {.fd = STDERR_FILENO, .level = options->log_level}};
    (void)sn_descriptors_raise(); /* each connection and each open database takes some */
    if (look_for_door(&all, &err) != SN_OK) {
        sn_http_options_give_back(options);
        return sn_say_failed(&err);
    }
    if (sn_service_open(&service, &opts, &err) != SN_OK)
        return sn_say_failed(&err);
    sn_status s = open_door(&all, &service, &err);
    if (s == SN_OK)
        s = open_door(&probes, &service, &err);
    if (s == SN_OK)
        serve(&service, &all, &probes, &signals);
    sn_search_queue_stop(service.queue);
    sn_server_stop(all.server);
    sn_server_stop(probes.server);
    if (s == SN_OK)
        sn_log_line(&service.opts.log, SN_LOG_INFO, "ended", "version=%s", SN_VERSION);
    sn_service_close(&service);
    return s == SN_OK ? SN_EXIT_CLEAN : sn_say_failed(&err);
}

int main(int argc, char **argv)
{
    sn_error err = {0};
    sn_arguments arguments = {0};
    sn_http_options *options;
    if (sn_key_command_is_meant(argc, argv))
        return sn_key_command(argc, argv);
    if (sn_arguments_parse(argc, argv, &arguments, &err) != SN_OK)
        return sn_say_usage(err.msg);
    if (arguments.help)
        return sn_print_help();
    if (arguments.version)
        return puts("sarnakh-httpd " SN_VERSION) < 0 || fflush(stdout) != 0 ? SN_EXIT_FAILED
                                                                            : SN_EXIT_CLEAN;
    if (arguments.check_config)
        return sn_check_config(&arguments);
    if (sn_http_options_read(&arguments.flags, &options, &err) != SN_OK)
        return sn_say_failed(&err);
    if (options->index == NULL) {
        sn_http_options_give_back(options);
        return sn_say_usage("--index DIR is wanted");
    }
    return run(&arguments.flags, options);
}
