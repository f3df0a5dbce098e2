/* indexer/backup/manifest - what a backup holds: BACKUP/backup.json, written last.
 *
 *   BACKUP/backup.json           this
 *          archive.db            articles, versions, settings, groups: one plain file
 *          takedowns.db          the ledger, taken behind it
 *          cursor.key, keys, sarnakh.conf, dictionaries/NAME    as far as the index directory has them
 *
 * What is read comes from outside: only these names are taken, so no file of a backup lands anywhere else. */
#ifndef SN_BACKUP_MANIFEST_H
#define SN_BACKUP_MANIFEST_H

#include "archive/archive.h"

#define SN_BACKUP_FORMAT     1
#define SN_BACKUP_MANIFEST   "backup.json"
#define SN_BACKUP_BYTES      ((size_t)1 << 20) /* of the manifest: 4,096 long names */
#define SN_BACKUP_NAME_BYTES 256
#define SN_DIGEST_SIZE       65 /* BLAKE2b, 256 bits, as hex digits */

typedef struct sn_backup_file {
    char name[SN_BACKUP_NAME_BYTES]; /* below the backup's directory */
    uint64_t bytes;
    char digest[SN_DIGEST_SIZE];
} sn_backup_file;

typedef struct sn_backup_manifest {
    char archive_uuid[SN_UUID_SIZE];
    char made_at[32]; /* RFC 3339 */
    uint64_t change;  /* the last one it holds */
    uint64_t articles;
    /* Of the inverted index when it was made: what a restore will take besides. */
    uint64_t index_bytes;
    sn_backup_file *files;
    size_t n_files, cap;
} sn_backup_manifest;
void sn_backup_manifest_done(sn_backup_manifest *m); /* {0} is fine */

/* SN_EINVAL: a name that no backup has (see above); SN_ENOMEM. */
SN_MUST_USE sn_status sn_backup_manifest_add(sn_backup_manifest *m, const char *name,
                                             uint64_t bytes, const char digest[SN_DIGEST_SIZE],
                                             sn_error *err);

/* As JSON, appended; SN_ELIMIT over SN_BACKUP_BYTES. */
SN_MUST_USE sn_status sn_backup_manifest_write(const sn_backup_manifest *m, sn_buf *out,
                                               sn_error *err);
/* name: for messages. SN_ECORRUPT: no manifest, a name that no backup has or has twice, no archive or ledger;
 * SN_EFORMAT: of a later program. *out is the caller's to end. */
SN_MUST_USE sn_status sn_backup_manifest_parse(const char *name, sn_str text,
                                               sn_backup_manifest *out, sn_error *err);

/* The digest of a file and how many bytes it has. SN_ENOTFOUND, SN_EIO. */
SN_MUST_USE sn_status sn_file_digest(const char *path, char out[SN_DIGEST_SIZE], uint64_t *bytes,
                                     sn_error *err);

SN_DEFINE_CLEANUP(sn_backup_manifest, sn_backup_manifest_done)

#endif
