/* analysis/fold_table - what becomes of each code point of the Arabic blocks.
 *
 * One lookup a code point. Internal to fold*.c. */
#ifndef SN_ANALYSIS_FOLD_TABLE_H
#define SN_ANALYSIS_FOLD_TABLE_H

#include <stdint.h>

#define SN_FOLD_TABLE_FIRST 0x0600u
#define SN_FOLD_TABLE_LAST  0x08ffu

/* An entry is a code point (at least 0x80: the Persian letter it becomes; below: an ASCII digit or
 * sign), or one of these. No ASCII sign below 0x20 is ever an entry. */
enum {
    SN_FOLD_STAYS = 0,  /* not a letter, left alone */
    SN_FOLD_DROP,       /* a mark, a format sign */
    SN_FOLD_HAMZA_MARK, /* U+0654: gone; over heh the sign of an ezafe */
    SN_FOLD_MADDA_MARK, /* U+0653: gone; over alef it makes U+0622 */
    SN_FOLD_EZAFE_HEH,  /* heh with hamza in one code point */
    SN_FOLD_TATWEEL,    /* gone at a letter, a dash elsewhere */
    SN_FOLD_DECIMAL,    /* point behind a digit, comma elsewhere */
    SN_FOLD_THOUSANDS   /* gone between digits, comma elsewhere */
};

extern const uint16_t sn_fold_table[SN_FOLD_TABLE_LAST - SN_FOLD_TABLE_FIRST + 1];

/* What a code point from U+0080 on that is not in that table becomes: itself, another one,
 * SN_FOLD_DROP or one of these. */
enum {
    SN_FOLD_WIDE = 0x10, /* ask Unicode (fold_wide.c) */
    SN_FOLD_HALF_SPACE,  /* U+200C */
    SN_FOLD_MAYBE_HALF   /* U+00AC: a half-space between letters, else a space; U+001F too */
};
uint32_t sn_fold_other(uint32_t cp);

#endif
