#include "http/headers.h"

#include "base/options.h"

#include <string.h>
#include <strings.h>

static void note_length(sn_headers *h, const char *value)
{
    int64_t length;
    h->lengths++;
    h->length = UINT64_MAX;
    if (sn_int_parse(sn_str_trim(sn_str_of(value)), 0, INT64_MAX, &length) == SN_OK)
        h->length = (uint64_t)length;
}

/* It is written into addresses: nothing that would end one. */
static void note_host(sn_headers *h, const char *value)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:[]_";
    size_t len = strlen(value);
    h->host[0] = '\0';
    if (len < sizeof h->host && strspn(value, allowed) == len)
        memcpy(h->host, value, len + 1);
}

void sn_headers_note(sn_headers *h, const char *name, const char *value)
{
    static const char *const forwarding[] = {"Via", "Forwarded", "X-Forwarded-For", "X-Real-IP"};
    if (value == NULL)
        value = "";
    if (strcasecmp(name, "Content-Length") == 0)
        note_length(h, value);
    else if (strcasecmp(name, "Transfer-Encoding") == 0)
        h->chunked = true;
    else if (strcasecmp(name, "Host") == 0)
        note_host(h, value);
    else if (strcasecmp(name, "X-Forwarded-Proto") == 0)
        h->https = strcasecmp(value, "https") == 0;
    else if (strcasecmp(name, "Expect") == 0)
        h->expects = true;
    else if (strcasecmp(name, "Content-Encoding") == 0)
        h->encoded = strcasecmp(value, "identity") != 0;
    else if (strcasecmp(name, "Origin") == 0)
        h->from_page = true;
    else if (strcasecmp(name, "Sec-Fetch-Site") == 0)
        h->from_page = h->from_page || strcasecmp(value, "none") != 0;
    for (size_t i = 0; i < sizeof forwarding / sizeof *forwarding; i++)
        h->forwarded = h->forwarded || strcasecmp(name, forwarding[i]) == 0;
}
