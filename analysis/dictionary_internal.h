/* analysis/dictionary_internal - what dictionary.c and dictionary_read.c share. */
#ifndef SN_ANALYSIS_DICTIONARY_INTERNAL_H
#define SN_ANALYSIS_DICTIONARY_INTERNAL_H

#include "analysis/dictionary.h"

/* Add a row with copies of word and value. SN_ENOMEM. */
SN_MUST_USE sn_status sn_dictionary_put(sn_dictionary *d, sn_dictionary_kind kind, const char *word,
                                        const char *value, const char *name, uint32_t line);

#endif
