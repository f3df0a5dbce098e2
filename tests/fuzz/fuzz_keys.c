/* Key files, and what else of a request says who sends it.
 *
 * Laws: what was read is written, and reads back as what is written again, byte by byte; a key that was read
 * keeps the rules of keys; nothing but a token of 68 bytes is a token; what is no address of a trusted proxy
 * says nothing. */
#include "http/access/addresses.h"
#include "http/access/key_list.h"
#include "http/access/origins.h"
#include "tests/fuzz/law.h"

#include <string.h>

static void check_file(sn_str text)
{
    SN_CLEANUP(sn_key_list) sn_key_list keys = {0};
    SN_CLEANUP(sn_key_list) sn_key_list again = {0};
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(8 * SN_LIMIT_KEYS_BYTES);
    SN_CLEANUP(sn_buf) sn_buf two = SN_BUF(8 * SN_LIMIT_KEYS_BYTES);
    sn_error err = {0};
    if (sn_key_list_parse(text, &keys, &err) != SN_OK) {
        law(keys.n == 0 && err.msg[0] != '\0');
        return;
    }
    for (size_t i = 0; i < keys.n; i++) {
        const sn_key *k = &keys.at[i];
        law(sn_key_check(k, NULL) == SN_OK && sn_key_list_find(&keys, k->id) == k);
        law(k->role == SN_ROLE_SEARCH || (!k->is_public && !k->has_filter));
        law(!k->has_filter ||
            k->filter.source.n + k->filter.category.n + k->filter.author.n + k->filter.tag.n > 0);
    }
    law(sn_key_list_write(&keys, &one) == SN_OK);
    if (one.len > SN_LIMIT_KEYS_BYTES)
        return;
    law(sn_key_list_parse(sn_buf_str(&one), &again, NULL) == SN_OK && again.n == keys.n);
    law(sn_key_list_write(&again, &two) == SN_OK);
    law(sn_str_equal(sn_buf_str(&one), sn_buf_str(&two)));
}

static void check_words(sn_str text)
{
    char id[SN_KEY_ID_SIZE];
    unsigned char secret[SN_KEY_SECRET_BYTES];
    law(!sn_token_parse(text, id, secret) || text.len == SN_KEY_TOKEN_SIZE - 1);
    if (sn_origin_is_valid(text))
        law(memchr(text.at, ' ', text.len) == NULL && memchr(text.at, '"', text.len) == NULL);
    sn_client_address peer = {{0}}, got;
    got = sn_client_address_forwarded(&peer, text, &(sn_names){0});
    law(memcmp(&got, &peer, sizeof got) == 0);
    char *everyone[] = {(char *)"::/0"};
    got = sn_client_address_forwarded(&peer, text, &(sn_names){.at = everyone, .n = 1});
    got = sn_client_address_household(&got);
    (void)sn_network_is_valid(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    check_file(text);
    check_words(text);
    return 0;
}
