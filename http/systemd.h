/* http/systemd - what the service manager gives (a socket) and wants to know (ready, reloading, alive): sd_listen_fds(3),
 * sd_notify(3). Started by hand there is none, and all of this does nothing. */
#ifndef SN_HTTP_SYSTEMD_H
#define SN_HTTP_SYSTEMD_H

#include "base/address.h"

/* The socket that was opened for us, and its address; before there are threads. SN_ENOTFOUND: there is none, open one.
 * SN_EINVAL: more than one, or none that listens for TCP. SN_EIO. */
SN_MUST_USE sn_status sn_systemd_socket(sn_address *address, int *fd, sn_error *err);

void sn_systemd_ready(const char *address);
void sn_systemd_reloading(void); /* until sn_systemd_reloaded() */
void sn_systemd_reloaded(bool well);
void sn_systemd_stopping(void);

/* How long the manager waits for a sign of life before it takes us for dead; 0: for ever. */
int64_t sn_systemd_patience_us(void);
void sn_systemd_alive(void);

#endif
