/* A library of its own, loaded before a program: counts allocations from the beginning of main() on, and lets
 * the n-th fail. The C++ library's operator new asks for its memory here, too.
 *
 *   SN_TORTURE_MEMORY  the n-th, from 1; 0: none
 *   SN_TORTURE_TRACE   set: the callers of the one that fails, on standard error
 *   SN_TORTURE_COUNT   a file that gets a line when it fails: which library asked for it, and one at the end: how
 *                      many allocations there were, and how many are held */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the C library gives to those who define malloc themselves. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static atomic_long asked, held, fail_at;
static atomic_bool counts;

/* The first that is neither one of the languages' own libraries nor this one. */
static const char *who_asked(void *const *frames, int n)
{
    static const char *const passed_by[] = {"libsn_torture_memory", "libstdc++", "libc.so",
                                            "libc-"};
    for (int i = 0; i < n; i++) {
        Dl_info info;
        if (dladdr(frames[i], &info) == 0 || info.dli_fname == NULL)
            continue;
        const char *name = strrchr(info.dli_fname, '/');
        name = name != NULL ? name + 1 : info.dli_fname;
        bool passes = false;
        for (size_t k = 0; k < sizeof passed_by / sizeof *passed_by; k++)
            passes = passes || strncmp(name, passed_by[k], strlen(passed_by[k])) == 0;
        if (!passes)
            return name;
    }
    return "?";
}

static void note(const char *line, size_t n)
{
    const char *path = getenv("SN_TORTURE_COUNT");
    int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
    if (path != NULL && (fd < 0 || write(fd, line, n) != (ssize_t)n))
        abort();
    if (fd >= 0)
        close(fd);
}

static void tell_failure(void)
{
    void *frames[64];
    char line[128];
    int n = backtrace(frames, 64);
    if (getenv("SN_TORTURE_TRACE") != NULL)
        backtrace_symbols_fd(frames, n, STDERR_FILENO);
    n = snprintf(line, sizeof line, "%.100s\n", who_asked(frames, n));
    note(line, (size_t)n);
}

static bool fails(void)
{
    if (!counts || ++asked != fail_at)
        return false;
    counts = false; /* what is asked for here is not the program's */
    tell_failure();
    counts = true;
    errno = ENOMEM;
    return true;
}

static void *hold(void *memory)
{
    held += memory != NULL;
    return memory;
}

void *malloc(size_t size)
{
    return fails() ? NULL : hold(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : hold(__libc_calloc(n, size));
}

void *realloc(void *old, size_t size)
{
    if (fails())
        return NULL;
    void *memory = __libc_realloc(old, size);
    if (old == NULL)
        return hold(memory);
    held -= memory == NULL && size == 0;
    return memory;
}

void *reallocarray(void *old, size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(old, n * size);
}

void *memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : hold(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *memory = memalign(alignment, size);
    if (memory == NULL)
        return ENOMEM;
    *out = memory;
    return 0;
}

void free(void *memory)
{
    held -= memory != NULL;
    __libc_free(memory);
}

/* ---- from the beginning of main() on */

typedef int main_fn(int argc, char **argv, char **environment);
static main_fn *program;

static int begin(int argc, char **argv, char **environment)
{
    const char *at = getenv("SN_TORTURE_MEMORY");
    void *frames[2];
    fail_at = at != NULL ? strtol(at, NULL, 10) : 0;
    (void)backtrace(frames, 2); /* which keeps memory from the first time on */
    held = 0;
    counts = true;
    return program(argc, argv, environment);
}

typedef int start_fn(main_fn *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
                     void (*end)(void), void *stack_end);
start_fn __libc_start_main;

int __libc_start_main(main_fn *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*end)(void), void *stack_end)
{
    start_fn *next;
    *(void **)&next = dlsym(RTLD_NEXT, "__libc_start_main");
    if (next == NULL)
        abort();
    program = main;
    return next(begin, argc, argv, init, fini, end, stack_end);
}

__attribute__((destructor)) static void end(void)
{
    char line[64];
    counts = false;
    int n = snprintf(line, sizeof line, "%ld %ld\n", (long)asked, (long)held);
    note(line, (size_t)n);
}
