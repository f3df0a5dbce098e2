/* http/server - the service on a socket: libmicrohttpd with a fixed pool of threads. */
#ifndef SN_HTTP_SERVER_H
#define SN_HTTP_SERVER_H

#include "http/service.h"

typedef struct sn_server sn_server;

typedef enum sn_server_kind {
    SN_SERVER_ALL,
    SN_SERVER_PROBES /* health, readiness and figures alone, by one thread and with connections of their own */
} sn_server_kind;

/* Serve on a listening socket, which the server closes. SN_EIO, SN_ENOMEM: the socket is still the
 * caller's. */
SN_MUST_USE sn_status sn_server_start(sn_service *service, int fd, sn_server_kind kind,
                                      sn_server **out, sn_error *err);

/* Answer writes that have waited long enough, and hang up on clients whose request takes too long to arrive or whose
 * answer takes too long to be read. To be called every second or so. */
void sn_server_sweep(sn_server *server);

/* No new connections from now on; what is in flight goes on. others_listen: the socket stays open elsewhere (with the
 * service manager, for our successor), so who waits there is not ours to answer. */
void sn_server_quiesce(sn_server *server, bool others_listen);
/* Is a request in flight? */
bool sn_server_is_busy(const sn_server *server);
/* Is a connection open? */
bool sn_server_has_clients(sn_server *server);
/* Close all connections. All writes and searches are answered (sn_writes_stop, sn_search_queue_stop). NULL is
 * fine. */
void sn_server_stop(sn_server *server);

#endif
