/* query/search - a request answered from one snapshot of the index.
 *
 *   sn_engine (one a process, shared)  ->  sn_searcher (one a thread)  ->  JSON
 *
 * A searcher looks at the epoch when a request begins, pins one generation and one commit for the
 * whole request, and does the whole request again (ten times) when the snapshot went away. */
#ifndef SN_QUERY_SEARCH_H
#define SN_QUERY_SEARCH_H

#include "query/duplicates.h"
#include "query/related_request.h"
#include "query/request.h"
#include "query/stories_request.h"
#include "query/suggest_request.h"

typedef struct sn_engine sn_engine;
typedef struct sn_searcher sn_searcher;

/* Open an index directory for searching. An index without a generation yet is fine: it answers
 * nothing found. config: the configuration file; NULL: DIR/sarnakh.conf, if there is one.
 * SN_ENOTFOUND (no such directory or file, or not an index), SN_EFORMAT, SN_EIO, SN_ENOMEM;
 * SN_EINVAL, SN_EUTF8, SN_ELIMIT: a mistake in the configuration or INDEX/dictionaries, named by
 * file and line. */
SN_MUST_USE sn_status sn_engine_open(const char *dir, const char *config, sn_engine **out,
                                     sn_error *err);
/* The same, but nothing is made in DIR, which may be one that cannot be written to: where it has no cursor.key, cursors are
 * good in this process only. */
SN_MUST_USE sn_status sn_engine_open_untouched(const char *dir, const char *config, sn_engine **out,
                                               sn_error *err);
void sn_engine_close(sn_engine *e); /* after its searchers */
/* For tests, before others use it: the clock by which articles expire stands there; 0: it is the system's. */
void sn_engine_set_now(sn_engine *e, int64_t now_sec);

/* Read the configuration (docs/configuration.md) and INDEX/dictionaries (docs/dictionaries.md)
 * again; safe while searchers run. On failure, as above, what was read before stays in force, all
 * of it. */
SN_MUST_USE sn_status sn_engine_reload(sn_engine *e, sn_error *err);
/* The same of INDEX/dictionaries alone. */
SN_MUST_USE sn_status sn_engine_reload_words(sn_engine *e, sn_error *err);
/* Would the configuration be taken? It is read as sn_engine_open() does, without an index. Statuses as of that
 * one's configuration: the message names file, line and setting. */
SN_MUST_USE sn_status sn_config_check(const char *dir, const char *config, sn_error *err);

/* What proposes corrections and completions is made by a thread from now on, so that no request
 * waits for it; until it is there, requests go without. Before the first searcher, once. SN_ENOMEM. */
SN_MUST_USE sn_status sn_engine_hint_in_background(sn_engine *e, sn_error *err);

/* What the requests of a searcher may see from now on: only articles that the filters of `scope` (sources, categories,
 * authors, tags) leave; NULL: all. What is outside is to them like what is taken down: in no answer, count, group or
 * story. Only statistics know of it: how rare words are, and with it scores, and the names of groups and
 * stories. Borrowed until another one is set. The numbers of what is outside are kept for the last scope, 4 bytes an
 * article; they are found anew after each commit. */
void sn_searcher_set_scope(sn_searcher *s, const sn_request *scope);

/* For one thread, with nothing of the index yet. On SN_OK *out is the caller's: end it with sn_searcher_destroy().
 * SN_EINVAL, SN_EUTF8, SN_ELIMIT: a word file of INDEX/dictionaries; SN_ENOMEM. */
SN_MUST_USE sn_status sn_searcher_create(sn_engine *e, sn_searcher **out, sn_error *err);
void sn_searcher_destroy(sn_searcher *s); /* NULL is fine */

/* What is said of an answer to who keeps, counts and logs it. */
typedef struct sn_answer_facts {
    size_t
        lasting; /* its bytes that are so for whoever asks; what follows, sn_answer_close() writes */
    int64_t until_sec; /* an article that it may show expires then; INT64_MAX: none */
    uint32_t total;    /* articles found, as the answer says */
    bool has_words;    /* words were searched for: without, a list is shown, or nothing */
    bool narrowed;     /* by more than words: filters, dates */
    bool relaxed, corrected;
    bool timed_out;      /* found by then: another time it may be more */
    size_t words, parts; /* of the query; of the plan: what adds to a score */
    size_t hits;         /* on this page */
} sn_answer_facts;

typedef struct sn_answer_info {
    const char *request_id; /* written into the answer; NULL: left out */
    int64_t started_us;     /* monotonic clock, for took_ms; 0: now */
    int64_t deadline_us; /* likewise, when it is to be answered; 0: SN_LIMIT_QUERY_MS after that */
    sn_answer_facts *facts; /* of sn_search_json, filled on SN_OK; NULL is fine */
} sn_answer_info;

/* Write the end of an answer behind the bytes of it that last: took_ms, request_id, bracket. SN_ENOMEM, SN_ELIMIT (of
 * *out). */
SN_MUST_USE sn_status sn_answer_close(sn_buf *out, const sn_answer_info *info);

/* Stay at the snapshot of now, so that searches have one and the same until it is released; each that fails
 * with SN_ESTALE is not tried again: release, hold a new one (force: though nothing seems to have changed),
 * and ask all again. What is taken down meanwhile is shown by none. SN_EIO, SN_ECORRUPT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_searcher_hold(sn_searcher *s, bool force, sn_error *err);
void sn_searcher_release(sn_searcher *s);
/* Did it fail because the index was changed below it, so that it is worth asking again? SN_ESTALE says so; SN_ECORRUPT
 * may mean it where a commit has come since the snapshot: blocks of commits before are written anew, and who reads one
 * meanwhile may get half of each, which the library takes for damage. */
bool sn_searcher_is_stale(const sn_searcher *s, sn_status status);

/* Call fn while a snapshot is held, and once more with a new one while it fails because the index was changed below it: it
 * begins again then. Returns what the last call did, having said itself why; or, if there is no snapshot, what
 * sn_searcher_hold() did, and only then *err has words. */
typedef sn_status sn_held_fn(void *ctx);
SN_MUST_USE sn_status sn_searcher_do_held(sn_searcher *s, sn_held_fn *fn, void *ctx, sn_error *err);

/* What an answer depends on besides its request and the time: as long as this is the same, the same is
 * found (but for what expires). Made to be compared with memcmp. */
typedef struct sn_moment {
    uint64_t generation, applied, hidden; /* of the index */
    uint64_t config; /* counts the readings of the configuration and the words */
} sn_moment;
/* SN_ENOTFOUND: the index has none yet. Any thread may ask, at any time. */
SN_MUST_USE sn_status sn_engine_moment(const sn_engine *e, sn_moment *out);

/* Until when (monotonic clock) the writer of the same process should let searches be: one lost its snapshot to
 * commits that came fast and is tried again. Past: nothing is asked for. Any thread may ask, at any time. */
int64_t sn_engine_quiet_until_us(const sn_engine *e);

/* Answer a search as JSON (docs/api.md), appended to *out. On failure *out is as it was and
 * *problem says why (SN_EINVAL, SN_ELIMIT, SN_EUTF8: what is wrong with the request; SN_ESTALE:
 * after ten tries; SN_EIO, SN_ECORRUPT, SN_ENOMEM). */
SN_MUST_USE sn_status sn_search_json(sn_searcher *s, const sn_request *request,
                                     const sn_answer_info *info, sn_buf *out, sn_problem *problem);

/* The answer as structures, for the command line and tests. */
typedef struct sn_ranked {
    char id[SN_LIMIT_ID_BYTES + 1];
    double score;
} sn_ranked;
typedef struct sn_ranking {
    sn_ranked *at;
    size_t n;
    bool relaxed, timed_out; /* timed_out: what was found by then */
} sn_ranking;
void sn_ranking_done(sn_ranking *r);
/* Only ids and scores, up to request->limit (SN_LIMIT_RUN_HITS at most). On SN_OK *out is the caller's. Failures as
 * sn_search_json. */
SN_MUST_USE sn_status sn_search_ranking(sn_searcher *s, const sn_request *request, sn_ranking *out,
                                        sn_problem *problem);

/* The words of a query as past queries are compared: folded, one blank between them; appended. Text that is
 * not well-formed UTF-8: SN_EUTF8. SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_query_fold(sn_str q, sn_buf *out);

/* What a query was probably meant as, and why, as JSON (docs/api.md), appended to *out: what a search of it is
 * answered with or suggests. Of the request, q and what narrows. Failures as sn_search_json. */
SN_MUST_USE sn_status sn_spell_json(sn_searcher *s, const sn_request *request,
                                    const sn_answer_info *info, sn_buf *out, sn_problem *problem);

/* Completions of what is being typed as JSON (docs/api.md), appended to *out. Failures as
 * sn_search_json. */
SN_MUST_USE sn_status sn_suggest_json(sn_searcher *s, const sn_suggest_request *request,
                                      const sn_answer_info *info, sn_buf *out, sn_problem *problem);

/* The biggest stories of a period, or the time line of one, as JSON (docs/stories.md), appended to *out.
 * SN_ENOTFOUND (code "unknown_story"): no article that may be shown belongs to it; SN_EFORMAT: the
 * index was built before there were stories. Otherwise failures as sn_search_json. */
SN_MUST_USE sn_status sn_stories_json(sn_searcher *s, const sn_stories_request *request,
                                      const sn_answer_info *info, sn_buf *out, sn_problem *problem);

/* Articles related to a story as JSON (docs/api.md), appended to *out. SN_ENOTFOUND with code
 * "not_found": no such article; other failures as sn_search_json(). */
SN_MUST_USE sn_status sn_related_json(sn_searcher *s, const sn_related_request *request,
                                      const sn_answer_info *info, sn_buf *out, sn_problem *problem);

/* One article as the index shows it, as JSON appended to *out. fields: its members, bits of
 * sn_shown; 0: all. *etag (NULL is fine): sn_article_etag() of the version shown, 0 where an index of before
 * format 5 does not say. SN_ENOTFOUND: not there, or hidden (which looks just the same). */
SN_MUST_USE sn_status sn_searcher_article_json(sn_searcher *s, sn_str id, uint32_t fields,
                                               sn_buf *out, uint64_t *etag, sn_error *err);

/* The copies of an article and how alike they are, as JSON (docs/api.md) appended to *out. SN_ENOTFOUND:
 * the article is not there, or hidden; other failures as sn_search_json. */
SN_MUST_USE sn_status sn_duplicates_json(sn_searcher *s, sn_str id, const sn_duplicates_request *r,
                                         const sn_answer_info *info, sn_buf *out,
                                         sn_problem *problem);

/* Every stage of the analysis of a text as this index has it (analysis_json.h), as a JSON object
 * appended to *out. SN_ELIMIT (over SN_LIMIT_ANALYZE_BYTES) and SN_EUTF8 with *problem's words;
 * SN_ESTALE, SN_EIO, SN_ECORRUPT, SN_ENOMEM. On failure *out is as it was. */
SN_MUST_USE sn_status sn_searcher_analyze_json(sn_searcher *s, sn_str text,
                                               const sn_answer_info *info, sn_buf *out,
                                               sn_problem *problem);

/* Does a query have a word, so that a pin for it can be found? SN_EINVAL, SN_ELIMIT ("query: …") if
 * not. Are these rules that a set of synonyms may have, each entry with a word? SN_EINVAL, SN_EUTF8,
 * SN_ELIMIT ("rules, line 3: …") if not. Both SN_ESTALE, SN_EIO, SN_ECORRUPT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_searcher_check_pin(sn_searcher *s, sn_str query, sn_error *err);
SN_MUST_USE sn_status sn_searcher_check_synonyms(sn_searcher *s, sn_str rules, sn_error *err);

typedef struct sn_engine_status {
    uint32_t generation;  /* 0: none yet */
    uint64_t applied;     /* last change the snapshot holds */
    uint32_t articles;    /* documents in it that may be shown */
    int analysis, format; /* of the generation */
    char built_at[32];
    int64_t committed_sec;   /* when its last commit was written, by the file; 0: not known */
    bool analysis_matches;   /* false: built by another analysis; queries may miss, rebuild */
    bool dictionary_matches; /* false: the user's words changed since; rebuild to use them */
} sn_engine_status;
/* Of the commit that a search would have now. SN_EFORMAT, SN_ECORRUPT, SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_searcher_status(sn_searcher *s, sn_engine_status *out, sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_engine, sn_engine_close)
SN_DEFINE_CLEANUP_PTR(sn_searcher, sn_searcher_destroy)
SN_DEFINE_CLEANUP(sn_ranking, sn_ranking_done)

#endif
