/* From days and how many articles each has, to days, months or years in a row. */
#include "query/facet.h"

#include <stdlib.h>

typedef struct day {
    int64_t number;
    uint32_t count;
} day;

typedef struct days {
    day *at;
    size_t n, cap;
} days;

static sn_status add_day(void *ctx, sn_str value, uint32_t documents)
{
    days *d = ctx;
    if (d->n == d->cap) {
        size_t cap = d->cap > 0 ? 2 * d->cap : 256;
        day *at = realloc(d->at, cap * sizeof *at);
        if (at == NULL)
            return SN_ENOMEM;
        d->at = at;
        d->cap = cap;
    }
    double number = sn_xap_number_of_value(value);
    if (!(number > -1e7 && number < 1e7)) /* 27,000 years */
        return SN_ECORRUPT;
    d->at[d->n++] = (day){(int64_t)number, documents};
    return SN_OK;
}

static int by_number(const void *a, const void *b)
{
    const day *left = a, *right = b;
    return (left->number > right->number) - (left->number < right->number);
}

/* Articles are counted newest first, so the days come nearly in order: those out of it are few and near their place, or
 * qsort() does it. */
static void sort_days(days *d)
{
    size_t moves = 0;
    for (size_t i = 0; i < d->n / 2; i++) {
        day first = d->at[i];
        d->at[i] = d->at[d->n - 1 - i];
        d->at[d->n - 1 - i] = first;
    }
    for (size_t i = 1; i < d->n && moves <= 4 * d->n; i++) {
        day moved = d->at[i];
        size_t to = i;
        for (; to > 0 && d->at[to - 1].number > moved.number; to--, moves++)
            d->at[to] = d->at[to - 1];
        d->at[to] = moved;
    }
    if (moves > 4 * d->n)
        qsort(d->at, d->n, sizeof *d->at, by_number);
}

/* Period by period, from the one of the last day backwards: if there are too many, the newest are
 * taken. Returns their number in *n and what is left of the days in *left. */
static sn_status walk(const days *d, sn_date_calendar calendar, sn_date_unit unit,
                      sn_date_span *spans, sn_facet_value *values, size_t *n, size_t *left)
{
    sn_status s = SN_OK;
    for (*left = d->n, *n = 0; *left > 0 && *n < SN_LIMIT_FACET_PERIODS; ++*n) {
        sn_date_span *span = &spans[*n];
        s = *n == 0 ? sn_date_span_of_day(calendar, unit, d->at[d->n - 1].number, span)
                    : sn_date_span_before(&spans[*n - 1], span);
        if (s != SN_OK)
            return s;
        for (; *left > 0 && d->at[*left - 1].number >= span->first_day; --*left)
            values[*n].count += d->at[*left - 1].count;
    }
    return s;
}

/* n + 1 midnights: each period ends where the one before it in the array begins. */
static sn_status set_seconds(const sn_date_span *spans, size_t n, sn_pool *pool,
                             sn_facet_value *values)
{
    int64_t *begins = sn_pool_take(pool, (n + 1) * sizeof *begins);
    if (begins == NULL)
        return SN_ENOMEM;
    begins[0] = n > 0 ? spans[0].next_day : 0;
    for (size_t i = 0; i < n; i++)
        begins[i + 1] = spans[i].first_day;
    sn_status s = sn_tehran_midnights(begins, n + 1);
    for (size_t i = 0; i < n; i++) {
        values[i].first_sec = begins[i + 1];
        values[i].last_sec = begins[i] - 1;
    }
    return s;
}

static sn_status set_texts(const sn_date_span *spans, size_t n, sn_pool *pool,
                           sn_facet_value *values)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        char text[SN_DATE_SPAN_SIZE];
        sn_date_span_write_value(&spans[i], text);
        s = sn_pool_copy(pool, sn_str_of(text), &values[i].value);
        sn_date_span_write_label(&spans[i], text);
        if (s == SN_OK)
            s = sn_pool_copy(pool, sn_str_of(text), &values[i].label);
    }
    return s;
}

static void reverse(sn_facet_value *values, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        sn_facet_value v = values[i];
        values[i] = values[n - 1 - i];
        values[n - 1 - i] = v;
    }
}

static sn_status take_periods(const days *d, sn_date_calendar calendar, sn_date_unit unit,
                              sn_pool *pool, sn_facet_counts *out)
{
    size_t n, left;
    sn_date_span *spans = sn_pool_take(pool, SN_LIMIT_FACET_PERIODS * sizeof *spans);
    sn_facet_value *values = sn_pool_take(pool, SN_LIMIT_FACET_PERIODS * sizeof *values);
    if (spans == NULL || values == NULL)
        return SN_ENOMEM;
    sn_status s = walk(d, calendar, unit, spans, values, &n, &left);
    if (s == SN_OK)
        s = set_seconds(spans, n, pool, values);
    if (s == SN_OK)
        s = set_texts(spans, n, pool, values);
    if (s != SN_OK)
        return s;
    while (left > 0)
        out->others += d->at[--left].count;
    reverse(values, n);
    out->values = values;
    out->n = n;
    return SN_OK;
}

sn_status sn_facet_read_dates(const sn_xap_tally *tally, size_t i, const sn_request *request,
                              sn_pool *pool, sn_facet_counts *out, sn_error *err)
{
    static const sn_date_unit units[SN_FACETS] = {[SN_FACET_DAY] = SN_DATE_DAY,
                                                  [SN_FACET_MONTH] = SN_DATE_MONTH,
                                                  [SN_FACET_YEAR] = SN_DATE_YEAR};
    days d = {0};
    sn_status s = sn_xap_tally_each(tally, i, add_day, &d);
    if (s == SN_OK) {
        sort_days(&d);
        s = take_periods(&d, request->calendar, units[out->facet], pool, out);
    }
    free(d.at);
    return s == SN_OK ? SN_OK : sn_fail(err, s, "the days of a facet cannot be read");
}
