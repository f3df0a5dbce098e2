#include "http/connections.h"

#include "base/clock.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* Of the index, archive, words, log: some 30, and 20 more for each thread that searches. */
#define OTHER_DESCRIPTORS 1024

void sn_connections_init(sn_connections *c, size_t max, int64_t phase_us)
{
    *c = (sn_connections){.max = max, .phase_us = phase_us};
    pthread_mutex_init(&c->lock, NULL);
}

void sn_connections_done(sn_connections *c)
{
    pthread_mutex_destroy(&c->lock);
}

/* The server library sees the end of the stream and closes the connection. */
static void hang_up(sn_connections *c, sn_connection *connection)
{
    shutdown(connection->fd, SHUT_RDWR);
    c->going += !connection->is_hung_up;
    connection->is_hung_up = true;
}

/* The client that has taken longest. It is looked for among all, which takes microseconds; only under siege. */
static sn_connection *slowest(const sn_connections *c)
{
    sn_connection *found = NULL;
    for (sn_connection *at = c->first; at != NULL; at = at->next) {
        if (at->is_hung_up || atomic_load(&at->is_answering))
            continue;
        if (found == NULL || atomic_load(&at->until_us) < atomic_load(&found->until_us))
            found = at;
    }
    return found;
}

static void make_room(sn_connections *c)
{
    bool is_wanted = c->n - c->going + c->coming >= c->max - c->max / 10;
    sn_connection *out = is_wanted ? slowest(c) : NULL;
    if (out != NULL)
        hang_up(c, out);
}

void sn_connections_expect(sn_connections *c)
{
    pthread_mutex_lock(&c->lock);
    c->coming++;
    pthread_mutex_unlock(&c->lock);
}

void sn_connections_forget(sn_connections *c)
{
    pthread_mutex_lock(&c->lock);
    c->coming--;
    pthread_mutex_unlock(&c->lock);
}

size_t sn_connections_count(sn_connections *c)
{
    pthread_mutex_lock(&c->lock);
    size_t n = c->n + c->coming;
    pthread_mutex_unlock(&c->lock);
    return n;
}

sn_connection *sn_connections_add(sn_connections *c, int fd)
{
    sn_connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        sn_connections_forget(c);
        return NULL;
    }
    connection->fd = fd;
    connection->phase_us = c->phase_us;
    sn_connection_touch(connection, false);
    pthread_mutex_lock(&c->lock);
    c->coming--;
    make_room(c);
    connection->next = c->first;
    if (c->first != NULL)
        c->first->previous = connection;
    c->first = connection;
    c->n++;
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
    c->n--;
    c->going -= connection->is_hung_up;
    pthread_mutex_unlock(&c->lock);
    free(connection);
}

void sn_connection_touch(sn_connection *connection, bool is_answering)
{
    if (connection == NULL)
        return;
    atomic_store(&connection->until_us, sn_clock_monotonic_us() + connection->phase_us);
    atomic_store(&connection->is_answering, is_answering);
}

size_t sn_connections_sweep(sn_connections *c, int64_t now_us)
{
    size_t n = 0;
    pthread_mutex_lock(&c->lock);
    for (sn_connection *at = c->first; at != NULL; at = at->next) {
        if (atomic_load(&at->until_us) >= now_us)
            continue;
        hang_up(c, at);
        n++;
    }
    pthread_mutex_unlock(&c->lock);
    return n;
}

size_t sn_connections_fit(size_t wanted)
{
    struct rlimit limit;
    rlim_t needed = wanted + OTHER_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed)
        return wanted;
    limit.rlim_cur = limit.rlim_max < needed ? limit.rlim_max : needed;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 && getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    if (limit.rlim_cur >= needed)
        return wanted;
    return limit.rlim_cur > 2 * OTHER_DESCRIPTORS ? (size_t)limit.rlim_cur - OTHER_DESCRIPTORS
                                                  : (size_t)limit.rlim_cur / 2;
}
