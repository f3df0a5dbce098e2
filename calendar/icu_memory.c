#include "calendar/icu_memory.h"

#include "base/limits.h"

#include <malloc.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uclean.h>

/* Of the process, because ICU's memory is. Blocks are cut off one after the other; when the last one has
 * been given back, it is whole again. */
static struct reserve {
    pthread_once_t once;
    pthread_mutex_t lock;
    size_t used, held; /* bytes, blocks */
    alignas(max_align_t) unsigned char bytes[SN_LIMIT_ICU_RESERVE_BYTES];
} reserve = {.once = PTHREAD_ONCE_INIT, .lock = PTHREAD_MUTEX_INITIALIZER};

/* Before each block stands its size, in as much room as keeps the block aligned. */
#define HEAD alignof(max_align_t)

static bool is_of_reserve(const void *block)
{
    uintptr_t at = (uintptr_t)block, first = (uintptr_t)reserve.bytes;
    return at >= first && at < first + sizeof reserve.bytes;
}

static void *take(size_t size)
{
    unsigned char *block = NULL;
    pthread_mutex_lock(&reserve.lock);
    size_t left = sizeof reserve.bytes - reserve.used;
    if (size <= left && HEAD + size + HEAD <= left) {
        block = reserve.bytes + reserve.used + HEAD;
        memcpy(block - HEAD, &size, sizeof size);
        reserve.used += HEAD + (size + HEAD - 1) / HEAD * HEAD;
        reserve.held++;
    }
    pthread_mutex_unlock(&reserve.lock);
    return block;
}

static void give_back(void)
{
    pthread_mutex_lock(&reserve.lock);
    if (--reserve.held == 0)
        reserve.used = 0;
    pthread_mutex_unlock(&reserve.lock);
}

static void *U_CALLCONV icu_alloc(const void *context, size_t size)
{
    (void)context;
    void *block = malloc(size);
    if (block == NULL)
        block = take(size);
    return block;
}

static void U_CALLCONV icu_free(const void *context, void *block)
{
    (void)context;
    if (is_of_reserve(block))
        give_back();
    else
        free(block);
}

static void *U_CALLCONV icu_realloc(const void *context, void *block, size_t size)
{
    bool is_reserved = is_of_reserve(block);
    void *grown = is_reserved ? NULL : realloc(block, size);
    if (grown != NULL)
        return grown;
    grown = is_reserved ? icu_alloc(context, size) : take(size);
    if (grown == NULL || block == NULL)
        return grown;
    size_t had = malloc_usable_size(is_reserved ? NULL : block);
    if (is_reserved)
        memcpy(&had, (unsigned char *)block - HEAD, sizeof had);
    memcpy(grown, block, had < size ? had : size);
    icu_free(context, block);
    return grown;
}

static void set_functions(void)
{
    UErrorCode code = U_ZERO_ERROR;
    u_setMemoryFunctions(NULL, icu_alloc, icu_realloc, icu_free, &code);
}

void sn_icu_memory_prepare(void)
{
    pthread_once(&reserve.once, set_functions);
}
