#include "archive/settings_json.h"

static sn_status write_pin(const sn_setting_row *row, sn_json *j)
{
    SN_CLEANUP(sn_pin) sn_pin pin = {0};
    sn_status s = sn_pin_parse(row->value, row->key, &pin, NULL);
    if (s != SN_OK)
        return s == SN_ENOMEM ? s : SN_ECORRUPT;
    sn_pin_write_members(&pin, j);
    return SN_OK;
}

static void write_text(sn_json *j, const char *key, sn_str value)
{
    sn_json_key(j, key);
    sn_json_str(j, value);
}

static void write_judgement(const sn_setting_row *row, sn_json *j)
{
    write_text(j, "query", row->key);
    write_text(j, "id", row->item);
    sn_json_key(j, "grade");
    sn_json_int(j, sn_setting_grade(row));
}

sn_status sn_setting_write_members(const sn_setting_row *row, sn_json *j)
{
    char at[SN_RFC3339_SIZE];
    sn_status s = SN_OK;
    if (row->kind == SN_SETTING_PIN) {
        s = write_pin(row, j);
    } else if (row->kind == SN_SETTING_SYNONYMS) {
        write_text(j, "name", row->key);
        write_text(j, "rules", row->value);
    } else {
        write_judgement(row, j);
    }
    sn_date_write_rfc3339(row->at_sec, at);
    sn_json_key(j, "change");
    sn_json_int(j, (int64_t)row->change);
    sn_json_key(j, "at");
    sn_json_text(j, at);
    sn_json_key(j, "who");
    if (row->who.len > 0)
        sn_json_str(j, row->who);
    else
        sn_json_null(j);
    return s == SN_OK ? sn_buf_status(j->out) : s;
}
