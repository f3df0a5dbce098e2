#include "layout/body.h"

#include "base/limits.h"
#include "layout/body_words.h"

#include <stdlib.h>
/* For a dictionary in memory of our own: without memory, ZSTD_createCDict of libzstd 1.5.4 writes to address 0. */
#define ZSTD_STATIC_LINKING_ONLY
#include <zstd.h>

#define PACKED_WITH_WORDS 1
/* Measured (docs/performance.md): 6 makes an index a hundredth smaller, and a build a twentieth longer. */
#define LEVEL 3

struct sn_body_packer {
    ZSTD_CCtx *context;
    void *room; /* words is in it */
    const ZSTD_CDict *words;
};

struct sn_body_reader {
    ZSTD_DCtx *context;
    ZSTD_DDict *words;
};

/* ---- packing ---- */

static bool take_words(sn_body_packer *p, sn_str words)
{
    ZSTD_compressionParameters how = ZSTD_getCParams(LEVEL, ZSTD_CONTENTSIZE_UNKNOWN, words.len);
    size_t room = ZSTD_estimateCDictSize_advanced(words.len, how, ZSTD_dlm_byCopy);
    p->room = malloc(room);
    if (p->room != NULL)
        p->words = ZSTD_initStaticCDict(p->room, room, words.at, words.len, ZSTD_dlm_byCopy,
                                        ZSTD_dct_auto, how);
    return p->words != NULL;
}

static bool start_packer(sn_body_packer *p)
{
    SN_CLEANUP(sn_buf) sn_buf words = SN_BUF(SN_BODY_WORDS_BYTES);
    if (sn_body_words(&words) != SN_OK)
        return false;
    p->context = ZSTD_createCCtx();
    return p->context != NULL && take_words(p, sn_buf_str(&words)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(p->context, ZSTD_c_dictIDFlag, 0)) &&
           !ZSTD_isError(ZSTD_CCtx_refCDict(p->context, p->words));
}

sn_status sn_body_packer_create(sn_body_packer **out)
{
    sn_body_packer *p = calloc(1, sizeof *p);
    if (p == NULL)
        return SN_ENOMEM;
    if (!start_packer(p)) {
        sn_body_packer_destroy(p);
        return SN_ENOMEM;
    }
    *out = p;
    return SN_OK;
}

void sn_body_packer_destroy(sn_body_packer *p)
{
    if (p == NULL)
        return;
    ZSTD_freeCCtx(p->context);
    free(p->room);
    free(p);
}

sn_status sn_body_pack(sn_body_packer *p, const sn_hit *hit, sn_buf *out)
{
    sn_str body = hit->body;
    if (body.len == 0)
        return SN_OK;
    if (body.len > SN_LIMIT_TEXT_BYTES)
        return SN_ELIMIT;
    sn_buf_add_byte(out, PACKED_WITH_WORDS);
    size_t room = ZSTD_compressBound(body.len);
    char *at = sn_buf_reserve(out, room);
    if (at == NULL)
        return sn_buf_status(out);
    size_t n = ZSTD_compress2(p->context, at, room, body.at, body.len);
    if (ZSTD_isError(n))
        return SN_ENOMEM; /* there is room: nothing else is left to want */
    sn_buf_commit(out, n);
    return sn_buf_status(out);
}

/* ---- reading ---- */

static bool start_reader(sn_body_reader *r)
{
    SN_CLEANUP(sn_buf) sn_buf words = SN_BUF(SN_BODY_WORDS_BYTES);
    if (sn_body_words(&words) != SN_OK)
        return false;
    r->context = ZSTD_createDCtx();
    r->words = ZSTD_createDDict(words.at, words.len);
    return r->context != NULL && r->words != NULL;
}

sn_status sn_body_reader_create(sn_body_reader **out)
{
    sn_body_reader *r = calloc(1, sizeof *r);
    if (r == NULL)
        return SN_ENOMEM;
    if (!start_reader(r)) {
        sn_body_reader_destroy(r);
        return SN_ENOMEM;
    }
    *out = r;
    return SN_OK;
}

void sn_body_reader_destroy(sn_body_reader *r)
{
    if (r == NULL)
        return;
    ZSTD_freeDCtx(r->context);
    ZSTD_freeDDict(r->words);
    free(r);
}

sn_status sn_body_read(sn_body_reader *r, sn_buf *memory, sn_hit *hit)
{
    size_t packed = memory->len;
    if (packed == 0)
        return SN_ECORRUPT;
    if (memory->at[0] != PACKED_WITH_WORDS)
        return SN_EFORMAT;
    /* Errors are greater than all sizes. */
    uint64_t n = ZSTD_getFrameContentSize(memory->at + 1, packed - 1);
    if (n == 0 || n > SN_LIMIT_TEXT_BYTES || n != hit->body_bytes)
        return SN_ECORRUPT;
    char *to = sn_buf_reserve(memory, n);
    if (to == NULL)
        return sn_buf_status(memory);
    size_t made =
        ZSTD_decompress_usingDDict(r->context, to, n, memory->at + 1, packed - 1, r->words);
    if (ZSTD_isError(made) || made != n)
        return SN_ECORRUPT;
    sn_buf_commit(memory, n);
    hit->body = (sn_str){memory->at + packed, n};
    return SN_OK;
}
