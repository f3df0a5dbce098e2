/* http/access/key_list - the keys of a service and their file.
 *
 * INDEX/keys is JSON, one object a line and line by line a key, written by `sarnakh-httpd key`:
 *
 *   {"id":"0123456789abcdef","name":"portal","role":"search","hash":"<64 hexadecimal digits>",
 *    "public":true,"origins":["https://news.example"],"rate":20,
 *    "filter":{"filter.source":["irna"]},"made":1795761600,"expires":0,"revoked":0}
 *
 * Members may stand in any order and be left out but for id, role and hash; another member, another
 * kind of value, an id twice is a mistake. Empty lines are passed over. Times are seconds since 1970, 0:
 * never. The file holds no secret, but who can write it can let anyone in: it is of mode 0600. */
#ifndef SN_HTTP_ACCESS_KEYS_H
#define SN_HTTP_ACCESS_KEYS_H

#include "http/access/key.h"

typedef struct sn_key_list {
    sn_key *at;
    size_t n, cap;
} sn_key_list;

void sn_key_list_done(sn_key_list *keys);

/* Read a whole file. *out is overwritten on success, the caller's. SN_EINVAL, SN_EUTF8, SN_ELIMIT (over
 * SN_LIMIT_KEYS, SN_LIMIT_KEYS_BYTES …): the message begins with "line 3: "; SN_ENOMEM. */
SN_MUST_USE sn_status sn_key_list_parse(sn_str text, sn_key_list *out, sn_error *err);

/* Append the file. What is written reads back equal. SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_key_list_write(const sn_key_list *keys, sn_buf *out);

/* Its members public, origins, rate and, if it has one, filter, as the file has them. */
struct sn_json;
void sn_key_write_scope(struct sn_json *j, const sn_key *key);

/* Take the key over as the last one; *key is empty then. SN_EINVAL: the id is there; SN_ELIMIT (over
 * SN_LIMIT_KEYS); SN_ENOMEM. */
SN_MUST_USE sn_status sn_key_list_add(sn_key_list *keys, sn_key *key, sn_error *err);

/* The key of an id; NULL: none. */
sn_key *sn_key_list_find(const sn_key_list *keys, const char *id);

/* The key that the token is of, if it is in force now; NULL for every reason why not. How long it takes
 * does not depend on the secret. */
const sn_key *sn_key_list_verify(const sn_key_list *keys, sn_str token, int64_t now_sec);

SN_DEFINE_CLEANUP(sn_key_list, sn_key_list_done)

#endif
