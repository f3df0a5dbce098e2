/* http/acceptor - takes clients from a socket that listens, in a thread of its own.
 *
 * The server library would do so itself, but cannot be told to stop: in MHD_quiesce_daemon of libmicrohttpd 0.9.75 the
 * caller and the library's own threads take the socket out of the same epoll set, and whoever comes second aborts the
 * process. So the library is started without a socket, and clients are handed to it (MHD_add_connection). */
#ifndef SN_HTTP_ACCEPTOR_H
#define SN_HTTP_ACCEPTOR_H

#include "base/status.h"

#include <stdbool.h>
#include <sys/socket.h>

typedef struct sn_acceptor sn_acceptor;

/* Called in the acceptor's thread. */
typedef struct sn_acceptor_opts {
    bool (*has_room)(
        void *ctx); /* false: who comes waits in the kernel's queue; asked again in a moment */
    /* The client's socket is the callee's; *from lives as long as the call. */
    void (*take)(void *ctx, int client, const struct sockaddr *from, socklen_t len);
    void *ctx;
} sn_acceptor_opts;

/* fd listens and does not block. SN_EIO, SN_ENOMEM: it is still the caller's. */
SN_MUST_USE sn_status sn_acceptor_start(int fd, const sn_acceptor_opts *opts, sn_acceptor **out,
                                        sn_error *err);

/* Take nobody from now on, and close the socket. take_waiting: those whom the kernel has connected already are taken before, room or
 * not: they would be reset with the socket, unless it stays open elsewhere. NULL is fine. */
void sn_acceptor_stop(sn_acceptor *acceptor, bool take_waiting);

#endif
