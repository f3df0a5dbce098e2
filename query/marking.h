/* query/marking - which words of a text are words of a question. Private to query/. */
#ifndef SN_QUERY_MARKING_H
#define SN_QUERY_MARKING_H

#include "query/highlight.h"

/* Set the marks of words, which are those of the tokens one by one; an earlier word of the question wins. stands: of
 * each word of the question whether it itself, and not only what stands for it, is anywhere in the text that the tokens
 * are a piece of; NULL: the tokens are the whole text. */
void sn_mark_words(const sn_question *q, const sn_tokens *tokens, const bool *stands,
                   sn_marked *words);

#endif
