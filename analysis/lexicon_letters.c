#include "analysis/lexicon_letters.h"

#include "base/utf8.h"

#define HALF_SPACE 0x200cu

/* In the order of the numbers of the header. */
static const uint16_t code_points[SN_LETTERS] = {
    0,     0x627, 0x622, 0x628, 0x67e, 0x62a, 0x62b, 0x62c, 0x686, 0x62d, 0x62e, 0x62f,
    0x630, 0x631, 0x632, 0x698, 0x633, 0x634, 0x635, 0x636, 0x637, 0x638, 0x639, 0x63a,
    0x641, 0x642, 0x6a9, 0x6af, 0x644, 0x645, 0x646, 0x648, 0x647, 0x6cc, 0x621};

/* Letter of U+0600 + index. */
static const uint8_t letters[256] = {
    [0x27] = 1,  [0x22] = 2,  [0x28] = 3,  [0x7e] = 4,  [0x2a] = 5,  [0x2b] = 6,  [0x2c] = 7,
    [0x86] = 8,  [0x2d] = 9,  [0x2e] = 10, [0x2f] = 11, [0x30] = 12, [0x31] = 13, [0x32] = 14,
    [0x98] = 15, [0x33] = 16, [0x34] = 17, [0x35] = 18, [0x36] = 19, [0x37] = 20, [0x38] = 21,
    [0x39] = 22, [0x3a] = 23, [0x41] = 24, [0x42] = 25, [0xa9] = 26, [0xaf] = 27, [0x44] = 28,
    [0x45] = 29, [0x46] = 30, [0x48] = 31, [0x47] = 32, [0xcc] = 33, [0x21] = 34};

uint8_t sn_letter_of(uint32_t cp)
{
    return cp >= 0x600 && cp <= 0x6ff ? letters[cp - 0x600] : 0;
}

bool sn_letters_of(sn_str word, sn_letters *out)
{
    out->len = 0;
    out->madda = false;
    out->gaps = 0;
    bool gap = false;
    for (size_t i = 0; i < word.len;) {
        uint32_t cp = sn_utf8_next(word, &i);
        if (cp == HALF_SPACE) {
            gap = out->len > 0;
            continue;
        }
        uint8_t letter = sn_letter_of(cp);
        if (letter == 0 || out->len == SN_WORD_MAX_LETTERS)
            return false;
        if (letter == SN_LETTER_MADDA) {
            out->madda = out->madda || out->len == 0;
            letter = SN_LETTER_ALEF;
        }
        if (gap)
            out->gaps |= UINT64_C(1) << out->len;
        gap = false;
        out->at[out->len++] = letter;
    }
    return out->len > 0;
}

size_t sn_letters_write(const uint8_t *word, size_t len, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += sn_utf8_write(code_points[word[i]], out + n);
    out[n] = '\0';
    return n;
}
