#include "base/address.h"

#include "base/options.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static bool set_ipv4(const char *host, uint16_t port, sn_address *out)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, host, &in.sin_addr) != 1)
        return false;
    memcpy(&out->at, &in, sizeof in);
    out->len = sizeof in;
    return true;
}

static bool set_ipv6(const char *host, uint16_t port, sn_address *out)
{
    struct sockaddr_in6 in = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (inet_pton(AF_INET6, host, &in.sin6_addr) != 1)
        return false;
    memcpy(&out->at, &in, sizeof in);
    out->len = sizeof in;
    return true;
}

sn_status sn_address_parse(const char *text, sn_address *out, sn_error *err)
{
    char host[INET6_ADDRSTRLEN];
    int64_t port;
    sn_address address = {0};
    const char *colon = strrchr(text, ':');
    bool bracketed = text[0] == '[' && colon != NULL && colon[-1] == ']';
    size_t len = colon != NULL ? (size_t)(colon - text) : 0;
    if (colon != NULL && len < sizeof host + 2 &&
        sn_int_parse(sn_str_of(colon + 1), 0, 65535, &port) == SN_OK) {
        size_t cut = bracketed ? 1 : 0;
        snprintf(host, sizeof host, "%.*s", (int)(len - 2 * cut), text + cut);
        if (bracketed ? set_ipv6(host, (uint16_t)port, &address)
                      : set_ipv4(host, (uint16_t)port, &address)) {
            *out = address;
            return SN_OK;
        }
    }
    return sn_fail(err, SN_EINVAL,
                   "«%.60s» is not an address with a port, such as 127.0.0.1:7700 or [::1]:7700",
                   text);
}

void sn_address_write(const sn_address *address, char out[SN_ADDRESS_SIZE])
{
    char host[INET6_ADDRSTRLEN] = "?";
    if (address->at.ss_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, &address->at, sizeof in);
        inet_ntop(AF_INET6, &in.sin6_addr, host, sizeof host);
        snprintf(out, SN_ADDRESS_SIZE, "[%s]:%u", host, ntohs(in.sin6_port));
    } else {
        struct sockaddr_in in;
        memcpy(&in, &address->at, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, host, sizeof host);
        snprintf(out, SN_ADDRESS_SIZE, "%s:%u", host, ntohs(in.sin_port));
    }
}

bool sn_address_is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return (ntohl(in.sin_addr.s_addr) >> 24) == 127;
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        return IN6_IS_ADDR_LOOPBACK(&in.sin6_addr) ||
               (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr) && in.sin6_addr.s6_addr[12] == 127);
    }
    return false;
}

bool sn_is_public_url(const char *text)
{
    static const char host[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:[]_";
    static const char path[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    sn_str all = sn_str_of(text);
    size_t scheme = sn_str_has_prefix(all, SN_STR("https://"))  ? 8
                    : sn_str_has_prefix(all, SN_STR("http://")) ? 7
                                                                : 0;
    size_t host_len = strspn(text + scheme, host);
    const char *rest = text + scheme + host_len;
    size_t rest_len = strlen(rest);
    return scheme > 0 && host_len > 0 && (rest_len == 0 || rest[0] == '/') &&
           strspn(rest, path) == rest_len && text[all.len - 1] != '/';
}
