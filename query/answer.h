/* query/answer - a lookup written as JSON. Private to query/. */
#ifndef SN_QUERY_ANSWER_H
#define SN_QUERY_ANSWER_H

#include "base/json_writer.h"
#include "layout/hit.h"
#include "query/highlight.h"
#include "query/lookup.h"
#include "query/spots.h"

typedef struct sn_answer_writer {
    sn_searcher *searcher;
    const sn_request *request;
    const sn_answer_info *info;
    const sn_lookup *lookup; /* NULL: there is no index yet */
    int64_t now_sec, started_us;
    sn_json json;
    sn_highlighter highlighter;
    sn_page_spots spots;     /* of the hits, if passages are wanted */
    size_t lasting;          /* where in the output what lasts of it ends */
    sn_buf data, body, text; /* the record of a hit, and its body; a marked text */
    sn_hit *hit;
    sn_buf other_data; /* the same of another article of its group */
    sn_hit *other;
    sn_error *err;
} sn_answer_writer;

/* Make the memory of an answer whose other members are set, to be written to *out; also after a failure
 * sn_answer_end() is due. SN_ENOMEM. */
SN_MUST_USE sn_status sn_answer_begin(sn_answer_writer *a, sn_buf *out);
void sn_answer_end(sn_answer_writer *a);

/* All of it. Here and below: SN_ECORRUPT (a record does not read), SN_ENOMEM, SN_ELIMIT (of the output), or the statuses
 * of xapian-c; what was written is then of no use. */
SN_MUST_USE sn_status sn_answer_write(sn_answer_writer *a);
/* Of an answer that was written behind `before` bytes of other things. */
sn_answer_facts sn_answer_facts_of(const sn_answer_writer *a, size_t before);

/* Members of any answer: `generation` and `change` of its snapshot; `took_ms`; `request_id`, if the
 * request has one (info may be NULL). */
void sn_answer_snapshot(sn_json *j, const sn_snapshot *now);
void sn_answer_took(sn_json *j, int64_t started_us);
void sn_answer_request(sn_json *j, const sn_answer_info *info);

/* The member `total`. */
void sn_answer_total(sn_json *j, sn_total total);

/* The members `corrected` and `suggestion`. */
void sn_answer_spelling(sn_answer_writer *a);

/* The members `interpreted`, `relaxed`, `needed`, `dates` of the query. */
void sn_answer_interpreted(sn_answer_writer *a);

/* The member `warnings`; one of a list of them. */
void sn_answer_warnings(sn_answer_writer *a);
void sn_answer_warning(sn_json *j, const char *code, const char *detail, const char *detail_fa);

/* The members `duplicates` and `collapsed` of a hit, as `shown` has them. */
SN_MUST_USE sn_status sn_answer_groups(sn_answer_writer *a, const sn_ref *ref, uint32_t shown);

/* One hit of a->lookup as an object, with the members that the request wants; nothing if the article
 * is hidden. */
SN_MUST_USE sn_status sn_answer_hit(sn_answer_writer *a, const sn_ref *ref);

/* The members `highlight` of the hit in a->hit, which has this number. */
SN_MUST_USE sn_status sn_answer_highlight(sn_answer_writer *a, sn_docid docid);

/* The member `facets`, if any are asked for: null where the index has nothing to count. */
void sn_answer_facets(sn_answer_writer *a);

/* What a part of the plan gives an article; the term that stands for the part. */
SN_MUST_USE sn_status sn_part_value(const sn_searcher *s, const sn_plan *plan, const sn_part *part,
                                    const sn_ref *ref, double *out, sn_error *err);
sn_str sn_part_term(const sn_part *part);

/* The member `explain`: each part of the plan evaluated for this article, and their sum. */
SN_MUST_USE sn_status sn_answer_explain(sn_answer_writer *a, const sn_ref *ref);

#endif
