/* testing - what unit tests share: a directory for each test,
 * seeded random numbers, and an assertion that shows an sn_error.
 *
 *   SN_SEED=N     begin the random numbers there (the seed of each run is printed)
 *   SN_ITERS=N    turns of each property loop */
#ifndef SN_TESTS_UNIT_TESTING_H
#define SN_TESTS_UNIT_TESTING_H

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* A new, empty directory, removed with all in it when the test ends. */
typedef struct place {
    char dir[256];
} place;

int place_make(void **state); /* cmocka's setup and teardown */
int place_remove(void **state);
#define PLACED(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

/* dir/name, borrowed: eight of them are valid at a time. */
const char *place_path(const place *p, const char *name);
/* Write text, with what it holds, to a file of the place. */
void place_put(const place *p, const char *name, sn_str content);
/* For children of fork(): from now on a file that grows past so many bytes finds the disk full. */
void fill_disk(size_t bytes);
/* How many names a directory has, without "." and "..". */
size_t count_entries(const char *dir);

/* Fails the test with the message of err unless status is SN_OK. */
void assert_ok_at(sn_status status, const sn_error *err, const char *file, int line);
#define assert_ok(status, err) assert_ok_at(status, err, __FILE__, __LINE__)
/* Fails unless status is `want` and, where part is not NULL, the message holds it. */
void assert_fails_at(sn_status status, sn_status want, const sn_error *err, const char *part,
                     const char *file, int line);
#define assert_fails(status, want, err, part)                                                      \
    assert_fails_at(status, want, err, part, __FILE__, __LINE__)
/* Fails, showing both, unless s has exactly these bytes. */
void assert_str_at(sn_str s, const char *want, const char *file, int line);
#define assert_str(s, want) assert_str_at(s, want, __FILE__, __LINE__)

/* The seed of this run, printed when it is first asked for. */
uint64_t test_seed(void);
unsigned test_iters(unsigned normal); /* SN_ITERS, or `normal` */
uint64_t random_number(uint64_t *state);
uint32_t random_below(uint64_t *state, uint32_t n); /* 0 .. n - 1 */
/* n code points of all lengths, well-formed, without U+0000; appended. */
void random_text(uint64_t *state, size_t n, sn_buf *out);

#endif
