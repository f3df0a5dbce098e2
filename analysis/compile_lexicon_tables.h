/* analysis/compile_lexicon_tables - the tables of analysis/tables/ in memory (build time only). */
#ifndef SN_ANALYSIS_COMPILE_LEXICON_TABLES_H
#define SN_ANALYSIS_COMPILE_LEXICON_TABLES_H

#include "analysis/lexicon_keys.h"

typedef struct sn_tables {
    sn_lexicon_keys words;      /* word records */
    sn_lexicon_keys maps;       /* string offset and SN_MAP_PLURAL */
    sn_lexicon_keys compounds;  /* string offset */
    sn_lexicon_keys suffixes;   /* suffix records */
    sn_lexicon_keys homographs; /* forms of a verb and a word; value: does the verb win */
    sn_lexicon_keys verbs;      /* class, strength */
    sn_buf strings;             /* length byte, bytes, NUL each */
    sn_buf verb_classes;        /* uint32_t offsets into strings */
    uint32_t n_verb_classes;
} sn_tables;

void sn_tables_init(sn_tables *t);
void sn_tables_done(sn_tables *t);

/* Read and check all tables of a directory. Returns SN_OK, SN_EINVAL, SN_EUTF8, SN_ENOTFOUND,
 * SN_EIO, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_tables_read(sn_tables *t, const char *directory, sn_error *err);

/* Read verbs.tsv only and make all forms. Returns the same. */
SN_MUST_USE sn_status sn_tables_read_verbs(sn_tables *t, const char *directory, sn_error *err);

/* Put text into the pool; *offset is where. Returns SN_OK, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_tables_string(sn_tables *t, sn_str text, uint32_t *offset);

SN_DEFINE_CLEANUP(sn_tables, sn_tables_done)

#endif
