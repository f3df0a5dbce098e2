/* query/words - the words of a query's texts. Private to query/question. */
#ifndef SN_QUERY_WORDS_H
#define SN_QUERY_WORDS_H

#include "query/language.h"
#include "query/question.h"

/* What reading a query needs; positions run on from text to text. */
typedef struct sn_reading {
    sn_question *question;
    sn_analyzer *analyzer;
    const sn_question_opts *opts;
    sn_chunks chunks;
    sn_tokens tokens; /* of the text before */
    uint32_t base_pos, base_byte;
    bool is_excluded; /* the words that come are */
    sn_problem *problem;
} sn_reading;

/* The words of a text, which is a piece of the query. Here and in units.h and groups.h: SN_ELIMIT with the problem filled
 * (too many terms, groups too deep, a slop too large), SN_EUTF8, SN_ENOMEM. */
SN_MUST_USE sn_status sn_words_read(sn_reading *r, sn_str text);

/* Fill terms, n_terms and span of a unit of words. SN_ENOMEM. */
SN_MUST_USE sn_status sn_unit_set_terms(sn_question *q, sn_unit *unit);

/* SN_ELIMIT, with the problem filled. */
SN_MUST_USE sn_status sn_refuse_terms(const sn_reading *r);

#endif
