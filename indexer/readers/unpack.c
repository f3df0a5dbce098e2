#include "indexer/readers/unpack.h"

#include "base/limits.h"

#include <limits.h>
#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>

struct sn_unpacker {
    sn_packing packing;
    bool whole; /* at the end of a member or frame */
    z_stream gzip;
    ZSTD_DStream *zstd;
};

sn_packing sn_packing_of(sn_str head)
{
    if (sn_str_has_prefix(head, SN_STR("\x1f\x8b")))
        return SN_PACKING_GZIP;
    return sn_str_has_prefix(head, SN_STR("\x28\xb5\x2f\xfd")) ? SN_PACKING_ZSTD : SN_PACKING_NONE;
}

static bool open_gzip(sn_unpacker *u)
{
    return inflateInit2(&u->gzip, 15 + 16) == Z_OK; /* the largest window, gzip's header */
}

static bool open_zstd(sn_unpacker *u)
{
    u->zstd = ZSTD_createDStream();
    return u->zstd != NULL && !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax,
                                                                   SN_LIMIT_ZSTD_WINDOW_LOG));
}

sn_status sn_unpacker_create(sn_packing packing, sn_unpacker **out)
{
    sn_unpacker *u = calloc(1, sizeof *u);
    if (u == NULL)
        return SN_ENOMEM;
    u->packing = packing;
    if (packing == SN_PACKING_GZIP ? open_gzip(u) : open_zstd(u)) {
        *out = u;
        return SN_OK;
    }
    sn_unpacker_destroy(u);
    return SN_ENOMEM;
}

void sn_unpacker_destroy(sn_unpacker *u)
{
    if (u == NULL)
        return;
    if (u->packing == SN_PACKING_GZIP)
        inflateEnd(&u->gzip);
    ZSTD_freeDStream(u->zstd);
    free(u);
}

static sn_status step_gzip(sn_unpacker *u, sn_str *from, char *to, size_t room, size_t *n,
                           sn_error *err)
{
    z_stream *z = &u->gzip;
    if (u->whole && from->len > 0 && inflateReset(z) != Z_OK)
        return sn_fail(err, SN_EINVAL, "gzip data is broken");
    z->next_in = (const Bytef *)from->at;
    z->avail_in = from->len < UINT_MAX ? (uInt)from->len : UINT_MAX;
    z->next_out = (Bytef *)to;
    z->avail_out = room < UINT_MAX ? (uInt)room : UINT_MAX;
    size_t had = z->avail_in, free_before = z->avail_out;
    int result = inflate(z, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR)
        return SN_ENOMEM;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        return sn_fail(err, SN_EINVAL, "gzip data is broken (%s)",
                       z->msg != NULL ? z->msg : "no reason given");
    size_t used = had - z->avail_in;
    *n = free_before - z->avail_out;
    *from = (sn_str){from->at + used, from->len - used};
    if (used > 0 || *n > 0)
        u->whole = result == Z_STREAM_END;
    return SN_OK;
}

static sn_status step_zstd(sn_unpacker *u, sn_str *from, char *to, size_t room, size_t *n,
                           sn_error *err)
{
    ZSTD_inBuffer in = {from->at, from->len, 0};
    ZSTD_outBuffer out = {to, room, 0};
    size_t result = ZSTD_decompressStream(u->zstd, &out, &in);
    if (ZSTD_isError(result))
        return sn_fail(err, SN_EINVAL, "zstd data is broken (%s)", ZSTD_getErrorName(result));
    if (in.pos > 0 || out.pos > 0)
        u->whole = result == 0;
    *n = out.pos;
    *from = (sn_str){from->at + in.pos, from->len - in.pos};
    return SN_OK;
}

sn_status sn_unpacker_step(sn_unpacker *u, sn_str *from, char *to, size_t room, size_t *n,
                           sn_error *err)
{
    *n = 0;
    if (u->packing == SN_PACKING_GZIP)
        return step_gzip(u, from, to, room, n, err);
    return step_zstd(u, from, to, room, n, err);
}

bool sn_unpacker_is_whole(const sn_unpacker *u)
{
    return u->whole;
}
