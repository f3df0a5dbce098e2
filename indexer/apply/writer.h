/* indexer/apply/writer - the one way to change what is found: archive first, index after.
 *
 *   put / withdraw / take_down / lift --> archive (accepted) --> applier --> index (shown)
 *
 * A writer is a process's door to an index directory. Whoever holds INDEX/writer.lock applies
 * changes in their order; the others wait until the applied number has passed theirs.
 * Statuses besides those named: of the archive, of xapian_c.h and of layout/index_dir.h. */
#ifndef SN_INDEXER_WRITER_H
#define SN_INDEXER_WRITER_H

#include "archive/archive.h"

typedef struct sn_writer sn_writer;

typedef struct sn_writer_opts {
    bool create;         /* make the index directory if it is missing or empty */
    bool adopt;          /* make the archive of an index that has lost it, too (a restore) */
    const char *program; /* for writer.lock; NULL: "sarnakh" */
    /* Rebuilds: all that need not be done under writer.lock comes after others. */
    bool low_priority;
    bool whatever_room; /* rebuilds begin even where the disk seems to have too little room */
    /* Threads that build a generation, at most SN_LIMIT_BUILD_JOBS; 0: as many as there are processors for
     * the first one, one for a rebuild, which others search beside. */
    uint32_t jobs;
    /* Databases of the generation that a rebuild makes, at most SN_LIMIT_INDEX_SHARDS; 0: as many as the
     * current one has. */
    uint32_t shards;
    int64_t now_sec; /* as sn_archive_opts */
} sn_writer_opts;

/* SN_ENOTFOUND: no such directory, or a directory that is not an index (the message says which);
 * SN_EFORMAT, SN_EIO, SN_ENOSPACE, SN_ENOMEM. */
SN_MUST_USE sn_status sn_writer_open(const char *dir, const sn_writer_opts *opts, sn_writer **out,
                                     sn_error *err);
void sn_writer_close(sn_writer *w); /* NULL is fine */

/* The archive behind it, for puts, withdrawals, lifts and reads (transactions are the caller's). */
sn_archive *sn_writer_archive(sn_writer *w);

/* A takedown: ledger, archive and hidden set. From its return on no search shows the article, even
 * if the index has not caught up yet. Statuses as sn_archive_take_down. */
SN_MUST_USE sn_status sn_writer_take_down(sn_writer *w, sn_str id, const char *who, const char *why,
                                          uint64_t *change, sn_error *err);

/* The same if `check` returns SN_OK, which is asked inside the transaction, before anything is written; otherwise what it
 * returned. It may read the archive. */
typedef sn_status sn_writer_check_fn(void *ctx, sn_archive *archive, sn_error *err);
SN_MUST_USE sn_status sn_writer_take_down_if(sn_writer *w, sn_str id, const char *who,
                                             const char *why, sn_writer_check_fn *check, void *ctx,
                                             uint64_t *change, sn_error *err);

typedef struct sn_takedown_item {
    sn_str id;
    void *user;      /* for the check */
    bool is_down;    /* set: it is taken down */
    uint64_t change; /* set, if so */
} sn_takedown_item;

/* Take several down in one transaction of the archive, those for which `check` (ctx is the item) returns SN_OK; on
 * SN_EUNMET one is passed over, anything else ends it. Each stands in the ledger at once, so that after a failure or a
 * crash those are down that had their turn. From its return on no search shows any of them. */
SN_MUST_USE sn_status sn_writer_take_down_all(sn_writer *w, sn_takedown_item *items, size_t n,
                                              const char *who, const char *why,
                                              sn_writer_check_fn *check, sn_error *err);

typedef struct sn_apply_report {
    uint64_t applied; /* last change the index holds now */
    uint64_t put, deleted;
    uint64_t grouping_us; /* processor time of finding the groups of what was put */
} sn_apply_report;

/* Called after each commit of the index; done and total are change numbers, articles where one is built. NULL is
 * fine. */
typedef void sn_apply_progress(void *ctx, uint64_t done, uint64_t total);

/* Bring the index up to `change` (0: all there is), and to what is due by now (archive/due.h): apply if nobody
 * else does, else wait for who does, up to timeout_ms. SN_OK; SN_ETIMEOUT (accepted, not yet shown); SN_EFORMAT
 * (the index was built by another analysis: puts wait for a rebuild, deletions were applied). */
SN_MUST_USE sn_status sn_writer_catch_up(sn_writer *w, uint64_t change, int64_t timeout_ms,
                                         sn_apply_progress *progress, void *ctx,
                                         sn_apply_report *report, sn_error *err);

/* Hold the lock and apply from now on: for the service's applier thread, which then calls
 * sn_writer_apply_pending again and again. SN_ELOCKED: another process has it. */
SN_MUST_USE sn_status sn_writer_hold(sn_writer *w, sn_error *err);
/* Apply what is pending; returns soon if nothing is. Only after sn_writer_hold. */
SN_MUST_USE sn_status sn_writer_apply_pending(sn_writer *w, sn_apply_report *report, sn_error *err);
/* Let others apply (a rebuild of another process wants the lock). */
void sn_writer_let_go(sn_writer *w);

/* Build the next generation from the archive and switch to it. Readers go on; changes accepted
 * meanwhile are in it. SN_ELOCKED if another process will not let go within timeout_ms. SN_ENOSPACE before
 * anything is written, with both numbers, where the disk has no room for another generation like this one.
 * SN_ECORRUPT: what was built is not what the archive says, the message says where. After any failure the
 * current generation stays, and what was built is removed. */
SN_MUST_USE sn_status sn_writer_rebuild(sn_writer *w, int64_t timeout_ms,
                                        sn_apply_progress *progress, void *ctx,
                                        sn_apply_report *report, sn_error *err);

/* Make a generation that is kept the current one again, under a new number, with all that was accepted
 * since: number 0 takes the one before. Readers go on. SN_ENOTFOUND: it is not there; SN_EFORMAT: this
 * program cannot bring it along (the message says why); SN_ELOCKED as above. */
SN_MUST_USE sn_status sn_writer_roll_back(sn_writer *w, uint32_t number, int64_t timeout_ms,
                                          sn_apply_report *report, sn_error *err);

typedef struct sn_vacuum_report {
    uint64_t archive_before, archive_after; /* bytes of archive.db */
    uint64_t index_before, index_after;     /* bytes of the inverted index; 0: there is none yet */
    uint64_t changes;                       /* rows of the change log that nobody needs any more */
    bool archive_rewritten;                 /* false: too little of it was empty */
} sn_vacuum_report;

/* Give back what archive and index do not need: the archive as archive/space.h says, the index as a new
 * generation, the current one compacted; that stays for roll-back. Readers go on. SN_ENOSPACE, said before
 * anything is written, if there is no room for both; SN_EFORMAT if the generation was built by another
 * analysis; SN_ELOCKED as above. */
SN_MUST_USE sn_status sn_writer_vacuum(sn_writer *w, int64_t timeout_ms, sn_vacuum_report *out,
                                       sn_apply_report *report, sn_error *err);

/* Let the next rebuild, or who applies the next change, find all groups anew, as after a change of their
 * rules: for groups that are damaged. */
SN_MUST_USE sn_status sn_writer_forget_groups(sn_writer *w, sn_error *err);

typedef struct sn_index_status {
    uint32_t generation;      /* 0: none */
    uint64_t change, applied; /* accepted and shown */
    uint64_t articles;        /* live in the archive */
    uint32_t documents;       /* in the index */
    uint64_t withdrawn, taken_down;
    uint64_t embargoed, expired, withheld; /* held, and not shown by what they say themselves */
    int64_t next_due_sec; /* when the next begins or ceases to be shown; SN_NEVER_SEC */
    size_t hidden;        /* takedowns the index has not forgotten yet */
    uint32_t shards;      /* databases of the generation, 0: none */
    int analysis;         /* of the generation, 0: none */
    bool analysis_matches;
    bool dictionary_matches; /* false: the newsroom's words changed since it was built */
    bool groups_match;       /* false: the archive's groups were made by other rules */
    char built_at[32];
    char holder[160]; /* of writer.lock, "" if nobody */
} sn_index_status;
SN_MUST_USE sn_status sn_writer_status(sn_writer *w, sn_index_status *out, sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_writer, sn_writer_close)

#endif
