/* query/hints - what is made from an index to propose words and texts, shared by all searchers.
 *
 *   last commit --[builder]--+--> word list (spelling)    --> searchers
 *                            \--> completions (suggest)   /
 *
 * They may be older than the snapshot that is searched: they propose, and what is shown is looked up
 * in the snapshot first. An engine begins by building one in the request that wants it (the command
 * line and tests, where an answer must not depend on the clock); once sn_engine_hint_in_background()
 * was called a thread does it, requests take what is there, and a build is repeated when the index
 * moved on, after ten times as long as it took: at most a tenth of one core. Private to query/. */
#ifndef SN_QUERY_HINTS_H
#define SN_QUERY_HINTS_H

#include "query/completions.h"
#include "query/word_list.h"

typedef enum sn_hint_kind { SN_HINT_WORDS, SN_HINT_COMPLETIONS, SN_HINT_KINDS } sn_hint_kind;

/* Immutable, counted: who gets one gives it back. */
typedef struct sn_hint {
    sn_hint_kind kind;
    sn_word_list words;         /* of the kind SN_HINT_WORDS */
    sn_completions completions; /* of the kind SN_HINT_COMPLETIONS */
    uint32_t generation;        /* of the commit that it was made from */
    uint64_t applied;
    int64_t build_us;
} sn_hint;

typedef struct sn_hints sn_hints;
struct sn_snapshot;

/* dir: the index directory, borrowed. SN_ENOMEM. */
SN_MUST_USE sn_status sn_hints_create(const char *dir, sn_hints **out, sn_error *err);
void sn_hints_destroy(sn_hints *h); /* ends the thread; NULL is fine */

/* From now on a thread builds. SN_ENOMEM: there is no thread to be had. */
SN_MUST_USE sn_status sn_hints_start(sn_hints *h, sn_error *err);

/* Build again, although the index did not move: files beside it may have changed. */
void sn_hints_renew(sn_hints *h);

/* The hint for a snapshot that has a database, or the one there is; *out NULL: not built yet (only
 * with a thread). SN_ESTALE and the others of xapian-c, SN_ENOMEM; with a thread always SN_OK. */
SN_MUST_USE sn_status sn_hints_take(sn_hints *h, sn_hint_kind kind,
                                    const struct sn_snapshot *snapshot, const sn_hint **out,
                                    sn_error *err);
void sn_hint_give_back(sn_hints *h, const sn_hint *hint); /* NULL is fine */

#endif
