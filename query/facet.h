/* query/facet - how many of the articles found have each value of a field, or were published in each
 * day, month or year.
 *
 *   what was matched --[noted by the match of the page]--> articles
 *   what was matched, without the field's own filter --[a match of its own]--> articles
 *   articles --[values counted, xapian-c]-->
 *     labels --[facet_values.c: one value however it is spelled]--> values
 *     days   --[facet_dates.c: one period after the other]--> periods
 *
 * Every article counts, copies too: the numbers are those of total.uncollapsed. Private to query/. */
#ifndef SN_QUERY_FACET_H
#define SN_QUERY_FACET_H

#include "query/plan.h"
#include "query/pool.h"
#include "query/request.h"

typedef struct sn_facet_value {
    sn_str value;                /* as most of them publish it; a period as from= and to= take it */
    sn_str label;                /* periods: for readers */
    int64_t first_sec, last_sec; /* periods */
    uint32_t count;
} sn_facet_value;

typedef struct sn_facet_counts {
    sn_facet facet;
    sn_facet_value
        *values; /* those shown: by count or in the order of a dictionary; periods by date,
                               empty ones between others included */
    size_t n;
    size_t n_others;     /* further values; not counted of periods */
    uint64_t others;     /* the sum of their counts; of periods before the first shown */
    uint32_t missing;    /* articles without a value; undated ones */
    bool is_approximate; /* not all articles found were counted */
} sn_facet_counts;

typedef struct sn_facets {
    sn_facet_counts of[SN_FACETS]; /* as asked for */
    size_t n;                      /* 0: not counted, for the index has no values to count */
    sn_pool pool;                  /* of all that is above */
} sn_facets;

/* The index format from which on articles have what is counted. */
#define SN_FACETS_FORMAT 2

typedef struct sn_facet_input {
    const sn_xap_db *db;
    const sn_request *request;
    sn_plan *plan; /* whose tree takes the queries */
    const sn_question *question;
    sn_plan_mode mode;
    int64_t spill_minutes, deadline_us;
    /* The articles found, all of them but the pinned ones, from the match of the page; NULL: not known. */
    sn_xap_tally *seen;
    bool has_slots; /* the index is of SN_FACETS_FORMAT or later */
    bool is_empty;  /* nothing was searched for: nothing is counted */
} sn_facet_input;

/* Count the facets of the request. *out is zeroed by the caller, who ends it with sn_facets_done()
 * whatever comes back. Returns the statuses of xapian-c; SN_ECORRUPT, SN_ENOMEM, SN_EINTERNAL. */
SN_MUST_USE sn_status sn_facets_count(const sn_facet_input *in, sn_facets *out, sn_error *err);
void sn_facets_done(sn_facets *f);

const char *sn_facet_name(sn_facet facet); /* "date:day" */
bool sn_facet_is_date(sn_facet facet);

/* What a match counted in the i-th slot of its tally, for one facet of the request: fills values,
 * n, n_others and others. SN_ECORRUPT, SN_ENOMEM, SN_EINTERNAL, both. */
SN_MUST_USE sn_status sn_facet_read_values(const sn_xap_tally *tally, size_t i,
                                           const sn_request *request, sn_pool *pool,
                                           sn_facet_counts *out, sn_error *err);
SN_MUST_USE sn_status sn_facet_read_dates(const sn_xap_tally *tally, size_t i,
                                          const sn_request *request, sn_pool *pool,
                                          sn_facet_counts *out, sn_error *err);

#endif
