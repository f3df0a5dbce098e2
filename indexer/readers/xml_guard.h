/* indexer/readers/xml_guard - the < that begins no tag.
 *
 * «5 < 7» in a feed is a mistake that libxml2's push parser does not get over: it stops for good. Here such
 * a < becomes SN_DECODE_LESS on the way to the parser, so that only the record with it is refused. What is in
 * CDATA sections, comments and <? … ?> is left alone. Internal to xml_stream.c. */
#ifndef SN_READERS_XML_GUARD_H
#define SN_READERS_XML_GUARD_H

#include "base/bytes.h"

typedef enum sn_guard_state {
    SN_GUARD_TEXT,
    SN_GUARD_OPEN, /* behind a <, not known yet of what */
    SN_GUARD_TAG,
    SN_GUARD_DECLARATION, /* <!DOCTYPE */
    SN_GUARD_UNTIL        /* until `end` */
} sn_guard_state;

typedef struct sn_xml_guard {
    sn_guard_state state;
    char held[12]; /* from the < on, of SN_GUARD_OPEN */
    size_t n_held;
    const char *end; /* of SN_GUARD_UNTIL */
    size_t n_end;    /* bytes of it that were met last */
    char quote;      /* of SN_GUARD_TAG, or 0 */
    int brackets;    /* of SN_GUARD_DECLARATION */
    bool has_root;   /* a tag was seen: no more declarations */
} sn_xml_guard;      /* {0} at the beginning */

/* Append text, which is a piece of a file, guarded; some bytes stay behind for the next piece unless this is
 * the last. Returns the status of *out. */
sn_status sn_xml_guard_feed(sn_xml_guard *g, sn_str text, bool last, sn_buf *out);

#endif
