#include "archive/number.h"

uint32_t sn_number_of_minute(int64_t minute)
{
    if (minute > SN_NUMBER_LAST_MINUTE)
        minute = SN_NUMBER_LAST_MINUTE;
    if (minute < SN_NUMBER_FIRST_MINUTE)
        minute = SN_NUMBER_FIRST_MINUTE;
    return (uint32_t)(SN_NUMBER_LAST_MINUTE - minute) * SN_NUMBER_SLOTS + 1;
}

int64_t sn_minute_of_number(uint32_t number)
{
    return SN_NUMBER_LAST_MINUTE - (int64_t)((number - 1) / SN_NUMBER_SLOTS);
}

int64_t sn_minute_of_second(int64_t sec)
{
    return sec / 60 - (sec % 60 < 0);
}
