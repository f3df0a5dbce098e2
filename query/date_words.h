/* query/date_words - dates in the text of a query: «از ۱۴۰۲/۰۱/۰۱», «آبان ۱۴۰۲», «دیروز».
 *
 *   آبان ۱۴۰۲, سال ۱۴۰۲, ۵ آبان ۱۴۰۲           soft: a title may say just this
 *   از 1402/01/01 تا ..., بعد از ..., پیش از ...    soft, too: «از سال ۲۰۲۷ در نیویورک …»
 *   دیروز, هفته گذشته, از دیروز                relative to now: narrows the search
 *
 * Digits alone are no date («۱۴۰۲», "2,000"), but in «از ۱۳۹۸ تا ۱۴۰۰». calendar/ reads the dates. */
#ifndef SN_QUERY_DATE_WORDS_H
#define SN_QUERY_DATE_WORDS_H

#include "query/question.h"

/* The first date of text from byte *at on; *at moves behind it. False: none. */
bool sn_date_words_find(sn_str text, size_t *at, int64_t now_sec, sn_asked_date *out);

/* . , ! ? and the like, of two scripts. */
bool sn_is_sentence_mark(uint32_t cp);

#endif
