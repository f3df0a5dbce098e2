#include "http/systemd.h"

#include "base/clock.h"

#include <fcntl.h>
#include <inttypes.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

static sn_status take(int fd, sn_address *address, sn_error *err)
{
    sn_address got = {.len = sizeof got.at};
    if (sd_is_socket(fd, AF_INET, SOCK_STREAM, 1) <= 0 &&
        sd_is_socket(fd, AF_INET6, SOCK_STREAM, 1) <= 0)
        return sn_fail(err, SN_EINVAL, "the socket that was passed does not listen for TCP");
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
        getsockname(fd, (struct sockaddr *)&got.at, &got.len) != 0)
        return sn_fail_errno(err, "the socket that was passed cannot be used");
    *address = got;
    return SN_OK;
}

sn_status sn_systemd_socket(sn_address *address, int *fd, sn_error *err)
{
    int n = sd_listen_fds(1);
    if (n == 0)
        return SN_ENOTFOUND;
    if (n != 1)
        return sn_fail(err, SN_EINVAL, "one socket is wanted, %d were passed", n);
    sn_status s = take(SD_LISTEN_FDS_START, address, err);
    if (s == SN_OK)
        *fd = SD_LISTEN_FDS_START;
    return s;
}

/* Nobody to tell is fine, and so is one who does not listen. */
void sn_systemd_ready(const char *address)
{
    (void)sd_notifyf(0, "READY=1\nSTATUS=Listens on http://%s", address);
}

void sn_systemd_reloading(void)
{
    (void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, sn_clock_monotonic_us());
}

void sn_systemd_reloaded(bool well)
{
    (void)sd_notifyf(0, "READY=1\nSTATUS=%s",
                     well ? "Reloaded" : "Not reloaded, all is as before: the log says why");
}

void sn_systemd_stopping(void)
{
    (void)sd_notify(0, "STOPPING=1\nSTATUS=Finishes what is in flight");
}

int64_t sn_systemd_patience_us(void)
{
    uint64_t us = 0;
    return sd_watchdog_enabled(0, &us) > 0 && us < INT64_MAX ? (int64_t)us : 0;
}

void sn_systemd_alive(void)
{
    (void)sd_notify(0, "WATCHDOG=1");
}
