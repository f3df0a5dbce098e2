/* sarnakh-httpd: the service on HTTP. */
#include "base/clock.h"
#include "base/options.h"
#include "http/listen.h"
#include "http/server.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define EXIT_CLEAN  0
#define EXIT_FAILED 1
#define EXIT_USAGE  2

#define DEFAULT_LISTEN "127.0.0.1:7700"
#define MAX_THREADS    64
/* How long requests in flight may take when the service is told to end. */
#define DRAIN_MS      30000
#define DRAIN_LOOK_MS 20
#define QUIET_MS      100

typedef struct settings {
    const char *index, *config, *listen, *log_level;
    int64_t threads;
    bool create, help, version;
} settings;

static const sn_option options[] = {
    {"index", 'i', SN_OPTION_TEXT, offsetof(settings, index), "DIR", "the index directory", 0, 0},
    {"config", 'c', SN_OPTION_TEXT, offsetof(settings, config), "FILE",
     "the configuration (default: DIR/sarnakh.conf, if there is one)", 0, 0},
    {"listen", 'l', SN_OPTION_TEXT, offsetof(settings, listen), "ADDR:PORT",
     "address to listen on (" DEFAULT_LISTEN "); port 0: any", 0, 0},
    {"threads", 't', SN_OPTION_INT, offsetof(settings, threads), "N",
     "threads that answer (one a processor)", 1, MAX_THREADS},
    {"log-level", 0, SN_OPTION_TEXT, offsetof(settings, log_level), "LEVEL",
     "error, warn, info (default) or debug", 0, 0},
    {"create", 0, SN_OPTION_FLAG, offsetof(settings, create), NULL,
     "make the index if the directory is missing or empty", 0, 0},
    {"help", 'h', SN_OPTION_FLAG, offsetof(settings, help), NULL, "this page", 0, 0},
    {"version", 0, SN_OPTION_FLAG, offsetof(settings, version), NULL, "the version", 0, 0},
};
#define N_OPTIONS (sizeof options / sizeof *options)

static int print_help(void)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_buf_add_str(&out, SN_STR("usage: sarnakh-httpd --index DIR [OPTIONS]\n\n"));
    sn_options_help(options, N_OPTIONS, &out);
    sn_buf_add_str(
        &out,
        SN_STR("\nSIGTERM and SIGINT: finish what is in flight, then end.\n"
               "SIGHUP: read the configuration and INDEX/dictionaries again; the log says how\n"
               "it went.\n"
               "exit status: 0 ended as told, 1 failed (and why), 2 usage\n"));
    return fputs(sn_buf_text(&out), stdout) < 0 ? EXIT_FAILED : EXIT_CLEAN;
}

static int usage(const char *sentence)
{
    fprintf(stderr, "sarnakh-httpd: %s (sarnakh-httpd --help)\n", sentence);
    return EXIT_USAGE;
}

static int failed(const sn_error *err)
{
    fprintf(stderr, "sarnakh-httpd: %s\n", err->msg);
    return EXIT_FAILED;
}

static size_t default_threads(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : (size_t)n;
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
        return failed(&err);
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
    return EXIT_CLEAN;
}

static int run(const sn_service_opts *opts, sn_address *address)
{
    int fd;
    sn_service service;
    sn_error err = {0};
    sigset_t signals = block_signals();
    raise_descriptor_limit();
    if (sn_service_open(&service, opts, &err) != SN_OK)
        return failed(&err);
    int status = EXIT_FAILED;
    if (sn_listen(address, &fd, &err) == SN_OK)
        status = serve(&service, fd, address, &signals);
    else
        failed(&err);
    sn_service_close(&service);
    return status;
}

int main(int argc, char **argv)
{
    int n_args = 0;
    sn_error err = {0};
    sn_address address;
    settings s = {.listen = DEFAULT_LISTEN, .log_level = "info"};
    sn_service_opts opts = {.version = SN_VERSION, .log = {.fd = STDERR_FILENO}};
    if (sn_options_parse(options, N_OPTIONS, argc, argv, &s, &n_args, &err) != SN_OK)
        return usage(err.msg);
    if (s.help)
        return print_help();
    if (s.version)
        return puts("sarnakh-httpd " SN_VERSION) < 0 ? EXIT_FAILED : EXIT_CLEAN;
    if (n_args > 0)
        return usage("there are no arguments but the options");
    if (s.index == NULL)
        return usage("--index DIR is wanted");
    if (!sn_log_level_parse(s.log_level, &opts.log.level))
        return usage("--log-level: error, warn, info or debug");
    if (sn_address_parse(s.listen, &address, &err) != SN_OK)
        return usage(err.msg);
    opts.index = s.index;
    opts.config = s.config;
    opts.create = s.create;
    opts.threads = s.threads > 0 ? (size_t)s.threads : default_threads();
    return run(&opts, &address);
}
