#include "query/spelling_letters.h"

#include "base/utf8.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* By number, from 1. */
static const uint16_t persian[] = {
    0x0622, 0x0627, 0x0628, 0x067e, 0x062a, 0x062b, 0x062c, 0x0686, 0x062d, 0x062e, 0x062f, 0x0630,
    0x0631, 0x0632, 0x0698, 0x0633, 0x0634, 0x0635, 0x0636, 0x0637, 0x0638, 0x0639, 0x063a, 0x0641,
    0x0642, 0x06a9, 0x06af, 0x0644, 0x0645, 0x0646, 0x0648, 0x0647, 0x06cc, 0x0621};

#define FIRST_LATIN (COUNT_OF(persian) + 1)
#define HALF_SPACE  0x200cu

static uint8_t letter_of(uint32_t cp)
{
    if (cp >= 'a' && cp <= 'z')
        return (uint8_t)(FIRST_LATIN + (cp - 'a'));
    for (size_t i = 0; i < COUNT_OF(persian); i++) {
        if (persian[i] == cp)
            return (uint8_t)(i + 1);
    }
    return 0;
}

static uint32_t cp_of(uint8_t letter)
{
    return letter >= FIRST_LATIN ? 'a' + (uint32_t)(letter - FIRST_LATIN) : persian[letter - 1];
}

bool sn_spelled_of(sn_str folded, sn_spelled *out)
{
    size_t at = 0;
    out->len = 0;
    while (at < folded.len) {
        uint32_t cp = sn_utf8_next(folded, &at);
        if (cp == HALF_SPACE)
            continue;
        uint8_t letter = letter_of(cp);
        if (letter == 0 || out->len == SN_SPELLING_LETTERS)
            return false;
        out->at[out->len++] = letter;
    }
    return out->len > 0;
}

size_t sn_spelled_write(const uint8_t *letters, size_t n, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        char bytes[4];
        size_t more = sn_utf8_write(cp_of(letters[i]), bytes);
        memcpy(out + len, bytes, more);
        len += more;
    }
    return len;
}

bool sn_letter_is_latin(uint8_t letter)
{
    return letter >= FIRST_LATIN;
}

/* Letters that stand for one sound in Persian: the Arabic ones lost theirs. */
static const char *const sounds[] = {"زذضظ", "سصث", "تط", "هح", "غق", "اع", "آع", "ءع"};

/* Letters of one skeleton, which poor eyes, dots left out and old scans confuse. */
static const char *const shapes[] = {"بپتثنی", "جچحخ", "دذ", "رزژ", "سش", "صض",
                                     "طظ",     "عغ",   "فق", "کگ",  "رو", "هو"};

/* The rows of the standard Persian keyboard (ISIRI 9147), each key beside the next, and the Latin
 * ones under them. The rows lie half a key to the right of each other. */
static const char *const rows[] = {"ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو",
                                   "qwertyuiop",   "asdfghjkl",   "zxcvbnm"};

static bool has_both(const char *set, uint32_t a, uint32_t b)
{
    sn_str s = sn_str_of(set);
    bool has_a = false, has_b = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = sn_utf8_next(s, &at);
        has_a = has_a || cp == a;
        has_b = has_b || cp == b;
    }
    return has_a && has_b;
}

static bool is_in(const char *const *sets, size_t n, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < n; i++) {
        if (has_both(sets[i], a, b))
            return true;
    }
    return false;
}

/* Where a letter's key is, in halves of a key; false: on none of the rows. */
static bool key_of(uint32_t letter, int *row, int *column)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        sn_str s = sn_str_of(rows[i]);
        int n = 0;
        for (size_t at = 0; at < s.len; n++) {
            if (sn_utf8_next(s, &at) == letter) {
                *row = (int)i;
                *column = 2 * n + (int)(i % 3);
                return true;
            }
        }
    }
    return false;
}

static bool are_neighbours(uint32_t a, uint32_t b)
{
    int row_a, row_b, column_a, column_b;
    if (!key_of(a, &row_a, &column_a) || !key_of(b, &row_b, &column_b) || row_a / 3 != row_b / 3)
        return false;
    int down = row_a - row_b, right = column_a - column_b;
    return (down == 0 && (right == 2 || right == -2)) ||
           ((down == 1 || down == -1) && (right == 1 || right == -1));
}

unsigned sn_letter_cost(uint8_t a, uint8_t b)
{
    if (a == b)
        return 0;
    uint32_t x = cp_of(a), y = cp_of(b);
    if (has_both("آا", x, y))
        return SN_COST_VARIANT;
    if (is_in(sounds, COUNT_OF(sounds), x, y))
        return SN_COST_HOMOPHONE;
    if (are_neighbours(x, y))
        return SN_COST_NEIGHBOUR;
    return is_in(shapes, COUNT_OF(shapes), x, y) ? SN_COST_SHAPE : SN_COST_OTHER;
}
