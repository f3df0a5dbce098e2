/* seconds - processor time of the whole process, for the programs here. */
#ifndef SN_BENCH_SECONDS_H
#define SN_BENCH_SECONDS_H

#include <time.h>

static inline double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#endif
