/* archive/json - JSON from outside, read strictly.
 *
 * cJSON alone accepts duplicate keys, U+0000 (and cuts the text there), ill-formed UTF-8, control
 * characters, bytes behind the value, 01, 1. and 0x10, and takes 64 bytes of memory for each value;
 * here all that is refused before cJSON sees it. Who parses JSON of a client goes through here. */
#ifndef SN_ARCHIVE_JSON_H
#define SN_ARCHIVE_JSON_H

#include "base/bytes.h"

struct cJSON;

/* Is json exactly one value of RFC 8259, with white space around it, and nothing more?
 * Refused: a byte order mark, ill-formed UTF-8, U+0000 raw or escaped, control characters inside
 * strings, half surrogate pairs, a key twice in one object in whatever spelling, numbers of over
 * 63 bytes or with an exponent over 240, nesting over SN_LIMIT_JSON_DEPTH, more than
 * SN_LIMIT_JSON_NODES values. Builds nothing. The message begins with the byte offset, from 0.
 * Returns SN_OK, SN_EINVAL, SN_EUTF8, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_json_check(sn_str json, sn_error *err);

/* sn_json_check, then the tree: *out is for cJSON_Delete(). Same statuses. Read it with cJSON's
 * CaseSensitive functions. */
SN_MUST_USE sn_status sn_json_parse(sn_str json, struct cJSON **out, sn_error *err);

/* The text of a member of an object, borrowed from json; {NULL, 0} if there is none. Of JSON that
 * was not checked it may be any piece. */
sn_str sn_json_member(sn_str json, const char *key);

/* The next member of an object, borrowed from json: its name with its quotes, as it is spelt, and the text of its
 * value. *at is 0 before the first one, and where to go on after each. False: no more. Of JSON that was not checked
 * they may be any pieces. */
bool sn_json_next_member(sn_str json, size_t *at, sn_str *key, sn_str *value);

/* Append checked json without white space between its values, with <, >, & and U+2028/9 escaped as
 * base/json_writer does; numbers and spellings stay as they are, so nothing is rounded. */
sn_status sn_json_compact(sn_str json, sn_buf *out);

#endif
