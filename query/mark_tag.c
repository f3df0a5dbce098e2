#include "query/mark_tag.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

_Static_assert(SN_MARK_SIZE == SN_LIMIT_MARK_BYTES + 1, "a mark and its NUL");

/* Elements that only look different: no address, no script, no box. */
static const char *const elements[] = {"em", "strong", "mark", "b", "i", "u", "span"};

static bool is_element(sn_str name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        if (sn_str_equal(name, sn_str_of(elements[i])))
            return true;
    }
    return false;
}

/* What stands between < (or </) and >, or nothing. */
static sn_str inside(sn_str mark, sn_str begin)
{
    if (!sn_str_has_prefix(mark, begin) || mark.len < begin.len + 2 || mark.at[mark.len - 1] != '>')
        return (sn_str){0};
    return (sn_str){mark.at + begin.len, mark.len - begin.len - 1};
}

static bool is_class_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ' ';
}

/* ` class="…"`, or nothing. */
static bool is_class(sn_str text)
{
    sn_str begin = SN_STR(" class=\"");
    if (text.len == 0)
        return true;
    if (!sn_str_has_prefix(text, begin) || text.len < begin.len + 2 || text.at[text.len - 1] != '"')
        return false;
    for (size_t i = begin.len; i < text.len - 1; i++) {
        if (!is_class_byte(text.at[i]))
            return false;
    }
    return true;
}

/* The name of an element that opens, with its class or without. */
static sn_str name_of(sn_str opening)
{
    sn_str all = inside(opening, SN_STR("<"));
    const char *blank = all.len > 0 ? memchr(all.at, ' ', all.len) : NULL;
    size_t len = blank != NULL ? (size_t)(blank - all.at) : all.len;
    sn_str name = {all.at, len}, rest = {all.at != NULL ? all.at + len : NULL, all.len - len};
    return is_element(name) && is_class(rest) ? name : (sn_str){0};
}

/* Direction marks that do not end by themselves would turn the page around them. */
static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0x2028 || cp == 0x2029;
}

static bool is_harmless_text(sn_str mark)
{
    if (mark.len == 0 || mark.len > SN_LIMIT_MARK_BYTES || !sn_utf8_is_valid(mark, NULL))
        return false;
    for (size_t at = 0; at < mark.len;) {
        uint32_t cp = sn_utf8_next(mark, &at);
        if (is_control(cp) || (cp < 0x80 && strchr("<>&\"'", (int)cp) != NULL))
            return false;
    }
    return true;
}

bool sn_mark_opens(sn_str mark)
{
    return mark.len <= SN_LIMIT_MARK_BYTES && (name_of(mark).len > 0 || is_harmless_text(mark));
}

bool sn_mark_closes(sn_str mark)
{
    return is_element(inside(mark, SN_STR("</"))) || is_harmless_text(mark);
}

bool sn_mark_end_of(sn_str opening, char out[SN_MARK_SIZE])
{
    sn_str name = name_of(opening);
    if (name.len == 0)
        return false;
    snprintf(out, SN_MARK_SIZE, "</%.*s>", (int)name.len, name.at);
    return true;
}

bool sn_mark_fits(sn_str opening, sn_str closing)
{
    char end[SN_MARK_SIZE];
    if (sn_mark_end_of(opening, end))
        return sn_str_equal(closing, sn_str_of(end));
    return is_harmless_text(closing);
}
