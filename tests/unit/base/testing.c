#include "tests/unit/base/testing.h"

#include "base/utf8.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

int place_make(void **state)
{
    place *p = calloc(1, sizeof *p);
    const char *tmp = getenv("TMPDIR");
    if (p == NULL)
        return -1;
    snprintf(p->dir, sizeof p->dir, "%s/sn-unit-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(p->dir) == NULL) {
        free(p);
        return -1;
    }
    *state = p;
    return 0;
}

int place_remove(void **state)
{
    place *p = *state;
    sn_status s = sn_dir_remove(p->dir, NULL);
    free(p);
    return s == SN_OK ? 0 : -1;
}

const char *place_path(const place *p, const char *name)
{
    static char paths[8][SN_PATH_SIZE];
    static size_t turn;
    char *path = paths[turn++ % COUNT_OF(paths)];
    snprintf(path, SN_PATH_SIZE, "%s/%s", p->dir, name);
    return path;
}

void place_put(const place *p, const char *name, sn_str content)
{
    FILE *f = fopen(place_path(p, name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(content.len > 0 ? content.at : "", 1, content.len, f), content.len);
    assert_int_equal(fclose(f), 0);
}

void fill_disk(size_t bytes)
{
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, bytes});
}

size_t count_entries(const char *dir)
{
    DIR *d = opendir(dir);
    size_t n = 0;
    assert_non_null(d);
    while (readdir(d) != NULL)
        n++;
    closedir(d);
    return n - 2;
}

void assert_ok_at(sn_status status, const sn_error *err, const char *file, int line)
{
    if (status == SN_OK)
        return;
    print_error("%s: %s\n", sn_status_name(status), err != NULL ? err->msg : "");
    _fail(file, line);
}

void assert_fails_at(sn_status status, sn_status want, const sn_error *err, const char *part,
                     const char *file, int line)
{
    if (status != want) {
        print_error("%s instead of %s: %s\n", sn_status_name(status), sn_status_name(want),
                    err != NULL && status != SN_OK ? err->msg : "");
        _fail(file, line);
    }
    if (part != NULL && strstr(err->msg, part) == NULL) {
        print_error("«%s» does not say «%s»\n", err->msg, part);
        _fail(file, line);
    }
}

void assert_str_at(sn_str s, const char *want, const char *file, int line)
{
    if (sn_str_equal(s, sn_str_of(want)))
        return;
    print_error("«%.*s» instead of «%.2000s»\n", (int)(s.len < 2000 ? s.len : 2000),
                s.len > 0 ? s.at : "", want);
    _fail(file, line);
}

uint64_t test_seed(void)
{
    static uint64_t seed;
    if (seed == 0) {
        const char *given = getenv("SN_SEED");
        seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
        print_message("SN_SEED=%llu\n", (unsigned long long)seed);
    }
    return seed;
}

unsigned test_iters(unsigned normal)
{
    const char *given = getenv("SN_ITERS");
    return given != NULL ? (unsigned)strtoul(given, NULL, 10) : normal;
}

/* splitmix64 */
uint64_t random_number(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t random_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(random_number(state) % n);
}

void random_text(uint64_t *state, size_t n, sn_buf *out)
{
    static const uint32_t ends[] = {0x7f, 0x7ff, 0xffff, 0x10ffff};
    while (n > 0) {
        uint32_t cp = 1 + random_below(state, ends[random_below(state, 4)]);
        char bytes[4];
        if (cp >= 0xd800 && cp <= 0xdfff)
            continue;
        sn_buf_add(out, bytes, sn_utf8_write(cp, bytes));
        n--;
    }
}
