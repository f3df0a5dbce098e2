#include "indexer/readers/peek.h"

#include <stdlib.h>

#define CHUNK_BYTES 65536

sn_status sn_peek_init(sn_peek *p, sn_input *input)
{
    *p = (sn_peek){.input = input, .chunk = malloc(CHUNK_BYTES)};
    return p->chunk != NULL ? SN_OK : SN_ENOMEM;
}

void sn_peek_done(sn_peek *p)
{
    free(p->chunk);
    *p = (sn_peek){0};
}

sn_status sn_peek_fill(sn_peek *p, sn_error *err)
{
    size_t n = 0;
    sn_status s = sn_input_read(p->input, p->chunk, CHUNK_BYTES, &n, err);
    if (s != SN_OK)
        return s;
    p->at = 0;
    p->len = n;
    return SN_OK;
}
