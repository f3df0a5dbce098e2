#include "base/text_lines.h"

#include "base/utf8.h"

#include <string.h>

sn_text_lines sn_text_lines_of(sn_str text)
{
    return (sn_text_lines){.rest = sn_utf8_without_mark(text)};
}

bool sn_text_lines_next(sn_text_lines *lines, sn_str *line)
{
    sn_str rest = lines->rest;
    if (rest.len == 0)
        return false;
    const char *end = memchr(rest.at, '\n', rest.len);
    size_t len = end != NULL ? (size_t)(end - rest.at) : rest.len;
    size_t taken = len + (end != NULL);
    if (len > 0 && rest.at[len - 1] == '\r')
        len--;
    *line = (sn_str){rest.at, len};
    lines->rest = (sn_str){rest.at + taken, rest.len - taken};
    lines->number++;
    return true;
}

uint32_t sn_text_line_at(sn_str text, size_t at)
{
    uint32_t number = 1;
    for (size_t i = 0; i < at && i < text.len; i++)
        number += text.at[i] == '\n';
    return number;
}
