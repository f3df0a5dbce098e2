#include "http/connections.h"

#include "base/clock.h"
#include "base/limits.h"

#include <stdlib.h>
#include <sys/socket.h>

/* A connection may lie idle before its request begins, and a write may wait for the index. */
#define PHASE_US ((SN_LIMIT_HTTP_REQUEST_SEC + SN_LIMIT_HTTP_IDLE_SEC) * 1000000LL)

void sn_connections_init(sn_connections *c)
{
    *c = (sn_connections){.first = NULL};
    pthread_mutex_init(&c->lock, NULL);
}

void sn_connections_done(sn_connections *c)
{
    pthread_mutex_destroy(&c->lock);
}

sn_connection *sn_connections_add(sn_connections *c, int fd)
{
    sn_connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        return NULL;
    connection->fd = fd;
    sn_connection_touch(connection);
    pthread_mutex_lock(&c->lock);
    connection->next = c->first;
    if (c->first != NULL)
        c->first->previous = connection;
    c->first = connection;
    pthread_mutex_unlock(&c->lock);
    return connection;
}

void sn_connections_remove(sn_connections *c, sn_connection *connection)
{
    pthread_mutex_lock(&c->lock);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        c->first = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    pthread_mutex_unlock(&c->lock);
    free(connection);
}

void sn_connection_touch(sn_connection *connection)
{
    if (connection != NULL)
        atomic_store(&connection->until_us, sn_clock_monotonic_us() + PHASE_US);
}

size_t sn_connections_sweep(sn_connections *c, int64_t now_us)
{
    size_t n = 0;
    pthread_mutex_lock(&c->lock);
    for (sn_connection *at = c->first; at != NULL; at = at->next) {
        if (atomic_load(&at->until_us) >= now_us)
            continue;
        /* The server library sees the end of the stream and closes the connection. */
        shutdown(at->fd, SHUT_RDWR);
        n++;
    }
    pthread_mutex_unlock(&c->lock);
    return n;
}
