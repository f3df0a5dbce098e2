#include "archive/json.h"

#include "base/grow.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_BYTES   63  /* cJSON reads no more of a number */
#define EXPONENT_LIMIT 240 /* 63 digits and this still fit a double */
#define QUOTE_BYTES    60

typedef struct key {
    size_t at, len;     /* in scanner.names, escapes resolved */
    size_t source, end; /* in the text, for the message */
} key;

typedef struct scanner {
    sn_str json;
    size_t i;
    unsigned depth, nodes;
    sn_buf names; /* keys of the objects that are open */
    key *keys;
    size_t n_keys, cap_keys;
    sn_error *err;
} scanner;

static sn_status refuse(scanner *s, size_t at, const char *what)
{
    return sn_fail(s->err, SN_EINVAL, "byte %zu: %s", at, what);
}

static int peek(const scanner *s)
{
    return s->i < s->json.len ? (unsigned char)s->json.at[s->i] : -1;
}

static void skip_space(scanner *s)
{
    for (int c = peek(s); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(s))
        s->i++;
}

/* Four hex digits behind \u. */
static sn_status scan_hex(scanner *s, uint32_t *out)
{
    uint32_t value = 0;
    for (int n = 0; n < 4; n++, s->i++) {
        int digit = s->i < s->json.len ? sn_hex_digit(s->json.at[s->i]) : -1;
        if (digit < 0)
            return refuse(s, s->i, "\\u without four hexadecimal digits");
        value = value * 16 + (uint32_t)digit;
    }
    *out = value;
    return SN_OK;
}

/* Behind \u: one code point, of one escape or of a surrogate pair. */
static sn_status scan_unicode(scanner *s, size_t begin, uint32_t *cp)
{
    sn_status status = scan_hex(s, cp);
    if (status != SN_OK)
        return status;
    if (*cp == 0)
        return refuse(s, begin, "U+0000 is not text");
    if (*cp < 0xD800 || *cp > 0xDFFF)
        return SN_OK;
    uint32_t low = 0;
    if (*cp > 0xDBFF || s->json.len - s->i < 6 || memcmp(s->json.at + s->i, "\\u", 2) != 0)
        return refuse(s, begin, "half a surrogate pair");
    s->i += 2;
    status = scan_hex(s, &low);
    if (status != SN_OK)
        return status;
    if (low < 0xDC00 || low > 0xDFFF)
        return refuse(s, begin, "half a surrogate pair");
    *cp = 0x10000 + ((*cp - 0xD800) << 10) + (low - 0xDC00);
    return SN_OK;
}

/* At a backslash. The character goes to *name where that is not NULL. */
static sn_status scan_escape(scanner *s, sn_buf *name)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    size_t begin = s->i++;
    int c = peek(s);
    const char *letter = c > 0 ? strchr(letters, c) : NULL;
    char utf8[4] = {0};
    size_t len = 1;
    if (c == 'u') {
        uint32_t cp = 0;
        s->i++;
        sn_status status = scan_unicode(s, begin, &cp);
        if (status != SN_OK)
            return status;
        len = sn_utf8_write(cp, utf8);
    } else if (letter != NULL) {
        utf8[0] = meant[letter - letters];
        s->i++;
    } else {
        return refuse(s, begin, "unknown escape");
    }
    sn_status status = name == NULL ? SN_OK : sn_buf_add(name, utf8, len);
    return status == SN_OK ? SN_OK : sn_fail(s->err, status, "byte %zu: no memory", begin);
}

/* Behind what stands for itself in a string. */
static size_t end_of_run(const scanner *s)
{
    const unsigned char *at = (const unsigned char *)s->json.at;
    size_t i = s->i;
    while (i < s->json.len && at[i] >= 0x20 && at[i] != '"' && at[i] != '\\')
        i++;
    return i;
}

/* At a quote. Its text without escapes is appended to *name where that is not NULL. */
static sn_status scan_string(scanner *s, sn_buf *name)
{
    size_t begin = s->i++;
    for (;;) {
        size_t run = s->i;
        s->i = end_of_run(s);
        int c = peek(s);
        sn_status status = SN_OK;
        if (name != NULL && s->i > run)
            status = sn_buf_add(name, s->json.at + run, s->i - run);
        if (status != SN_OK)
            return sn_fail(s->err, status, "byte %zu: no memory for a key", begin);
        if (c == '"') {
            s->i++;
            return SN_OK;
        }
        if (c < 0)
            return refuse(s, begin, "a string without its end");
        if (c < 0x20)
            return refuse(s, s->i, "a control character inside a string");
        status = scan_escape(s, name);
        if (status != SN_OK)
            return status;
    }
}

static size_t skip_digits(scanner *s)
{
    size_t begin = s->i;
    while (peek(s) >= '0' && peek(s) <= '9')
        s->i++;
    return s->i - begin;
}

static sn_status scan_exponent(scanner *s, size_t begin)
{
    s->i++;
    if (peek(s) == '+' || peek(s) == '-')
        s->i++;
    size_t digits_at = s->i, n = skip_digits(s);
    unsigned value = 0;
    for (size_t i = 0; i < n && value <= EXPONENT_LIMIT; i++)
        value = value * 10 + (unsigned)(s->json.at[digits_at + i] - '0');
    if (n == 0)
        return refuse(s, begin, "not a JSON number");
    return value > EXPONENT_LIMIT ? refuse(s, begin, "a number out of range") : SN_OK;
}

static sn_status scan_number(scanner *s)
{
    size_t begin = s->i;
    if (peek(s) == '-')
        s->i++;
    bool leading_zero = peek(s) == '0';
    size_t digits = skip_digits(s);
    if (digits == 0 || (leading_zero && digits > 1))
        return refuse(s, begin, "not a JSON number");
    if (peek(s) == '.') {
        s->i++;
        if (skip_digits(s) == 0)
            return refuse(s, begin, "not a JSON number");
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        sn_status status = scan_exponent(s, begin);
        if (status != SN_OK)
            return status;
    }
    int c = peek(s);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.')
        return refuse(s, begin, "not a JSON number");
    return s->i - begin > NUMBER_BYTES ? refuse(s, begin, "a number of over 63 bytes") : SN_OK;
}

static sn_status scan_word(scanner *s)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++) {
        size_t len = strlen(words[i]);
        if (s->json.len - s->i >= len && memcmp(s->json.at + s->i, words[i], len) == 0) {
            s->i += len;
            return SN_OK;
        }
    }
    return refuse(s, s->i, s->i < s->json.len ? "no JSON value" : "the text ends too early");
}

static sn_status scan_value(scanner *s);

static sn_status add_key(scanner *s, key k)
{
    key *keys = sn_grow(s->keys, s->n_keys, &s->cap_keys, sizeof *keys);
    if (keys == NULL)
        return sn_fail(s->err, SN_ENOMEM, "no memory for the keys of an object");
    s->keys = keys;
    s->keys[s->n_keys++] = k;
    return SN_OK;
}

static sn_str text_of_key(const scanner *s, const key *k)
{
    return (sn_str){sn_buf_text(&s->names) + k->at, k->len};
}

static int compare_keys(const void *left, const void *right, void *ctx)
{
    const key *a = left, *b = right;
    int order = sn_str_compare(text_of_key(ctx, a), text_of_key(ctx, b));
    return order != 0 ? order : (a->source > b->source) - (a->source < b->source);
}

/* The keys from `first` on are those of one object, read to its end. */
static sn_status end_object(scanner *s, size_t first)
{
    size_t n = s->n_keys - first;
    key *keys = n < 2 ? NULL : s->keys + first;
    s->n_keys = first;
    if (n < 2)
        return SN_OK;
    qsort_r(keys, n, sizeof *keys, compare_keys, s);
    for (size_t i = 1; i < n; i++) {
        if (!sn_str_equal(text_of_key(s, &keys[i]), text_of_key(s, &keys[i - 1])))
            continue;
        sn_str text = {s->json.at + keys[i].source, keys[i].end - keys[i].source};
        text = sn_utf8_cut(text, QUOTE_BYTES);
        return sn_fail(s->err, SN_EINVAL, "byte %zu: key %.*s a second time", keys[i].source,
                       (int)text.len, text.at);
    }
    return SN_OK;
}

static sn_status scan_member(scanner *s)
{
    key k = {.at = s->names.len, .source = s->i};
    if (peek(s) != '"')
        return refuse(s, s->i, "a key in quotes is missing");
    sn_status status = scan_string(s, &s->names);
    if (status != SN_OK)
        return status;
    k.len = s->names.len - k.at;
    k.end = s->i;
    status = add_key(s, k);
    if (status != SN_OK)
        return status;
    skip_space(s);
    if (peek(s) != ':')
        return refuse(s, s->i, "a colon is missing");
    s->i++;
    return scan_value(s);
}

/* The inside of an object or array up to its closing bracket. */
static sn_status scan_items(scanner *s, bool object)
{
    int closer = object ? '}' : ']';
    s->i++;
    skip_space(s);
    if (peek(s) == closer) {
        s->i++;
        return SN_OK;
    }
    for (;;) {
        skip_space(s);
        sn_status status = object ? scan_member(s) : scan_value(s);
        if (status != SN_OK)
            return status;
        skip_space(s);
        int c = peek(s);
        if (c != ',' && c != closer)
            return refuse(s, s->i, "a comma or closing bracket is missing");
        s->i++;
        if (c == closer)
            return SN_OK;
    }
}

static sn_status scan_container(scanner *s, bool object)
{
    size_t first_key = s->n_keys, first_name = s->names.len;
    if (++s->depth > SN_LIMIT_JSON_DEPTH)
        return sn_fail(s->err, SN_ELIMIT, "byte %zu: nested over %d levels", s->i,
                       SN_LIMIT_JSON_DEPTH);
    sn_status status = scan_items(s, object);
    if (status == SN_OK)
        status = end_object(s, first_key);
    s->names.len = first_name;
    s->depth--;
    return status;
}

static sn_status scan_value(scanner *s)
{
    skip_space(s);
    if (++s->nodes > SN_LIMIT_JSON_NODES)
        return sn_fail(s->err, SN_ELIMIT, "byte %zu: over %d values", s->i, SN_LIMIT_JSON_NODES);
    int c = peek(s);
    if (c == '{' || c == '[')
        return scan_container(s, c == '{');
    if (c == '"')
        return scan_string(s, NULL);
    if (c == '-' || (c >= '0' && c <= '9'))
        return scan_number(s);
    return scan_word(s);
}

sn_status sn_json_check(sn_str json, sn_error *err)
{
    size_t bad = 0;
    if (!sn_utf8_is_valid(json, &bad))
        return sn_fail(err, SN_EUTF8, "byte %zu: ill-formed UTF-8", bad);
    if (sn_str_has_prefix(json, SN_STR("\xEF\xBB\xBF")))
        return sn_fail(err, SN_EINVAL, "byte 0: a byte order mark is not JSON");
    scanner s = {.json = json, .names = SN_BUF(json.len + 1), .err = err};
    sn_status status = scan_value(&s);
    skip_space(&s);
    if (status == SN_OK && s.i < json.len)
        status = refuse(&s, s.i, "bytes behind the value");
    sn_buf_done(&s.names);
    free(s.keys);
    return status;
}
