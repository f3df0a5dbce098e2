/* archive/settings_json - a row of the settings as people are shown it. */
#ifndef SN_ARCHIVE_SETTINGS_JSON_H
#define SN_ARCHIVE_SETTINGS_JSON_H

#include "archive/settings.h"
#include "base/json_writer.h"

/* The members of its object: those of a pin; name and rules; query, id and grade; and of each
 * change, at, who. SN_ECORRUPT: the value does not read back; SN_ENOMEM, the status of the writer. */
SN_MUST_USE sn_status sn_setting_write_members(const sn_setting_row *row, sn_json *j);

#endif
