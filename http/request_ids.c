#include "http/request_ids.h"

#include "base/clock.h"

#include <sys/random.h>

void sn_request_ids_init(sn_request_ids *ids)
{
    *ids = (sn_request_ids){.n = 0};
    pthread_mutex_init(&ids->lock, NULL);
}

void sn_request_ids_done(sn_request_ids *ids)
{
    pthread_mutex_destroy(&ids->lock);
}

/* Without the kernel's randomness (it never fails for so many bytes once the machine is up) the clock still tells
 * requests apart. */
static void fill(sn_request_ids *ids)
{
    if (getrandom(ids->at, sizeof ids->at, 0) == sizeof ids->at) {
        ids->n = SN_REQUEST_IDS;
        return;
    }
    ids->at[0] = (uint64_t)sn_clock_monotonic_us();
    ids->n = 1;
}

void sn_request_id_make(sn_request_ids *ids, char out[SN_REQUEST_ID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    pthread_mutex_lock(&ids->lock);
    if (ids->n == 0)
        fill(ids);
    uint64_t id = ids->at[--ids->n];
    pthread_mutex_unlock(&ids->lock);
    for (size_t i = SN_REQUEST_ID_SIZE - 1; i-- > 0; id >>= 4)
        out[i] = digits[id & 15];
    out[SN_REQUEST_ID_SIZE - 1] = '\0';
}
