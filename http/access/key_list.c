#include "http/access/key_list.h"

#include "base/grow.h"
#include "base/json_writer.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void sn_key_list_done(sn_key_list *keys)
{
    for (size_t i = 0; i < keys->n; i++)
        sn_key_done(&keys->at[i]);
    free(keys->at);
    *keys = (sn_key_list){0};
}

sn_status sn_key_list_add(sn_key_list *keys, sn_key *key, sn_error *err)
{
    if (sn_key_list_find(keys, key->id) != NULL)
        return sn_fail(err, SN_EINVAL, "the id %s is there twice", key->id);
    if (keys->n == SN_LIMIT_KEYS)
        return sn_fail(err, SN_ELIMIT, "there are more than %d keys (KEYS)", SN_LIMIT_KEYS);
    sn_key *at = sn_grow(keys->at, keys->n, &keys->cap, sizeof *at);
    if (at == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    keys->at = at;
    keys->at[keys->n++] = *key;
    *key = (sn_key){0};
    return SN_OK;
}

sn_key *sn_key_list_find(const sn_key_list *keys, const char *id)
{
    for (size_t i = 0; i < keys->n; i++)
        if (strcmp(keys->at[i].id, id) == 0)
            return &keys->at[i];
    return NULL;
}

/* The id is public, so it may be looked up as it likes; a token of an unknown one is hashed and compared,
 * too. */
const sn_key *sn_key_list_verify(const sn_key_list *keys, sn_str token, int64_t now_sec)
{
    static const unsigned char none[SN_KEY_HASH_BYTES];
    char id[SN_KEY_ID_SIZE];
    unsigned char secret[SN_KEY_SECRET_BYTES], hash[SN_KEY_HASH_BYTES];
    if (!sn_token_parse(token, id, secret))
        return NULL;
    const sn_key *key = sn_key_list_find(keys, id);
    sn_key_hash(id, secret, hash);
    sodium_memzero(secret, sizeof secret);
    bool is_same = sodium_memcmp(hash, key != NULL ? key->hash : none, sizeof hash) == 0;
    return key != NULL && is_same && sn_key_is_good(key, now_sec) ? key : NULL;
}

/* ---- writing ---- */

static void write_values(sn_json *j, const char *name, const sn_values *values)
{
    if (values->n == 0)
        return;
    sn_json_key(j, name);
    sn_json_array(j);
    for (size_t i = 0; i < values->n; i++)
        sn_json_text(j, values->at[i]);
    sn_json_end(j);
}

static void write_filter(sn_json *j, const sn_request *filter)
{
    sn_json_key(j, "filter");
    sn_json_object(j);
    write_values(j, "filter.source", &filter->source);
    write_values(j, "filter.category", &filter->category);
    write_values(j, "filter.author", &filter->author);
    write_values(j, "filter.tag", &filter->tag);
    sn_json_end(j);
}

void sn_key_write_scope(sn_json *j, const sn_key *key)
{
    sn_json_key(j, "public");
    sn_json_bool(j, key->is_public);
    sn_json_key(j, "origins");
    sn_json_array(j);
    for (size_t i = 0; i < key->origins.n; i++)
        sn_json_text(j, key->origins.at[i]);
    sn_json_end(j);
    sn_json_key(j, "rate");
    sn_json_int(j, key->rate);
    if (key->has_filter)
        write_filter(j, &key->filter);
}

static void write_times(sn_json *j, const sn_key *key)
{
    const int64_t times[] = {key->made_sec, key->expires_sec, key->revoked_sec};
    static const char *const names[] = {"made", "expires", "revoked"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sn_json_key(j, names[i]);
        sn_json_int(j, times[i]);
    }
}

static sn_status write_key(const sn_key *key, sn_buf *out)
{
    char hash[2 * SN_KEY_HASH_BYTES + 1];
    sn_json j = SN_JSON(out);
    sodium_bin2hex(hash, sizeof hash, key->hash, sizeof key->hash);
    sn_json_object(&j);
    sn_json_key(&j, "id");
    sn_json_text(&j, key->id);
    sn_json_key(&j, "name");
    sn_json_text(&j, key->name != NULL ? key->name : "");
    sn_json_key(&j, "role");
    sn_json_text(&j, sn_role_name(key->role));
    sn_json_key(&j, "hash");
    sn_json_text(&j, hash);
    sn_key_write_scope(&j, key);
    write_times(&j, key);
    sn_json_end(&j);
    sn_status s = sn_json_finish(&j);
    return s == SN_OK ? sn_buf_add_byte(out, '\n') : s;
}

sn_status sn_key_list_write(const sn_key_list *keys, sn_buf *out)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < keys->n && s == SN_OK; i++)
        s = write_key(&keys->at[i], out);
    return s;
}
