/* indexer/readers/xml_stream_internal - what xml_stream.c and its handlers in xml_sax.c share. */
#ifndef SN_READERS_XML_STREAM_INTERNAL_H
#define SN_READERS_XML_STREAM_INTERNAL_H

#include "indexer/readers/decode.h"
#include "indexer/readers/xml_guard.h"
#include "indexer/readers/xml_stream.h"

#include <libxml/parser.h>

/* A record that is ready, or a refusal. */
typedef struct sn_xml_item {
    xmlNode *tree; /* NULL: refused */
    sn_status status;
    uint64_t line, number;
    sn_error why;
} sn_xml_item;

struct sn_xml_stream {
    sn_input *input;
    const sn_xml_kind *kind;
    sn_decoder *decoder;
    xmlParserCtxt *parser;
    sn_xml_guard guard;
    sn_buf decoded, piece; /* of input; and guarded */
    bool stopped;          /* by a handler, which has said why */
    bool ending;           /* the last bytes were fed */
    bool ended;
    sn_status fatal; /* SN_ENOMEM, out of a handler */

    /* The record that is read. */
    bool in_record, is_bad;
    xmlNode *record, *open; /* NULL while it is passed over */
    unsigned depth, nodes;  /* open elements of it; nodes made */
    size_t bytes;
    sn_buf text; /* not in the tree yet */
    sn_xml_item current;

    /* Around records. */
    bool has_root, had_bad;
    unsigned around; /* open elements around records */
    uint64_t n_records, told_line;
    int context; /* that is read, or -1 */
    sn_buf contexts[SN_XML_CONTEXT_MAX];

    sn_xml_item *items; /* n_items that are ready, from first on */
    size_t first, n_items, room;
    sn_xml_item given;
    xmlEntity entity; /* lent to libxml2 one at a time */
    xmlChar entity_text[8];
};

/* Fill the table of handlers. */
void sn_xml_sax(xmlSAXHandler *sax);

/* Hand the record over, or its refusal; its tree goes along. */
void sn_xml_record_end(sn_xml_stream *x);
/* A refusal that is no record's. */
void sn_xml_tell(sn_xml_stream *x, sn_status status, const char *format, ...) SN_PRINTF(3, 4);

#endif
