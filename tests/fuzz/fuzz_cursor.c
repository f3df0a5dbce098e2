/* Cursors: the first byte chooses what is done with the rest.
 *
 * Laws: bytes that were not signed are never read, nor is a signed text of which one bit is another;
 * what is read is what was written. */
#include "query/cursor.h"
#include "tests/fuzz/law.h"

#include <string.h>

static const unsigned char key[SN_CURSOR_KEY_BYTES] = "thirty-two bytes that are secret";

/* A cursor made of the bytes. */
static sn_cursor made_of(const uint8_t *data, size_t size)
{
    sn_cursor c = {0};
    size_t id = size < SN_LIMIT_ID_BYTES ? size : SN_LIMIT_ID_BYTES;
    uint64_t numbers[8] = {0};
    memcpy(numbers, data, size < sizeof numbers ? size : sizeof numbers);
    c.analysis = (int)(numbers[0] & INT32_MAX);
    c.request = numbers[1];
    c.now_sec = (int64_t)numbers[2];
    c.key = (int64_t)numbers[3];
    c.position = (uint32_t)numbers[4];
    c.total = (uint32_t)numbers[5];
    c.n_last = 1 + (uint32_t)(numbers[6] % SN_CURSOR_LAST);
    c.last[0] = (sn_docid)numbers[7];
    for (size_t i = 0; i < id; i++)
        c.id[i] = (char)(data[i] == 0 ? 'x' : data[i]);
    return c;
}

static void check_signed(const uint8_t *data, size_t size)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CURSOR_BYTES);
    sn_cursor c = made_of(data, size), got;
    law(sn_cursor_write(&c, key, &text) == SN_OK);
    law(sn_cursor_read(sn_buf_str(&text), key, &got) == SN_OK);
    law(got.analysis == c.analysis && got.request == c.request && got.now_sec == c.now_sec);
    law(got.key == c.key && got.position == c.position && got.total == c.total);
    law(got.n_last == c.n_last && got.last[0] == c.last[0] && strcmp(got.id, c.id) == 0);
    size_t at = size > 1 ? (size_t)(data[0] | data[1] << 8) % text.len : 0;
    text.at[at] = (char)(text.at[at] ^ (1 << (size > 2 ? data[2] % 8 : 0)));
    law(sn_cursor_read(sn_buf_str(&text), key, &got) == SN_EINVAL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_cursor got;
    if (size == 0)
        return 0;
    if (data[0] % 2 == 0)
        check_signed(data + 1, size - 1);
    else
        law(sn_cursor_read((sn_str){(const char *)data + 1, size - 1}, key, &got) == SN_EINVAL);
    return 0;
}
