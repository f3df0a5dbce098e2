#include "http/acceptor.h"

#include "http/listen.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#define MOST 64

/* Who was taken, and whether more may be. */
typedef struct house {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int room, asked_without_room, n;
    int clients[MOST];
    bool knows_from;
    sn_address address;
    sn_acceptor *acceptor;
} house;

static bool has_room(void *ctx)
{
    house *h = ctx;
    pthread_mutex_lock(&h->lock);
    bool yes = h->n < h->room;
    h->asked_without_room += !yes;
    pthread_cond_broadcast(&h->moved);
    pthread_mutex_unlock(&h->lock);
    return yes;
}

static void take(void *ctx, int client, const struct sockaddr *from, socklen_t len)
{
    house *h = ctx;
    pthread_mutex_lock(&h->lock);
    h->knows_from = from->sa_family == AF_INET && len == sizeof(struct sockaddr_in);
    h->clients[h->n++] = client;
    pthread_cond_broadcast(&h->moved);
    pthread_mutex_unlock(&h->lock);
}

static void open_house(house *h, int room)
{
    int fd;
    *h =
        (house){.lock = PTHREAD_MUTEX_INITIALIZER, .moved = PTHREAD_COND_INITIALIZER, .room = room};
    assert_int_equal(sn_address_parse("127.0.0.1:0", &h->address, NULL), SN_OK);
    assert_int_equal(sn_listen(&h->address, &fd, NULL), SN_OK);
    sn_acceptor_opts opts = {.has_room = has_room, .take = take, .ctx = h};
    assert_int_equal(sn_acceptor_start(fd, &opts, &h->acceptor, NULL), SN_OK);
}

static int visit(const house *h)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&h->address.at, h->address.len), 0);
    return fd;
}

static void await_taken(house *h, int n)
{
    pthread_mutex_lock(&h->lock);
    while (h->n < n)
        pthread_cond_wait(&h->moved, &h->lock);
    pthread_mutex_unlock(&h->lock);
}

static void await_asked(house *h, int n)
{
    pthread_mutex_lock(&h->lock);
    while (h->asked_without_room < n)
        pthread_cond_wait(&h->moved, &h->lock);
    pthread_mutex_unlock(&h->lock);
}

static void set_room(house *h, int room)
{
    pthread_mutex_lock(&h->lock);
    h->room = room;
    pthread_mutex_unlock(&h->lock);
}

static void close_house(house *h, bool take_waiting)
{
    sn_acceptor_stop(h->acceptor, take_waiting);
    for (int i = 0; i < h->n; i++)
        close(h->clients[i]);
}

static void takes_all_who_come(void **state)
{
    (void)state;
    house h;
    int fds[40];
    open_house(&h, MOST);
    for (int i = 0; i < 40; i++)
        fds[i] = visit(&h);
    await_taken(&h, 40);
    assert_true(h.knows_from);
    for (int i = 0; i < 40; i++) {
        int flags = fcntl(h.clients[i], F_GETFL), kept = fcntl(h.clients[i], F_GETFD);
        assert_true(flags >= 0 && (flags & O_NONBLOCK) && (kept & FD_CLOEXEC));
        close(fds[i]);
    }
    close_house(&h, false);
}

static void who_finds_no_room_waits_until_there_is(void **state)
{
    (void)state;
    house h;
    int fds[5];
    open_house(&h, 3);
    for (int i = 0; i < 5; i++)
        fds[i] = visit(&h);
    await_taken(&h, 3);
    await_asked(&h, 3);
    assert_int_equal(h.n, 3);
    set_room(&h, 5);
    await_taken(&h, 5);
    for (int i = 0; i < 5; i++)
        close(fds[i]);
    close_house(&h, false);
}

/* Is the client still connected, by what it can read? */
static bool is_reset(int fd)
{
    char byte;
    return recv(fd, &byte, 1, 0) <= 0;
}

static void who_waits_at_the_end_is_taken_if_wanted(void **state)
{
    (void)state;
    for (int wanted = 0; wanted < 2; wanted++) {
        house h;
        open_house(&h, 0);
        int fd = visit(&h);
        await_asked(&h, 2);
        sn_acceptor_stop(h.acceptor, wanted);
        assert_int_equal(h.n, wanted);
        assert_true(wanted || is_reset(fd));
        int late = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_int_not_equal(connect(late, (struct sockaddr *)&h.address.at, h.address.len), 0);
        h.acceptor = NULL;
        close_house(&h, false);
        close(late);
        close(fd);
    }
}

static void goes_on_when_there_are_descriptors_again(void **state)
{
    (void)state;
    house h;
    struct rlimit limit, none;
    open_house(&h, MOST);
    int first = visit(&h), second = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    await_taken(&h, 1);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = (struct rlimit){.rlim_cur = 3, .rlim_max = limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_int_equal(connect(second, (struct sockaddr *)&h.address.at, h.address.len), 0);
    assert_int_equal(h.n, 1);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    await_taken(&h, 2);
    close(first);
    close(second);
    close_house(&h, false);
}

static void ends_at_any_time(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        house h;
        open_house(&h, MOST);
        int fd = visit(&h);
        close_house(&h, i % 2);
        close(fd);
    }
    sn_acceptor_stop(NULL, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_all_who_come),
        cmocka_unit_test(who_finds_no_room_waits_until_there_is),
        cmocka_unit_test(who_waits_at_the_end_is_taken_if_wanted),
        cmocka_unit_test(goes_on_when_there_are_descriptors_again),
        cmocka_unit_test(ends_at_any_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
