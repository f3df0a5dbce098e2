/* query/request - what is asked, from name=value pairs: one table for URL, JSON body and command
 * line. */
#ifndef SN_QUERY_REQUEST_H
#define SN_QUERY_REQUEST_H

#include "base/bytes.h"
#include "base/limits.h"
#include "base/problem.h"
#include "calendar/span.h"
#include "query/cursor.h"
#include "query/fields.h"
#include "query/mark_tag.h"

typedef enum sn_sort { SN_SORT_RELEVANCE, SN_SORT_NEWEST, SN_SORT_OLDEST } sn_sort;
typedef enum sn_freshness {
    SN_FRESHNESS_OFF,
    SN_FRESHNESS_LOW,
    SN_FRESHNESS_NORMAL,
    SN_FRESHNESS_HIGH,
    SN_FRESHNESS_AUTO,
    SN_FRESHNESS_OF_PROFILE /* none was said: what the profile prefers */
} sn_freshness;
/* auto: all words wanted, relaxed step by step while fewer articles have them than the profile says (relax_below). */
typedef enum sn_match_mode { SN_MATCH_AUTO, SN_MATCH_ALL, SN_MATCH_ANY } sn_match_mode;
/* auto: a query that finds little or nothing is answered as it was probably meant (correct.h); suggest: only said. */
typedef enum sn_correct_mode {
    SN_CORRECT_AUTO,
    SN_CORRECT_SUGGEST,
    SN_CORRECT_OFF
} sn_correct_mode;
/* The best one of a group of copies, of a source (articles without one stand for themselves), or of a
 * story, with all its copies. */
typedef enum sn_collapse {
    SN_COLLAPSE_DUPLICATES,
    SN_COLLAPSE_SOURCE,
    SN_COLLAPSE_STORY,
    SN_COLLAPSE_NONE
} sn_collapse;
/* exact: forms as they are written, no inflections and no other names. */
typedef enum sn_mode { SN_MODE_STEM, SN_MODE_EXACT } sn_mode;
/* tags: texts with marks in them; ranges: texts as they are, and where the words stand. */
typedef enum sn_highlighting {
    SN_HIGHLIGHT_TAGS,
    SN_HIGHLIGHT_NONE,
    SN_HIGHLIGHT_RANGES
} sn_highlighting;

/* What can be counted of the articles found, in the order of the values of facets=. */
typedef enum sn_facet {
    SN_FACET_SOURCE,
    SN_FACET_CATEGORY,
    SN_FACET_AUTHOR,
    SN_FACET_TAG,
    SN_FACET_DAY,
    SN_FACET_MONTH,
    SN_FACET_YEAR,
    SN_FACETS
} sn_facet;
typedef enum sn_facet_sort { SN_FACET_BY_COUNT, SN_FACET_BY_VALUE } sn_facet_sort;

typedef struct sn_values {
    char **at;
    size_t n;
} sn_values;

typedef struct sn_request {
    char *q;                    /* never NULL after sn_request_init */
    int64_t from_sec, to_sec;   /* inclusive; INT64_MIN / INT64_MAX: open */
    sn_sort sort;               /* sort=relevance|-date|date */
    char *profile;              /* profile=, NULL: the standard one of the configuration */
    sn_freshness freshness;     /* freshness=off|low|normal|high|auto */
    double half_days;           /* half_life=, in days; 0: that of the freshness */
    sn_match_mode match;        /* match=auto|all|any */
    sn_mode mode;               /* mode=stem|exact */
    sn_collapse collapse;       /* collapse=duplicates|source|story|none */
    int64_t members;            /* duplicates.members=: copies listed in each hit */
    int64_t story_members;      /* story.members=: articles of its story listed in each hit */
    sn_correct_mode correct;    /* correct=auto|suggest|off */
    sn_values source, category; /* filter.source=, filter.category=, repeatable */
    sn_values author, tag;      /* filter.author=, filter.tag=, likewise */
    int64_t limit, offset;
    int64_t max_per_source;     /* max_per_source=; 0: any number */
    sn_facet facets[SN_FACETS]; /* facets=, each once, as asked for */
    size_t n_facets;
    int64_t facet_limit;       /* facet.limit=: values of one facet */
    sn_facet_sort facet_sort;  /* facet.sort=count|value */
    sn_date_calendar calendar; /* calendar=jalali|gregorian: of the dates counted */
    char *cursor;              /* cursor=, NULL: from the offset on */
    const sn_cursor *after;    /* what it says, once it was read (paging.h); borrowed */
    bool explain;
    sn_highlighting highlight;         /* highlight=true|false|ranges */
    char highlight_pre[SN_MARK_SIZE];  /* highlight.pre=, "": <em> */
    char highlight_post[SN_MARK_SIZE]; /* highlight.post=, "": what closes highlight_pre */
    int64_t snippet_length;            /* snippet.length=, characters */
    int64_t snippet_count;             /* snippet.count= */
    uint32_t fields;                   /* fields=, bits of sn_shown; 0: as usual */
    bool curation;                     /* articles that editors pinned or hid for the query */
    bool expand;                       /* synonyms and derived forms, too */
    int64_t now_sec; /* now=: what dates and freshness count from; 0: the clock. The command line
                        only */
    uint64_t seen;   /* which rows of the table were set, one bit each */
    uint64_t digest; /* of what was set to other than its default and makes the list (not only how
                        it is shown), in whatever order */
} sn_request;

/* Defaults: everything, relevance, freshness and profile as configured, match auto, collapse duplicates, limit 10,
 * highlight, expansion and curation on, 20 values of a facet, the Jalali calendar. SN_ENOMEM. */
SN_MUST_USE sn_status sn_request_init(sn_request *r);
void sn_request_done(sn_request *r);

/* Who asks: some parameters are the operator's only. */
typedef enum sn_asker { SN_ASKER_CLIENT, SN_ASKER_OPERATOR } sn_asker;

/* Set one parameter. On failure *problem says which and why in both languages (code
 * "unknown_parameter", "invalid_parameter", "repeated_parameter" or "limit_exceeded").
 * now_sec: what relative dates count from. Returns SN_OK, SN_EINVAL, SN_EUTF8, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_request_set(sn_request *r, sn_str name, sn_str value, sn_asker asker,
                                     int64_t now_sec, sn_problem *problem);

/* What no parameter can say alone: those that do not go together. Searches check this. SN_OK, or
 * SN_EINVAL with *problem. */
SN_MUST_USE sn_status sn_request_check(const sn_request *r, sn_problem *problem);

/* One row of the table, for --help and docs. */
typedef struct sn_parameter {
    const char *name, *values, *help;
    bool repeatable, operator_only;
} sn_parameter;
const sn_parameter *sn_parameter_at(size_t i); /* NULL: no more */

SN_DEFINE_CLEANUP(sn_request, sn_request_done)

#endif
