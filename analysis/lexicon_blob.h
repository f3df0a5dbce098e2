/* analysis/lexicon_blob - how the compiled lexicon lies in memory.
 *
 *   sn_lexicon (this header) | edges and records of five sets | class stems | strings
 *
 * Written by compile_lexicon, linked as read-only data, read in place by lexicon.c and stem*.c.
 * Offsets are bytes from the beginning; numbers are the machine's own. */
#ifndef SN_ANALYSIS_LEXICON_BLOB_H
#define SN_ANALYSIS_LEXICON_BLOB_H

#include "analysis/automaton.h"
#include "analysis/lexicon.h"

#define SN_LEXICON_MAGIC   0x584c4e53u /* "SNLX" */
#define SN_LEXICON_VERSION 1u

/* A set of keys; records stand in the order of the keys. */
typedef struct sn_lexicon_set {
    uint32_t edges; /* offset, 8-aligned */
    uint32_t n_edges;
    uint32_t n_keys;
    uint32_t records; /* offset, 4-aligned */
    uint32_t first[SN_FIRST];
} sn_lexicon_set;

struct sn_lexicon {
    uint32_t magic;
    uint32_t version;
    uint32_t size; /* of all, bytes */
    uint32_t strings;
    uint32_t verb_classes; /* offset of uint32_t string offsets */
    uint32_t n_verb_classes;
    sn_lexicon_set words;     /* uint16_t records, SN_REC_* */
    sn_lexicon_set verbs;     /* uint16_t, SN_VERB_* */
    sn_lexicon_set suffixes;  /* uint32_t, SN_SUFFIX_* */
    sn_lexicon_set maps;      /* uint32_t string offset, top bit: broken plural */
    sn_lexicon_set compounds; /* uint32_t string offset */
};

/* Word record: classes of lexicon.h in bits 0-6. */
#define SN_REC_CLASSES(r)  ((unsigned)(r)&127u)
#define SN_REC_LOG_FREQ(r) ((unsigned)(r) >> 7 & 63u)
#define SN_REC_FACTS       0x1fffu    /* both of the above */
#define SN_REC_MAP         (1u << 13) /* exception or broken plural: maps says what of */
#define SN_REC_COMPOUND    (1u << 14)
#define SN_REC_MADDA       (1u << 15) /* told from another word by its alef madda */

/* Verb form record. */
#define SN_VERB_CLASS(r)    ((unsigned)(r)&0x7ffu)
#define SN_VERB_STRENGTH(r) ((int)((unsigned)(r) >> 11 & 3u))
#define SN_VERB_IS_WORD     (1u << 13) /* a word too, and that reading wins */

/* Ending record. */
enum {
    SN_GROUP_HA,
    SN_GROUP_AN,
    SN_GROUP_AT,
    SN_GROUP_IN,
    SN_GROUP_YE,
    SN_GROUP_CLITIC,
    SN_GROUP_COPULA,
    SN_GROUP_COMPARE
};
enum {
    SN_AFTER_CONSONANT = 1 << 0,
    SN_AFTER_VOWEL = 1 << 1,
    SN_AFTER_HE = 1 << 2,
    SN_AFTER_YE = 1 << 3
};
/* What kind of letter a base of two letters or more ends in, one of the four. ه behind ا or و is a
 * consonant (گروه), else mostly none. */
unsigned sn_kind_of_end(const uint8_t *letters, size_t len);

#define SN_SUFFIX_GROUP(r)   ((unsigned)(r)&15u)
#define SN_SUFFIX_AFTER(r)   ((unsigned)(r) >> 4 & 15u)
#define SN_SUFFIX_COST(r)    ((int)((r) >> 11 & 63u))
#define SN_SUFFIX_KEEP       (1u << 8)  /* what stands before it may be a whole word */
#define SN_SUFFIX_ADD_HE     (1u << 9)  /* or one that lost its ه */
#define SN_SUFFIX_ADD_TE     (1u << 10) /* or its ت */
#define SN_SUFFIX_HALF_SPACE (1u << 17) /* also written after a half-space */
#define SN_SUFFIX_SPACE      (1u << 18) /* or a space */

#define SN_MAP_PLURAL 0x80000000u

static inline sn_automaton sn_lexicon_automaton(const sn_lexicon *lexicon,
                                                const sn_lexicon_set *set)
{
    return (sn_automaton){(const uint64_t *)(const void *)((const char *)lexicon + set->edges),
                          set->first};
}

static inline uint16_t sn_lexicon_record16(const sn_lexicon *lexicon, const sn_lexicon_set *set,
                                           uint32_t rank)
{
    return ((const uint16_t *)(const void *)((const char *)lexicon + set->records))[rank];
}

static inline uint32_t sn_lexicon_record32(const sn_lexicon *lexicon, const sn_lexicon_set *set,
                                           uint32_t rank)
{
    return ((const uint32_t *)(const void *)((const char *)lexicon + set->records))[rank];
}

/* A string of the pool: a length byte, then the bytes, then NUL. */
static inline sn_str sn_lexicon_string(const sn_lexicon *lexicon, uint32_t offset)
{
    const char *at = (const char *)lexicon + lexicon->strings + offset;
    return (sn_str){at + 1, (unsigned char)*at};
}

#endif
