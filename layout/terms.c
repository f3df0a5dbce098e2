#include "layout/terms.h"

#include "base/digest.h"
#include "base/hex.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DIGITS (SN_HEX16_SIZE - 1)

void sn_hex16_write(uint64_t bits, char out[SN_HEX16_SIZE])
{
    snprintf(out, SN_HEX16_SIZE, "%016" PRIx64, bits);
}

bool sn_hex16_parse(sn_str text, uint64_t *bits)
{
    uint64_t found = 0;
    if (text.len != DIGITS)
        return false;
    for (size_t i = 0; i < DIGITS; i++) {
        int digit = sn_hex_digit(text.at[i]);
        if (digit < 0 || (text.at[i] >= 'A' && text.at[i] <= 'F'))
            return false;
        found = found << 4 | (unsigned)digit;
    }
    *bits = found;
    return true;
}

sn_str sn_index_term(sn_term_list list, sn_str text, char out[SN_INDEX_TERM_SIZE])
{
    size_t prefix = list != SN_LIST_STEM ? 1 : 0;
    if (prefix > 0)
        out[0] = (char)list;
    size_t room = SN_INDEX_TERM_SIZE - prefix;
    if (text.len <= room) {
        if (text.len > 0)
            memcpy(out + prefix, text.at, text.len);
        return (sn_str){out, prefix + text.len};
    }
    char hex[SN_HEX16_SIZE];
    sn_hex16_write(sn_digest_add(SN_DIGEST_BEGIN, text.at, text.len), hex);
    sn_str head = sn_utf8_cut(text, room - DIGITS);
    memcpy(out + prefix, head.at, head.len);
    memcpy(out + prefix + head.len, hex, DIGITS);
    return (sn_str){out, prefix + head.len + DIGITS};
}
