#include "layout/expiry.h"

#include <inttypes.h>
#include <stdio.h>

#define DIGITS 16

/* With the sign turned around, times of before 1970 come first. */
sn_str sn_expiry_term(int64_t sec, char out[SN_INDEX_TERM_SIZE])
{
    char hex[DIGITS + 1];
    snprintf(hex, sizeof hex, "%016" PRIx64, (uint64_t)sec ^ (uint64_t)1 << 63);
    return sn_index_term(SN_LIST_EXPIRY, sn_str_of(hex), out);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

sn_status sn_expiry_of_term(sn_str term, int64_t *sec)
{
    uint64_t bits = 0;
    if (term.len != DIGITS + 1 || term.at[0] != SN_LIST_EXPIRY)
        return SN_ECORRUPT;
    for (size_t i = 1; i < term.len; i++) {
        int digit = hex_digit(term.at[i]);
        if (digit < 0)
            return SN_ECORRUPT;
        bits = bits << 4 | (unsigned)digit;
    }
    *sec = (int64_t)(bits ^ (uint64_t)1 << 63);
    return SN_OK;
}
