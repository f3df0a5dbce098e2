#include "layout/url.h"

#include "base/hex.h"
#include "base/utf8.h"

#include <string.h>

static bool begins_with(sn_str text, const char *small_letters)
{
    size_t n = strlen(small_letters);
    for (size_t i = 0; i < n; i++) {
        if (i >= text.len || (text.at[i] | 0x20) != (small_letters[i] | 0x20))
            return false;
    }
    return true;
}

static sn_str without(sn_str text, const char *beginning)
{
    size_t n = begins_with(text, beginning) ? strlen(beginning) : 0;
    return (sn_str){text.at + n, text.len - n};
}

static void add_decoded(sn_str text, sn_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        int high = text.at[i] == '%' && i + 2 < text.len ? sn_hex_digit(text.at[i + 1]) : -1;
        int low = high >= 0 ? sn_hex_digit(text.at[i + 2]) : -1;
        bool is_byte = low >= 0 && high * 16 + low > 0x20;
        sn_buf_add_byte(out, (unsigned char)(is_byte ? high * 16 + low : text.at[i]));
        i += is_byte ? 2 : 0;
    }
}

/* What of it is no text when decoded stays as it is. */
static void add_part(sn_str text, sn_buf *out)
{
    size_t before = out->len;
    add_decoded(text, out);
    if (sn_buf_status(out) != SN_OK ||
        sn_utf8_is_valid((sn_str){out->at + before, out->len - before}, NULL))
        return;
    sn_buf_cut(out, before);
    sn_buf_add_str(out, text);
}

static size_t length_to(sn_str text, const char *ends)
{
    size_t n = 0;
    while (n < text.len && strchr(ends, text.at[n]) == NULL)
        n++;
    return n;
}

/* a=1&b=2 without those that only count visits. */
static void add_parameters(sn_str query, sn_buf *out)
{
    char mark = '?';
    while (query.len > 0) {
        size_t n = length_to(query, "&");
        sn_str one = {query.at, n};
        if (n > 0 && !begins_with(one, "utm_")) {
            sn_buf_add_byte(out, (unsigned char)mark);
            add_part(one, out);
            mark = '&';
        }
        n += n < query.len ? 1 : 0;
        query = (sn_str){query.at + n, query.len - n};
    }
}

sn_status sn_url_key(sn_str url, sn_buf *out)
{
    if (url.len == 0)
        return sn_buf_status(out);
    url = sn_str_trim(url);
    url.len = length_to(url, "#");
    url = without(without(without(url, "https://"), "http://"), "www.");
    size_t host = length_to(url, "/?"), path = length_to(url, "?");
    for (size_t i = 0; i < host; i++) {
        char c = url.at[i];
        sn_buf_add_byte(out, (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
    }
    sn_str rest = {url.at + host, path - host};
    while (rest.len > 0 && rest.at[rest.len - 1] == '/')
        rest.len--;
    add_part(rest, out);
    if (path < url.len)
        add_parameters((sn_str){url.at + path + 1, url.len - path - 1}, out);
    return sn_buf_status(out);
}
