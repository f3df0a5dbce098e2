/* http/connections - every open connection, and until when it may take its time.
 *
 * The server library's timeout is for connections on which nothing moves; who sends a byte now and
 * then would hold one for ever. Here each phase (a request coming in, an answer going out) has an
 * end, and the socket of who passes it is shut down. When there are nearly as many as may be, whoever is longest in
 * a phase makes room for the next, so that slow clients, however many, keep nobody out. */
#ifndef SN_HTTP_CONNECTIONS_H
#define SN_HTTP_CONNECTIONS_H

#include "base/bytes.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct sn_connection {
    int fd;
    int64_t phase_us;
    atomic_llong until_us;    /* monotonic clock */
    atomic_bool is_answering; /* the service is at work for it: it is not the client that is slow */
    bool is_hung_up;          /* under the lock */
    struct sn_connection *next, *previous;
} sn_connection;

typedef struct sn_connections {
    pthread_mutex_t lock;
    sn_connection *first;
    size_t n, coming, going; /* going: of n, those that were hung up on */
    size_t max;              /* from nine tenths of max on there is one out for each one in */
    int64_t phase_us;
} sn_connections;

void sn_connections_init(sn_connections *c, size_t max, int64_t phase_us);
void sn_connections_done(sn_connections *c); /* all are removed */

/* One is on its way: it will be added, or is not to be expected any longer. */
void sn_connections_expect(sn_connections *c);
void sn_connections_forget(sn_connections *c);
/* With those who are on their way. */
size_t sn_connections_count(sn_connections *c);

/* One that was expected. NULL: out of memory; such a connection is not watched. */
sn_connection *sn_connections_add(sn_connections *c, int fd);
void sn_connections_remove(sn_connections *c, sn_connection *connection); /* before fd is closed */

/* A new phase begins: the client's, or, with is_answering, the service's. NULL is fine. */
void sn_connection_touch(sn_connection *connection, bool is_answering);

/* Shut down those whose time is over at now_us; returns how many. */
size_t sn_connections_sweep(sn_connections *c, int64_t now_us);

/* Raise the process's limit of descriptors so that `wanted` connections fit beside the files of the index;
 * returns how many do. */
size_t sn_connections_fit(size_t wanted);

#endif
