/* base/bytes - a growing run of bytes with a maximum, and a borrowed slice of bytes.
 *
 * A buffer is given its maximum when it is made: whatever grows with outside input is bounded
 * where it begins. Errors stick: after the first failed append the buffer takes nothing more and
 * sn_buf_status() says why, so that a writer checks once, at its end. */
#ifndef SN_BASE_BYTES_H
#define SN_BASE_BYTES_H

#include "base/cleanup.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Borrowed bytes, usually UTF-8, not NUL-terminated; {NULL, 0} is empty. */
typedef struct sn_str {
    const char *at;
    size_t len;
} sn_str;

/* A string literal as sn_str. */
#define SN_STR(literal) ((sn_str){(literal), sizeof(literal) - 1})

sn_str sn_str_of(const char *text); /* NUL-terminated text or NULL */
bool sn_str_equal(sn_str a, sn_str b);
bool sn_str_has_prefix(sn_str s, sn_str prefix);
int sn_str_compare(sn_str a, sn_str b); /* by bytes, as memcmp; shorter first */
sn_str sn_str_trim(sn_str s);           /* without ASCII white space at both ends */

/* `at` is never NULL after the first append and always followed by a NUL that is not counted. */
typedef struct sn_buf {
    char *at;
    size_t len;
    size_t cap;
    size_t max; /* bytes; 0 is no buffer at all */
    sn_status status;
} sn_buf;

#define SN_BUF(max_bytes) ((sn_buf){.max = (max_bytes)})

void sn_buf_done(sn_buf *b);  /* frees; the buffer can be used again */
void sn_buf_clear(sn_buf *b); /* len 0, status SN_OK, memory kept */

/* Back to its first len bytes, whatever failed since then. */
void sn_buf_cut(sn_buf *b, size_t len);

/* Append. On SN_ELIMIT (over max) or SN_ENOMEM the buffer is left as it was and the status sticks. */
sn_status sn_buf_add(sn_buf *b, const void *bytes, size_t len);
sn_status sn_buf_add_str(sn_buf *b, sn_str s);
sn_status sn_buf_add_byte(sn_buf *b, unsigned char byte);
sn_status sn_buf_add_format(sn_buf *b, const char *format, ...) SN_PRINTF(2, 3);
/* LEB128: 7 bits a byte, low bits first. */
sn_status sn_buf_add_varint(sn_buf *b, uint64_t value);
/* Make room for len more bytes and return where they go (NULL on failure); then sn_buf_commit. */
char *sn_buf_reserve(sn_buf *b, size_t len);
void sn_buf_commit(sn_buf *b, size_t len);

static inline sn_status sn_buf_status(const sn_buf *b)
{
    return b->status;
}
static inline sn_str sn_buf_str(const sn_buf *b)
{
    sn_str s = {b->at, b->len}; /* no compound literal: C++ includes this */
    return s;
}
/* The text with its NUL; "" for a buffer that never took anything. */
static inline const char *sn_buf_text(const sn_buf *b)
{
    return b->at != NULL ? b->at : "";
}

/* Take a varint off the front of *s. SN_ECORRUPT if it is cut short, over 64 bits, or longer than
 * its number needs: each has one writing. */
SN_MUST_USE sn_status sn_str_take_varint(sn_str *s, uint64_t *out);
/* Take len bytes off the front of *s. SN_ECORRUPT if there are fewer. */
SN_MUST_USE sn_status sn_str_take(sn_str *s, size_t len, sn_str *out);

/* A NUL-terminated copy of s for free(), or NULL when out of memory. */
char *sn_str_dup(sn_str s);

SN_DEFINE_CLEANUP(sn_buf, sn_buf_done)

#ifdef __cplusplus
}
#endif
#endif
