#include "http/access/key_ring.h"

#include "base/file.h"
#include "http/access/key_file.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* Keys that are in force, or were when a request began that still runs. */
typedef struct held {
    sn_key_list keys; /* first: what is given back is known by its address */
    size_t users;     /* requests, and the ring itself */
} held;

struct sn_key_ring {
    char dir[SN_PATH_SIZE];
    sn_key_stamp seen;    /* by who looks: one thread */
    pthread_mutex_t lock; /* of the rest, for the moment of counting */
    held *now;
};

static void let_go(held *h)
{
    if (h == NULL || --h->users > 0)
        return;
    sn_key_list_done(&h->keys);
    free(h);
}

static sn_status read_held(const char *dir, held **out, sn_key_stamp *stamp, sn_error *err)
{
    held *h = calloc(1, sizeof *h);
    if (h == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    h->users = 1;
    sn_status s = sn_key_file_read(dir, &h->keys, stamp, err);
    if (s == SN_OK)
        *out = h;
    else
        free(h);
    return s;
}

sn_status sn_key_ring_open(const char *dir, sn_key_ring **out, sn_error *err)
{
    sn_key_ring *ring = calloc(1, sizeof *ring);
    if (ring == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    snprintf(ring->dir, sizeof ring->dir, "%s", dir);
    sn_status s = read_held(dir, &ring->now, &ring->seen, err);
    if (s != SN_OK) {
        free(ring);
        return s;
    }
    pthread_mutex_init(&ring->lock, NULL);
    *out = ring;
    return SN_OK;
}

void sn_key_ring_close(sn_key_ring *ring)
{
    if (ring == NULL)
        return;
    let_go(ring->now);
    pthread_mutex_destroy(&ring->lock);
    free(ring);
}

sn_status sn_key_ring_look(sn_key_ring *ring, sn_error *err)
{
    sn_key_stamp stamp = {0};
    held *fresh = NULL;
    sn_status s = sn_key_file_look(ring->dir, &stamp, err);
    if (s == SN_OK && sn_key_stamp_equal(&stamp, &ring->seen))
        return SN_DONE;
    if (s == SN_OK && !stamp.is_there)
        s = sn_fail(err, SN_ENOTFOUND, "there is no %s/" SN_KEY_FILE " any more", ring->dir);
    if (s == SN_OK)
        s = read_held(ring->dir, &fresh, &stamp, err);
    ring->seen = stamp;
    if (s != SN_OK)
        return s;
    pthread_mutex_lock(&ring->lock);
    held *before = ring->now;
    ring->now = fresh;
    let_go(before);
    pthread_mutex_unlock(&ring->lock);
    return SN_OK;
}

const sn_key_list *sn_key_ring_take(sn_key_ring *ring)
{
    pthread_mutex_lock(&ring->lock);
    held *h = ring->now;
    h->users++;
    pthread_mutex_unlock(&ring->lock);
    return &h->keys;
}

void sn_key_ring_give_back(sn_key_ring *ring, const sn_key_list *keys)
{
    if (keys == NULL)
        return;
    pthread_mutex_lock(&ring->lock);
    let_go((held *)(uintptr_t)keys);
    pthread_mutex_unlock(&ring->lock);
}
