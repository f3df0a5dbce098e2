#include "base/utf8.h"

#include <endian.h>
#include <string.h>

/* Length of the sequence that begins with this byte, 0 for none; the second byte's range closes
 * out overlong forms, surrogates and values over U+10FFFF (Unicode 15, table 3-7). */
static size_t sequence_length(unsigned char first, unsigned char *second_low,
                              unsigned char *second_high)
{
    *second_low = 0x80;
    *second_high = 0xbf;
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef) {
        if (first == 0xe0)
            *second_low = 0xa0;
        if (first == 0xed)
            *second_high = 0x9f;
        return 3;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        if (first == 0xf0)
            *second_low = 0x90;
        if (first == 0xf4)
            *second_high = 0x8f;
        return 4;
    }
    return 0;
}

static bool sequence_is_valid(const unsigned char *at, size_t left, size_t *length)
{
    unsigned char low, high;
    size_t n = sequence_length(at[0], &low, &high);
    if (n == 0 || n > left)
        return false;
    for (size_t i = 1; i < n; i++) {
        if (at[i] < low || at[i] > high)
            return false;
        low = 0x80;
        high = 0xbf;
    }
    *length = n;
    return true;
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Of eight bytes, each in its place, the first lowest: the highest bit of those that may begin a character of
 * two bytes. */
static uint64_t begins_two(uint64_t x)
{
    uint64_t is_110 = x & x << 1 & ~(x << 2);
    uint64_t is_c2_up = (x & EACH_BYTE(0x1e)) + EACH_BYTE(0x7e);
    return is_110 & is_c2_up & EACH_BYTE(0x80);
}

static uint64_t is_e2(uint64_t x)
{
    uint64_t y = x ^ EACH_BYTE(0xe2);
    return ~(((y & EACH_BYTE(0x7f)) + EACH_BYTE(0x7f)) | y) & EACH_BYTE(0x80);
}

/* Every text is looked through several times on its way in, and nearly all Persian is ASCII, characters of
 * two bytes, and zero width non-joiners and quotes, which begin with E2: these are checked eight bytes at once,
 * wherever the characters begin. Returns a border up to which all is well-formed. */
static size_t skip_usual(const unsigned char *at, size_t i, size_t len)
{
    uint64_t begun = 0; /* bytes that must go on characters of the eight before */
    size_t border = i;
    for (uint64_t x; i + sizeof x <= len; i += sizeof x) {
        memcpy(&x, at + i, sizeof x);
        x = le64toh(x);
        uint64_t high = x & EACH_BYTE(0x80), two = begins_two(x), three = is_e2(x);
        uint64_t goes_on = begun | (two | three) << 8 | three << 16;
        if (high != (two | three | goes_on) || (goes_on & x << 1) != 0)
            break;
        begun = (two | three) >> 56 | three >> 48;
        if (begun == 0)
            border = i + sizeof x;
    }
    return border;
}

bool sn_utf8_is_valid(sn_str s, size_t *bad_offset)
{
    const unsigned char *at = (const unsigned char *)s.at;
    for (size_t i = 0, usual = 0, n = 0; i < s.len; i += n) {
        if (i >= usual) {
            i = skip_usual(at, i, s.len);
            usual = i + 16; /* behind what is not */
        }
        if (i == s.len) {
            n = 0;
        } else if (at[i] < 0x80) {
            n = 1;
        } else if (!sequence_is_valid(at + i, s.len - i, &n)) {
            if (bad_offset != NULL)
                *bad_offset = i;
            return false;
        }
    }
    return true;
}

uint32_t sn_utf8_next(sn_str s, size_t *offset)
{
    const unsigned char *at = (const unsigned char *)s.at + *offset;
    if (at[0] < 0x80) {
        *offset += 1;
        return at[0];
    }
    if (at[0] < 0xe0) {
        *offset += 2;
        return (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3f);
    }
    if (at[0] < 0xf0) {
        *offset += 3;
        return (uint32_t)(at[0] & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 | (at[2] & 0x3f);
    }
    *offset += 4;
    return (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3f) << 12 |
           (uint32_t)(at[2] & 0x3f) << 6 | (at[3] & 0x3f);
}

size_t sn_utf8_write(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xc0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3f));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xe0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
        out[2] = (char)(0x80 | (cp & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
    out[3] = (char)(0x80 | (cp & 0x3f));
    return 4;
}

size_t sn_utf8_length(sn_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
    return n;
}

sn_str sn_utf8_cut(sn_str s, size_t max_bytes)
{
    if (s.len <= max_bytes)
        return s;
    size_t n = max_bytes;
    while (n > 0 && ((unsigned char)s.at[n] & 0xc0) == 0x80)
        n--;
    return (sn_str){s.at, n};
}

sn_str sn_utf8_without_mark(sn_str text)
{
    sn_str mark = SN_STR("\xEF\xBB\xBF");
    return sn_str_has_prefix(text, mark) ? (sn_str){text.at + mark.len, text.len - mark.len} : text;
}
