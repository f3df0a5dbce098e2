#include "http/coding.h"

#include <stdlib.h>
#include <zlib.h>

#define PIECE_BYTES 65536
#define GZIP_WINDOW (15 + 16) /* zlib: the largest window, with a header of gzip */
/* Between the fastest and the best: what an answer costs to pack is to stay below what it cost to find. */
#define LEVEL 4

sn_status sn_gzip(sn_str in, sn_buf *out)
{
    unsigned char piece[16384];
    z_stream z = {0};
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return SN_ENOMEM;
    z.next_in = (unsigned char *)in.at;
    z.avail_in = (uInt)in.len;
    int code = Z_OK;
    sn_status s = SN_OK;
    while (code == Z_OK && s == SN_OK) {
        z.next_out = piece;
        z.avail_out = sizeof piece;
        code = deflate(&z, Z_FINISH);
        s = sn_buf_add(out, (const char *)piece, sizeof piece - z.avail_out);
    }
    deflateEnd(&z);
    return s == SN_OK && code != Z_STREAM_END ? SN_EINTERNAL : s;
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
