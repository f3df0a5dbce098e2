/* base/json_writer - JSON written by appending, no tree in between.
 *
 *     sn_json j = SN_JSON(&buf);
 *     sn_json_object(&j);
 *     sn_json_key(&j, "took_ms");
 *     sn_json_int(&j, 6);
 *     sn_json_end(&j);
 *     return sn_json_finish(&j);
 *
 * Commas and brackets are the writer's. Text must be well-formed UTF-8; control characters, quote
 * and backslash are escaped, and so are <, >, & and U+2028/9, so that the output may stand in an
 * HTML page. Errors stick in the buffer. Misuse (a value without its key, an end too many) is a
 * bug: an assert. */
#ifndef SN_BASE_JSON_WRITER_H
#define SN_BASE_JSON_WRITER_H

#include "base/bytes.h"

#define SN_JSON_WRITER_DEPTH 32

typedef struct sn_json {
    sn_buf *out;
    unsigned depth;
    bool need_comma;
    bool have_key;
    char closers[SN_JSON_WRITER_DEPTH];
} sn_json;

#define SN_JSON(buffer) ((sn_json){.out = (buffer)})

void sn_json_object(sn_json *j);
void sn_json_array(sn_json *j);
void sn_json_end(sn_json *j); /* of the innermost object or array */
void sn_json_key(sn_json *j, const char *key);
void sn_json_str(sn_json *j, sn_str value);
void sn_json_text(sn_json *j, const char *value); /* NUL-terminated; NULL is null */
void sn_json_int(sn_json *j, int64_t value);
void sn_json_double(sn_json *j, double value); /* shortest form that reads back equal; NaN: null */
void sn_json_bool(sn_json *j, bool value);
void sn_json_null(sn_json *j);
void sn_json_raw(sn_json *j, sn_str json); /* a value that is JSON already */

/* The status of the buffer; asserts that everything was ended. */
SN_MUST_USE sn_status sn_json_finish(sn_json *j);

/* Only the escaping of one string, without its quotes. */
sn_status sn_json_escape(sn_buf *out, sn_str text);

#endif
