/* torture - a library that is loaded before a program (LD_PRELOAD), counts what the program does to the
 * files below one directory, and at the n-th of these calls does what it was told to: ends the process,
 * loses what was not synced, lets the call fail. docs/testing.md has the model.
 *
 * Told by the environment:
 *   SN_TORTURE_DIR    absolute path without links; only calls on what begins with it count
 *   SN_TORTURE_DO     kill, lose, tear; EIO, ENOSPC, EDQUOT, EINTR, short: that one call fails; full: all
 *                     that need room fail from there on, or as long as there is a file SN_TORTURE_SWITCH
 *   SN_TORTURE_AT     the n-th, from 1; 0: none
 *   SN_TORTURE_READS  set: calls that only read count, too
 *   SN_TORTURE_STASH  an empty directory on the same file system, for lose and tear
 *   SN_TORTURE_SEED   of tear
 *   SN_TORTURE_COUNT  a file that gets a line at the end: how many calls there were */
#ifndef SN_TESTS_TORTURE_TORTURE_H
#define SN_TESTS_TORTURE_TORTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef enum torture_kind {
    TORTURE_READ,   /* read, open of what is there */
    TORTURE_WRITE,  /* needs room: a longer file, a new one, a new name */
    TORTURE_CHANGE, /* needs none: unlink, rename, a write to room the file has already */
    TORTURE_SYNC,
} torture_kind;

/* What is to become of a call. */
typedef enum torture_fate {
    TORTURE_GO,
    TORTURE_FAIL,  /* errno is set */
    TORTURE_SHORT, /* half of it */
} torture_fate;

/* Does the path, or what the descriptor is open on, lie below the directory? */
bool torture_is_path(const char *path);
bool torture_is_fd(int fd);

/* Count a call, which has not been done yet. May not return: then the process has ended. */
torture_fate torture_count(torture_kind kind);

/* Is there a record of what was not synced to be kept? */
bool torture_remembers(void);

/* undo.c: what a call is about to do, told before it is done. */
void undo_note_write(int fd);
void undo_note_sync(int fd);
void undo_note_create(const char *path);
void undo_note_make_dir(const char *path);
void undo_note_remove(const char *path);
void undo_note_remove_dir(const char *path);
void undo_note_rename(const char *from, const char *to);

/* Bring the files to what was synced, or (seed) to something between that and what is there. */
void undo_all(bool torn, unsigned long seed, const char *stash);

#endif
