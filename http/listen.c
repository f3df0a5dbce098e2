#include "http/listen.h"

#include <stdio.h>
#include <unistd.h>

static sn_status bind_and_listen(int fd, sn_address *address, sn_error *err)
{
    char text[SN_ADDRESS_SIZE];
    int yes = 1;
    sn_address_write(address, text);
    /* So that a service that has just ended can be started again. */
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0)
        return sn_fail_errno(err, "cannot set up a socket");
    if (bind(fd, (const struct sockaddr *)&address->at, address->len) != 0 ||
        listen(fd, SOMAXCONN) != 0)
        return sn_fail_errno(err, "cannot listen on %s", text);
    address->len = sizeof address->at;
    if (getsockname(fd, (struct sockaddr *)&address->at, &address->len) != 0)
        return sn_fail_errno(err, "cannot listen on %s", text);
    return SN_OK;
}

sn_status sn_listen(sn_address *address, int *fd, sn_error *err)
{
    int family = address->at.ss_family;
    int made = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0)
        return sn_fail_errno(err, "cannot make a socket");
    sn_status s = bind_and_listen(made, address, err);
    if (s != SN_OK) {
        close(made);
        return s;
    }
    *fd = made;
    return SN_OK;
}
