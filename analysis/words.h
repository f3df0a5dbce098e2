/* analysis/words - folded text cut into atoms: runs of letters of one script, runs of digits.
 *
 * The cuts are those of UAX #29 (default word boundaries) and three more: between scripts,
 * between letters and digits, and at every sign (UAX #29 leaves رفت.وی one word). Only scripts
 * without spaces need libunistring's u8_wordbreaks() for that; for the others the answer is the
 * same by a plain scan, which tests/property/analysis checks. */
#ifndef SN_ANALYSIS_WORDS_H
#define SN_ANALYSIS_WORDS_H

#include "base/bytes.h"

typedef enum sn_atom_kind {
    SN_ATOM_ARABIC, /* letters and single half-spaces between them */
    SN_ATOM_LATIN,
    SN_ATOM_DIGITS,
    SN_ATOM_LETTERS, /* of another script */
    SN_ATOM_PERCENT  /* the sign beside a digit: read as درصد */
} sn_atom_kind;

/* What stands between an atom and the one before it: SN_GAP_NONE, the sign itself if it is one
 * ASCII sign, or one of these. */
enum {
    SN_GAP_NONE = 0,
    SN_GAP_BREAK = '\n', /* anything else: several signs, a paragraph's end, the text's beginning */
    SN_GAP_BLANK = ' '   /* spaces, with one line end at most */
};

typedef struct sn_atom {
    uint32_t begin, end; /* bytes of the folded text */
    uint8_t kind;        /* sn_atom_kind */
    uint8_t gap;
} sn_atom;

/* Memory is kept from one text to the next. */
typedef struct sn_atoms {
    sn_atom *at;
    size_t n, cap;
    char *breaks; /* for u8_wordbreaks() */
    size_t breaks_cap;
} sn_atoms;

void sn_atoms_done(sn_atoms *atoms);

/* Cut folded text (fold.h) into *atoms, cleared first. Returns SN_OK, SN_ENOMEM. */
SN_MUST_USE sn_status sn_atoms_scan(sn_str folded, sn_atoms *atoms);

static inline sn_str sn_atom_str(sn_str folded, const sn_atom *atom)
{
    return (sn_str){folded.at + atom->begin, atom->end - atom->begin};
}

#endif
