/* archive/space - what an archive takes on the disk, and giving back what it does not need.
 *
 * What goes: rows of the change log that a later one of the same document number makes needless (a walk
 * gives a number once, with its last change, so it gives the same from any point with and without them), and
 * pages of archive.db that nothing is in. No article, version, takedown or setting goes. */
#ifndef SN_ARCHIVE_SPACE_H
#define SN_ARCHIVE_SPACE_H

#include "archive/archive.h"

typedef struct sn_archive_space {
    uint64_t before, after; /* bytes of archive.db */
    uint64_t changes;       /* rows of the log that went */
    bool rewritten;         /* false: too little of it was empty */
} sn_archive_space;

/* archive.db is written anew if more than a twentieth of it is empty: one transaction of SQLite's own, so a
 * kill leaves the old one; readers go on, writers wait for it (SN_ELOCKED where they do not). It takes room
 * twice over, beside the archive (dir is the index directory): SN_ENOSPACE, said before, if there is none.
 * SN_EINVAL inside a transaction. */
SN_MUST_USE sn_status sn_archive_vacuum(sn_archive *a, const char *dir, sn_archive_space *out,
                                        sn_error *err);

#endif
