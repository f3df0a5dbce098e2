/* analysis/letters - what kind of character a folded code point is. Internal to analysis/. */
#ifndef SN_ANALYSIS_LETTERS_H
#define SN_ANALYSIS_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum sn_cp_class {
    SN_CP_OTHER,  /* space, punctuation, sign */
    SN_CP_ARABIC, /* one of the letters that folding leaves in Arabic script */
    SN_CP_LATIN,
    SN_CP_DIGIT,
    SN_CP_LETTER, /* of another script */
    SN_CP_MARK    /* combining, belongs to what stands before it */
} sn_cp_class;

sn_cp_class sn_classify_cp(uint32_t cp);

/* A letter, a digit or a mark upon one. */
static inline bool sn_is_word_cp(uint32_t cp)
{
    return sn_classify_cp(cp) != SN_CP_OTHER;
}

#endif
