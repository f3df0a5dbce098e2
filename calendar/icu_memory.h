/* calendar/icu_memory - where ICU gets its memory from.
 *
 * ICU does not survive being refused the memory of what it loads at its first use: it waits for ever for a
 * mutex that it holds itself (the default locale), or follows a null pointer (its cache). So it is given malloc()
 * with a reserve behind it, from which it is served when there is no other memory. */
#ifndef SN_CALENDAR_ICU_MEMORY_H
#define SN_CALENDAR_ICU_MEMORY_H

/* To be called before ICU is used, by all who use it; the first call in a process does it, the others wait. */
void sn_icu_memory_prepare(void);

#endif
