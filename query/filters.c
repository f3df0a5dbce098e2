#include "query/filters.h"

#include "analysis/fold.h"
#include "archive/number.h"
#include "calendar/calendar.h"

#include <stddef.h>

#define DAY_MINUTES 1440

/* The fields that are filtered by value: their terms, and the request's values. */
static const struct field {
    sn_term_list list;
    size_t at; /* offset in the request */
} fields[] = {
    {SN_LIST_SOURCE, offsetof(sn_request, source)},
    {SN_LIST_CATEGORY, offsetof(sn_request, category)},
    {SN_LIST_AUTHOR, offsetof(sn_request, author)},
    {SN_LIST_TAG, offsetof(sn_request, tag)},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static const sn_values *values_of(const sn_request *r, const struct field *f)
{
    return (const sn_values *)((const char *)r + f->at);
}

const sn_values *sn_filters_values(const sn_request *r, sn_term_list list)
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (fields[i].list == list)
            return values_of(r, &fields[i]);
    }
    return NULL;
}

static bool has_dates(const sn_request *r)
{
    return r->from_sec != INT64_MIN || r->to_sec != INT64_MAX;
}

bool sn_filters_any(const sn_request *r)
{
    size_t n = 0;
    for (size_t i = 0; i < FIELDS; i++)
        n += values_of(r, &fields[i])->n;
    return n > 0 || has_dates(r);
}

static int64_t clamp(int64_t sec)
{
    if (sec < SN_INSTANT_MIN)
        return SN_INSTANT_MIN;
    return sec > SN_INSTANT_MAX ? SN_INSTANT_MAX : sec;
}

/* Numbers fall as time rises. An article stands within `edge` minutes of its publication (dates
 * without a time are spread over their day, full minutes spill): nearer to an end of the range than
 * that, its true date is looked at. */
void sn_filters_date_range(int64_t from_sec, int64_t to_sec, int64_t spill_minutes, char low[9],
                           char high[9], sn_xap_docid_range *range)
{
    int64_t edge = DAY_MINUTES + spill_minutes + 1;
    int64_t from = sn_minute_of_second(clamp(from_sec)), to = sn_minute_of_second(clamp(to_sec));
    range->first = sn_number_of_minute(to + edge);
    range->last = sn_number_of_minute(from - edge) + SN_NUMBER_SLOTS - 1;
    range->inner_first = to_sec >= SN_INSTANT_MAX ? range->first : sn_number_of_minute(to - edge);
    range->inner_last = from_sec <= SN_INSTANT_MIN
                            ? range->last
                            : sn_number_of_minute(from + edge) + SN_NUMBER_SLOTS - 1;
    range->slot = SN_SLOT_PUBLISHED;
    range->low = (sn_str){low, sn_xap_number_to_value((double)clamp(from_sec), low)};
    range->high = (sn_str){high, sn_xap_number_to_value((double)clamp(to_sec), high)};
}

sn_xap_query *sn_filters_period(sn_tree *t, int64_t from_sec, int64_t to_sec, int64_t spill_minutes)
{
    char low[9], high[9];
    sn_xap_docid_range range;
    if (from_sec > to_sec)
        return sn_tree_nothing(t);
    sn_filters_date_range(from_sec, to_sec, spill_minutes, low, high, &range);
    return sn_tree_range(t, &range);
}

static sn_xap_query *value_query(sn_tree *t, sn_term_list list, const sn_values *values)
{
    sn_xap_query *terms[SN_LIMIT_FILTER_VALUES];
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(16 * SN_LIMIT_FIELD_BYTES);
    size_t n = 0;
    for (size_t i = 0; i < values->n && i < SN_LIMIT_FILTER_VALUES; i++) {
        sn_buf_clear(&key);
        sn_status s = sn_fold_name(sn_str_of(values->at[i]), &key);
        if (s != SN_OK && t->status == SN_OK)
            t->status = s;
        terms[n++] = sn_tree_term(t, list, sn_buf_str(&key));
    }
    return sn_tree_join(t, SN_XAP_OR, terms, n, 0);
}

sn_xap_query *sn_filters_query(sn_tree *t, const sn_request *r, int64_t spill_minutes,
                               sn_term_list but)
{
    sn_xap_query *all[FIELDS + 1];
    size_t n = 0;
    for (size_t i = 0; i < FIELDS; i++) {
        const sn_values *values = values_of(r, &fields[i]);
        if (values->n > 0 && fields[i].list != but)
            all[n++] = value_query(t, fields[i].list, values);
    }
    if (has_dates(r))
        all[n++] = sn_filters_period(t, r->from_sec, r->to_sec, spill_minutes);
    return n == 0 ? NULL : sn_tree_join(t, SN_XAP_AND, all, n, 0);
}
