/* query/engine - what engine and searcher hold, and how a searcher comes to one snapshot.
 *
 *   epoch (did anything change?) -> current -> generation, its last commit, hidden articles
 *
 * Private to query/. In its headers a function with an sn_error *err reads the index, and may return the statuses of
 * xapian-c (xapian_c.h) and SN_ENOMEM besides what its comment names. */
#ifndef SN_QUERY_ENGINE_H
#define SN_QUERY_ENGINE_H

#include "analysis/analyzer.h"
#include "base/file.h"
#include "layout/body.h"
#include "layout/epoch.h"
#include "layout/hidden.h"
#include "layout/index_dir.h"
#include "query/burst.h"
#include "query/configs.h"
#include "query/hints.h"
#include "query/search.h"
#include "query/tree.h"
#include "query/vocabulary.h"

#include <stdatomic.h>

/* How often a request is tried whose snapshot goes away: with the second commit behind its beginning, and on a busy
 * machine a tenth of the searches meet that beside a writer that commits twenty times a second. */
#define SN_SNAPSHOT_TRIES 10

/* How long no commit is asked for once a snapshot was lost. */
#define SN_QUIET_US 300000

struct sn_engine {
    char dir[SN_PATH_SIZE];
    sn_configs *configs;
    sn_vocabularies *vocabularies;
    sn_hints *hints; /* words to correct by, texts to complete */
    unsigned char cursor_key[SN_CURSOR_KEY_BYTES];
    sn_epoch *epoch; /* for sn_engine_moment(); NULL: there was none when it was opened */
    _Atomic uint64_t
        readings;    /* of the configuration and the words, counted when they are in force */
    int64_t now_sec; /* what has expired is told by; 0: the system's clock */
    _Atomic int64_t quiet_until_us; /* sn_engine_quiet_until_us() */
};

/* The articles of a commit that are outside of a scope. */
typedef struct sn_outside {
    char *scope; /* NULL: not known */
    uint32_t generation;
    uint64_t applied;
    sn_docid *docids; /* rising */
    size_t n;
} sn_outside;

/* One generation at one commit, and the articles that may not be shown although it holds them. */
typedef struct sn_snapshot {
    sn_xap_db *db; /* NULL: no generation yet, nothing is found */
    sn_manifest manifest;
    uint64_t applied;  /* last change it holds */
    uint32_t articles; /* documents in it */
    int64_t spill_minutes;
    char settings[SN_DICTIONARY_DIGEST_SIZE]; /* of what editors set, as this commit has it */
    sn_burst_base burst_base;                 /* of the queries so far */
    sn_hidden
        hidden; /* sorted by id; only entries in force for this commit, and what has expired */
    int64_t
        next_expiry_sec; /* the second at which the next article of it expires, SN_NO_EXPIRY: none */
    sn_tree hidden_tree;
    sn_xap_query *hidden_query; /* those of them that it holds; NULL: none */
    sn_docid *hidden_docids;    /* their numbers, rising, also of those that look_again() added */
    size_t n_hidden_docids;
    char *scope; /* what the hidden ones above are of (scope_text() of it); NULL: no scope */
    sn_outside outside;
} sn_snapshot;

struct sn_searcher {
    sn_engine *engine;
    const sn_config *config;         /* in force when the request began */
    const sn_vocabulary *vocabulary; /* of the snapshot's generation */
    sn_analyzer *analyzer;           /* with its lexicon */
    sn_body_reader *bodies;
    sn_epoch *epoch; /* NULL as long as there is no such file */
    sn_epoch_values seen;
    bool is_held;            /* by sn_searcher_hold() */
    const sn_request *scope; /* what the request may see; NULL: all */
    bool is_kept;            /* a newer generation cannot be read: the old one stays as it is */
    sn_snapshot snapshot;
};

/* Bring the snapshot up to date, at the beginning of a request. force: even if the epoch says that
 * nothing changed (the snapshot went stale). SN_OK also when there is no index yet. SN_EFORMAT, SN_ECORRUPT,
 * SN_EIO: the generation or what belongs to it cannot be read. */
SN_MUST_USE sn_status sn_searcher_refresh(sn_searcher *s, bool force, sn_error *err);

/* Take the vocabulary of a generation and its index, and an analyzer with its lexicon; on failure
 * those before stay. generation_path and db NULL, digest "": without a generation. Statuses as
 * sn_vocabularies_take. */
SN_MUST_USE sn_status sn_searcher_take_vocabulary(sn_searcher *s, const char *generation_path,
                                                  const char *digest, const sn_xap_db *db,
                                                  sn_error *err);

#define SN_NO_EXPIRY INT64_MAX
/* The change of an entry that is in force until the index has forgotten the article. */
#define SN_EXPIRED_CHANGE UINT64_MAX

/* What the clock says when it is asked whether an article has expired: never what a request takes for now,
 * nor the frozen time of a cursor. */
int64_t sn_engine_now(const sn_engine *e);

/* Add the articles of the snapshot's index that have expired at now_sec to a hidden set, and say when the next
 * one does (snapshot_expired.c). SN_ELOCKED: over SN_LIMIT_EXPIRED_IDS of them; nothing is shown before the
 * index has been brought along. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_snapshot_add_expired(const sn_xap_db *db, int64_t now_sec, sn_hidden *set,
                                              int64_t *next_sec, sn_error *err);

/* Read the hidden set that goes with the snapshot's commit, all of it, and find what has expired. Statuses as
 * sn_hidden_collect(). */
SN_MUST_USE sn_status sn_snapshot_read_hidden(sn_searcher *s, sn_error *err);

/* Takedowns may have come while the request was matched: add them to the snapshot's hidden set, for
 * the last look before hits are written. Entries that were forgotten meanwhile stay. Statuses as
 * sn_hidden_collect(). */
SN_MUST_USE sn_status sn_searcher_look_again(sn_searcher *s, sn_error *err);

/* The last commit of the current generation, on a handle of the caller's. SN_ENOTFOUND: none yet. */
SN_MUST_USE sn_status sn_snapshot_open_last(const char *dir, sn_xap_db **db, uint32_t *generation,
                                            uint64_t *applied, sn_error *err);

bool sn_snapshot_hides(const sn_snapshot *snapshot, sn_str id);

/* Is what the snapshot hides of another scope than the searcher's? (snapshot_scope.c) */
bool sn_scope_has_changed(const sn_searcher *s);
/* Find what is outside of the searcher's scope in the snapshot; nothing without one. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_scope_find_outside(sn_searcher *s, sn_error *err);
/* All that is outside of the searcher's scope. */
sn_xap_query *sn_scope_query(const sn_searcher *s, sn_tree *t);
/* Both lists as one, rising, each number once; NULL: out of memory. */
sn_docid *sn_scope_join(const sn_docid *held, size_t n_held, const sn_outside *outside, size_t *n);
/* SN_EINVAL ("not_for_filter"), with *problem, for what a request with a scope may not ask: explain tells how
 * frequent words are in all articles. */
SN_MUST_USE sn_status sn_scope_check(const sn_searcher *s, const sn_request *request,
                                     sn_problem *problem);
void sn_outside_done(sn_outside *o);

/* All that may not be shown of a commit at now_sec, sorted by id; *next_sec as of sn_snapshot_add_expired().
 * *out is the caller's. Statuses as sn_hidden_read() and that. */
SN_MUST_USE sn_status sn_hidden_collect(const char *dir, const sn_xap_db *db, uint64_t applied,
                                        int64_t now_sec, sn_hidden *out, int64_t *next_sec,
                                        sn_error *err);
/* Is the id in it? */
bool sn_hidden_has(const sn_hidden *hidden, sn_str id);

#endif
