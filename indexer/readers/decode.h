/* indexer/readers/decode - bytes of a declared encoding to well-formed UTF-8, a piece at a time.
 *
 * What is ill-formed becomes SN_DECODE_BAD, a control character (or U+FFFE, U+FFFF) SN_DECODE_CONTROL: 
 * noncharacters that no text has, so that whoever finds one in a record can refuse that record and say why,
 * and the rest of the file is still read. A byte order mark in front is dropped. */
#ifndef SN_READERS_DECODE_H
#define SN_READERS_DECODE_H

#include "base/bytes.h"

#define SN_DECODE_BAD     "\xEF\xB7\x90" /* U+FDD0 */
#define SN_DECODE_CONTROL "\xEF\xB7\x91" /* U+FDD1 */
#define SN_DECODE_LESS    "\xEF\xB7\x92" /* U+FDD2: of XML, a < that begins no tag (xml_guard.h) */

typedef struct sn_decoder sn_decoder;

/* The encoding of a file by its first bytes: of a byte order mark, of <?xml … encoding="…"?> in front, or
 * "utf-8". Borrowed from head or static. */
sn_str sn_encoding_of_xml(sn_str head);

/* For utf-8, utf-16 (be, le), us-ascii, iso-8859-1, iso-8859-6, windows-1252, windows-1256 in any case.
 * SN_EINVAL (another: the message names it), SN_ENOMEM. */
SN_MUST_USE sn_status sn_decoder_create(sn_str encoding, sn_decoder **out, sn_error *err);
void sn_decoder_destroy(sn_decoder *d); /* NULL is fine */

/* Append bytes as UTF-8; a character that is cut stays behind for the next piece, unless this is the last
 * one. Returns the status of *out. */
sn_status sn_decoder_feed(sn_decoder *d, sn_str bytes, bool last, sn_buf *out);

/* Is text free of these marks? Otherwise SN_EUTF8 or SN_EINVAL, and err says what is in it. */
SN_MUST_USE sn_status sn_decoded_check(sn_str text, sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_decoder, sn_decoder_destroy)

#endif
