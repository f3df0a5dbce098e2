/* analysis/dictionary - a newsroom's own words: read, checked, written down again.
 *
 *   protected.txt   a word a line that is never cut: names, brands, abbreviations
 *   stems.tsv       word TAB stem: what the rules get wrong; words of one stem meet
 *   compounds.txt   a compound a line, a half-space or blank between its parts
 *   stop.txt        a word a line that carries no weight beside content words
 *
 * UTF-8; # begins a comment line; empty lines, CR and a byte order mark are fine. Words are folded
 * (fold.h), so how letters are typed does not matter. The first three shape terms: what an index was
 * built with is frozen beside it. sn_lexicon_extend() puts them to work; docs/dictionaries.md is the
 * page for newsrooms. */
#ifndef SN_ANALYSIS_DICTIONARY_H
#define SN_ANALYSIS_DICTIONARY_H

#include "base/bytes.h"

typedef enum sn_dictionary_kind {
    SN_DICTIONARY_PROTECTED, /* becomes a row of SN_DICTIONARY_STEM whose stem is the word */
    SN_DICTIONARY_STEM,
    SN_DICTIONARY_COMPOUND,
    SN_DICTIONARY_STOP
} sn_dictionary_kind;
#define SN_DICTIONARY_KINDS 4

/* Its name in a directory: "protected.txt" … */
const char *sn_dictionary_file(sn_dictionary_kind kind);

/* What is said of one word. Folded; no half-spaces; U+0627 for U+0622 but in stop words, which are
 * compared with exact terms. */
typedef struct sn_dictionary_row {
    sn_dictionary_kind kind;
    char *word;
    char *value;      /* the stem; a compound's parts with one blank between; "" */
    const char *name; /* of the file, for messages; borrowed */
    uint32_t line;    /* from 1 */
} sn_dictionary_row;

/* Zeroed is an empty dictionary. */
typedef struct sn_dictionary {
    sn_dictionary_row *rows; /* once settled: by kind, then word; no word twice in a kind */
    size_t n, cap;
} sn_dictionary;

void sn_dictionary_done(sn_dictionary *d);

/* Add the rows of a text. name: what messages call it; must outlive the dictionary.
 * Returns SN_OK; SN_EINVAL, SN_EUTF8, SN_ELIMIT with "name, line N: what is wrong"; SN_ENOMEM. */
SN_MUST_USE sn_status sn_dictionary_add(sn_dictionary *d, sn_dictionary_kind kind, const char *name,
                                        sn_str text, sn_error *err);

/* Sort, and drop what is said twice. SN_EINVAL, with both places, if two rows contradict each other:
 * a word with two stems, or protected and with another stem; a compound cut in two ways. To be
 * called after the last sn_dictionary_add(). */
SN_MUST_USE sn_status sn_dictionary_settle(sn_dictionary *d, sn_error *err);

/* Add all files that there are in a directory, and settle. No such directory or file: no rows.
 * Statuses as above, and SN_EIO. */
SN_MUST_USE sn_status sn_dictionary_read_dir(const char *dir, sn_dictionary *d, sn_error *err);

/* Is the word, as an exact term, a stop word of the settled dictionary? */
bool sn_dictionary_is_stop(const sn_dictionary *d, sn_str exact);

/* The settled rows that shape terms, one a line as "stem TAB word TAB stem" or "compound TAB word
 * TAB parts": appended to *out; nothing for none. SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_dictionary_freeze(const sn_dictionary *d, sn_buf *out);
/* What was frozen, settled. SN_ECORRUPT if the text is not what sn_dictionary_freeze() writes, SN_ENOMEM. */
SN_MUST_USE sn_status sn_dictionary_thaw(sn_str text, sn_dictionary *d, sn_error *err);

/* 16 hexadecimal digits for a frozen text, "" for an empty one: other words, other digest. */
#define SN_DICTIONARY_DIGEST_SIZE 17
void sn_dictionary_digest(sn_str frozen, char out[SN_DICTIONARY_DIGEST_SIZE]);

SN_DEFINE_CLEANUP(sn_dictionary, sn_dictionary_done)

#endif
