/* analysis/second_reading - the other word that a joined form may be of. Internal to analysis/.
 *
 * Where half-spaces are lost, a ه before an ending is the last letter of the word or the first of
 * the ending: «نامهای» is نامه‌ای or نام‌های, «حرفهای» mostly حرفه‌ای. The stemmer takes the
 * likelier; this finds the other, if the lexicon has both words. */
#ifndef SN_ANALYSIS_SECOND_READING_H
#define SN_ANALYSIS_SECOND_READING_H

#include "analysis/lexicon.h"
#include "analysis/stem.h"

/* word: folded, no half-space inside; first: what sn_stem() made of it. False, with *out undefined,
 * if there is no other reading. Takes no memory. */
bool sn_second_reading(const sn_lexicon *lexicon, sn_str word, const sn_stem_result *first,
                       sn_stem_result *out);

#endif
