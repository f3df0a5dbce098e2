/* archive/pin - what editors say of one query: articles shown before all others, and articles left
 * out; and its JSON form.
 *
 *   {"query": "سیل", "match": "exact", "pinned": ["n-1", "n-7"], "hidden": ["n-3"]} */
#ifndef SN_ARCHIVE_PIN_H
#define SN_ARCHIVE_PIN_H

#include "archive/article.h"
#include "base/json_writer.h"

typedef enum sn_pin_match {
    SN_PIN_EXACT,   /* the query is this one and nothing more */
    SN_PIN_CONTAINS /* its words stand in the query, one behind the other */
} sn_pin_match;

typedef struct sn_pin {
    char *query; /* as its editor wrote it, without white space around */
    sn_pin_match match;
    sn_list pinned; /* ids in the order shown, at most SN_LIMIT_PINNED_IDS */
    sn_list hidden; /* at most SN_LIMIT_PIN_HIDDEN_IDS */
} sn_pin;

void sn_pin_done(sn_pin *pin); /* frees the content; zeroed is fine */

/* Read one JSON object. `match` may be left out (exact), as one of the lists may, and `query` where
 * query.at is not NULL, which it must then be equal to. Refused by name: other members, wrong types,
 * an id twice, none at all, ids that no article could have. On SN_OK *out (zeroed by the caller) is
 * filled; on failure it stays empty and err->msg begins with the member («pinned: …») or the byte.
 * Returns SN_OK, SN_EINVAL, SN_EUTF8, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_pin_parse(sn_str json, sn_str query, sn_pin *out, sn_error *err);

/* The canonical form, appended; sn_pin_parse() of it gives an equal one. The status of *out. */
sn_status sn_pin_write(const sn_pin *pin, sn_buf *out);
void sn_pin_write_members(const sn_pin *pin, sn_json *j); /* without the brackets */

/* Can this stand for a query or a name among the settings? Not empty, at most
 * SN_LIMIT_SETTING_KEY_BYTES of well-formed UTF-8 without control characters and without white space
 * around. field: what messages call it. SN_OK, SN_EINVAL, SN_EUTF8, SN_ELIMIT. */
SN_MUST_USE sn_status sn_setting_check_key(sn_str key, const char *field, sn_error *err);

SN_DEFINE_CLEANUP(sn_pin, sn_pin_done)

#endif
