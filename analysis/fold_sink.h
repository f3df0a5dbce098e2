/* analysis/fold_sink - where folded code points are written, and the few rules that need to know
 * their neighbours: half-spaces between letters, tatweel or dash, separators between digits,
 * hamza at the end of a word. Internal to fold*.c.
 *
 *   sn_fold_step  one original code point, by the tables
 *   sn_fold_put   one folded code point that needs no table any more */
#ifndef SN_ANALYSIS_FOLD_SINK_H
#define SN_ANALYSIS_FOLD_SINK_H

#include "analysis/fold.h"

/* A sign whose fate depends on what comes next. */
typedef enum sn_fold_pending {
    SN_PENDING_NONE,
    SN_PENDING_HALF,      /* U+200C behind a letter */
    SN_PENDING_LOUD_HALF, /* U+00AC or U+001F there: a space if no letter follows */
    SN_PENDING_DASH,      /* tatweel that is not behind a letter */
    SN_PENDING_THOUSANDS  /* U+066C behind a digit */
} sn_fold_pending;

typedef struct sn_fold_sink {
    sn_folded *out;
    uint32_t source;         /* where the original code point in hand begins */
    uint32_t pending_source; /* and where the pending sign was */
    uint32_t last;           /* code point written last, 0 at the beginning */
    uint32_t letters;        /* Arabic letters since the last half-space or other thing */
    sn_fold_pending pending;
    bool hamza_seat; /* the last letter was U+0626 */
    sn_status status;
} sn_fold_sink;

/* Room for at least `more` bytes of folded text, in all three arrays. */
sn_status sn_fold_reserve(sn_folded *f, size_t more);

void sn_fold_step(sn_fold_sink *sink, uint32_t cp);
void sn_fold_put(sn_fold_sink *sink, uint32_t cp);
void sn_fold_finish(sn_fold_sink *sink);

/* fold_plain.c: fold original from `at` on as far as that is simple; returns where it stopped. */
size_t sn_fold_plain(sn_fold_sink *sink, sn_str original, size_t at);

/* A code point of SN_FOLD_WIDE: decomposed, lowered, stripped of marks, composed again. */
void sn_fold_wide(sn_fold_sink *sink, uint32_t cp);
/* Take the last code point back, to write another in its place. */
void sn_fold_unput(sn_fold_sink *sink);

#endif
