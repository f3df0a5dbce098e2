/* base/utf8 - well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). */
#ifndef SN_BASE_UTF8_H
#define SN_BASE_UTF8_H

#include "base/bytes.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Is all of s well-formed? If not, *bad_offset (NULL is fine) is the first byte of the first
 * ill-formed sequence. U+0000 is well-formed here; who forbids it checks for it. */
bool sn_utf8_is_valid(sn_str s, size_t *bad_offset);

/* The code point at s.at[*offset], moving *offset behind it. s must be well-formed and
 * *offset < s.len on a character border. */
uint32_t sn_utf8_next(sn_str s, size_t *offset);

/* Write code point cp to out (room for 4) and return its length in bytes. */
size_t sn_utf8_write(uint32_t cp, char out[4]);

/* How many code points well-formed s has. */
size_t sn_utf8_length(sn_str s);

/* Text without a byte order mark in front. */
sn_str sn_utf8_without_mark(sn_str text);

/* The longest beginning of well-formed s of at most max_bytes that ends on a character border. */
sn_str sn_utf8_cut(sn_str s, size_t max_bytes);

#ifdef __cplusplus
}
#endif
#endif
