/* query/finglish - Persian words written in Latin letters («tehran», «salam», «rais»): which words of
 * a word list they may be. A table of what each Latin letter or group may stand for is walked along
 * with the list, short vowels being written or not. A guess, for «did you mean» only. */
#ifndef SN_QUERY_FINGLISH_H
#define SN_QUERY_FINGLISH_H

#include "query/word_list.h"

/* The best word of the list for `latin` (folded small letters; anything else finds nothing) into
 * *out. False: none. Bounded by SN_LIMIT_FINGLISH_STEPS. */
bool sn_finglish_find(const sn_word_list *l, sn_str latin, sn_near *out);

#endif
