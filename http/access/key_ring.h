/* http/access/key_ring - the keys in force, while the file may change.
 *
 * A request takes the keys at its beginning and gives them back at its end: what it borrowed of them
 * stays as it is, whatever is put in their place meanwhile. */
#ifndef SN_HTTP_ACCESS_KEY_RING_H
#define SN_HTTP_ACCESS_KEY_RING_H

#include "http/access/key_list.h"

typedef struct sn_key_ring sn_key_ring;

/* The keys of an index directory. Statuses as sn_key_file_read(). */
SN_MUST_USE sn_status sn_key_ring_open(const char *dir, sn_key_ring **out, sn_error *err);
void sn_key_ring_close(sn_key_ring *ring); /* all are given back; NULL is fine */

/* Look at the file again. SN_OK: those of a changed file are in force from now on; SN_DONE: it has not
 * changed since the last look. Otherwise statuses as sn_key_file_read(), and SN_ENOTFOUND if there is no
 * file any more: the keys of before stay in force, and the same broken file is not named twice. */
SN_MUST_USE sn_status sn_key_ring_look(sn_key_ring *ring, sn_error *err);

const sn_key_list *sn_key_ring_take(sn_key_ring *ring);
void sn_key_ring_give_back(sn_key_ring *ring, const sn_key_list *keys); /* NULL is fine */

#endif
