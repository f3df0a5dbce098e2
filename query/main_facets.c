/* sarnakh-query search: the facets, one line a value. */
#include "query/main.h"
#include "query/refuse.h"

#include <inttypes.h>
#include <stdio.h>

static void print_facet(const sn_facet_counts *f)
{
    bool is_date = sn_facet_is_date(f->facet);
    printf("\n%s%s\n", sn_facet_name(f->facet), f->is_approximate ? " (approximate)" : "");
    if (is_date && f->others > 0)
        printf("%8" PRIu64 "  earlier\n", f->others);
    for (size_t i = 0; i < f->n; i++) {
        if (f->values[i].count == 0)
            continue;             /* a period without articles: for charts */
        char text[SN_QUOTE_SIZE]; /* of outside: without control characters */
        sn_quote(is_date ? f->values[i].label : f->values[i].value, text);
        printf("%8" PRIu32 "  %s\n", f->values[i].count, text);
    }
    if (!is_date && f->n_others > 0)
        printf("%8" PRIu64 "  of %zu further values\n", f->others, f->n_others);
    if (f->missing > 0)
        printf("%8" PRIu32 "  %s\n", f->missing, is_date ? "undated" : "none");
}

void sn_print_facets(const sn_facets *facets)
{
    for (size_t i = 0; i < facets->n; i++)
        print_facet(&facets->of[i]);
}
