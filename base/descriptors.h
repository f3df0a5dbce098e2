/* base/descriptors - how many files a process may have open. */
#ifndef SN_BASE_DESCRIPTORS_H
#define SN_BASE_DESCRIPTORS_H

#include <stdint.h>

/* Raise the soft limit, usually 1,024, to the hard one, for the whole process. Returns what holds then; where the system
 * does not say, UINT64_MAX. Not for programs that use select(2). */
uint64_t sn_descriptors_raise(void);

#endif
