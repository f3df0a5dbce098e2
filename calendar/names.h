/* calendar/names - the words that stand in dates: months of four calendars, week days, zones, and
 * words that say nothing. Spelt as calendar/token folds them. Private to calendar/. */
#ifndef SN_CALENDAR_NAMES_H
#define SN_CALENDAR_NAMES_H

#include "calendar/icu.h"

typedef enum sn_date_word {
    SN_DATE_WORD_NONE,
    SN_DATE_WORD_MONTH,   /* system, value 1-12 */
    SN_DATE_WORD_WEEKDAY, /* read over: templates print it, the date decides */
    SN_DATE_WORD_FILLER,  /* «مورخ», "on" */
    SN_DATE_WORD_TIME,    /* «ساعت»: a lone number behind it is an hour */
    SN_DATE_WORD_T,       /* the T of ISO 8601 */
    SN_DATE_WORD_ZONE,    /* value: minutes east of Greenwich */
    SN_DATE_WORD_AM,
    SN_DATE_WORD_PM,
    SN_DATE_WORD_UNIT /* of periods only; value: the letter of d, h, m, y, w */
} sn_date_word;

typedef struct sn_date_name {
    const char *text;
    sn_date_word word;
    sn_calsys system;
    int value;
} sn_date_name;

/* The table's row of a folded word, with or without «ماه» at its end, or NULL. */
const sn_date_name *sn_date_name_find(sn_str word);

#endif
