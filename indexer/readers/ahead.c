#include "indexer/readers/ahead.h"

#include "indexer/readers/format.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Records that are handed over together, so that the threads seldom wait for each other, and bytes of their
 * texts from which on there are no more. */
#define BATCH_RECORDS 64u
#define BATCH_BYTES   ((size_t)1 << 20)
#define BATCHES       3u /* one is filled, one is taken from, one is between */
/* Less is read sooner than a thread is worth it. */
#define WORTH_BYTES ((uint64_t)1 << 20)

typedef struct batch {
    sn_ahead_record at[BATCH_RECORDS];
    size_t n;
} batch;

struct sn_ahead {
    sn_reader *reader;
    batch *batches; /* a ring of BATCHES */
    size_t given;   /* of the batch that is taken from */
    bool threaded;
    pthread_t thread;

    pthread_mutex_t lock; /* of all below */
    pthread_cond_t moved;
    uint64_t filled, taken; /* batches; those between belong to the caller, others to the thread */
    bool ended;             /* the caller wants no more */
};

/* ---- reading ---- */

static bool ends_reading(sn_status s)
{
    return s != SN_OK && !sn_reading_is_refusal(s);
}

static void read_record(sn_reader *reader, sn_ahead_record *out)
{
    *out = (sn_ahead_record){.before = sn_reader_where(reader)};
    out->status = sn_reader_next(reader, &out->article, &out->err);
    out->line = sn_reader_line(reader);
    out->traits = sn_reader_traits(reader);
    out->format = sn_reader_format(reader);
    out->after = sn_reader_where(reader);
}

static size_t list_bytes(const sn_list *list)
{
    size_t bytes = 0;
    for (size_t i = 0; i < list->n; i++)
        bytes += strlen(list->at[i]);
    return bytes;
}

static size_t text_bytes(const sn_article *a)
{
    const char *texts[] = {a->id, a->title, a->kicker, a->lead, a->body, a->url, a->extra_json};
    size_t bytes = list_bytes(&a->author) + list_bytes(&a->category) + list_bytes(&a->tags);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bytes += texts[i] != NULL ? strlen(texts[i]) : 0;
    return bytes;
}

/* Returns whether there is more. */
static bool fill(sn_reader *reader, batch *b, size_t records)
{
    size_t bytes = 0;
    for (b->n = 0; b->n < records && bytes < BATCH_BYTES;) {
        sn_ahead_record *record = &b->at[b->n++];
        read_record(reader, record);
        if (ends_reading(record->status))
            return false;
        bytes += text_bytes(&record->article);
    }
    return true;
}

static void clear(batch *b)
{
    for (size_t i = 0; i < b->n; i++)
        sn_article_done(&b->at[i].article);
    b->n = 0;
}

/* ---- the thread ---- */

/* SN_DONE: the caller wants no more. */
static sn_status wait_for_room(sn_ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (!a->ended && a->filled - a->taken == BATCHES)
        pthread_cond_wait(&a->moved, &a->lock);
    sn_status s = a->ended ? SN_DONE : SN_OK;
    pthread_mutex_unlock(&a->lock);
    return s;
}

static void *run(void *ahead)
{
    sn_ahead *a = ahead;
    for (bool more = true; more && wait_for_room(a) == SN_OK;) {
        more = fill(a->reader, &a->batches[a->filled % BATCHES], BATCH_RECORDS);
        pthread_mutex_lock(&a->lock);
        a->filled++;
        pthread_cond_signal(&a->moved);
        pthread_mutex_unlock(&a->lock);
    }
    return NULL;
}

/* ---- the caller ---- */

sn_status sn_ahead_open(sn_reader *reader, sn_ahead **out, sn_error *err)
{
    sn_ahead *a = calloc(1, sizeof *a);
    batch *batches = calloc(BATCHES, sizeof *batches);
    if (a == NULL || batches == NULL) {
        free(a);
        free(batches);
        return sn_fail(err, SN_ENOMEM, "no memory to read ahead");
    }
    *a = (sn_ahead){.reader = reader,
                    .batches = batches,
                    .lock = PTHREAD_MUTEX_INITIALIZER,
                    .moved = PTHREAD_COND_INITIALIZER};
    /* Without a thread it goes on slower. */
    if (sn_reader_bytes(reader) >= WORTH_BYTES)
        a->threaded = pthread_create(&a->thread, NULL, run, a) == 0;
    *out = a;
    return SN_OK;
}

void sn_ahead_close(sn_ahead *a)
{
    if (a == NULL)
        return;
    pthread_mutex_lock(&a->lock);
    a->ended = true;
    pthread_cond_signal(&a->moved);
    pthread_mutex_unlock(&a->lock);
    if (a->threaded)
        pthread_join(a->thread, NULL);
    for (uint64_t i = a->taken; i < a->filled; i++)
        clear(&a->batches[i % BATCHES]);
    free(a->batches);
    free(a);
}

static void give_back(sn_ahead *a, batch *b)
{
    clear(b);
    a->given = 0;
    pthread_mutex_lock(&a->lock);
    a->taken++;
    pthread_cond_signal(&a->moved);
    pthread_mutex_unlock(&a->lock);
}

static void wait_for_records(sn_ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (a->filled == a->taken)
        pthread_cond_wait(&a->moved, &a->lock);
    pthread_mutex_unlock(&a->lock);
}

sn_ahead_record *sn_ahead_next(sn_ahead *a)
{
    batch *b = &a->batches[a->taken % BATCHES];
    if (a->given > 0 && a->given == b->n) {
        give_back(a, b);
        b = &a->batches[a->taken % BATCHES];
    }
    if (a->threaded) {
        wait_for_records(a);
    } else if (a->given == 0) {
        (void)fill(a->reader, b, 1);
        a->filled++;
    }
    return &b->at[a->given++];
}
