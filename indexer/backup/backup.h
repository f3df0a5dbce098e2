/* indexer/backup/backup - an index directory into a backup, and back.
 *
 * What is derived, the inverted index, is left out: a restore makes it again. */
#ifndef SN_BACKUP_BACKUP_H
#define SN_BACKUP_BACKUP_H

#include "archive/copy.h"
#include "indexer/apply/writer.h"
#include "indexer/backup/manifest.h"

/* Back up the index directory dir, while others read and write, into dest: a name that is free, or an empty directory.
 * What is in it is of one moment, read through and found sound, and durable when this returns; until then it has
 * another name ("dest.tmp-XXXXXX"), so half of one never looks whole. Readable by its owner only.
 * *out is the caller's to end. SN_ENOTFOUND: no index there; SN_ECONFLICT: dest is taken; SN_ENOSPACE, said before
 * anything is copied; SN_ECORRUPT: the archive is damaged (its first damage is named). */
SN_MUST_USE sn_status sn_backup_make(const char *dir, const char *dest, sn_copy_progress *progress,
                                     void *ctx, sn_backup_manifest *out, sn_error *err);

/* Read a backup's manifest and compare the sizes and digests of all its files. SN_ENOTFOUND: no backup there;
 * SN_ECORRUPT: which file differs; SN_EFORMAT. *out is the caller's to end. */
SN_MUST_USE sn_status sn_backup_verify(const char *source, sn_backup_manifest *out, sn_error *err);

typedef struct sn_restore_opts {
    bool replace; /* over an index that holds something */
    const char *program;
    int64_t timeout_ms; /* how long others are waited for to let go of the index */
    sn_apply_progress *progress;
    void *ctx;
} sn_restore_opts;

typedef struct sn_restore_report {
    char made_at[32]; /* of the backup */
    uint64_t articles, change;
    uint32_t generation;
} sn_restore_report;

/* Restore a backup into dir: one that is missing or empty, or, with opts->replace, an index. It is checked, and an
 * index made and checked of it, beside what is there; then it takes over (indexer/apply/takeover.h): killed at any
 * moment, dir is what it was or what the backup was. Services that run go on, and serve it from the next
 * request on. The ledger is joined with that of dir: a backup older than a takedown brings nothing back.
 * SN_ECONFLICT: dir holds something; SN_ENOSPACE, said before; SN_ELOCKED; those of sn_backup_verify(). */
SN_MUST_USE sn_status sn_backup_restore(const char *dir, const char *source,
                                        const sn_restore_opts *opts, sn_restore_report *out,
                                        sn_error *err);

#endif
