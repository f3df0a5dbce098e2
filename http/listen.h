/* http/listen - the socket the service listens on. */
#ifndef SN_HTTP_LISTEN_H
#define SN_HTTP_LISTEN_H

#include "base/address.h"

/* A socket that listens; *address becomes the one it got. SN_EIO, with the reason. */
SN_MUST_USE sn_status sn_listen(sn_address *address, int *fd, sn_error *err);

#endif
