/* query/related_request - what is asked of related: a story, which others of it are wanted, and how they
 * are shown.
 *
 * The story is an indexed article by id or url, or a text: title, kicker, lead and body, or `text` with
 * all of it, whose first line is the title where it is short and others follow. Filters and what is
 * shown are parameters of a search. */
#ifndef SN_QUERY_RELATED_REQUEST_H
#define SN_QUERY_RELATED_REQUEST_H

#include "calendar/calendar.h"
#include "layout/hit.h"
#include "query/request.h"

typedef enum sn_related_mode {
    SN_RELATED_ANY,
    SN_RELATED_BACKGROUND, /* older than the story */
    SN_RELATED_FOLLOWUP,   /* newer */
    SN_RELATED_SAMEDAY     /* of its day in Tehran */
} sn_related_mode;

#define SN_TEXT_FIELDS (SN_FIELD_BODY + 1)

typedef struct sn_related_request {
    sn_request search; /* filters, dates, limit, explain, fields, highlight; its q stays empty */
    char *id, *url;    /* NULL: not given */
    char *text;
    char *texts[SN_TEXT_FIELDS]; /* by sn_text_field, where they are given one by one */
    sn_instant published;        /* published_at= of a text; precision 0: now */
    sn_related_mode mode;        /* mode=any|background|followup|sameday */
    double window_days;          /* window=, at most so far from the story; 0: any distance */
    int64_t max_per_source;      /* max_per_source=, 2 if not given; 0: any number */
    int64_t max_per_story;       /* max_per_story=, 1 if not given; 0: any number */
    unsigned seen;
} sn_related_request;

/* Any time, 10 articles, at most 2 of one source and 1 of one story, nothing highlighted. SN_ENOMEM. */
SN_MUST_USE sn_status sn_related_request_init(sn_related_request *r);
void sn_related_request_done(sn_related_request *r);

/* Set one parameter; statuses and *problem as sn_request_set(). */
SN_MUST_USE sn_status sn_related_request_set(sn_related_request *r, sn_str name, sn_str value,
                                             sn_asker asker, int64_t now_sec, sn_problem *problem);

/* Each member of a JSON object as such a parameter; the body of POST /v1/related, a line of a batch.
 * Code "invalid_json" for what is no object. Statuses as above. related_body.c */
SN_MUST_USE sn_status sn_related_request_read(sn_related_request *r, sn_str json, sn_asker asker,
                                              int64_t now_sec, sn_problem *problem);

/* Is exactly one story given? SN_OK, or SN_EINVAL or SN_ELIMIT (a text too long) with *problem. */
SN_MUST_USE sn_status sn_related_request_check(const sn_related_request *r, sn_problem *problem);

const char *sn_related_mode_name(sn_related_mode mode);

/* One row of the table, for --help and docs; NULL: no more. */
const sn_parameter *sn_related_parameter_at(size_t i);

SN_DEFINE_CLEANUP(sn_related_request, sn_related_request_done)

#endif
