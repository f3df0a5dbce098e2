/* indexer/readers/input - the bytes of a file or of standard input, unpacked.
 *
 *   FILE or "-" --[gzip, zstd: by their first bytes]--> bytes, in pieces, whatever the size
 *
 * What unpacks into far more than a text can be packed is refused (SN_LIMIT_UNPACK_RATIO), so that a
 * small file cannot keep a run busy for hours. */
#ifndef SN_READERS_INPUT_H
#define SN_READERS_INPUT_H

#include "base/bytes.h"

typedef struct sn_input sn_input;

/* How much sn_input_head() gives at most. */
#define SN_INPUT_HEAD_BYTES 65536

/* path "-" is standard input, which stays open. SN_ENOTFOUND, SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_input_open(const char *path, sn_input **out, sn_error *err);
/* The same from a descriptor, read from its beginning; it stays the caller's, and open. */
SN_MUST_USE sn_status sn_input_open_fd(int fd, sn_input **out, sn_error *err);
void sn_input_close(sn_input *in); /* NULL is fine */

/* Bytes of the file, packed or not; 0: it is none that has all its bytes already, or nobody knows. */
uint64_t sn_input_bytes(const sn_input *in);
/* No more than this many bytes are given, packed ones counted when unpacked: sn_input_read says SN_ELIMIT,
 * with the limit's name. */
void sn_input_limit(sn_input *in, uint64_t max_bytes, const char *name);
/* Keep a digest (base/digest.h) of what sn_input_read gives, to be asked for by sn_input_given. */
void sn_input_note_given(sn_input *in);
/* How many bytes were given, and their digest if it is kept. */
void sn_input_given(const sn_input *in, uint64_t *bytes, uint64_t *digest);
/* Has the end been given, in order? */
bool sn_input_ended_well(const sn_input *in);

/* The first bytes, for a look at what it is: SN_INPUT_HEAD_BYTES or all there are; they are read again by
 * sn_input_read. To be called before that, borrowed until then. Statuses of sn_input_read. */
SN_MUST_USE sn_status sn_input_head(sn_input *in, sn_str *out, sn_error *err);

/* Up to room bytes; *n 0: no more. SN_EINVAL (packed data that is broken or cut short), SN_ELIMIT (it
 * unpacks into too much): told once, and the input ends there. SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_input_read(sn_input *in, char *to, size_t room, size_t *n, sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_input, sn_input_close)

#endif
