/* http/connections - every open connection, and until when it may take its time.
 *
 * The server library's timeout is for connections on which nothing moves; who sends a byte now and
 * then would hold one for ever. Here each phase (a request coming in, an answer going out) has an
 * end, and the socket of who passes it is shut down. */
#ifndef SN_HTTP_CONNECTIONS_H
#define SN_HTTP_CONNECTIONS_H

#include "base/bytes.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct sn_connection {
    int fd;
    atomic_llong until_us; /* monotonic clock */
    struct sn_connection *next, *previous;
} sn_connection;

typedef struct sn_connections {
    pthread_mutex_t lock;
    sn_connection *first;
} sn_connections;

void sn_connections_init(sn_connections *c);
void sn_connections_done(sn_connections *c); /* all are removed */

/* NULL: out of memory; such a connection is not watched. */
sn_connection *sn_connections_add(sn_connections *c, int fd);
void sn_connections_remove(sn_connections *c, sn_connection *connection); /* before fd is closed */

/* A new phase begins; NULL is fine. */
void sn_connection_touch(sn_connection *connection);

/* Shut down those whose time is over at now_us; returns how many. */
size_t sn_connections_sweep(sn_connections *c, int64_t now_us);

#endif
