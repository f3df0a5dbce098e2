#include "http/watch/popular.h"

#include "base/digest.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct sn_popular {
    pthread_mutex_t lock;
    size_t n;
    uint64_t digests[SN_POPULAR_TEXTS]; /* of the texts: what is looked through */
    sn_popular_text texts[SN_POPULAR_TEXTS];
};

sn_status sn_popular_create(sn_popular **out, sn_error *err)
{
    sn_popular *p = calloc(1, sizeof *p);
    if (p == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    pthread_mutex_init(&p->lock, NULL);
    *out = p;
    return SN_OK;
}

void sn_popular_destroy(sn_popular *p)
{
    if (p == NULL)
        return;
    pthread_mutex_destroy(&p->lock);
    free(p);
}

/* Where the text is, or n. */
static size_t find(const sn_popular *p, uint64_t digest, sn_str text)
{
    size_t i = 0;
    while (i < p->n &&
           (p->digests[i] != digest || !sn_str_equal(sn_str_of(p->texts[i].text), text)))
        i++;
    return i;
}

static size_t rarest(const sn_popular *p)
{
    size_t least = 0;
    for (size_t i = 1; i < p->n; i++)
        if (p->texts[i].count < p->texts[least].count)
            least = i;
    return least;
}

static void put(sn_popular *p, size_t i, uint64_t digest, sn_str text, uint64_t error)
{
    p->digests[i] = digest;
    memcpy(p->texts[i].text, text.at, text.len);
    p->texts[i].text[text.len] = '\0';
    p->texts[i].count = p->texts[i].error = error;
}

void sn_popular_add(sn_popular *p, sn_str text)
{
    if (text.len == 0 || text.len > SN_POPULAR_BYTES)
        return;
    uint64_t digest = sn_digest_add(SN_DIGEST_BEGIN, text.at, text.len);
    pthread_mutex_lock(&p->lock);
    size_t i = find(p, digest, text);
    if (i == p->n && p->n < SN_POPULAR_TEXTS) {
        put(p, i, digest, text, 0);
        p->n++;
    } else if (i == p->n) {
        i = rarest(p);
        put(p, i, digest, text, p->texts[i].count);
    }
    p->texts[i].count++;
    pthread_mutex_unlock(&p->lock);
}

static int by_count(const void *a, const void *b)
{
    const sn_popular_text *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->text, y->text);
}

size_t sn_popular_read(sn_popular *p, sn_popular_text *out, size_t max)
{
    pthread_mutex_lock(&p->lock);
    /* Places mean nothing: they may as well be in this order from now on. */
    qsort(p->texts, p->n, sizeof p->texts[0], by_count);
    for (size_t i = 0; i < p->n; i++)
        p->digests[i] = sn_digest_add(SN_DIGEST_BEGIN, p->texts[i].text, strlen(p->texts[i].text));
    size_t n = p->n < max ? p->n : max;
    memcpy(out, p->texts, n * sizeof *out);
    pthread_mutex_unlock(&p->lock);
    return n;
}

void sn_popular_clear(sn_popular *p)
{
    pthread_mutex_lock(&p->lock);
    p->n = 0;
    pthread_mutex_unlock(&p->lock);
}
