#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sn_str sn_str_of(const char *text)
{
    return (sn_str){text, text != NULL ? strlen(text) : 0};
}

bool sn_str_equal(sn_str a, sn_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool sn_str_has_prefix(sn_str s, sn_str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.at, prefix.at, prefix.len) == 0);
}

int sn_str_compare(sn_str a, sn_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n > 0 ? memcmp(a.at, b.at, n) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

sn_str sn_str_trim(sn_str s)
{
    while (s.len > 0 && is_space(s.at[0]))
        s = (sn_str){s.at + 1, s.len - 1};
    while (s.len > 0 && is_space(s.at[s.len - 1]))
        s.len--;
    return s;
}

void sn_buf_done(sn_buf *b)
{
    if (b == NULL)
        return;
    free(b->at);
    *b = (sn_buf){.max = b->max};
}

void sn_buf_cut(sn_buf *b, size_t len)
{
    b->len = len;
    b->status = SN_OK;
    if (b->at != NULL)
        b->at[len] = '\0';
}

void sn_buf_clear(sn_buf *b)
{
    b->len = 0;
    b->status = SN_OK;
    if (b->at != NULL)
        b->at[0] = '\0';
}

/* Room for `more` bytes and a NUL: doubling, so that n appends cost O(n). */
static sn_status grow(sn_buf *b, size_t more)
{
    if (b->status != SN_OK)
        return b->status;
    if (more > b->max || b->len > b->max - more)
        return b->status = SN_ELIMIT;
    size_t need = b->len + more + 1;
    if (need <= b->cap)
        return SN_OK;
    size_t cap = b->cap < 64 ? 64 : b->cap * 2;
    if (cap < need)
        cap = need;
    char *at = realloc(b->at, cap);
    if (at == NULL)
        return b->status = SN_ENOMEM;
    b->at = at;
    b->cap = cap;
    return SN_OK;
}

char *sn_buf_reserve(sn_buf *b, size_t len)
{
    return grow(b, len) == SN_OK ? b->at + b->len : NULL;
}

void sn_buf_commit(sn_buf *b, size_t len)
{
    b->len += len;
    b->at[b->len] = '\0';
}

sn_status sn_buf_add(sn_buf *b, const void *bytes, size_t len)
{
    char *to = sn_buf_reserve(b, len);
    if (to == NULL)
        return b->status;
    if (len > 0)
        memcpy(to, bytes, len);
    sn_buf_commit(b, len);
    return SN_OK;
}

sn_status sn_buf_add_str(sn_buf *b, sn_str s)
{
    return sn_buf_add(b, s.at, s.len);
}

sn_status sn_buf_add_byte(sn_buf *b, unsigned char byte)
{
    return sn_buf_add(b, &byte, 1);
}

sn_status sn_buf_add_format(sn_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *to = len >= 0 ? sn_buf_reserve(b, (size_t)len) : NULL;
    if (to != NULL) {
        vsnprintf(to, (size_t)len + 1, format, again);
        sn_buf_commit(b, (size_t)len);
    }
    va_end(again);
    return b->status;
}

sn_status sn_buf_add_varint(sn_buf *b, uint64_t value)
{
    unsigned char bytes[10];
    size_t n = 0;
    do {
        bytes[n] = (unsigned char)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
        value >>= 7;
        n++;
    } while (value > 0);
    return sn_buf_add(b, bytes, n);
}

sn_status sn_str_take_varint(sn_str *s, uint64_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < s->len && i < 10; i++) {
        unsigned char byte = (unsigned char)s->at[i];
        if ((i == 9 && byte > 1) || (i > 0 && byte == 0))
            return SN_ECORRUPT;
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if ((byte & 0x80) == 0) {
            *out = value;
            *s = (sn_str){s->at + i + 1, s->len - i - 1};
            return SN_OK;
        }
    }
    return SN_ECORRUPT;
}

sn_status sn_str_take(sn_str *s, size_t len, sn_str *out)
{
    if (len > s->len)
        return SN_ECORRUPT;
    *out = (sn_str){s->at, len};
    *s = (sn_str){s->at + len, s->len - len};
    return SN_OK;
}

char *sn_str_dup(sn_str s)
{
    char *copy = malloc(s.len + 1);
    if (copy == NULL)
        return NULL;
    if (s.len > 0)
        memcpy(copy, s.at, s.len);
    copy[s.len] = '\0';
    return copy;
}
