#include "http/coding.h"

#include <stdlib.h>
#include <zlib.h>

#define PIECE_BYTES 65536
#define GZIP_WINDOW (15 + 16) /* zlib: the largest window, with a header of gzip */
/* Between the fastest and the best: what an answer costs to pack is to stay below what it cost to find. */
#define LEVEL 4

/* With Z_FINISH all of it; with Z_SYNC_FLUSH up to the end of a byte, behind which other blocks may stand. */
static sn_status pack(sn_str in, int flush, sn_buf *out)
{
    unsigned char piece[16384];
    z_stream z = {0};
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return SN_ENOMEM;
    z.next_in = (unsigned char *)in.at;
    z.avail_in = (uInt)in.len;
    int code = Z_OK;
    sn_status s = SN_OK;
    do {
        z.next_out = piece;
        z.avail_out = sizeof piece;
        code = deflate(&z, flush);
        s = sn_buf_add(out, (const char *)piece, sizeof piece - z.avail_out);
    } while (code == Z_OK && s == SN_OK && (flush == Z_FINISH || z.avail_out == 0));
    deflateEnd(&z);
    bool is_done = flush == Z_FINISH ? code == Z_STREAM_END : z.avail_in == 0;
    return s == SN_OK && !is_done ? SN_EINTERNAL : s;
}

sn_status sn_gzip(sn_str in, sn_buf *out)
{
    return pack(in, Z_FINISH, out);
}

sn_status sn_gzip_begin(sn_str in, sn_buf *out, uint32_t *crc)
{
    sn_status s = pack(in, Z_SYNC_FLUSH, out);
    if (s == SN_OK)
        *crc = (uint32_t)crc32(0, (const unsigned char *)in.at, (uInt)in.len);
    return s;
}

static void add_little_endian(sn_buf *out, uint32_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        sn_buf_add_byte(out, (unsigned char)value);
}

/* The end is a stored block (RFC 1951, 3.2.4), the last one; then checksum and length (RFC 1952, 2.3.1). */
sn_status sn_gzip_end(sn_str begun, size_t bytes, uint32_t crc, sn_str end, sn_buf *out)
{
    if (end.len > 0xffff)
        return SN_EINVAL;
    sn_buf_add_str(out, begun);
    sn_buf_add_byte(out, 1);
    add_little_endian(out, (uint32_t)end.len, 2);
    add_little_endian(out, ~(uint32_t)end.len, 2);
    sn_buf_add_str(out, end);
    uint32_t all = (uint32_t)crc32(crc, (const unsigned char *)end.at, (uInt)end.len);
    add_little_endian(out, all, 4);
    add_little_endian(out, (uint32_t)(bytes + end.len), 4);
    return sn_buf_status(out);
}

struct sn_gunzip {
    z_stream z;
    bool at_end; /* of a member; another may follow */
    unsigned char piece[PIECE_BYTES];
};

sn_status sn_gunzip_create(sn_gunzip **out)
{
    sn_gunzip *g = calloc(1, sizeof *g);
    if (g == NULL)
        return SN_ENOMEM;
    if (inflateInit2(&g->z, GZIP_WINDOW) != Z_OK) {
        free(g);
        return SN_ENOMEM;
    }
    *out = g;
    return SN_OK;
}

void sn_gunzip_destroy(sn_gunzip *g)
{
    if (g == NULL)
        return;
    inflateEnd(&g->z);
    free(g);
}

/* One call of zlib, and what it gave to fn. *more: there is something to do yet. */
static sn_status step(sn_gunzip *g, sn_gunzip_fn *fn, void *ctx, bool *more)
{
    g->z.next_out = g->piece;
    g->z.avail_out = sizeof g->piece;
    if (g->at_end && inflateReset(&g->z) != Z_OK)
        return SN_ECORRUPT;
    int code = inflate(&g->z, Z_NO_FLUSH);
    if (code == Z_MEM_ERROR)
        return SN_ENOMEM;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return SN_ECORRUPT;
    g->at_end = code == Z_STREAM_END;
    sn_str made = {(const char *)g->piece, sizeof g->piece - g->z.avail_out};
    *more = g->z.avail_in > 0 || (g->z.avail_out == 0 && !g->at_end);
    if (made.len > 0 && !fn(ctx, made))
        *more = false;
    return SN_OK;
}

sn_status sn_gunzip_take(sn_gunzip *g, sn_str bytes, sn_gunzip_fn *fn, void *ctx)
{
    sn_status s = SN_OK;
    g->z.next_in = (unsigned char *)bytes.at;
    g->z.avail_in = (uInt)bytes.len;
    for (bool more = bytes.len > 0; more && s == SN_OK;)
        s = step(g, fn, ctx, &more);
    return s;
}

bool sn_gunzip_is_whole(const sn_gunzip *g)
{
    return g->at_end;
}
