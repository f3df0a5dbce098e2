/* bench-facets: what facets add to the time of a search.
 *
 *   bench-facets INDEX [ROUNDS [NAME=VALUE]]      NAME=VALUE: set in all requests, a filter say
 *
 * The same queries with and without facets, by turns in one run, processor time of the whole answer
 * as JSON; the best round of each. Ratios are what to compare. */
#include "bench/seconds.h"
#include "query/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const queries[] = {
    "ایران", "دولت", "قیمت سکه", "تیم ملی فوتبال", "وزیر امور خارجه", "آلودگی هوا", "کتاب", "زلزله",
};
enum { QUERIES = sizeof queries / sizeof *queries };

static const char *const facets[] = {
    NULL,         "source",   "category",        "tag",
    "date:month", "date:day", "source,category", "source,category,author,tag,date:month",
};
enum { KINDS = sizeof facets / sizeof *facets };

static void set(sn_request *r, sn_str name, const char *value)
{
    sn_problem problem = {0};
    if (sn_request_set(r, name, sn_str_of(value), SN_ASKER_CLIENT, 0, &problem) != SN_OK) {
        fprintf(stderr, "bench-facets: %s\n", problem.detail);
        exit(1);
    }
}

static void set_pair(sn_request *r, const char *pair)
{
    const char *equals = strchr(pair, '=');
    if (equals == NULL) {
        fprintf(stderr, "bench-facets: «%s» is not NAME=VALUE\n", pair);
        exit(2);
    }
    set(r, (sn_str){pair, (size_t)(equals - pair)}, equals + 1);
}

static double time_of(sn_searcher *s, const char *query, const char *match, const char *kind,
                      const char *setting)
{
    static sn_buf out = {.max = (size_t)64 << 20};
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    if (sn_request_init(&r) != SN_OK)
        exit(1);
    set(&r, SN_STR("q"), query);
    set(&r, SN_STR("match"), match);
    if (kind != NULL)
        set(&r, SN_STR("facets"), kind);
    if (setting != NULL)
        set_pair(&r, setting);
    sn_buf_clear(&out);
    double begin = seconds();
    if (sn_search_json(s, &r, NULL, &out, &problem) != SN_OK) {
        fprintf(stderr, "bench-facets: %s\n", problem.detail);
        exit(1);
    }
    return seconds() - begin;
}

static void bench(sn_searcher *s, const char *match, int rounds, const char *setting)
{
    double best[QUERIES][KINDS], sum[KINDS] = {0};
    for (int q = 0; q < QUERIES; q++) {
        for (int k = 0; k < KINDS; k++)
            best[q][k] = 1e9;
        for (int i = 0; i < rounds; i++) {
            for (int k = 0; k < KINDS; k++) {
                double took = time_of(s, queries[q], match, facets[k], setting);
                best[q][k] = took < best[q][k] ? took : best[q][k];
            }
        }
        for (int k = 0; k < KINDS; k++)
            sum[k] += best[q][k];
    }
    printf("match=%s: ms a query, mean of %d queries; times the query alone\n", match, QUERIES);
    for (int k = 0; k < KINDS; k++)
        printf("  %-40s %7.2f  %5.2f\n", facets[k] != NULL ? facets[k] : "(no facets)",
               1e3 * sum[k] / QUERIES, sum[k] / sum[0]);
    for (int q = 0; q < QUERIES; q++)
        printf("    %7.2f ms alone, %5.2f times with all:  %s\n", 1e3 * best[q][0],
               best[q][KINDS - 1] / best[q][0], queries[q]);
}

int main(int argc, char **argv)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    sn_error err = {0};
    if (argc < 2) {
        fprintf(stderr, "usage: bench-facets INDEX [ROUNDS [NAME=VALUE]]\n");
        return 2;
    }
    if (sn_engine_open(argv[1], NULL, &engine, &err) != SN_OK ||
        sn_searcher_create(engine, &searcher, &err) != SN_OK) {
        fprintf(stderr, "bench-facets: %s\n", err.msg);
        return 1;
    }
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    const char *setting = argc > 3 ? argv[3] : NULL;
    bench(searcher, "all", rounds, setting);
    bench(searcher, "any", rounds, setting);
    return 0;
}
