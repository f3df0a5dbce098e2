/* Loaded before the service: a socket that listens leaves an epoll set only after a while, if it is the first thread
 * that takes it out. What other threads do in the meantime is what they might do any time (test_http_life.py). */
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define WHILE_MS 100

static int listens(int fd)
{
    int yes = 0;
    socklen_t size = sizeof yes;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &size) == 0 && yes;
}

int epoll_ctl(int set, int operation, int fd, struct epoll_event *event)
{
    if (operation == EPOLL_CTL_DEL && getpid() == gettid() && listens(fd))
        nanosleep(&(struct timespec){.tv_nsec = WHILE_MS * 1000000L}, NULL);
    return (int)syscall(SYS_epoll_ctl, set, operation, fd, event);
}
