#include "archive/address.h"

#include "archive/article.h"
#include "archive/fields.h"
#include "base/digest.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

#define HASH_BYTES 17 /* ~ and 16 digits */

/* Parameters that say how a reader came, not what is read. A name with _ at its end is a beginning. */
static const char *const tracking[] = {"utm_",    "fbclid", "gclid",  "dclid",   "yclid",
                                       "msclkid", "igshid", "mc_cid", "mc_eid",  "_ga",
                                       "gclsrc",  "wbraid", "gbraid", "ref_src", "twclid"};

/* The parts of an http(s) address. */
typedef struct address {
    sn_str scheme, host, port, path, query;
} address;

static bool same_word(sn_str a, const char *b)
{
    return a.len == strlen(b) && strncasecmp(a.at, b, a.len) == 0;
}

/* Up to the first byte of `ends`, taken off the front of *s. */
static sn_str take_until(sn_str *s, const char *ends)
{
    size_t n = 0;
    while (n < s->len && strchr(ends, s->at[n]) == NULL)
        n++;
    sn_str part = {s->at, n};
    if (n > 0) /* nothing may be at no place */
        *s = (sn_str){s->at + n, s->len - n};
    return part;
}

static bool split(sn_str url, address *out)
{
    sn_str rest = sn_text_trim(take_until(&url, "#"));
    out->scheme = take_until(&rest, ":");
    bool http = same_word(out->scheme, "http"), https = same_word(out->scheme, "https");
    if ((!http && !https) || !sn_str_has_prefix(rest, SN_STR("://")))
        return false;
    rest = (sn_str){rest.at + 3, rest.len - 3};
    sn_str host = take_until(&rest, "/?");
    out->host = take_until(&host, ":");
    out->port = host; /* with its colon */
    if (same_word(host, http ? ":80" : ":443") || same_word(host, ":"))
        out->port = (sn_str){0};
    out->path = take_until(&rest, "?");
    out->query = (sn_str){0};
    if (rest.len > 0)
        out->query = (sn_str){rest.at + 1, rest.len - 1};
    return out->host.len > 0 && memchr(out->host.at, '@', out->host.len) == NULL;
}

bool sn_address_begins(sn_str text)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]);
        if (text.len >= n && strncasecmp(text.at, schemes[i], n) == 0)
            return true;
    }
    return false;
}

bool sn_address_is(sn_str text)
{
    address a;
    return split(text, &a);
}

static void add_lower(sn_str s, sn_buf *out)
{
    for (size_t i = 0; i < s.len; i++)
        sn_buf_add_byte(
            out, (unsigned char)(s.at[i] >= 'A' && s.at[i] <= 'Z' ? s.at[i] | 0x20 : s.at[i]));
}

static bool is_tracking(sn_str parameter)
{
    sn_str name = take_until(&parameter, "=");
    for (size_t i = 0; i < sizeof tracking / sizeof *tracking; i++) {
        size_t n = strlen(tracking[i]);
        bool beginning = tracking[i][n - 1] == '_';
        if ((beginning ? name.len >= n : name.len == n) &&
            strncasecmp(name.at, tracking[i], n) == 0)
            return true;
    }
    return false;
}

static bool asks_for_amp(sn_str parameter)
{
    sn_str name = take_until(&parameter, "=");
    return same_word(name, "amp") ||
           ((same_word(name, "output") || same_word(name, "outputtype")) &&
            same_word(parameter, "=amp"));
}

static void add_query(sn_str query, bool without_amp, sn_buf *out)
{
    char mark = '?';
    while (query.len > 0) {
        sn_str parameter = take_until(&query, "&");
        if (query.len > 0)
            query = (sn_str){query.at + 1, query.len - 1};
        if (parameter.len == 0 || is_tracking(parameter) ||
            (without_amp && asks_for_amp(parameter)))
            continue;
        sn_buf_add_byte(out, (unsigned char)mark);
        sn_buf_add_str(out, parameter);
        mark = '&';
    }
}

sn_status sn_address_canonical(sn_str url, sn_buf *out)
{
    address a;
    size_t begin = out->len;
    if (!split(url, &a))
        return sn_buf_add_str(out, url);
    add_lower(a.scheme, out);
    sn_buf_add_str(out, SN_STR("://"));
    add_lower(a.host, out);
    sn_buf_add_str(out, a.port);
    sn_buf_add_str(out, a.path);
    add_query(a.query, false, out);
    /* Where a parameter went, white space may be left, and articles have none around their texts. */
    if (sn_buf_status(out) == SN_OK)
        sn_buf_cut(out, begin + sn_text_trim((sn_str){out->at + begin, out->len - begin}).len);
    return sn_buf_status(out);
}

/* ---- ids */

static sn_str without_front_labels(sn_str host)
{
    static const char *const labels[] = {"www.", "m.", "mobile.", "amp."};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t n = strlen(labels[i]);
        if (host.len > n && strncasecmp(host.at, labels[i], n) == 0 &&
            memchr(host.at + n, '.', host.len - n) != NULL)
            return without_front_labels((sn_str){host.at + n, host.len - n});
    }
    return host;
}

static sn_str without_dot(sn_str host)
{
    bool has = host.len > 1 && host.at[host.len - 1] == '.';
    return (sn_str){host.at, host.len - (has ? 1 : 0)};
}

static bool ends_with(sn_str s, const char *end)
{
    size_t n = strlen(end);
    return s.len > n && strncasecmp(s.at + s.len - n, end, n) == 0;
}

/* What a server shows for a directory. */
static bool is_index_page(sn_str segment)
{
    static const char *const names[] = {"index.html", "index.htm",    "index.php",
                                        "index.asp",  "index.aspx",   "default.asp",
                                        "index.jsp",  "default.aspx", "default.htm"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same_word(segment, names[i]))
            return true;
    return false;
}

/* «42.amp» and «42.amp.html» are 42 and 42.html. */
static void add_segment(sn_str segment, bool last, sn_buf *out)
{
    sn_str end = {0};
    if (last && ends_with(segment, ".amp.html"))
        end = SN_STR(".html");
    if (last && end.len > 0)
        segment.len -= strlen(".amp.html");
    else if (last && ends_with(segment, ".amp"))
        segment.len -= strlen(".amp");
    sn_buf_add_byte(out, '/');
    sn_buf_add_str(out, segment);
    sn_buf_add_str(out, end);
}

static void add_path(sn_str path, sn_buf *out)
{
    while (path.len > 0) {
        path = (sn_str){path.at + 1, path.len - 1};
        sn_str segment = take_until(&path, "/");
        bool last = path.len == 0;
        bool says_nothing = segment.len == 0 || same_word(segment, "amp") ||
                            (last && (same_word(segment, "amp.html") || is_index_page(segment)));
        if (!says_nothing)
            add_segment(segment, last, out);
    }
}

/* The byte that a %XX at the front of s stands for, or -1. */
static int escaped_byte(sn_str s)
{
    if (s.len < 3 || s.at[0] != '%' || sn_hex_digit(s.at[1]) < 0 || sn_hex_digit(s.at[2]) < 0)
        return -1;
    return sn_hex_digit(s.at[1]) * 16 + sn_hex_digit(s.at[2]);
}

/* The character of two bytes or more that escapes at the front of s spell; its length, or 0. */
static size_t read_escaped(sn_str s, char bytes[4])
{
    int first = escaped_byte(s);
    size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0;
    for (size_t i = 0; i < n; i++) {
        int byte = s.len >= 3 * i ? escaped_byte((sn_str){s.at + 3 * i, s.len - 3 * i}) : -1;
        if (byte < 0)
            return 0;
        bytes[i] = (char)byte;
    }
    return n > 0 && sn_utf8_is_valid((sn_str){bytes, n}, NULL) ? n : 0;
}

/* Of ASCII only what needs no escape anywhere; the same character has one escape then. */
static void add_escape(sn_str escape, sn_buf *out)
{
    int byte = escaped_byte(escape);
    bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                    (byte >= 'a' && byte <= 'z') || (byte > 0 && strchr("-._~", byte) != NULL);
    if (is_plain)
        sn_buf_add_byte(out, (unsigned char)byte);
    else
        sn_buf_add_format(out, "%%%02X", (unsigned)byte);
}

static void add_unescaped(sn_str s, sn_buf *out)
{
    for (size_t i = 0; i < s.len;) {
        char bytes[4];
        sn_str rest = {s.at + i, s.len - i};
        size_t n = s.at[i] == '%' ? read_escaped(rest, bytes) : 0;
        if (n > 0) {
            sn_buf_add(out, bytes, n);
            i += 3 * n;
        } else if (escaped_byte(rest) >= 0) {
            add_escape(rest, out);
            i += 3;
        } else {
            sn_buf_add_byte(out, (unsigned char)s.at[i++]);
        }
    }
}

/* What an id may have, with the hash of all behind it. */
static sn_status add_changed(sn_str name, sn_buf *out)
{
    size_t begin = out->len;
    for (size_t i = 0; i < name.len;) {
        size_t from = i;
        sn_utf8_next(name, &i);
        sn_str character = {name.at + from, i - from};
        if (out->len - begin + character.len > SN_LIMIT_ID_BYTES - HASH_BYTES)
            break;
        bool fits = sn_article_check_id(character, NULL) == SN_OK;
        sn_buf_add_str(out, fits ? character : SN_STR("_"));
    }
    return sn_buf_add_format(out, "~%016llx",
                             (unsigned long long)sn_digest_add(SN_DIGEST_BEGIN, name.at, name.len));
}

sn_status sn_address_id(sn_str given, sn_buf *out)
{
    address a;
    SN_CLEANUP(sn_buf) sn_buf name = SN_BUF(given.len + 1);
    SN_CLEANUP(sn_buf) sn_buf read = SN_BUF(given.len + 1);
    if (split(given, &a)) {
        add_lower(without_front_labels(without_dot(a.host)), &name);
        sn_buf_add_str(&name, a.port);
        add_path(a.path, &name);
        add_query(a.query, true, &name);
        add_unescaped(sn_buf_str(&name), &read);
    } else {
        sn_buf_add_str(&read, given);
    }
    if (sn_buf_status(&name) != SN_OK || sn_buf_status(&read) != SN_OK)
        return SN_ENOMEM;
    sn_str id = sn_buf_str(&read);
    return sn_article_check_id(id, NULL) == SN_OK ? sn_buf_add_str(out, id) : add_changed(id, out);
}
