/* analysis/analyzer - the one chain from text to terms, for index and query alike.
 *
 *   original text -> folded (fold.h) -> tokens (UAX #29 by libunistring, then Persian rules)
 *                 -> exact and stem terms (stem.h), parts of compounds -> positions
 *
 * The three writings of one word give the same terms: «کتاب‌ها», «کتابها» and «کتاب ها» are one
 * token with the stem کتاب; «رئیس‌جمهور», «رئیسجمهور» and «رئیس جمهور» share the term of the whole
 * and the terms of the parts, at the same positions:
 *
 *                   position p                          position p+1
 *   رئیس‌جمهور       stem رییسجمهور, part رییس              part جمهور        (one token, width 2)
 *   رئیس جمهور       stem رییس, pair رییسجمهور              stem جمهور        (two tokens)
 *
 *   گیتیآنلاین        stem گیتیانلاین, run-on گیتی          run-on انلاین      (one token, width 2)
 *
 * docs/analysis.md has the rules: spaced affixes, numbers, dates, addresses, hashtags, acronyms.
 * Nothing is left out: stop words are terms with a flag, so «از ما به شما» can be found. */
#ifndef SN_ANALYSIS_ANALYZER_H
#define SN_ANALYSIS_ANALYZER_H

#include "analysis/lexicon.h"
#include "analysis/stem.h"
#include "base/bytes.h"

/* Changes whenever the terms of some text change; stored with an index, which refuses updates
 * under another version ("rebuild"). */
#define SN_ANALYSIS_VERSION 4

enum {
    SN_TOKEN_STOP = 1 << 0,    /* a function word */
    SN_TOKEN_NUMBER = 1 << 1,  /* digits with their separators */
    SN_TOKEN_LATIN = 1 << 2,   /* has a Latin letter */
    SN_TOKEN_HASHTAG = 1 << 3, /* written behind # */
    SN_TOKEN_EZAFE = 1 << 4 /* its last letter is a heh with the hamza of the ezafe («خانۀ») */
};

typedef struct sn_token {
    uint32_t begin, end; /* bytes of the original text, on character borders; a spaced suffix
                            («کتاب ها») and a spaced می are inside */
    uint32_t pos;        /* word position, from 0 */
    uint32_t width;      /* positions it takes: 1, or the number of parts of a compound or run-on */
    sn_str exact;        /* folded, half-spaces out, U+0622 kept; SN_TERM_MAX_BYTES at most */
    sn_str stem;         /* see stem.h */
    uint32_t first_extra, n_extras; /* into sn_tokens.extras */
    uint16_t flags;
    uint16_t rule; /* sn_stem_rule of the stem */
} sn_token;

typedef enum sn_extra_kind {
    SN_EXTRA_PART,  /* stem of a part of this compound or dotted, hashed, mixed word */
    SN_EXTRA_PAIR,  /* stem of the compound that this token and the next ones make together */
    SN_EXTRA_WHOLE, /* the unsplit writing of a word that was cut (G7, COVID-19 -> covid19) */
    SN_EXTRA_READING, /* a guess: stem of the other word that a joined form may be of («نامهای»:
                         نام, reading نامه) */
    SN_EXTRA_RUN_ON /* a guess: stem of a word that this unknown one may hold («گیتیآنلاین»); if
                         that is a compound (width > 1), its parts are extras too */
} sn_extra_kind;

typedef struct sn_extra {
    sn_str stem;
    uint32_t pos;
    uint32_t width; /* positions it stands for */
    sn_extra_kind kind;
} sn_extra;

/* Guesses find, but must not weigh. */
static inline bool sn_extra_is_guess(const sn_extra *e)
{
    return e->kind == SN_EXTRA_READING || e->kind == SN_EXTRA_RUN_ON;
}

/* Borrowed from the analyzer, valid until its next run. */
typedef struct sn_tokens {
    const sn_token *tokens; /* by position, begin and end rising */
    size_t n_tokens;
    const sn_extra *extras;
    size_t n_extras;
    uint32_t n_positions;
} sn_tokens;

/* Working memory for one thread; the lexicon behind it is shared. */
typedef struct sn_analyzer sn_analyzer;

/* Returns SN_OK, SN_ENOMEM. *out is the caller's: end it with sn_analyzer_destroy(). */
SN_MUST_USE sn_status sn_analyzer_create(const sn_lexicon *lexicon, sn_analyzer **out);
void sn_analyzer_destroy(sn_analyzer *a); /* NULL is fine */

/* Analyse text (well-formed UTF-8, at most SN_ANALYSIS_MAX_BYTES). Memory grows to the largest
 * text seen and is kept: no allocation per token. Beside it 12 MiB, touched as words come, remember
 * words met before, which changes no answer.
 * Returns SN_OK, SN_ELIMIT (text too long), SN_ENOMEM, SN_EUTF8. */
SN_MUST_USE sn_status sn_analyzer_run(sn_analyzer *a, sn_str text, sn_tokens *out);

#define SN_ANALYSIS_MAX_BYTES (64u << 20)

/* Bounds, whatever the text and the dictionary. A text of n bytes gives at most so many tokens
 * (U+FDFA is the worst: three bytes, four words). A token over b bytes takes at most so many
 * positions (the parts of a host or tag, or of four run-on words, compounds of 60 letters each) and
 * has at most SN_TOKEN_MORE_EXTRAS more extras than positions. A term has 1 to SN_TERM_MAX_BYTES
 * bytes of UTF-8, without blanks and control signs. */
#define SN_ANALYSIS_MAX_TOKENS(n) ((uint64_t)(n)*4 / 3)
#define SN_TOKEN_MAX_WIDTH(b)     ((uint64_t)(b) < 180 ? 240 : (uint64_t)(b)*4 / 3)
#define SN_TOKEN_MORE_EXTRAS      8

SN_DEFINE_CLEANUP_PTR(sn_analyzer, sn_analyzer_destroy)

#endif
