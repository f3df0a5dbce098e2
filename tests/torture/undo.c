/* What was not synced. Of a file: its bytes at the last sync (or when it was first written, or made).
 * Of names: each that was made, removed or replaced since its directory was synced, in order. */
#include "torture.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096

typedef struct shadow {
    struct shadow *next;
    dev_t dev;
    ino_t ino;
    int fd; /* never closed: closing any descriptor of a file ends the locks of the process on it */
    bool dirty;
    char *bytes; /* as synced */
    size_t size;
} shadow;

typedef enum change_kind { MADE, MADE_DIR, REMOVED, REMOVED_DIR, RENAMED } change_kind;

typedef struct name_change {
    struct name_change *before;
    change_kind kind;
    char *path, *from; /* from: RENAMED */
    char stashed[64];  /* what the name stood for before: a name in the stash, or "" */
} name_change;

static shadow *shadows;
static name_change *names; /* the last first */
static unsigned long stashed;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of all of these */

static void give_up(const char *what)
{
    fprintf(stderr, "torture: %s: %s\n", what, strerror(errno));
    _exit(99);
}

static void *must_have(void *memory)
{
    if (memory == NULL)
        give_up("no memory");
    return memory;
}

/* ---- bytes */

static shadow *shadow_of(const struct stat *st)
{
    for (shadow *s = shadows; s != NULL; s = s->next)
        if (s->dev == st->st_dev && s->ino == st->st_ino)
            return s;
    return NULL;
}

static shadow *make_shadow(int fd, const struct stat *st)
{
    char link[64];
    shadow *s = must_have(calloc(1, sizeof *s));
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    s->fd = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDWR | O_CLOEXEC);
    if (s->fd < 0)
        give_up("cannot open a file again");
    s->dev = st->st_dev;
    s->ino = st->st_ino;
    s->next = shadows;
    shadows = s;
    return s;
}

static char *read_whole(int fd, size_t size)
{
    char *bytes = must_have(malloc(size + 1));
    for (size_t at = 0; at < size;) {
        ssize_t n = syscall(SYS_pread64, fd, bytes + at, size - at, at);
        if (n <= 0)
            give_up("cannot read a file");
        at += (size_t)n;
    }
    return bytes;
}

void undo_note_write(int fd)
{
    struct stat st;
    if (!torture_remembers() || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    int before = errno;
    pthread_mutex_lock(&lock);
    shadow *s = shadow_of(&st);
    if (s == NULL)
        s = make_shadow(fd, &st);
    if (!s->dirty) {
        s->size = (size_t)st.st_size;
        s->bytes = read_whole(s->fd, s->size);
        s->dirty = true;
    }
    pthread_mutex_unlock(&lock);
    errno = before;
}

static void forget_bytes(shadow *s)
{
    free(s->bytes);
    s->bytes = NULL;
    s->dirty = false;
}

/* ---- names */

static bool is_in(const char *path, const char *dir)
{
    size_t n = strlen(dir);
    return strncmp(path, dir, n) == 0 && path[n] == '/' && strchr(path + n + 1, '/') == NULL;
}

static name_change *note(change_kind kind, const char *path)
{
    name_change *c = must_have(calloc(1, sizeof *c));
    c->kind = kind;
    c->path = must_have(strdup(path));
    c->before = names;
    names = c;
    return c;
}

/* A second name keeps the file alive, a link too. */
static void stash(name_change *c, const char *path)
{
    char where[4200];
    struct stat st;
    const char *dir = getenv("SN_TORTURE_STASH");
    if (lstat(path, &st) != 0 || S_ISDIR(st.st_mode))
        return;
    if (dir == NULL)
        give_up("SN_TORTURE_STASH is wanted");
    snprintf(c->stashed, sizeof c->stashed, "%lu", ++stashed);
    snprintf(where, sizeof where, "%s/%s", dir, c->stashed);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, where, 0) != 0)
        give_up("cannot keep a file that is removed");
}

static void note_name(change_kind kind, const char *path, const char *from)
{
    if (!torture_remembers())
        return;
    int before = errno;
    pthread_mutex_lock(&lock);
    name_change *c = note(kind, path);
    if (from != NULL)
        c->from = must_have(strdup(from));
    if (kind == REMOVED || kind == RENAMED)
        stash(c, path);
    pthread_mutex_unlock(&lock);
    errno = before;
}

static bool is_there(const char *path)
{
    struct stat st;
    int before = errno;
    bool there = lstat(path, &st) == 0;
    errno = before;
    return there;
}

void undo_note_create(const char *path)
{
    note_name(MADE, path, NULL);
}

void undo_note_make_dir(const char *path)
{
    if (!is_there(path))
        note_name(MADE_DIR, path, NULL);
}

void undo_note_remove(const char *path)
{
    if (is_there(path))
        note_name(REMOVED, path, NULL);
}

/* One that is not empty stays: what it holds tells, since nothing below it is removed without a note. */
void undo_note_remove_dir(const char *path)
{
    if (is_there(path))
        note_name(REMOVED_DIR, path, NULL);
}

void undo_note_rename(const char *from, const char *to)
{
    if (is_there(from))
        note_name(RENAMED, to, from);
}

static void forget_names(const char *dir)
{
    for (name_change **at = &names; *at != NULL;) {
        name_change *c = *at;
        if (is_in(c->path, dir) || (c->from != NULL && is_in(c->from, dir))) {
            *at = c->before;
            free(c->path);
            free(c->from);
            free(c);
        } else {
            at = &c->before;
        }
    }
}

void undo_note_sync(int fd)
{
    struct stat st;
    char link[64], path[4096];
    if (!torture_remembers() || fstat(fd, &st) != 0)
        return;
    if (S_ISDIR(st.st_mode)) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(link, path, sizeof path - 1);
        if (n < 0)
            give_up("a directory has no name");
        path[n] = '\0';
        pthread_mutex_lock(&lock);
        forget_names(path);
    } else {
        pthread_mutex_lock(&lock);
        shadow *s = shadow_of(&st);
        if (s != NULL && s->dirty)
            forget_bytes(s);
    }
    pthread_mutex_unlock(&lock);
}

/* ---- undoing */

static unsigned long draw(unsigned long *state, unsigned long n)
{
    *state = *state * 6364136223846793005UL + 1442695040888963407UL;
    return (*state >> 33) % n;
}

static void put_back(const shadow *s)
{
    if (ftruncate(s->fd, (off_t)s->size) != 0 ||
        (s->size > 0 && pwrite(s->fd, s->bytes, s->size, 0) != (ssize_t)s->size))
        give_up("cannot put a file back");
}

/* Each page is the synced one or the last one; of what was added, pages that did not reach the disk are
 * zeros, and so are all behind where the disk thinks that the file ends. */
static void put_back_some(const shadow *s, unsigned long *seed)
{
    struct stat st;
    if (fstat(s->fd, &st) != 0)
        give_up("cannot look at a file");
    size_t size = (size_t)st.st_size;
    char *now = read_whole(s->fd, size);
    size_t end = draw(seed, 2) == 0 ? s->size : size;
    char *mixed = must_have(calloc(1, end + PAGE));
    for (size_t at = 0; at < end; at += PAGE) {
        bool old = draw(seed, 2) == 0;
        const char *from = old ? s->bytes : now;
        size_t from_size = old ? s->size : size, n = end - at < PAGE ? end - at : PAGE;
        if (at < from_size)
            memcpy(mixed + at, from + at, from_size - at < n ? from_size - at : n);
    }
    put_back(&(shadow){.fd = s->fd, .bytes = mixed, .size = end});
    free(mixed);
    free(now);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)st;
    (void)type;
    (void)walk;
    return remove(path);
}

static void take_back(const name_change *c, const char *stash_dir)
{
    char kept[4200];
    snprintf(kept, sizeof kept, "%s/%s", stash_dir != NULL ? stash_dir : "", c->stashed);
    switch (c->kind) {
    case MADE:
        (void)unlink(c->path);
        break;
    case MADE_DIR:
        (void)nftw(c->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        break;
    case REMOVED_DIR:
        (void)mkdir(c->path, 0755);
        break;
    case RENAMED:
        (void)rename(c->path, c->from);
        break;
    case REMOVED:
        break;
    }
    /* Its directory may be gone for good: removed, and that was synced. */
    if (c->stashed[0] != '\0' && rename(kept, c->path) != 0 && errno != ENOENT)
        give_up("cannot give a name back");
}

/* Torn: the names that were changed first are the ones that reached the disk. */
void undo_all(bool torn, unsigned long seed, const char *stash_dir)
{
    unsigned long state = seed, undone = 0;
    pthread_mutex_lock(&lock);
    for (const name_change *c = names; c != NULL; c = c->before)
        undone++;
    if (torn)
        undone = draw(&state, undone + 1);
    for (const shadow *s = shadows; s != NULL; s = s->next) {
        if (s->dirty && torn)
            put_back_some(s, &state);
        else if (s->dirty)
            put_back(s);
    }
    for (const name_change *c = names; c != NULL && undone > 0; c = c->before, undone--)
        take_back(c, stash_dir);
}
