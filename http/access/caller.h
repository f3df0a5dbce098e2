/* http/access/caller - who asks, what that one may do, and at what rate. */
#ifndef SN_HTTP_ACCESS_CALLER_H
#define SN_HTTP_ACCESS_CALLER_H

#include "http/access/addresses.h"
#include "http/access/key_list.h"

/* What of the options decides it. */
typedef struct sn_access_rules {
    bool search_needs_key; /* once there are keys */
    bool
        local_writes; /* programs on this machine may do everything, as long as there are no keys */
    int64_t rate;     /* requests a second of each address without a key; 0: as many as it likes */
    const sn_names *origins; /* of pages that may read answers without a key */
} sn_access_rules;

#define SN_TOKEN_MAX 256 /* bytes that are kept of a token: more than a token has */

/* What a request says of who sends it. */
typedef struct sn_asking {
    const char *token;  /* of Authorization, X-Api-Key or key=; NULL: none */
    bool is_in_address; /* it came as key= */
    bool is_twice;      /* in more than one place */
    const char *origin; /* "": none was said */
    bool is_from_page;  /* a browser sends it for a page */
    bool is_local;      /* the connection comes from this machine, and no proxy stands between */
    sn_client_address address; /* who asks, proxies that are believed left out */
    int64_t now_sec;
} sn_asking;

typedef struct sn_caller {
    sn_role role;
    const sn_key *key;        /* NULL: none; borrowed from the keys */
    const sn_request *filter; /* what it may see; NULL: all; borrowed from the key */
    bool is_open;             /* there are no keys, revoked ones neither */
    bool may_be_read;         /* the page that sends it may read the answer (CORS) */
    int64_t rate;             /* requests a second; 0: any */
    unsigned char bucket[40]; /* whose rate it is counted to */
    size_t bucket_len;
} sn_caller;

/* Decide. NULL, or the code of a refusal: "invalid_key" (unknown, wrong, revoked and expired look alike;
 * one that may not stand in an address; two of them), "origin_not_allowed". *out is set in any case: a
 * refused caller has no role, and is counted by its address. */
const char *sn_caller_decide(const sn_asking *asking, const sn_key_list *keys,
                             const sn_access_rules *rules, sn_caller *out);

/* May it do what needs a role? NULL, or the code of a refusal: "key_needed" (nobody knows who it is),
 * "forbidden" (there are no keys, and it is not local), "role_needed" (it is known, and may not). */
const char *sn_caller_refusal(const sn_caller *caller, sn_role needed);

/* May a page of this origin read answers at all, for whatever key (a preflight has none)? */
bool sn_origin_may_ask(const sn_key_list *keys, const sn_access_rules *rules, const char *origin,
                       int64_t now_sec);

#endif
