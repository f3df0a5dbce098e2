#include "http/search_key.h"

#include <string.h>

void sn_search_key_done(sn_search_key *k)
{
    sn_buf_done(&k->text);
}

void sn_search_key_add(sn_search_key *k, sn_str name, sn_str value)
{
    size_t at = k->text.len;
    sn_buf_add_str(&k->text, name);
    sn_buf_add_byte(&k->text, 0);
    sn_buf_add_str(&k->text, value);
    sn_buf_add_byte(&k->text, 0);
    bool has_nul = (name.len > 0 && memchr(name.at, 0, name.len) != NULL) ||
                   (value.len > 0 && memchr(value.at, 0, value.len) != NULL);
    k->is_void =
        k->is_void || k->n == SN_SEARCH_KEY_PAIRS || has_nul || sn_buf_status(&k->text) != SN_OK;
    if (k->is_void)
        return;
    k->pairs[k->n].at = (uint32_t)at;
    k->pairs[k->n++].len = (uint32_t)(k->text.len - at);
}

bool sn_search_key_write(const sn_search_key *k, sn_buf *out)
{
    size_t order[SN_SEARCH_KEY_PAIRS];
    if (k->is_void)
        return false;
    /* Few, and mostly in order: values of one name stay in theirs. */
    for (size_t i = 0; i < k->n; i++) {
        const char *name = k->text.at + k->pairs[i].at;
        size_t to = i;
        for (; to > 0 && strcmp(k->text.at + k->pairs[order[to - 1]].at, name) > 0; to--)
            order[to] = order[to - 1];
        order[to] = i;
    }
    for (size_t i = 0; i < k->n; i++)
        sn_buf_add(out, k->text.at + k->pairs[order[i]].at, k->pairs[order[i]].len);
    return sn_buf_status(out) == SN_OK;
}
