#include "http/searchers.h"

#include <pthread.h>
#include <stdlib.h>

struct sn_searchers {
    pthread_mutex_t lock;
    pthread_cond_t given_back;
    size_t n_free, n;
    /* A stack: the one that came back last has the warmest caches. */
    sn_searcher *free[];
};

sn_status sn_searchers_create(sn_engine *engine, size_t n, sn_searchers **out, sn_error *err)
{
    sn_searchers *s = calloc(1, sizeof *s + n * sizeof s->free[0]);
    if (s == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->given_back, NULL);
    sn_status status = SN_OK;
    for (s->n = n; s->n_free < n && status == SN_OK; s->n_free += status == SN_OK ? 1u : 0u)
        status = sn_searcher_create(engine, &s->free[s->n_free], err);
    if (status != SN_OK) {
        sn_searchers_destroy(s);
        return status;
    }
    *out = s;
    return SN_OK;
}

void sn_searchers_destroy(sn_searchers *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->n_free; i++)
        sn_searcher_destroy(s->free[i]);
    pthread_cond_destroy(&s->given_back);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

sn_searcher *sn_searchers_borrow(sn_searchers *s)
{
    pthread_mutex_lock(&s->lock);
    while (s->n_free == 0)
        pthread_cond_wait(&s->given_back, &s->lock);
    sn_searcher *searcher = s->free[--s->n_free];
    pthread_mutex_unlock(&s->lock);
    return searcher;
}

void sn_searchers_give_back(sn_searchers *s, sn_searcher *searcher)
{
    pthread_mutex_lock(&s->lock);
    s->free[s->n_free++] = searcher;
    pthread_cond_signal(&s->given_back);
    pthread_mutex_unlock(&s->lock);
}
