/* calendar/write - what writers of dates share. Private to calendar/. */
#ifndef SN_CALENDAR_WRITE_H
#define SN_CALENDAR_WRITE_H

/* NUL-terminated text with its ASCII digits as U+06F0..06F9. out has room for it: a digit becomes
 * two bytes. */
void sn_persian_digits(const char *from, char *out);

#endif
