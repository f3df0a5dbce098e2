/* archive/groups - what is kept of groups of copies and of stories: members and their names, their texts,
 * which of these are alike, and keys by which they are found.
 *
 *   indexer/apply/grouping --[members, names]--> archive.db --[names]--> documents of the index
 *
 * Storage only: what a copy is, is decided by who holds writer.lock (indexer/apply/grouping.h), who is
 * also the only one to write here. All of it is derived from the articles: lost, or of another version,
 * it is made again (sn_groups_reset).
 * A member is known by its document number, and is right as soon as the changes up to
 * sn_groups_state.grouped that touch this number have been looked at. So it may be behind what
 * sn_archive_get() says, but never for good: what is behind has a change still to come.
 * Writing wants a transaction of sn_archive_begin(). Statuses as archive.h. */
#ifndef SN_ARCHIVE_GROUPS_H
#define SN_ARCHIVE_GROUPS_H

#include "archive/archive.h"

typedef struct sn_groups_state {
    int64_t version;  /* of the rules it was made by; 0: never made */
    uint64_t grouped; /* the last change that was looked at */
    uint64_t turn;    /* rises with every note and reset: the same, and nothing was written since */
} sn_groups_state;

SN_MUST_USE sn_status sn_groups_get_state(sn_archive *a, sn_groups_state *out, sn_error *err);
/* Begin anew with other rules: `grouped` is 0, no text, key or pair is known. Members keep the names they
 * had until they are put again: only by them is known which documents of the index are to change. */
SN_MUST_USE sn_status sn_groups_reset(sn_archive *a, int64_t version, sn_error *err);
/* Note that the changes up to this one have been looked at (a lower one stays behind), at the end of a
 * transaction that wrote any of what follows. */
SN_MUST_USE sn_status sn_groups_note(sn_archive *a, uint64_t grouped, sn_error *err);

#define SN_MEMBER_UNDATED INT64_MAX /* behind all that have a date */

typedef struct sn_member {
    uint32_t docid;
    sn_str id;              /* borrowed during the call */
    uint64_t version;       /* sn_change.version of the article it was made from; 0: out of date */
    uint64_t text;          /* number of its text; 0: it has none */
    int64_t published_sec;  /* or SN_MEMBER_UNDATED */
    uint64_t copies, story; /* names of its groups (layout/membership.h) */
    bool has_copies, has_story; /* others have that name, or had it: it is found by the name */
    sn_str about; /* what its story is found by (grouping/stories.h), or empty; borrowed as id */
} sn_member;

/* The member with this number, without id and about (empty). SN_ENOTFOUND. */
SN_MUST_USE sn_status sn_member_get(sn_archive *a, uint32_t docid, sn_member *out, sn_error *err);
/* Put a member in place of what has its number. */
SN_MUST_USE sn_status sn_member_put(sn_archive *a, const sn_member *m, sn_error *err);
/* SN_OK also if there is none. */
SN_MUST_USE sn_status sn_member_remove(sn_archive *a, uint32_t docid, sn_error *err);
/* Give a member the name of a group of copies, by which it is found; of a story, by which it is found if
 * that has others. */
SN_MUST_USE sn_status sn_member_set_copies(sn_archive *a, uint32_t docid, uint64_t copies,
                                           sn_error *err);
SN_MUST_USE sn_status sn_member_set_story(sn_archive *a, uint32_t docid, uint64_t story,
                                          bool has_story, sn_error *err);
/* Append a change of a member, so that its document is written again. */
SN_MUST_USE sn_status sn_member_touch(sn_archive *a, uint32_t docid, sn_error *err);

typedef sn_status sn_member_fn(void *ctx, const sn_member *m);
/* The members of one text (not 0), earliest first (by date, then id), at most max of them (0: all). A
 * status of fn other than SN_OK ends the walk and is returned. fn must not write. */
SN_MUST_USE sn_status sn_members_of_text(sn_archive *a, uint64_t text, uint32_t max,
                                         sn_member_fn *fn, void *ctx, sn_error *err);
/* In the same way those that are found by the name of a group of copies, of a story. */
SN_MUST_USE sn_status sn_members_of_copies(sn_archive *a, uint64_t copies, uint32_t max,
                                           sn_member_fn *fn, void *ctx, sn_error *err);
SN_MUST_USE sn_status sn_members_of_story(sn_archive *a, uint64_t story, uint32_t max,
                                          sn_member_fn *fn, void *ctx, sn_error *err);
/* The members by rising number from first_docid on, at most max. */
SN_MUST_USE sn_status sn_members_from(sn_archive *a, uint32_t first_docid, uint32_t max,
                                      sn_member_fn *fn, void *ctx, sn_error *err);

/* ---- texts: articles of the same fingerprint are one, here and below ---- */

/* What texts are equal in. */
typedef struct sn_text_hash {
    uint64_t same;  /* equal for texts that are equal, though not to the last blank */
    uint64_t print; /* of the fingerprint */
} sn_text_hash;

/* The number of this text; 0: it is not known. *others: one of the same `same` is. */
SN_MUST_USE sn_status sn_text_find(sn_archive *a, const sn_text_hash *hash, uint64_t *text,
                                   bool *others, sn_error *err);
/* Keep what is known of a text that has its first member and is not known yet. Numbers begin at 1 and rise. */
SN_MUST_USE sn_status sn_text_put(sn_archive *a, const sn_text_hash *hash, sn_str print,
                                  uint64_t *text, sn_error *err);
/* *print is appended to, NULL is fine. SN_ENOTFOUND: nothing is known of it. */
SN_MUST_USE sn_status sn_text_get(sn_archive *a, uint64_t text, uint64_t *same, sn_buf *print,
                                  sn_error *err);
/* Forget a text that has lost its last member, and its pairs; its keys are the caller's to remove. */
SN_MUST_USE sn_status sn_text_remove(sn_archive *a, uint64_t text, sn_error *err);
/* Has a text a member that was published from first_sec to last_sec? Both SN_MEMBER_UNDATED: one without
 * a date. */
SN_MUST_USE sn_status sn_text_has_between(sn_archive *a, uint64_t text, int64_t first_sec,
                                          int64_t last_sec, bool *out, sn_error *err);
/* Has each a member, both dated and published at most apart_sec from one another? */
SN_MUST_USE sn_status sn_texts_are_near(sn_archive *a, uint64_t text, uint64_t other,
                                        int64_t apart_sec, bool *out, sn_error *err);

/* When articles of a pair of texts are copies. */
typedef struct sn_reach {
    int64_t apart_sec; /* both have a date, and these are at most so far apart; -1: never */
    bool undated;      /* neither has one */
} sn_reach;

typedef sn_status sn_text_fn(void *ctx, uint64_t text, sn_reach reach);
/* The texts of this `same`; without reach. fn as above. */
SN_MUST_USE sn_status sn_texts_same(sn_archive *a, uint64_t same, sn_text_fn *fn, void *ctx,
                                    sn_error *err);

SN_MUST_USE sn_status sn_pair_put(sn_archive *a, uint64_t text, uint64_t other, sn_reach reach,
                                  sn_error *err);
/* The other texts of its pairs. */
SN_MUST_USE sn_status sn_pairs_of(sn_archive *a, uint64_t text, sn_text_fn *fn, void *ctx,
                                  sn_error *err);

/* ---- keys: what may belong together has in common, by time ---- */

/* Of copies the items are texts, of stories document numbers. */
typedef enum sn_key_kind { SN_KEYS_COPIES = 1, SN_KEYS_STORY = 2 } sn_key_kind;

/* A bucket is a span of time, or one for what has no date. Keys are below 2^31. */
typedef struct sn_time_key {
    sn_key_kind kind;
    int32_t bucket;
    uint32_t key;
    uint64_t item;
} sn_time_key;

/* Those that are there already stay; quickest in the order of kind, bucket, key, item. */
SN_MUST_USE sn_status sn_time_keys_put(sn_archive *a, const sn_time_key *keys, size_t n,
                                       sn_error *err);
SN_MUST_USE sn_status sn_time_key_remove(sn_archive *a, const sn_time_key *key, sn_error *err);

typedef sn_status sn_key_fn(void *ctx, uint32_t key, uint64_t item);
/* The items of a bucket that have one of these keys, once for each such key. fn as above. */
SN_MUST_USE sn_status sn_time_keys_find(sn_archive *a, sn_key_kind kind, int32_t bucket,
                                        const uint32_t *keys, size_t n, sn_key_fn *fn, void *ctx,
                                        sn_error *err);
/* All of a bucket, rising. */
SN_MUST_USE sn_status sn_time_keys_each(sn_archive *a, sn_key_kind kind, int32_t bucket,
                                        sn_key_fn *fn, void *ctx, sn_error *err);

#endif
