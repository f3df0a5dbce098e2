/* query/related_source - the story that others are related to, as a bag of words.
 *
 *   id, url --> article --> its list of terms in the index --+
 *   text ----------------> analysis -------------------------+--> words with their frequencies
 *
 * Private to query/. */
#ifndef SN_QUERY_RELATED_SOURCE_H
#define SN_QUERY_RELATED_SOURCE_H

#include "query/engine.h"
#include "query/pool.h"
#include "query/related_request.h"

typedef struct sn_related_word {
    sn_str stem;
    double tf; /* as the index counts: a mention in kicker or lead is two (SN_WDF_*) */
    bool in_title;
} sn_related_word;

/* More sections of a story than these say little. */
#define SN_RELATED_SECTIONS 4

typedef struct sn_related_source {
    sn_pool pool;
    sn_related_word *words; /* by stem, each once; guesses and names of authors left out */
    size_t n, cap;
    double length;                        /* in weighted terms, as the index measures lengths */
    sn_docid docid;                       /* 0: a text */
    uint64_t copies;                      /* of an article: the group of its copies */
    sn_str id, title;                     /* of an article, in the pool */
    sn_str sections[SN_RELATED_SECTIONS]; /* of an article: folded categories, in the pool */
    size_t n_sections;
    sn_instant published; /* precision 0: undated */
} sn_related_source;

/* Find or read the story of a request in the searcher's snapshot, which has a database. now_sec: when
 * a text without a date is published. *out is zeroed before and ended with sn_related_source_done()
 * whatever comes back. SN_ENOTFOUND with *problem filled: no such article, or hidden, or none at this
 * address. Statuses of xapian-c with *err. */
SN_MUST_USE sn_status sn_related_source_read(sn_searcher *s, const sn_related_request *request,
                                             int64_t now_sec, sn_related_source *out,
                                             sn_problem *problem, sn_error *err);
void sn_related_source_done(sn_related_source *s);

/* The texts of a request for a text, by sn_text_field, borrowed from it; empty ones are {NULL, 0}. */
void sn_related_texts(const sn_related_request *request, sn_str texts[SN_TEXT_FIELDS]);

/* The parts of a text that a request gives whole: the first line that is not blank is its title, if it
 * has at most SN_RELATED_TITLE_CHARS and other text follows. Borrowed from text. */
#define SN_RELATED_TITLE_CHARS 200
void sn_related_split(sn_str text, sn_str *title, sn_str *body);

SN_DEFINE_CLEANUP(sn_related_source, sn_related_source_done)

#endif
