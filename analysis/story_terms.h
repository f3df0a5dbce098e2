/* analysis/story_terms - what an article is about, as weighted terms: by which articles of one event find
 * one another.
 *
 * Stems, so that inflections meet; each weighs by how often it stands there (1 + log) and by how rare it is
 * in the language as the lexicon counts it: no statistics of an index, so an article has the same terms
 * whenever it comes. Names weigh more. Function words and verbs are left out: the verbs of news (گفت,
 * شد, شنیده شد) are those of all events. */
#ifndef SN_ANALYSIS_STORY_TERMS_H
#define SN_ANALYSIS_STORY_TERMS_H

#include "analysis/analyzer.h"
#include "grouping/stories.h"

/* Of each text only the beginning counts: news comes first, and what is behind it is the background
 * that other events share. */
#define SN_STORY_TEXT_BYTES 500u

/* Memory for one article's terms; {0} to begin with, used again and again. */
typedef struct sn_story_draft {
    sn_story_term *at;
    size_t n, cap;
} sn_story_draft;
void sn_story_draft_done(sn_story_draft *d);

/* The terms of title, kicker, lead and body (each may be empty; well-formed UTF-8), taken apart by the
 * analyzer, whose lexicon this is. SN_OK, SN_ENOMEM, SN_EUTF8. */
SN_MUST_USE sn_status sn_story_terms_make(sn_story_draft *draft, sn_analyzer *analyzer,
                                          const sn_lexicon *lexicon, const sn_str *texts,
                                          size_t n_texts, sn_story_terms *out);

SN_DEFINE_CLEANUP(sn_story_draft, sn_story_draft_done)

#endif
