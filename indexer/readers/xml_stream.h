/* indexer/readers/xml_stream - the records of an XML file, one tree at a time.
 *
 *   bytes --decode--> libxml2's push parser --> a tree for each <item>, <entry>, <url>, …
 *
 * No tree of the file is kept: memory is that of one record and a piece of input. There are no entities but
 * XML's five and HTML's, which feeds use without declaring them; DTDs are not read, nothing is loaded,
 * from the network least of all. Elements are named by their namespace: "dc:creator" is
 * that whatever prefix the file has for it (xml_names.h).
 *
 * XML that is not well-formed is read on: the record with the mistake is refused, the rest is taken. */
#ifndef SN_READERS_XML_STREAM_H
#define SN_READERS_XML_STREAM_H

#include "indexer/readers/input.h"

typedef struct _xmlNode xmlNode; /* libxml2's */

/* What is read as a record, and what around it is kept. Names as in the tree. */
typedef struct sn_xml_kind {
    const char *const *roots;   /* that a file may have; NULL ends */
    const char *const *records; /* elements at any depth; NULL ends */
    const char *const *context; /* elements outside of records whose text is kept; NULL ends */
} sn_xml_kind;

#define SN_XML_CONTEXT_MAX 8

typedef struct sn_xml_stream sn_xml_stream;

/* kind must outlive the stream. SN_EINVAL (an encoding that is not read), SN_ENOMEM, and what sn_input_head
 * returns. */
SN_MUST_USE sn_status sn_xml_stream_create(sn_input *input, const sn_xml_kind *kind,
                                           sn_xml_stream **out, sn_error *err);
void sn_xml_stream_destroy(sn_xml_stream *x); /* NULL is fine */

/* The next record, borrowed until the next call. SN_DONE. SN_EINVAL, SN_EUTF8, SN_ELIMIT: a record, or what
 * is between records, is bad: err says why, go on. SN_EIO, SN_ENOMEM end it. */
SN_MUST_USE sn_status sn_xml_stream_next(sn_xml_stream *x, xmlNode **out, sn_error *err);

/* Of the record last given or refused: the line on which it begins, and its number, both from 1. */
uint64_t sn_xml_stream_line(const sn_xml_stream *x);
uint64_t sn_xml_stream_number(const sn_xml_stream *x);

/* The text of the first element of that name of kind->context that stood in front of this record; empty if
 * there was none. */
sn_str sn_xml_stream_context(const sn_xml_stream *x, const char *name);

SN_DEFINE_CLEANUP_PTR(sn_xml_stream, sn_xml_stream_destroy)

#endif
