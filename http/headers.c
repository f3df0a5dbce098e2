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

/* The library takes any encoding that it does not know for a body up to the end of the connection. */
static void note_encoding(sn_headers *h, const char *value)
{
    h->malformed = h->malformed || h->chunked || strcasecmp(value, "chunked") != 0;
    h->chunked = true;
}

static sn_coding coding_of(const char *value)
{
    if (strcasecmp(value, "gzip") == 0 || strcasecmp(value, "x-gzip") == 0)
        return SN_CODING_GZIP;
    return strcasecmp(value, "identity") == 0 ? SN_CODING_NONE : SN_CODING_OTHER;
}

/* "gzip;q=0.5" with a weight above 0; "q=0", "q=0.000" refuse it. */
static bool is_wanted(const char *parameters, size_t len)
{
    const char *q = memmem(parameters, len, "q=", 2);
    if (q == NULL)
        return true;
    size_t left = len - (size_t)(q - parameters) - 2, zeros = strspn(q + 2, "0.");
    return zeros < left && q[2 + zeros] >= '1' && q[2 + zeros] <= '9';
}

/* Of "br, gzip;q=0.8, *;q=0": is gzip wanted, or, where it is not named, anything? */
static bool accepts_gzip(const char *value)
{
    bool anything = false;
    while (*value != '\0') {
        value += strspn(value, " \t,");
        size_t len = strcspn(value, ","), name = strcspn(value, ",; \t");
        if (name == 4 && strncasecmp(value, "gzip", 4) == 0)
            return is_wanted(value + name, len - name);
        if (name == 1 && *value == '*')
            anything = is_wanted(value + name, len - name);
        value += len;
    }
    return anything;
}

/* A tag without its mark of weakness. */
static const char *opaque(const char *tag)
{
    return strncmp(tag, "W/", 2) == 0 ? tag + 2 : tag;
}

bool sn_headers_match(const sn_headers *h, const char *etag)
{
    const char *own = opaque(etag), *at = h->none_match;
    size_t len = strlen(own);
    while (*at != '\0') {
        at += strspn(at, " \t,");
        const char *other = opaque(at);
        if (*at == '*' || (strncmp(other, own, len) == 0 && strchr(" \t,", other[len]) != NULL))
            return true;
        at += strcspn(at, ",");
    }
    return false;
}

/* It is written into addresses: nothing that would end one. */
static void note_host(sn_headers *h, const char *value)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:[]_";
    size_t len = strlen(value);
    bool is_host = len < sizeof h->host && strspn(value, allowed) == len;
    h->malformed = h->malformed || h->hosts > 0 || !is_host;
    h->hosts++;
    h->host[0] = '\0';
    if (is_host)
        memcpy(h->host, value, len + 1);
}

/* A token of RFC 9110, 5.6.2. */
static bool is_name(const char *name)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    size_t len = 0;
    for (; name[len] != '\0'; len++) {
        char c = name[len];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_plain && strchr(marks, c) == NULL)
            return false;
    }
    return len > 0;
}

static bool has_control(const char *value)
{
    for (; *value != '\0'; value++) {
        unsigned char c = (unsigned char)*value;
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return true;
    }
    return false;
}

void sn_headers_note_version(sn_headers *h, const char *version)
{
    h->malformed = h->malformed || (h->chunked && strcmp(version, "HTTP/1.0") == 0);
}

static void copy(char *out, size_t cap, const char *value)
{
    size_t len = strlen(value);
    out[0] = '\0';
    if (len < cap)
        memcpy(out, value, len + 1);
}

/* "Bearer TOKEN"; another scheme says who it is in a way that is not known here. */
static void note_authorization(sn_headers *h, const char *value)
{
    static const char scheme[] = "Bearer ";
    h->tokens++;
    h->token[0] = '\0';
    if (strncasecmp(value, scheme, sizeof scheme - 1) == 0)
        copy(h->token, sizeof h->token, value + sizeof scheme - 1);
}

/* One header more is a list gone on. A list that is too long says nothing, and never anything again. */
static void note_forwarded_for(sn_headers *h, const char *value)
{
    size_t before = strlen(h->forwarded_for), len = strlen(value);
    size_t comma = before > 0 ? 1 : 0;
    if (h->is_forwarding_lost || before + comma + len >= sizeof h->forwarded_for) {
        h->is_forwarding_lost = true;
        h->forwarded_for[0] = '\0';
        return;
    }
    if (comma > 0)
        h->forwarded_for[before] = ',';
    memcpy(h->forwarded_for + before + comma, value, len + 1);
}

static void note_origin(sn_headers *h, const char *value)
{
    h->from_page = true;
    copy(h->origin, sizeof h->origin, value);
}

/* Who sends it. */
static bool note_caller(sn_headers *h, const char *name, const char *value)
{
    if (strcasecmp(name, "Authorization") == 0) {
        note_authorization(h, value);
    } else if (strcasecmp(name, "X-Api-Key") == 0) {
        h->tokens++;
        copy(h->token, sizeof h->token, value);
    } else if (strcasecmp(name, "Origin") == 0) {
        note_origin(h, value);
    } else if (strcasecmp(name, "Sec-Fetch-Site") == 0) {
        h->from_page = h->from_page || strcasecmp(value, "none") != 0;
    } else if (strcasecmp(name, "Access-Control-Request-Method") == 0) {
        h->has_method = true;
    } else {
        return false;
    }
    return true;
}

/* Several headers are one list (RFC 9110, 5.3). What is not read to its end must not let a write pass. */
static void note_condition(sn_headers *h, char list[SN_CONDITION_SIZE], const char *value)
{
    size_t before = strlen(list), len = strlen(value), comma = before > 0 ? 1 : 0;
    if (len == 0 || before + comma + len >= SN_CONDITION_SIZE) {
        h->is_condition_lost = true;
        list[0] = '\0';
        return;
    }
    if (comma > 0)
        list[before] = ',';
    memcpy(list + before + comma, value, len + 1);
}

/* What a write depends on, and what its body is. */
static bool note_write(sn_headers *h, const char *name, const char *value)
{
    static const char patch[] = "application/merge-patch+json", json[] = "application/json";
    size_t len = strcspn(value, "; \t");
    if (strcasecmp(name, "If-Match") == 0) {
        note_condition(h, h->match, value);
    } else if (strcasecmp(name, "If-None-Match") == 0) {
        note_condition(h, h->none_match, value);
    } else if (strcasecmp(name, "Content-Type") == 0) {
        bool is_json = len == sizeof json - 1 && strncasecmp(value, json, len) == 0;
        bool is_patch = len == sizeof patch - 1 && strncasecmp(value, patch, len) == 0;
        h->media = is_json ? SN_MEDIA_JSON : is_patch ? SN_MEDIA_MERGE_PATCH : SN_MEDIA_OTHER;
    } else {
        return false;
    }
    return true;
}

void sn_headers_note(sn_headers *h, const char *name, const char *value)
{
    static const char *const forwarding[] = {"Via", "Forwarded", "X-Forwarded-For", "X-Real-IP"};
    if (value == NULL)
        value = "";
    h->malformed = h->malformed || !is_name(name) || has_control(value);
    if (note_caller(h, name, value) || note_write(h, name, value))
        return;
    if (strcasecmp(name, "X-Forwarded-For") == 0)
        note_forwarded_for(h, value);
    if (strcasecmp(name, "Content-Length") == 0)
        note_length(h, value);
    else if (strcasecmp(name, "Transfer-Encoding") == 0)
        note_encoding(h, value);
    else if (strcasecmp(name, "Host") == 0)
        note_host(h, value);
    else if (strcasecmp(name, "X-Forwarded-Proto") == 0)
        h->https = strcasecmp(value, "https") == 0;
    else if (strcasecmp(name, "Expect") == 0)
        h->expects = true;
    else if (strcasecmp(name, "Content-Encoding") == 0)
        h->coding = coding_of(value);
    else if (strcasecmp(name, "Accept-Encoding") == 0)
        h->accepts_gzip = h->accepts_gzip || accepts_gzip(value);
    else if (strcasecmp(name, "Accept") == 0)
        h->accepts_openmetrics =
            h->accepts_openmetrics || strstr(value, "application/openmetrics-text") != NULL;
    for (size_t i = 0; i < sizeof forwarding / sizeof *forwarding; i++)
        h->forwarded = h->forwarded || strcasecmp(name, forwarding[i]) == 0;
}
