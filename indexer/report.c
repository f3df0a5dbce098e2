#include "indexer/report.h"

void sn_report_int(sn_json *j, const char *key, uint64_t value)
{
    sn_json_key(j, key);
    sn_json_int(j, (int64_t)value);
}

void sn_report_text(sn_json *j, const char *key, const char *value)
{
    sn_json_key(j, key);
    sn_json_text(j, value);
}

void sn_report_append(sn_buf *list, const sn_buf *value)
{
    size_t before = list->len;
    list->max = SN_REPORT_LIST_BYTES;
    if (sn_buf_status(value) != SN_OK)
        return;
    if (before > 0)
        sn_buf_add_byte(list, ',');
    if (sn_buf_add_str(list, sn_buf_str(value)) != SN_OK)
        sn_buf_cut(list, before);
}

void sn_report_list(sn_json *j, const char *key, const sn_buf *list)
{
    sn_json_key(j, key);
    sn_json_raw(j, SN_STR("["));
    sn_buf_add_str(j->out, sn_buf_str(list));
    sn_buf_add_byte(j->out, ']');
}
