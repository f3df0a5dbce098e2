#include "http/access/addresses.h"

#include "base/options.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static sn_client_address of_v4(const void *four_bytes)
{
    sn_client_address a;
    memcpy(a.at, mapped, sizeof mapped);
    memcpy(a.at + sizeof mapped, four_bytes, 4);
    return a;
}

static bool is_v4(const sn_client_address *a)
{
    return memcmp(a->at, mapped, sizeof mapped) == 0;
}

sn_client_address sn_client_address_of(const struct sockaddr *address)
{
    sn_client_address a = {{0}};
    if (address == NULL)
        return a;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return of_v4(&in.sin_addr);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        memcpy(a.at, &in.sin6_addr, sizeof a.at);
    }
    return a;
}

bool sn_client_address_parse(sn_str text, sn_client_address *out)
{
    char copy[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    if (text.len >= 2 && text.at[0] == '[' && text.at[text.len - 1] == ']')
        text = (sn_str){text.at + 1, text.len - 2};
    if (text.len >= sizeof copy || memchr(text.at, '\0', text.len) != NULL)
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    if (inet_pton(AF_INET, copy, bytes) == 1)
        *out = of_v4(bytes);
    else if (inet_pton(AF_INET6, copy, bytes) == 1)
        memcpy(out->at, bytes, sizeof out->at);
    else
        return false;
    return true;
}

typedef struct network {
    sn_client_address address;
    unsigned bits; /* of 128 */
} network;

static bool parse_network(sn_str item, network *out)
{
    const char *slash = memchr(item.at, '/', item.len);
    sn_str address = item;
    int64_t bits = 0;
    if (slash != NULL)
        address.len = (size_t)(slash - item.at);
    if (!sn_client_address_parse(address, &out->address))
        return false;
    unsigned width = is_v4(&out->address) ? 32 : 128;
    out->bits = 128;
    if (slash == NULL)
        return true;
    sn_str number = {slash + 1, item.len - address.len - 1};
    if (sn_int_parse(number, 0, width, &bits) != SN_OK)
        return false;
    out->bits = 128 - width + (unsigned)bits;
    return true;
}

bool sn_network_is_valid(sn_str text)
{
    network n;
    return parse_network(text, &n);
}

static bool has(const network *n, const sn_client_address *address)
{
    size_t whole = n->bits / 8, rest = n->bits % 8;
    if (memcmp(n->address.at, address->at, whole) != 0)
        return false;
    return rest == 0 || ((n->address.at[whole] ^ address->at[whole]) >> (8 - rest)) == 0;
}

bool sn_networks_have(const sn_names *networks, const sn_client_address *address)
{
    for (size_t i = 0; i < networks->n; i++) {
        network n;
        if (parse_network(sn_str_of(networks->at[i]), &n) && has(&n, address))
            return true;
    }
    return false;
}

/* The last item of the list, cut off it. */
static bool take_last(sn_str *list, sn_str *item)
{
    if (list->len == 0)
        return false;
    size_t from = list->len;
    while (from > 0 && list->at[from - 1] != ',')
        from--;
    *item = sn_str_trim((sn_str){list->at + from, list->len - from});
    list->len = from > 0 ? from - 1 : 0;
    return true;
}

sn_client_address sn_client_address_forwarded(const sn_client_address *peer, sn_str forwarded,
                                              const sn_names *trusted)
{
    sn_client_address at = *peer, next;
    sn_str item;
    while (sn_networks_have(trusted, &at) && take_last(&forwarded, &item)) {
        if (!sn_client_address_parse(item, &next))
            break; /* what a proxy does not understand itself says nothing */
        at = next;
    }
    return at;
}

sn_client_address sn_client_address_household(const sn_client_address *address)
{
    sn_client_address a = *address;
    if (!is_v4(address))
        memset(a.at + 8, 0, 8);
    return a;
}
