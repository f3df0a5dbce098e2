/* query/analysis_json - every stage of the analysis of a text, for people who ask why.
 *
 *   {"text": "كتابهای‌شان", "analysis": 1,
 *    "folded": "کتابهای‌شان",
 *    "characters": [{"begin": 0, "end": 2, "character": "ك", "code": "U+0643", "becomes": "ک"}],
 *    "positions": 1,
 *    "tokens": [{"begin": 0, "end": 22, "text": "...", "position": 0, "width": 1,
 *                "exact": "کتابهایشان", "stem": "کتاب", "rule": "plural_ha", "flags": [],
 *                "terms": [{"term": "کتاب", "kind": "stem", "position": 0, "width": 1}]}],
 *    "words": [{"stem": "کتاب", "parts": [], "is_stop": false, "alternatives": []}]}
 *
 * begin and end are bytes of the text. characters has those that folding changed. tokens are what
 * the index gets; words are what the same text means as a query. */
#ifndef SN_QUERY_ANALYSIS_JSON_H
#define SN_QUERY_ANALYSIS_JSON_H

#include "analysis/analyzer.h"
#include "base/json_writer.h"
#include "base/problem.h"
#include "query/vocabulary.h"

/* Write the members above into the object that *j has open. analyzer: with the vocabulary's lexicon.
 * text: well-formed UTF-8; with more words than a query may have its "words" are null.
 * Returns SN_OK, SN_ELIMIT (over SN_LIMIT_ANALYZE_BYTES), SN_EUTF8, SN_ENOMEM. */
SN_MUST_USE sn_status sn_analysis_write_members(sn_analyzer *analyzer,
                                                const sn_vocabulary *vocabulary, sn_str text,
                                                sn_json *j);

/* "part", "pair", "whole", … */
const char *sn_extra_kind_name(sn_extra_kind kind);
/* The names of the flags that are set, into out; returns how many. */
#define SN_TOKEN_FLAGS_MAX 8
size_t sn_token_flag_names(unsigned flags, const char *out[SN_TOKEN_FLAGS_MAX]);

#endif
