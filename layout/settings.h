/* layout/settings - pins and synonym sets as the metadata of an index carries them: written by the
 * applier in the commit that holds their change, so that a snapshot has the articles and the
 * settings of one moment, and search nodes need no archive.
 *
 * The value of SN_META_PINS and SN_META_SYNONYMS is one record for each setting, one behind the
 * other: its change (a varint), then key and value, each with its length (a varint) before it. */
#ifndef SN_LAYOUT_SETTINGS_H
#define SN_LAYOUT_SETTINGS_H

#include "base/bytes.h"
#include "base/limits.h"

#define SN_META_SETTINGS        "settings" /* digest of the two values; none: there are no settings */
#define SN_META_SETTINGS_CHANGE "settings_change" /* decimal: the last of their changes */
#define SN_META_PINS            "pins"
#define SN_META_SYNONYMS        "synonyms"

/* Room for either value. */
#define SN_SETTINGS_BYTES                                                                          \
    ((size_t)SN_LIMIT_PINS * (SN_LIMIT_PIN_BYTES + 2 * SN_LIMIT_SETTING_KEY_BYTES))

typedef struct sn_setting_record {
    uint64_t change;
    sn_str key, value; /* borrowed */
} sn_setting_record;

/* Append a record. Returns the status of *out. */
sn_status sn_setting_record_add(const sn_setting_record *record, sn_buf *out);

/* Take the first record off the front of *rest. SN_DONE: there is none; SN_ECORRUPT. */
SN_MUST_USE sn_status sn_setting_record_take(sn_str *rest, sn_setting_record *out);

#endif
