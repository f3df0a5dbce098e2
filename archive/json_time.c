#include "archive/json_time.h"

#include "calendar/calendar.h"

void sn_json_time(sn_json *j, const char *key, int64_t sec)
{
    char text[SN_RFC3339_SIZE];
    sn_date_write_rfc3339(sec, text);
    sn_json_key(j, key);
    sn_json_text(j, sec != 0 ? text : NULL);
}
