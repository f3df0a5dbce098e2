/* base/address - address and port of a socket, as people write them. */
#ifndef SN_BASE_ADDRESS_H
#define SN_BASE_ADDRESS_H

#include "base/bytes.h"

#include <sys/socket.h>

typedef struct sn_address {
    struct sockaddr_storage at;
    socklen_t len;
} sn_address;

/* "127.0.0.1:7700", "[::1]:7700"; port 0 means any free one. SN_OK, SN_EINVAL. */
SN_MUST_USE sn_status sn_address_parse(const char *text, sn_address *out, sn_error *err);

#define SN_ADDRESS_SIZE 80
/* The same form back. */
void sn_address_write(const sn_address *address, char out[SN_ADDRESS_SIZE]);

/* Is this an address of this machine alone (127.0.0.0/8, ::1, ::ffff:127.0.0.0/104)? */
bool sn_address_is_loopback(const struct sockaddr *address);

/* Is this "http://host[:port][/path]" or https, of characters that need no escape, without a slash at its end? */
bool sn_is_public_url(const char *text);

#endif
