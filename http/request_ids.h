/* http/request_ids - ids of requests: 64 random bits each, of which the kernel is asked for many at once. */
#ifndef SN_HTTP_REQUEST_IDS_H
#define SN_HTTP_REQUEST_IDS_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

/* 16 hexadecimal digits and a zero. */
#define SN_REQUEST_ID_SIZE 17
/* What the kernel gives at once, whatever signals come (getrandom(2): 256 bytes). */
#define SN_REQUEST_IDS 32

typedef struct sn_request_ids {
    pthread_mutex_t lock;
    size_t n; /* of them left */
    uint64_t at[SN_REQUEST_IDS];
} sn_request_ids;

void sn_request_ids_init(sn_request_ids *ids);
void sn_request_ids_done(sn_request_ids *ids);

/* The next one; from any thread. */
void sn_request_id_make(sn_request_ids *ids, char out[SN_REQUEST_ID_SIZE]);

#endif
