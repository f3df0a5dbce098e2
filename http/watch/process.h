/* http/watch/process - what the kernel says of this process. */
#ifndef SN_HTTP_WATCH_PROCESS_H
#define SN_HTTP_WATCH_PROCESS_H

#include <stdint.h>

/* -1 for what cannot be read. */
typedef struct sn_process {
    double cpu_sec;   /* user and system, all threads */
    double start_sec; /* since 1970 */
    int64_t resident_bytes, virtual_bytes;
    int64_t open_fds, max_fds;
    int64_t threads;
} sn_process;

void sn_process_look(sn_process *out);

#endif
