#include "layout/membership.h"

#include "base/digest.h"

static const struct kind {
    sn_term_list list;
    char letter;
} kinds[] = {[SN_GROUP_COPIES] = {SN_LIST_COPIES, 'd'}, [SN_GROUP_STORY] = {SN_LIST_STORY, 's'}};

/* A digest, and a last mixing: it is a name in a 64-bit space, where two of ten million groups share one
 * with a probability of 1 : 370,000. */
uint64_t sn_group_name(sn_str id)
{
    uint64_t h = sn_digest_add(SN_DIGEST_BEGIN, id.at, id.len);
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    return h ^ (h >> 33);
}

sn_str sn_group_value(uint64_t name, char out[SN_GROUP_VALUE_SIZE])
{
    for (int i = 0; i < SN_GROUP_VALUE_SIZE; i++)
        out[i] = (char)(unsigned char)(name >> (8 * (SN_GROUP_VALUE_SIZE - 1 - i)));
    return (sn_str){out, SN_GROUP_VALUE_SIZE};
}

sn_status sn_group_of_value(sn_str value, uint64_t *name)
{
    uint64_t found = 0;
    if (value.len != SN_GROUP_VALUE_SIZE)
        return SN_ECORRUPT;
    for (size_t i = 0; i < value.len; i++)
        found = found << 8 | (unsigned char)value.at[i];
    *name = found;
    return SN_OK;
}

sn_str sn_group_term(sn_group_kind kind, uint64_t name, char out[SN_INDEX_TERM_SIZE])
{
    char hex[SN_HEX16_SIZE];
    sn_hex16_write(name, hex);
    return sn_index_term(kinds[kind].list, sn_str_of(hex), out);
}

/* Bytes in front of the digits. */
#define LETTER 2

void sn_group_write(sn_group_kind kind, uint64_t name, char out[SN_GROUP_TEXT_SIZE])
{
    out[0] = kinds[kind].letter;
    out[1] = ':';
    sn_hex16_write(name, out + LETTER);
}

sn_status sn_group_parse(sn_group_kind kind, sn_str text, uint64_t *name)
{
    if (text.len < LETTER || text.at[0] != kinds[kind].letter || text.at[1] != ':')
        return SN_EINVAL;
    sn_str digits = {text.at + LETTER, text.len - LETTER};
    return sn_hex16_parse(digits, name) ? SN_OK : SN_EINVAL;
}
