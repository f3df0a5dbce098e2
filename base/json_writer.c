#include "base/json_writer.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *escape_of(unsigned char c, char hex[7])
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case '<':
    case '>':
    case '&':
        break;
    default:
        if (c >= 0x20 && c != 0x7f)
            return NULL;
    }
    snprintf(hex, 7, "\\u%04x", c);
    return hex;
}

/* U+2028 and U+2029 (E2 80 A8, E2 80 A9) end a line in older JavaScript. */
static bool is_line_separator(const char *at, size_t left)
{
    return left >= 3 && memcmp(at, "\xe2\x80", 2) == 0 && (at[2] == '\xa8' || at[2] == '\xa9');
}

/* The end of what needs no look: letters of all languages, and most of ASCII. */
static size_t end_of_plain(sn_str text, size_t i)
{
    /* ASCII by the bits of two words for each half: set for " & < > \\, what is below a blank, and DEL */
    const uint64_t low = 0x50000044ffffffffu, high = 0x8000000010000000u;
    for (; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < 0x80 ? ((c < 0x40 ? low : high) >> (c & 0x3f) & 1) != 0 : c == 0xe2)
            break;
    }
    return i;
}

sn_status sn_json_escape(sn_buf *out, sn_str text)
{
    size_t plain = 0;
    char hex[7];
    for (size_t i = end_of_plain(text, 0); i < text.len; i = end_of_plain(text, i + 1)) {
        const char *escape = escape_of((unsigned char)text.at[i], hex);
        size_t width = 1;
        if (escape == NULL && is_line_separator(text.at + i, text.len - i)) {
            escape = text.at[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
            width = 3;
        }
        if (escape == NULL)
            continue;
        sn_buf_add(out, text.at + plain, i - plain);
        sn_buf_add(out, escape, strlen(escape));
        plain = i + width;
        i += width - 1;
    }
    if (plain < text.len)
        sn_buf_add(out, text.at + plain, text.len - plain);
    return sn_buf_status(out);
}

static void before_value(sn_json *j)
{
    bool in_object = j->depth > 0 && j->closers[j->depth - 1] == '}';
    assert(!in_object || j->have_key);
    if (j->need_comma && !in_object)
        sn_buf_add_byte(j->out, ',');
    j->have_key = false;
    j->need_comma = true;
}

static void open_level(sn_json *j, char opener, char closer)
{
    before_value(j);
    assert(j->depth < SN_JSON_WRITER_DEPTH);
    sn_buf_add_byte(j->out, (unsigned char)opener);
    j->closers[j->depth++] = closer;
    j->need_comma = false;
}

void sn_json_object(sn_json *j)
{
    open_level(j, '{', '}');
}

void sn_json_array(sn_json *j)
{
    open_level(j, '[', ']');
}

void sn_json_end(sn_json *j)
{
    assert(j->depth > 0 && !j->have_key);
    j->depth--;
    sn_buf_add_byte(j->out, (unsigned char)j->closers[j->depth]);
    j->need_comma = true;
}

void sn_json_key(sn_json *j, const char *key)
{
    assert(j->depth > 0 && j->closers[j->depth - 1] == '}' && !j->have_key);
    if (j->need_comma)
        sn_buf_add_byte(j->out, ',');
    sn_buf_add_byte(j->out, '"');
    sn_json_escape(j->out, sn_str_of(key));
    sn_buf_add(j->out, "\":", 2);
    j->have_key = true;
}

void sn_json_str(sn_json *j, sn_str value)
{
    before_value(j);
    sn_buf_add_byte(j->out, '"');
    sn_json_escape(j->out, value);
    sn_buf_add_byte(j->out, '"');
}

void sn_json_text(sn_json *j, const char *value)
{
    if (value == NULL)
        sn_json_null(j);
    else
        sn_json_str(j, sn_str_of(value));
}

void sn_json_int(sn_json *j, int64_t value)
{
    char digits[20]; /* INT64_MIN has 19, and its sign */
    size_t first = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        digits[--first] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (value < 0)
        digits[--first] = '-';
    before_value(j);
    sn_buf_add(j->out, digits + first, sizeof digits - first);
}

/* What nearly all are that people read: whole tenths. False: it is something else. */
static bool write_tenths(sn_json *j, double value)
{
    char text[24];
    if (!(value >= 0 && value < 1e9) || signbit(value))
        return false;
    int64_t tenths = (int64_t)(value * 10 + 0.5);
    if ((double)tenths / 10 != value)
        return false;
    size_t at = sizeof text;
    if (tenths % 10 != 0) {
        text[--at] = (char)('0' + tenths % 10);
        text[--at] = '.';
    }
    tenths /= 10;
    do {
        text[--at] = (char)('0' + tenths % 10);
        tenths /= 10;
    } while (tenths > 0);
    sn_buf_add(j->out, text + at, sizeof text - at);
    return true;
}

void sn_json_double(sn_json *j, double value)
{
    if (!isfinite(value)) {
        sn_json_null(j);
        return;
    }
    before_value(j);
    if (write_tenths(j, value))
        return;
    char text[32];
    /* 15 digits are always exact where there are as many: denormal numbers have fewer. */
    for (int digits = isnormal(value) ? 15 : 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    sn_buf_add(j->out, text, strlen(text));
}

void sn_json_bool(sn_json *j, bool value)
{
    sn_json_raw(j, value ? SN_STR("true") : SN_STR("false"));
}

void sn_json_null(sn_json *j)
{
    sn_json_raw(j, SN_STR("null"));
}

void sn_json_raw(sn_json *j, sn_str json)
{
    before_value(j);
    sn_buf_add_str(j->out, json);
}

sn_status sn_json_finish(sn_json *j)
{
    assert(j->depth == 0 && !j->have_key);
    return sn_buf_status(j->out);
}
