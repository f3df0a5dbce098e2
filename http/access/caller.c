#include "http/access/caller.h"

#include "http/access/origins.h"

#include <string.h>

/* What of the bytes that name a caller says whose they are. */
enum { BY_ADDRESS = 'a', BY_KEY = 'k' };

static void count_by_address(sn_caller *c, const sn_client_address *address, const sn_key *key)
{
    sn_client_address household = sn_client_address_household(address);
    c->bucket[0] = BY_ADDRESS;
    memcpy(c->bucket + 1, household.at, sizeof household.at);
    c->bucket_len = 1 + sizeof household.at;
    if (key == NULL)
        return;
    memcpy(c->bucket + c->bucket_len, key->id, SN_KEY_ID_SIZE - 1);
    c->bucket_len += SN_KEY_ID_SIZE - 1;
}

static void count_by_key(sn_caller *c, const sn_key *key)
{
    c->bucket[0] = BY_KEY;
    memcpy(c->bucket + 1, key->id, SN_KEY_ID_SIZE - 1);
    c->bucket_len = SN_KEY_ID_SIZE;
}

/* A browser says the origin with what a script of another page asks; a form or an image of another page
 * says none, but that it is from a page. */
static bool is_of_its_pages(const sn_key *key, const sn_asking *asking)
{
    return asking->origin[0] != '\0' ? sn_origins_have(&key->origins, sn_str_of(asking->origin))
                                     : !asking->is_from_page;
}

static const char *decide_by_key(const sn_asking *asking, const sn_key_list *keys, sn_caller *out)
{
    const sn_key *key = sn_key_list_verify(keys, sn_str_of(asking->token), asking->now_sec);
    if (asking->is_twice || key == NULL || (asking->is_in_address && !key->is_public))
        return "invalid_key";
    if (key->is_public && !is_of_its_pages(key, asking))
        return "origin_not_allowed";
    out->role = key->role;
    out->key = key;
    out->filter = key->has_filter ? &key->filter : NULL;
    out->rate = key->rate;
    out->may_be_read = out->may_be_read || (key->is_public && asking->origin[0] != '\0');
    if (key->is_public) /* a visitor of the page is counted alone: one must not stop all others */
        count_by_address(out, &asking->address, key);
    else
        count_by_key(out, key);
    return NULL;
}

static bool is_listed(const sn_access_rules *rules, const char *origin)
{
    return rules->origins != NULL && origin[0] != '\0' &&
           (sn_origins_are_any(rules->origins) ||
            sn_origins_have(rules->origins, sn_str_of(origin)));
}

const char *sn_caller_decide(const sn_asking *asking, const sn_key_list *keys,
                             const sn_access_rules *rules, sn_caller *out)
{
    *out = (sn_caller){.is_open = keys->n == 0, .rate = rules->rate};
    count_by_address(out, &asking->address, NULL);
    out->may_be_read = is_listed(rules, asking->origin);
    if (asking->token != NULL || asking->is_twice)
        return decide_by_key(asking, keys, out);
    bool is_trusted =
        out->is_open && rules->local_writes && asking->is_local && !asking->is_from_page;
    if (is_trusted) {
        out->role = SN_ROLE_ADMIN;
        out->rate = 0;
    } else if (out->is_open || !rules->search_needs_key) {
        out->role = SN_ROLE_SEARCH;
    }
    return NULL;
}

const char *sn_caller_refusal(const sn_caller *caller, sn_role needed)
{
    if (caller->role >= needed)
        return NULL;
    if (caller->is_open)
        return "forbidden";
    return caller->key == NULL ? "key_needed" : "role_needed";
}

bool sn_origin_may_ask(const sn_key_list *keys, const sn_access_rules *rules, const char *origin,
                       int64_t now_sec)
{
    if (is_listed(rules, origin))
        return true;
    for (size_t i = 0; i < keys->n; i++)
        if (sn_key_is_good(&keys->at[i], now_sec) && origin[0] != '\0' &&
            sn_origins_have(&keys->at[i].origins, sn_str_of(origin)))
            return true;
    return false;
}
