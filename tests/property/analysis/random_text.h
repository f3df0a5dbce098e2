/* Random texts of pieces that the rules of the analysis look for. SN_SEED and SN_ITERS choose them;
 * the seed is printed. */
#ifndef SN_TESTS_RANDOM_TEXT_H
#define SN_TESTS_RANDOM_TEXT_H

#include "base/bytes.h"

#define TEXT_MAX 400

/* From the environment, else the clock and 3000 rounds; prints both. */
void random_begin(void);
unsigned long random_rounds(void);

size_t random_below(size_t n);
sn_str random_text(char out[TEXT_MAX]);
/* Persian letters: min to min + more - 1 of them. */
sn_str random_word(char out[TEXT_MAX], size_t min, size_t more);

/* Fails the test, showing the text's beginning and bytes, if it is broken so. */
void fail_if_at(bool broken, sn_str text, const char *how, const char *file, int line);
#define fail_if(broken, text, how) fail_if_at(broken, text, how, __FILE__, __LINE__)

#endif
