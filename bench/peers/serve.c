#include "bench/peers/serve.h"

#include <arpa/inet.h>
#include <stdio.h>

typedef struct service {
    serve_fn *fn;
    void *ctx;
} service;

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *body,
                                  size_t *length, void **state)
{
    service *s = ctx;
    (void)url, (void)method, (void)version, (void)body, (void)length;
    if (*state == NULL) { /* the headers only: the request ends at the next call */
        *state = s;
        return MHD_YES;
    }
    return s->fn(s->ctx, connection);
}

int serve(serve_fn *fn, void *ctx, unsigned threads)
{
    service s = {fn, ctx};
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, &s, MHD_OPTION_SOCK_ADDR, &at,
        MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_END);
    if (daemon == NULL)
        return 1;
    printf("%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (getchar() != EOF)
        ;
    MHD_stop_daemon(daemon);
    return 0;
}
