/* indexer/readers/json_map - values of JSON objects into drafts. Internal to readers/. */
#ifndef SN_READERS_JSON_MAP_H
#define SN_READERS_JSON_MAP_H

#include "indexer/readers/draft.h"
#include "indexer/readers/mapping.h"

struct cJSON;

/* What stands at a path of names with dots between, lists on the way gone through: each text, number or
 * truth value of it becomes a value of the field; null is none. Texts may be HTML.
 * SN_EINVAL: an object stands there, or lists in lists. */
SN_MUST_USE sn_status sn_json_map_path(const struct cJSON *object, const char *path,
                                       sn_draft_field field, sn_draft *d, sn_error *err);

/* An object whose names a mapping explains. json is its text, for what goes to extra as it is.
 * SN_EINVAL: no object, a name that nobody knows, a value of the wrong kind. And what sn_json_parse returns. */
SN_MUST_USE sn_status sn_json_map(sn_str json, const sn_mapping *m, sn_draft *d, sn_error *err);

/* An article of ninjs 1.x or 2.x. SN_DONE: it is no text (a picture, a film): pass it over. And what
 * sn_json_parse returns. */
SN_MUST_USE sn_status sn_json_map_ninjs(sn_str json, sn_draft *d, sn_error *err);

#endif
