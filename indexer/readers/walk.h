/* indexer/readers/walk - the files that an argument names. */
#ifndef SN_READERS_WALK_H
#define SN_READERS_WALK_H

#include "base/bytes.h"

/* Gets a path that is valid during the call; anything but SN_OK ends the walk. */
typedef sn_status sn_walk_visit(void *ctx, const char *path, sn_error *err);

/* Visit path if it is no directory ("-" included, and what does not exist), otherwise all files in it and
 * below it, sorted by name byte by byte, so that a later correction in a file of a later name wins.
 * Left out: names that begin with a dot, links to directories, sockets and devices.
 * SN_ELIMIT: a directory with over SN_LIMIT_DIRECTORY_NAMES names, or SN_LIMIT_DIRECTORY_DEPTH deep.
 * SN_EIO, SN_ENOMEM, and what visit returns. */
SN_MUST_USE sn_status sn_walk(const char *path, sn_walk_visit *visit, void *ctx, sn_error *err);

#endif
