#include "layout/epoch.h"

#include "base/clock.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define EPOCH_MAGIC   0x31304b414e524153u /* "SARNAK01" */
#define POLL_EVERY_MS 2

typedef struct epoch_page {
    uint64_t magic;
    _Atomic uint64_t generation, applied, hidden;
    uint64_t unused; /* programs of before map so much */
} epoch_page;

struct sn_epoch {
    epoch_page *page;
};

static int lock_page(int fd, int operation)
{
    int failed;
    do
        failed = flock(fd, operation);
    while (failed != 0 && errno == EINTR);
    return failed;
}

/* An empty file was just made; one of zeros is what a loss of power leaves of it. Anything else is damage
 * if it is no page. */
static bool is_filled(int fd)
{
    uint64_t magic = 0;
    return pread(fd, &magic, sizeof magic, 0) > 0 && magic != 0;
}

static bool fill(int fd)
{
    epoch_page fresh = {.magic = EPOCH_MAGIC};
    return pwrite(fd, &fresh, sizeof fresh, 0) == (ssize_t)sizeof fresh && fsync(fd) == 0;
}

/* Locked, so that of several processes that make it at once no later one writes zeros over what an
 * earlier one has stored already. The lock would live as long as the mapping. */
static sn_status make_page(int fd, const char *dir, const char *path, sn_error *err)
{
    sn_status s = SN_OK;
    if (lock_page(fd, LOCK_EX) != 0)
        return sn_fail_errno(err, "cannot lock %s", path);
    if (!is_filled(fd)) {
        if (!fill(fd))
            s = sn_fail_errno(err, "cannot write %s", path);
        else /* or an index that has lost it would look as if it held nothing */
            s = sn_dir_sync(dir, err);
    }
    (void)lock_page(fd, LOCK_UN);
    return s;
}

static sn_status check_size(int fd, const char *path, sn_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return sn_fail_errno(err, "cannot stat %s", path);
    if (!is_filled(fd))
        return sn_fail(err, SN_ENOTFOUND, "%s is not written yet", path);
    if (st.st_size < (off_t)sizeof(epoch_page))
        return sn_fail(err, SN_ECORRUPT, "%s is too short", path);
    return SN_OK;
}

static sn_status map_page(int fd, bool writable, const char *path, epoch_page **out, sn_error *err)
{
    sn_status s = check_size(fd, path, err);
    if (s != SN_OK)
        return s;
    int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
    epoch_page *page = mmap(NULL, sizeof *page, protection, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED)
        return sn_fail_errno(err, "cannot map %s", path);
    if (page->magic != EPOCH_MAGIC) {
        munmap(page, sizeof *page);
        return sn_fail(err, SN_ECORRUPT, "%s is not an epoch file", path);
    }
    *out = page;
    return SN_OK;
}

sn_status sn_epoch_open(const char *dir, bool writable, sn_epoch **out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, "epoch", path, sizeof path, err);
    if (s != SN_OK)
        return s;
    int fd = open(path, (writable ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0644);
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    sn_epoch *e = malloc(sizeof *e);
    s = e == NULL ? SN_ENOMEM : SN_OK;
    if (s == SN_OK && writable)
        s = make_page(fd, dir, path, err);
    if (s == SN_OK)
        s = map_page(fd, writable, path, &e->page, err);
    close(fd);
    if (s != SN_OK) {
        free(e);
        return s;
    }
    *out = e;
    return SN_OK;
}

void sn_epoch_close(sn_epoch *e)
{
    if (e == NULL)
        return;
    munmap(e->page, sizeof *e->page);
    free(e);
}

sn_epoch_values sn_epoch_get(const sn_epoch *e)
{
    return (sn_epoch_values){.generation = atomic_load(&e->page->generation),
                             .applied = atomic_load(&e->page->applied),
                             .hidden = atomic_load(&e->page->hidden)};
}

void sn_epoch_set_applied(sn_epoch *e, uint64_t generation, uint64_t applied)
{
    atomic_store(&e->page->generation, generation);
    atomic_store(&e->page->applied, applied);
}

void sn_epoch_bump_hidden(sn_epoch *e)
{
    atomic_fetch_add(&e->page->hidden, 1);
}

sn_status sn_epoch_wait(const sn_epoch *e, uint64_t change, int64_t timeout_ms)
{
    int64_t deadline = sn_clock_monotonic_us() + timeout_ms * 1000;
    while (atomic_load(&e->page->applied) < change) {
        if (sn_clock_monotonic_us() >= deadline)
            return SN_ETIMEOUT;
        poll(NULL, 0, POLL_EVERY_MS);
    }
    return SN_OK;
}
