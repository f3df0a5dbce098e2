/* indexer/report - the JSON in which commands tell what they did: members of an object that is being written, and
 * lists that grow while a command runs. Errors stick in the buffers, as base/json_writer says. */
#ifndef SN_INDEXER_REPORT_H
#define SN_INDEXER_REPORT_H

#include "base/json_writer.h"

void sn_report_int(sn_json *j, const char *key, uint64_t value);
void sn_report_text(sn_json *j, const char *key, const char *value); /* NULL is null */

/* A report stays one line of a bounded length; standard error has all that was told. */
#define SN_REPORT_LIST_BYTES 65536

/* Add a value to a list, which is values with commas between; one that it has no room for is left out. */
void sn_report_append(sn_buf *list, const sn_buf *value);
void sn_report_list(sn_json *j, const char *key, const sn_buf *list);

#endif
