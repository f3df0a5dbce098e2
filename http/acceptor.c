#include "http/acceptor.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Without room, descriptors or memory. */
#define PAUSE_MS 10

struct sn_acceptor {
    sn_acceptor_opts opts;
    int fd, wake;
    atomic_bool stopping, take_waiting;
    pthread_t thread;
};

/* False: nobody is there, or none can be taken; errno says which. A client who has gone again is no reason to stop. */
static bool take_one(const sn_acceptor *a)
{
    struct sockaddr_storage from;
    socklen_t len = sizeof from;
    int client = accept4(a->fd, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0)
        return errno == EINTR || errno == ECONNABORTED;
    a->opts.take(a->opts.ctx, client, (struct sockaddr *)&from, len);
    return true;
}

/* False: wait a little before the next, whoever is there. */
static bool take_all(const sn_acceptor *a)
{
    while (!atomic_load(&a->stopping)) {
        if (!a->opts.has_room(a->opts.ctx))
            return false;
        if (!take_one(a))
            return errno == EAGAIN || errno == EWOULDBLOCK;
    }
    return true;
}

static void *run(void *acceptor)
{
    sn_acceptor *a = acceptor;
    struct pollfd fds[] = {{.fd = a->wake, .events = POLLIN}, {.fd = a->fd, .events = POLLIN}};
    while (!atomic_load(&a->stopping)) {
        bool goes_on = take_all(a);
        (void)poll(fds, goes_on ? 2 : 1, goes_on ? -1 : PAUSE_MS);
    }
    while (atomic_load(&a->take_waiting) && take_one(a))
        ;
    return NULL;
}

static sn_status start_thread(sn_acceptor *a, sn_error *err)
{
    a->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (a->wake < 0)
        return sn_fail_errno(err, "cannot make a descriptor");
    int code = pthread_create(&a->thread, NULL, run, a);
    if (code == 0)
        return SN_OK;
    close(a->wake);
    return sn_fail(err, SN_EIO, "no thread: %s", strerror(code));
}

sn_status sn_acceptor_start(int fd, const sn_acceptor_opts *opts, sn_acceptor **out, sn_error *err)
{
    sn_acceptor *a = calloc(1, sizeof *a);
    if (a == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    a->opts = *opts;
    a->fd = fd;
    sn_status s = start_thread(a, err);
    if (s != SN_OK) {
        free(a);
        return s;
    }
    *out = a;
    return SN_OK;
}

void sn_acceptor_stop(sn_acceptor *a, bool take_waiting)
{
    if (a == NULL)
        return;
    atomic_store(&a->take_waiting, take_waiting);
    atomic_store(&a->stopping, true);
    (void)eventfd_write(a->wake, 1);
    pthread_join(a->thread, NULL);
    close(a->wake);
    close(a->fd);
    free(a);
}
