#include "layout/terms.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* FNV-1a: tells long values apart, nothing hangs on it being hard to collide. */
static uint64_t hash_of(sn_str text)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.at[i]) * 1099511628211u;
    return h;
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
    char hex[17];
    snprintf(hex, sizeof hex, "%016" PRIx64, hash_of(text));
    sn_str head = sn_utf8_cut(text, room - 16);
    memcpy(out + prefix, head.at, head.len);
    memcpy(out + prefix + head.len, hex, 16);
    return (sn_str){out, prefix + head.len + 16};
}
