/* http/access/addresses - where a request comes from, also through proxies that are believed. */
#ifndef SN_HTTP_ACCESS_ADDRESSES_H
#define SN_HTTP_ACCESS_ADDRESSES_H

#include "base/names.h"

#include <sys/socket.h>

/* IPv6 in network order; IPv4 as ::ffff:a.b.c.d; all zeros: not known. */
typedef struct sn_client_address {
    unsigned char at[16];
} sn_client_address;

sn_client_address sn_client_address_of(const struct sockaddr *address);
/* "192.0.2.1", "2001:db8::1", "[2001:db8::1]". False: it is none. */
bool sn_client_address_parse(sn_str text, sn_client_address *out);

/* Is it an address or a network, "10.0.0.0/8", "::1", "2001:db8::/32"? */
bool sn_network_is_valid(sn_str text);
/* Is the address in one of them? Those that are none are passed over. */
bool sn_networks_have(const sn_names *networks, const sn_client_address *address);

/* Who asks: the peer itself, unless it is one of the trusted networks and forwarded (X-Forwarded-For,
 * each proxy adding at the end whom it heard) names somebody. Read from its end, past trusted proxies: what stands
 * further in front is what the client claims. */
sn_client_address sn_client_address_forwarded(const sn_client_address *peer, sn_str forwarded,
                                              const sn_names *trusted);

/* What one client is taken for: an IPv4 address, the /64 of an IPv6 address. */
sn_client_address sn_client_address_household(const sn_client_address *address);

#endif
