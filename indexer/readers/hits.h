/* indexer/readers/hits - the objects of what Elasticsearch and OpenSearch give, one at a time.
 *
 *   {"_id": …, "_source": {…}}            a line each, or members of a list that is the file: given
 *   {"took": …, "hits": {"hits": [ … ]}}  answers of searches, one or many: the members of that list are given
 *   {"index": {"_id": …}}                 lines of a bulk request: given
 *
 * Answers may be of any size: memory is that of one object. Which text is JSON is told by who reads it. */
#ifndef SN_READERS_HITS_H
#define SN_READERS_HITS_H

#include "indexer/readers/peek.h"

typedef struct sn_hits {
    sn_peek bytes;
    sn_buf object;
    uint64_t line;       /* that is read, from 1 */
    uint64_t begin_line; /* where the object last given or refused begins */
    uint64_t number;     /* of it in the file, from 1 */
    size_t indent; /* blanks that the line begins with, as long as nothing else was read of it */
    bool at_indent;
    bool in_answer; /* in the list of its hits */
    bool lost_end;  /* an answer's, which is still to be told */
    unsigned lists; /* that are open around objects */
    bool ended;
} sn_hits;

/* Does an object with this one name say what a bulk request is to do? */
bool sn_hits_is_action(sn_str name);
/* Is it the beginning of one of these? No byte order mark, no white space in front. */
bool sn_hits_begin(sn_str head);

/* The input stays the caller's. SN_ENOMEM. */
SN_MUST_USE sn_status sn_hits_init(sn_hits *h, sn_input *input, size_t max_object);
void sn_hits_done(sn_hits *h);

/* Does the object last given stand in a list? So many may be one line, and its number says more. */
bool sn_hits_in_list(const sn_hits *h);

/* The text of the next object, not checked, borrowed until the next call; as_it_is: also one that looks like an
 * answer. An object that has no end ends where another one begins a line, no further in than it did itself.
 * SN_DONE. SN_ELIMIT: it is too long and was passed over, go on. SN_EINVAL: it has no end, or something else stands
 * there, which was passed over up to the end of its line, or, told once behind the last object, an answer or a list has
 * no end. Statuses of sn_input_read. */
SN_MUST_USE sn_status sn_hits_next(sn_hits *h, bool as_it_is, sn_str *out, sn_error *err);

#endif
