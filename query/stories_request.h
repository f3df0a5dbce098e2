/* query/stories_request - what is asked of stories, from name=value pairs: since, until, min, limit,
 * offset, calendar and the filters of searches. */
#ifndef SN_QUERY_STORIES_REQUEST_H
#define SN_QUERY_STORIES_REQUEST_H

#include "query/request.h"

typedef struct sn_stories_request {
    uint64_t story;     /* of one story's time line: its name (layout/membership.h) */
    bool is_one;        /* false: the biggest stories of a period */
    sn_request filters; /* what is counted: filter.*, and the period in from_sec, to_sec */
    int64_t min;        /* stories of fewer articles are left out */
    int64_t limit, offset;
    sn_date_calendar calendar; /* of the headings of days */
    unsigned seen;             /* which parameters of its own were set */
} sn_stories_request;

/* The ten biggest stories of the last 24 hours before now_sec, of two articles and more. SN_ENOMEM. */
SN_MUST_USE sn_status sn_stories_request_init(sn_stories_request *r, int64_t now_sec);
/* The first 50 articles of the story of this name ("s:" and 16 hexadecimal digits). SN_ENOMEM;
 * SN_EINVAL: there can be no such story. */
SN_MUST_USE sn_status sn_stories_request_init_one(sn_stories_request *r, sn_str name);
void sn_stories_request_done(sn_stories_request *r);

/* Set one parameter: of a list since, until (dates and periods as from= and to= of searches; until
 * without since leaves the beginning open), min (1 to SN_LIMIT_STORY_MEMBERS), filter.source,
 * filter.category, filter.author, filter.tag; of one story calendar (jalali, gregorian); of both
 * limit (1 to SN_LIMIT_STORIES or SN_LIMIT_PAGE_HITS) and offset (0 to SN_LIMIT_DEPTH_HITS).
 * SN_EINVAL (unknown here, given twice, not one of the values), SN_ELIMIT, SN_EUTF8, SN_ENOMEM, with
 * *problem filled. now_sec: what relative dates count from. */
SN_MUST_USE sn_status sn_stories_request_set(sn_stories_request *r, sn_str name, sn_str value,
                                             int64_t now_sec, sn_problem *problem);

SN_DEFINE_CLEANUP(sn_stories_request, sn_stories_request_done)

#endif
