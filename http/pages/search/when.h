/* http/pages/search/when - times as readers say them: Jalali in Persian, Gregorian in English, and how long ago.
 * Private to http/pages/search/. */
#ifndef SN_HTTP_PAGES_SEARCH_WHEN_H
#define SN_HTTP_PAGES_SEARCH_WHEN_H

#include "http/pages/search/view.h"

/* <time> with the day (and time of day) an article was published, and beside it how long ago that is. */
void sn_when_write(const sn_view *v, const struct cJSON *article);

/* Append a day in Tehran: «۱۱ شهریور ۱۴۰۵», "2 September 2026". Nothing, if the calendar has no such day. */
void sn_when_day(sn_lang lang, int64_t sec, sn_buf *out);

/* Append a period, both seconds inclusive: a day, a month or a year of the language's calendar by its name, else from its
 * first day to its last. INT64_MIN, INT64_MAX: it is open there. */
void sn_when_period(sn_lang lang, int64_t from_sec, int64_t to_sec, sn_buf *out);

/* Append what a period of the API ("1405-08", "2026-11-03", "1405") is called: «آبان ۱۴۰۵», "November 2026". label: what
 * the API calls it. */
void sn_when_span(sn_lang lang, const char *value, const char *label, sn_buf *out);

/* Append a period as from= and to= have it, in the digits of the language. */
void sn_when_typed(sn_lang lang, sn_str value, sn_buf *out);

/* Append how long before now something was; nothing for what is to come. has_time: its time of day is known. */
void sn_when_ago(sn_lang lang, int64_t sec, bool has_time, int64_t now_sec, sn_buf *out);

#endif
