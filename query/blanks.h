/* query/blanks - a text as blanks divide it, and which of the runs between them are words of the question. Private to
 * query/.
 *
 * Far less work than the analysis, and nearly as many: affixes stand apart, dates and compounds take more places than
 * one. So a place of the text is a run by proportion, about; where a run near there begins as the stem does, it is that
 * one, and those behind it are counted from there. */
#ifndef SN_QUERY_BLANKS_H
#define SN_QUERY_BLANKS_H

#include "query/passages.h"

/* Set the words of h, which are none, to the runs of h->text, the signs behind them left out. SN_ENOMEM. */
SN_MUST_USE sn_status sn_blanks_read(sn_highlighter *h);

/* Mark the runs where the spots are. */
void sn_blanks_mark(sn_highlighter *h, const sn_spots *spots);

#endif
