/* sarnakh-httpd: the service on HTTP. */
#include "base/clock.h"
#include "http/listen.h"
#include "http/main_options.h"
#include "http/options/table.h"
#include "http/server.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* How long requests in flight may take when the service is told to end. */
#define DRAIN_MS      30000
#define DRAIN_LOOK_MS 20
#define QUIET_MS      100

static size_t threads_of(const sn_http_options *o)
{
    int64_t max = sn_http_option_table[SN_HTTP_OPTION_threads].max;
    long n = o->threads > 0 ? (long)o->threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > max ? (size_t)max : (size_t)n;
}

/* Each connection and each open database takes descriptors; the usual soft limit is 1,024. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
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

/* SIGHUP is no reason to end: the configuration and the newsroom's words are read again. */
static bool is_told_to_end(sn_service *service, const sigset_t *signals, long wait_ms)
{
    struct timespec wait = {wait_ms / 1000, wait_ms % 1000 * 1000000L};
    int number = sigtimedwait(signals, NULL, &wait);
    if (number == SIGHUP)
        sn_service_reload(service);
    return number > 0 && number != SIGHUP;
}

/* Until nothing is in flight, time is up, or a second signal comes. Quiet for a moment, because a
 * request may have arrived that no thread has begun to read. */
static void drain(sn_server *server, sn_service *service, const sigset_t *signals)
{
    int64_t now_us = sn_clock_monotonic_us(), busy_us = now_us;
    int64_t until_us = now_us + DRAIN_MS * 1000LL;
    atomic_store(&service->draining, true);
    sn_server_quiesce(server);
    while (now_us < until_us && now_us < busy_us + QUIET_MS * 1000LL) {
        if (is_told_to_end(service, signals, DRAIN_LOOK_MS))
            break;
        sn_server_sweep(server);
        now_us = sn_clock_monotonic_us();
        if (sn_server_is_busy(server))
            busy_us = now_us;
    }
}

static int serve(sn_service *service, int fd, const sn_address *address, const sigset_t *signals)
{
    sn_error err = {0};
    sn_server *server = NULL;
    char text[SN_ADDRESS_SIZE];
    if (sn_server_start(service, fd, &server, &err) != SN_OK) {
        close(fd);
        return sn_say_failed(&err);
    }
    sn_address_write(address, text);
    printf("sarnakh-httpd listens on http://%s\n", text);
    fflush(stdout);
    sn_log_line(&service->opts.log, SN_LOG_INFO, "started", "address=%s version=%s threads=%zu",
                text, service->opts.version, service->opts.threads);
    while (!is_told_to_end(service, signals, 1000))
        sn_server_sweep(server);
    drain(server, service, signals);
    sn_writes_stop(service->writes);
    sn_server_stop(server);
    sn_log_line(&service->opts.log, SN_LOG_INFO, "ended", "version=%s", service->opts.version);
    return SN_EXIT_CLEAN;
}

/* Takes the options over. */
static int run(const sn_http_flags *flags, sn_http_options *options)
{
    int fd;
    sn_address address = options->listen;
    sn_service_opts opts = {
        .flags = flags,
        .options = options,
        .version = SN_VERSION,
        .threads = threads_of(options),
        .log = {.fd = STDERR_FILENO, .level = (sn_log_level)options->log_level}};
    sn_service service;
    sn_error err = {0};
    sigset_t signals = block_signals();
    raise_descriptor_limit();
    if (sn_service_open(&service, &opts, &err) != SN_OK)
        return sn_say_failed(&err);
    int status = SN_EXIT_FAILED;
    if (sn_listen(&address, &fd, &err) == SN_OK)
        status = serve(&service, fd, &address, &signals);
    else
        sn_say_failed(&err);
    sn_service_close(&service);
    return status;
}

int main(int argc, char **argv)
{
    sn_error err = {0};
    sn_arguments arguments = {0};
    sn_http_options *options;
    if (sn_arguments_parse(argc, argv, &arguments, &err) != SN_OK)
        return sn_say_usage(err.msg);
    if (arguments.help)
        return sn_print_help();
    if (arguments.version)
        return puts("sarnakh-httpd " SN_VERSION) < 0 ? SN_EXIT_FAILED : SN_EXIT_CLEAN;
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
