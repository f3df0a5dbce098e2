#include "layout/membership.h"

#include "base/bytes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct kind {
    sn_term_list list;
    char letter;
} kinds[] = {[SN_GROUP_COPIES] = {SN_LIST_COPIES, 'd'}, [SN_GROUP_STORY] = {SN_LIST_STORY, 's'}};

/* FNV-1a, and a last mixing: it is a name in a 64-bit space, where two of ten million groups share one
 * with a probability of 1 : 370,000. */
uint64_t sn_group_name(sn_str id)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < id.len; i++)
        h = (h ^ (unsigned char)id.at[i]) * 1099511628211u;
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
    char hex[17];
    snprintf(hex, sizeof hex, "%016" PRIx64, name);
    return sn_index_term(kinds[kind].list, sn_str_of(hex), out);
}

void sn_group_write(sn_group_kind kind, uint64_t name, char out[SN_GROUP_TEXT_SIZE])
{
    snprintf(out, SN_GROUP_TEXT_SIZE, "%c:%016" PRIx64, kinds[kind].letter, name);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

sn_status sn_group_parse(sn_group_kind kind, sn_str text, uint64_t *name)
{
    uint64_t found = 0;
    if (text.len != SN_GROUP_TEXT_SIZE - 1 || text.at[0] != kinds[kind].letter || text.at[1] != ':')
        return SN_EINVAL;
    for (size_t i = 2; i < text.len; i++) {
        int digit = hex_digit(text.at[i]);
        if (digit < 0)
            return SN_EINVAL;
        found = found << 4 | (unsigned)digit;
    }
    *name = found;
    return SN_OK;
}
