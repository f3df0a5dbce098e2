/* query/mark_tag - what may be written around the words found, when the caller chooses it.
 *
 * Pages hand parameters of their own addresses on, so whoever makes a link chooses the marks: they
 * must be harmless wherever a page puts them. A mark is either an element of a short list, with
 * nothing but a class,
 *
 *     <mark>   <em class="hit strong">   and as the end   </mark>   </em>
 *
 * or a text of at most SN_LIMIT_MARK_BYTES without < > & " ' and without control and direction
 * characters: **, [[, 【. */
#ifndef SN_QUERY_MARK_TAG_H
#define SN_QUERY_MARK_TAG_H

#include "base/bytes.h"

/* Is it one of the two, as what opens a mark? */
bool sn_mark_opens(sn_str mark);
/* Is it one of the two, as what closes one? */
bool sn_mark_closes(sn_str mark);

/* Of an element that opens: write what closes it, with its NUL, into out. False: it is a text. */
#define SN_MARK_SIZE 65 /* SN_LIMIT_MARK_BYTES and a NUL */
bool sn_mark_end_of(sn_str opening, char out[SN_MARK_SIZE]);

/* Does an end belong to a beginning: the same element, or two texts? */
bool sn_mark_fits(sn_str opening, sn_str closing);

#endif
