#include "base/priority.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The nicest is 19: more is taken as that. */
#define NICER 10
/* linux/ioprio.h: of this thread, class idle. */
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_IDLE        (3 << 13)

typedef struct low_work {
    sn_low_fn *fn;
    void *ctx;
    sn_status status;
} low_work;

/* On Linux both are a thread's own, and handed down to those it starts. */
static void lower_this_thread(void)
{
    (void)setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + NICER);
    (void)syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_IDLE);
}

static void *work(void *ctx)
{
    low_work *w = ctx;
    lower_this_thread();
    w->status = w->fn(w->ctx);
    return NULL;
}

sn_status sn_run_low(sn_low_fn *fn, void *ctx)
{
    pthread_t thread;
    low_work w = {fn, ctx, SN_OK};
    if (pthread_create(&thread, NULL, work, &w) != 0)
        return SN_ENOMEM;
    pthread_join(thread, NULL);
    return w.status;
}
