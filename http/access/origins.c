#include "http/access/origins.h"

#include "base/limits.h"
#include "http/access/items.h"

#include <string.h>

static size_t span(sn_str s, const char *allowed)
{
    size_t n = 0;
    while (n < s.len && s.at[n] != '\0' && strchr(allowed, s.at[n]) != NULL)
        n++;
    return n;
}

static sn_str behind(sn_str s, size_t n)
{
    return (sn_str){s.at + n, s.len - n};
}

/* Bytes of the host in front; 0: none. */
static size_t host_of(sn_str s)
{
    if (s.len > 0 && s.at[0] == '[') {
        size_t n = 1 + span(behind(s, 1), "0123456789abcdef:.");
        return n > 1 && n < s.len && s.at[n] == ']' ? n + 1 : 0;
    }
    return span(s, "abcdefghijklmnopqrstuvwxyz0123456789-._");
}

bool sn_origin_is_valid(sn_str origin)
{
    static const char *const schemes[] = {"https://", "http://"};
    if (origin.len > SN_LIMIT_ORIGIN_BYTES)
        return false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        sn_str scheme = sn_str_of(schemes[i]);
        if (!sn_str_has_prefix(origin, scheme))
            continue;
        sn_str rest = behind(origin, scheme.len);
        size_t host = host_of(rest);
        rest = behind(rest, host);
        if (host == 0 || rest.len == 0)
            return host > 0;
        size_t digits = span(behind(rest, 1), "0123456789");
        return rest.at[0] == ':' && digits > 0 && digits <= 5 && digits == rest.len - 1;
    }
    return false;
}

bool sn_origins_have(const sn_names *list, sn_str origin)
{
    for (size_t i = 0; i < list->n; i++)
        if (sn_str_equal(sn_str_of(list->at[i]), origin))
            return true;
    return false;
}

bool sn_origins_are_any(const sn_names *list)
{
    return list->n == 1 && strcmp(list->at[0], "*") == 0;
}

static sn_status add(sn_names *list, sn_str item, sn_error *err)
{
    char text[SN_LIMIT_ORIGIN_BYTES + 1];
    if (!sn_origin_is_valid(item))
        return sn_fail(err, SN_EINVAL, "«%.*s» is no origin as https://news.example",
                       (int)(item.len < 80 ? item.len : 80), item.at);
    if (list->n == SN_LIMIT_KEY_ORIGINS)
        return sn_fail(err, SN_ELIMIT, "there are more than %d origins (KEY_ORIGINS)",
                       SN_LIMIT_KEY_ORIGINS);
    memcpy(text, item.at, item.len);
    text[item.len] = '\0';
    return sn_names_add(list, text) == SN_OK ? SN_OK : sn_fail(err, SN_ENOMEM, "out of memory");
}

sn_status sn_origins_parse(sn_str text, sn_names *out, sn_error *err)
{
    sn_names list = {0};
    sn_str item;
    sn_status s = SN_OK;
    while (s == SN_OK && sn_items_next(&text, &item))
        s = add(&list, item, err);
    if (s != SN_OK) {
        sn_names_done(&list);
        return s;
    }
    sn_names_done(out);
    *out = list;
    return SN_OK;
}
