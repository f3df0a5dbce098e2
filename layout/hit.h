/* layout/hit - the document data of an article: what hits are written from, so that one answer
 * comes from one snapshot and search nodes need no archive.
 *
 * A record is a format byte and then, for each field present, its number, its length (varints) and
 * its bytes. The library compresses it on disk. The body is kept apart (body.h); before index format 6 it was a
 * field of the record. */
#ifndef SN_LAYOUT_HIT_H
#define SN_LAYOUT_HIT_H

#include "base/bytes.h"

#define SN_HIT_LIST_MAX 256

typedef struct sn_hit_list {
    sn_str *at;
    size_t n;
} sn_hit_list;

/* A record, its texts borrowed from the bytes it was read from (or, for writing, from the caller);
 * {NULL, 0} for what is not there. Dates as in calendar.h; precision 0 is no date. */
typedef struct sn_hit {
    sn_str id, url, title, kicker, lead, body, source, image_url, language, extra_json;
    sn_hit_list author, category, tags;
    int64_t published_sec, modified_sec;
    int published_precision, modified_precision;
    int urgency;
    int64_t version;
    bool has_version;
    uint64_t etag;       /* sn_article_etag() of all that the archive holds; 0: an older record */
    uint64_t body_bytes; /* of a body that is kept apart; 0: there is none, or the record has it */
    sn_str list_memory[3 * SN_HIT_LIST_MAX]; /* where sn_hit_read puts the lists */
} sn_hit;

/* Append the record of all but the body; of a body in hit->body it says how long it is, or else
 * what hit->body_bytes does. Returns the status of *out. */
SN_MUST_USE sn_status sn_hit_write(const sn_hit *hit, sn_buf *out);

/* Read a record into *out; a body that is kept apart stays to be read (sn_body_read()). Unknown fields are
 * skipped (a later program wrote them).
 * Returns SN_OK, SN_ECORRUPT (also for a body said to be over SN_LIMIT_TEXT_BYTES), SN_EFORMAT (another record
 * format); *out is then of no use. */
SN_MUST_USE sn_status sn_hit_read(sn_str record, sn_hit *out);

/* A record holds these text fields in this order; positions in the index run through them with
 * SN_FIELD_GAP between. */
typedef enum sn_text_field {
    SN_FIELD_TITLE,
    SN_FIELD_KICKER,
    SN_FIELD_LEAD,
    SN_FIELD_BODY
} sn_text_field;

#endif
