/* http/search_key - what is asked, as bytes that are the same for the same search: by these its answer is kept.
 *
 * Parameters in the order of their names, values of one name in their own order, as they came: what is written
 * in two ways has two keys, and never two searches one. */
#ifndef SN_HTTP_SEARCH_KEY_H
#define SN_HTTP_SEARCH_KEY_H

#include "base/bytes.h"

/* Parameters of the query, of the body, and of the service's own. */
#define SN_SEARCH_KEY_PAIRS 144

typedef struct sn_search_key {
    sn_buf text; /* the pairs as they came: name, 0, value, 0 */
    struct {
        uint32_t at, len;
    } pairs[SN_SEARCH_KEY_PAIRS];
    size_t n;
    bool is_void; /* something is missing in it: nothing is to be kept by it */
} sn_search_key;

#define SN_SEARCH_KEY ((sn_search_key){.text = SN_BUF(1 << 18)})
void sn_search_key_done(sn_search_key *k);

/* Take note of a parameter; name and value without U+0000. */
void sn_search_key_add(sn_search_key *k, sn_str name, sn_str value);
/* Append the key. False: there is none. */
SN_MUST_USE bool sn_search_key_write(const sn_search_key *k, sn_buf *out);

SN_DEFINE_CLEANUP(sn_search_key, sn_search_key_done)

#endif
