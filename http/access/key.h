/* http/access/key - one key: whose it is, what it may do, and the digest of its secret.
 *
 * What a client sends is a token, "sarnakh_<id>_<secret>": the id is public and names the line of the
 * key file, the secret is 32 random bytes in base64url. Only BLAKE2b of the secret, keyed by the id, is
 * kept. A slow digest, as passwords need, would protect nothing here: 256 random bits cannot be
 * guessed however fast the digest is, and a slow one would let anyone keep the service busy by sending
 * wrong keys. */
#ifndef SN_HTTP_ACCESS_KEY_H
#define SN_HTTP_ACCESS_KEY_H

#include "base/names.h"
#include "query/request.h"

/* Each may do what those before it may. */
typedef enum sn_role {
    SN_ROLE_NONE,   /* health, the page, the description */
    SN_ROLE_SEARCH, /* everything that only reads articles */
    SN_ROLE_INGEST, /* put articles and take them down */
    SN_ROLE_ADMIN /* lift takedowns, editors' settings, evaluations, counts and texts of what is hidden */
} sn_role;

const char *sn_role_name(sn_role role); /* "none", "search", "ingest", "admin" */
/* Of a key: search, ingest or admin. False: none of them. */
bool sn_role_parse(sn_str name, sn_role *out);

#define SN_KEY_ID_SIZE      17 /* 16 hexadecimal digits */
#define SN_KEY_SECRET_BYTES 32
#define SN_KEY_HASH_BYTES   32
#define SN_KEY_TOKEN_SIZE   69 /* with its NUL */

typedef struct sn_key {
    char id[SN_KEY_ID_SIZE];
    sn_role role;
    unsigned char hash[SN_KEY_HASH_BYTES];
    char *name;     /* for people; never NULL */
    bool is_public; /* may stand in a page's source and in an address; role search only */
    sn_names
        origins; /* of the pages it may stand in ("https://news.example"); public ones only, not empty */
    int64_t rate; /* requests a second, of a public key by each address; 0: as many as it likes */
    bool has_filter;   /* role search only */
    sn_request filter; /* only its source, category, author and tag count: what it may see */
    int64_t made_sec, expires_sec, revoked_sec; /* 0: never */
} sn_key;

void sn_key_done(sn_key *key);

/* A new id and secret in *key, whose hash is set, and the token that says both. Everything else of the
 * key is the caller's. SN_EINTERNAL: no random numbers. */
SN_MUST_USE sn_status sn_key_make(sn_key *key, char token[SN_KEY_TOKEN_SIZE]);

/* The digest by which a secret is known again. */
void sn_key_hash(const char id[SN_KEY_ID_SIZE], const unsigned char secret[SN_KEY_SECRET_BYTES],
                 unsigned char out[SN_KEY_HASH_BYTES]);

/* Both parts of a token. False: it is none. */
bool sn_token_parse(sn_str token, char id[SN_KEY_ID_SIZE],
                    unsigned char secret[SN_KEY_SECRET_BYTES]);

/* Is it neither revoked nor expired? */
bool sn_key_is_good(const sn_key *key, int64_t now_sec);

/* Set a member of the filter, "filter.source" and its like (those of a search). SN_EINVAL, SN_EUTF8,
 * SN_ELIMIT with the reason; SN_ENOMEM. */
SN_MUST_USE sn_status sn_key_add_filter(sn_key *key, sn_str name, sn_str value, sn_error *err);

/* What no member can say alone: a public key searches and has origins, only those that search have a
 * filter. SN_EINVAL with the reason. */
SN_MUST_USE sn_status sn_key_check(const sn_key *key, sn_error *err);

SN_DEFINE_CLEANUP(sn_key, sn_key_done)

#endif
