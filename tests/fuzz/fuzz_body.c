/* Laws of packed bodies: of a value from anywhere only damage and unknown ways of packing are refused, what reads
 * has the length that was asked for and lies in the buffer, and what was read is packed and read again as the same.
 * The first two bytes are that length, and the bytes alone are a body that comes back. */
#include "layout/body.h"

#include "base/limits.h"
#include "tests/fuzz/law.h"

#define BYTES ((size_t)4 * SN_LIMIT_TEXT_BYTES)

typedef struct both {
    sn_body_packer *packer;
    sn_body_reader *reader;
} both;

static void inside(sn_str text, const sn_buf *memory)
{
    law(text.len == 0 || (text.at >= memory->at && text.at + text.len <= memory->at + memory->len));
}

static void comes_back(const both *b, const sn_hit *hit)
{
    SN_CLEANUP(sn_buf) sn_buf memory = SN_BUF(BYTES);
    sn_hit read = {.body_bytes = hit->body.len};
    law(sn_body_pack(b->packer, hit, &memory) == SN_OK);
    law(sn_body_read(b->reader, &memory, &read) == SN_OK);
    law(sn_str_equal(read.body, hit->body));
}

static void read_value(const both *b, sn_str value, uint64_t body_bytes)
{
    SN_CLEANUP(sn_buf) sn_buf memory = SN_BUF(BYTES);
    sn_hit hit = {.body_bytes = body_bytes};
    sn_buf_add_str(&memory, value);
    sn_status s = sn_body_read(b->reader, &memory, &hit);
    law(s == SN_OK || s == SN_ECORRUPT || s == SN_EFORMAT);
    law(hit.body.len == (s == SN_OK ? body_bytes : 0));
    inside(hit.body, &memory);
    if (s == SN_OK)
        comes_back(b, &hit);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static both b;
    sn_str bytes = {(const char *)data, size};
    if (b.packer == NULL)
        law(sn_body_packer_create(&b.packer) == SN_OK && sn_body_reader_create(&b.reader) == SN_OK);
    if (size < 3)
        return 0;
    read_value(&b, (sn_str){bytes.at + 2, size - 2}, data[0] + 256u * data[1]);
    comes_back(&b, &(sn_hit){.body = bytes});
    return 0;
}
