#include "http/access/key.h"

#include "http/access/origins.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_BEGIN "sarnakh_"
#define ID_CHARS    (SN_KEY_ID_SIZE - 1)

static const char *const roles[] = {[SN_ROLE_NONE] = "none",
                                    [SN_ROLE_SEARCH] = "search",
                                    [SN_ROLE_INGEST] = "ingest",
                                    [SN_ROLE_ADMIN] = "admin"};

const char *sn_role_name(sn_role role)
{
    return roles[role];
}

bool sn_role_parse(sn_str name, sn_role *out)
{
    for (int role = SN_ROLE_SEARCH; role <= SN_ROLE_ADMIN; role++) {
        if (sn_str_equal(name, sn_str_of(roles[role]))) {
            *out = (sn_role)role;
            return true;
        }
    }
    return false;
}

void sn_key_done(sn_key *key)
{
    free(key->name);
    sn_names_done(&key->origins);
    sn_request_done(&key->filter);
    *key = (sn_key){0};
}

void sn_key_hash(const char id[SN_KEY_ID_SIZE], const unsigned char secret[SN_KEY_SECRET_BYTES],
                 unsigned char out[SN_KEY_HASH_BYTES])
{
    crypto_generichash(out, SN_KEY_HASH_BYTES, secret, SN_KEY_SECRET_BYTES,
                       (const unsigned char *)id, ID_CHARS);
}

sn_status sn_key_make(sn_key *key, char token[SN_KEY_TOKEN_SIZE])
{
    unsigned char id[ID_CHARS / 2], secret[SN_KEY_SECRET_BYTES];
    char text[sodium_base64_ENCODED_LEN(SN_KEY_SECRET_BYTES,
                                        sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    if (sodium_init() < 0)
        return SN_EINTERNAL;
    randombytes_buf(id, sizeof id);
    randombytes_buf(secret, sizeof secret);
    sodium_bin2hex(key->id, sizeof key->id, id, sizeof id);
    sodium_bin2base64(text, sizeof text, secret, sizeof secret,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sn_key_hash(key->id, secret, key->hash);
    snprintf(token, SN_KEY_TOKEN_SIZE, TOKEN_BEGIN "%s_%s", key->id, text);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(text, sizeof text);
    return SN_OK;
}

bool sn_token_parse(sn_str token, char id[SN_KEY_ID_SIZE],
                    unsigned char secret[SN_KEY_SECRET_BYTES])
{
    sn_str begin = SN_STR(TOKEN_BEGIN);
    if (token.len != SN_KEY_TOKEN_SIZE - 1 || !sn_str_has_prefix(token, begin) ||
        token.at[begin.len + ID_CHARS] != '_')
        return false;
    char text[SN_KEY_ID_SIZE];
    memcpy(text, token.at + begin.len, ID_CHARS);
    text[ID_CHARS] = '\0';
    if (strspn(text, "0123456789abcdef") != ID_CHARS)
        return false;
    const char *rest = token.at + begin.len + ID_CHARS + 1, *end = NULL;
    size_t rest_len = token.len - begin.len - ID_CHARS - 1, len = 0;
    if (sodium_base642bin(secret, SN_KEY_SECRET_BYTES, rest, rest_len, NULL, &len, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        len != SN_KEY_SECRET_BYTES || end != rest + rest_len)
        return false;
    memcpy(id, text, SN_KEY_ID_SIZE);
    return true;
}

bool sn_key_is_good(const sn_key *key, int64_t now_sec)
{
    return key->revoked_sec == 0 && (key->expires_sec == 0 || now_sec < key->expires_sec);
}

/* Only what an article has, and no dates, which would be counted from another day each day. */
static bool is_filter(sn_str name)
{
    static const char *const names[] = {"filter.source", "filter.category", "filter.author",
                                        "filter.tag"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sn_str_equal(name, sn_str_of(names[i])))
            return true;
    return false;
}

sn_status sn_key_add_filter(sn_key *key, sn_str name, sn_str value, sn_error *err)
{
    sn_problem problem = {0};
    if (!is_filter(name))
        return sn_fail(err, SN_EINVAL,
                       "a filter is filter.source, filter.category, filter.author or filter.tag");
    if (value.len == 0)
        return sn_fail(err, SN_EINVAL, "%.*s: the value is empty", (int)name.len, name.at);
    if (key->filter.q == NULL && sn_request_init(&key->filter) != SN_OK)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status s = sn_request_set(&key->filter, name, value, SN_ASKER_CLIENT, 0, &problem);
    if (s != SN_OK)
        return sn_fail(err, s, "%s", problem.detail);
    key->has_filter = true;
    return SN_OK;
}

static sn_status check_origins(const sn_key *key, sn_error *err)
{
    if (key->is_public != (key->origins.n > 0))
        return sn_fail(err, SN_EINVAL, "a public key has origins of pages, and only a public key");
    if (key->origins.n > SN_LIMIT_KEY_ORIGINS)
        return sn_fail(err, SN_ELIMIT, "a key has at most %d origins (KEY_ORIGINS)",
                       SN_LIMIT_KEY_ORIGINS);
    for (size_t i = 0; i < key->origins.n; i++)
        if (!sn_origin_is_valid(sn_str_of(key->origins.at[i])))
            return sn_fail(err, SN_EINVAL, "«%.80s» is no origin as https://news.example",
                           key->origins.at[i]);
    return SN_OK;
}

sn_status sn_key_check(const sn_key *key, sn_error *err)
{
    if (key->role == SN_ROLE_NONE)
        return sn_fail(err, SN_EINVAL, "a key has the role search, ingest or admin");
    if (key->role != SN_ROLE_SEARCH && (key->is_public || key->has_filter))
        return sn_fail(err, SN_EINVAL, "only a key of role search is public or has a filter");
    if (key->rate < 0 || key->rate > SN_LIMIT_RATE)
        return sn_fail(err, SN_ELIMIT, "the rate is at most %d a second (RATE)", SN_LIMIT_RATE);
    if (key->made_sec < 0 || key->expires_sec < 0 || key->revoked_sec < 0)
        return sn_fail(err, SN_EINVAL, "a time is below 0");
    return check_origins(key, err);
}
