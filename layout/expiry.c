#include "layout/expiry.h"

/* Turned around, so that times of before 1970 come first. */
#define SIGN ((uint64_t)1 << 63)

sn_str sn_expiry_term(int64_t sec, char out[SN_INDEX_TERM_SIZE])
{
    char hex[SN_HEX16_SIZE];
    sn_hex16_write((uint64_t)sec ^ SIGN, hex);
    return sn_index_term(SN_LIST_EXPIRY, sn_str_of(hex), out);
}

sn_status sn_expiry_of_term(sn_str term, int64_t *sec)
{
    uint64_t bits;
    if (term.len == 0 || term.at[0] != SN_LIST_EXPIRY ||
        !sn_hex16_parse((sn_str){term.at + 1, term.len - 1}, &bits))
        return SN_ECORRUPT;
    *sec = (int64_t)(bits ^ SIGN);
    return SN_OK;
}
