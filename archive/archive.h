/* archive/archive - the truth: articles, their versions, the change log, takedowns.
 *
 *   article --[put, withdraw, take_down, lift]--> archive.db, takedowns.db
 *                                                  |  changes, in order, numbered from 1
 *                                                  v
 *                                          indexer/apply brings the index along
 *
 * Everyone writes only here. A change is accepted when SQLite (WAL, synchronous=FULL) has committed
 * it with its change number; the index is derived and can always be replayed from here. Several
 * processes may have the archive open; writers wait for each other up to busy_ms.
 * An article whose time is not yet, or over, is held like any other, and is none to the index: walks give it
 * as a document that goes (due.h).
 * takedowns.db is a ledger of its own (who, when, why, lifted by), written before archive.db, so
 * that a restored older archive cannot bring an article back: opening for writing merges ledger
 * entries that archive.db does not know of yet, and so does each write when the ledger has changed;
 * handles for reading heed them unmerged. A ledger that is missing is made from archive.db.
 * A handle belongs to one thread at a time. Text given in is copied; sn_error *err last as always.
 * All functions may return SN_EIO, SN_ENOSPACE, SN_ECORRUPT, SN_ENOMEM, SN_ELOCKED (busy_ms over). */
#ifndef SN_ARCHIVE_H
#define SN_ARCHIVE_H

#include "archive/article.h"

#define SN_ARCHIVE_FILE "archive.db"
#define SN_LEDGER_FILE  "takedowns.db"

typedef struct sn_archive sn_archive;

typedef struct sn_archive_opts {
    bool create; /* make the databases if dir has none */
    bool read_only;
    bool untouched;  /* read_only, and no file is made, written or removed in dir: see below */
    int busy_ms;     /* 0: 10,000 */
    int64_t now_sec; /* 0: the system clock; for tests */
} sn_archive_opts;

/* dir is the index directory (layout/index_dir.h). Without create, a directory that holds no archive.db
 * is SN_ENOTFOUND; a file that is no archive, or one of a newer format, SN_EFORMAT. */
SN_MUST_USE sn_status sn_archive_open(const char *dir, const sn_archive_opts *opts,
                                      sn_archive **out, sn_error *err);
void sn_archive_close(sn_archive *a); /* rolls back an open transaction; NULL is fine */

/* Of an untouched handle: have other files taken the place of those that it reads, or does somebody write who did not when
 * it was opened? Then it says no more what is so, and what it said since the last look may be of two moments: close it,
 * open another, ask again. Untouched, SQLite's own two files beside archive.db (-wal, -shm) are used if they are there, with the
 * locks of a reader, which is how a writer's commits are followed. Where there is no log, archive.db is read as a file that
 * nobody writes: from a directory that cannot be written to, or a read-only file system. A log without
 * its -shm (of a copy that left it behind) cannot be read: SN_EIO. */
bool sn_archive_is_outdated(const sn_archive *a);

#define SN_UUID_SIZE 37
/* The archive's own name, made with it. */
const char *sn_archive_uuid(const sn_archive *a);

typedef enum sn_article_state {
    SN_ARTICLE_LIVE,
    SN_ARTICLE_WITHDRAWN,
    SN_ARTICLE_TAKEN_DOWN, /* may be held or not: json is empty if never held */
    /* Held, and not shown by what it says itself (shown.h), as of its last change or moment (due.h): */
    SN_ARTICLE_EMBARGOED, /* its publish_at is still to come */
    SN_ARTICLE_EXPIRED,   /* its expires_at is over */
    SN_ARTICLE_WITHHELD   /* its pubstatus does not let it be shown */
} sn_article_state;

/* "live", "withdrawn", "taken_down", "embargoed", "expired", "withheld". */
const char *sn_article_state_name(sn_article_state state);

/* ---- writing: each call outside begin/commit is a transaction of its own ---------------------- */

/* SN_EINVAL where one is open already, or the handle is for reading. A write in it that is refused
 * (SN_EINVAL, SN_EUTF8, SN_ELIMIT, SN_ENOTFOUND, SN_ECONFLICT, SN_ETAKENDOWN) leaves the rest of the
 * transaction as it is; one that fails rolls all of it back, and every further write and the commit
 * return that failure. Takedowns and lifts in it stand in the ledger at once: after a roll-back the
 * next write of any handle carries them out, and reading heeds takedowns even before. */
SN_MUST_USE sn_status sn_archive_begin(sn_archive *a, sn_error *err); /* BEGIN IMMEDIATE */
/* On failure the transaction is rolled back: nothing of it was accepted. SN_EINVAL without begin. */
SN_MUST_USE sn_status sn_archive_commit(sn_archive *a, sn_error *err);
void sn_archive_rollback(sn_archive *a);

typedef enum sn_put_outcome { SN_PUT_CREATED, SN_PUT_UPDATED, SN_PUT_UNCHANGED } sn_put_outcome;

typedef struct sn_put_result {
    sn_put_outcome outcome;
    uint64_t change;        /* 0 for UNCHANGED */
    sn_article_state state; /* LIVE: shown as soon as the index has the change; or why it is not */
} sn_put_result;

/* Store an article, new or another version of one held.
 * An equal article is SN_PUT_UNCHANGED. An article with a lower version (or, where either has no
 * version, an earlier modified_at) than the one held is SN_ECONFLICT. A withdrawn article comes
 * back with a greater version or modified_at, or, where it has neither, with another content;
 * otherwise SN_ECONFLICT. Between equal versions modified_at decides, so that any order of
 * arrival ends with the newest; a modified_at that
 * is a day only is earlier than a time of another day only. An id that is taken down is
 * SN_ETAKENDOWN. The message names the id. Also SN_EINVAL, SN_EUTF8, SN_ELIMIT for an article that
 * could not be read back, for a pubstatus that is not known (shown.h), or when no document number is left.
 * Messages are for who writes: they tell of articles that no reader may know of. */
SN_MUST_USE sn_status sn_archive_put(sn_archive *a, const sn_article *article, sn_put_result *out,
                                     sn_error *err);

/* Take an article out, undone by a newer version. SN_ENOTFOUND if it is not held (withdrawn and
 * taken down ones are not). */
SN_MUST_USE sn_status sn_archive_withdraw(sn_archive *a, sn_str id, uint64_t *change,
                                          sn_error *err);

typedef struct sn_takedown {
    char *id, *who, *why, *lifted_by; /* who, why, lifted_by: NULL if not said */
    /* lifted_at_sec 0: in force; -1: another entry of the id is, of a ledger joined with this one. */
    int64_t at_sec, lifted_at_sec;
    /* It took out: 1, or 0 if none was held live; -1: not known (an older ledger). */
    int64_t articles;
} sn_takedown;

/* Keep an id out, known or not, until it is lifted; again for one in force: no new change, *change
 * is that of the one in force. *docid is the number the index may hold it under, 0 if none.
 * SN_EINVAL for an id that no article could have. */
SN_MUST_USE sn_status sn_archive_take_down(sn_archive *a, sn_str id, const char *who,
                                           const char *why, uint64_t *change, uint32_t *docid,
                                           sn_error *err);
/* Let an id in again; an article held when it was taken down is back (with the last version held).
 * SN_ENOTFOUND if no takedown of it is in force. */
SN_MUST_USE sn_status sn_archive_lift(sn_archive *a, sn_str id, const char *who, uint64_t *change,
                                      sn_error *err);

typedef sn_status sn_takedown_fn(void *ctx, const sn_takedown *takedown); /* borrowed */
/* The ledger, oldest first. A status of fn other than SN_OK ends the walk and is returned. */
SN_MUST_USE sn_status sn_archive_each_takedown(sn_archive *a, sn_takedown_fn *fn, void *ctx,
                                               sn_error *err);

/* ---- reading ---------------------------------------------------------------------------------- */

typedef struct sn_record {
    sn_article_state state;
    uint32_t docid;  /* 0: none */
    uint64_t change; /* last change of this article */
    sn_buf json;     /* canonical form; give it a max before the call (SN_BUF) */
} sn_record;
void sn_record_done(sn_record *r);

/* SN_ENOTFOUND if the id is neither held nor taken down. *out is the caller's to end. */
SN_MUST_USE sn_status sn_archive_get(sn_archive *a, sn_str id, sn_record *out, sn_error *err);

/* Is the id held or taken down? */
SN_MUST_USE sn_status sn_archive_knows(sn_archive *a, sn_str id, bool *known, sn_error *err);
/* Append the id of the article that stands at an http(s) address, written in any of its forms (sn_address_id of both is
 * the same): it is held or taken down under that, or under another id and had the address as url. SN_ENOTFOUND. */
SN_MUST_USE sn_status sn_archive_id_at(sn_archive *a, sn_str url, sn_buf *id, sn_error *err);

typedef struct sn_archive_counts {
    uint64_t live, withdrawn, taken_down, embargoed, expired, withheld; /* articles, by state */
    uint64_t last_change;
} sn_archive_counts;
SN_MUST_USE sn_status sn_archive_count(sn_archive *a, sn_archive_counts *out, sn_error *err);
/* The number of the last committed change, 0 for none. Cheap: one row. */
SN_MUST_USE sn_status sn_archive_last_change(sn_archive *a, uint64_t *out, sn_error *err);
/* A number that differs after any commit by another connection (PRAGMA data_version). */
SN_MUST_USE sn_status sn_archive_data_version(sn_archive *a, int64_t *out, sn_error *err);

/* One step that brings an index along: document `docid` now is `json`, or is gone (json empty). */
typedef struct sn_change {
    uint64_t change;
    uint32_t docid;
    sn_str id;
    sn_str json; /* borrowed during the call; empty: delete the document */
    /* The change that made the article what it is; a later one may be of its groups. */
    uint64_t version;
} sn_change;
typedef sn_status sn_change_fn(void *ctx, const sn_change *change);

/* The changes after `after`, at most max_changes of them, in order, as the articles are now: a
 * document that several of them touch comes once, with the last. *last is the number up to which
 * the index is right once all of them are done (`after` if there was none). A status of fn other
 * than SN_OK ends the walk and is returned. fn must not write to this handle.
 * A number that a changed date has freed may be another article's by now: the walk gives what has
 * the number now, so replaying from any point, twice or in any batches, ends with the same. */
SN_MUST_USE sn_status sn_archive_each_change(sn_archive *a, uint64_t after, uint32_t max_changes,
                                             sn_change_fn *fn, void *ctx, uint64_t *last,
                                             sn_error *err);
/* The live articles by rising docid from first_docid on (newest first), at most max of them, each
 * call a short read of its own. *next_docid is where to go on, 0 at the end. */
SN_MUST_USE sn_status sn_archive_each_live(sn_archive *a, uint32_t first_docid, uint32_t max,
                                           sn_change_fn *fn, void *ctx, uint32_t *next_docid,
                                           sn_error *err);
/* Where a stretch of n live articles ends that begins at first_docid: *next_docid is the number of the
 * one behind it, 0 if there is none. No article is read. */
SN_MUST_USE sn_status sn_archive_live_stretch(sn_archive *a, uint32_t first_docid, uint32_t n,
                                              uint32_t *next_docid, sn_error *err);
/* The greatest distance, in minutes, between the publication minute of any article that ever had a
 * dated number (the first minute of its day for a date without time, the minute it arrived for a
 * date clamped for lying in the future) and the minute of that number: how much further than a range
 * of dates the range of numbers must reach so that no article of it is missed. */
SN_MUST_USE sn_status sn_archive_max_spill(sn_archive *a, uint32_t *minutes, sn_error *err);
/* Do the two databases agree on what is taken down, and articles with both? Findings as below. */
SN_MUST_USE sn_status sn_archive_check_takedowns(sn_archive *a, sn_buf *findings, size_t *errors,
                                                 sn_error *err);
/* PRAGMA integrity_check of both databases; findings appended, *errors their number. */
SN_MUST_USE sn_status sn_archive_check(sn_archive *a, sn_buf *findings, size_t *errors,
                                       sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_archive, sn_archive_close)
SN_DEFINE_CLEANUP(sn_record, sn_record_done)

#endif
